"""A training that is killed, interrupted or fails: what stands stays, and the next run continues."""

import contextlib
import re
import signal
import subprocess
import time

import numpy as np
import pytest

NETWORK = {
    "features": ["x1", "x2", "x3"],
    "label": "label",
    "classes": ["a", "b"],
    "hidden_layers": [4],
    "learning_rate": 0.5,
}
ROWS = 3000
OTHER_RUN = """
{% macro duckdb__list_relations_without_caching(schema_relation) -%}
  {%- if execute and model is defined and model.name == 'twice_update' -%}
    {%- set first = "select 1 from information_schema.tables where table_name = 'twice_update__iteration_5'" -%}
    {%- if run_query(first).rows | length -%}
      {%- set second = "create table if not exists twice_update__iteration_10 as select 'the other run''s' as note" -%}
      {%- do run_query(second) -%}
    {%- endif -%}
  {%- endif -%}
  {%- do return(dbt.duckdb__list_relations_without_caching(schema_relation)) -%}
{%- endmacro %}
"""


def write(project, prefix, *, learning_rate=0.5, **meta):
    network = {**NETWORK, "learning_rate": learning_rate}
    project.network(prefix, network, "examples", {"iterations": 1500, "checkpoint_every": 150, **meta})


def run(project, prefix, *arguments):
    return project.dbt("run", "--select", f"{prefix}init", f"{prefix}update", *arguments)


def parameters(project, table):
    return project.rows(f"select * from {table} order by all")


def read_until(process, text, seconds=60):
    """The lines of a process up to the first with a text."""
    lines, deadline = [], time.monotonic() + seconds
    for line in process.stdout:
        lines.append(line)
        if text in line:
            return "".join(lines)
        assert time.monotonic() < deadline, "".join(lines)
    raise AssertionError(f"no {text!r} in:\n{''.join(lines)}")


def checkpoints(project, prefix):
    names = [name for name in project.tables() if name.startswith(f"{prefix}update__iteration_")]
    return sorted(int(name.rsplit("_", 1)[1]) for name in names)


@pytest.fixture(scope="module")
def project(consumer):
    random = np.random.default_rng(1)
    rows = [[*map(float, x), "ab"[int(x.sum() > 0)]] for x in random.normal(size=(ROWS, 3))]
    consumer.table("examples", ["x1", "x2", "x3", "label"], rows)
    for form in ("recursive", "stepwise"):
        every = {"checkpoint_every": 10, "iterations": 100} if form == "stepwise" else {}
        write(consumer, f"calm_{form}_", loop=form, **every)
        write(consumer, f"killed_{form}_", loop=form, **every)
        # A checkpoint that is far away, and more iterations than a test could wait for.
        write(consumer, f"long_{form}_", loop=form, iterations=10**6, checkpoint_every=10**6)
    consumer.dbt_ok("run", "--select", "examples", "*_init", "calm_*")
    return consumer


@pytest.mark.parametrize("form", ["recursive", "stepwise"])
def test_a_killed_run_resumes_and_ends_where_an_undisturbed_run_does(project, form):
    prefix = f"killed_{form}_"
    project.execute(f"create table {prefix}update as select 'standing' as note")
    process = project.start("run", "--select", f"{prefix}update")
    read_until(process, "train loss")
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = checkpoints(project, prefix)
    assert left, "killed before the first checkpoint was committed"
    last = {"recursive": 1500, "stepwise": 100}[form]
    assert left[-1] < last, "killed too late to prove anything"
    assert parameters(project, f"{prefix}update") == [("standing",)]

    outcome = run(project, prefix)
    assert outcome.success, outcome.output
    (resumed,) = re.findall(r"resuming from the checkpoint at iteration (\d+) of", outcome.output)
    assert int(resumed) in left
    assert parameters(project, f"{prefix}update") == parameters(project, f"calm_{form}_update")
    assert not checkpoints(project, prefix)


@pytest.mark.parametrize("form", ["recursive", "stepwise"])
def test_ctrl_c_ends_a_run_within_seconds(project, form):
    process = project.start("run", "--select", f"long_{form}_update")
    read_until(process, "training 1000000 iterations")
    time.sleep(2)
    # dbt passes an interrupt on only to a statement under way: one that comes between two short ones has to be repeated.
    started = time.monotonic()
    output = None
    while output is None and time.monotonic() - started < 10:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            output, _ = process.communicate(timeout=4)
    process.kill()
    assert output is not None, "still training"
    assert process.returncode not in (0, None), output
    assert f"long_{form}_update" not in project.tables()


@pytest.fixture
def interrupted(project):
    """A network of which a run was broken off: a kept checkpoint and no final table."""
    write(project, "broken_", iterations=20, checkpoint_every=5, keep_checkpoints=True)
    assert run(project, "broken_", "--full-refresh").success
    project.execute(
        "drop table broken_update__iteration_20", "drop table broken_update__iteration_15", "drop table broken_update"
    )
    return project


def test_unchanged_options_and_examples_resume(interrupted):
    assert "resuming from the checkpoint at iteration 10 of 20" in run(interrupted, "broken_").output


def test_rows_in_another_order_resume(interrupted):
    interrupted.execute("create or replace table examples as select * from examples order by x2")
    assert "resuming from the checkpoint at iteration 10 of 20" in run(interrupted, "broken_").output


def test_more_iterations_resume(interrupted):
    write(interrupted, "broken_", iterations=40, checkpoint_every=5, keep_checkpoints=True)
    assert "resuming from the checkpoint at iteration 10 of 40" in run(interrupted, "broken_").output
    assert interrupted.rows("select count(*), max(iteration) from broken_update where layer is null") == [(40, 40)]


def test_changed_examples_start_anew(interrupted):
    interrupted.execute("update examples set x1 = x1 + 0.001 where x1 = (select min(x1) from examples)")
    outcome = run(interrupted, "broken_")
    assert "training 20 iterations" in outcome.output
    assert "resuming" not in outcome.output


def test_changed_options_start_anew(interrupted):
    write(interrupted, "broken_", learning_rate=0.25, iterations=20, checkpoint_every=5, keep_checkpoints=True)
    outcome = run(interrupted, "broken_")
    assert "training 20 iterations" in outcome.output
    assert "resuming" not in outcome.output


def test_full_refresh_starts_anew(interrupted):
    outcome = run(interrupted, "broken_", "--full-refresh")
    assert "training 20 iterations" in outcome.output
    assert "resuming" not in outcome.output


def test_resume_false_starts_anew(interrupted):
    write(interrupted, "broken_", iterations=20, checkpoint_every=5, keep_checkpoints=True, resume=False)
    outcome = run(interrupted, "broken_")
    assert "training 20 iterations" in outcome.output
    assert "resuming" not in outcome.output


def test_a_checkpoint_missing_in_the_middle_is_not_resumed_across(interrupted):
    """The history of iterations 1 to 5 would be lost."""
    interrupted.execute("drop table broken_update__iteration_5")
    outcome = run(interrupted, "broken_")
    assert "training 20 iterations" in outcome.output
    assert interrupted.rows("select count(*) from broken_update where layer is null") == [(20,)]


@pytest.mark.parametrize("form", ["recursive", "stepwise"])
def test_a_standing_network_survives_a_failing_retraining(project, form):
    prefix = f"standing_{form}_"
    write(project, prefix, loop=form, iterations=10, checkpoint_every=5)
    assert run(project, prefix).success
    before = parameters(project, f"{prefix}update")
    write(project, prefix, loop=form, iterations=10, checkpoint_every=5, learning_rate=1e300)
    outcome = run(project, prefix)
    assert outcome.status[f"{prefix}update"] == "error"
    message = outcome.message[f"{prefix}update"]
    (iteration,) = re.findall(r"not finite at iteration (\d+)", message)
    assert 1 <= int(iteration) <= 5
    assert "Lower the learning rate" in message
    assert parameters(project, f"{prefix}update") == before


def test_a_run_after_a_failed_one_starts_clean(project):
    """The checkpoint that was not finite must not be resumed from."""
    write(project, "standing_recursive_", loop="recursive", iterations=10, checkpoint_every=5)
    assert run(project, "standing_recursive_").success
    assert not checkpoints(project, "standing_recursive_")


def test_a_table_with_a_checkpoints_name_is_never_dropped(project):
    write(project, "foreign_", iterations=10, checkpoint_every=5)
    project.execute("create table foreign_update__iteration_5 as select 1 as mine")
    outcome = run(project, "foreign_")
    assert outcome.status["foreign_update"] == "error"
    assert "foreign_update__iteration_5" in outcome.message["foreign_update"]
    assert "was not made by the training of this model" in outcome.message["foreign_update"]
    assert project.rows("select * from foreign_update__iteration_5") == [(1,)]


@pytest.mark.parametrize(
    "name", ["near_update__iteration_5_old", "near_update__iteration_", "near_update__iteration_5x"]
)
def test_a_table_with_a_similar_name_is_left_alone(project, name):
    write(project, "near_", iterations=10, checkpoint_every=5)
    project.execute(f'create table "{name}" as select 1 as mine')
    assert run(project, "near_", "--full-refresh").success
    assert project.rows(f'select * from "{name}"') == [(1,)]


def test_two_runs_of_one_network_are_detected(project):
    """The other run is played by a macro that acts between the first checkpoint and the second."""
    write(project, "twice_", iterations=10, checkpoint_every=5)
    assert run(project, "twice_").success
    before = parameters(project, "twice_update")
    project.write("macros/other_run.sql", OTHER_RUN)
    outcome = run(project, "twice_", "--full-refresh")
    (project.path / "macros/other_run.sql").unlink()
    assert outcome.status["twice_update"] == "error"
    assert "another run is training this network" in outcome.message["twice_update"]
    assert "twice_update__iteration_10" in outcome.message["twice_update"]
    assert project.rows("select * from twice_update__iteration_10") == [("the other run's",)]
    assert parameters(project, "twice_update") == before
