"""Every optimizer, schedule and clipping: iteration by iteration those of NumPy, in every layout and form of the loop."""

import numpy as np
import pytest
from conftest import Project, new_consumer
from optimizers_reference import RATES, Optimizer, named
from reference import Batches, Network, split_of
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, SGDOptimizer

ROWS = 48
ITERATIONS = 30
CLASSES = ["a", "b", "c"]
COMMON = {"label": "label", "features": ["x1", "x2", "x3"], "example_id": "id"}
MEASURES = ["train_loss", "validation_loss", "train_accuracy", "gradient_norm", "learning_rate"]

# name -> options. Sixteen units make lists; three make columns.
NETWORKS = {
    "descent": {"optimizer": "gradient_descent", "learning_rate": 0.5},
    "momentum": {"optimizer": "momentum"},
    "momentum_constants": {"optimizer": {"name": "momentum", "momentum": 0.5}, "learning_rate": 0.3, "l2": 0.05},
    "nesterov_constants": {"optimizer": {"name": "nesterov", "momentum": 0.7}, "learning_rate": 0.2},
    "rprop_constants": {
        "optimizer": {
            "name": "rprop",
            "increase": 1.5,
            "decrease": 0.3,
            "largest_step": 0.3,
            "smallest_step": 0.01,
        }
    },
    "adam": {"optimizer": "adam"},
    "adam_constants": {"optimizer": {"name": "adam", "beta1": 0.3, "beta2": 0.9, "epsilon": 0.001}, "learning_rate": 0.05},
    "adam_without_memory": {"optimizer": {"name": "adam", "beta1": 0, "beta2": 0}, "learning_rate": 0.02},
    "adamw": {"optimizer": "adamw", "learning_rate": 0.02},
    "adamw_constants": {
        "optimizer": {"name": "adamw", "beta1": 0.8, "beta2": 0.99, "weight_decay": 0.5},
        "learning_rate": 0.05,
        "l2": 0.01,
    },
    "rmsprop": {"optimizer": "rmsprop"},
    "rmsprop_constants": {"optimizer": {"name": "rmsprop", "decay": 0.5, "epsilon": 0.01}, "learning_rate": 0.02},
    "by_step": {"learning_rate_schedule": {"name": "step", "every": 4, "factor": 0.6}},
    "by_exponential": {"learning_rate_schedule": {"name": "exponential", "factor": 0.9}},
    "by_cosine": {"learning_rate_schedule": "cosine"},
    "by_step_after_warm_up": {"learning_rate_schedule": {"name": "step", "every": 5, "factor": 0.4, "warm_up": 7}},
    "by_inverse_after_warm_up": {"learning_rate_schedule": {"name": "inverse", "decay": 0.5, "warm_up": 2}},
    "by_cosine_after_warm_up": {
        "learning_rate_schedule": {"name": "cosine", "iterations": 20, "smallest_rate": 0.05, "warm_up": 5},
        "optimizer": "nesterov",
        "learning_rate": 0.1,
    },
    "by_warm_up": {"learning_rate_schedule": {"name": "constant", "warm_up": 12}, "optimizer": "adamw", "learning_rate": 0.05},
    "clipped": {"clip_norm": 0.2},
    "clipped_adam": {"clip_norm": 0.25, "optimizer": "adam", "learning_rate": 0.05, "learning_rate_schedule": "cosine"},
    "hardly_clipped": {"clip_norm": 1000},
    "batches": {"optimizer": "momentum", "batch_size": 9, "clip_norm": 0.5, "learning_rate_schedule": "cosine", "learning_rate": 0.1},
    "adamw_batches": {"optimizer": "adamw", "batch_size": 9, "learning_rate": 0.02},
    "packed_batches": {"optimizer": "rmsprop", "batch_size": 9, "layout": "packed"},
}  # fmt: skip
DESCENT = {"optimizer": "gradient_descent", "learning_rate": 0.5}
NETWORKS = {name: {"hidden_layers": [3], **DESCENT, **options} for name, options in NETWORKS.items()}
for name, options in NETWORKS.items():
    # The optimizer's own learning rate, where the network is there for it.
    if name in ("momentum", "adam", "rmsprop", "rprop_constants", "packed_batches"):
        del options["learning_rate"]
# The other layouts and forms of the same networks.
OTHERS = ["nesterov_constants", "adamw_constants"]
RUNS = [(name, "recursive", "wide") for name in NETWORKS if not name.endswith("batches")]
RUNS += [
    (name, "stepwise" if name == "batches" else "recursive", "auto") for name in NETWORKS if name.endswith("batches")
]
RUNS += [(name, "recursive", layout) for name in OTHERS for layout in ("dots", "packed")]
RUNS += [(name, "stepwise", layout) for name in OTHERS for layout in ("wide", "dots", "packed")]
RUNS += [("by_cosine_after_warm_up", "stepwise", "packed"), ("clipped_adam", "stepwise", "dots")]
# Networks of the stages: the options, and a form of the loop.
STAGES = {
    "by_stages": (
        {
            "optimizer": {"name": "nesterov", "momentum": 0.8},
            "learning_rate_schedule": {"name": "cosine", "iterations": 25, "warm_up": 4},
            "clip_norm": 0.25,
            "learning_rate": 0.2,
            "l2": 0.01,
        },
        "recursive",
    ),
    "by_stages_stepwise": ({"optimizer": "adamw", "learning_rate": 0.03, "layout": "dots"}, "stepwise"),
}


def data():
    random = np.random.default_rng(21)
    x = random.normal(size=(ROWS, 3))
    y = np.argsort(np.argsort(x.sum(axis=1) + random.normal(size=ROWS))) * 3 // ROWS
    return x, y, [f"row {k}" for k in range(ROWS)]


SPLITS = [split_of(key) for key in data()[2]]


class Restated:
    def __init__(self, name):
        x, y, ids = data()
        options = NETWORKS[name]
        train = np.array([split == "train" for split in SPLITS])
        x = (x - x[train].mean(axis=0)) / x[train].std(axis=0)
        optimizer = options["optimizer"]
        self.network = Network(
            3,
            options["hidden_layers"],
            3,
            l2=options.get("l2", 0 if named(optimizer)[0] == "adamw" else 0.003),
            learning_rate=options.get("learning_rate", RATES[named(optimizer)[0]]),
        )
        self.start = self.network.parameters()
        schedule, clip_norm = options.get("learning_rate_schedule", "constant"), options.get("clip_norm")
        batches = Batches(ids, SPLITS, options["batch_size"]) if "batch_size" in options else None
        self.history = list(
            self.network.fit(
                x,
                y,
                SPLITS,
                ITERATIONS,
                lambda own: Optimizer(own, optimizer, schedule, clip_norm, ITERATIONS),
                batches,
            )
        )


@pytest.fixture(scope="module")
def restated():
    return {name: Restated(name) for name in NETWORKS}


@pytest.fixture(scope="module")
def trained(warehouse, tmp_path_factory) -> Project:
    """Every network by one command, on the warehouse that --warehouse names."""
    project = new_consumer(tmp_path_factory.mktemp("optimizers"), warehouse=warehouse)
    x, y, ids = data()
    rows = [[key, *map(float, row), CLASSES[label], split] for key, row, label, split in zip(ids, x, y, SPLITS)]
    project.table("examples", ["id", "x1", "x2", "x3", "label", "part"], rows)
    project.has_lists = warehouse.name in ("duckdb", "spark")
    for name, form, layout in RUNS:
        options = {**COMMON, "iterations": ITERATIONS, "layout": layout, **NETWORKS[name]}
        if project.has_lists or options["layout"] != "packed":
            project.train(f"{name}_{form}_{layout}", "examples", **options, loop=form)
    for name, (options, form) in STAGES.items():
        network = {"features": ["x1", "x2", "x3"], "label": "label", "classes": CLASSES, "split": "part", **options}
        meta = {"iterations": ITERATIONS, "loop": form}
        project.network(f"{name}_", {"hidden_layers": [3], **network}, "examples", meta)
    project.dbt_ok("run")
    return project


@pytest.mark.parametrize(("name", "form", "layout"), RUNS)
def test_every_iteration_is_that_of_numpy(trained, restated, name, form, layout):
    if not trained.has_lists and "packed" in (layout, NETWORKS[name].get("layout")):
        pytest.skip("there are no functions over lists to pack rows with")
    model, own = f"{name}_{form}_{layout}", restated[name]
    found = {measure: {} for measure in MEASURES}
    for role, iteration, value in trained.rows(
        f"select role, iteration, value from {model} where iteration is not null"
    ):
        found.setdefault(role, {})[iteration] = value
    for expected in own.history:
        for measure in MEASURES:
            value = found[measure].get(expected["iteration"])
            if expected[measure] is None:
                assert value is None, (expected["iteration"], measure)
                continue
            assert value == pytest.approx(expected[measure], rel=0, abs=1e-9), (expected["iteration"], measure)
    rows = trained.rows(f"select layer, input, output, value from {model} where role in ('weight', 'bias')")
    expected = own.network.parameters()
    assert {tuple(key): value for *key, value in rows} == pytest.approx(expected, rel=0, abs=1e-9)
    moved = [abs(value - own.start[key]) for key, value in expected.items()]
    assert max(moved) > 1e-2, "a network that stands still proves nothing"


@pytest.mark.parametrize("name", STAGES)
def test_the_stages_take_the_same_options(trained, name):
    options, _ = STAGES[name]
    x, y, _ = data()
    train = np.array([split == "train" for split in SPLITS])
    network = Network(3, [3], 3, l2=options.get("l2", 0), learning_rate=options["learning_rate"])
    rest = options["optimizer"], options.get("learning_rate_schedule", "constant"), options.get("clip_norm")
    history = list(
        network.fit(x[train], y[train], ["train"] * sum(train), ITERATIONS, lambda own: Optimizer(own, *rest))
    )
    losses = dict(trained.rows(f"select iteration, train_loss from {name}_update where layer is null"))
    expected = {row["iteration"]: row["train_loss"] for row in history}
    assert losses == pytest.approx(expected, rel=0, abs=1e-9)
    rows = trained.rows(f"select layer, input, output, value from {name}_update where layer is not null")
    assert {tuple(key): value for *key, value in rows} == pytest.approx(network.parameters(), rel=0, abs=1e-9)
    if "clip_norm" in options:
        assert sum(row["gradient_norm"] > options["clip_norm"] for row in history) > 3, "nothing was clipped"


def test_a_stage_must_be_told_the_length_of_a_cosine(trained):
    network = {
        "features": ["x1"],
        "label": "label",
        "classes": CLASSES,
        "learning_rate_schedule": "cosine",
        "clip_norm": -1,
    }
    trained.network("bad_", network, "examples", folder="models/bad")
    outcome = trained.dbt("parse")
    assert not outcome.success
    assert "which requires iterations in a stage: {name: cosine, iterations: 100}" in outcome.output
    assert "clip_norm is -1; accepted: a number above 0" in outcome.output


@pytest.mark.parametrize("name", ["momentum", "nesterov", "adam"])
def test_the_restatement_is_that_of_scikit_learn(name):
    """Where scikit-learn has the optimizer; its velocity holds the learning rate, which is the same while that stays."""
    random = np.random.default_rng(1)
    network = Network(3, [4], 2, learning_rate=0.05)
    own, matrices = Optimizer(network, name), [matrix.copy() for matrix in network.matrices]
    theirs = [matrix.copy() for matrix in matrices]
    other = (
        AdamOptimizer(theirs, learning_rate_init=0.05)
        if name == "adam"
        else SGDOptimizer(theirs, learning_rate_init=0.05, momentum=0.9, nesterov=name == "nesterov")
    )
    for _ in range(ITERATIONS):
        gradients = [random.normal(size=matrix.shape) for matrix in matrices]
        matrices = own(matrices, gradients)
        other.update_params(theirs, gradients)
    for found, expected in zip(matrices, theirs):
        # Scikit-learn's adam adds epsilon before it frees the mean of squares of its start.
        assert found == pytest.approx(expected, rel=0, abs=1e-5 if name == "adam" else 1e-12)
