"""dbt_nn.train and dbt_nn.predict in a project that installs the package: its schemas, its settings, every dbt command."""

import json
import re
import signal
import time

import numpy as np
import pytest
from conftest import Project, new_consumer

ROWS = 60
COLUMNS = ["id", "size", "plan", "bought", "stars", "price"]
OPTIONS = {"label": "bought", "features": ["size", "plan"], "example_id": "id", "hidden_layers": [3], "iterations": 8}
NOTE = "insert into hook_notes select '{}', (select count(*) from information_schema.tables where table_name = 'hooks_network')"
ANSWERS = ["probability_no", "probability_yes"]
PROJECT = """
models:
  shop:
    nets:
      +schema: Nets
      +tags: [nets]
vars:
  dbt_nn_defaults: {l1: 0.05, random_seed: 7}
"""
YAML = """
version: 2
models:
  - name: documented_network
    description: The network's parameters, "quoted" and 'quoted'.
    columns:
      - {name: value, description: The parameter's number.}
  - name: contract_predictions
    config: {contract: {enforced: true}}
    columns: &answers
      - {name: id, data_type: integer}
      - {name: size, data_type: double}
      - {name: plan, data_type: varchar}
      - {name: bought, data_type: varchar}
      - {name: stars, data_type: integer}
      - {name: price, data_type: double}
      - {name: split, data_type: varchar}
      - {name: predicted_label, data_type: varchar}
      - {name: predicted_probability, data_type: double}
      - {name: probability_no, data_type: double}
      - {name: probability_yes, data_type: double}
      - {name: network_version, data_type: integer}
  - name: contract_of_numbers_predictions
    config: {contract: {enforced: true}}
    columns:
      - {name: id, data_type: integer}
      - {name: size, data_type: double}
      - {name: plan, data_type: varchar}
      - {name: bought, data_type: varchar}
      - {name: stars, data_type: integer}
      - {name: price, data_type: double}
      - {name: split, data_type: varchar}
      - {name: predicted_label, data_type: integer}
      - {name: predicted_probability, data_type: double}
      - {name: probability_1, data_type: double}
      - {name: probability_2, data_type: double}
      - {name: network_version, data_type: integer}
  - name: broken_contract_predictions
    config: {contract: {enforced: true}}
    columns:
      - {name: id, data_type: integer}
      - {name: predicted_label, data_type: varchar}
  - name: contract_network
    config: {contract: {enforced: true}}
    columns:
      - {name: network_key, data_type: varchar}
      - {name: role, data_type: varchar}
      - {name: iteration, data_type: integer}
      - {name: layer, data_type: integer}
      - {name: input, data_type: integer}
      - {name: input_name, data_type: varchar}
      - {name: output, data_type: integer}
      - {name: output_name, data_type: varchar}
      - {name: value, data_type: double}
unit_tests:
  - name: two_answers
    model: unit_predictions
    given:
      - input: ref('unit_network')
        format: sql
        rows: select * from "Nets".unit_network
      - input: ref('examples')
        format: sql
        rows: select 1 as id, -30.0::double as size, 'a' as plan, 'no' as bought, 1 as stars, 1.0::double as price union all select 2, 30.0, null, 'yes', 2, 1.0
    expect:
      rows:
        - {id: 1, predicted_label: 'no'}
        - {id: 2, predicted_label: 'yes'}
"""


def examples():
    random = np.random.default_rng(31)
    sizes = random.normal(size=ROWS)
    labels = sizes + random.normal(0, 0.3, ROWS) > 0
    return [
        [k, float(s), "abc"[k % 3], ["no", "yes"][int(y)], int(y) + 1, float(s * 10)]
        for k, (s, y) in enumerate(zip(sizes, labels))
    ]


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Project:
    project = new_consumer(tmp_path_factory.mktemp("shop"), PROJECT)
    # Schemas as they are called, without the target's in front.
    project.write(
        "macros/schema.sql", "{% macro generate_schema_name(name, node) %}{{ name or target.schema }}{% endmacro %}\n"
    )
    project.table("examples", COLUMNS, examples())
    project.write(
        "models/examples_view.sql", "{{ config(materialized='view') }}\nselect * from {{ ref('examples') }}\n"
    )
    project.write(
        "models/examples_cte.sql", "{{ config(materialized='ephemeral') }}\nselect * from {{ ref('examples') }}\n"
    )
    hooks = {
        "pre_hook": [{"sql": NOTE.format("before, outside"), "transaction": False}, NOTE.format("before, inside")],
        "post_hook": [NOTE.format("after, inside"), {"sql": NOTE.format("after, outside"), "transaction": False}],
    }
    configs = {
        "plain": None,
        "hooks": hooks,
        "failing_hook": {"post_hook": "select * from nowhere"},
        "grants": {"grants": {"select": ["reporter"]}},
        "tagged": {"tags": ["nightly"]},
        "documented": {"persist_docs": {"relation": True, "columns": True}},
        "contract": {"alias": "contract_network"},
        "unit": None,
    }
    for name, config in configs.items():
        project.train(f"{name}_network", "examples", config, folder="models/nets", **OPTIONS)
    project.train("numbers_network", "examples", folder="models/nets", **{**OPTIONS, "label": "stars"})
    project.train(
        "price_network",
        "examples",
        folder="models/nets",
        **{**OPTIONS, "label": "price", "features": ["plan", "size", "stars"]},
    )
    for kind in ["view", "cte"]:
        project.train(f"{kind}_network", f"examples_{kind}", folder="models/nets", **OPTIONS)
        project.predictions(f"{kind}_predictions", "plain_network", f"examples_{kind}", folder="models/nets")
    for name, options in {
        "argument": {"l1": 0.02, "random_seed": 1},
        "explicit": {"l1": 0.05, "random_seed": 7},
        "code": {"l1": 0, "random_seed": 42},
    }.items():
        project.train(f"{name}_network", "examples", folder="models/nets", **OPTIONS, **options)
    project.table("other_rows", COLUMNS, examples())
    for name in AGAIN:
        project.train(name, examples_of(name), folder="models/nets", **OPTIONS)
    project.predictions("predictions", "plain_network", "examples", folder="models/nets")
    project.predictions("price_predictions", "price_network", "examples", folder="models/nets")
    project.predictions("contract_predictions", "plain_network", "examples", folder="models/nets")
    project.predictions("contract_of_numbers_predictions", "numbers_network", "examples", folder="models/nets")
    project.predictions("broken_contract_predictions", "plain_network", "examples", folder="models/nets")
    project.predictions("unit_predictions", "unit_network", "examples", folder="models/nets", materialized="view")
    project.write("models/nets/nets.yml", YAML)
    project.execute("create table hook_notes (note varchar, standing integer)")
    return project


# Networks that are trained, changed and trained again: an option, how it is computed, or a row.
CHANGES = {"activation": "tanh", "iterations": 9, "split": {"train": 0.7, "validation": 0.3}}
UNCHANGED = {"loop": "stepwise", "checkpoint_every": 3, "keep_checkpoints": False}
AGAIN = {f"again_{option}_network": {option: value} for option, value in CHANGES.items()}
AGAIN |= {"again_computation_network": UNCHANGED, "again_rows_network": {}}


def examples_of(name: str) -> str:
    return "other_rows" if name == "again_rows_network" else "examples"


FAILING = {"failing_hook_network", "broken_contract_predictions"}


@pytest.fixture(scope="module")
def untouched(shop):
    """Before anything is built: compile, ls, docs. Ask for it before `built`."""
    shop.dbt_ok("compile", "--exclude", "test_type:unit")
    outcome = shop.dbt("build", "--empty", "--exclude-resource-type", "unit_test")
    shop.empty = outcome
    shop.empty_rows = {
        name: shop.rows(f'select count(*) from "Nets"."{name}"')[0][0]
        for name in ["plain_network", "predictions", "contract_predictions"]
    }
    shop.empty_columns = [name for name, *_ in shop.rows('describe "Nets".contract_predictions')]
    return shop


@pytest.fixture(scope="module")
def built(untouched):
    """The normal build that follows one with --empty."""
    untouched.execute("delete from hook_notes")
    untouched.built = untouched.dbt("build", "--exclude-resource-type", "unit_test")
    return untouched


def parameters(project, network):
    return project.rows(
        f"select layer, input, output, value from \"Nets\".{network} where role in ('weight', 'bias') order by all"
    )


def test_everything_compiles_and_builds_empty_before_there_is_a_network(untouched):
    failed = {name for name, status in untouched.empty.status.items() if status not in ("success", "pass")}
    assert failed == FAILING, {name: untouched.empty.message[name] for name in failed - FAILING}
    assert untouched.empty_rows == {"plain_network": 0, "predictions": 0, "contract_predictions": 0}
    assert untouched.empty_columns == [
        *COLUMNS,
        "split",
        "predicted_label",
        "predicted_probability",
        *ANSWERS,
        "network_version",
    ]


def test_a_normal_build_follows_an_empty_one(built):
    failed = {name for name, status in built.built.status.items() if status not in ("success", "pass")}
    assert failed == FAILING, {name: built.built.message[name] for name in failed - FAILING}
    assert built.rows('select count(*), count(predicted_label), count(probability_yes) from "Nets".predictions') == [
        (ROWS,) * 3
    ]


def test_networks_and_predictions_stand_in_the_consumers_schema(built):
    assert {"plain_network", "predictions"} <= built.tables("Nets")
    assert not {name for name in built.tables() if "network" in name}


def test_nothing_but_the_networks_is_left_behind(built):
    left = {name for name in built.tables("Nets") if "__" in name}
    assert {name for name in left if not name.startswith("failing_hook_")} == set()


@pytest.mark.parametrize(
    "name", ["hooks", "grants", "tagged", "documented", "contract", "unit", "view", "cte", "explicit"]
)
def test_a_setting_of_dbt_changes_nothing_about_the_parameters(built, name):
    """Nor does a view or an ephemeral model as examples, nor naming the project's defaults."""
    assert parameters(built, f"{name}_network") == parameters(built, "plain_network")


@pytest.mark.parametrize("name", ["view", "cte"])
def test_prediction_takes_views_and_ephemeral_models(built, name):
    assert built.rows(f'select * from "Nets".{name}_predictions order by id') == built.rows(
        'select * from "Nets".predictions order by id'
    )


def test_options_go_before_the_projects_defaults_and_those_before_the_packages(built):
    found = {}
    for name in ["plain", "argument", "code"]:
        found[name] = dict(
            built.rows(
                f"select input_name, output_name from \"Nets\".{name}_network where role = 'option' and input_name in ('l1', 'random_seed', 'activation')"
            )
        )
    assert found["plain"] == {"l1": "0.05", "random_seed": "7", "activation": "relu"}
    assert found["argument"] == {"l1": "0.02", "random_seed": "1", "activation": "relu"}
    assert parameters(built, "code_network") != parameters(built, "plain_network")


def test_hooks_run_in_order_around_the_swap(built):
    assert [note for note, _ in built.rows("select * from hook_notes")] == [
        "before, outside",
        "before, inside",
        "after, inside",
        "after, outside",
    ]


def test_a_failing_hook_leaves_what_stood(built):
    assert "nowhere" in built.built.message["failing_hook_network"]
    assert "failing_hook_network" not in built.tables("Nets")


def test_persist_docs_comments_the_network_and_its_columns(built):
    assert built.rows("select comment from duckdb_tables() where table_name = 'documented_network'") == [
        ("The network's parameters, \"quoted\" and 'quoted'.",)
    ]
    assert built.rows(
        "select comment from duckdb_columns() where table_name = 'documented_network' and column_name = 'value'"
    ) == [("The parameter's number.",)]


def test_a_broken_contract_is_refused(built):
    assert "contract" in built.built.message["broken_contract_predictions"].lower()


def test_tags_select_networks(built):
    assert built.dbt_ok("ls", "--select", "tag:nightly").result == ["shop.nets.tagged_network"]


def test_a_unit_test_of_a_predictions_model_passes_and_can_fail(built):
    outcome = built.dbt("test", "--select", "test_type:unit")
    assert outcome.status["two_answers"] == "pass", outcome.message["two_answers"]
    built.write(
        "models/nets/nets.yml", YAML.replace("{id: 2, predicted_label: 'yes'}", "{id: 2, predicted_label: 'no'}")
    )
    wrong = built.dbt("test", "--select", "test_type:unit")
    built.write("models/nets/nets.yml", YAML)
    assert wrong.status["two_answers"] == "fail"


def test_docs_show_columns_and_lineage(built):
    catalog = built.dbt_ok("docs", "generate", "--write-json").result
    assert list(catalog.nodes["model.shop.plain_network"].columns) == [
        "network_key", "role", "iteration", "layer", "input", "input_name", "output", "output_name", "value",
    ]  # fmt: skip
    assert list(catalog.nodes["model.shop.predictions"].columns)[-5:] == [
        "predicted_label",
        "predicted_probability",
        *ANSWERS,
        "network_version",
    ]
    manifest = json.loads((built.path / "target" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["parent_map"]["model.shop.plain_network"] == ["model.shop.examples"]
    assert set(manifest["parent_map"]["model.shop.predictions"]) == {"model.shop.examples", "model.shop.plain_network"}


TRAINED = "plain_network: options and examples are unchanged; training skipped"
TRAINING = "plain_network: training 8 iterations"


def everything(project, network="plain_network"):
    return project.rows(f"select * from \"Nets\".{network} where role <> 'training' order by all")


def test_a_second_build_keeps_the_network_and_a_full_refresh_trains_it_anew(built):
    before = everything(built)
    oid = "select table_oid from duckdb_tables() where table_name = 'plain_network'"
    standing = built.rows(oid)
    second = built.dbt_ok("build", "--select", "plain_network")
    assert TRAINED in second.output
    assert TRAINING not in second.output
    assert built.rows(oid) == standing
    anew = built.dbt_ok("build", "--select", "plain_network", "--full-refresh")
    assert TRAINING in anew.output
    assert everything(built) == before


@pytest.fixture(scope="module")
def changed(built):
    """Networks of which one thing is changed and then changed back, by a run each: what the runs say of them, and all their rows before and after."""
    before = {name: everything(built, name) for name in AGAIN}
    built.execute("update other_rows set size = size + 100 where id = 5")
    for name, change in AGAIN.items():
        built.train(name, examples_of(name), folder="models/nets", **{**OPTIONS, **change})
    first = built.dbt_ok("run", "--select", *AGAIN)
    built.execute("update other_rows set size = size - 100 where id = 5")
    for name in AGAIN:
        built.train(name, examples_of(name), folder="models/nets", **OPTIONS)
    built.dbt_ok("run", "--select", *AGAIN)
    lines = {name: [line for line in first.output.splitlines() if f" {name}: " in line] for name in AGAIN}
    return lines, before, {name: everything(built, name) for name in AGAIN}


@pytest.mark.parametrize("option", CHANGES)
def test_another_option_trains_again(changed, option):
    lines, before, after = changed
    name = f"again_{option}_network"
    assert not [line for line in lines[name] if TRAINED.replace("plain_network", name) in line]
    assert [line for line in lines[name] if re.search(rf"{name}: training \d iterations", line)]
    assert before[name] == after[name]


def test_how_it_is_computed_trains_nothing_again(changed):
    lines, *_ = changed
    name = "again_computation_network"
    assert [line for line in lines[name] if TRAINED.replace("plain_network", name) in line]


def test_other_examples_train_again(changed):
    lines, *_ = changed
    name = "again_rows_network"
    assert [line for line in lines[name] if TRAINING.replace("plain_network", name) in line]


# Two shapes of as many parameters, and everything else that the text of a compiled prediction depends on.
RESHAPED = {
    "more_units": {"hidden_layers": [4]},
    "swapped_layers": {"hidden_layers": [3, 2]},
    "other_features": {"features": ["size", "stars"]},
    "other_activation": {"activation": "tanh"},
    "other_order": {"features": ["stars", "size", "plan"]},
    "other_classes": {"classes": ["yes", "no"]},
    "other_split": {"split": {"train": 0.5, "validation": 0.5}},
    "regression": {"label": "price"},
    "other_label": {"label": "stars", "features": ["size", "plan"]},
}


def test_a_view_over_a_network_of_another_shape_raises_and_never_answers_wrong(built):
    """Retrained, with the same parameters' number where possible; then built again, it answers."""
    start = {**OPTIONS, "features": ["size", "stars", "plan"], "iterations": 2}
    for name in RESHAPED:
        layers = {"hidden_layers": [2, 3], "features": ["size", "stars"]} if name == "swapped_layers" else {}
        features = {"features": ["size", "plan"]} if name in ("other_features", "other_label") else {}
        built.train(f"{name}_network", "examples", folder="models/reshaped", **{**start, **layers, **features})
        built.predictions(f"{name}_view", f"{name}_network", "examples", folder="models/reshaped", materialized="view")
    built.dbt_ok("run", "--select", "path:models/reshaped")
    for name, change in RESHAPED.items():
        assert built.rows(f"select count(predicted_probability) from {name}_view") == [(ROWS,)]
        layers = {"features": ["size", "stars"]} if name == "swapped_layers" else {}
        built.train(f"{name}_network", "examples", folder="models/reshaped", **{**start, **layers, **change})
    built.dbt_ok("run", "--select", *(f"{name}_network" for name in RESHAPED))
    answered = {}
    for name in RESHAPED:
        try:
            answered[name] = built.rows(f"select * from {name}_view limit 1")
        except Exception as error:
            assert "the network was retrained with different features" in str(error), (name, error)
    assert answered == {}
    built.dbt_ok("run", "--select", *(f"{name}_view" for name in RESHAPED))
    for name in RESHAPED:
        assert built.rows(f"select count(*) from (select * from {name}_view)") == [(ROWS,)]


def test_a_view_over_a_retrained_network_of_the_same_shape_answers_with_the_new_parameters(built):
    built.train("fresh_network", "examples", **OPTIONS)
    built.predictions("fresh_view", "fresh_network", "examples", materialized="view")
    built.predictions("fresh_table", "fresh_network", "examples")
    built.dbt_ok("run", "--select", "fresh_network", "fresh_view")
    before = built.rows("select probability_yes from fresh_view order by id")
    built.train("fresh_network", "examples", **{**OPTIONS, "random_seed": 99})
    built.dbt_ok("run", "--select", "fresh_network", "fresh_table")
    after = built.rows("select probability_yes from fresh_view order by id")
    assert after != before
    assert after == built.rows("select probability_yes from fresh_table order by id")


def test_killed_half_way_it_resumes_and_ends_where_an_undisturbed_run_does(built):
    options = {**OPTIONS, "iterations": 600, "checkpoint_every": 60, "hidden_layers": [8]}
    for name in ["calm", "killed"]:
        built.train(f"{name}_network", "examples", **options)
    process = built.start("run", "--select", "killed_network")
    lines, deadline = [], time.monotonic() + 60
    for line in process.stdout:
        lines.append(line)
        assert time.monotonic() < deadline, "".join(lines)
        if "train loss" in line:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert "killed_network" not in built.tables()
    assert {"killed_network__dbt_nn_examples", "killed_network__dbt_nn_start"} <= built.tables()
    outcome = built.dbt_ok("run", "--select", "calm_network", "killed_network")
    ((resumed,),) = [
        re.findall(r"killed_network: resuming from the checkpoint at iteration (\d+) of 600", outcome.output)
    ]
    assert 60 <= int(resumed) < 600
    query = "select role, iteration, layer, input, output, value from {} where role not in ('option', 'training') order by all"
    assert built.rows(query.format("killed_network")) == built.rows(query.format("calm_network"))
    assert {name for name in built.tables() if name.startswith("killed_network__")} == set()


def test_two_networks_train_at_the_same_time(built):
    spans = {}
    outcome = built.dbt_ok("run", "--select", "calm_network", "killed_network", "--full-refresh", "--threads", "2")
    for result in outcome.result.results:
        (timing,) = [t for t in result.timing if t.name == "execute"]
        spans[result.node.name] = (timing.started_at, timing.completed_at)
    assert max(start for start, _ in spans.values()) < min(end for _, end in spans.values())
    query = "select role, iteration, layer, input, output, value from {} where role not in ('option', 'training') order by all"
    assert built.rows(query.format("killed_network")) == built.rows(query.format("calm_network"))


def test_kept_checkpoints_stand_and_are_those_of_the_history(built):
    built.train("kept_network", "examples", **OPTIONS, checkpoint_every=3, keep_checkpoints=True)
    built.dbt_ok("run", "--select", "kept_network")
    kept = sorted(name for name in built.tables() if name.startswith("kept_network__"))
    assert kept == [f"kept_network__iteration_{k}" for k in (3, 6, 8)]
    last = built.rows(
        "select layer, input, output, value from kept_network__iteration_8 where layer is not null order by all"
    )
    assert last == built.rows(
        "select layer, input, output, value from kept_network where role in ('weight', 'bias') order by all"
    )
