"""Nonsense at any door gets one clear error, which names what came and what is accepted, and nothing that stands is changed."""

import json

import pytest
from conftest import Project, new_consumer
from errors_table import CALLS, GATES, MODELS, STAGE

PEOPLE = [[k, float(k * k % 7), "abc"[k % 3], ["no", "yes"][k * k % 7 > 2], k * 1.5] for k in range(30)]
COLUMNS = ["id", "size", "plan", "bought", "amount"]
PREDICTED = "predicted_label, predicted_probability, probability_no, probability_yes"
TEXT = "{{ dbt.type_string() }}"
MODELS_TO_READ = {
    "good": "select * from {{ ref('scored') }}",
    "numbers": "select *, cast('2024-01-01' as date) as day from {{ ref('scored_amount') }}",
    "mixed": "select 1 as a_number, cast('2024-01-01' as date) as a_day, 'yes' as predicted_label union all select 0, cast('2024-01-02' as date), 'no'",
    "mixed_2": "select 'yes' as a_text, 1 as predicted_label union all select 'no', 0",
    "texts": f"select bought, predicted_label, cast(predicted_probability as {TEXT}) as predicted_probability, "
    f"cast(probability_no as {TEXT}) as probability_no, cast(probability_yes as {TEXT}) as probability_yes from {{{{ ref('scored') }}}}",
    "text_value": f"select amount, cast(predicted_value as {TEXT}) as predicted_value from {{{{ ref('scored_amount') }}}}",
    "no_size": "select id, plan, bought, amount from {{ ref('people') }}",
    "text_size": f"select id, plan, case when id = 3 then 'n/a' else cast(size as {TEXT}) end as size from {{{{ ref('people') }}}}",
    "date_size": "select id, plan, cast('2024-01-01' as date) as size from {{ ref('people') }}",
    "answered": "select *, 'x' as predicted_label from {{ ref('people') }}",
    "heavy": "select *, case when id = 3 then 1e308 else 1 end as heavy from {{ ref('people') }}",
    "init": f"{{{{ dbt_nn.stage_init({STAGE}}}) }}}}",
    "empty_net": "select * from {{ ref('net') }} where 1 = 0",
    "broken_net": "select * from {{ ref('net') }} where role not in ('weight', 'bias')",
}
READ = [*MODELS_TO_READ, "people", "net", "net_amount", "gone", "ephemeral"]
REFS = "".join(f"{{% set {name} = ref('{name}') %}}" for name in READ)
NUMBERS = "{% set nan, inf = var('no_such', 'nan') | float, var('no_such', 'inf') | float %}"
# What others say where the package has not looked: engines, Jinja, Python.
STRANGE = ["Undefined", "has no attribute", "Binder Error", "Parser Error", "Catalog Error", "is undefined\n", "takes no", "was not provided", "JSON serializable", "syntax error", "Traceback", "not iterable", "Conversion Error"]  # fmt: skip


# Kinds of nonsense that only a warehouse knows of: those are tried on others than DuckDB, too.
TOLD_BY_TABLES = [
    "no such column",
    "not there",
    "ephemeral",
    "twice",
    "text",
    "a date",
    "no network",
    "another relation",
]
TOLD_BY_TABLES += ["a text that is no number", "a date for a number", "without a feature", "with an answer", "numbers"]
TOLD_BY_TABLES += ["empty", "text of numbers", "a number, and text predicted", "text, and a number predicted", "huge"]
PLAIN = ["network_sql", "train", "roll_back", "estimate", "model_yaml"]


def named(prefix, rows):
    """The rows by a name for each, which says the door."""
    return {f"{prefix}_{at}_{row[0]}": row for at, row in enumerate(rows)}


CALLED, TESTED, WRITTEN = named("call", CALLS), named("gate", GATES), named("model", MODELS)


def write_what_is_read(project: Project) -> None:
    project.table("people", COLUMNS, PEOPLE)
    options = {"example_id": "id", "features": ["size", "plan"], "hidden_layers": [2], "iterations": 2}
    for name, label in [("net", "bought"), ("net_amount", "amount")]:
        project.train(name, "people", label=label, **options)
        project.predictions("scored" if label == "bought" else "scored_amount", name, "people")
    for name, text in MODELS_TO_READ.items():
        project.write(f"models/{name}.sql", f"{{{{ config(materialized='table') }}}}\n{text}\n")
    project.write("models/gone.sql", "select * from {{ ref('people') }}\n")
    project.write("models/ephemeral.sql", "{{ config(materialized='ephemeral') }} select * from {{ ref('scored') }}\n")
    outcome = project.dbt("run", "--exclude", "gone")
    assert set(outcome.status.values()) == {"success"}, outcome.message


def write_call(project: Project, name: str, text: str) -> None:
    """What is known from the arguments alone would be said when dbt parses, of one model, so it waits until the models run."""
    door = text.partition("(")[0]
    # A network by its own materialization: train says so, too.
    kind = "neural_network" if door == "train" else "table"
    select = "" if door.startswith(("stage_", "test_")) or door in PLAIN else "select * from "
    project.write(
        f"models/bad/{name}.sql",
        f"{{{{ config(materialized='{kind}') }}}}{REFS}{NUMBERS}\n{{% if execute %}}{select}{{{{ dbt_nn.{text} }}}}{{% endif %}}\n",
    )


def write_gates(project: Project) -> None:
    tests = {}
    for name, (test, _, _, model, arguments, _) in TESTED.items():
        tests.setdefault(model, []).append({f"dbt_nn.{test}": {"name": name, "arguments": arguments}})
    models = [{"name": model, "data_tests": listed} for model, listed in tests.items()]
    project.write("models/schema.yml", json.dumps({"version": 2, "models": models}))


@pytest.fixture(scope="module")
def project(warehouse, tmp_path_factory):
    if warehouse.name not in ["duckdb", "postgres", "spark"]:
        pytest.skip("the words are the same everywhere; what a warehouse says itself is tried on three")
    found = new_consumer(tmp_path_factory.mktemp("consumer"), warehouse=warehouse)
    write_what_is_read(found)
    called = {name: row for name, row in CALLED.items() if warehouse.name == "duckdb" or row[2] in TOLD_BY_TABLES}
    for name, row in called.items():
        write_call(found, name, row[3])
    written = WRITTEN if warehouse.name != "spark" else {}
    for name, row in written.items():
        found.write(f"models/bad/{name}.sql", row[3] + "\n")
    broken = "select 1 as \"si\nze\", 'yes' as bought union all select 2, 'no' union all select 3, 'no'\n"
    found.write("models/bad/broken_name.sql", broken if written else "select 1 as one\n")
    tried = [*called, *written]
    found.execute(*(f"create table {name} as select 'standing' as note" for name in tried))
    before = found.tables()
    found.ran = found.dbt("run", "--select", "path:models/bad")
    assert found.ran.status, found.ran.output
    standing = found.tables()
    found.new = standing - before - {"broken_name"}
    notes = found.rows(
        " union all ".join(f"select '{name}', count(*) from {name}" for name in tried if name in standing)
    )
    found.untouched = {name for name, count in notes if count == 1}
    write_gates(found)
    (found.path / "models/bad").rename(found.path / "bad")
    found.compiled_gates = found.dbt("compile")
    found.tested = found.dbt("test")
    return found


def check(project, name, row) -> None:
    if name not in project.ran.status:
        pytest.skip("not tried on this warehouse")
    assert project.ran.status[name] == "error"
    check_message(project.ran.message[name], row[-1], row[0])
    # Before its query runs, dbt-spark drops a table that it can't replace in one statement: what only rows tell comes too late.
    if project.warehouse.name != "spark" or "Compilation Error" in project.ran.message[name]:
        assert name in project.untouched


def check_message(message, facts, door) -> None:
    for fact in facts:
        assert fact in message
    for word in STRANGE:
        assert word not in message
    assert f"dbt_nn.{door}" in message or "dbt_nn network" in message or "neural_network" in message


def said(row) -> str:
    return " ".join(row[:3])


@pytest.mark.parametrize("name", CALLED, ids=lambda name: said(CALLED[name]))
def test_nonsense_in_a_call_is_one_clear_error(project, name):
    check(project, name, CALLED[name])


@pytest.mark.parametrize("name", WRITTEN, ids=lambda name: said(WRITTEN[name]))
def test_nonsense_in_a_model_is_one_clear_error(project, name):
    check(project, name, WRITTEN[name])


@pytest.mark.parametrize("name", TESTED, ids=lambda name: said(TESTED[name]))
def test_nonsense_in_a_data_test_is_one_clear_error(project, name):
    assert project.tested.status[name] == "error"
    check_message(project.tested.message[name], TESTED[name][-1], TESTED[name][0])


def test_nothing_is_left_behind(project):
    assert project.new == set()


def test_a_gate_of_tables_without_its_columns_fails_where_it_runs_and_not_where_it_is_compiled(project):
    assert project.compiled_gates.success, project.compiled_gates.output


def test_there_are_enough_rows():
    assert len(CALLS) + len(GATES) + len(MODELS) >= 250
