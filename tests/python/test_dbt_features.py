"""What dbt offers for a table works for a training loop: hooks, grants, comments, contracts, tags, documentation."""

import pytest

NETWORK = {"features": ["x1", "x2"], "label": "label", "classes": ["a", "b"], "hidden_layers": [2]}
META = {"iterations": 6, "checkpoint_every": 2}
NOTE = "insert into hook_notes select '{}', (select count(*) from information_schema.tables where table_name = 'hooks_update')"
CONTRACT = """
  - name: contract_update
    config: {contract: {enforced: true}}
    columns:
      - {name: network_key, data_type: varchar}
      - {name: iteration, data_type: integer}
      - {name: layer, data_type: integer}
      - {name: input, data_type: integer}
      - {name: output, data_type: integer}
      - {name: value, data_type: double}
      - {name: train_loss, data_type: double}
"""


@pytest.fixture(scope="module")
def outcome(consumer):
    consumer.table("examples", ["x1", "x2", "label"], [[0.5, -1.0, "a"], [-0.25, 2.0, "b"], [1.5, 0.5, "a"]])
    hooks = {
        "pre_hook": [{"sql": NOTE.format("before, outside"), "transaction": False}, NOTE.format("before, inside")],
        "post_hook": [NOTE.format("after, inside"), {"sql": NOTE.format("after, outside"), "transaction": False}],
    }
    consumer.network("plain_", NETWORK, "examples", META)
    consumer.network("hooks_", NETWORK, "examples", META, {"update": hooks})
    consumer.network("failing_hook_", NETWORK, "examples", META, {"update": {"post_hook": "select * from nowhere"}})
    consumer.network("grants_", NETWORK, "examples", META, {"update": {"grants": {"select": ["reporter"]}}})
    consumer.network("tags_", NETWORK, "examples", META, {"update": {"tags": ["nightly"]}})
    consumer.network(
        "docs_", NETWORK, "examples", META, {"update": {"persist_docs": {"relation": True, "columns": True}}}
    )
    consumer.network("contract_", NETWORK, "examples", META)
    consumer.network("broken_contract_", NETWORK, "examples", META)
    consumer.network("stood_view_", NETWORK, "examples", META)
    consumer.network("both_inits_", NETWORK, "examples", {**META, "iterations": 1, "checkpoint_every": 1})
    broken = CONTRACT.replace("contract_update", "broken_contract_update").replace(
        "value, data_type: double", "value, data_type: integer"
    )
    consumer.write(
        "models/models.yml",
        f"""
version: 2
models:
  - name: docs_update
    description: The trained network's parameters, "quoted" and 'quoted'.
    columns:
      - {{name: value, description: The parameter's number.}}
{CONTRACT}{broken}""",
    )
    consumer.execute(
        "create table hook_notes (note varchar, standing integer)",
        "create view stood_view_update as select 1 as old",
        "create table failing_hook_update as select 'standing' as note",
        "create table broken_contract_update as select 'standing' as note",
    )
    return consumer.dbt("build")


@pytest.fixture(scope="module")
def plain(consumer, outcome):
    assert outcome.status["plain_update"] == "success", outcome.output
    return consumer.rows("select * from plain_update order by all")


@pytest.mark.parametrize("prefix", ["hooks_", "grants_", "tags_", "docs_", "contract_", "stood_view_"])
def test_a_feature_changes_nothing_about_the_parameters(consumer, outcome, plain, prefix):
    assert outcome.status[f"{prefix}update"] == "success", outcome.message[f"{prefix}update"]
    assert consumer.rows(f"select * from {prefix}update order by all") == plain


def test_hooks_run_in_order_around_the_swap(consumer, outcome):
    assert consumer.rows("select * from hook_notes") == [
        ("before, outside", 0),
        ("before, inside", 0),
        ("after, inside", 1),
        ("after, outside", 1),
    ]


def test_a_failing_hook_leaves_the_standing_table(consumer, outcome):
    assert outcome.status["failing_hook_update"] == "error"
    assert "nowhere" in outcome.message["failing_hook_update"]
    assert consumer.rows("select * from failing_hook_update") == [("standing",)]


def test_after_a_failing_hook_the_next_run_needs_no_training(consumer, outcome):
    consumer.network("failing_hook_", NETWORK, "examples", META)
    repaired = consumer.dbt_ok("run", "--select", "failing_hook_update")
    assert "the checkpoint at iteration 6; training skipped" in repaired.output
    assert len(consumer.rows("select * from failing_hook_update")) == 12 + 6


def test_persist_docs_comments_the_relation_and_its_columns(consumer, outcome):
    assert consumer.rows("select comment from duckdb_tables() where table_name = 'docs_update'") == [
        ("The trained network's parameters, \"quoted\" and 'quoted'.",)
    ]
    assert consumer.rows(
        "select comment from duckdb_columns() where table_name = 'docs_update' and column_name = 'value'"
    ) == [("The parameter's number.",)]


def test_a_broken_contract_is_refused_and_the_standing_table_stays(consumer, outcome):
    assert outcome.status["broken_contract_update"] == "error"
    assert "contract" in outcome.message["broken_contract_update"].lower()
    assert consumer.rows("select * from broken_contract_update") == [("standing",)]


def test_a_tag_selects_the_network(consumer, outcome):
    assert consumer.dbt_ok("ls", "--select", "tag:nightly").result == ["shop.tags_update"]


def test_nothing_of_the_loop_is_left_behind(consumer, outcome):
    left = {name for name in consumer.tables() if "__" in name}
    assert {name for name in left if not name.startswith(("failing_hook_", "broken_contract_"))} == set()


def test_one_iteration_is_a_step_against_the_gradient(consumer, outcome):
    """One iteration of `update` equals `init` minus learning rate times `gradients`."""
    consumer.dbt_ok("compile", "--select", "both_inits_gradients")
    gradients = consumer.compiled("both_inits_gradients")
    rows = consumer.rows(
        f"""select trained.value, start.value - 0.1 * gradients.gradient
        from both_inits_update as trained
        inner join both_inits_init as start using (layer, input, output)
        inner join ({gradients}) as gradients using (layer, input, output)"""
    )
    assert len(rows) == 12
    assert [row[0] for row in rows] == pytest.approx([row[1] for row in rows], rel=0, abs=1e-15)
    assert consumer.rows("select max(abs(gradient)) > 0.01 from (" + gradients + ")") == [(True,)]
