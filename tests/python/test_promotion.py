"""A month of a network with `promote`: better ones are promoted, worse ones refused, one is rolled back. On DuckDB and PostgreSQL."""

import random
import types

import numpy as np
import pytest
from conftest import new_consumer

COLUMNS = ["customer_id", "x", "y", "churned"]
GOOD = {"hidden_layers": [4], "iterations": 60}
WORSE = {"hidden_layers": [4], "iterations": 1, "optimizer": "gradient_descent", "learning_rate": 0.0001}
PROMOTE = {"metric": "roc_auc", "positive_class": "yes", "at_least": 0.6}


def customers(count, seed=3):
    draw = random.Random(seed)
    rows = []
    for number in range(count):
        x, y = draw.gauss(0, 1), draw.gauss(0, 1)
        rows.append([number, x, y, "yes" if x - y + draw.gauss(0, 0.7) > 0 else "no"])
    return rows


def write(project, rows=None, **options):
    if rows is not None:
        project.table("customers", COLUMNS, rows)
    project.train("churn_network", "customers", label="churned", example_id="customer_id", **options)


def served(project):
    """What serves: the network's own rows, and the predictions of a view and a table on it."""
    network = project.rows(
        "select role, iteration, layer, input, input_name, output, output_name, value from churn_network where role <> 'training'"
    )
    predictions = [project.rows(f"select * from {name} order by customer_id") for name in ("followed", "copied")]
    return [sorted(network, key=str), *predictions]


def facts(project, name="churn_network"):
    """What a network remembers: {training: {fact: text or number}}."""
    found = {}
    for training, fact, text, number in project.rows(
        f"select iteration, input_name, output_name, value from {name} where role = 'training'"
    ):
        found.setdefault(int(training), {})[fact] = text if text is not None else number
    return found


def auc_of(rows):
    """The area under the curve by its definition: how often a positive has the higher probability."""
    positive = [probability for label, probability in rows if label == "yes"]
    negative = [probability for label, probability in rows if label == "no"]
    pairs = np.subtract.outer(positive, negative)
    return float(np.mean((pairs > 0) + 0.5 * (pairs == 0)))


@pytest.fixture(scope="module")
def project(warehouse, tmp_path_factory):
    is_duckdb = warehouse.name == "duckdb"
    project = new_consumer(tmp_path_factory.mktemp("month"), warehouse=None if is_duckdb else warehouse)
    project.predictions("followed", "churn_network", "customers", materialized="view")
    project.predictions("copied", "churn_network", "customers")
    project.write("models/memory.sql", "select * from {{ dbt_nn.trainings(ref('churn_network')) }}\n")
    return project


@pytest.fixture(scope="module")
def month(project):
    """Every step, with what dbt said, what serves after it and what is remembered."""
    steps = {}

    def step(name, *command, rows=None, **options):
        if options:
            write(project, rows, **options)
        outcome = project.dbt(*(command or ("build",)))
        tables = project.tables()
        steps[name] = types.SimpleNamespace(
            outcome=outcome,
            output=outcome.output,
            served=served(project) if {"churn_network", "copied"} <= tables else None,
            tables=tables,
            memory=facts(project) if "churn_network" in tables else {},
            candidate=facts(project, "churn_network__candidate") if "churn_network__candidate" in tables else {},
        )

    step("nothing stands", rows=customers(400), promote={**PROMOTE, "at_least": 0.999}, **WORSE)
    step("good", promote=PROMOTE, **GOOD)
    step("unchanged")
    step("worse", promote=PROMOTE, **WORSE)
    step("worse again")
    # Where the network is an error its views are not built again, and PostgreSQL drops them with the table of the customers.
    only = ["build", "--select", "churn_network+"]
    step("fails", *only, "--write-json", promote={**PROMOTE, "otherwise": "fail"}, **WORSE)
    step("retried", "retry")
    step("strict", *only, "--warn-error", promote=PROMOTE, **WORSE)
    step("loosened", promote={**PROMOTE, "better_than_standing": False, "at_least": 0.1}, **WORSE)
    step("rolled back", "run-operation", "dbt_nn.roll_back", "--args", "{network: churn_network}")
    step("after", "build")
    step("more rows", rows=customers(430), promote=PROMOTE, **GOOD)
    step("rebuilt", "build", "--full-refresh")
    steps["memory"] = project.rows("select * from memory order by training")
    return steps


def test_a_missed_threshold_is_an_error_where_nothing_stands(month):
    step = month["nothing stands"]
    assert step.outcome.status["churn_network"] == "error"
    assert "below at_least 0.999" in step.outcome.message["churn_network"]
    assert "churn_network" not in step.tables and "churn_network__candidate" in step.tables
    assert step.candidate[1]["outcome"] == "refused"


def test_a_good_network_is_promoted_and_says_why(month):
    step = month["good"]
    assert step.outcome.success, step.output
    assert "promoted: roc_auc is " in step.output
    assert "churn_network__candidate" not in step.tables
    assert {number: training["outcome"] for number, training in step.memory.items()} == {1: "refused", 2: "promoted"}


def test_the_value_is_that_of_the_held_out_rows(month, project):
    # Of the network that stands in the end, by its last training.
    held_out = project.rows("select churned, probability_yes from copied where split = 'validation'")
    last = max(month["rebuilt"].memory)
    assert month["rebuilt"].memory[last]["candidate_value"] == pytest.approx(auc_of(held_out), abs=1e-12)


def test_what_is_unchanged_is_not_trained_again(month):
    assert "options and examples are unchanged; training skipped" in month["unchanged"].output
    assert month["unchanged"].served == month["good"].served


@pytest.mark.parametrize("name", ["worse", "worse again", "fails", "retried", "strict"])
def test_a_worse_network_is_refused_and_what_serves_stays(month, name):
    step = month[name]
    assert step.served == month["good"].served
    assert step.memory == month["good"].memory
    assert step.candidate[3]["outcome"] == "refused"
    said = step.output + step.outcome.message.get("churn_network", "")
    assert "the candidate was refused: roc_auc is " in said and "; the standing network has " in said
    assert step.candidate[3]["candidate_value"] < step.candidate[3]["standing_value"]


def test_a_refusal_is_a_warning_and_the_build_goes_on(month):
    assert month["worse"].outcome.success
    assert month["worse"].outcome.status["copied"] == "success"
    assert month["worse"].output.count("the candidate was refused") == 1


def test_a_refusal_is_an_error_where_the_model_or_the_command_asks_for_one(month):
    for name in ("fails", "retried", "strict"):
        assert month[name].outcome.status["churn_network"] == "error"


def test_a_candidate_is_judged_again_and_not_trained_again(month):
    for name in ("worse again", "fails", "loosened"):
        assert "evaluating " in month[name].output
        assert "training because" not in month[name].output
    assert month["worse again"].candidate[3]["trained_at"] == month["worse"].candidate[3]["trained_at"]


def test_the_standing_candidate_is_promoted_where_thresholds_are_loosened(month):
    step = month["loosened"]
    assert step.outcome.success, step.output
    assert step.memory[3]["outcome"] == "promoted"
    assert {"churn_network__previous"} <= step.tables and "churn_network__candidate" not in step.tables
    assert step.served != month["good"].served


def test_a_roll_back_brings_the_previous_network_back(month):
    step = month["rolled back"]
    assert step.outcome.success, step.output
    assert step.served[:2] == month["good"].served[:2]
    assert {number: training["outcome"] for number, training in step.memory.items()} == {
        1: "refused",
        2: "promoted",
        3: "rolled_back",
    }
    assert "churn_network__previous" in step.tables


def test_what_was_rolled_back_is_not_trained_again(month):
    assert "training 3, of the same options and rows, was rolled back; training skipped" in month["after"].output
    assert month["after"].served == month["good"].served


def test_other_rows_are_a_reason_to_train_again(month):
    step = month["more rows"]
    assert "option" in step.output or "rows with a label instead of" in step.output
    assert max([*step.memory, *step.candidate]) == 4


def test_a_full_refresh_keeps_the_memory_and_judges_too(month):
    step = month["rebuilt"]
    assert "training because of a full refresh" in step.output
    assert set(step.memory) | set(step.candidate) == {1, 2, 3, 4, 5}


def test_the_memory_is_a_relation(month, project):
    columns = [
        "training",
        "trained_at",
        "reason",
        "outcome",
        "outcome_reason",
        "version",
        "dbt_version",
        "invocation_id",
        "train_rows",
        "validation_rows",
        "test_rows",
        "iterations",
        "kept_iteration",
        "train_loss",
        "validation_loss",
        "metric",
        "candidate_value",
        "standing_value",
        "seconds",
    ]
    found = [dict(zip(columns, row)) for row in month["memory"]]
    assert [row["training"] for row in found] == sorted(month["rebuilt"].memory)
    for row in found:
        remembered = month["rebuilt"].memory[row["training"]]
        assert str(row["trained_at"])[:19] == remembered["trained_at"]
        for name in set(columns) - {"training", "trained_at"}:
            assert row[name] == remembered.get(name), name
    assert found[1]["reason"] == "there is no network yet"
    assert found[1]["train_rows"] + found[1]["validation_rows"] + found[1]["test_rows"] == 400


def test_predictions_say_which_network_answered(month):
    versions = {name: {row[-1] for row in month[name].served[1]} for name in ("good", "loosened", "rolled back")}
    assert versions == {"good": {2}, "loosened": {3}, "rolled back": {2}}
