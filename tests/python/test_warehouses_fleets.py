"""Fleets give DuckDB's networks, predictions, choices and explanations on every warehouse; other tests compare those with networks alone."""

import datetime

import numpy as np
import pytest
from conftest import CONSTANT, new_consumer

ROWS = 120
GROUPS = ["a", "b\"=1,'\\", None]
FEATURES = ["size", "plan"]
USUAL = {"example_id": "example", "features": FEATURES, "hidden_layers": [2], "minimum_examples": 10}
# name -> options
FLEETS = {
    "places": {"label": "kind", "group_by": ["place", "number"], "iterations": 4, "minimum_examples": 5, "unknown_group": "all"},
    "batches": {"label": "amount", "group_by": ["place"], "batch_size": 9, "iterations": 5, "interval": 0.5},
    "folds": {"label": "kind", "folds": 2, "restarts": 2, "combine": "mean", "iterations": 3},
    "trials": {
        "label": "amount", "group_by": ["day"], "iterations": 4, "trials": [{"l2": 0.1}, {"optimizer": "adam", "learning_rate": 0.1}],
        "early_stopping": {"patience": 2, "minimum_improvement": 0.2},
    },
    "deep": {"label": "amount", "group_by": ["place"], "restarts": 2, "combine": "mean", "iterations": 3, "hidden_layers": [2, 2]},
}  # fmt: skip
# Why: model -> network, a call, its columns that say which row it is, and those of numbers.
WHY = (
    "example, network_key, network_version, class, feature, feature_value",
    "contribution, baseline_score, score, residual",
)
IMPORTANCE = "network_key, feature, metric, repeats", "metric_value, importance, spread"
SKEW = "network_key, feature, examples, training_rows", "population_stability_index"
EXPLAINED = {
    "places_why": ("places", "explain(ref('places'), ref('asked'), baseline={'size': 48})", *WHY),
    "places_top": ("places", "explain(ref('places'), ref('asked'), class='no', top=1)", *WHY),
    "trials_why": ("trials", "explain(ref('trials'), ref('examples'), baseline=ref('asked'))", *WHY),
    "deep_why": ("deep", "explain(ref('deep'), ref('asked'))", *WHY),
    "folds_importance": (
        "folds", "feature_importance(ref('folds'), ref('examples'), repeats=2, by=['network_key'])", *IMPORTANCE,
    ),
    "places_importance": ("places", "feature_importance(ref('places'), ref('examples'), repeats=1, split=none)", *IMPORTANCE),
    "places_dependence": (
        "places", "partial_dependence(ref('places'), ref('examples'), 'plan')",
        "network_key, class, feature, grid_value, examples", "mean_prediction, low, high",
    ),
    "batches_dependence": (
        "batches", "partial_dependence(ref('batches'), ref('asked'), 'size', grid=3)",
        "network_key, class, feature, examples", "grid_value, mean_prediction, low, high",
    ),
    "places_skew": ("places", "skew(ref('places'), ref('asked'))", *SKEW),
    "trials_skew": ("trials", "skew(ref('trials'), ref('examples'))", *SKEW),
}  # fmt: skip


# Where every statement takes seconds, the two that have everything: groups, folds, restarts, and what is combined.
SLOW = {"bigquery": ["places", "folds"]}


def rows():
    random = np.random.default_rng(4)
    found = []
    for at in range(ROWS):
        size, plan = float(random.normal(50, 12)), str(random.choice(["basic", "it's", "plus"]))
        signal = size / 12 + 2 * (plan == "basic") + random.normal(0, 0.5)
        found.append([
            f"n° {at}", GROUPS[at % 3], at % 2, datetime.date(2024, 2, 28 + at % 2), None if at % 9 == 0 else size, plan,
            "yes" if signal > 5 else "no", float(signal),
        ])  # fmt: skip
    return found


def build(path, warehouse=None):
    project = new_consumer(path, warehouse=warehouse) if warehouse else new_consumer(path)
    names = ["example", "place", "number", "day", "size", "plan", "kind", "amount"]
    project.table("examples", names, rows())
    # One place has no network.
    unknown = ["n° 999", "elsewhere", 7, datetime.date(2024, 2, 28), 50.0, "plus", "no", 3.0]
    project.table("asked", names, [*rows()[:12], unknown])
    slow = SLOW.get(warehouse.name) if warehouse else None
    for name, (network, call, *_) in EXPLAINED.items():
        if not slow or network in slow:
            project.write(
                f"models/{name}.sql", f"{{{{ config(materialized='table') }}}}\nselect * from {{{{ dbt_nn.{call} }}}}\n"
            )
    for name, options in FLEETS.items():
        if slow and name not in slow:
            continue
        project.train(name, "examples", **{**CONSTANT, **USUAL, **options})
        project.predictions(f"{name}_predictions", name, "examples")
        project.write(
            f"models/{name}_networks.sql",
            f"{{{{ config(materialized='table') }}}}\nselect * from {{{{ dbt_nn.networks(ref('{name}')) }}}}\n",
        )
    if slow:
        return project.dbt_ok("build") and project
    project.write(
        "models/leaders.sql",
        "{{ config(materialized='table') }}\nselect * from {{ dbt_nn.leaderboard(ref('trials')) }}\n",
    )
    project.dbt_ok("build")
    return project


@pytest.fixture(scope="module")
def project(warehouse, tmp_path_factory):
    return build(tmp_path_factory.mktemp("fleets"), warehouse)


@pytest.fixture(scope="module")
def on_duckdb(warehouse, project, tmp_path_factory):
    return project if warehouse.name == "duckdb" else build(tmp_path_factory.mktemp("on_duckdb"))


@pytest.fixture(autouse=True)
def left_out(warehouse, request):
    slow = SLOW.get(warehouse.name)
    name = request.node.callspec.params.get("name") if hasattr(request.node, "callspec") else "leaders"
    if slow and EXPLAINED.get(name, [name])[0] not in slow:
        pytest.skip("every statement is type-checked and emulated")


def numbers(project, name):
    """Every number of a network by its place."""
    rows = project.rows(
        f"select network_key, role, iteration, layer, input, output, input_name, output_name, value from {name}"
        " where value is not null and role not in ('training', 'option', 'histogram')"
    )
    return {tuple(row[:-1]): [float(row[-1])] for row in rows}


def same(found, expected):
    assert found.keys() == expected.keys() and expected
    for key, values in expected.items():
        for one, other in zip(found[key], values, strict=True):
            if isinstance(other, float):
                assert one == pytest.approx(other, rel=1e-9, abs=1e-11), key
            else:
                # Spark's client gives dates as texts.
                assert str(one) == str(other), key


@pytest.mark.parametrize("name", FLEETS)
def test_every_number_of_a_fleet_is_that_of_duckdb(project, on_duckdb, name):
    same(*(numbers(each, name) for each in (project, on_duckdb)))


@pytest.mark.parametrize("name", FLEETS)
def test_every_histogram_of_a_fleet_is_that_of_duckdb(project, on_duckdb, name):
    query = f"select network_key, input_name, output, value from {name} where role = 'histogram'"
    same(*({row[:3]: [float(row[3])] for row in each.rows(query)} for each in (project, on_duckdb)))


@pytest.mark.parametrize("name", FLEETS)
def test_every_example_is_answered_as_on_duckdb(project, on_duckdb, name):
    answers = {
        "places": "predicted_label, probability_yes",
        "folds": "fold, predicted_label, probability_yes",
        "batches": "predicted_value, predicted_low, predicted_high",
        "trials": "predicted_value",
        "deep": "predicted_value",
    }
    query = f"select example, split, {answers[name]} from {name}_predictions"
    same(*({row[0]: row[1:] for row in each.rows(query)} for each in (project, on_duckdb)))


@pytest.mark.parametrize("name", FLEETS)
def test_the_networks_are_those_of_duckdb(project, on_duckdb, name):
    columns = (
        "network_key, trial, fold, restart, train_rows, validation_rows, kept_iteration, train_loss, is_kept, reason"
    )
    columns += "".join(f", {column}" for column in FLEETS[name].get("group_by", []))
    query = f"select {columns} from {name}_networks"
    same(*({row[0]: row[1:] for row in each.rows(query)} for each in (project, on_duckdb)))


def test_the_leaders_are_those_of_duckdb(project, on_duckdb):
    query = "select trial, members, metric, metric_mean, metric_spread, iterations, is_kept from leaders"
    same(*({row[0]: row[1:] for row in each.rows(query)} for each in (project, on_duckdb)))


@pytest.mark.parametrize("name", EXPLAINED)
def test_why_is_what_it_is_on_duckdb(project, on_duckdb, name):
    _, _, keys, numbers = EXPLAINED[name]
    query = f"select {keys}, {numbers} from {name}"
    if "grid_value" in numbers:
        keys = f"{keys}, row_number() over (partition by network_key order by grid_value) as place"
        query = f"select {keys}, {numbers} from {name}"
    count = len(numbers.split(", "))
    found = []
    for each in (project, on_duckdb):
        told = [(tuple(map(str, row[:-count])), row[-count:]) for row in each.rows(query)]
        found.append({key: [None if value is None else float(value) for value in values] for key, values in told})
        assert len(found[-1]) == len(told)
    same(*found)
    if name == "deep_why":
        nulls = [key for key, values in found[1].items() if values == [None] * count]
        assert {key[0] for key in nulls} == {"n° 999"} and len(nulls) == len(FEATURES)
