"""class_weights, example_weight and l1: the iterations of NumPy, and of examples with repeated rows."""

import json

import numpy as np
import pytest
from conftest import Project
from reference import Batches, encoded, split_of
from reference_weights import WeightedNetwork, weighted_inputs
from sklearn.utils.class_weight import compute_class_weight

ROWS = 57
ITERATIONS = 30
CLASSES = ["a", "b", "c"]
FEATURES = ["size", "visits", "plan"]
MEASURES = ["train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "gradient_norm"]
CLASS_WEIGHTS = {"b": 3.5, "c": 0.25}
# name -> options; `weight` is the column of weights, some of them 0.
NETWORKS = {
    "examples_wide": {"hidden_layers": [3], "example_weight": "weight"},
    "classes_wide": {"hidden_layers": [3], "class_weights": CLASS_WEIGHTS, "activation": "tanh"},
    "examples_dots": {"hidden_layers": [9], "example_weight": "weight", "class_weights": CLASS_WEIGHTS, "layout": "dots"},
    "examples_packed": {"hidden_layers": [9], "example_weight": "weight", "class_weights": CLASS_WEIGHTS},
    "balanced": {"hidden_layers": [3], "class_weights": "balanced"},
    "balanced_examples": {"hidden_layers": [2], "class_weights": "balanced", "example_weight": "weight"},
    "number": {"label": "number", "hidden_layers": [3], "example_weight": "weight"},
    "number_packed": {"label": "number", "hidden_layers": [3], "example_weight": "weight", "layout": "packed"},
    "batches": {"hidden_layers": [3], "example_weight": "weight", "batch_size": 8, "learning_rate": 0.05},
    "batches_packed": {"hidden_layers": [3], "example_weight": "weight", "batch_size": 8, "learning_rate": 0.05, "layout": "packed"},
    "l1_wide": {"hidden_layers": [3], "l1": 0.02, "l2": 0},
    "l1_dots": {"hidden_layers": [9], "l1": 0.01, "l2": 0.05, "layout": "dots", "optimizer": "gradient_descent"},
    "l1_packed": {"label": "number", "hidden_layers": [4], "l1": 0.01, "layout": "packed", "optimizer": "gradient_descent"},
}  # fmt: skip
RUNS = [(name, "recursive") for name in NETWORKS] + [(name, "stepwise") for name in ("examples_wide", "batches")]

# name -> (options, options on the rows that are repeated instead); ROWS rows of no id, their split is a column.
REPEATED = {
    "counted": ({"example_weight": "times"}, {"times": "times"}),
    "by_class": ({"class_weights": {"a": 1, "b": 3}}, {"times": "three_of_b"}),
    "both": ({"class_weights": {"b": 2, "c": 3}, "example_weight": "times"}, {"times": "product"}),
    "class_left_out": ({"class_weights": {"c": 0}, "classes": CLASSES}, {"times": "without_c"}),
    "balanced_counts": (
        {"class_weights": "balanced", "example_weight": "times"},
        {"times": "times", "class_weights": "balanced"},
    ),
    "number_counted": ({"label": "number", "example_weight": "times"}, {"label": "number", "times": "times"}),
    "left_out_of_batches": (
        {"example_weight": "zero_or_one", "batch_size": 7, "example_id": "id"},
        {"times": "zero_or_one", "batch_size": 7, "example_id": "id"},
    ),
}
STOPPING = {"hidden_layers": [9], "activation": "tanh", "example_weight": "weight", "iterations": 200}


STAGES = {"features": [*"uvw"], "label": "side", "hidden_layers": [3], "l1": 0.03, "learning_rate": 0.1}


def points():
    random = np.random.default_rng(2)
    return random.normal(size=(30, 3)), random.normal(size=30)


def columns() -> dict[str, list]:
    random = np.random.default_rng(12)
    found = {
        "id": [f"row {k}" for k in range(ROWS)],
        "size": [float(v) for v in random.normal(50, 12, ROWS)],
        "visits": [int(v) for v in random.integers(0, 9, ROWS)],
        "plan": [str(v) for v in random.choice(["basic", "it's", "plus"], ROWS)],
    }
    signal = [s / 12 + v / 4 + 2 * (p == "it's") for s, v, p in zip(found["size"], found["visits"], found["plan"])]
    ranks = np.argsort(np.argsort(np.array(signal) + random.normal(0, 0.8, ROWS))) / ROWS
    found["size"][3] = found["size"][17] = found["visits"][5] = found["plan"][9] = None
    found["label"] = [CLASSES[int(rank > 0.5) + int(rank > 0.8)] for rank in ranks]
    found["number"] = [float(v * 1000 + 7) for v in signal]
    found["weight"] = [0.0 if k % 9 == 4 else float(v) for k, v in enumerate(random.uniform(0.1, 4, ROWS))]
    found["rank"] = [CLASSES.index(label) for label in found["label"]]
    found["is_b"] = [label == "b" for label in found["label"]]
    found["part"] = ["validation" if k % 4 == 1 else "train" for k in range(ROWS)]
    found["times"] = [int(v) for v in random.integers(0, 4, ROWS)]
    found["zero_or_one"] = [int(v > 0) for v in found["times"]]
    found["three_of_b"] = [3 if label == "b" else 1 for label in found["label"]]
    found["product"] = [n * {"a": 1, "b": 2, "c": 3}[label] for n, label in zip(found["times"], found["label"])]
    found["without_c"] = [int(label != "c") for label in found["label"]]
    return found


def class_weights_of(options, labels, splits, weights) -> dict[str, float]:
    given = options.get("class_weights", {})
    if given == "balanced":
        totals = {
            c: sum(w for w, label, s in zip(weights, labels, splits) if (label, s) == (c, "train")) for c in CLASSES
        }
        return {c: sum(totals.values()) / (len(CLASSES) * total) for c, total in totals.items()}
    return {c: given.get(c, 1) for c in CLASSES}


class Restated:
    """A network of NETWORKS in NumPy, trained."""

    def __init__(self, options: dict, iterations: int = ITERATIONS):
        data = columns()
        label, optimizer = options.get("label", "label"), options.get("optimizer", "rprop")
        splits = [split_of(key) for key in data["id"]]
        weights = list(data[options["example_weight"]]) if "example_weight" in options else [1.0] * ROWS
        if label == "label":
            self.class_weights = class_weights_of(options, data[label], splits, weights)
            weights = [w * self.class_weights[c] for w, c in zip(weights, data[label])]
        inputs = weighted_inputs({name: data[name] for name in FEATURES}, splits, weights)
        if label == "label":
            y = np.array([CLASSES.index(value) for value in data[label]])
        else:
            train = [w if s == "train" else 0 for w, s in zip(weights, splits)]
            mean = np.average(data[label], weights=train)
            y = (np.array(data[label]) - mean) / np.sqrt(np.average((np.array(data[label]) - mean) ** 2, weights=train))
        self.network = WeightedNetwork(
            len(inputs),
            options["hidden_layers"],
            3 if label == "label" else 1,
            activation=options.get("activation", "relu"),
            output="softmax" if label == "label" else "identity",
            l1=options.get("l1", 0),
            l2=options.get("l2", 0.003 if label == "label" else 0.01),
            learning_rate=options.get("learning_rate", 0.1),
        )
        self.start = self.network.parameters()
        batches = None
        if "batch_size" in options:
            optimizer = "adam"
            kept = [s if w > 0 else "none" for s, w in zip(splits, weights)]
            batches = Batches(data["id"], kept, options["batch_size"])
        self.history = self.network.fit_weighted(
            encoded(inputs, data), y, splits, weights, iterations, optimizer, batches
        )


@pytest.fixture(scope="module")
def project(consumer) -> Project:
    data = columns()
    consumer.table("examples", list(data), zip(*data.values()))
    for name, form in RUNS:
        options = {"label": "label", "features": FEATURES, "example_id": "id", "iterations": ITERATIONS}
        every = {"checkpoint_every": 11} if form == "stepwise" else {}
        consumer.train(f"{name}_{form}", "examples", loop=form, **every, **{**options, **NETWORKS[name]})
    consumer.predictions("examples_wide_predictions", "examples_wide_recursive", "examples")
    for name, (options, other) in REPEATED.items():
        other = dict(other)
        times = other.pop("times")
        rows = (
            f"select * exclude (id), row_number() over () as id from {{{{ ref('examples') }}}}, range({times}) as times"
        )
        if "example_id" in options:
            rows = f"select * from {{{{ ref('examples') }}}} where {times} = 1"
        consumer.write(f"models/{name}_rows.sql", f"{{{{ config(materialized='table') }}}}\n{rows}\n")
        shared = {
            "label": "label",
            "features": FEATURES,
            "split": "part",
            "iterations": ITERATIONS,
            "hidden_layers": [3],
        }
        consumer.train(f"{name}_weighted", "examples", **{**shared, **options})
        consumer.train(
            f"{name}_repeated",
            f"{name}_rows",
            **{**shared, **({"classes": CLASSES} if "classes" in options else {}), **other},
        )
    shared = {"features": FEATURES, "split": "part", "iterations": ITERATIONS, "hidden_layers": [3]}
    consumer.train("by_rank", "examples", label="rank", class_weights={0: 1, 1: 3}, **shared)
    consumer.train("by_boolean", "examples", label="is_b", class_weights={True: 3}, **{**shared, "iterations": 1})
    shared = {
        "label": "label",
        "features": FEATURES,
        "example_id": "id",
        "early_stopping": {"patience": 8, "minimum_improvement": 0},
    }
    consumer.train("stopped", "examples", **shared, **STOPPING)
    consumer.write("models/columns_left.sql", "select id, size, label, weight from {{ ref('examples') }}\n")
    consumer.train(
        "found_features", "columns_left", label="label", example_id="id", example_weight="WEIGHT", iterations=1
    )
    bad = [
        [*row, k - 1.5, None if k == 2 else 1.0, float("nan") if k == 2 else 1.0, float("inf") if k == 2 else 1.0, 0]
        for k, row in enumerate(zip(*data.values()))
    ]
    consumer.table("bad_weights", [*data, "negative", "missing", "nan", "infinite", "zero"], bad)
    tested = "replace (case when part = 'train' then weight end as weight, replace(part, 'validation', 'test') as part)"
    consumer.write("models/tested_rows.sql", f"select * {tested} from {{{{ ref('examples') }}}}\n")
    consumer.train(
        "with_test_rows",
        "tested_rows",
        label="label",
        features=FEATURES,
        split="part",
        example_weight="weight",
        iterations=1,
    )
    consumer.table("points", [*"uvw", "side"], [[*map(float, row), float(side)] for row, side in zip(*points())])
    consumer.network("staged_", STAGES, "points", {"iterations": ITERATIONS})
    consumer.dbt_ok("build")
    return consumer


def parameters_in(project, network):
    rows = project.rows(f"select layer, input, output, value from {network} where role in ('weight', 'bias')")
    parameters = {tuple(key): value for *key, value in rows}
    assert len(parameters) == len(rows) > 0
    return parameters


@pytest.mark.parametrize(("name", "form"), RUNS)
def test_every_iteration_is_that_of_numpy(project, name, form):
    restated = Restated(NETWORKS[name])
    roles = ", ".join(f"'{measure}'" for measure in MEASURES)
    rows = project.rows(f"select iteration, role, value from {name}_{form} where role in ({roles})")
    found = {(iteration, measure): value for iteration, measure, value in rows}
    assert {iteration for iteration, _ in found} == set(range(1, ITERATIONS + 1))
    for expected in restated.history:
        for measure in MEASURES:
            at = expected["iteration"], measure
            if expected[measure] is None:
                assert at not in found
            else:
                assert found.pop(at) == pytest.approx(expected[measure], rel=0, abs=1e-9), at
    assert not found
    found = parameters_in(project, f"{name}_{form}")
    assert found == pytest.approx(restated.network.parameters(), rel=0, abs=1e-9)
    assert max(abs(value - restated.start[key]) for key, value in found.items()) > 1e-2


@pytest.mark.parametrize("name", REPEATED)
def test_weights_equal_repeated_rows(project, name):
    """Also in what is learned of the rows: means, deviations, categories in their order."""
    weighted, repeated = (parameters_in(project, f"{name}_{kind}") for kind in ("weighted", "repeated"))
    assert weighted == pytest.approx(repeated, rel=0, abs=1e-8)
    query = "select role, layer, input_name, output_name, coalesce(value, 0) from {} where role in ('center', 'scale', 'fill', 'category', 'train_loss', 'validation_accuracy') order by all"
    for one, other in zip(*(project.rows(query.format(f"{name}_{kind}")) for kind in ("weighted", "repeated"))):
        assert one[:4] == other[:4]
        assert one[4] == pytest.approx(other[4], rel=1e-8, abs=1e-8)


def test_classes_may_be_numbers_and_booleans(project):
    by_text, by_rank = (parameters_in(project, name) for name in ("by_class_weighted", "by_rank"))
    assert by_text == pytest.approx(by_rank, rel=0, abs=1e-12)
    ((stored,),) = project.rows("select output_name from by_boolean where input_name = 'class_weights'")
    assert json.loads(stored) == {"true": 3}


def test_weights_make_a_difference(project):
    """Else the test above could not fail."""
    plain = parameters_in(project, "counted_repeated")
    for name in ("by_class", "both", "balanced_counts"):
        assert parameters_in(project, f"{name}_weighted") != pytest.approx(plain, rel=0, abs=1e-2)


@pytest.mark.parametrize("name", ["balanced", "balanced_examples"])
def test_balanced_is_that_of_scikit_learn(project, name):
    """Of rows that weigh, their weights are counted."""
    data = columns()
    train = [k for k in range(ROWS) if split_of(data["id"][k]) == "train"]
    labels = [data["label"][k] for k in train]
    weights = {"sample_weight": [data["weight"][k] for k in train]} if name == "balanced_examples" else {}
    expected = compute_class_weight("balanced", classes=np.array(CLASSES), y=labels, **weights)
    ((stored,),) = project.rows(f"select output_name from {name}_recursive where input_name = 'class_weights'")
    assert json.loads(stored) == pytest.approx(dict(zip(CLASSES, expected)), rel=1e-12)


def test_early_stopping_goes_by_the_weighted_validation_loss(project):
    restated = Restated({**STOPPING, "layout": "packed"}, STOPPING["iterations"])
    history, best, least, kept = [], 0, np.inf, None
    for measured in restated.history:
        history.append(measured["iteration"])
        if measured["validation_loss"] < least:
            best, least, kept = measured["iteration"], measured["validation_loss"], measured["before"]
        if measured["iteration"] - best >= 8:
            break
    ((last,),) = project.rows("select max(iteration) from stopped where role = 'train_loss'")
    assert last == history[-1] < STOPPING["iterations"]
    restated.network.matrices = kept
    assert parameters_in(project, "stopped") == pytest.approx(restated.network.parameters(), rel=0, abs=1e-8)


def test_the_column_of_weights_is_no_feature_by_default_and_predictions_do_not_need_it(project):
    assert project.rows("select distinct input_name from found_features where role = 'center'") == [("size",)]
    assert project.rows("select count(*) from examples_wide_predictions where predicted_label is null") == [(0,)]


def test_l1_at_the_stage_door_is_that_of_numpy(project):
    network = WeightedNetwork(3, [3], 1, output="identity", l1=0.03, learning_rate=0.1)
    losses = dict(project.rows("select iteration, train_loss from staged_update where layer is null"))
    x, y = points()
    for measured in network.fit_weighted(x, y, ["train"] * 30, np.ones(30), ITERATIONS, "gradient_descent"):
        assert losses.pop(measured["iteration"]) == pytest.approx(measured["train_loss"], rel=0, abs=1e-10)
    assert not losses
    rows = project.rows("select layer, input, output, value from staged_update where layer is not null")
    found = {tuple(key): value for *key, value in rows}
    assert found == pytest.approx(network.parameters(), rel=0, abs=1e-10)


def test_l1_has_the_slope_of_central_differences():
    """Of the restatement, which the networks were just compared with; at a weight of 0 the slope of l1 is 0."""
    random = np.random.default_rng(1)
    x, y, weights = random.normal(size=(20, 3)), random.integers(0, 3, 20), random.uniform(0, 2, 20)
    network = WeightedNetwork(3, [4], 3, activation="tanh", l1=0.07, l2=0.02)
    _, _, gradients = network.objective(x, y, weights)
    for matrix, gradient in zip(network.matrices, gradients):
        for at in np.ndindex(matrix.shape):
            value, sides = matrix[at], []
            for step in (1e-6, -1e-6):
                matrix[at] = value + step
                sides.append(network.objective(x, y, weights)[0])
            matrix[at] = value
            assert gradient[at] == pytest.approx((sides[0] - sides[1]) / 2e-6, rel=1e-6, abs=1e-8)


# name -> (options, what the error says)
BAD = {
    "negative": ({"example_weight": "negative"}, ["example_weight negative is below 0 in 2 row"]),
    "missing": ({"example_weight": "missing"}, ["example_weight missing is null, NaN or infinite in 1 row"]),
    "not_a_number": ({"example_weight": "nan"}, ["example_weight nan is null, NaN or infinite in 1 row"]),
    "infinite": ({"example_weight": "infinite"}, ["example_weight infinite is null, NaN or infinite in 1 row"]),
    "all_zero": ({"example_weight": "zero"}, ["nothing to train on", "a weight above 0"]),
    "all_zero_by_class": ({"example_weight": "zero", "class_weights": {"a": 2}}, ["nothing to train on", "a weight above 0"]),
    "all_classes_zero": ({"class_weights": {"a": 0, "b": 0, "c": 0}}, ["nothing to train on", "a weight above 0"]),
    "text": ({"example_weight": "plan"}, ["example_weight plan is VARCHAR", "a number of at least 0"]),
    "unknown_column": ({"example_weight": "weigth"}, ["column weigth is not in the examples", "did you mean weight?"]),
    "label_too": ({"example_weight": "number", "label": "number"}, ["example_weight number is also the label or example_id"]),
    "no_column": ({"example_weight": 3}, ["example_weight is 3", "a column name"]),
    "unknown_class": ({"class_weights": {"a": 1, "z": 2}}, ["class_weights names z, which no training row has", "a, b, c"]),
    "negative_class": ({"class_weights": {"a": -1}}, ['class_weights is {"a": -1}', "each at least 0"]),
    "misspelt": ({"class_weights": "balance"}, ['class_weights is "balance"', "balanced, or a dict"]),
    "no_classes": ({"class_weights": {}}, ["class_weights is {}", "balanced, or a dict"]),
    "regression": ({"label": "number", "class_weights": "balanced"}, ["class_weights is set, but the task is regression"]),
    "regression_by_dict": ({"label": "number", "class_weights": {"a": 2}}, ["class_weights is set, but the task is regression"]),
    "l1_negative": ({"l1": -1}, ["l1 is -1", "a number of at least 0"]),
    "l1_by_task": ({"l1": "by task"}, ['l1 is "by task"', "a number of at least 0"]),
}  # fmt: skip


@pytest.fixture(scope="module")
def outcome(project):
    for name, (options, _) in BAD.items():
        options = {"label": "label", "features": FEATURES, **options}
        project.train(f"bad_{name}", "bad_weights", folder="models/bad", **options)
    return project.dbt("run", "--select", "path:models/bad")


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_weight_is_one_clear_error(outcome, name):
    assert outcome.status[f"bad_{name}"] == "error"
    for part in BAD[name][1]:
        assert part in outcome.message[f"bad_{name}"]


def test_the_weight_of_a_row_that_is_neither_trained_nor_validated_may_be_missing(project):
    assert len(parameters_in(project, "with_test_rows")) > 0
