"""Activations, losses, optimizers, schedules, weights, dropout and warm starts give DuckDB's network on every warehouse.

On DuckDB other modules compare each of them with NumPy.
"""

import datetime

import numpy as np
import pytest
from conftest import CONSTANT, jinja, new_consumer

ROWS = 36
ITERATIONS = 4
FEATURES = ["size", "plan"]
# name -> (label, options): every option of training at least once, in few networks.
NETWORKS = {
    "classes": (
        "kind",
        {
            "hidden_layers": [3, 2],
            "activation": ["gelu", "selu"],
            "optimizer": {"name": "adamw", "weight_decay": 0.05},
            "learning_rate": 0.05,
            "learning_rate_schedule": {"name": "cosine", "warm_up": 2, "iterations": 9},
            "clip_norm": 0.2,
            "class_weights": "balanced",
            "example_weight": "weight",
            "l1": 0.01,
        },
    ),
    "quantiles": (
        "amount",
        {
            "hidden_layers": [12],
            "activation": "leaky_relu",
            "loss": {"name": "quantile", "levels": [0.1, 0.5, 0.9]},
            "optimizer": "nesterov",
            "learning_rate_schedule": "exponential",
            "dropout": 0.3,
        },
    ),
    "counts": (
        "visits",
        {
            "hidden_layers": [3],
            "activation": "softplus",
            "loss": "poisson",
            "optimizer": "rmsprop",
            "learning_rate_schedule": {"name": "step", "every": 2},
        },
    ),
    "batches": (
        "amount",
        {
            "hidden_layers": [3],
            "activation": "elu",
            "loss": {"name": "huber", "delta": 0.8},
            "optimizer": "momentum",
            "learning_rate_schedule": {"name": "inverse", "decay": 0.2},
            "batch_size": 11,
        },
    ),
    "medians": (
        "amount",
        {"hidden_layers": [], "loss": "absolute_error", "optimizer": {"name": "rprop", "increase": 1.3}},
    ),
}


# The same of a table with dates: learned splits, parts of dates, a temperature and an interval.
DATED = {
    "calibrated": (
        "kind",
        {
            "example_id": "id",
            "features": ["size", "plan", "moment"],
            "encode": {
                "size": ["standard", "log", "rank"],
                "plan": [{"as": "hash", "buckets": 5}, "target", "frequency"],
            },
            "split": {"train": 0.4, "validation": 0.5, "test": 0.1, "stratify": True},
            "calibrate": "temperature",
        },
    ),
    "bounded": (
        "amount",
        {
            "features": ["size", "day"],
            "split": {"train": 0.6, "validation": 0.2, "test": 0.2, "by_time": "moment"},
            "interval": 0.8,
        },
    ),
}

# Explanations of dates, buckets, categories that are looked up, and a temperature: the call, what says which row it is, and the numbers.
ENCODED = {
    "dated_why": (
        "explain(ref('calibrated'), ref('dated'), baseline={'moment': '2024-02-29 08:30:00.25', 'plan': 'a'})",
        "id, class, feature, case when feature <> 'size' then feature_value end",
        "contribution, baseline_score, score, residual",
    ),
    "dated_importance": (
        "feature_importance(ref('calibrated'), ref('dated'), repeats=2)",
        "feature, metric",
        "metric_value, importance, spread",
    ),
    "moments": (
        "partial_dependence(ref('calibrated'), ref('dated'), 'moment', grid=5)",
        "class, grid_value, examples",
        "mean_prediction, low, high",
    ),
    "plans": (
        "partial_dependence(ref('calibrated'), ref('dated'), 'plan', grid=2)",
        "class, grid_value, examples",
        "mean_prediction, low, high",
    ),
}

# In steps, and in pieces.
EXPLAINED = ["classes", "quantiles"]


@pytest.fixture(scope="module", autouse=True)
def only_there(request):
    if request.config.getoption("--warehouse") == "duckdb":
        pytest.skip("DuckDB is what the other warehouses are compared with")


def write(project) -> None:
    random = np.random.default_rng(17)
    rows = []
    for at in range(ROWS):
        size, plan = float(random.normal(50, 12)), "abc"[at % 3]
        kind = "it's" if size + 8 * (plan == "a") > 52 else "other"
        rows.append([f"row {at}", size, plan, [0.5, 2.0, 1.0][at % 3], kind, size * 3 + float(random.normal()), at % 5])
    project.table("examples", ["id", "size", "plan", "weight", "kind", "amount", "visits"], rows)
    common = {"example_id": "id", "features": FEATURES, "iterations": ITERATIONS}
    for name, (label, options) in NETWORKS.items():
        project.train(name, "examples", label=label, **common, **options)
        project.predictions(f"{name}_predictions", name, "examples")
    write_dated(project)
    for name in EXPLAINED:
        project.write(
            f"models/{name}_why.sql",
            "{{ config(materialized='table') }}\n"
            f"select * from {{{{ dbt_nn.explain(ref('{name}'), ref('examples'), steps=10) }}}}\n",
        )
    label, options = NETWORKS["classes"]
    given = "".join(f", {name}={jinja(value)}" for name, value in {**CONSTANT, **common, **options}.items())
    project.write(
        "models/continued.sql",
        f"{{{{ dbt_nn.train(examples=ref('examples'), label='{label}', warm_start=ref('classes'){given}) }}}}\n",
    )


def write_dated(project) -> None:
    random = np.random.default_rng(23)
    rows = []
    for at in range(3 * ROWS):
        size, plan = float(random.normal(50, 12)), "abc"[at % 3]
        moment = datetime.datetime(2023, 12, 30, 21, 30, 15, at) + datetime.timedelta(
            hours=int(random.integers(0, 24 * 300))
        )
        moment = moment if at % 7 else moment.replace(year=1968)
        kind = "it's" if size + float(random.normal()) * 20 > 50 else "other"
        rows.append([at, size, plan, moment, None if at % 5 == 1 else moment.date(), kind, size + moment.month])
    project.table("dated", ["id", "size", "plan", "moment", "day", "kind", "amount"], rows)
    for name, (label, options) in DATED.items():
        project.train(name, "dated", label=label, hidden_layers=[3], iterations=ITERATIONS, **options)
        project.predictions(f"{name}_predictions", name, "dated")
    for name, (call, *_) in ENCODED.items():
        project.write(
            f"models/{name}.sql",
            f"{{{{ config(materialized='table') }}}}\nselect * from {{{{ dbt_nn.{call} }}}}\n",
        )
    project.write("models/fewer.sql", "select * from {{ ref('dated') }} where id < 72\n")
    project.write(
        "models/skewed.sql", "select * from {{ dbt_nn.skew(network=ref('calibrated'), examples=ref('fewer')) }}\n"
    )


@pytest.fixture(scope="module")
def project(only_there, warehouse, tmp_path_factory):
    found = new_consumer(tmp_path_factory.mktemp("consumer"), warehouse=warehouse)
    write(found)
    found.dbt_ok("run")
    return found


@pytest.fixture(scope="module")
def on_duckdb(only_there, tmp_path_factory):
    found = new_consumer(tmp_path_factory.mktemp("on_duckdb"))
    write(found)
    found.dbt_ok("run")
    return found


@pytest.mark.parametrize("name", [*NETWORKS, *DATED, "continued"])
def test_parameters_and_history_are_those_of_duckdb(project, on_duckdb, name):
    """The state of the optimizer too, for it is what a warm start goes on with."""
    query = (
        "select role, iteration, layer, input, output, case when role = 'optimizer_state' then output_name end, value "
        f"from {name} where role in ('weight', 'bias', 'optimizer_state', 'train_loss', 'validation_loss', 'learning_rate')"
    )
    found, expected = ({row[:6]: row[6] for row in place.rows(query)} for place in (project, on_duckdb))
    assert found.keys() == expected.keys()
    assert [found[key] for key in expected] == pytest.approx(list(expected.values()), rel=1e-9, abs=1e-9)
    last = max(iteration for role, iteration, *_ in found if role == "weight")
    assert last == (2 * ITERATIONS if name == "continued" else ITERATIONS)


def read(name):
    """The edge of a bin is a number, which each warehouse writes in its own way."""
    try:
        return float(name)
    except (TypeError, ValueError):
        return name


@pytest.mark.parametrize("name", DATED)
def test_what_is_learned_of_dates_and_of_held_out_rows_is_that_of_duckdb(project, on_duckdb, name):
    query = (
        "select role, input_name, output, output_name, value "
        f"from {name} where layer = 0 or role in ('split', 'temperature', 'residual_quantile', 'center', 'scale')"
    )
    found, expected = (
        {(*row[:3], read(row[3])): row[4] for row in place.rows(query)} for place in (project, on_duckdb)
    )
    assert found.keys() == expected.keys()
    assert {"split", "center", "least", "histogram"} < {key[0] for key in expected}
    for key, value in expected.items():
        if key[0] in ("split", "least", "greatest", "histogram") or value is None:
            assert found[key] == value
        else:
            assert found[key] == pytest.approx(value, rel=1e-9, abs=1e-9)


def test_skew_is_that_of_duckdb(project, on_duckdb):
    query = "select feature, examples, training_rows, population_stability_index from skewed"
    found, expected = ({row[:3]: row[3] for row in place.rows(query)} for place in (project, on_duckdb))
    assert set(expected) == {("size", 72, 43), ("plan", 72, 43)}
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", [*NETWORKS, *DATED])
def test_predictions_are_those_of_duckdb(project, on_duckdb, name):
    wanted = {
        "classes": "probability_it_s, probability_other",
        "quantiles": "predicted_value, predicted_quantile_0_1, predicted_quantile_0_9",
        "calibrated": "probability_it_s, probability_other",
        "bounded": "predicted_value, predicted_low, predicted_high",
    }.get(name, "predicted_value")
    query = f"select id, split, {wanted} from {name}_predictions"
    found, expected = ({row[:2]: row[2:] for row in place.rows(query)} for place in (project, on_duckdb))
    assert found.keys() == expected.keys()
    for key, values in found.items():
        assert values == pytest.approx(expected[key], rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", EXPLAINED)
def test_explanations_are_those_of_duckdb(project, on_duckdb, name):
    query = f"select id, class, feature, feature_value, contribution, baseline_score, score, residual from {name}_why"
    found, expected = ({row[:4]: row[4:] for row in place.rows(query)} for place in (project, on_duckdb))
    assert found.keys() == expected.keys()
    for key, values in found.items():
        assert values == pytest.approx(expected[key], rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", ENCODED)
def test_explanations_of_encodings_are_those_of_duckdb(project, on_duckdb, name):
    _, keys, numbers = ENCODED[name]
    count = keys.count(", ") + 1
    found, expected = (
        {row[:count]: row[count:] for row in place.rows(f"select {keys}, {numbers} from {name}")}
        for place in (project, on_duckdb)
    )
    assert found.keys() == expected.keys() and expected
    for key, values in found.items():
        assert values == pytest.approx(expected[key], rel=1e-9, abs=1e-9)
