"""What only Snowflake's stand-ins can tell: a grammar of Snowflake reads every statement, names keep their case, and what raises is not sent.

They run under scripts/warehouses/snowflake.sh: `make test-snowflake`.
"""

import json
import os
import re

import pytest
from conftest import new_consumer

ROWS = 24
# One written without quotes, one in mixed case, one in lower case within quotes, and two that differ by case only.
COLUMNS = {
    "id": "id",
    "plain": "plain",
    "Mixed Case": '"Mixed Case"',
    "lower": '"lower"',
    "ÄÖ": '"ÄÖ"',
    "Äö": '"Äö"',
}
SMALL = {"hidden_layers": [], "iterations": 2, "example_id": "id"}


@pytest.fixture(scope="module", autouse=True)
def only_there(request):
    if request.config.getoption("--warehouse") != "snowflake":
        pytest.skip("an emulator and a grammar stand where Snowflake would be: make test-snowflake")


@pytest.fixture(scope="module")
def project(only_there, warehouse, tmp_path_factory):
    found = new_consumer(tmp_path_factory.mktemp("consumer"), warehouse=warehouse)
    values = ", ".join(
        f"({k}, {k % 5}.5, {k % 3}.25, {k % 2}.5, {k % 7}.5, {k % 4}.5, '{['no', 'yes'][k % 2]}')" for k in range(ROWS)
    )
    names = ", ".join([*COLUMNS.values(), "churned"])
    found.write("models/customers.sql", f"select * from (values {values}) as v ({names})\n")
    networks = {
        "by_user": ["PLAIN", "Mixed Case", "lower", "ÄÖ"],
        "ambiguous": ["plain", "plane", "äö"],
        "folded": ["Plain", "mixed case"],
    }
    for name, features in networks.items():
        found.train(name, "customers", label="churned", features=features, **SMALL)
    found.train("every_column", "customers", label="churned", **SMALL)
    found.train("in_lists", "customers", label="churned", **SMALL, layout="dots")
    found.train("colliding", "classes", label="class", **SMALL)
    found.write(
        "models/classes.sql",
        "select column1 as id, column1 * 1.5 as x, column2 as class from (values (1, 'Yes'), (2, 'yes'), (3, 'no'), (4, 'Yes'), (5, 'no'))\n",
    )
    found.predictions("answers", "by_user", "customers")
    found.write(
        "models/written.sql",
        "select id, plain, \"Mixed Case\", probability_yes, predicted_label from {{ ref('answers') }}\n",
    )
    found.predictions("as_cte", "by_user", "from_nowhere")
    found.write(
        "models/from_nowhere.sql", "{{ config(materialized='ephemeral') }}\nselect * from {{ ref('customers') }}\n"
    )
    return found, found.dbt("run")


def inputs_of(project, network) -> set[str]:
    return {name for (name,) in project.rows(f"select input_name from {network} where role = 'center' and layer = 0")}


def test_a_name_is_quoted_as_it_stands_and_said_as_it_was_written(project):
    found, outcome = project
    assert outcome.status["by_user"] == "success", outcome.message["by_user"]
    assert inputs_of(found, "by_user") == {"plain", "Mixed Case", "lower", "ÄÖ"}
    assert inputs_of(found, "every_column") == {"plain", "Mixed Case", "lower", "ÄÖ", "Äö"}
    assert inputs_of(found, "folded") == {"plain", "Mixed Case"}


def test_a_name_that_fits_two_columns_is_refused(project):
    _, outcome = project
    assert outcome.status["ambiguous"] == "error"
    assert "column äö may be ÄÖ or Äö, which differ by case only" in outcome.message["ambiguous"]
    assert "column plane is not in the examples" in outcome.message["ambiguous"]


def test_names_that_predictions_add_need_no_quotes_and_the_users_keep_theirs(project):
    found, outcome = project
    assert outcome.status["written"] == "success", outcome.message.get("written")
    assert len(found.rows("select id, probability_yes from written where predicted_label in ('yes', 'no')")) == ROWS
    described = [row[0] for row in found.rows("describe table answers")]
    assert described[:6] == ["ID", "PLAIN", "Mixed Case", "lower", "ÄÖ", "Äö"]
    assert {
        "SPLIT",
        "PREDICTED_LABEL",
        "PREDICTED_PROBABILITY",
        "PROBABILITY_NO",
        "PROBABILITY_YES",
        "NETWORK_VERSION",
    } < set(described)


def test_classes_whose_columns_would_have_one_name_are_refused(project):
    _, outcome = project
    assert "classes 'Yes' and 'yes' would share the column probability_yes" in outcome.message["colliding"]


def test_lists_are_refused(project):
    _, outcome = project
    assert (
        "layout is dots, which requires lists of numbers that this warehouse does not have; accepted: auto, wide"
        in (outcome.message["in_lists"])
    )


def test_examples_whose_columns_are_unknown_are_refused(project):
    _, outcome = project
    assert outcome.status["as_cte"] == "error"
    assert "the columns of the examples cannot be looked up, which Snowflake requires" in outcome.message["as_cte"]


@pytest.mark.parametrize(
    ("query", "said"),
    {
        "select 1 / x from (select 0::double as x)": "Division by zero",
        "select x / y from (select 1 as x, 3 as y)": "a quotient of NUMBERs is rounded",
        "select avg(x) from (select 1 as x)": "an average of NUMBERs is rounded",
        "select exp(x) from (select 1000::double as x)": "exp overflows",
    }.items(),
)
def test_the_emulator_raises_where_snowflake_does_or_rounds(project, query, said):
    found, _ = project
    with pytest.raises(Exception, match=said):
        found.rows(query)
    assert found.rows("select x / y from (select 6 as x, 3 as y)") == [(2,)]


def test_the_emulators_flatten_numbers_the_elements_of_every_row(project):
    found, _ = project
    rows = found.rows(
        "select k, f.index, f.value::double from (select column1 as k, array_construct(column1, column1 * 10) as a "
        "from (values (1), (2), (3))) as r cross join lateral flatten(input => r.a) as f"
    )
    assert sorted(rows) == [(k, at, k * (1.0, 10.0)[at]) for k in (1, 2, 3) for at in (0, 1)]


def statements() -> list[dict]:
    """What was sent by all tests so far."""
    with open(os.environ["DBT_NN_SNOWFLAKE_STATEMENTS"], encoding="utf-8") as log:
        return [json.loads(line) for line in log]


def test_checkpoints_are_transient_and_the_network_is_replaced_in_one_step(project):
    sent = [statement["sql"] for statement in statements()]
    made = [sql.lstrip().split(" as (")[0] for sql in sent if re.search(r"by_user(__\w+)?\s+as \(", sql)]
    assert any(head.startswith("create transient table") and "by_user__iteration_2" in head for head in made)
    assert [head for head in made if "__" not in head.split("by_user")[1]] != []
    for head in made:
        is_beside = "by_user__" in head
        assert head.startswith("create transient table" if is_beside else "create or replace transient table"), head


def test_no_number_is_written_with_an_exponent_outside_of_quotes(project):
    for statement in statements():
        bare = re.sub(r"'(\\.|[^'\\])*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/", " ", statement["sql"], flags=re.DOTALL)
        found = re.search(r"(?<![\w.])\d+(\.\d+)?e[+-]?\d+", bare, re.IGNORECASE)
        # Compared with alone, an integer is one, however it is written.
        assert not found or found[0] in ("9e15", "9e18"), (found[0], statement["sql"][:2000])


def unread(sql: str) -> list[str]:
    """What a grammar of Snowflake can't read of a statement."""
    from sqlfluff.core import FluffConfig, Lexer, Parser, SQLParseError

    config = FluffConfig(overrides={"dialect": "snowflake"})
    tokens, problems = Lexer(config=config).lex(sql)
    try:
        tree = Parser(config=config).parse(tokens)
    except SQLParseError as problem:
        return [str(problem)]
    parts = tree.recursive_crawl("unparsable") if tree else []
    return [*map(str, problems), *(part.raw for part in parts)]


QUOTED_OR_COMMENT = re.compile(r"'(?:\\.|[^'\\])*'|\"[^\"]*\"|/\*.*?\*/|--[^\n]*", re.DOTALL)
REPEATED = re.compile(r"(\n[^\n]+,|\n *union all(?:\n(?! *union all)[^\n]+){1,4})\1+")
CTE = re.compile(r"^( *)((?:with )?\w+(?: \([^()]*\))?) as \(\n(.*?)\n\1\)(?=,?$)", re.DOTALL | re.MULTILINE)


def what_differs(sqls: list[str]) -> dict[str, str]:
    """Every form of a statement, CTE and run of lines once, because reading all takes minutes: what to read -> a statement of it."""
    found, seen = {}, set()

    def unless_seen(cte):
        indent, head, body = cte.groups()
        # Of a CTE that holds a query with CTEs at its own margin, the end is not told by a line.
        if body in seen and "\nwith " not in body:
            return f"{indent}{head} as (\n{indent}  select 0 as seen\n{indent})"
        seen.add(body)
        return cte[0]

    for sql in sqls:
        # Forms differ neither by comments, texts and numbers nor by names of tables.
        text = QUOTED_OR_COMMENT.sub(lambda part: {"'": "''", '"': part[0]}.get(part[0][0], ""), sql)
        text = re.sub(r"\b(\w+)\.dbt_nn_test_\w+\.(\w+|\"[^\"]+\")", r"\1.schema.relation", text)
        text = CTE.sub(unless_seen, re.sub(r"\d+", "0", re.sub(r"[ \t]*\n(\s*\n)*", "\n", text)))
        found.setdefault(
            REPEATED.sub(lambda run: run[1] if run[1].count("(") == run[1].count(")") else run[0], text), sql
        )
    return found


def test_a_grammar_of_snowflake_reads_every_statement(project):
    found = what_differs([statement["sql"] for statement in statements()])
    assert len(found) > 50
    assert [(sql, parts) for text, sql in found.items() if (parts := unread(text))] == []


def test_what_a_statement_has_of_its_own_is_read():
    known = "with a as (\n  select 1 as x\n),\nb as (\n  select x\n  from a\n)\nselect * from b"
    read = list(what_differs([known, known.replace("1", "2")]))
    nothing_new = known.replace("select 1 as x", "select 0 as seen").replace("select x\n  from a", "select 0 as seen")
    assert read == [known.replace("1", "0"), nothing_new]
    for broken in (known.replace("from a", "from a where"), known.replace("* from b", "* from b where")):
        assert any(unread(text) for text in what_differs([known, broken]))


@pytest.mark.parametrize("sql", ["select a from t where", "select x[1 from t", "create or replace tabel t as select 1"])
def test_what_the_grammar_does_not_know_is_noticed(sql):
    assert unread(sql)
