"""Which rows a candidate is measured on, when two networks can't be compared, and what `promote` refuses before anything is read."""

import random
import re

import numpy as np
import pytest
from conftest import new_consumer
from test_promotion import PROMOTE, auc_of, facts

COLUMNS = ["id", "x", "y", "label", "other", "amount", "part"]
ROWS = 300
GOOD = {"hidden_layers": [3], "iterations": 40}
WORSE = {"hidden_layers": [3], "iterations": 1, "optimizer": "gradient_descent", "learning_rate": 0.0001}
OPTIONS = {"label": "label", "features": ["x", "y"], "example_id": "id"}


def rows():
    draw = random.Random(5)
    found = []
    for number in range(ROWS):
        x, y = draw.gauss(0, 1), draw.gauss(0, 1)
        label = "yes" if x - y + draw.gauss(0, 0.8) > 0 else "no"
        other = "yes" if x + y > 0 else "no"
        part = ["train", "train", "train", "validation", "test"][number % 5]
        found.append([number, x, y, label, other, 3 * x - y + draw.gauss(0, 0.1), part])
    return found


# name: (options of the standing network, of its successor, outcome, part of what the log says)
CASES = {
    "equal": (GOOD, {"l1": 0, "clip_norm": 1e6, "optimizer": "adam", **GOOD}, None, "the standing network has"),
    "other_label": (GOOD, {**GOOD, "label": "other"}, "promoted", "the standing network predicts label"),
    "fewer_features": (GOOD, {**GOOD, "features": ["x"]}, None, "the standing network has"),
    "another_split": (
        {**GOOD, "split": {"train": 0.5, "validation": 0.5}},
        {**GOOD, "split": {"train": 0.6, "validation": 0.4}},
        None,
        "the standing network has",
    ),
    "new_class": (
        GOOD,
        {**GOOD, "examples": "three_classes"},
        "promoted",
        "the standing network has the classes no, yes",
    ),
    "lost_feature": (
        {**GOOD, "features": None},
        {**GOOD, "features": None, "examples": "without_y"},
        "promoted",
        "the standing network cannot be measured: column y is not in the examples",
    ),
    "other_type": (
        GOOD,
        {**GOOD, "examples": "dates"},
        "promoted",
        "the standing network cannot be measured: the network's feature y was DOUBLE in training and is VARCHAR",
    ),
    "few_rows": (
        {**GOOD, "split": {"train": 0.98, "validation": 0.02}},
        {**GOOD, "split": {"train": 0.8, "validation": 0.2}},
        "promoted",
        "of them were not used to train the standing network, and 30 are needed to compare",
    ),
    "all_rows_trained": (
        {**GOOD, "example_id": "", "split": "", "promote": "always"},
        GOOD,
        "promoted",
        "0 of them were not used to train the standing network",
    ),
    "test_rows": ({**GOOD, "split": "part"}, {**WORSE, "split": "part"}, "refused", "60 test rows"),
    "validation_rows": (
        {**GOOD, "split": "part"},
        {**WORSE, "split": "part", "promote": {**PROMOTE, "split": "validation"}},
        "refused",
        "60 validation rows",
    ),
    "too_small_a_margin": (
        GOOD,
        {**GOOD, "iterations": 41, "promote": {**PROMOTE, "margin": 0.5}},
        "refused",
        "margin 0.5",
    ),
    "thresholds_only": (
        GOOD,
        {**WORSE, "promote": {"metric": "accuracy", "at_least": 0.01, "better_than_standing": False}},
        "promoted",
        "accuracy is ",
    ),
    "low_is_better": (GOOD, {**WORSE, "promote": {"metric": "log_loss"}}, "refused", "log_loss is "),
    "numbers": (
        {**GOOD, "label": "amount", "promote": {"metric": "rmse", "at_most": 5}},
        {**WORSE, "label": "amount", "promote": {"metric": "rmse", "at_most": 5}},
        "refused",
        "rmse is ",
    ),
    "without_promote": ({**GOOD, "promote": "always"}, {**WORSE, "promote": "always"}, "promoted", "training because"),
    "kept_without_promote": (
        {**GOOD, "promote": "always"},
        {**WORSE, "promote": "always", "keep_previous": True},
        "promoted",
        "training because",
    ),
}


@pytest.fixture(scope="module")
def corners(tmp_path_factory):
    """All networks, trained twice in one project; then every lost promotion asked for again with nothing to beat."""
    project = new_consumer(tmp_path_factory.mktemp("corners"))
    project.table("examples", COLUMNS, rows())
    project.write(
        "models/three_classes.sql",
        "select * replace (case when id % 7 = 0 then 'maybe' else label end as label) from {{ ref('examples') }}\n",
    )
    project.write("models/without_y.sql", "select id, x, label from {{ ref('examples') }}\n")
    project.write(
        "models/dates.sql",
        "select * replace (case when y > 0 then 'up' else 'down' end as y) from {{ ref('examples') }}\n",
    )
    for step in (0, 1):
        for name, case in CASES.items():
            options = {**OPTIONS, "promote": PROMOTE, "examples": "examples", **case[step]}
            project.train(name, options.pop("examples"), **options)
            if step == 0:
                project.predictions(f"{name}_predictions", name, "examples")
        outcome = project.dbt("build")
        if step == 0:
            assert outcome.success, outcome.output
            project.first = {name: project.rows(f"select * from {name}_predictions order by id") for name in CASES}
    project.outcome = outcome
    return project


def lines(project, name):
    return [line for line in project.outcome.output.splitlines() if f"neural_network {name}: " in line]


@pytest.mark.parametrize("name", CASES)
def test_the_outcome_and_its_reason(corners, name):
    *_, outcome, said = CASES[name]
    assert corners.outcome.status[name] == "success", corners.outcome.message[name]
    is_refused = f"{name}__candidate" in corners.tables()
    known = facts(corners, f"{name}__candidate" if is_refused else name)[2]
    assert known["outcome"] == ("refused" if is_refused else "promoted")
    if outcome:
        assert known["outcome"] == outcome
    assert any(said in line for line in lines(corners, name)), lines(corners, name)


@pytest.mark.parametrize("name", ["another_split", "fewer_features", "equal"])
def test_both_are_measured_on_rows_that_neither_was_trained_on(corners, name):
    """By predictions of the first network and of the second, which stands in one of two tables."""
    is_refused = f"{name}__candidate" in corners.tables()
    known = facts(corners, f"{name}__candidate" if is_refused else name)[2]
    corners.write(
        f"models/of_{name}.sql",
        "{{ config(materialized='table') }}\n"
        f"-- depends_on: {{{{ ref('{name}') }}}}\n"
        f"select * from {{{{ dbt_nn.predict(network=ref('{name}').incorporate(path={{'identifier': '{name}"
        f"{'__candidate' if is_refused else ''}'}}), examples=ref('examples')) }}}}\n",
    )
    corners.dbt_ok("run", "--select", f"of_{name}")
    query = "select id, split, label, probability_yes from {} order by id"
    candidate = {row[0]: row[1:] for row in corners.rows(query.format(f"of_{name}"))}
    columns = [column for column, *_ in corners.rows(f"describe {name}_predictions")]
    at = [columns.index(column) for column in ("id", "split", "label", "probability_yes")]
    standing = {row[at[0]]: [row[k] for k in at[1:]] for row in corners.first[name]}
    both = [key for key in candidate if candidate[key][0] == "validation" and standing[key][0] != "train"]
    assert len(both) >= 30
    assert known["candidate_value"] == pytest.approx(auc_of([candidate[key][1:] for key in both]), abs=1e-12)
    assert known["standing_value"] == pytest.approx(auc_of([standing[key][1:] for key in both]), abs=1e-12)
    assert any(f"on {len(both)} validation rows" in line for line in lines(corners, name))


def test_a_metric_of_numbers_is_that_of_the_predictions(corners):
    known = facts(corners, "numbers__candidate")[2]
    held_out = corners.rows("select amount, predicted_value from numbers_predictions where split = 'validation'")
    errors = [actual - predicted for actual, predicted in held_out]
    assert known["standing_value"] == pytest.approx(float(np.sqrt(np.mean(np.square(errors)))), rel=1e-12)
    assert known["candidate_value"] > known["standing_value"]


def test_the_previous_network_is_kept_where_it_is_asked_for(corners):
    kept = {name for name in CASES if f"{name}__previous" in corners.tables()}
    promoted = {name for name in CASES if f"{name}__candidate" not in corners.tables()}
    assert kept == promoted - {"without_promote"}


def test_nothing_else_is_left(corners):
    names = {table for table in corners.tables() if "__" in table}
    assert {re.sub(".*__", "", name) for name in names} == {"candidate", "previous"}


def test_equal_networks_are_not_worse_but_not_better_by_a_margin(corners):
    for name, margin in (("again", 0), ("again_with_margin", 1e-9)):
        corners.train(name, "examples", **OPTIONS, **GOOD, promote={**PROMOTE, "margin": margin})
    corners.dbt_ok("run", "--select", "again", "again_with_margin")
    outcome = corners.dbt_ok("run", "--select", "again", "again_with_margin", "--full-refresh")
    assert "neural_network again: promoted: " in outcome.output
    assert "neural_network again_with_margin: the candidate was refused: " in outcome.output


WRONG = {
    "no_metric": ({"at_least": 0.5}, "accepted: a dict with a metric"),
    "text": ("never", "accepted: always, or a dict with a metric"),
    "misspelt_metric": ({"metric": "acuracy"}, "did you mean accuracy?"),
    "misspelt_key": ({"metric": "accuracy", "at_leest": 0.5}, "not at_leest; did you mean at_least?"),
    "no_class": ({"metric": "recall"}, "positive_class is missing"),
    "no_such_class": ({"metric": "recall", "positive_class": "maybe"}, "accepted: no, yes"),
    "of_numbers": ({"metric": "rmse"}, "which is for regression, and the task is classification"),
    "no_test_rows": ({"metric": "accuracy", "split": "test"}, "split is test, which has no rows with a label"),
    "train_rows": ({"metric": "accuracy", "split": "train"}, "for split test or validation"),
    "negative_margin": ({"metric": "accuracy", "margin": -1}, "for margin a number of at least 0"),
    "nothing_to_show": ({"metric": "accuracy", "better_than_standing": False}, "a threshold, at_least or at_most"),
    "impossible": ({"metric": "accuracy", "at_least": 0.9, "at_most": 0.1}, "an at_least that is not above at_most"),
    "otherwise": ({"metric": "accuracy", "otherwise": "warn"}, "for otherwise keep or fail"),
}


@pytest.fixture(scope="module")
def wrong(tmp_path_factory):
    project = new_consumer(tmp_path_factory.mktemp("wrong"))
    project.table("examples", COLUMNS, rows())
    for name, (promote, _) in WRONG.items():
        project.train(name, "examples", **OPTIONS, **GOOD, promote=promote)
    project.train("no_held_out_rows", "examples", label="label", features=["x"], **GOOD, promote={"metric": "accuracy"})
    for name in ("table", "view", "Upper"):
        project.train(f"taken_{name}".lower(), "examples", **OPTIONS, **GOOD, promote={"metric": "accuracy"})
    project.dbt_ok("run", "--select", "examples")
    project.execute(
        "create table taken_table__candidate as select 1 as mine",
        "create view taken_view__previous as select 1 as mine",
        'create table "Taken_Upper__CANDIDATE" as select 1 as mine',
    )
    return project, project.dbt("run")


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_one_clear_error_before_training(wrong, name):
    _, outcome = wrong
    assert outcome.status[name] == "error"
    assert WRONG[name][1] in outcome.message[name]
    assert "promote" in outcome.message[name]
    assert f"neural_network {name}: iteration" not in outcome.output


def test_promotion_needs_rows_that_are_held_out(wrong):
    _, outcome = wrong
    assert "promote requires rows that are not used for training" in outcome.message["no_held_out_rows"]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("taken_table", "taken_table__candidate"),
        ("taken_view", "taken_view__previous"),
        ("taken_upper", "Taken_Upper__CANDIDATE"),
    ],
)
def test_a_table_of_the_users_is_refused_by_name_and_left(wrong, name, table):
    project, outcome = wrong
    assert outcome.status[name] == "error"
    assert (
        f"{table} exists, but was not created by the training of this model, which needs this name"
        in outcome.message[name]
    )
    assert project.rows(f'select * from "{table}"') == [(1,)]


def test_there_must_be_a_previous_network_to_go_back_to(wrong):
    project, _ = wrong
    project.train("lonely", "examples", **OPTIONS, **GOOD)
    project.dbt_ok("run", "--select", "lonely")
    for name, said in (("lonely", "lonely__previous does not exist"), ("nobody", "network is")):
        outcome = project.dbt("run-operation", "dbt_nn.roll_back", "--args", f"{{network: {name}}}")
        assert not outcome.success
        assert said in outcome.output


def test_a_clone_that_is_a_view_stands_and_makes_way_for_the_promoted_one(tmp_path):
    project = new_consumer(tmp_path)
    project.table("examples", COLUMNS, rows())
    project.train("network", "examples", **OPTIONS, **GOOD, promote={"metric": "accuracy"})
    project.dbt_ok("run")
    project.execute(
        "create schema prod", "create table prod.network as select * from main.network", "drop table network"
    )
    project.execute("create view network as select * from prod.network")
    assert "training skipped" in project.dbt_ok("run", "--select", "network").output
    project.train(
        "network", "examples", **OPTIONS, **GOOD, l1=0.001, promote={**PROMOTE, "better_than_standing": False}
    )
    project.dbt_ok("run", "--select", "network")
    kinds = dict(
        project.rows("select table_name, table_type from information_schema.tables where table_schema = 'main'")
    )
    assert kinds["network"] == kinds["network__previous"] == "BASE TABLE"
    assert sorted(facts(project, "network")) == [1, 2]
    assert sorted(facts(project, "network__previous")) == [1]
