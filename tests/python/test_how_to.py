"""The commands of docs/how_to, run in the order of the page in a project with a production and a pull request's schema."""

import json
import re
import shlex
import shutil

import pytest
from conftest import ROOT, new_consumer

COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TRAINING = "churn_network: training"
COLUMNS = ["id", "size", "bought"]
ROWS = [[k, k / 50 - 1, "yes" if k > 55 else "no"] for k in range(100)]


def commands(page: str) -> list[list[list[str]]]:
    """The commands of each block, without `dbt`."""
    text = (ROOT / "docs/how_to" / page).read_text(encoding="utf-8")
    return [[shlex.split(line)[1:] for line in block.splitlines()] for block in COMMANDS.findall(text)]


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    project = new_consumer(tmp_path_factory.mktemp("shop"))
    outputs = {
        name: {"type": "duckdb", "path": "consumer.duckdb", "schema": name, "threads": 1} for name in ["prod", "ci"]
    }
    project.write("profiles.yml", json.dumps({"shop": {"target": "prod", "outputs": outputs}}))
    project.table("customers", COLUMNS, ROWS)
    project.train("churn_network", "customers", label="bought", example_id="id", hidden_layers=[2], iterations=20)
    project.predictions("churn_predictions", "churn_network", "customers")
    project.write(
        "models/gates.yml",
        json.dumps(
            {
                "models": [
                    {
                        "name": "churn_predictions",
                        "data_tests": [
                            {"dbt_nn.metric": {"arguments": {"metric": "roc_auc", "at_least": 0.6, "label": "bought"}}}
                        ],
                    }
                ]
            }
        ),
    )
    return project


def answers(project, schema):
    return project.rows(f"select id, predicted_label, probability_yes from {schema}.churn_predictions order by id")


def network(project, schema):
    return sorted(map(repr, project.rows(f"select * from {schema}.churn_network")))


def run(project, block, *more):
    return [project.dbt_ok(*command, *more) for command in block]


@pytest.fixture(scope="module")
def followed(shop):
    """The page, from top to bottom; `done` is what each step said and left."""
    serve, train, change, clone, retrain, empty = commands("schedule_and_slim_ci.md")
    done = {}
    (trained,) = run(shop, train, "--select", "customers", "config.materialized:neural_network+", "--write-json")
    (shop.path / "prod_artifacts").mkdir()
    shutil.copy(shop.path / "target/manifest.json", shop.path / "prod_artifacts/manifest.json")
    done["train"] = trained, network(shop, "prod"), answers(shop, "prod")

    # New rows arrive, and are served by the network as it is.
    shop.table("customers", COLUMNS, [*ROWS, [100, 3.0, None]])
    (served,) = run(shop, serve)
    done["serve"] = served, network(shop, "prod"), answers(shop, "prod")

    shop.table("customers", COLUMNS, ROWS)
    sql = (shop.path / "models/churn_predictions.sql").read_text(encoding="utf-8")
    shop.write("models/churn_predictions.sql", f"{sql}where id % 2 = 0\n")
    (changed,) = run(shop, change)
    done["change"] = changed, shop.tables("ci"), answers(shop, "ci")

    cloned = run(shop, clone)
    done["clone"] = cloned, network(shop, "ci"), answers(shop, "ci")

    shop.execute("drop schema ci cascade")
    shop.train("churn_network", "customers", label="bought", example_id="id", hidden_layers=[3], iterations=20)
    (retrained,) = run(shop, retrain)
    done["retrain"] = retrained, network(shop, "ci"), network(shop, "prod")

    (emptied,) = run(shop, empty)
    done["empty"] = emptied, network(shop, "ci"), answers(shop, "ci")
    return done


def test_the_training_job_trains_and_judges(followed):
    outcome, rows, _ = followed["train"]
    assert TRAINING in outcome.output and rows
    assert [name for name in outcome.status if name.startswith("dbt_nn_metric")]


def test_the_serving_job_answers_new_rows_without_a_training(followed):
    outcome, rows, answered = followed["serve"]
    _, trained, before = followed["train"]
    assert TRAINING not in outcome.output
    assert rows == trained
    assert len(answered) == 101 and answered[:100] == before


def test_a_pull_request_of_predictions_reads_productions_network(followed):
    outcome, tables, answered = followed["change"]
    assert TRAINING not in outcome.output
    assert "churn_network" not in tables and "churn_predictions" in tables
    assert answered == followed["serve"][2][::2]


def test_a_cloned_network_is_productions(followed):
    _, rows, answered = followed["clone"]
    assert rows == followed["train"][1]
    assert answered == followed["serve"][2][::2]


def test_a_pull_request_of_a_network_trains_in_its_own_schema(followed):
    outcome, own, productions = followed["retrain"]
    assert TRAINING in outcome.output
    assert productions == followed["train"][1]
    assert own != productions


def test_an_empty_build_keeps_the_network_of_the_schema(followed):
    _, rows, answered = followed["empty"]
    assert rows == followed["retrain"][1]
    assert answered == []
