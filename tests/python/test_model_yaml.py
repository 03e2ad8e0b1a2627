"""dbt_nn.model_yaml and the doc blocks that it names: a consumer pastes the YAML, and dbt builds it."""

import json

import numpy as np
import pytest
import yaml
from conftest import ROOT, new_consumer

ROWS = 120
COLUMNS = ["customer_id", "Size of it", "on", "bought", "price"]
OPTIONS = {"example_id": "customer_id", "features": ["Size of it", "on"], "hidden_layers": []}
HISTORY = ["iteration", "train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "gradient_norm"]
HISTORY += ["learning_rate", "is_best", "epoch", "l2"]
NETWORK = ["network_key", "role", "iteration", "layer", "input", "input_name", "output", "output_name", "value"]


def examples():
    random = np.random.default_rng(8)
    sizes = random.normal(size=ROWS)
    return [
        [k, float(s), "ab"[k % 2], "yes" if s + random.normal() > 0 else "no", float(3 * s + random.normal())]
        for k, s in enumerate(sizes)
    ]


@pytest.fixture(scope="module")
def shop(tmp_path_factory, warehouse):
    project = new_consumer(tmp_path_factory.mktemp("shop"), warehouse=warehouse)
    project.table("customers", COLUMNS, examples())
    # On Databricks, every iteration is a job of its own.
    iterations = 20 if warehouse.name == "databricks" else 60
    project.train("class_network", "customers", **OPTIONS, label="bought", iterations=iterations)
    project.train("price_network", "customers", **OPTIONS, label="price", loss="quantile", iterations=iterations)
    project.train("no_split_network", "customers", label="bought", features=["on"], hidden_layers=[], iterations=3)
    for name in ["class", "price", "no_split"]:
        project.predictions(f"{name}_predictions", f"{name}_network", "customers")
    project.write(
        "models/labels_only.sql",
        "select customer_id, bought, split, predicted_label\n"
        "from {{ dbt_nn.predict(network=ref('class_network'), examples=ref('customers')) }}\n",
    )
    project.write("models/a_history.sql", "select * from {{ dbt_nn.history(ref('class_network')) }}\n")
    project.train("later_network", "customers", **OPTIONS, label="bought")
    return project


@pytest.fixture(scope="module")
def printed(shop):
    """What the operation prints for each network, before anything is pasted."""
    shop.dbt_ok("run", "--exclude", "later_network")
    names = ["class", "price", "no_split"]
    return {name: model_yaml(shop, network=f"{name}_network").output for name in names}


def model_yaml(project, **arguments):
    return project.dbt("run-operation", "dbt_nn.model_yaml", "--args", json.dumps(arguments))


def of_models(text: str) -> dict:
    """The printed YAML, by model; dbt's own lines come before it."""
    return {model["name"]: model for model in yaml.safe_load(text[text.index("models:\n") :])["models"]}


def reserved(shop) -> str:
    """The column `on`, which a contract quotes: then its name is the one that the table has."""
    return "ON" if shop.warehouse.name == "snowflake" else "on"


def test_it_describes_the_network_and_all_its_predictions(shop, printed):
    models = of_models(printed["class"])
    assert list(models) == ["class_network", "class_predictions", "labels_only"]
    columns = [column["name"] for column in models["class_predictions"]["columns"]]
    answers = [
        "split",
        "predicted_label",
        "predicted_probability",
        "probability_no",
        "probability_yes",
        "network_version",
    ]
    assert columns == [reserved(shop) if column == "on" else column for column in COLUMNS] + answers
    assert all(column["description"] for column in models["class_predictions"]["columns"][:4])


def test_types_are_those_of_the_warehouse(shop, printed):
    for name, model in of_models(printed["price"]).items():
        assert all(column["data_type"] for column in model["columns"]), name
    types = {
        column["name"]: column["data_type"] for column in of_models(printed["price"])["price_predictions"]["columns"]
    }
    assert len({types["predicted_value"], types["predicted_quantile_0_9"], types["price"]}) == 1
    assert types["predicted_value"] != types["split"]


def test_names_that_are_no_plain_words_are_quoted(shop, printed):
    columns = {column["name"]: column for column in of_models(printed["class"])["class_predictions"]["columns"]}
    assert columns["Size of it"]["quote"] is True
    assert "quote" not in columns["customer_id"]
    # `on` without quotes would be read as true.
    assert columns[reserved(shop)]["quote"] is True


def test_thresholds_leave_room_above_what_is_reached(shop, printed):
    (reached,) = shop.rows(
        "select avg(-ln(case when bought = 'yes' then probability_yes else probability_no end)) "
        "from class_predictions where split = 'validation'"
    )
    gates = of_models(printed["class"])["class_predictions"]["data_tests"]
    (log_loss,) = [
        gate["dbt_nn.metric"] for gate in gates if "at_most" in gate.get("dbt_nn.metric", {}).get("arguments", {})
    ]
    assert log_loss["arguments"]["at_most"] == pytest.approx(1.25 * reached[0], rel=0.01)
    assert log_loss["arguments"]["at_most"] >= 1.25 * reached[0]
    assert log_loss["config"] == {"where": "split = 'validation'"}
    assert [gate for gate in gates if "dbt_nn.beats_baseline" in gate]


def test_without_held_out_rows_the_gate_is_a_comment_that_says_why(printed):
    assert "# a metric needs rows with a label and with the split validation or test" in printed["no_split"]
    assert "data_tests" in of_models(printed["class"])["class_predictions"]


def test_named_predictions_are_the_only_ones(shop, printed):
    models = of_models(model_yaml(shop, network="class_network", predictions="labels_only").output)
    assert list(models) == ["class_network", "labels_only"]
    metrics = [gate["dbt_nn.metric"]["arguments"]["metric"] for gate in models["labels_only"]["data_tests"][:2]]
    assert metrics[0] == "accuracy"


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"network": "class_netwrok"}, 'network is "class_netwrok"'),
        ({}, "accepted: class_network, later_network, no_split_network, price_network"),
        ({"network": "later_network"}, "later_network is not trained yet; run its model first"),
        ({"network": "class_network", "predictions": ["a_history"]}, 'predictions is "a_history"; accepted:'),
    ],
)
def test_what_it_cannot_describe_is_an_error(shop, printed, arguments, message):
    outcome = model_yaml(shop, **arguments)
    assert not outcome.success
    assert message in outcome.output


@pytest.fixture(scope="module")
def pasted(shop, printed):
    """The printed YAML as files of the project, and a build of it."""
    for name, text in printed.items():
        shop.write(f"models/{name}.yml", text[text.index("models:\n") :])
    shop.built = shop.dbt("build", "--exclude", "later_network")
    shop.dbt_ok("parse", "--write-json")
    shop.manifest = json.loads((shop.path / "target" / "manifest.json").read_text(encoding="utf-8"))
    return shop


def test_dbt_builds_what_was_pasted_with_contracts_and_gates(pasted):
    assert pasted.built.success, pasted.built.output
    gates = [name for name in pasted.built.status if name.startswith("dbt_nn_")]
    for gate in ["metric_class", "metric_price", "beats_baseline_price", "parameters_finite_no_split"]:
        assert [name for name in gates if name.startswith(f"dbt_nn_{gate}")], gates
    nodes = pasted.manifest["nodes"]
    assert nodes["model.shop.class_predictions"]["contract"]["enforced"]


def test_a_contract_that_was_pasted_is_held(pasted):
    text = (pasted.path / "models/no_split.yml").read_text(encoding="utf-8")
    pasted.write("models/no_split.yml", text.replace("name: predicted_probability", "name: likelihood"))
    outcome = pasted.dbt("run", "--select", "no_split_predictions")
    pasted.write("models/no_split.yml", text)
    assert "contract" in outcome.message["no_split_predictions"].lower()


def test_descriptions_are_those_of_the_doc_blocks(pasted):
    columns = pasted.manifest["nodes"]["model.shop.class_network"]["columns"]
    assert columns["role"]["description"].startswith("What the row is: `weight` or `bias`")
    assert "{{" not in json.dumps(pasted.manifest["nodes"]["model.shop.price_predictions"]["columns"])


def test_a_consumer_has_a_doc_block_for_every_column(pasted):
    """Of networks, histories, predictions and evaluations; and no block that names no column of them."""
    blocks = {key.removeprefix("doc.dbt_nn.") for key in pasted.manifest["docs"] if key.startswith("doc.dbt_nn.")}
    table = (ROOT / "macros/evaluation/metrics.sql").read_text(encoding="utf-8")
    metrics = [line.split("'")[3] for line in table.splitlines() if line.strip().startswith("{'name'")]
    columns = {"network_key"} | {f"network_{name}" for name in NETWORK[1:]} | {f"history_{name}" for name in HISTORY}
    columns |= {
        "split",
        "predicted_label",
        "predicted_probability",
        "probability",
        "predicted_value",
        "predicted_quantile",
        "predicted_low",
        "predicted_high",
    }
    assert blocks == columns | {"network_version", "evaluated_examples", *metrics}


def test_the_blocks_of_a_history_are_its_columns(pasted):
    with pasted.warehouse.cursor() as cursor:
        cursor.execute("select * from a_history where 1 = 0")
        # Snowflake has names in capitals.
        assert [column[0].lower() for column in cursor.description] == ["network_key", *HISTORY]
