"""Nonsense at any door gets one clear error, which names what came and what is accepted, and nothing that stands is changed."""

import json

import pytest
from conftest import Project, new_consumer
from errors_table import CALLS, GATES, MODELS, STAGE
from warehouses import DuckDB

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


def names(prefix, rows):
    """A name for each row, which says door and argument."""
    return [f"{prefix}_{at}_{row[0]}" for at, row in enumerate(rows)]


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
    outcome = project.dbt("run", "--exclude", "gone", "path:models/bad")
    assert set(outcome.status.values()) == {"success"}, outcome.message


def write_calls(project: Project, rows) -> list[str]:
    """What is known from the arguments alone would be said when dbt parses, of one model, so it waits until the models run."""
    for name, (*_, text, _) in zip(names("call", rows), rows, strict=True):
        door = text.partition("(")[0]
        is_query = door.startswith(("stage_", "test_")) or door in [
            "network_sql",
            "train",
            "roll_back",
            "estimate",
            "model_yaml",
        ]
        # Where train is called by a model of tables, that would be said, too.
        kind = "neural_network" if door == "train" else "table"
        body = ("" if is_query else "select * from ") + f"{{{{ dbt_nn.{text} }}}}"
        project.write(
            f"models/bad/{name}.sql",
            f"{{{{ config(materialized='{kind}') }}}}{REFS}{NUMBERS}\n{{% if execute %}}{body}{{% endif %}}\n",
        )
    return names("call", rows)


def write_gates(project: Project) -> None:
    tests = {}
    for name, (test, _, _, model, arguments, _) in zip(names("gate", GATES), GATES, strict=True):
        tests.setdefault(model, []).append({f"dbt_nn.{test}": {"name": name, "arguments": arguments}})
    models = [{"name": model, "data_tests": listed} for model, listed in tests.items()]
    project.write("models/schema.yml", json.dumps({"version": 2, "models": models}))


def check(message: str, facts: list[str], door: str) -> None:
    assert message, "nothing was said"
    for fact in facts:
        assert fact in message
    for word in STRANGE:
        assert word not in message
    assert f"dbt_nn.{door}" in message or "dbt_nn network" in message or "neural_network" in message


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    consumer = new_consumer(tmp_path_factory.mktemp("consumer"))
    write_what_is_read(consumer)
    calls = write_calls(consumer, CALLS)
    models = names("model", MODELS)
    for name, (_, _, _, text, _) in zip(models, MODELS, strict=True):
        consumer.write(f"models/bad/{name}.sql", text + "\n")
    consumer.write(
        "models/broken_name.sql",
        "select 1 as \"si\nze\", 'yes' as bought union all select 2, 'no' union all select 3, 'no'\n",
    )
    consumer.execute(*(f"create table {name} as select 'standing' as note" for name in calls + models))
    before = consumer.tables()
    consumer.ran = consumer.dbt("run", "--select", "broken_name", "path:models/bad")
    assert consumer.ran.status, consumer.ran.output
    consumer.new = consumer.tables() - before - {"broken_name"}
    untouched = "select table_name from information_schema.columns where column_name = 'note'"
    consumer.untouched = {name for (name,) in consumer.rows(untouched)}
    write_gates(consumer)
    (consumer.path / "models/bad").rename(consumer.path / "bad")
    consumer.compiled_gates = consumer.dbt("compile")
    consumer.tested = consumer.dbt("test")
    return consumer


@pytest.mark.parametrize("row", zip(names("call", CALLS), CALLS), ids=lambda row: " ".join(row[1][:3]))
def test_nonsense_in_a_call_is_one_clear_error(project, row):
    name, (door, _, _, _, facts) = row
    assert project.ran.status[name] == "error"
    check(project.ran.message[name], facts, door)
    assert name in project.untouched


@pytest.mark.parametrize("row", zip(names("model", MODELS), MODELS), ids=lambda row: " ".join(row[1][:3]))
def test_nonsense_in_a_model_is_one_clear_error(project, row):
    name, (door, _, _, _, facts) = row
    assert project.ran.status[name] == "error"
    check(project.ran.message[name], facts, door)
    assert name in project.untouched


@pytest.mark.parametrize("row", zip(names("gate", GATES), GATES), ids=lambda row: " ".join(row[1][:3]))
def test_nonsense_in_a_data_test_is_one_clear_error(project, row):
    name, (test, _, _, _, _, facts) = row
    assert project.tested.status[name] == "error"
    check(project.tested.message[name], facts, test)


def test_nothing_is_left_behind(project):
    assert project.new == set()


def test_a_gate_of_tables_without_its_columns_fails_where_it_runs_and_not_where_it_is_compiled(project):
    assert project.compiled_gates.success, project.compiled_gates.output


def test_there_are_enough_rows():
    assert len(CALLS) + len(GATES) + len(MODELS) >= 250
