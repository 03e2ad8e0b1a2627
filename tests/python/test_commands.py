"""Every dbt command works on the demo project, in the order in which someone might type them."""

import json
import shutil

import pytest
from conftest import ROOT
from metrics_reference import classification, regression

STAGES = ["examples", "init", "hidden", "scores", "loss", "gradients", "update", "predictions", "accuracy"]


@pytest.fixture(scope="module")
def built(demo):
    demo.dbt_ok("build", "--write-json")
    return demo


@pytest.fixture(scope="module")
def untouched(demo):
    """The demo before anything is built. Ask for it before `built`."""
    assert not demo.database.exists()
    return demo


def test_ls_lists_the_demo(untouched):
    listed = untouched.dbt_ok("ls", "--resource-type", "model").result
    assert {f"dbt_nn.stages.{stage}" for stage in STAGES} <= set(listed)


def test_compile_works_on_an_empty_database(untouched):
    untouched.dbt_ok("compile")
    assert "/*<parameters>*/" in untouched.compiled("update")
    assert not untouched.tables() - {"seed"}


def test_build_empty_leaves_typed_relations_without_rows(untouched):
    untouched.dbt_ok("build", "--empty")
    columns = dict(
        untouched.rows("select column_name, data_type from information_schema.columns where table_name = 'update'")
    )
    assert columns["value"] == columns["train_loss"] == "DOUBLE"
    assert columns["layer"] == "INTEGER"
    for table in ["examples", "update", "two_clouds_update", "predictions"]:
        assert untouched.rows(f'select count(*) from "{table}"') == [(0,)]
    assert not [name for name in untouched.tables() if "__iteration_" in name]


def test_build_works_after_build_empty(built):
    assert built.rows('select max(iteration), count(*) from "update" where layer is null') == [(100, 100)]


def test_accuracy_has_one_row_per_kept_checkpoint_and_split(built):
    rows = built.rows("select iteration, split, examples, correct, accuracy from accuracy order by all")
    splits = sorted({row[1] for row in rows})
    assert [row[:2] for row in rows] == [(k, split) for k in range(10, 101, 10) for split in splits]
    for iteration, split, examples, correct, accuracy in rows:
        recounted = built.rows(
            f"select count(*), count(*) filter (predicted_label = label) from predictions where iteration = {iteration} and split = '{split}'"
        )
        assert recounted == [(examples, correct)]
        assert accuracy == pytest.approx(correct / examples, abs=1e-12)
        assert examples >= 1000


@pytest.mark.parametrize(("iteration", "at_least"), [(10, 0.93), (100, 0.99)])
def test_held_out_accuracy_of_the_article(built, iteration, at_least):
    ((accuracy,),) = built.rows(f"select accuracy from accuracy where iteration = {iteration} and split = 'validation'")
    assert accuracy >= at_least


def test_two_clouds_end_at_the_published_weights(built):
    rows = dict(built.rows("select input, value from two_clouds_update where layer is not null"))
    assert rows == pytest.approx({0: 2.6108526, 1: 1.25050993, 2: -1.89053184}, rel=0, abs=1e-6)
    assert built.rows("select distinct iteration from two_clouds_update where layer is not null") == [(7000,)]
    assert built.rows("select accuracy from two_clouds_accuracy") == [(pytest.approx(0.98, abs=1e-12),)]
    ((cross_entropy,),) = built.rows(
        "select avg(-ln(case label when 1 then probability_1 else probability_0 end)) from two_clouds_predictions"
    )
    assert cross_entropy == pytest.approx(0.14321978, abs=1e-8)


def test_a_second_build_has_nothing_left_to_train(built):
    before = built.rows('select * from "update" order by all')
    output = built.dbt_ok("build", "--select", "stages").output
    assert "the checkpoint at iteration 100; training skipped" in output
    assert built.rows('select * from "update" order by all') == before


def test_update_builds_alone(built):
    query = 'select layer, input, output, iteration, coalesce(value, train_loss) from "update" order by all'
    before = built.rows(query)
    outcome = built.dbt_ok("build", "--select", "update", "--full-refresh")
    assert "training 100 iterations" in outcome.output
    assert outcome.status["update"] == "success"
    assert "init" not in outcome.status
    after = built.rows(query)
    # A sum may differ in its last digit.
    assert [row[:4] for row in after] == [row[:4] for row in before]
    assert [row[4] for row in after] == pytest.approx([row[4] for row in before], rel=0, abs=1e-9)


@pytest.fixture(scope="module")
def shown(built):
    """What `dbt show` says of each stage. Of several, a stage that another reads has no more rows than are shown of it."""
    results = built.dbt_ok("show", "--select", *STAGES, "--limit", "3").result.results
    return {result.node.name: result.agate_table for result in results}


@pytest.mark.parametrize("stage", STAGES)
def test_show_answers_for_every_stage(shown, stage):
    table = shown[stage]
    expected = {"hidden": "hidden_1_2", "scores": "score_2", "loss": "example_loss", "gradients": "gradient"}
    assert expected.get(stage, table.column_names[0]) in table.column_names
    assert len(table.rows) == 3


def test_shown_stages_are_at_the_first_iteration(built):
    """`dbt show --select gradients` is the gradient at `init`: its loss is that of iteration 1."""
    shown = built.dbt_ok("show", "--select", "gradients", "--limit", "1").result.results[0].agate_table
    ((loss,),) = built.rows('select train_loss from "update" where layer is null and iteration = 1')
    assert float(shown.rows[0]["train_loss"]) == pytest.approx(loss, abs=1e-6)


def test_docs_generate_knows_every_relation(built):
    catalog = built.dbt_ok("docs", "generate").result
    assert {"model.dbt_nn.update", "model.dbt_nn.init", "model.dbt_nn.two_clouds_update"} <= set(catalog.nodes)


def test_compiled_iteration_is_one_select_of_named_ctes(built):
    built.dbt_ok("compile", "--select", "update")
    compiled = built.compiled("update")
    for stage in ["hidden", "scores", "loss", "gradients"]:
        assert f"__dbt__cte__{stage} as (" in compiled
    assert compiled.count("/*<parameters>*/") == compiled.count("/*</parameters>*/") == 3


def test_a_run_over_a_clone_swaps_the_view_that_the_clone_left(built, tmp_path):
    built.dbt_ok("compile", "--write-json")
    state = tmp_path / "state"
    state.mkdir()
    shutil.copy(built.path / "target" / "manifest.json", state)
    profiles = tmp_path / "profiles"
    profiles.mkdir()
    text = (built.profiles / "profiles.yml").read_text()
    (profiles / "profiles.yml").write_text(text.replace("type: duckdb", "type: duckdb\n      schema: cloned"))
    clone = type(built)(built.path, profiles, built.database)
    clone.dbt_ok("clone", "--state", str(state), "--select", "stages", "points")
    kinds = "select table_name, table_type from information_schema.tables where table_schema = 'cloned'"
    assert ("update", "VIEW") in clone.rows(kinds)
    clone.dbt_ok("build", "--select", "stages")
    assert ("update", "BASE TABLE") in clone.rows(kinds)
    assert clone.rows('select * from cloned."update" order by all') == clone.rows(
        'select * from main."update" order by all'
    )
    assert not [name for name in clone.tables("cloned") if name.endswith(("__dbt_backup", "__dbt_tmp"))]


DATA_SETS = {
    "iris": "species",
    "penguins": "species",
    "digits": "digit",
    "breast_cancer": "diagnosis",
    "diabetes": "progression",
}


@pytest.mark.parametrize("name", DATA_SETS)
def test_the_evaluations_are_scikit_learns(built, name):
    """Every metric of every split, to 1e-9."""
    columns = [row[0] for row in built.rows(f"describe {name}_predictions")]
    names = [row[0] for row in built.rows(f"describe {name}_evaluation")]
    found = {row[0]: dict(zip(names[1:], row[1:])) for row in built.rows(f"select * from {name}_evaluation")}
    assert set(found) == {"train", "validation"}
    for split, metrics in found.items():
        rows = built.rows(f"select * from {name}_predictions where split = '{split}'")
        of = dict(zip(columns, zip(*rows)))
        labels = of[DATA_SETS[name]]
        if name == "diabetes":
            expected = regression(labels, of["predicted_value"])
        else:
            labels, predicted = list(map(str, labels)), list(map(str, of["predicted_label"]))
            probabilities = {label: of[f"probability_{label.lower()}"] for label in set(labels)}
            positive = "malignant" if name == "breast_cancer" else None
            expected = classification(labels, predicted, probabilities, positive=positive)
        assert set(metrics) == set(expected)
        for metric, value in expected.items():
            assert metrics[metric] == pytest.approx(value, rel=1e-12, abs=1e-9), metric


def test_the_contract_of_an_evaluation_is_enforced(built):
    described = dict(row[:2] for row in built.rows("describe breast_cancer_evaluation"))
    assert described["examples"] == "BIGINT" and described["roc_auc"] == "DOUBLE"
    nodes = json.loads((built.path / "target" / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    node = nodes["model.dbt_nn.breast_cancer_evaluation"]
    assert node["contract"]["enforced"]
    assert all(column["data_type"] and column["description"] for column in node["columns"].values())


GOLDEN = ROOT / "tests/python/golden"


def test_the_compiled_iteration_is_the_golden_one(built):
    """Every stage of the published 2-2-2 network, in one SELECT: whoever changes it, changes this file, and says why."""
    golden = (GOLDEN / "update.sql.txt").read_text(encoding="utf-8")
    # A test of this module compiles the project for another schema.
    compiled = built.compiled("update").replace('"dbt_nn"."cloned".', '"dbt_nn"."main".')
    assert compiled.strip() == golden.strip()


@pytest.mark.parametrize("network", ["update", "two_clouds_update"])
def test_the_published_networks_end_at_the_golden_numbers(built, network):
    golden = json.loads((GOLDEN / "published_networks.json").read_text(encoding="utf-8"))[network]
    expected = {(layer, source, target): value for layer, source, target, value in golden["parameters"]}
    rows = built.rows(f'select layer, input, output, value from "{network}" where layer is not null')
    found = {tuple(key): value for *key, value in rows}
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)
    query = f'select train_loss from "{network}" where layer is null order by iteration desc limit 1'
    assert built.rows(query) == [(pytest.approx(golden["last_loss"], rel=1e-9),)]
