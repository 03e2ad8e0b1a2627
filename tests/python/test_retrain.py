"""When a network is trained: `retrain`, the variables that overrule it and cap a training, and the gate of its age. DuckDB and PostgreSQL."""

import json
import random
import re

import pytest
from conftest import new_consumer
from test_promotion import COLUMNS, customers, facts

OPTIONS = {"label": "churned", "example_id": "customer_id", "hidden_layers": [2], "iterations": 6}
LOGGED = ["--log-level-file", "debug"]
GATE = """
models:
  - name: network
    data_tests:
      - dbt_nn.trained_within: {name: young, arguments: {days: 10}}
  - name: odd
    data_tests:
      - dbt_nn.trained_within: {name: no_network, arguments: {days: 1}}
"""


@pytest.fixture(scope="module")
def project(warehouse, tmp_path_factory):
    is_duckdb = warehouse.name == "duckdb"
    project = new_consumer(tmp_path_factory.mktemp("retrain"), warehouse=None if is_duckdb else warehouse)
    project.table("customers", COLUMNS, customers(90))
    project.write("models/odd.sql", "select 1 as x\n")
    project.write("models/gates.yml", GATE)
    project.train("network", "customers", **OPTIONS)
    project.dbt_ok("run")
    return project


def run(project, *arguments, variables=None, **options):
    project.train("network", "customers", **{**OPTIONS, **options})
    given = ["--vars", json.dumps(variables)] if variables else []
    return project.dbt("run", "--select", "network", *arguments, *given)


def change_rows(project):
    """Another row each time, in the table that the network reads."""
    number = random.randrange(1000, 10**9)
    project.execute(f"insert into customers values ({number}, 0.5, -0.5, 'yes')")


def set_trained(project, days_ago):
    moment = "now() at time zone 'UTC'" if project.warehouse.name == "postgres" else "now()::timestamp"
    text = {"postgres": "to_char({}, 'YYYY-MM-DD HH24:MI:SS')", "duckdb": "strftime({}, '%Y-%m-%d %H:%M:%S')"}
    shifted = text[project.warehouse.name].format(f"{moment} - interval '{days_ago} days'")
    project.execute(f"update network set output_name = {shifted} where role = 'training' and input_name = 'trained_at'")


def trained(project):
    return max(facts(project, "network"))


def statements(project):
    """What the last run sent for the network, from dbt's own log."""
    log = (project.path / "logs/dbt.log").read_text(encoding="utf-8")
    return log[log.rindex("START sql neural_network model") :]


def test_under_never_no_statement_reads_the_examples(project):
    change_rows(project)
    before = trained(project)
    outcome = run(project, *LOGGED, retrain="never")
    assert outcome.success, outcome.output
    assert "network: retrain is never; training skipped" in outcome.output
    assert trained(project) == before
    sent = statements(project)
    assert '"network"' in sent
    assert '"customers"' not in sent


def test_the_log_of_a_training_does_show_the_examples(project):
    """Else the test above could not fail."""
    change_rows(project)
    run(project, *LOGGED)
    assert '"customers"' in statements(project)


def test_the_variable_comes_before_the_option_and_a_full_refresh_before_both(project):
    change_rows(project)
    assert "retrain is never; training skipped" in run(project, variables={"dbt_nn_retrain": "never"}).output
    before = trained(project)
    outcome = run(project, retrain="never", variables={"dbt_nn_retrain": "changed"})
    assert re.search("training because there are [0-9]+ rows with a label instead of [0-9]+", outcome.output)
    outcome = run(project, "--full-refresh", retrain="never", variables={"dbt_nn_retrain": "never"})
    assert "training because of a full refresh" in outcome.output
    assert trained(project) == before + 2


@pytest.fixture(scope="module")
def many(warehouse, project):
    """3,000 rows for a network of its own."""
    project.table("many", COLUMNS, customers(3000))
    project.train("of_many", "many", **{**OPTIONS, "iterations": 1})
    project.dbt_ok("run", "--select", "many", "of_many")
    return project


@pytest.mark.parametrize(
    ("change", "instead", "changed"),
    [
        ("update many set x = x + 1 where customer_id = 17", None, (1, 1)),
        ("update many set x = x + 1 where customer_id % 5 = 0", None, (468, 732)),
        (
            "insert into many select customer_id + 10000, x, y, churned from many where customer_id % 3 = 0",
            (4000, 3000),
            None,
        ),
        ("delete from many where customer_id >= 10000", (3000, 4000), None),
        (
            "update many set y = y + 1 where customer_id % 2 = 0; delete from many where customer_id % 100 = 1",
            (2970, 3000),
            (1158, 1812),
        ),
        ("update many set customer_id = -customer_id, x = x + 1", None, (2525, 2970)),
    ],
)
def test_the_log_says_how_many_rows_changed(many, change, instead, changed):
    """Estimated from a sketch: see docs/decisions.md. A standard deviation is 4.4 percent; the bounds are five of them."""
    for statement in change.split("; "):
        many.execute(statement)
    output = many.dbt_ok("run", "--select", "of_many").output
    found = re.search("training because (there are ([0-9,]+) rows with a label instead of ([0-9,]+))?(.*)", output)
    counts = [int(count.replace(",", "")) for count in found.groups()[1:3] if count]
    assert counts == list(instead or [])
    estimate = re.search("about ([0-9,]+) of (those|the [0-9,]+ rows of the examples) changed", found[4])
    if changed is None:
        assert estimate is None
    else:
        assert changed[0] <= int(estimate[1].replace(",", "")) <= changed[1], output


def test_no_number_is_said_where_equal_rows_are_many(many):
    """Every row stands a hundred times in the sketch's eyes, and it would count 10,000 changed ones as a million."""
    many.execute(
        "delete from many",
        "insert into many select n, n % 3, 1, case when n % 2 = 0 then 'yes' else 'no' end from generate_series(0, 899) as r (n)",
    )
    many.train("of_many", "many", label="churned", features=["x", "y"], hidden_layers=[2], iterations=1)
    many.dbt_ok("run", "--select", "of_many")
    many.execute("update many set y = 2 where x = 1")
    output = many.dbt_ok("run", "--select", "of_many").output
    assert "training because some of the 900 rows of the examples changed" in output


@pytest.mark.parametrize("days_ago", [0, 6, 7])
def test_days_count_from_the_last_training_and_then_only_changes_train(project, days_ago):
    change_rows(project)
    run(project)
    change_rows(project)
    set_trained(project, days_ago)
    before = trained(project)
    outcome = run(project, retrain={"days": 7})
    if days_ago < 7:
        ago = "today" if days_ago == 0 else f"{days_ago} days ago"
        assert f"network: trained {ago}; retrain is every 7 days; training skipped" in outcome.output
        assert trained(project) == before
    else:
        assert "training because there are " in outcome.output
        assert trained(project) == before + 1
        set_trained(project, 8)
        assert "options and examples are unchanged; training skipped" in run(project, retrain={"days": 7}).output


def test_a_capped_network_is_trained_in_full_without_the_cap(project):
    project.execute("drop table network")
    outcome = run(project, variables={"dbt_nn_iterations": 2})
    assert "iteration 2 of 2" in outcome.output
    assert trained(project) == 1
    assert "training skipped" in run(project, variables={"dbt_nn_iterations": 2}).output
    outcome = run(project)
    assert "training because the existing network was capped at 2 iterations by dbt_nn_iterations" in outcome.output
    assert "training skipped" in run(project, variables={"dbt_nn_iterations": 2}).output


def test_a_capped_network_never_replaces_a_full_one(project):
    run(project)
    change_rows(project)
    before = project.rows("select role, layer, input, output, value from network where role in ('weight', 'bias')")
    outcome = run(project, variables={"dbt_nn_iterations": 2})
    assert outcome.success, outcome.output
    assert (
        "dbt_nn_iterations capped the training at 2 iterations, and the standing network is not capped"
        in outcome.output
    )
    assert "network__candidate" in project.tables()
    after = project.rows("select role, layer, input, output, value from network where role in ('weight', 'bias')")
    assert sorted(after, key=str) == sorted(before, key=str)
    assert "training because there are " in run(project).output
    assert "network__candidate" not in project.tables()


def test_a_cap_above_the_iterations_is_none(project):
    change_rows(project)
    outcome = run(project, variables={"dbt_nn_iterations": 100})
    assert "iteration 6 of 6" in outcome.output
    assert "training skipped" in run(project).output


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"dbt_nn_iterations": 0}, "the variable dbt_nn_iterations is 0; accepted: an integer of at least 1"),
        ({"dbt_nn_iterations": "few"}, 'the variable dbt_nn_iterations is "few"; accepted: an integer'),
        ({"dbt_nn_retrain": "always"}, 'the variable dbt_nn_retrain is "always"; accepted: changed, never, or {days: '),
    ],
)
def test_a_wrong_variable_is_one_clear_error(project, variables, said):
    outcome = run(project, variables=variables)
    assert not outcome.success
    assert said in outcome.message["network"]


@pytest.mark.parametrize("retrain", ["sometimes", {"days": 0}, {"weeks": 1}, 7])
def test_a_wrong_option_is_one_clear_error(project, retrain):
    outcome = run(project, retrain=retrain)
    assert "retrain is " in outcome.message["network"]
    assert (
        "accepted: changed, never, or {days: an integer of at least 1 and at most 36500}" in outcome.message["network"]
    )


@pytest.mark.parametrize(("days_ago", "status"), [(9, "pass"), (11, "fail")])
def test_the_gate_of_the_age_counts_days(project, days_ago, status):
    run(project)
    set_trained(project, days_ago)
    outcome = project.dbt("test", "--select", "network")
    assert outcome.status["young"] == status
    assert ("more than 10 days ago" in outcome.output) == (status == "fail")


def test_the_gate_of_the_age_fails_without_a_record_and_refuses_what_is_no_network(project):
    project.execute("delete from network where role = 'training'")
    outcome = project.dbt("test", "--select", "network", "odd")
    assert outcome.status["young"] == "fail"
    assert "does not record when it was trained" in outcome.output
    assert "is not a network trained by dbt_nn.train" in outcome.message["no_network"]


def test_a_wrong_age_is_one_clear_error(project):
    project.write("models/gates.yml", GATE.replace("days: 10", "days: soon"))
    outcome = project.dbt("parse")
    project.write("models/gates.yml", GATE)
    assert not outcome.success
    assert 'dbt_nn.trained_within on young: days is "soon"; accepted: a number of at least 0' in outcome.output
