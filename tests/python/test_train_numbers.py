"""dbt_nn.train and NumPy: the same split, the same encoding, the same iterations, the same predictions."""

import json

import numpy as np
import pytest
from conftest import Project
from reference import Network, encoded, learned_inputs, split_of

ITERATIONS = 30
ROWS = 60
MEASURES = ["train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "gradient_norm", "learning_rate"]
LABELS = {"two": ["no", "yes"], "three": ["a", "b", "c"], "number": None}

# name -> (label, options); a network of more than 50 parameters is computed with lists.
NETWORKS = {
    "wide_relu": ("two", {"hidden_layers": [3]}),
    "wide_tanh": ("three", {"hidden_layers": [2], "activation": "tanh", "l2": 0.05}),
    "wide_sigmoid": ("two", {"hidden_layers": [2, 2], "activation": "sigmoid", "random_seed": 5}),
    "wide_identity": ("number", {"hidden_layers": [2], "activation": "identity"}),
    "wide_none": ("three", {"hidden_layers": [], "l2": 0}),
    "wide_descent": ("two", {"hidden_layers": [3], "optimizer": "gradient_descent", "learning_rate": 0.5}),
    "wide_number": ("number", {"hidden_layers": [3], "optimizer": "gradient_descent", "learning_rate": 0.05}),
    "dots_relu": ("three", {"hidden_layers": [8]}),
    "dots_tanh": ("number", {"hidden_layers": [6, 5], "activation": "tanh"}),
    "dots_sigmoid": ("two", {"hidden_layers": [9], "activation": "sigmoid", "missing_indicator": True}),
    "dots_identity": ("three", {"hidden_layers": [8], "activation": "identity", "max_categories": 2}),
    "dots_descent": (
        "three",
        {"hidden_layers": [7, 4], "optimizer": "gradient_descent", "learning_rate": 0.3, "l2": 0.1},
    ),
    "dots_number": ("number", {"optimizer": "gradient_descent", "learning_rate": 0.05}),
    "fractions": ("two", {"hidden_layers": [2], "split": {"train": 0.6, "validation": 0.3, "test": 0.1}}),
}
# Sixty rows would be packed, were they not told otherwise.
for name, (_, options) in NETWORKS.items():
    if name.startswith("dots"):
        options["layout"] = "dots"
# The other layouts of the same networks.
NETWORKS |= {
    f"packed_{name.split('_')[1]}": (label, {**options, "layout": "packed"})
    for name, (label, options) in NETWORKS.items()
    if name.startswith("dots") or name == "wide_none"
}
NETWORKS |= {"wide_on_request": (NETWORKS["dots_relu"][0], {**NETWORKS["dots_relu"][1], "layout": "wide"})}
NETWORKS |= {"packed_by_itself": ("three", {"hidden_layers": [8]})}
NETWORKS |= {"dots_on_request": (NETWORKS["wide_relu"][0], {**NETWORKS["wide_relu"][1], "layout": "dots"})}
STEPWISE = ["wide_relu", "wide_number", "dots_tanh", "dots_descent", "packed_relu"]
RUNS = [(name, "recursive") for name in NETWORKS] + [(name, "stepwise") for name in STEPWISE]
FEATURES = ["size", "visits", "is_new", "plan"]


def columns() -> dict[str, list]:
    """Numbers, integers, booleans and texts, with missing values in all of them."""
    random = np.random.default_rng(4)
    found = {
        "example": [f"n° {k}" for k in range(ROWS)],
        "size": [float(v) for v in random.normal(50, 12, ROWS)],
        "visits": [int(v) for v in random.integers(0, 9, ROWS)],
        "is_new": [bool(v) for v in random.random(ROWS) < 0.4],
        "plan": [
            str(v) for v in random.choice(["basic", "it's", "plus; more", "größer"], ROWS, p=[0.4, 0.3, 0.2, 0.1])
        ],
    }
    signal = [s / 12 + v / 4 + 2 * (p == "it's") for s, v, p in zip(found["size"], found["visits"], found["plan"])]
    ranks = np.argsort(np.argsort(np.array(signal) + random.normal(0, 0.5, ROWS)))
    for name, gaps in {"size": [3, 17, 40], "visits": [5, 6], "is_new": [9, 30, 31], "plan": [2, 44]}.items():
        for at in gaps:
            found[name][at] = None
    found["size"][50] = float("nan")
    found["two"] = [LABELS["two"][rank * 2 // ROWS] for rank in ranks]
    found["three"] = [LABELS["three"][rank * 3 // ROWS] for rank in ranks]
    found["number"] = [float(v * 1000 + 7) for v in signal]
    return found


class Restated:
    """A network of NETWORKS in NumPy, trained."""

    def __init__(self, name: str):
        self.data = columns()
        self.label, options = NETWORKS[name]
        shares = options.get("split", {"train": 0.8, "validation": 0.2})
        self.splits = [split_of(key, shares["train"], shares["validation"]) for key in self.data["example"]]
        self.inputs = learned_inputs(
            {feature: self.data[feature] for feature in FEATURES},
            self.splits,
            options.get("max_categories", 20),
            options.get("missing_indicator", False),
        )
        self.x = encoded(self.inputs, self.data)
        self.classes = LABELS[self.label]
        y = self.data[self.label]
        if self.classes:
            y = np.array([self.classes.index(value) for value in y])
        else:
            train = np.array(y)[[split == "train" for split in self.splits]]
            self.center, self.scale = train.mean(), train.std()
            y = (np.array(y) - self.center) / self.scale
        self.network = Network(
            features=len(self.inputs),
            hidden=options.get("hidden_layers", [16]),
            outputs=len(self.classes or [1]),
            activation=options.get("activation", "relu"),
            output="softmax" if self.classes else "identity",
            l2=options.get("l2", 0.003 if self.classes else 0.01),
            learning_rate=options.get("learning_rate", 0.1),
            seed=options.get("random_seed", 42),
        )
        self.start = self.network.parameters()
        self.history = list(self.network.fit(self.x, y, self.splits, ITERATIONS, options.get("optimizer", "rprop")))


@pytest.fixture(scope="module")
def restated():
    return {name: Restated(name) for name in NETWORKS}


@pytest.fixture(scope="module")
def trained(consumer) -> Project:
    """Every network, its history and its predictions, built by one command."""
    data = columns()
    consumer.table("examples", list(data), zip(*data.values()))
    for name, form in RUNS:
        label, options = NETWORKS[name]
        options = {"label": label, "features": FEATURES, "example_id": "example", "iterations": ITERATIONS, **options}
        if form == "stepwise":
            options["checkpoint_every"] = 7
        consumer.train(f"{name}_{form}", "examples", **options, loop=form)
        consumer.write(
            f"models/{name}_{form}_history.sql", f"select * from {{{{ dbt_nn.history(ref('{name}_{form}')) }}}}\n"
        )
        consumer.predictions(f"{name}_{form}_predictions", f"{name}_{form}", "examples")
    consumer.dbt_ok("build")
    return consumer


def parameters_in(project, network):
    rows = project.rows(f"select layer, input, output, value from {network} where role in ('weight', 'bias')")
    parameters = {tuple(key): value for *key, value in rows}
    assert len(parameters) == len(rows)
    return parameters


@pytest.mark.parametrize("name", NETWORKS)
def test_the_networks_cover_both_layouts(restated, name):
    parameters = len(restated[name].start)
    if "layout" not in NETWORKS[name][1]:
        assert parameters > 50 if name.startswith("packed") else parameters <= 50


@pytest.mark.parametrize(("name", "form"), RUNS)
def test_every_iteration_has_the_losses_accuracies_and_gradients_of_numpy(trained, restated, name, form):
    rows = trained.rows(f"select iteration, {', '.join(MEASURES)} from {name}_{form}_history order by iteration")
    assert [row[0] for row in rows] == list(range(1, ITERATIONS + 1))
    for row, expected in zip(rows, restated[name].history):
        for measure, found in zip(MEASURES, row[1:]):
            if expected[measure] is None:
                assert found is None, measure
            else:
                assert found == pytest.approx(expected[measure], rel=0, abs=1e-9), (expected["iteration"], measure)


@pytest.mark.parametrize(("name", "form"), RUNS)
def test_the_final_parameters_are_those_of_numpy(trained, restated, name, form):
    expected = restated[name].network.parameters()
    assert parameters_in(trained, f"{name}_{form}") == pytest.approx(expected, rel=0, abs=1e-9)
    moved = [abs(value - restated[name].start[key]) for key, value in expected.items()]
    assert max(moved) > 1e-2, "a network that stands still proves nothing"


@pytest.mark.parametrize("name", STEPWISE)
def test_both_loop_forms_give_the_same_parameters(trained, name):
    recursive, stepwise = (parameters_in(trained, f"{name}_{form}") for form in ("recursive", "stepwise"))
    assert recursive == pytest.approx(stepwise, rel=0, abs=1e-9)


@pytest.mark.parametrize("name", NETWORKS)
def test_predictions_are_the_forward_pass_of_numpy(trained, restated, name):
    """From the network's own parameters, so that nothing but prediction is measured; missing values and splits as in training."""
    own = restated[name]
    found = parameters_in(trained, f"{name}_recursive")
    for layer, matrix in enumerate(own.network.matrices, start=1):
        for source, target in np.ndindex(matrix.shape):
            matrix[source, target] = found[layer, source, target + 1]
    order = {key: at for at, key in enumerate(own.data["example"])}
    if own.classes is None:
        rows = trained.rows(f"select example, split, predicted_value from {name}_recursive_predictions")
        expected = own.network.forward(own.x)[1][-1] * own.scale + own.center
    else:
        names = ", ".join(f"probability_{label}" for label in own.classes)
        rows = trained.rows(
            f"select example, split, {names}, predicted_label, predicted_probability from {name}_recursive_predictions"
        )
        expected = own.network.probabilities(own.x)
        for key, _, *_, label, probability in rows:
            assert label == own.classes[expected[order[key]].argmax()]
            assert probability == pytest.approx(expected[order[key]].max(), rel=0, abs=1e-10)
    assert len(rows) == ROWS
    for key, split, *values in rows:
        assert split == own.splits[order[key]]
        assert values[: expected.shape[1]] == pytest.approx(expected[order[key]], rel=1e-10, abs=1e-10)


@pytest.mark.parametrize("name", NETWORKS)
def test_inputs_are_named_after_feature_and_category(trained, restated, name):
    rows = trained.rows(
        f"select distinct input, input_name from {name}_recursive where layer = 1 and role = 'weight' order by 1"
    )
    assert [row[1] for row in rows] == [found.name for found in restated[name].inputs]
    assert (
        json.loads(trained.rows(f"select output_name from {name}_recursive where input_name = 'features'")[0][0])
        == FEATURES
    )
