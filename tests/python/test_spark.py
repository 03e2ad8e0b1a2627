"""What holds on Spark alone: `make test-spark`, or `scripts/warehouses/spark.sh pytest --warehouse spark tests/python/test_spark.py`."""

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
    rows = project.rows("select count(*), sum(value) from net")
    crashed = project.dbt("run", "--full-refresh", "--select", "net", "--vars", "{crash_at: net}")
    assert not crashed.success
    assert "a crash" in crashed.output + str(crashed.message)
    standing = project.tables()
    assert "net" not in standing
    assert {"net__dbt_backup", "net__dbt_tmp"} <= standing
    assert project.rows("select count(*), sum(value) from net__dbt_tmp") == rows
    assert project.rows("select count(*), sum(value) from net__dbt_backup") == rows

    recovered = project.dbt_ok("run", "--select", "net")
    assert "nothing is left to train" in recovered.output
    assert project.tables() == {"examples", "net", "predictions"}
    assert project.rows("select count(*), sum(value) from net") == rows
