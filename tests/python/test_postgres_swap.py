"""How a network takes the place of another on PostgreSQL: in one transaction, and nothing that hangs on it is lost. `make test-postgres`."""

import threading
import time

import pytest
from conftest import Project, new_consumer

ROWS = [[k, k % 7 - 3.0, (k * 5) % 11 / 11.0, "yes" if k % 7 > 3 else "no"] for k in range(60)]
OPTIONS = {"label": "y", "features": ["a", "b"], "example_id": "id", "hidden_layers": [3], "iterations": 6}
STAGES = {"features": ["a", "b"], "label": "y", "classes": ["no", "yes"], "hidden_layers": [2]}


@pytest.fixture(scope="module")
def project(warehouse, tmp_path_factory) -> Project:
    if warehouse.name != "postgres":
        pytest.skip("needs --warehouse postgres")
    found = new_consumer(tmp_path_factory.mktemp("consumer"), warehouse=warehouse)
    found.table("rows", ["id", "a", "b", "y"], ROWS)
    found.execute(
        f"create schema if not exists {warehouse.schema}",
        "create table moments (model text, event text, transaction bigint)",
        "do $$ begin create role reader; exception when duplicate_object then null; end $$",
    )
    found.dbt_ok("run", "--select", "rows")
    return found


def train(project, name, seed=1, config=None, **more):
    project.train(name, "rows", folder=f"models/{name}", config=config, **{**OPTIONS, "random_seed": seed, **more})
    return project.dbt_ok("run", "--select", name)


def stored(project, name):
    return project.rows(f"select * from {name} as found order by found::text")


def test_the_new_rows_their_hooks_and_grants_are_one_transaction(project):
    hook = "insert into {{ target.schema }}.moments select 'hooked', 'hook', txid_current()"
    config = {"post_hook": hook, "grants": {"select": ["reader"]}}
    train(project, "hooked", config=config)
    project.execute(
        "truncate moments",
        "create function note() returns trigger language plpgsql as $$ begin "
        f"insert into {project.warehouse.schema}.moments select 'hooked', tg_op, txid_current(); return null; end $$",
        "create trigger note after insert or delete on hooked for each statement execute function note()",
    )
    train(project, "hooked", seed=2, config=config)
    moments = project.rows("select event, transaction from moments")
    assert sorted(event for event, _ in moments) == ["DELETE", "INSERT", "hook"]
    assert len({transaction for _, transaction in moments}) == 1
    assert project.rows("select has_table_privilege('reader', 'hooked', 'select')") == [(True,)]


def test_a_grant_that_left_the_config_goes_while_nothing_is_left_to_train(project):
    train(project, "granted", config={"grants": {"select": ["reader"]}})
    assert project.rows("select has_table_privilege('reader', 'granted', 'select')") == [(True,)]
    outcome = train(project, "granted", config={"grants": {"select": []}})
    assert "training skipped" in outcome.output
    assert project.rows("select has_table_privilege('reader', 'granted', 'select')") == [(False,)]


def test_retraining_keeps_the_views_of_users(project):
    train(project, "viewed")
    project.execute("create view on_viewed as select count(*) as facts, min(value) as least from viewed")
    before = stored(project, "viewed")
    outcome = train(project, "viewed", seed=2)
    assert "training because option random_seed changed from 1 to 2" in outcome.output
    assert stored(project, "viewed") != before
    assert project.rows("select facts from on_viewed") == project.rows("select count(*) from viewed")


def test_a_kill_while_the_swap_waits_for_a_lock_loses_nothing(project):
    train(project, "locked")
    before = stored(project, "locked")
    with project.warehouse.cursor() as cursor:
        cursor.execute("begin")
        cursor.execute("lock table locked in share mode")
        project.train("locked", "rows", folder="models/locked", **{**OPTIONS, "random_seed": 2})
        process = project.start("run", "--select", "locked")
        waiting = (
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%delete from%locked%'"
        )
        deadline = time.monotonic() + 120
        while project.rows(waiting) != [(1,)]:
            assert process.poll() is None, process.stdout.read()
            assert time.monotonic() < deadline, "the swap never waited"
            time.sleep(0.1)
        process.kill()
        process.wait()
        cursor.execute("rollback")
    time.sleep(2)
    assert stored(project, "locked") == before
    project.dbt_ok("run", "--select", "locked")
    assert stored(project, "locked") != before
    assert [name for name in project.tables() if name.startswith("locked__")] == []


def test_a_reader_in_a_loop_never_finds_the_table_gone_or_half(project):
    train(project, "read_by")
    counts, errors, ended = set(), [], threading.Event()
    expected = project.rows("select count(*) from read_by where role in ('weight', 'bias')")[0][0]

    def read():
        with project.warehouse.cursor() as cursor:
            while not ended.is_set():
                try:
                    cursor.execute("select count(*) from read_by where role in ('weight', 'bias')")
                    counts.add(cursor.fetchone()[0])
                except Exception as error:
                    errors.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for seed in (2, 3):
            train(project, "read_by", seed=seed)
    finally:
        ended.set()
        reader.join()
    assert errors == []
    assert counts == {expected}


def test_views_are_named_before_a_table_with_other_columns_would_drop_them(project):
    project.network("loop_", STAGES, "rows", {"iterations": 4}, folder="models/loop")
    select = ["run", "--select", "loop_init", "loop_update"]
    project.dbt_ok(*select)
    project.execute("create view on_loop as select count(*) as facts from loop_update")
    project.network("loop_", {**STAGES, "optimizer": "rprop"}, "rows", {"iterations": 4}, folder="models/loop")
    before = stored(project, "loop_update")
    outcome = project.dbt(*select)
    assert outcome.status["loop_update"] == "error"
    assert "drops the views on it" in outcome.message["loop_update"]
    assert "on_loop" in outcome.message["loop_update"]
    assert stored(project, "loop_update") == before
    assert project.dbt_ok(*select, "--full-refresh").success
    assert (
        "step"
        in project.rows("select string_agg(attname, ',') from pg_attribute where attrelid = 'loop_update'::regclass")[
            0
        ][0]
    )


def test_two_networks_in_four_threads_are_those_of_one(project):
    names = ["net_of_left", "net_of_right"]
    for seed, name in enumerate(names):
        more = {"random_seed": seed, "iterations": 30, "checkpoint_every": 5, "promote": {"metric": "accuracy"}}
        project.train(name, "rows", folder="models/threads", **OPTIONS | more)
    query = "select * from {} as found where role <> 'training' order by found::text"
    project.dbt_ok("run", "--select", *names, "--threads", "1")
    alone = [project.rows(query.format(name)) for name in names]
    assert alone[0] != alone[1]
    for _ in range(2):
        outcome = project.dbt_ok("run", "--select", *names, "--threads", "4", "--full-refresh")
        assert outcome.output.count(": promoted: accuracy is ") == 2
        assert [project.rows(query.format(name)) for name in names] == alone
    left = {table for table in project.tables() if table.startswith("net_of_")}
    assert left == {*names, *(f"{name}__previous" for name in names)}
