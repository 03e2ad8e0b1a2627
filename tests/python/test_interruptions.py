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


def write(project, prefix, *, learning_rate=0.5, examples="examples", **meta):
    network = {**NETWORK, "learning_rate": learning_rate}
    project.network(prefix, network, examples, {"iterations": 1500, "checkpoint_every": 150, **meta})


def run(project, prefix, *arguments):
    return project.dbt("run", "--select", f"{prefix}init", f"{prefix}update", *arguments)


def parameters(project, table):
    return project.rows(f"select * from {table} order by all")


def read_until(process, text, seconds=300):
    """The lines of a process up to the first with a text."""
    lines, deadline = [], time.monotonic() + seconds
    for line in process.stdout:
        lines.append(line)
        if text in line:
            return "".join(lines)
        assert time.monotonic() < deadline, "".join(lines)
    raise AssertionError(f"no {text!r} in:\n{''.join(lines)}")


@contextlib.contextmanager
def started(project, *arguments):
    """A dbt command as a process, which holds the database's file no longer than the test."""
    process = project.start(*arguments)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def seconds_of(process) -> float:
    """How long processors have worked for a process."""
    listed = subprocess.run(["ps", "-o", "time=", "-p", str(process.pid)], capture_output=True, text=True, check=True)
    *days, clock = listed.stdout.strip().split("-")
    seconds = 86400 * int(days[0]) if days else 0
    return seconds + sum(float(part) * 60**at for at, part in enumerate(reversed(clock.split(":"))))


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
    *before, end = re.findall(r"iteration \d+ of \d+, train loss [^\n]*, [0-9.]+ s(.*)", outcome.output)
    assert all(re.fullmatch(", about \\d+ s to go", to_go) for to_go in before)
    assert end == ""
    assert parameters(project, f"{prefix}update") == parameters(project, f"calm_{form}_update")
    assert not checkpoints(project, prefix)


# Between two statements there is nothing that a press could stop: here, for three seconds, once the loop has made its first table.
PAUSE = """
{% macro duckdb__list_relations_without_caching(schema_relation) -%}
  {%- set listed = dbt.duckdb__list_relations_without_caching(schema_relation) -%}
  {%- if execute and model is defined and model.name == 'paused_update' and 'paused_update__iteration_1' in listed.columns[1].values() -%}
    {%- do log('between two statements', info=true) -%}
    {%- set now = modules.datetime.datetime.now -%}
    {%- set until = now() + modules.datetime.timedelta(seconds=3) -%}
    {%- for _ in range(20000) if now() < until %}{% for _ in range(5000) %}{% endfor %}{% endfor -%}
  {%- endif -%}
  {%- do return(listed) -%}
{%- endmacro -%}
"""


def press_ctrl_c(process, seconds=10):
    """
    Once; what the process printed until it ended. Seconds are those of the process: of a clock's, others on the machine may have most.
    """
    started, deadline = seconds_of(process), time.monotonic() + 120
    process.send_signal(signal.SIGINT)
    output = None
    while output is None and seconds_of(process) - started < seconds and time.monotonic() < deadline:
        with contextlib.suppress(subprocess.TimeoutExpired):
            output, _ = process.communicate(timeout=1)
    assert output is not None, f"still training, {seconds} seconds after the press"
    assert process.returncode not in (0, None), output
    return output


@pytest.mark.parametrize("form", ["recursive", "stepwise"])
def test_ctrl_c_ends_a_run_within_seconds_with_one_press(project, form):
    with started(project, "run", "--select", f"long_{form}_update") as process:
        read_until(process, "training 1000000 iterations")
        press_ctrl_c(process)
    assert f"long_{form}_update" not in project.tables()


def test_ctrl_c_between_two_statements_ends_a_run_too(project):
    write(project, "paused_", loop="stepwise", iterations=10**6, checkpoint_every=10**6)
    project.dbt_ok("run", "--select", "paused_init")
    project.write("macros/pause.sql", PAUSE)
    with started(project, "run", "--select", "paused_update") as process:
        read_until(process, "between two statements")
        output = press_ctrl_c(process)
    (project.path / "macros/pause.sql").unlink()
    assert "training_loop paused_update: interrupted; the next run resumes from the last checkpoint" in output
    assert "paused_update" not in project.tables()


OPTIONS = {"iterations": 20, "checkpoint_every": 5, "keep_checkpoints": True}
# Networks whose run is broken off; then one thing is changed, and they run again.
BROKEN = [
    "unchanged",
    "reordered",
    "longer",
    "of_other_rows",
    "of_another_rate",
    "refreshed",
    "not_resumed",
    "with_a_gap",
]


@pytest.fixture(scope="module")
def runs_again(project):
    """What the second run says of each network; the first has left a kept checkpoint at iteration 10, and no final table."""
    for name in BROKEN:
        project.write(
            f"models/rows_{name}.sql", "{{ config(materialized='table') }}\nselect * from {{ ref('examples') }}\n"
        )
        write(project, f"{name}_", examples=f"rows_{name}", **OPTIONS)
    project.dbt_ok(
        "run",
        "--select",
        *(f"{start}{name}{end}" for name in BROKEN for start, end in [("rows_", ""), ("", "_init"), ("", "_update")]),
    )
    for name in BROKEN:
        for left in ("__iteration_20", "__iteration_15", ""):
            project.execute(f"drop table {name}_update{left}")

    project.execute(
        "create or replace table rows_reordered as select * from rows_reordered order by x2",
        "update rows_of_other_rows set x1 = x1 + 0.001 where x1 = (select min(x1) from rows_of_other_rows)",
        # The history of iterations 1 to 5 would be lost.
        "drop table with_a_gap_update__iteration_5",
    )
    write(project, "longer_", examples="rows_longer", **{**OPTIONS, "iterations": 40})
    write(project, "of_another_rate_", examples="rows_of_another_rate", learning_rate=0.25, **OPTIONS)
    write(project, "not_resumed_", examples="rows_not_resumed", resume=False, **OPTIONS)
    again = [f"{name}_{stage}" for name in BROKEN if name != "refreshed" for stage in ("init", "update")]
    outcomes = [
        project.dbt_ok("run", "--select", *again),
        project.dbt_ok("run", "--select", "refreshed_init", "refreshed_update", "--full-refresh"),
    ]
    lines = "\n".join(outcome.output for outcome in outcomes).splitlines()
    return {name: [line for line in lines if f"training_loop {name}_update: " in line] for name in BROKEN}


RESUMED = {"unchanged": 20, "reordered": 20, "longer": 40}


@pytest.mark.parametrize("name", RESUMED)
def test_unchanged_examples_in_any_order_and_more_iterations_resume(project, runs_again, name):
    last = RESUMED[name]
    assert any(f"resuming from the checkpoint at iteration 10 of {last}" in line for line in runs_again[name])
    query = f"select count(*), max(iteration) from {name}_update where layer is null"
    assert project.rows(query) == [(last, last)]


@pytest.mark.parametrize("name", [name for name in BROKEN if name not in RESUMED])
def test_what_changed_a_gap_a_full_refresh_and_resume_false_start_anew(project, runs_again, name):
    assert any("training 20 iterations" in line for line in runs_again[name])
    assert not any("resuming" in line for line in runs_again[name])
    assert project.rows(f"select count(*) from {name}_update where layer is null") == [(20,)]


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
    (iteration,) = re.findall(r"NaN or infinite at iteration (\d+)", message)
    assert 1 <= int(iteration) <= 5
    assert "Lower learning_rate" in message
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
    assert (
        "but was not created by the training of this model, which needs this name" in outcome.message["foreign_update"]
    )
    assert project.rows("select * from foreign_update__iteration_5") == [(1,)]


NEAR = ["near_update__iteration_5_old", "near_update__iteration_", "near_update__iteration_5x"]


@pytest.fixture(scope="module")
def near(project):
    write(project, "near_", iterations=10, checkpoint_every=5)
    for name in NEAR:
        project.execute(f'create table "{name}" as select 1 as mine')
    return run(project, "near_", "--full-refresh")


@pytest.mark.parametrize("name", NEAR)
def test_a_table_with_a_similar_name_is_left_alone(project, near, name):
    assert near.success, near.output
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
