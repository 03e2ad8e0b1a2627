"""Fleets that start from others, are promoted group by group, have folds by class and by time: on every warehouse as on DuckDB."""

import numpy as np
import pytest
from conftest import CONSTANT, jinja, new_consumer
from test_warehouses_fleets import numbers, same

PLACES = ["a", "b\"=1,'\\", None]
COLUMNS = ["example", "place", "moment", "size", "kind", "amount", "part"]
USUAL = {"example_id": "example", "features": ["size"], "hidden_layers": [2], "minimum_examples": 10}
# name -> options
FLEETS = {
    "early": {"label": "kind", "group_by": ["place"], "iterations": 3, "split": "part"},
    "continued": {"label": "kind", "group_by": ["place"], "iterations": 3, "split": "part",
             "promote": {"metric": "log_loss", "at_most": 0.68, "better_than_standing": False}},
    "stratified": {"label": "kind", "folds": 2, "split": {"stratify": True}, "iterations": 4, "best_by": "roc_auc",
                   "trials": [{"l2": 0.2}, {"l2": 0.001}, {"optimizer": "adam"}], "trials_stop": True},
    "timed": {"label": "amount", "folds": 2, "split": {"by_time": "moment"}, "iterations": 3},
}  # fmt: skip
STARTS = {"continued": "early"}


def rows(upside_down=False):
    """Upside down, what the networks of one place learn is wrong."""
    random = np.random.default_rng(6)
    found = []
    for at in range(150):
        place, part = PLACES[at % 3], ["train", "train", "validation", "train"][at % 4]
        size = float(random.normal(50, 12))
        signal = size / 12 + random.normal(0, 0.4)
        is_yes = (signal > 4.2) != (upside_down and place == "a" and part == "train")
        found.append([f"n° {at}", place, at * 7 % 40, size, "yes" if is_yes else "no", float(signal), part])
    return found + [["n° 999", None, 3, 44.0, "no", 3.5, "train"]] * upside_down


def build(path, warehouse=None):
    project = new_consumer(path, warehouse=warehouse) if warehouse else new_consumer(path)
    project.table("examples", COLUMNS, rows())
    for name, options in FLEETS.items():
        project.train(name, "examples", **{**CONSTANT, **USUAL, **options})
        if name in STARTS:
            given = "".join(f", {option}={jinja(value)}" for option, value in {**CONSTANT, **USUAL, **options}.items())
            project.write(
                f"models/{name}.sql",
                f"{{{{ dbt_nn.train(examples=ref('examples'), warm_start=ref('{STARTS[name]}'){given}) }}}}",
            )
        project.predictions(f"{name}_predictions", name, "examples")
        project.write(
            f"models/{name}_networks.sql",
            f"{{{{ config(materialized='table') }}}}\nselect * from {{{{ dbt_nn.networks(ref('{name}')) }}}}\n",
        )
    project.write(
        "models/leaders.sql",
        "{{ config(materialized='table') }}\nselect * from {{ dbt_nn.leaderboard(ref('stratified')) }}\n",
    )
    project.dbt_ok("build")
    return project


def upside_down(project):
    """The same, after one more training of one place."""
    project.table("examples", COLUMNS, rows(upside_down=True))
    project.log = project.dbt_ok(
        "run", "--select", "examples", "continued", "continued_predictions", "continued_networks"
    ).output
    return project


@pytest.fixture(scope="module")
def project(warehouse, tmp_path_factory):
    return build(tmp_path_factory.mktemp("kept"), warehouse)


@pytest.fixture(scope="module")
def on_duckdb(warehouse, project, tmp_path_factory):
    return project if warehouse.name == "duckdb" else build(tmp_path_factory.mktemp("on_duckdb"))


@pytest.fixture(scope="module")
def again(project):
    return upside_down(project)


@pytest.fixture(scope="module")
def again_on_duckdb(warehouse, again, on_duckdb):
    return again if warehouse.name == "duckdb" else upside_down(on_duckdb)


def compare(one, other, name):
    same(*(numbers(each, name) for each in (one, other)))
    fold = "fold, " if "folds" in FLEETS[name] else ""
    answer = "probability_yes" if FLEETS[name]["label"] == "kind" else "predicted_value"
    query = f"select example, split, {fold}{answer}, network_version from {name}_predictions"
    same(*({row[0]: row[1:] for row in each.rows(query)} for each in (one, other)))
    query = f"select network_key, trial, fold, train_rows, validation_rows, kept_iteration, train_loss, is_kept, reason from {name}_networks"
    same(*({row[0]: row[1:] for row in each.rows(query)} for each in (one, other)))


@pytest.mark.parametrize("name", FLEETS)
def test_every_number_is_that_of_duckdb(project, on_duckdb, name):
    compare(project, on_duckdb, name)


def test_the_leaders_are_those_of_duckdb(project, on_duckdb):
    query = "select trial, rank, members, metric, metric_mean, iterations, is_kept from leaders"
    found = [{row[0]: row[1:] for row in each.rows(query)} for each in (project, on_duckdb)]
    same(*found)
    assert {row[2] for row in found[1].values()} == {"roc_auc"} and len({row[4] for row in found[1].values()}) > 1


def test_the_standing_network_of_a_refused_group_stays(again, again_on_duckdb):
    compare(again, again_on_duckdb, "continued")
    versions = dict(again.rows("select place, max(network_version) from continued_predictions group by place"))
    assert versions == {"a": 1, PLACES[1]: 1, None: 2}
    assert "continued: a fleet of 3 networks: 3 groups by place; 1 stays as it is" in again.log
    assert "continued: promoted: log_loss: 1 of 2 groups was promoted; refused: place=a (log_loss is" in again.log
