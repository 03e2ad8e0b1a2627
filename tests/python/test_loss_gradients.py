"""Every activation with every loss: the gradients of the stages are the central differences of the stages' own loss, and NumPy's.

dbt compiles each pair once; its SQL then runs on a table of random examples and parameters.
"""

import duckdb
import numpy as np
import pytest
from conftest import Project, literal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference import Network
from reference_activations import VALUES
from reference_losses import quantiles

ROWS, FEATURES, STEP = 9, ["f0", "f1"], 1e-5
CLASSES = ["a", "b", "c"]
# What a stage is told of the loss; how many scores there are
LOSSES = {
    "softmax": ({"classes": CLASSES}, 3),
    "sigmoid": ({"classes": CLASSES[:2], "output": "sigmoid"}, 1),
    "squared_error": ({}, 1),
    "absolute_error": ({"loss": "absolute_error"}, 1),
    "huber": ({"loss": {"name": "huber", "delta": 0.7}}, 1),
    "poisson": ({"loss": "poisson"}, 1),
    "quantile": ({"loss": {"name": "quantile", "levels": [0.9, 0.2, 0.5]}}, 3),
}
PAIRS = [(activation, loss) for activation in VALUES for loss in LOSSES]
# Where the sum is 0, these have no derivative.
KINKED = ["relu", "leaky_relu", "selu"]
QUERY = """
{{% set network = {network} %}}
with hidden as ({{{{ dbt_nn.stage_hidden(network, examples='examples', parameters='start') }}}}),
scores as ({{{{ dbt_nn.stage_scores(network, hidden='hidden') }}}}),
loss as ({{{{ dbt_nn.stage_loss(network, scores='scores') }}}})
{{{{ dbt_nn.stage_gradients(network, loss='loss', parameters='start') | replace('with parameters as', ', parameters as', 1) }}}}
"""


def network_of(activation, loss) -> Network:
    told, outputs = LOSSES[loss]
    restated = told.get("loss")
    if loss == "quantile":
        restated = {"name": "quantile", "levels": sorted(restated["levels"])}
    output = loss if loss in ("softmax", "sigmoid") else "number"
    return Network(2, [3, 2], outputs, activation=[activation, "identity"], output=output, l2=0.02, loss=restated)


@pytest.fixture(scope="module")
def compiled(consumer) -> Project:
    for at, (activation, loss) in enumerate(PAIRS):
        options = {"features": FEATURES, "label": "label", "hidden_layers": [3, 2], "l2": 0.02, **LOSSES[loss][0]}
        # Half of them as columns, half as lists.
        options |= {"activation": [activation, "identity"], "layout": ["wide", "dots"][at % 2]}
        consumer.write(f"analyses/{activation}_{loss}.sql", QUERY.format(network=options))
    consumer.dbt_ok("compile", "--select", "path:analyses")
    return consumer


def signs(network: Network, x, y):
    """On which side of their kinks activations and losses are."""
    sums, values = network.forward(x)
    scores = values[-1]
    sides = [np.sign(sums[0])] if network.activation[0] in KINKED else []
    if network.loss == "absolute_error":
        sides.append(np.sign(scores[:, 0] - y))
    elif isinstance(network.loss, dict) and network.loss["name"] == "quantile":
        sides.append(quantiles(scores) > np.reshape(y, (-1, 1)))
    return np.concatenate([side.ravel() for side in sides]) if sides else np.zeros(0)


def run(project, name, x, labels, networks):
    """Gradients and loss of every network, by its name."""
    with duckdb.connect(config={"threads": 1}) as connection:
        kind = "varchar" if isinstance(labels[0], str) else "double"
        connection.execute(f"create table examples (f0 double, f1 double, label {kind})")
        rows = [f"({row[0]!r}, {row[1]!r}, {literal(label)})" for row, label in zip(x.tolist(), labels)]
        connection.execute(f"insert into examples values {', '.join(rows)}")
        connection.execute(
            "create table start (network_key varchar, iteration int, layer int, input int, output int, value double)"
        )
        values = [
            f"('{key}', 0, {layer}, {i}, {o}, '{v!r}')"
            for key, ps in networks.items()
            for (layer, i, o), v in ps.items()
        ]
        connection.execute(f"insert into start values {', '.join(values)}")
        query = project.compiled(name)
        return connection.execute(
            f"select network_key, layer, input, output, gradient, train_loss from ({query})"
        ).fetchall()


def random_examples(loss, random, rows):
    """Inputs, labels as NumPy has them, and as the table has them."""
    x = random.normal(size=(rows, 2))
    if loss in ("softmax", "sigmoid"):
        y = random.integers(0, 3 if loss == "softmax" else 2, rows)
        return x, y, [CLASSES[label] for label in y]
    y = random.poisson(2, rows).astype(float) if loss == "poisson" else random.normal(0, 2, rows)
    return x, y, y.tolist()


@pytest.mark.parametrize(("activation", "loss"), PAIRS)
def test_gradients_are_central_differences(compiled, activation, loss):
    network, random = network_of(activation, loss), np.random.default_rng(PAIRS.index((activation, loss)))
    for matrix in network.matrices:
        matrix[:] = random.normal(0, 0.7, size=matrix.shape)
    base = network.parameters()
    x, y, labels = random_examples(loss, random, ROWS)
    moved, crossing = {"base": base}, set()
    for at, (key, value) in enumerate(base.items()):
        layer, source, target = key
        sides = []
        for name, step in (("up", STEP), ("down", -STEP)):
            moved[f"{name} {at}"] = {**base, key: value + step}
            network.matrices[layer - 1][source, target - 1] = value + step
            sides.append(signs(network, x, y))
        network.matrices[layer - 1][source, target - 1] = value
        if (sides[0] != sides[1]).any():
            crossing.add(key)
    rows = run(compiled, f"{activation}_{loss}", x, labels, moved)
    losses = {row[0]: row[5] for row in rows}
    gradients = {row[1:4]: row[4] for row in rows if row[0] == "base"}

    expected_loss, expected = network.loss_and_gradients(x, y)
    assert losses["base"] == pytest.approx(expected_loss, rel=1e-10, abs=1e-10)
    assert gradients.keys() == base.keys() and len(crossing) < 2
    for at, key in enumerate(base):
        layer, source, target = key
        assert gradients[key] == pytest.approx(expected[layer - 1][source, target - 1], rel=1e-9, abs=1e-10), key
        if key not in crossing:
            difference = (losses[f"up {at}"] - losses[f"down {at}"]) / (2 * STEP)
            assert gradients[key] == pytest.approx(difference, rel=1e-5, abs=1e-8), key
    assert max(map(abs, gradients.values())) > 1e-3


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    pair=st.sampled_from(PAIRS),
    seed=st.integers(0, 2**32),
    scale=st.sampled_from([0.01, 0.5, 2.0]),
    rows=st.integers(1, 12),
)
def test_gradients_of_any_parameters_are_numpys(compiled, pair, seed, scale, rows):
    (activation, loss), random = pair, np.random.default_rng(seed)
    network = network_of(activation, loss)
    for matrix in network.matrices:
        matrix[:] = random.normal(0, scale, size=matrix.shape)
    x, y, labels = random_examples(loss, random, rows)
    found = run(compiled, f"{activation}_{loss}", x, labels, {"": network.parameters()})
    expected_loss, expected = network.loss_and_gradients(x, y)
    assert len(found) == len(network.parameters())
    for _, layer, source, target, gradient, train_loss in found:
        exact = expected[layer - 1][source, target - 1]
        assert train_loss == pytest.approx(expected_loss, rel=1e-9, abs=1e-10)
        assert gradient == pytest.approx(exact, rel=1e-9, abs=1e-10 * max(1, abs(expected_loss))), (
            layer,
            source,
            target,
        )
