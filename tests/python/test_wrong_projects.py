"""Never green and wrong: a project that breaks a rule of the loop trains right, or stops with one clear error."""

import json
import re

import numpy as np
import pytest
from conftest import new_consumer
from reference import Network

NETWORK = {
    "features": ["x1", "x2"],
    "label": "label",
    "classes": ["a", "b"],
    "hidden_layers": [2],
    "learning_rate": 0.5,
}
META = {"iterations": 6, "checkpoint_every": 3}
DRIFT = (
    "select moving.* replace (moving.value + (select sum(value) from {other}) * 0.01 as value) from ({call}) as moving"
)

# name -> (what the network's models say, what the error says: nothing where training must go right)
CASES = {
    "plain": ({}, []),
    "swapped_columns": (
        {"update": "select train_loss, value, output, input, iteration, layer, network_key from ({call})"},
        [],
    ),
    "swapped_columns_stepwise": (
        {
            "update": "select train_loss, value, output, input, iteration, layer, network_key from ({call})",
            "meta": {**META, "loop": "stepwise"},
        },
        [],
    ),
    "hidden_a_view": (
        {"configs": {"hidden": {"materialized": "view"}}},
        ["must be ephemeral", "hidden_a_view_hidden", "view"],
    ),
    "scores_a_table": (
        {"configs": {"scores": {"materialized": "table"}}},
        ["must be ephemeral", "scores_a_table_scores", "table"],
    ),
    "loss_a_table": (
        {"configs": {"loss": {"materialized": "table"}}},
        ["must be ephemeral", "loss_a_table_loss", "table"],
    ),
    "gradients_a_view": (
        {"configs": {"gradients": {"materialized": "view"}}},
        ["must be ephemeral", "gradients_a_view_gradients"],
    ),
    "init_ephemeral": (
        {"configs": {"init": {"materialized": "ephemeral"}}},
        ["ephemeral", "init_ephemeral_init", "table"],
    ),
    "missing_loss": (
        {"update": "select * exclude (train_loss) from ({call})"},
        ["train_loss", "missing from the update"],
    ),
    "missing_key": ({"update": "select * exclude (output) from ({call})"}, ["output", "missing from the update"]),
    "extra_column": ({"update": "select *, 1 as speed from ({call})"}, ["speed", "is missing from"]),
    "wrong_type": (
        {"update": "select * replace (cast(layer as varchar) as layer) from ({call})"},
        ["column layer is", "INTEGER", "VARCHAR"],
    ),
    "narrow_value": (
        {"update": "select * replace (cast(value as float) as value) from ({call})"},
        ["column value is DOUBLE", "FLOAT"],
    ),
    "swapped_keys": (
        {"update": "select * rename (input as output, output as input) from ({call})"},
        ["every parameter it was given", "of which"],
    ),
    "swapped_keys_stepwise": (
        {
            "update": "select * rename (input as output, output as input) from ({call})",
            "meta": {**META, "loop": "stepwise"},
        },
        ["every parameter it was given", "of which"],
    ),
    "lost_parameter": ({"update": "select * from ({call}) where input > 0"}, ["every parameter it was given", "12"]),
    "no_span": ({"update": "select * from {{ ref('no_span_init') }}"}, ["dbt_nn.parameters", "nothing to iterate"]),
    "open_span": (
        {"update": "select * from ({call}) where 1 in (select 1 from /*<parameters>*/ {{ ref('open_span_init') }})"},
        ["/*<parameters>*/", "has no counterpart"],
    ),
    "closed_span": (
        {"update": "select * from ({call}) /*</parameters>*/"},
        ["/*</parameters>*/", "has no counterpart"],
    ),
    "two_parameters": (
        {"update": "select * from ({call}) where 1 in (select 1 from {{ dbt_nn.parameters(ref('plain_init')) }})"},
        ["more than one relation", "plain_init", "two_parameters_init"],
    ),
    "stuck_iteration": (
        {"update": "select * replace (iteration - 1 as iteration) from ({call})", "meta": {**META, "loop": "stepwise"}},
        ["iteration"],
    ),
}


def examples():
    random = np.random.default_rng(5)
    return random.normal(size=(30, 2)), random.integers(0, 2, size=30)


def write_examples(project, name="examples"):
    x, y = examples()
    project.table(
        name, ["x1", "x2", "label"], [[*map(float, row), "ab"[label]] for row, label in zip(x, y, strict=True)]
    )


def reference(drift=0.0, iterations=6):
    """The parameters after training. `drift` times the sum of the first parameters is added in each iteration."""
    network = Network(features=2, hidden=[2], outputs=2, learning_rate=0.5)
    shift = drift * sum(network.parameters().values())
    for _ in range(iterations):
        _, gradients = network.loss_and_gradients(*examples())
        network.matrices = [m - 0.5 * g + shift for m, g in zip(network.matrices, gradients, strict=True)]
    return network.parameters()


def trained(project, table):
    rows = project.rows(f"select layer, input, output, value from {table} where layer is not null")
    return {(layer, source, target): value for layer, source, target, value in rows}


@pytest.fixture(scope="module")
def outcome(consumer):
    write_examples(consumer)
    for name, (models, _errors) in CASES.items():
        consumer.network(f"{name}_", NETWORK, "examples", **{"meta": META, **models})
    for form in ("recursive", "stepwise"):
        meta = {**META, "loop": form}
        consumer.network(
            f"{form}_",
            NETWORK,
            "examples",
            meta,
            update=DRIFT.format(other=f"{{{{ ref('{form}_init') }}}}", call="{call}"),
        )
    consumer.execute(
        *(f"create table {name}_update as select 'standing' as note" for name, (_, errors) in CASES.items() if errors)
    )
    return consumer.dbt("build")


@pytest.mark.parametrize("name", [name for name, (_, errors) in CASES.items() if errors])
def test_a_broken_rule_is_one_clear_error_and_the_standing_table_stays(consumer, outcome, name):
    assert outcome.status[f"{name}_update"] == "error", outcome.output
    message = outcome.message[f"{name}_update"]
    for part in CASES[name][1]:
        assert part in message
    assert consumer.rows(f"select * from {name}_update") == [("standing",)]


@pytest.mark.parametrize("name", [name for name, (_, errors) in CASES.items() if not errors])
def test_columns_are_matched_by_name(consumer, outcome, name):
    assert outcome.status[f"{name}_update"] == "success", outcome.message[f"{name}_update"]
    assert trained(consumer, f"{name}_update") == pytest.approx(reference(), rel=0, abs=1e-10)


@pytest.mark.parametrize("form", ["recursive", "stepwise"])
def test_a_second_ref_to_init_is_left_alone(consumer, outcome, form):
    assert outcome.status[f"{form}_update"] == "success", outcome.message[f"{form}_update"]
    assert trained(consumer, f"{form}_update") == pytest.approx(reference(drift=0.01), rel=0, abs=1e-10)


@pytest.mark.parametrize("form", ["recursive", "stepwise"])
def test_a_read_without_the_mark_is_warned_of(outcome, form):
    assert re.search(rf"training_loop {form}_update: .* is also read without dbt_nn.parameters\(\)", outcome.output)
    assert "training_loop swapped_order_update: " not in outcome.output or not re.search(
        r"swapped_order_update: .* is also read without", outcome.output
    )


@pytest.mark.parametrize("form", ["recursive", "stepwise"])
def test_unquoted_identifiers_and_a_model_called_init_2(tmp_path, form):
    project = new_consumer(tmp_path, "quoting: {identifier: false, schema: false, database: false}\n")
    write_examples(project)
    first = f"{{{{ dbt_nn.stage_init({json.dumps(NETWORK)}) }}}}"
    project.write("models/init_2.sql", f"select * replace (2 * value as value) from ({first})\n")
    update = DRIFT.format(other="{{ ref('init_2') }}", call="{call}")
    project.network(
        "", NETWORK, "examples", {**META, "loop": form}, configs={"update": {"alias": "trained"}}, update=update
    )
    project.dbt_ok("build")
    assert '"init"' not in project.compiled("update")
    assert trained(project, "trained") == pytest.approx(reference(drift=0.02), rel=0, abs=1e-10)
