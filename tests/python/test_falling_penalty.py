"""A penalty that falls from iteration to iteration: NumPy's numbers in every layout, loop, optimizer and batch, and through every stop."""

import json

import numpy as np
import pytest
from conftest import CONSTANT, Project, new_consumer
from optimizers_reference import Optimizer
from reference import Batches, encoded, factor_of, learned_inputs, split_of
from reference_weights import WeightedNetwork

ROWS, ITERATIONS, HALF = 61, 20, 9
CLASSES = ["a", "b", "c"]
FEATURES = ["size", "plan"]
COLUMNS = ["id", *FEATURES, "kind", "number"]
MEASURES = ["train_loss", "validation_loss", "gradient_norm", "l2"]
# It reaches `to` in iteration 13, after the floor has taken over; the other one never does.
FALLS = {"from": 0.5, "to": 0.001, "over": 12, "floor": 0.004}
SLOWLY = {"from": 0.2, "to": 0.01, "over": 40}
BY_FAR = {"label": "number", "hidden_layers": [], "optimizer": "gradient_descent", "learning_rate": 0.05}
NETWORKS = {
    "wide": {"l2": FALLS},
    "wide_stepwise": {"l2": FALLS, "loop": "stepwise", "checkpoint_every": 7},
    "dots": {"l2": FALLS, "layout": "dots", "optimizer": "adam", "learning_rate": 0.05},
    "packed": {"l2": FALLS, "layout": "packed", "optimizer": "momentum", "learning_rate": 0.02, "clip_norm": 0.5},
    "batches": {"l2": FALLS, "batch_size": 11, "learning_rate": 0.03},
    "batches_packed": {"l2": SLOWLY, "l1": 0.01, "batch_size": 11, "learning_rate": 0.03, "layout": "packed"},
    "both_fall": {"l2": FALLS, "l1": {"from": 0.05, "to": 0.0002, "over": 15}, "label": "number"},
    "l1_falls": {"l2": 0.02, "l1": {"from": 0.05, "to": 0.0002, "over": 15}, "layout": "dots", "optimizer": "adamw"},
    "some_keys": {"l2": {"from": 0.3}, "optimizer": "nesterov", "learning_rate": 0.05},
    "linear": {"l2": SLOWLY, **BY_FAR},
}
# What is needed to see that another warehouse's SQL does the same.
EVERYWHERE = ["wide", "batches", "both_fall"]


def rows_of(seed=5):
    random = np.random.default_rng(seed)
    size, plan = random.normal(50, 12, ROWS), random.choice(["basic", "it's", "plus"], ROWS)
    signal = size / 12 + 2 * (plan == "plus") + random.normal(0, 0.8, ROWS)
    ranks = np.argsort(np.argsort(signal)) / ROWS
    return [
        (f"row {k}", float(size[k]), str(plan[k]), CLASSES[int(ranks[k] > 0.4) + int(ranks[k] > 0.7)], float(signal[k]))
        for k in range(ROWS)
    ]


class Restated:
    """A network of these options in NumPy, trained."""

    def __init__(self, options: dict, iterations: int = ITERATIONS):
        data = {name: list(values) for name, values in zip(COLUMNS, zip(*rows_of()))}
        splits = [split_of(key) for key in data["id"]]
        inputs = learned_inputs({name: data[name] for name in FEATURES}, splits)
        label, optimizer = options.get("label", "kind"), options.get("optimizer")
        y = np.array([CLASSES.index(kind) for kind in data["kind"]])
        if label == "number":
            train = [value for value, split in zip(data[label], splits) if split == "train"]
            y = (np.array(data[label]) - np.mean(train)) / np.std(train)
        self.x, self.y, self.splits = encoded(inputs, data), y, splits
        self.network = WeightedNetwork(
            len(inputs),
            options.get("hidden_layers", [3]),
            3 if label == "kind" else 1,
            output="softmax" if label == "kind" else "identity",
            l1=options.get("l1", 0),
            l2=options.get("l2", 0),
            learning_rate=options.get("learning_rate", 0.001 if optimizer == "adamw" else 0.1),
        )
        batches = Batches(data["id"], splits, options["batch_size"]) if "batch_size" in options else None
        name = optimizer or ("adam" if batches else "rprop")
        rest = (name, "constant", options.get("clip_norm"))
        self.history = list(
            self.network.fit_weighted(
                self.x, self.y, splits, np.ones(ROWS), iterations, lambda own: Optimizer(own, *rest), batches
            )
        )

    def kept(self, patience, improvement=0.0, since=1, penalty=False):
        """The iteration that early stopping keeps, and the last one."""
        best, least = since - 1, None
        for row in self.history:
            if row["iteration"] < since:
                continue
            loss = row["validation_loss"] + (row["penalty"] if penalty else 0)
            if least is None or loss < least - improvement:
                best, least = row["iteration"], loss
            elif row["iteration"] - best == patience:
                return best, row["iteration"]
        return best, len(self.history)


COMMON = {"label": "kind", "features": FEATURES, "example_id": "id", "hidden_layers": [3], "iterations": ITERATIONS}
STOPPING = {
    "falling": {"l2": {"from": 1, "to": 0.01, "over": 60}, "early_stopping": {"patience": 7, "since": 1}},
    "constant": {"l2": 0.2, "early_stopping": {"patience": 7}},
    "since": {"l2": {**FALLS, "over": 60}, "early_stopping": {"patience": 3, "minimum_improvement": 0.0001, "since": 25}},
    "short": {"l2": FALLS, "iterations": 5, "early_stopping": {"patience": 3, "since": 25}},
    "packed": {"l2": 0.2, "layout": "packed", "early_stopping": {"patience": 7}},
}  # fmt: skip


def options_of(name: str, warehouse: str) -> dict:
    options = {**COMMON, **NETWORKS[name]}
    return (
        options
        if warehouse in ("duckdb", "spark") or options.get("layout") != "packed"
        else options | {"layout": "dots"}
    )


@pytest.fixture(scope="module")
def project(warehouse, tmp_path_factory) -> Project:
    found = new_consumer(tmp_path_factory.mktemp("falling"), warehouse=warehouse)
    found.names = list(NETWORKS) if warehouse.name in ("duckdb", "postgres") else EVERYWHERE
    found.table("examples", COLUMNS, rows_of())
    for name in found.names:
        found.train(name, "examples", **options_of(name, warehouse.name))
    if warehouse.name == "duckdb":
        for name, options in STOPPING.items():
            found.train(f"stops_{name}", "examples", **{**COMMON, "iterations": 200, **options})
        found.train("first_half", "examples", **{**options_of("wide", "duckdb"), "iterations": HALF})
        found.write(
            "models/second_half.sql",
            "{{ dbt_nn.train(examples=ref('examples'), warm_start=ref('first_half'), "
            + ", ".join(
                f"{k}={v!r}"
                for k, v in {**CONSTANT, **options_of("wide", "duckdb"), "iterations": ITERATIONS - HALF}.items()
            )
            + ") }}\n",
        )
        resumed = {**options_of("batches", "duckdb"), "keep_checkpoints": True}
        found.train("resumed", "examples", **{**resumed, "iterations": HALF})
    found.write("models/told.sql", "select * from {{ dbt_nn.history(ref('wide')) }}\n")
    found.dbt_ok("run")
    if warehouse.name == "duckdb":
        found.train("resumed", "examples", **resumed)
        found.later = found.dbt_ok("run", "--select", "resumed")
    return found


def parameters_in(project, network):
    query = f"select layer, input, output, value from {network} where role in ('weight', 'bias')"
    return {tuple(key): value for *key, value in project.rows(query)}


def history_in(project, network):
    rows = project.rows(f"select iteration, role, value from {network} where role in {tuple(MEASURES)}")
    return {(iteration, role): value for iteration, role, value in rows}


def history_of(own: Restated):
    return {
        (row["iteration"], measure): row[measure]
        for row in own.history
        for measure in MEASURES
        if row[measure] is not None
    }


@pytest.mark.parametrize("name", NETWORKS)
def test_every_iteration_is_that_of_numpy(project, name):
    if name not in project.names:
        pytest.skip("a small choice of networks shows this warehouse's SQL")
    own = Restated(NETWORKS[name])
    assert history_in(project, name) == pytest.approx(history_of(own), rel=1e-10, abs=1e-10)
    assert parameters_in(project, name) == pytest.approx(own.network.parameters(), rel=1e-9, abs=1e-10)


def test_the_history_shows_the_penalty_of_every_iteration(project):
    found = project.rows("select l2 from told order by iteration")
    assert [l2 for (l2,) in found] == pytest.approx([factor_of(FALLS, k) for k in range(ITERATIONS)], rel=1e-12)
    assert found[0][0] == pytest.approx(0.5, rel=1e-15) and found[-1][0] == 0.004
    ((option,),) = project.rows("select output_name from wide where role = 'option' and input_name = 'l2'")
    assert json.loads(option) == FALLS


def only_duckdb(project):
    if project.warehouse.name != "duckdb":
        pytest.skip("on DuckDB, this is the loop's part, and has its tests for every warehouse")


@pytest.mark.parametrize(("name", "whole"), [("second_half", "wide"), ("resumed", "batches")])
def test_a_warm_start_and_a_resumed_training_go_on_along_the_fall(project, name, whole):
    only_duckdb(project)
    assert f"resuming from the checkpoint at iteration {HALF} of {ITERATIONS}" in project.later.output
    assert parameters_in(project, name) == pytest.approx(parameters_in(project, whole), rel=0, abs=1e-12)
    later = {key: value for key, value in history_in(project, whole).items() if key[0] > HALF}
    found = {key: value for key, value in history_in(project, name).items() if key[0] > HALF}
    assert found == pytest.approx(later, rel=0, abs=1e-12)


@pytest.mark.parametrize("name", STOPPING)
def test_early_stopping_compares_with_a_constant_penalty_and_without_a_falling_one(project, name):
    only_duckdb(project)
    options = {**COMMON, "iterations": 200, **STOPPING[name]}
    own, stopping = Restated(options, options["iterations"]), options["early_stopping"]
    since = min(stopping.get("since", 1), options["iterations"])
    is_constant = not isinstance(options["l2"], dict)
    best, last = own.kept(stopping["patience"], stopping.get("minimum_improvement", 0.0001), since, is_constant)
    query = f"select distinct iteration from stops_{name} where role = 'weight'"
    assert project.rows(query) == [(best,)]
    assert project.rows(f"select max(iteration) from stops_{name} where role = 'train_loss'") == [(last,)]
    kept = Restated(options, best - 1).network.parameters()
    assert parameters_in(project, f"stops_{name}") == pytest.approx(kept, rel=1e-9, abs=1e-9)
    if name in ("falling", "constant"):
        other = own.kept(stopping["patience"], stopping.get("minimum_improvement", 0.0001), since, not is_constant)
        assert other != (best, last), "the penalty makes no difference here"


def test_the_gradient_is_the_slope_of_the_loss_at_any_place_of_the_fall():
    own = Restated({"l2": FALLS, "l1": {"from": 0.05, "to": 0.0002, "over": 15}}, 7)
    network, weights = own.network, np.ones(ROWS)
    assert network.done == 7 and network.penalty() == pytest.approx(0.5 * 0.002 ** (7 / 12))
    _, _, gradients = network.objective(own.x, own.y, weights)
    for matrix, gradient in zip(network.matrices, gradients):
        for place in np.ndindex(matrix.shape):
            kept, losses = matrix[place], []
            for step in (1e-6, -1e-6):
                matrix[place] = kept + step
                losses.append(network.objective(own.x, own.y, weights)[0])
            matrix[place] = kept
            assert (losses[0] - losses[1]) / 2e-6 == pytest.approx(gradient[place], rel=1e-6, abs=1e-8)


def test_a_stage_network_falls_too(project):
    only_duckdb(project)
    data = [dict(zip(COLUMNS, row)) for row in rows_of()]
    for row in data:
        row["scaled"] = (row["size"] - 50) / 12
    project.table("points", ["scaled", "kind"], [(row["scaled"], row["kind"]) for row in data])
    stages = {"features": ["scaled"], "label": "kind", "classes": CLASSES, "hidden_layers": [2], "learning_rate": 0.3}
    falls = {"l2": FALLS, "l1": {"from": 0.05, "to": 0.0002, "over": 15}}
    project.network("stage_", {**stages, **falls}, "points", meta={"iterations": ITERATIONS})
    project.dbt_ok("run", "--select", "points", "+stage_update")
    own = WeightedNetwork(1, [2], 3, learning_rate=0.3, **falls)
    x, y = np.array([[row["scaled"]] for row in data]), np.array([CLASSES.index(row["kind"]) for row in data])
    splits = ["train"] * ROWS
    expected = list(own.fit_weighted(x, y, splits, np.ones(ROWS), ITERATIONS, "gradient_descent"))
    rows = project.rows("select train_loss from stage_update where layer is null order by iteration")
    assert [loss for (loss,) in rows] == pytest.approx([row["train_loss"] for row in expected], rel=1e-10)
    found = project.rows("select layer, input, output, value from stage_update where layer is not null")
    assert {tuple(key): value for *key, value in found} == pytest.approx(own.parameters(), rel=1e-9, abs=1e-10)


WRONG = {
    "a_word": "falling",
    "empty": {},
    "no_such_key": {"from": 0.1, "until": 0.01},
    "rises": {"from": 0.01, "to": 0.1},
    "to_nothing": {"from": 0.1, "to": 0},
    "half_an_iteration": {"over": 2.5},
    "below_nothing": {"floor": -1},
    "a_text": {"from": "1e-3"},
}


def test_what_does_not_fall_is_refused(project):
    only_duckdb(project)
    for name, value in WRONG.items():
        project.train(f"wrong_{name}", "examples", folder="models/wrong", **{**COMMON, "l2": value, "l1": value})
    outcome = project.dbt("run", "--select", "path:models/wrong")
    for name in WRONG:
        message = outcome.message[f"wrong_{name}"]
        assert "l2 is " in message and "l1 is " in message, name
        assert "{from, to, over, floor} for one that falls" in message, name
