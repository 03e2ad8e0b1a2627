"""What holds on Spark alone: `make test-spark`, or `scripts/warehouses/spark.sh pytest --warehouse spark tests/python/test_spark.py`."""

import json
import os
from pathlib import Path

import pytest
from conftest import new_consumer

CLASSES = ["it's", "back\\slash", "not\\na line", "two\nlines", 'a "quote"']


@pytest.fixture(scope="module")
def project(request, warehouse, tmp_path_factory):
    if request.config.getoption("--warehouse") != "spark":
        pytest.skip("runs on Spark: --warehouse spark")
    found = new_consumer(tmp_path_factory.mktemp("consumer"), warehouse=warehouse)
    found.table("examples", ["size", "kind"], [[float(at), CLASSES[at % 5]] for at in range(20)])
    found.train("net", "examples", label="kind", hidden_layers=[2], iterations=2)
    found.predictions("predictions", "net", "examples")
    found.write("macros/crash.sql", CRASH)
    found.dbt_ok("build")
    return found


# A rename that fails where the new network would take the old one's place.
CRASH = """
{% macro spark__rename_relation(from_relation, to_relation) %}
  {% if to_relation.identifier == var('crash_at', '') %}
    {% do exceptions.raise_compiler_error('a crash') %}
  {% endif %}
  {% do run_query('alter table ' ~ from_relation ~ ' rename to ' ~ to_relation) %}
{% endmacro %}
"""


def tasks_run() -> dict[str, int]:
    """How many tasks each worker's executors have begun, by their own logs."""
    logs = Path(os.environ["DBT_NN_SPARK_LOGS"])
    return {
        worker: sum(log.read_text().count("Running task ") for log in (logs / worker).glob("app-*/*/stderr"))
        for worker in ("worker-1", "worker-2")
    }


def test_both_workers_of_the_cluster_train(project):
    if "DBT_NN_SPARK_LOGS" not in os.environ:
        pytest.skip("reads the logs of the cluster that scripts/warehouses/spark.sh starts")
    logs = Path(os.environ["DBT_NN_SPARK_LOGS"])
    for worker in ("worker-1", "worker-2"):
        assert "Asked to launch executor" in (logs / f"{worker}.log").read_text()
    assert (logs / "master.log").read_text().count("Registering worker") == 2

    before = tasks_run()
    project.dbt_ok("run", "--full-refresh", "--select", "net")
    after = tasks_run()
    assert after["worker-1"] > before["worker-1"]
    assert after["worker-2"] > before["worker-2"]


def test_classes_keep_their_backslashes_quotes_and_lines(project):
    stored = [name for (name,) in project.rows("select output_name from net where role = 'class'")]
    assert sorted(stored) == sorted(CLASSES)
    assert {label for (label,) in project.rows("select predicted_label from predictions")} <= set(CLASSES)
    assert sorted({kind for (kind,) in project.rows("select kind from predictions")}) == sorted(CLASSES)


def test_a_crash_between_the_renames_loses_nothing_and_the_next_run_recovers(project):
    rows = project.rows("select count(*), sum(value) from net where role <> 'training'")
    crashed = project.dbt("run", "--full-refresh", "--select", "net", "--vars", "{crash_at: net}")
    assert not crashed.success
    assert "a crash" in crashed.output + str(crashed.message)
    standing = project.tables()
    assert "net" not in standing
    assert {"net__dbt_backup", "net__dbt_tmp"} <= standing
    assert project.rows("select count(*), sum(value) from net__dbt_tmp where role <> 'training'") == rows
    assert project.rows("select count(*), sum(value) from net__dbt_backup where role <> 'training'") == rows

    recovered = project.dbt_ok("run", "--select", "net")
    assert "training skipped" in recovered.output
    assert project.tables() == {"examples", "net", "predictions"}
    assert project.rows("select count(*), sum(value) from net where role <> 'training'") == rows


# Each reads the view more than once, or puts a condition on what it computes.
GATES_ON_A_VIEW = [
    {"dbt_nn.calibrated": {"arguments": {"label": "kind", "positive_class": "b", "at_most": 0.999}}},
    {
        "dbt_nn.metric": {
            "arguments": {"metric": "accuracy", "label": "kind", "at_least": 0.001},
            "config": {"where": "predicted_probability > 0.1"},
        }
    },
    {"dbt_nn.beats_baseline": {"arguments": {"metric": "accuracy", "label": "kind", "margin": -1, "by": ["split"]}}},
    {"dbt_nn.no_drift": {"arguments": {"reference": "ref('seen')", "at_most": 1}}},
]


@pytest.fixture(scope="module")
def view(project):
    """Predictions of 20 inputs and 16 units, as a view."""
    names = [f"x{k}" for k in range(20)]
    rows = [[at, *(float(at * (k + 3) % 17) for k in range(20)), "ab"[at % 2]] for at in range(60)]
    project.table("measured", ["id", *names, "kind"], rows)
    project.train("units", "measured", label="kind", example_id="id", hidden_layers=[16], iterations=1)
    project.predictions("seen", "units", "measured", materialized="view")
    project.write("models/seen.yml", json.dumps({"models": [{"name": "seen", "data_tests": GATES_ON_A_VIEW}]}))
    project.dbt_ok("run", "--select", "+seen")
    return project


def test_a_condition_on_the_examples_reaches_their_scan(view):
    plan = "\n".join(
        line for (line,) in view.rows("explain select * from seen where x3 > 1.5 and predicted_probability > 0.1")
    )
    assert "GreaterThan(x3,1.5)" in plan


def test_gates_on_a_view_of_predictions_end(view):
    """Without what fence.sql says of Spark, its optimizer writes the network out in itself until the driver has no memory left."""
    process = view.start("test", "--select", "seen")
    try:
        printed, _ = process.communicate(timeout=150)
    finally:
        process.kill()
    assert process.returncode == 0, printed
    assert "PASS=4 " in printed
