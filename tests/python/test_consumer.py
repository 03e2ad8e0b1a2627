"""A project that installs the package: nothing of the demo leaks into it, and its own networks train under its own names."""

import json
import re

import numpy as np
import pytest
from conftest import ROOT, new_consumer
from reference import Network

FEATURES = ["Monthly Charge", "it's", 'quo"te', "semi;colon", "größe", "select", "-- comment", "{x}"]
LABEL = "Left?"
CLASSES = ["it's", "ja – größe", 'say "no"']
ODD = {
    "features": FEATURES,
    "label": LABEL,
    "classes": CLASSES,
    "hidden_layers": [3],
    "activation": "tanh",
    "learning_rate": 0.5,
}
PLAIN = {"features": ["Height", "Width"], "label": "Price", "hidden_layers": [2], "learning_rate": 0.05}
ITERATIONS = 200


def data():
    random = np.random.default_rng(8)
    return random.normal(size=(60, len(FEATURES))), random.integers(0, 3, size=60)


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    project = new_consumer(
        tmp_path_factory.mktemp("shop"),
        """
        models:
          shop:
            nets:
              +schema: Nets
        """,
    )
    x, y = data()
    project.table(
        "raw_customers",
        [*FEATURES, LABEL],
        [[*map(float, row), CLASSES[label]] for row, label in zip(x, y, strict=True)],
    )
    project.table("raw_houses", [*PLAIN["features"], "Price"], [[*map(float, row[:2]), float(row.sum())] for row in x])
    for prefix, network, examples in [("churn_", ODD, "raw_customers"), ("price_", PLAIN, "raw_houses")]:
        meta = {"iterations": ITERATIONS, "checkpoint_every": 10, "owner": "analytics"}
        configs = {"update": {"alias": f"{prefix}Network"}, "init": {"alias": f"{prefix}Start"}}
        project.network(prefix, network, examples, meta, configs, folder="models/nets")
        call = f"dbt_nn.stage_predictions({json.dumps(network, ensure_ascii=False)}, examples=ref('{examples}'), parameters=dbt_nn.checkpoints(ref('{prefix}update')))"
        project.write(f"models/nets/{prefix}predictions.sql", f"{{{{ {call} }}}}\n")
    # Names that the demo's models and seeds have, too: its YAML must not find these.
    described = {
        "version": 2,
        "models": [{"name": name, "description": "mine"} for name in ["predictions", "examples", "update"]],
        "seeds": [{"name": "iris", "description": "mine"}],
    }
    for model in described["models"]:
        project.write(f"models/{model['name']}.sql", "select 'train' as split, 1 as label, 1 as predicted_label\n")
    project.write("models/accuracy.sql", "select 1 as mine\n")
    project.write("seeds/iris.csv", "a\n1\n")
    project.write("models/models.yml", json.dumps(described))
    # Macros of the same names as the package's: a call that is not qualified would find these.
    names = {
        name
        for file in (ROOT / "macros").rglob("*.sql")
        for name in re.findall(r"{%-? macro (\w+)\(", file.read_text(encoding="utf-8"))
        if "__" not in name.removeprefix("_")
    }
    assert {"parameters", "_network", "stage_init"} <= names
    trap = "{{% macro {0}() %}}{{% do exceptions.raise_compiler_error('the consumer has its own {0}') %}}{{% endmacro %}}\n"
    project.write("macros/own.sql", "".join(trap.format(name) for name in sorted(names)))
    return project


@pytest.fixture(scope="module")
def built(shop):
    outcome = shop.dbt("build", "--threads", "4", "--write-json")
    assert outcome.success, outcome.output
    return outcome


def test_the_consumer_sees_no_node_of_the_package(shop):
    listed = shop.dbt_ok("ls", "--write-json").result
    assert listed
    assert not [name for name in listed if "dbt_nn" in name]
    manifest = json.loads((shop.path / "target" / "manifest.json").read_text(encoding="utf-8"))
    for kind in ["nodes", "unit_tests", "sources", "exposures", "metrics", "semantic_models", "saved_queries"]:
        assert not [key for key in manifest[kind] if ".dbt_nn." in key], kind


def test_the_demos_yaml_describes_no_model_of_the_consumer(shop, built):
    manifest = json.loads((shop.path / "target" / "manifest.json").read_text(encoding="utf-8"))
    described = {key: node["description"] for key, node in manifest["nodes"].items() if node["description"]}
    assert described == {
        "model.shop.predictions": "mine",
        "model.shop.examples": "mine",
        "model.shop.update": "mine",
        "seed.shop.iris": "mine",
    }
    assert not [key for key in manifest["disabled"] if key.startswith(("model.", "seed.", "unit_test."))]


def test_the_consumer_parses_without_warnings(shop):
    outcome = shop.dbt_ok("parse", "--no-partial-parse", "--warn-error", "--show-all-deprecations")
    assert "deprecat" not in outcome.output.lower()


def test_networks_train_under_the_consumers_names_and_schema(shop, built):
    names = shop.tables("main_Nets")
    assert {"churn_Network", "churn_Start", "price_Network", "price_Start"} <= names
    assert not [name for name in names if "__iteration_" in name or name.endswith(("_tmp", "_backup"))]
    assert not [name for name in shop.tables() if "Network" in name]


def test_odd_names_and_classes_train_right(shop, built):
    network = Network(features=len(FEATURES), hidden=[3], outputs=3, activation="tanh", learning_rate=0.5)
    for _ in network.train(*data(), ITERATIONS):
        pass
    rows = shop.rows('select layer, input, output, value from "main_Nets"."churn_Network" where layer is not null')
    found = {(layer, source, target): value for layer, source, target, value in rows}
    assert found == pytest.approx(network.parameters(), rel=0, abs=1e-9)


def test_predictions_carry_the_examples_and_name_the_classes(shop, built):
    columns = [name for (name, *_) in shop.rows('describe "main_Nets".churn_predictions')]
    assert columns[: len(FEATURES) + 1] == [*FEATURES, LABEL]
    assert columns[-3:] == ["probability_it_s", "probability_ja_größe", "probability_say_no"]
    rows = shop.rows(
        """select predicted_label, predicted_probability, probability_it_s, probability_ja_größe, probability_say_no
        from "main_Nets".churn_predictions"""
    )
    assert len(rows) == 60
    for label, probability, *probabilities in rows:
        assert sum(probabilities) == pytest.approx(1, abs=1e-12)
        assert probability == max(probabilities)
        assert label == CLASSES[probabilities.index(probability)]


def test_two_networks_train_at_the_same_time(shop, built):
    """Their checkpoints' lines alternate, and each ends where it ends alone."""
    spans = {}
    for result in built.result.results:
        (timing,) = [t for t in result.timing if t.name == "execute"]
        spans[result.node.name] = (timing.started_at, timing.completed_at)
    assert max(spans["churn_update"][0], spans["price_update"][0]) < min(
        spans["churn_update"][1], spans["price_update"][1]
    )
    together = shop.rows('select * from "main_Nets"."price_Network" order by all')
    shop.dbt_ok("run", "--select", "price_update", "--full-refresh")
    assert shop.rows('select * from "main_Nets"."price_Network" order by all') == together


def test_a_regression_predicts_numbers(shop, built):
    x, _ = data()
    network = Network(features=2, hidden=[2], outputs=1, output="identity", learning_rate=0.05)
    for _ in network.train(x[:, :2], x.sum(axis=1), ITERATIONS):
        pass
    predicted = shop.rows('select "Height", predicted_value from "main_Nets".price_predictions order by 1')
    expected = sorted(zip(x[:, 0], network.forward(x[:, :2])[1][-1][:, 0], strict=True))
    assert [row[1] for row in predicted] == pytest.approx([value for _, value in expected], rel=0, abs=1e-9)
