"""Every activation: its value and slope, and the training of networks of one or several of them, as NumPy has them.

`pytest --warehouse postgres`, or another: the layout `packed` is left out where it needs functions that are missing there.
"""

import numpy as np
import pytest
from conftest import Project, new_consumer
from reference import Batches, Network
from reference_activations import SLOPES, VALUES

ITERATIONS = 30
ROWS = 48
FEATURES = ["x1", "x2", "x3"]
CLASSES = ["a", "b", "c"]
MEASURES = ["train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "gradient_norm"]
NEW = ["leaky_relu", "elu", "selu", "softplus", "gelu"]
PAIRS = {
    "one": ("class", ["leaky_relu", "elu"]),
    "two": ("number", ["selu", "softplus"]),
    "three": ("class", ["gelu", "tanh"]),
}
# name -> (label, options)
NETWORKS = {
    f"{pair}_{layout}": (label, {"hidden_layers": [5, 4], "activation": activation, "layout": layout})
    for pair, (label, activation) in PAIRS.items()
    for layout in ("wide", "dots", "packed")
}
NETWORKS |= {name: ("number", {"hidden_layers": [3, 2], "activation": name}) for name in NEW}
NETWORKS |= {
    "one_stepwise": ("class", {**NETWORKS["one_packed"][1], "loop": "stepwise", "checkpoint_every": 7}),
    "two_stepwise": ("number", {**NETWORKS["two_dots"][1], "loop": "stepwise", "checkpoint_every": 30}),
    "batches_packed": (
        "class",
        {"hidden_layers": [4, 3], "activation": ["gelu", "selu"], "layout": "packed", "batch_size": 9},
    ),
    "batches_wide": ("number", {"hidden_layers": [4], "activation": ["elu"], "batch_size": 9, "loop": "stepwise"}),
}
# One score behind one hidden layer, or behind none: less is computed of a row there where parameters are lists.
NETWORKS |= {
    f"{label}_{activation}_{layout}": (label, {"hidden_layers": [4], "activation": [activation], "layout": layout})
    for label in ("two", "number")
    for activation in ("relu", "leaky_relu", "identity")
    for layout in ("wide", "dots")
}
# A linear network's gradients by its biases begin at 0, but for the last digits, whose sign rprop would follow.
DESCENT = {"optimizer": "gradient_descent", "learning_rate": 0.1}
NETWORKS |= {name: (of[0], of[1] | DESCENT) for name, of in NETWORKS.items() if "_identity_" in name}
NETWORKS |= {
    "two_packed": ("two", {"hidden_layers": [4], "layout": "packed"}),
    "two_deep": ("two", {"hidden_layers": [4, 3], "layout": "dots"}),
    "two_linear": ("two", {"hidden_layers": [], **DESCENT}),
    "two_stepwise": ("two", {**NETWORKS["two_relu_dots"][1], "loop": "stepwise"}),
}
PREDICTED = ["one_packed", "two_wide", "three_dots"]
SUMS = [s * sign for s in (0.0, 1e-9, 0.3, 1.0, 5.0, 37.0, 700.0, 709.9, 745.2, 1e4) for sign in (1, -1)]
STAGES = {
    "features": FEATURES,
    "label": "number",
    "split": "split",
    "hidden_layers": [3, 2],
    "activation": ["gelu", "selu"],
}
STAGES |= {"learning_rate": 0.05, "l2": 0.01}
SPLITS = ["train" if at % 4 else "validation" for at in range(ROWS)]


def data():
    random = np.random.default_rng(21)
    x = random.normal(size=(ROWS, 3))
    signal = np.tanh(x[:, 0]) + x[:, 1] ** 2 + random.normal(0, 0.1, ROWS)
    return x, np.argsort(np.argsort(signal)) * 3 // ROWS, signal


def is_left_out(name, warehouse) -> bool:
    return NETWORKS[name][1].get("layout") == "packed" and warehouse.name not in ("duckdb", "spark")


def skip_if_left_out(name, project):
    if is_left_out(name, project.warehouse):
        pytest.skip("no functions over lists of lists")


class Restated:
    """A network of NETWORKS in NumPy, trained."""

    def __init__(self, name: str):
        x, classes, numbers = data()
        label, options = NETWORKS[name]
        train = np.array([split == "train" for split in SPLITS])
        self.x = (x - x[train].mean(axis=0)) / x[train].std(axis=0)
        self.center, self.scale = numbers[train].mean(), numbers[train].std()
        is_class, size = label != "number", options.get("batch_size")
        self.network = Network(
            3,
            options["hidden_layers"],
            {"class": 3, "two": 2, "number": 1}[label],
            activation=options.get("activation", "relu"),
            output="softmax" if is_class else "identity",
            l2=0.003 if is_class else 0.01,
            learning_rate=0.001 if size else 0.1,
        )
        self.start = self.network.parameters()
        y = (
            {"class": classes, "two": (classes > 0).astype(int)}[label]
            if is_class
            else (numbers - self.center) / self.scale
        )
        batches = Batches(range(ROWS), SPLITS, size) if size else None
        optimizer = options.get("optimizer", "adam" if size else "rprop")
        self.history = list(self.network.fit(self.x, y, SPLITS, ITERATIONS, optimizer, batches))


@pytest.fixture(scope="module")
def trained(warehouse, tmp_path_factory) -> Project:
    """Every network, the functions on some sums, and a network stage by stage, built by one command."""
    consumer = new_consumer(tmp_path_factory.mktemp("consumer"), warehouse=warehouse)
    x, classes, numbers = data()
    rows = [
        [at, *map(float, x[at]), CLASSES[classes[at]], "ab"[min(classes[at], 1)], float(numbers[at]), SPLITS[at]]
        for at in range(ROWS)
    ]
    consumer.table("examples", ["id", *FEATURES, "class", "two", "number", "split"], rows)
    for name, (label, options) in NETWORKS.items():
        if is_left_out(name, warehouse):
            continue
        given = {"features": FEATURES, "example_id": "id", "iterations": ITERATIONS, **options}
        consumer.train(name, "examples", label=label, **given)
    for name in PREDICTED:
        if not is_left_out(name, warehouse):
            consumer.predictions(f"{name}_predictions", name, "examples")
    consumer.table("sums", ["s"], [[s] for s in SUMS])
    for name in VALUES:
        consumer.write(
            f"models/function_{name}.sql",
            f"with found as (select s, {{{{ dbt_nn._activation('{name}').value('s') }}}} as v from {{{{ ref('sums') }}}})\n"
            f"select s, v, 1 * {{{{ dbt_nn._activation('{name}').slope('s', 'v') }}}} as slope from found\n",
        )
    consumer.network("staged_", STAGES, "examples", {"iterations": ITERATIONS})
    consumer.dbt_ok("build")
    return consumer


def parameters_in(project, network, where="role in ('weight', 'bias')"):
    rows = project.rows(f"select layer, input, output, value from {network} where {where}")
    return {tuple(key): value for *key, value in rows}


@pytest.mark.parametrize("name", VALUES)
def test_values_and_slopes_are_those_of_the_definitions(trained, name):
    """Also where an exponential would overflow, or be too small for a double."""
    rows = trained.rows(f"select s, v, slope from function_{name}")
    assert len(rows) == len(SUMS)
    for s, value, slope in rows:
        assert value == pytest.approx(float(VALUES[name](s)), rel=1e-13, abs=1e-15), s
        assert slope == pytest.approx(float(SLOPES[name](np.float64(s))), rel=1e-13, abs=1e-15), s


@pytest.mark.parametrize("name", NETWORKS)
def test_every_iteration_is_that_of_numpy(trained, name):
    skip_if_left_out(name, trained)
    expected = Restated(name)
    found = {
        (iteration, role): value
        for iteration, role, value in trained.rows(
            f"select iteration, role, value from {name} where iteration > 0 and layer is null"
        )
    }
    for measured in expected.history:
        for measure in MEASURES:
            value = found.get((measured["iteration"], measure))
            if measured[measure] is None:
                assert value is None
            else:
                assert value == pytest.approx(measured[measure], rel=0, abs=1e-10), (measured["iteration"], measure)
    parameters = expected.network.parameters()
    assert parameters_in(trained, name) == pytest.approx(parameters, rel=0, abs=1e-9)
    assert max(abs(value - expected.start[key]) for key, value in parameters.items()) > 1e-2


@pytest.mark.parametrize("name", PREDICTED)
def test_predictions_know_the_activations_of_the_network(trained, name):
    skip_if_left_out(name, trained)
    expected = Restated(name)
    if NETWORKS[name][0] == "class":
        columns, answers = ", ".join(f"probability_{c}" for c in CLASSES), expected.network.probabilities(expected.x)
    else:
        columns = "predicted_value"
        answers = expected.network.forward(expected.x)[1][-1] * expected.scale + expected.center
    found = trained.rows(f"select {columns} from {name}_predictions order by id")
    np.testing.assert_allclose(found, answers, rtol=1e-9, atol=1e-9)


def test_the_network_stores_its_activations(trained):
    stored = "select output_name from {} where input_name = 'activation'"
    assert trained.rows(stored.format("three_wide")) == [('["gelu", "tanh"]',)]
    assert trained.rows(stored.format("selu")) == [("selu",)]


def test_a_network_of_stages_takes_a_list_too(trained):
    x, _, numbers = data()
    train = [at for at, split in enumerate(SPLITS) if split == "train"]
    network = Network(3, [3, 2], 1, activation=STAGES["activation"], output="identity", l2=0.01, learning_rate=0.05)
    losses = dict(trained.rows("select iteration, train_loss from staged_update where layer is null"))
    for iteration, (loss, parameters) in enumerate(network.train(x[train], numbers[train], ITERATIONS), start=1):  # noqa: B007
        assert losses[iteration] == pytest.approx(loss, rel=0, abs=1e-10)
    assert parameters_in(trained, "staged_update", "layer is not null") == pytest.approx(parameters, rel=0, abs=1e-10)
