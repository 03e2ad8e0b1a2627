"""What `train` chooses for options that are left open: by counts alone, said in one line, stored, and trained as NumPy has it."""

import json
import re
import sys

import numpy as np
import pytest
from conftest import ROOT, Project, new_consumer
from reference import split_of

sys.path.insert(0, str(ROOT))
from benchmarks.study.clone import Encoder, chosen, falling, train

ROWS = 150
COLUMNS = ["id", "size", "plan", "kind", "number"]
FEATURES = ["size", "plan"]
USUAL = {"is_open": True, "features": FEATURES, "label": "kind", "example_id": "id"}
THREE = {"train": 0.6, "validation": 0.2, "test": 0.2}
# name -> what is given, and what is chosen for the rest.
CASES = {
    "watched": ({}, "watched"),
    "number": ({"label": "number"}, "watched"),
    "unwatched": ({"example_id": None}, "unwatched"),
    "not_stopped": ({"early_stopping": False}, "unwatched"),
    "few_to_watch": ({"split": {"train": 0.99, "validation": 0.01}}, "unwatched"),
    "own_penalty": ({"l2": 0.01, "iterations": 30}, "watched"),
    "own_optimizer": ({"optimizer": "adam"}, "own"),
    "own_batches": ({"batch_size": 20}, "own"),
    "own_stopping": ({"early_stopping": {"patience": 5}, "hidden_layers": [4]}, "watched"),
    "told_to_stop": ({"early_stopping": True, "iterations": 15}, "watched"),
    "all_rows": ({"batch_size": "all", "learning_rate": 0.2}, "watched"),
    "calibrated": ({"calibrate": "temperature", "promote": {"metric": "log_loss", "at_most": 5}}, "watched"),
    "with_tests": (
        {"calibrate": "temperature", "promote": {"metric": "log_loss", "at_most": 5}, "split": THREE},
        "watched",
    ),
    "bounded": ({"label": "number", "interval": 0.8, "early_stopping": False}, "unwatched"),
}
# name -> what the log says of validation rows that more than one choice looks at.
SHARED = {
    "watched": None,
    "bounded": None,
    "calibrated": r"the \d+ validation rows are used for early stopping, calibrate and promote, so .*; add test rows .*, such as split=",
    "with_tests": r"the \d+ validation rows are used for early stopping and calibrate, so .*; the \d+ test rows are not used for any choice",
}


def rows_of():
    random = np.random.default_rng(11)
    size, plan = random.normal(50, 12, ROWS), random.choice(["basic", "it's", "plus"], ROWS)
    signal = (size - 50) / 12 + (plan == "plus") + random.normal(0, 0.7, ROWS)
    return [
        (f"row {k}", float(size[k]), str(plan[k]), "yes" if signal[k] > 0.4 else "no", float(signal[k]))
        for k in range(ROWS)
    ]


@pytest.fixture(scope="module")
def project(warehouse, tmp_path_factory) -> Project:
    found = new_consumer(tmp_path_factory.mktemp("defaults"), warehouse=warehouse)
    found.table("examples", COLUMNS, rows_of())
    found.names = list(CASES) if warehouse.name == "duckdb" else ["watched", "unwatched"]
    for name in found.names:
        options = {key: value for key, value in {**USUAL, **CASES[name][0]}.items() if value is not None}
        found.train(name, "examples", **options)
    found.log = found.dbt_ok("run").output
    return found


def options_in(project, network) -> dict:
    return dict(project.rows(f"select input_name, output_name from {network} where role = 'option'"))


def counts(name) -> tuple[int, int]:
    given = CASES[name][0]
    if "example_id" in given:
        return ROWS, 0
    shares = {name: share for name, share in given.get("split", {}).items() if name != "test"}
    splits = [split_of(row[0], **shares) for row in rows_of()]
    return splits.count("train"), splits.count("validation")


@pytest.mark.parametrize("name", CASES)
def test_what_is_open_is_chosen_by_counts_and_stored(project, name):
    if name not in project.names:
        pytest.skip("a small choice shows this warehouse's SQL")
    given, rule = CASES[name]
    train_rows, watching = counts(name)
    found = options_in(project, name)
    stopping = {"patience": 20, "minimum_improvement": 0.0001, "since": 20}
    expected = {
        "watched": (300, stopping, 0.03, falling(floor=0.1 * 4 / train_rows)),
        "unwatched": (100, False, 0.1, falling(over=100, floor=0.2 * 4 / train_rows)),
        "own": (100, False, 0.001, 0.003),
    }[rule]
    iterations, early_stopping, rate, l2 = expected
    assert json.loads(found["iterations"]) == given.get("iterations", iterations)
    assert json.loads(found["learning_rate"]) == given.get("learning_rate", rate)
    if isinstance(l2, dict) and "l2" not in given:
        stored = json.loads(found["l2"])
        assert stored == {**l2, "floor": pytest.approx(l2["floor"], rel=1e-5)}
    else:
        assert json.loads(found["l2"]) == given.get("l2", l2)
    if isinstance(given.get("early_stopping"), dict):
        early_stopping = {**stopping, **given["early_stopping"]}
    assert json.loads(found["early_stopping"]) == early_stopping
    assert found["optimizer"] == given.get("optimizer", "adam" if "batch_size" in given and rule == "own" else "rprop")
    line = re.search(rf"neural_network {name}: chosen by the data: (.*)", project.log)
    assert (line.group(1) if line else "") == found["chosen"]
    assert (found["chosen"] == "") == (rule == "own")
    if rule == "watched" and "early_stopping" not in given:
        assert f"early stopping on {watching} validation rows" in found["chosen"]


@pytest.mark.parametrize("name", SHARED)
def test_the_log_says_which_choices_share_the_validation_rows(project, name):
    if name not in project.names:
        pytest.skip("a small choice shows this warehouse's SQL")
    lines = [
        line for line in project.log.splitlines() if f"neural_network {name}: the " in line and " are used for " in line
    ]
    if SHARED[name] is None:
        assert lines == []
    else:
        (line,) = lines
        assert re.search(SHARED[name], line)


@pytest.mark.parametrize("name", ["watched", "number", "unwatched"])
def test_the_defaults_train_what_the_study_trains(project, name):
    """The clone of the study ends at the parameters of dbt, and keeps the same iteration."""
    if name not in project.names:
        pytest.skip("a small choice shows this warehouse's SQL")
    import pandas as pd

    data = pd.DataFrame(rows_of(), columns=COLUMNS)
    parts = np.array([split_of(key) for key in data["id"]]) if name != "unwatched" else np.array(["train"] * ROWS)
    features, learns, holds = data[FEATURES], parts == "train", parts == "validation"
    encoded = Encoder(features[learns])(features)
    is_classes = name != "number"
    labels = (data["kind"] == "yes").astype(int).to_numpy()
    if not is_classes:
        labels = ((data["number"] - data["number"][learns].mean()) / data["number"][learns].std(ddof=0)).to_numpy()
    options = chosen(learns.sum(), encoded.shape[1], holds.sum())
    own = train(
        encoded[learns], labels[learns], encoded[holds], labels[holds], 2 if is_classes else 1, is_classes, options
    )
    rows = project.rows(f"select layer, input, output, value, iteration from {name} where role in ('weight', 'bias')")
    found = {(layer, source, target): value for layer, source, target, value, _ in rows}
    expected = {
        (layer, source, target + 1): float(matrix[source, target])
        for layer, matrix in enumerate(own.matrices, start=1)
        for source, target in np.ndindex(matrix.shape)
    }
    assert {iteration for *_, iteration in rows} == {own.kept}
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert project.rows(f"select max(iteration) from {name} where role = 'train_loss'") == [(own.iterations,)]


def test_nothing_is_trained_again_because_of_a_choice(project):
    again = project.dbt_ok("run")
    for name in project.names:
        assert f"neural_network {name}: options and examples are unchanged; training skipped" in again.output


MANY = "select i as id, i % 97 / 9.0 as size, i * 7 % 11 as visits, i % 97 + i * 7 % 11 > 50 as is_large from range(26000) as r(i)"


def test_many_rows_train_in_batches(project):
    """Capped, for what is of interest are the choice and that it trains; a table of so many rows is made by DuckDB."""
    if project.warehouse.name != "duckdb":
        pytest.skip("the choice hangs on counts, and batches have their tests on every warehouse")
    project.write("models/many/many_rows.sql", f"{{{{ config(materialized='table') }}}}\n{MANY}\n")
    options = {"is_open": True, "label": "is_large", "example_id": "id", "features": ["size", "visits"]}
    project.train("many", "many_rows", folder="models/many", **options)
    project.train("many_at_once", "many_rows", folder="models/many", **options, batch_size="all")
    project.train("many_stopped", "many_rows", folder="models/many", **options, early_stopping=True)
    log = project.dbt_ok("run", "--select", "path:models/many", "--vars", json.dumps({"dbt_nn_iterations": 3})).output
    ((rows,),) = project.rows("select value from many where role = 'training' and input_name = 'train_rows'")
    size = -(-int(rows) // 60)
    assert 20000 < rows < 26000
    assert (
        f"neural_network many: chosen by the data: adam in batches of {size}, because there are {int(rows)} training rows"
        in log
    )
    found = options_in(project, "many")
    assert [found[name] for name in ("optimizer", "batch_size", "iterations")] == ["adam", str(size), "3"]
    assert float(found["l2"]) == pytest.approx(0.1 * 2 / rows, rel=1e-5)
    assert json.loads(found["learning_rate_schedule"]) == {
        "name": "cosine",
        "iterations": 3,
        "smallest_rate": 0,
        "warm_up": 0,
    }
    assert project.rows("select count(*) from many where role = 'train_loss'") == [(3,)]
    for name in ("many_at_once", "many_stopped"):
        found = options_in(project, name)
        assert [found[option] for option in ("optimizer", "batch_size", "learning_rate")] == ["rprop", "null", "0.03"]
