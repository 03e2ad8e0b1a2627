"""Every optimizer, schedule and clipping: iteration by iteration those of NumPy, in every layout and form of the loop."""

import numpy as np
import pytest
from conftest import Project
from optimizers_reference import RATES, Optimizer, named
from reference import Batches, Network, split_of

ROWS = 48
ITERATIONS = 30
CLASSES = ["a", "b", "c"]
MEASURES = ["train_loss", "validation_loss", "train_accuracy", "gradient_norm", "learning_rate"]

# name -> options. Sixteen units make lists; three make columns.
NETWORKS = {
    "descent": {"optimizer": "gradient_descent", "learning_rate": 0.5},
    "momentum": {"optimizer": "momentum", "learning_rate": 0.1},
    "momentum_constants": {"optimizer": {"name": "momentum", "momentum": 0.5}, "learning_rate": 0.3, "l2": 0.05},
    "nesterov": {"optimizer": "nesterov", "learning_rate": 0.1},
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
    "by_inverse": {"learning_rate_schedule": {"name": "inverse", "decay": 0.2}},
    "by_cosine": {"learning_rate_schedule": "cosine"},
    "by_step_after_warm_up": {"learning_rate_schedule": {"name": "step", "every": 5, "factor": 0.4, "warm_up": 7}},
    "by_exponential_after_warm_up": {"learning_rate_schedule": {"name": "exponential", "warm_up": 3}},
    "by_inverse_after_warm_up": {"learning_rate_schedule": {"name": "inverse", "decay": 0.5, "warm_up": 2}},
    "by_cosine_after_warm_up": {
        "learning_rate_schedule": {"name": "cosine", "iterations": 20, "smallest_rate": 0.05, "warm_up": 5},
        "optimizer": "nesterov",
        "learning_rate": 0.1,
    },
    "by_warm_up": {"learning_rate_schedule": {"name": "constant", "warm_up": 12}, "optimizer": "adamw", "learning_rate": 0.05},
    "clipped": {"clip_norm": 0.2},
    "clipped_momentum": {"clip_norm": 0.3, "optimizer": "momentum", "learning_rate": 0.2},
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
    if name in ("adam", "rmsprop", "rprop_constants", "packed_batches"):
        del options["learning_rate"]
# The other layouts and forms of the same networks.
OTHERS = ["nesterov", "adamw_constants", "by_cosine_after_warm_up", "clipped_adam"]
RUNS = [(name, "recursive", "wide") for name in NETWORKS if not name.endswith("batches")]
RUNS += [(name, form, "auto") for name in NETWORKS for form in ("recursive", "stepwise") if name.endswith("batches")]
RUNS += [(name, "recursive", layout) for name in OTHERS for layout in ("dots", "packed")]
RUNS += [(name, "stepwise", layout) for name in OTHERS[:2] for layout in ("wide", "dots", "packed")]
RUNS += [(name, "stepwise", "wide") for name in OTHERS[2:]]


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
def trained(consumer) -> Project:
    x, y, ids = data()
    rows = [[key, *map(float, row), CLASSES[label]] for key, row, label in zip(ids, x, y)]
    consumer.table("examples", ["id", "x1", "x2", "x3", "label"], rows)
    for name, form, layout in RUNS:
        options = {"layout": layout, "label": "label", "example_id": "id", "iterations": ITERATIONS, **NETWORKS[name]}
        consumer.train(f"{name}_{form}_{layout}", "examples", **options, loop=form)
    consumer.dbt_ok("run")
    return consumer


@pytest.mark.parametrize(("name", "form", "layout"), RUNS)
def test_every_iteration_is_that_of_numpy(trained, restated, name, form, layout):
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
