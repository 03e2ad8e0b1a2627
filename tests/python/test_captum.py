"""dbt_nn.explain and Captum's integrated gradients of the same networks in PyTorch; skipped without requirements-captum.txt."""

import numpy as np
import pytest
from conftest import new_consumer
from reference_explanations import Stored
from test_explain import EXAMPLES, NETWORKS, SMOOTH, STEPS, explained, write_models

torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install -r requirements-captum.txt")
attr = pytest.importorskip("captum.attr", reason="Captum is not installed: pip install -r requirements-captum.txt")

NODES = 300
# Gauss nodes know nothing of kinks: by so much of the scores they may miss where a unit bends, or where dbt_nn takes steps.
KINKED, SMOOTHLY = 3e-3, 1e-8
ACTIVATIONS = {
    "relu": torch.nn.ReLU,
    "leaky_relu": torch.nn.LeakyReLU,
    "elu": torch.nn.ELU,
    "selu": torch.nn.SELU,
    "tanh": torch.nn.Tanh,
    "sigmoid": torch.nn.Sigmoid,
    "softplus": torch.nn.Softplus,
    "gelu": lambda: torch.nn.GELU(approximate="tanh"),
    "identity": torch.nn.Identity,
}
BENT = {"relu", "leaky_relu", "elu", "selu"}


def in_torch(network: Stored) -> torch.nn.Sequential:
    """The layers up to the scores, in 64 bits."""
    layers = []
    for at, matrix in enumerate(network.matrices):
        layer = torch.nn.Linear(len(matrix) - 1, matrix.shape[1], dtype=torch.float64)
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(matrix[1:].T.copy()))
            layer.bias.copy_(torch.from_numpy(matrix[0].copy()))
        layers += [layer] + ([ACTIVATIONS[network.activations[at]]()] if at < len(network.activations) else [])
    return torch.nn.Sequential(*layers)


def score_of(network: Stored, layers):
    """What is explained, as docs/explain.md says it: of every row, and for classes of the class that is given with it."""

    def score(x, chosen=None):
        scores = layers(x)
        if chosen is not None:
            own = scores.gather(1, chosen[:, None])[:, 0]
            return own - (scores.sum(dim=1) - own) / (scores.shape[1] - 1)
        above = torch.nn.functional.softplus(scores[:, 1 : network.middle()]).sum(dim=1)
        return (scores[:, 0] + above) * network.target.get("scale", 1) + network.target.get("center", 0)

    return score


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = new_consumer(tmp_path_factory.mktemp("captum"))
    write_models(project)
    project.dbt_ok("run", "--select", *NETWORKS, *(f"{name}_why" for name in NETWORKS), "examples")
    return project


@pytest.mark.parametrize("name", NETWORKS)
def test_contributions_are_those_of_captum(project, name):
    network = Stored(project.rows(f"select * from {name}"))
    layers = in_torch(network)
    x = torch.from_numpy(network.encoded(EXAMPLES))
    start = torch.from_numpy(network.baseline())[None, :].expand_as(x).clone()
    chosen = None
    if network.classes:
        chosen = layers(x).argmax(dim=1) if len(network.classes) > 2 else torch.ones(len(x), dtype=torch.int64)
    score = score_of(network, layers)
    parts = attr.IntegratedGradients(score).attribute(
        x, start, additional_forward_args=chosen, n_steps=NODES, method="gausslegendre"
    )
    parts = parts.detach().numpy()
    scores, start_scores = (score(each, chosen).detach().numpy() for each in (x, start))
    largest = max(np.abs(scores).max(), np.abs(start_scores).max())
    near = SMOOTHLY
    if name in STEPS or BENT & set(network.activations):
        near = KINKED
    elif name in SMOOTH:
        near = 5e-6
    found = explained(project, f"{name}_why")
    for at, example in enumerate(EXAMPLES):
        row = found[example["example"]]
        expected = dict.fromkeys(network.features, 0.0)
        for known, part in zip(network.inputs, parts[at]):
            expected[known["feature"]] += part
        assert row["parts"] == pytest.approx(expected, abs=near * largest)
        assert row["scores"][:2] == pytest.approx([start_scores[at], scores[at]], abs=1e-10 * largest)
        assert row["class"] == (network.classes[int(chosen[at])] if network.classes else None)
