"""What holds on PostgreSQL alone: `make test-postgres`."""

import itertools
import json
import re
import time

import numpy as np
import pytest
from conftest import Project, new_consumer

DEPTHS = range(1, 7)
UNITS = 10  # every depth has more than 50 parameters, so their weights are lists
DEEP = {"features": ["x1", "x2"], "label": "side", "classes": ["left", "right"], "l2": 0.01}
SMALL = {
    "label": "side",
    "features": ["x1", "plan"],
    "example_id": "example",
    "split": {"train": 0.8, "validation": 0.2},
}
PLANS = ["b", "Ab", "aa", "_", "é", "B"]


@pytest.fixture(scope="module")
def project(warehouse, tmp_path_factory) -> Project:
    if warehouse.name != "postgres":
        pytest.skip("needs --warehouse postgres")
    found = new_consumer(tmp_path_factory.mktemp("consumer"), warehouse=warehouse)
    random = np.random.default_rng(5)
    rows = []
    for k in range(120):
        x1, x2 = (float(v) for v in random.normal(size=2))
        rows.append([k, x1, x2, PLANS[k % 6], "left" if x1 + x2 > 0 else "right"])
    found.table("points", ["example", "x1", "x2", "plan", "side"], rows)
    for depth in DEPTHS:
        found.network(f"deep_{depth}_", {**DEEP, "hidden_layers": [UNITS] * depth}, "points", {"iterations": 2})
    for form in ("recursive", "stepwise"):
        found.train(f"{form}_network", "points", hidden_layers=[8], iterations=40, loop=form, **SMALL)
    found.dbt_ok("run", "--exclude", *(f"deep_{depth}_update" for depth in DEPTHS))
    found.dbt_ok("compile")
    return found


def plan_of_an_iteration(project, depth):
    """Every expression that PostgreSQL would compute in one iteration."""
    return "\n".join(
        line for (line,) in project.rows(f"explain (verbose, costs off) {project.compiled(f'deep_{depth}_update')}")
    )


def seconds_of_an_iteration(project, depth):
    """The best of five."""
    seconds = []
    with project.warehouse.cursor() as cursor:
        cursor.execute("set jit = off")
        cursor.execute("set statement_timeout = '20s'")
        for _ in range(5):
            started = time.perf_counter()
            cursor.execute(project.compiled(f"deep_{depth}_update"))
            cursor.fetchall()
            seconds.append(time.perf_counter() - started)
    return min(seconds)


def weights_of(depth):
    sizes = [2] + [UNITS] * depth + [2]
    return list(itertools.pairwise(sizes))


@pytest.mark.parametrize("depth", DEPTHS)
def test_every_stage_is_fenced_so_a_product_is_computed_once(project, depth):
    plan = plan_of_an_iteration(project, depth)
    layers = weights_of(depth)
    forward = sum(inputs * outputs for inputs, outputs in layers)
    backward = sum(inputs * outputs for inputs, outputs in layers[1:])
    assert len(re.findall(r"\* [^ ]*into_\d+_\d+\[", plan)) == forward + backward


def test_time_grows_linearly_with_the_depth_of_the_network(project):
    """Linear is 6 times, with room for a busy machine; unfenced it would be 10^5 times."""
    steps = {depth: plan_of_an_iteration(project, depth).count("\n") for depth in DEPTHS}
    added = [steps[depth + 1] - steps[depth] for depth in DEPTHS if depth < 6]
    assert max(added) <= 2 * min(added), steps
    assert seconds_of_an_iteration(project, 6) <= 30 * seconds_of_an_iteration(project, 1) + 1


def parameters(project, table):
    rows = project.rows(f"select layer, input, output, value from {table} where role in ('weight', 'bias')")
    return {tuple(key): value for *key, value in rows}


def test_both_loop_forms_give_the_same_parameters(project):
    recursive, stepwise = (parameters(project, f"{form}_network") for form in ("recursive", "stepwise"))
    assert len(recursive) > 50
    assert recursive == pytest.approx(stepwise, rel=0, abs=1e-12)


def test_equally_frequent_categories_come_by_code_point_whatever_the_collation(project):
    """The server that `make test-postgres` starts sorts by the rules of English: _, aa, Ab, b, B, é."""
    rows = project.rows("select value, output_name from recursive_network where role = 'category' order by output")
    assert {name for _, name in rows} == set(PLANS)
    assert rows == sorted(rows, key=lambda row: (-row[0], row[1]))


def test_iterations_are_not_compiled(project):
    (file,) = (project.path / "target" / "run").rglob("recursive_network.sql")
    assert "set local jit = off" in file.read_text(encoding="utf-8")
    assert project.rows("select current_setting('jit')") == [("on",)]


def test_a_network_with_more_columns_than_a_select_takes_is_refused_before_training(project):
    project.train("large", "points", folder="models/large", hidden_layers=[500], iterations=2, **SMALL)
    outcome = project.dbt("run", "--select", "large")
    assert outcome.status["large"] == "error"
    message = outcome.message["large"]
    assert "columns, but this warehouse allows at most 1664" in message
    assert "-500-2 units" in message
    assert [name for name in project.tables() if name.startswith("large")] == []


def test_the_largest_network_that_is_let_in_trains(project):
    """One unit more would be refused."""
    units = None
    for candidate in (410, 409, 408, 407, 406, 405, 404, 403, 402, 401, 400):
        project.train("largest", "points", folder="models/large", hidden_layers=[candidate], iterations=1, **SMALL)
        outcome = project.dbt("run", "--select", "largest")
        if outcome.success:
            units = candidate
            break
        assert "allows at most 1664" in outcome.message["largest"]
    assert units is not None and units < 410


def test_more_numbers_than_can_be_described_at_once_are_refused(project):
    columns = ", ".join(f"{k} * x1 as x_{k}" for k in range(1, 340))
    project.write("models/large/many.sql", f"select side, {columns} from {{{{ ref('points') }}}}\n")
    project.train("many_network", "many", folder="models/large", label="side", iterations=1)
    outcome = project.dbt("run", "--select", "many", "many_network")
    assert "339 numeric features" in outcome.message["many_network"]
    assert "allows at most 1664" in outcome.message["many_network"]


LONG = {**SMALL, "hidden_layers": [16], "loop": "recursive", "iterations": 6000, "checkpoint_every": 3000}


def start_training(project, name, until=r"training \d+ iterations", **options):
    project.train(name, "points", folder=f"models/{name}", **{**LONG, **options})
    process = project.start("run", "--select", name)
    for line in process.stdout:
        if re.search(until, line):
            return process
    raise AssertionError("no training")


def test_two_runs_of_one_network_are_refused_and_the_first_one_ends_well(project, monkeypatch):
    process = start_training(project, "twice", until="iteration 100 of", iterations=2000, checkpoint_every=100)
    with project.warehouse.cursor() as cursor:
        # From its next checkpoint on the first run can't read its rows, so it waits until the second one has met it.
        cursor.execute("begin")
        cursor.execute("lock table twice__dbt_nn_examples in access exclusive mode")
        # A second run that is not refused meets the lock as well.
        monkeypatch.setenv("PGOPTIONS", "-c lock_timeout=20s")
        second = project.dbt("run", "--select", "twice")
        monkeypatch.delenv("PGOPTIONS")
        assert process.poll() is None, "the first run ended before the second one could meet it"
        cursor.execute("rollback")
    assert second.status["twice"] == "error"
    assert "another run is training this network" in second.message["twice"]
    printed, _ = process.communicate(timeout=120)
    assert process.returncode == 0, printed
    assert len(parameters(project, "twice")) > 50
    assert not [name for name in project.tables() if name.startswith("twice__")]
    project.train("twice", "points", folder="models/twice", **{**LONG, "iterations": 2, "checkpoint_every": 1})
    assert project.dbt("run", "--select", "twice", "--full-refresh").success, (
        "the first run did not give the network back"
    )


def test_adams_powers_do_not_underflow(project):
    """0.9 to the power of 7,200 is no double."""
    options = {**SMALL, "optimizer": "adam", "iterations": 7200, "hidden_layers": []}
    project.train("patient", "points", folder="models/patient", **options)
    project.dbt_ok("run", "--select", "patient")


def test_a_state_that_decays_does_not_underflow(project):
    """The unit is dead, so its velocity halves in every iteration: half of the least double is none."""
    momentum = {**SMALL, "hidden_layers": [2], "l2": 0, "optimizer": {"name": "momentum", "momentum": 0.5}}
    project.train("alive", "points", folder="models/dead", **momentum, iterations=1)
    given = "".join(f", {name}={value!r}" for name, value in momentum.items())
    project.write(
        "models/dead/dead.sql",
        f"{{{{ dbt_nn.train(examples=ref('points'), warm_start=ref('alive'), iterations=1300{given}) }}}}\n",
    )
    project.dbt_ok("run", "--select", "alive")
    project.execute(
        "update alive set value = -1000 where role = 'bias' and layer = 1",
        "update alive set value = 1 where role = 'optimizer_state' and layer = 1",
    )
    project.dbt_ok("run", "--select", "dead")
    assert project.rows(
        "select count(*) from dead where role = 'optimizer_state' and layer = 1 and abs(value) < 1e-150"
    ) == [(16,)]


def test_a_killed_run_leaves_nothing_at_work_in_the_server(project):
    process = start_training(project, "gone", iterations=100000, checkpoint_every=100000)
    working = "select count(*) from pg_stat_activity where state = 'active' and query like '%gone__dbt_nn%' and pid <> pg_backend_pid()"
    for _ in range(300):
        if project.rows(working) == [(1,)]:
            break
        time.sleep(0.1)
    assert project.rows(working) == [(1,)]
    process.kill()
    process.wait()
    for _ in range(50):
        if project.rows(working) == [(0,)]:
            break
        time.sleep(0.1)
    assert project.rows(working) == [(0,)]


@pytest.mark.parametrize("length", [46, 47])
def test_a_name_that_postgresql_would_cut_is_refused(project, length):
    name = "n" * length
    project.train(name, "points", folder=f"models/{name}", iterations=1, **SMALL)
    outcome = project.dbt("run", "--select", name)
    if length == 46:
        assert outcome.success, outcome.output
    else:
        assert f"{name}__dbt_nn_examples has more than 63 bytes" in outcome.message[name]


def test_types_of_postgresql(project):
    """The same numbers and texts as other types: the same network."""
    project.write(
        "models/types/typed.sql",
        "select example::smallint as example, x1::numeric as x1, plan::character varying(3) as plan, side::char(5) as side from {{ ref('points') }}\n",
    )
    project.train("typed_network", "typed", folder="models/types", hidden_layers=[8], iterations=40, **SMALL)
    project.dbt_ok("run", "--select", "typed", "typed_network")
    assert parameters(project, "typed_network") == pytest.approx(
        parameters(project, "recursive_network"), rel=0, abs=1e-9
    )


def test_a_schema_and_models_with_capitals_and_blanks(warehouse, tmp_path_factory):
    if warehouse.name != "postgres":
        pytest.skip("needs --warehouse postgres")
    project = new_consumer(tmp_path_factory.mktemp("capitals"), warehouse=warehouse)
    profiles = json.loads((project.path / "profiles.yml").read_text(encoding="utf-8"))
    profiles["shop"]["outputs"]["postgres"]["schema"] = f"My {warehouse.schema}"
    project.write("profiles.yml", json.dumps(profiles))
    project.table("Points", ["x1", "side"], [[float(k % 7), "left" if k % 2 else "right"] for k in range(40)])
    project.train("Net", "Points", label="side", iterations=3)
    project.predictions("Answers", "Net", "Points")
    try:
        project.dbt_ok("build")
        assert project.tables(f"My {warehouse.schema}") == {"Points", "Net", "Answers"}
    finally:
        project.execute(f'drop schema if exists "My {warehouse.schema}" cascade')


SETTINGS = {"extra_float_digits": "0", "DateStyle": "'German'", "TimeZone": "'Asia/Tokyo'"}


@pytest.fixture(scope="module")
def settings(project):
    """The same models built twice: as the server is, and with settings of the role that change how it writes values."""
    project.write(
        "models/settings/dated.sql",
        "select date '2024-01-01' + example as example, x1 / 3 as x1, plan, side, x1 / 7 as size, 1 + example % 3 / 10.0::float8 + 0.2 as class"
        " from {{ ref('points') }}\n",
    )
    options = {"features": ["x1", "plan"], "example_id": "example", "hidden_layers": [3], "iterations": 20}
    for name, label, more in [
        ("side", "side", {}),
        ("size", "size", {}),
        ("class", "class", {"task": "classification"}),
    ]:
        project.train(f"by_{name}", "dated", folder="models/settings", label=label, **options, **more)
        project.predictions(f"by_{name}_scores", f"by_{name}", "dated", folder="models/settings")
        project.write(
            f"models/settings/by_{name}_text.sql",
            "{{ config(materialized='table') }}\n"
            f"select * from (\n{{{{ dbt_nn.network_sql(ref('by_{name}'), ref('dated')) }}}}\n) as written_out\n",
        )
    tables = [f"by_{name}{end}" for name in ("side", "size", "class") for end in ("", "_scores", "_text")]
    user = project.warehouse.output["user"]
    found = []
    for values in ({}, SETTINGS):
        for name, value in values.items():
            project.execute(f"alter role {user} set {name} = {value}")
        try:
            outcome = project.dbt("build", "--full-refresh", "--select", "dated+")
            again = project.dbt("build", "--select", "by_side")
        finally:
            for name in values:
                project.execute(f"alter role {user} reset {name}")
        assert outcome.success, outcome.output
        project.execute("set extra_float_digits = 1")
        # Both runs train: what a network remembers of that differs, and so does its number.
        what = {
            table: "where role <> 'training'" if table.count("_") == 1 else "where network_version is not null"
            for table in tables
        }
        rows = {
            table: [
                row if table.count("_") == 1 else row[:-1]
                for row in project.rows(f"select * from {table} as found {condition} order by found::text")
            ]
            for table, condition in what.items()
        }
        found.append((rows, again.output))
    return found


@pytest.mark.parametrize("name", ["by_side", "by_size", "by_class"])
@pytest.mark.parametrize("end", ["", "_scores", "_text"])
def test_settings_of_a_session_reach_no_number_no_split_and_no_class(settings, name, end):
    (plain, _), (changed, _) = settings
    assert plain[name + end] == changed[name + end]


def test_settings_of_a_session_do_not_change_the_hash_of_the_rows(settings, project):
    fingerprint = "select output_name from by_side where role = 'option' and input_name = 'fingerprint'"
    assert project.rows(fingerprint) == [
        (row[7],) for row in settings[0][0]["by_side"] if row[1] == "option" and row[5] == "fingerprint"
    ]


@pytest.mark.parametrize(("name", "fits"), [("ü" * 23, True), ("ü" * 24, False)], ids=["46 bytes", "48 bytes"])
def test_a_name_is_as_long_as_its_bytes(project, name, fits):
    project.train(name, "points", folder=f"models/{name}", iterations=1, **SMALL)
    outcome = project.dbt("run", "--select", name)
    assert outcome.success == fits, outcome.output
    if not fits:
        assert f"{name}__dbt_nn_examples has more than 63 bytes" in outcome.message[name]


def test_a_class_whose_column_would_be_cut_is_refused_before_training(project):
    project.write(
        "models/cut/chinese.sql",
        f"select x1, case when side = 'left' then '{'左' * 18}' else 'right' end as side from {{{{ ref('points') }}}}\n",
    )
    project.train("cut_network", "chinese", folder="models/cut", label="side", features=["x1"], iterations=1)
    outcome = project.dbt("run", "--select", "chinese", "cut_network")
    assert "makes a column name of more than 63 bytes" in outcome.message["cut_network"]


def test_enums_are_text_and_lists_are_refused(warehouse, tmp_path_factory):
    if warehouse.name != "postgres":
        pytest.skip("needs --warehouse postgres")
    project = new_consumer(tmp_path_factory.mktemp("enums"), warehouse=warehouse)
    rows = [[k, float(k * k % 7), PLANS[k % 6], "left" if k % 3 else "right"] for k in range(30)]
    project.table("texts", ["example", "x1", "plan", "side"], rows)
    project.dbt_ok("run")
    values = ", ".join(f"'{plan}'" for plan in PLANS)
    project.execute(f"create type {warehouse.schema}.plan_of_a_customer as enum ({values})")
    project.write(
        "models/enums.sql",
        "{{ config(materialized='table') }}\n"
        "select example, x1, plan::{{ target.schema }}.plan_of_a_customer as plan, side, array[1, 2] as numbers from {{ ref('texts') }}\n",
    )
    for name in ["text", "enum"]:
        project.train(f"{name}_network", f"{name}s", hidden_layers=[2], iterations=2, **SMALL)
        project.predictions(f"{name}_scores", f"{name}_network", f"{name}s")
    project.train("list_network", "enums", iterations=1, **{**SMALL, "features": ["x1", "numbers"]})
    outcome = project.dbt("run", "--exclude", "texts")
    assert outcome.status["enum_scores"] == "success", outcome.output
    assert parameters(project, "enum_network") == parameters(project, "text_network")
    assert (
        "feature numbers is integer[]; accepted: numbers, booleans, text, dates and timestamps. Cast"
        in outcome.message["list_network"]
    )
