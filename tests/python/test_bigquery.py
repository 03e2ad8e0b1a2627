"""What only BigQuery's stand-ins can tell: every statement type-checks, and GoogleSQL's reference evaluator computes DuckDB's iteration.

They run under scripts/warehouses/bigquery.sh: `make test-bigquery`.
"""

import json
import os
import re
import urllib.error
import urllib.request

import numpy as np
import pytest
from conftest import new_consumer

ROWS = 24
# More than 50 parameters are lists, fewer are columns.
NETWORKS = {
    "columns": ("kind", {"hidden_layers": [2], "activation": "tanh"}),
    "lists": ("kind", {"hidden_layers": [8], "missing_indicator": True}),
    "number": ("amount", {"hidden_layers": [9, 2], "optimizer": "gradient_descent"}),
}
# The recursive form, of all layouts there and with early stopping; name -> (label, options).
RECURSIVE = {
    "recursive_columns": ("kind", {"hidden_layers": [2], "iterations": 12}),
    "recursive_lists": ("amount", {"hidden_layers": [9], "iterations": 5, "layout": "dots"}),
    "recursive_stopping": ("kind", {"hidden_layers": [2], "iterations": 30, "early_stopping": {"patience": 2}}),
}
SCORES = {"features": ["x"], "label": "side", "classes": ["left", "right"], "hidden_layers": []}


@pytest.fixture(scope="module", autouse=True)
def only_there(request):
    if request.config.getoption("--warehouse") != "bigquery":
        pytest.skip("GoogleSQL's analyzer and evaluator stand where BigQuery would be: make test-bigquery")


def write(project) -> None:
    random = np.random.default_rng(5)
    numbers = random.normal(3, 2, ROWS)
    kinds = [["low", "it's \\n high"][int(number > 3)] for number in numbers]
    project.table(
        "examples",
        ["example", "number", "plan", "kind", "amount"],
        [
            [f"row {k}", float(numbers[k]) if k % 7 else None, "abc"[k % 3], kinds[k], float(numbers[k] * 10)]
            for k in range(ROWS)
        ],
    )
    for name, (label, options) in NETWORKS.items():
        project.train(
            name, "examples", label=label, features=["number", "plan"], example_id="example", iterations=1, **options
        )
    for name, (label, options) in RECURSIVE.items():
        options = {"features": ["number", "plan"], "example_id": "example", "loop": "recursive", **options}
        project.train(name, "examples", label=label, **options)
    project.table("points", ["x", "side"], [[2.0, "left"], [-2.0, "left"], [1.0, "right"], [-1.0, "right"]])
    for output in ["softmax", "sigmoid"]:
        project.network(
            f"{output}_",
            {**SCORES, "output": output},
            "points",
            {"iterations": 1},
            init="select network_key, iteration, layer, input, output, 1e4 * input * (3 - 2 * output) as value, train_loss from (\n{call}\n) as drawn",
        )


@pytest.fixture(scope="module")
def project(only_there, warehouse, tmp_path_factory):
    found = new_consumer(tmp_path_factory.mktemp("consumer"), warehouse=warehouse)
    write(found)
    found.dbt_ok("build")
    return found


@pytest.fixture(scope="module")
def on_duckdb(only_there, tmp_path_factory):
    found = new_consumer(tmp_path_factory.mktemp("on_duckdb"))
    write(found)
    found.dbt_ok("build")
    return found


def statements(project) -> list[dict]:
    """What dbt has sent of this project."""
    with open(os.environ["DBT_NN_BIGQUERY_STATEMENTS"], encoding="utf-8") as log:
        found = [json.loads(line) for line in log]
    return [statement for statement in found if project.warehouse.schema in statement["sql"]]


def evaluated(query: str) -> list[dict]:
    """The rows of a SELECT, computed by GoogleSQL's reference implementation over the tables as they are."""
    request = urllib.request.Request(
        os.environ["DBT_NN_BIGQUERY_ENDPOINT"] + "/googlesql", json.dumps({"query": query}).encode()
    )
    try:
        with urllib.request.urlopen(request) as answer:
            found = json.load(answer)
    except urllib.error.HTTPError as problem:
        raise AssertionError(json.load(problem)["error"]) from problem
    return [dict(zip(found["columns"], row)) for row in found["rows"]]


def made_by(project, table: str) -> str:
    """The statement that made a table."""
    head = re.compile(rf"create table \S+`{table}` as \(")
    (found,) = [statement["sql"] for statement in statements(project) if head.search(statement["sql"])]
    return found


def select_of(statement: str) -> str:
    """The query of CREATE TABLE … AS ( … )."""
    return statement[statement.index(" as (") + len(" as (") : statement.rindex(")")]


def test_every_statement_type_checks_and_is_below_a_megabyte(project):
    sent = statements(project)
    assert len(sent) > 50
    assert {statement["status"] for statement in sent} == {"checked"}
    assert max(statement["bytes"] for statement in sent) < 1_000_000


def test_what_the_emulator_takes_and_googlesql_does_not_is_refused(project):
    query = f"select count(*) filter (where x > 0) from `demo`.`{project.warehouse.schema}`.`points`"
    with pytest.raises(Exception, match=r"GoogleSQL: .*Syntax error"):
        project.rows(query)
    (refused,) = [statement for statement in statements(project) if statement["sql"] == query]
    assert refused["status"] == "refused"


def test_a_script_is_written_down_as_unchecked(project):
    query = f"declare x int64 default 1; select x as {project.warehouse.schema}"
    assert project.rows(query) == [(1,)]
    (script,) = [statement for statement in statements(project) if statement["sql"] == query]
    assert script["status"] == "unchecked"


@pytest.mark.parametrize("name", NETWORKS)
def test_an_iteration_of_the_reference_evaluator_is_that_of_duckdb(project, on_duckdb, name):
    # The tables that training leaves behind only until it is done.
    helpers = [f"{name}__dbt_nn_{helper}" for helper in ("examples", "start")]
    project.execute(*(made_by(project, helper) for helper in helpers))
    rows = evaluated(select_of(made_by(project, f"{name}__iteration_1")))
    project.execute(*(f"drop table `demo`.`{project.warehouse.schema}`.`{helper}`" for helper in helpers))

    places = "role in ('weight', 'bias')"
    expected = {
        (layer, into, out): value
        for layer, into, out, value in on_duckdb.rows(f"select layer, input, output, value from {name} where {places}")
    }
    found = {(row["layer"], row["input"], row["output"]): row["value"] for row in rows if row["layer"] is not None}
    assert found.keys() == expected.keys()
    assert len(found) > 50 or name == "columns"
    np.testing.assert_allclose([found[key] for key in expected], list(expected.values()), rtol=0, atol=1e-12)

    (history,) = [row for row in rows if row["layer"] is None]
    of_the_iteration = "iteration = 1 and layer is null and role not in ('training', 'l2')"
    measures = dict(on_duckdb.rows(f"select role, value from {name} where {of_the_iteration}"))
    assert {"train_loss", "validation_loss", "gradient_norm"} <= measures.keys()
    for role, value in measures.items():
        assert history[role] == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize("name", RECURSIVE)
def test_a_recursive_query_gives_the_network_of_duckdb(project, on_duckdb, name):
    """Computed by the reference evaluator, for the emulator cannot: see proxy.py."""
    query = "select role, iteration, layer, input, output, value from {} where role in ('weight', 'bias', 'train_loss')"
    found, expected = ({row[:5]: row[5] for row in place.rows(query.format(name))} for place in (project, on_duckdb))
    assert found.keys() == expected.keys()
    assert [found[key] for key in expected] == pytest.approx(list(expected.values()), rel=0, abs=1e-9)
    sent = [statement for statement in statements(project) if f"`{name}__iteration_" in statement["sql"]]
    segments = [statement for statement in sent if "with recursive" in statement["sql"]]
    assert 1 <= len(segments) < RECURSIVE[name][1]["iterations"]
    assert {statement["status"] for statement in sent} == {"checked"}


BAD = {
    "recursive_batches": ({"batch_size": 5, "example_id": "example"}, ["loop is recursive and batch_size is 5"]),
}


def test_what_the_recursive_form_cannot_do_is_one_clear_error(project):
    for name, (options, _) in BAD.items():
        project.train(
            name, "examples", folder="models/bad", label="kind", features=["number"], loop="recursive", **options
        )
    project.network("stages_", SCORES, "points", {"iterations": 2, "loop": "recursive"}, folder="models/bad")
    outcome = project.dbt("build", "--select", "path:models/bad")
    for name, (_, parts) in BAD.items():
        for part in parts:
            assert part in outcome.message[name]
    assert "which on this warehouse only dbt_nn.train supports" in outcome.message["stages_update"]


@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
def test_scores_of_10000_raise_nothing_in_the_reference_evaluator(project, on_duckdb, output):
    rows = evaluated(project.compiled(f"{output}_update"))
    expected = on_duckdb.rows(
        f"select input, output, value, train_loss from ({on_duckdb.compiled(f'{output}_update')})"
    )
    assert {(row["input"], row["output"]): row["value"] for row in rows} == pytest.approx(
        {(into, out): value for into, out, value, _ in expected}, rel=1e-12
    )
    # Half of the points are on the wrong side, by 10,000 or 20,000: times 2 where there are two scores.
    assert rows[0]["train_loss"] == pytest.approx(expected[0][3], rel=1e-12)
    assert rows[0]["train_loss"] > 5000


def test_the_evaluator_raises_where_googlesql_does():
    with pytest.raises(AssertionError, match=r"Floating point error in function: EXP"):
        evaluated("select exp(1e4) as x")
