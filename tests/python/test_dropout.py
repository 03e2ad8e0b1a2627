"""Dropout: the masks and the iterations of NumPy, in both loop forms, in layouts and in batches; off at prediction."""

import numpy as np
import pytest
from conftest import Project, new_consumer
from reference import Batches, Network, split_of
from reference_weights import WeightedNetwork

ROWS = 57
ITERATIONS = 30
CLASSES = ["a", "b", "c"]
FEATURES = ["x1", "x2", "x3"]
MEASURES = ["train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "gradient_norm"]
# name -> options
NETWORKS = {
    "wide": {"hidden_layers": [5], "dropout": 0.5},
    "tanh": {"hidden_layers": [4, 3], "dropout": [0.2, 0.4], "activation": "tanh", "random_seed": 7},
    "second_layer": {"hidden_layers": [3, 5], "dropout": [0, 0.3], "activation": "sigmoid", "layout": "dots"},
    "dots": {"hidden_layers": [9], "dropout": 0.25, "layout": "dots"},
    "lists_by_themselves": {"hidden_layers": [9], "dropout": 0.25},
    "batches": {"hidden_layers": [5], "dropout": 0.5, "batch_size": 8, "learning_rate": 0.05},
    "weighted": {"hidden_layers": [5], "dropout": 0.5, "example_weight": "weight", "l1": 0.01},
    "none_at_all": {"hidden_layers": [5], "dropout": 0},
}
RUNS = [(name, "recursive") for name in NETWORKS] + [(name, "stepwise") for name in ("tanh", "dots", "batches")]


def data():
    random = np.random.default_rng(8)
    x = random.normal(size=(ROWS, 3))
    y = np.argsort(np.argsort(x.sum(axis=1))) * 3 // ROWS
    return x, y, [f"row {k}" for k in range(ROWS)], random.uniform(0.5, 2, ROWS)


SPLITS = [split_of(key) for key in data()[2]]


class Restated:
    """A network of NETWORKS in NumPy, trained."""

    def __init__(self, name: str):
        x, y, ids, weights = data()
        options = NETWORKS[name]
        weights = weights if "example_weight" in options else np.ones(ROWS)
        train = weights * (np.array(SPLITS) == "train")
        mean = np.average(x, axis=0, weights=train)
        x = (x - mean) / np.sqrt(np.average((x - mean) ** 2, axis=0, weights=train))
        rates = options["dropout"]
        rates = rates if isinstance(rates, list) else [rates] * len(options["hidden_layers"])
        self.network = WeightedNetwork(
            3,
            options["hidden_layers"],
            3,
            activation=options.get("activation", "relu"),
            l1=options.get("l1", 0),
            l2=0.003,
            learning_rate=options.get("learning_rate", 0.1),
            seed=options.get("random_seed", 42),
            dropout=tuple(rates) if any(rates) else (),
        )
        batches = Batches(ids, SPLITS, options["batch_size"]) if "batch_size" in options else None
        self.history = self.network.fit_weighted(
            x, y, SPLITS, weights, ITERATIONS, "adam" if batches else "rprop", batches, ids
        )


@pytest.fixture(scope="module")
def trained(warehouse, tmp_path_factory) -> Project:
    consumer = new_consumer(tmp_path_factory.mktemp("consumer"), warehouse=warehouse)
    x, y, ids, weights = data()
    rows = [[key, *map(float, row), float(w), CLASSES[k]] for key, row, w, k in zip(ids, x, weights, y)]
    consumer.table("examples", ["id", *FEATURES, "weight", "label"], rows)
    shared = {"label": "label", "example_id": "id", "features": FEATURES, "iterations": ITERATIONS}
    for name, form in RUNS:
        every = {"checkpoint_every": 11} if form == "stepwise" else {}
        consumer.train(f"{name}_{form}", "examples", loop=form, **every, **shared, **NETWORKS[name])
        history = f"select * from {{{{ dbt_nn.history(ref('{name}_{form}')) }}}}\n"
        consumer.write(f"models/{name}_{form}_history.sql", history)
    consumer.train("plain", "examples", **shared, hidden_layers=[5])
    consumer.predictions("predictions", "wide_recursive", "examples")
    consumer.dbt_ok("build")
    return consumer


def parameters_in(project, network):
    rows = project.rows(f"select layer, input, output, value from {network} where role in ('weight', 'bias')")
    return {tuple(key): value for *key, value in rows}


@pytest.mark.parametrize(("name", "form"), RUNS)
def test_every_iteration_is_that_of_numpy_with_the_same_masks(trained, name, form):
    """Training rows lack units, validation rows have them all."""
    restated = Restated(name)
    start = restated.network.parameters()
    rows = trained.rows(f"select iteration, {', '.join(MEASURES)} from {name}_{form}_history order by iteration")
    assert [row[0] for row in rows] == list(range(1, ITERATIONS + 1))
    for row, expected in zip(rows, restated.history):
        for measure, found in zip(MEASURES, row[1:]):
            if expected[measure] is None:
                assert found is None, (row[0], measure)
            else:
                assert found == pytest.approx(expected[measure], rel=0, abs=1e-9), (row[0], measure)
    found = parameters_in(trained, f"{name}_{form}")
    assert found == pytest.approx(restated.network.parameters(), rel=0, abs=1e-9)
    assert max(abs(value - start[key]) for key, value in found.items()) > 1e-2


def test_dropout_of_0_is_none(trained):
    assert parameters_in(trained, "none_at_all_recursive") == parameters_in(trained, "plain")
    assert parameters_in(trained, "wide_recursive") != pytest.approx(parameters_in(trained, "plain"), rel=0, abs=1e-2)


def test_predictions_use_every_unit(trained):
    x, _, ids, _ = data()
    train = x[[split == "train" for split in SPLITS]]
    network = Network(3, [5], 3)
    found = parameters_in(trained, "wide_recursive")
    for layer, matrix in enumerate(network.matrices, start=1):
        for source, target in np.ndindex(matrix.shape):
            matrix[source, target] = found[layer, source, target + 1]
    expected = network.probabilities((x - train.mean(axis=0)) / train.std(axis=0))
    rows = trained.rows("select id, probability_a, probability_b, probability_c from predictions")
    for key, *probabilities in rows:
        assert probabilities == pytest.approx(expected[ids.index(key)], rel=1e-10)


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.8])
def test_masks_leave_out_their_share_independently_and_keep_the_expected_sum(rate):
    """Of the restatement, which the networks were just compared with."""
    network = WeightedNetwork(3, [6], 3, dropout=(rate,))
    masks = np.array([network.masks(range(200), iteration)[0] for iteration in range(1, 21)])
    assert set(np.unique(masks)) == {0, 1 / (1 - rate)}
    # 24,000 draws: four standard deviations.
    assert (masks == 0).mean() == pytest.approx(rate, abs=4 * np.sqrt(rate * (1 - rate) / masks.size))
    assert masks.mean() == pytest.approx(1, abs=4 * np.sqrt(rate / (1 - rate) / masks.size))
    units = np.corrcoef(masks.reshape(-1, 6).T)
    assert np.abs(units - np.eye(6)).max() < 4 / np.sqrt(masks[:, :, 0].size)
    iterations = np.corrcoef(masks.reshape(20, -1))
    assert np.abs(iterations - np.eye(20)).max() < 4.5 / np.sqrt(masks[0].size)


def test_the_gradient_is_that_of_central_differences_at_fixed_masks():
    random = np.random.default_rng(1)
    x, y = random.normal(size=(20, 3)), random.integers(0, 3, 20)
    network = WeightedNetwork(3, [4, 4], 3, activation="tanh", dropout=(0.5, 0.2))
    masks = network.masks(range(20), 1)
    _, _, gradients = network.objective(x, y, np.ones(20), masks)
    for matrix, gradient in zip(network.matrices, gradients):
        for at in np.ndindex(matrix.shape):
            value, sides = matrix[at], []
            for step in (1e-6, -1e-6):
                matrix[at] = value + step
                sides.append(network.objective(x, y, np.ones(20), masks)[0])
            matrix[at] = value
            assert gradient[at] == pytest.approx((sides[0] - sides[1]) / 2e-6, rel=1e-6, abs=1e-8)


BAD = {
    "one": ({"dropout": 1}, ["dropout is 1", "a number of at least 0 and below 1"]),
    "negative": ({"dropout": -0.1}, ["dropout is -0.1", "at least 0 and below 1"]),
    "one_in_a_list": ({"dropout": [0.1, 1.0], "hidden_layers": [3, 3]}, ["dropout is [0.1, 1.0]", "below 1"]),
    "text": ({"dropout": "0.5"}, ['dropout is "0.5"', "without quotes"]),
    "no_id": ({"dropout": 0.5, "example_id": None}, ["dropout requires example_id"]),
    "too_few": ({"dropout": [0.5], "hidden_layers": [3, 3]}, ["dropout is [0.5]", "hidden_layers is [3, 3]", "one number per hidden layer"]),
    "no_layers": ({"dropout": 0.5, "hidden_layers": []}, ["dropout is 0.5", "no units to drop"]),
    "packed": ({"dropout": 0.5, "layout": "packed"}, ["layout is packed, which does not support dropout", "auto, wide, dots"]),
}  # fmt: skip


def test_a_wrong_dropout_is_one_clear_error(trained):
    for name, (options, _) in BAD.items():
        given = {"label": "label", "example_id": "id", "features": FEATURES, **options}
        trained.train(f"bad_{name}", "examples", folder="models/bad", **given)
    outcome = trained.dbt("run", "--select", "path:models/bad")
    for name, (_, parts) in BAD.items():
        assert outcome.status[f"bad_{name}"] == "error", name
        for part in parts:
            assert part in outcome.message[f"bad_{name}"], name


def test_the_stages_know_no_dropout(trained):
    trained.network("staged_", {"features": FEATURES, "label": "label", "classes": CLASSES, "dropout": 0.5}, "examples")
    outcome = trained.dbt("parse")
    assert not outcome.success
    assert "dropout is not an option; accepted: features" in outcome.output
