"""What the stand-ins of BigQuery take for one statement: scripts/warehouses/bigquery/alike.py."""

import sys

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "scripts" / "warehouses" / "bigquery"))
from alike import shape_of

ITERATION = "create table `demo`.`s`.`net__iteration_2` as ( -- after iteration 2\nselect a * 2 from `demo`.`s`.`net__iteration_1`)"


def test_iterations_of_two_networks_are_alike():
    other = ITERATION.replace("net__iteration_2", "Other__iteration_10").replace("net__iteration_1", "start")
    other = "/* model.shop.other */ " + other.replace("after iteration 2", "it's `another`.\"comment")
    (shape, paths), (other_shape, others) = shape_of(ITERATION), shape_of(other)
    assert shape.split() == other_shape.split()
    assert paths == [("demo", "s", "net__iteration_2"), ("demo", "s", "net__iteration_1")]
    assert others == [("demo", "s", "Other__iteration_10"), ("demo", "s", "start")]


@pytest.mark.parametrize(
    "change",
    [
        ("a * 2", "a * 3"),
        ("a * 2", "'a -- b'"),
        ("net__iteration_1", "net__iteration_2"),
        ("`demo`.`s`.`net__iteration_1`", "`net__iteration_1`"),
        ("`demo`.`s`.`net__iteration_1`", "`demo.s.net__iteration_1`"),
    ],
)
def test_what_else_differs_is_another_statement(change):
    changed = shape_of(ITERATION.replace(*change))
    assert changed is None or changed[0] != shape_of(ITERATION)[0]


def test_a_comment_in_a_text_or_a_name_is_none():
    sql = "select '-- a', \"/* b */\", `# c`, 'it\\'s -- d' from `demo`.`s`.`t` -- gone"
    assert shape_of(sql)[0].split() == sql.replace("`demo`.`s`.`t` -- gone", "`0`").split()


@pytest.mark.parametrize(
    "sql",
    [
        "select t.a from `demo`.`s`.`t`",
        "select `T` from `demo`.`s`.`t`",
        "select a from `demo`.`s`.`t` where b = r'\\'",
        "select '''it's''' from `demo`.`s`.`t`",
        "select @x from `demo`.`s`.`t`",
        "select * from `demo`.`s`.INFORMATION_SCHEMA.TABLES",
    ],
)
def test_a_statement_in_which_a_name_may_matter_is_like_no_other(sql):
    assert shape_of(sql) is None
