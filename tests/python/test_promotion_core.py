"""The core of promotion, in few statements, for the warehouses whose statements are slow: promoted, refused, promoted, rolled back."""

import pytest
from conftest import new_consumer
from test_promotion import COLUMNS, PROMOTE, auc_of, customers, facts

BARE = {"label": "churned", "features": ["x", "y"], "example_id": "customer_id", "hidden_layers": []}
GOOD = {**BARE, "iterations": 4, "learning_rate": 0.5}
WORSE = {**BARE, "iterations": 1, "learning_rate": 0.000001}


@pytest.fixture(scope="module")
def steps(warehouse, tmp_path_factory):
    """What dbt said after each step, and the parameters, the memory and the tables that it left."""
    is_duckdb = warehouse.name == "duckdb"
    project = new_consumer(tmp_path_factory.mktemp("core"), warehouse=None if is_duckdb else warehouse)
    project.table("customers", COLUMNS, customers(180))
    project.predictions("served", "network", "customers")
    project.write("models/memory.sql", "select * from {{ dbt_nn.trainings(ref('network')) }}\n")
    found = {}

    def step(name, *command, **options):
        if options:
            project.train("network", "customers", **options)
        outcome = project.dbt(*command)
        parameters = project.rows("select layer, input, output, value from network where role in ('weight', 'bias')")
        found[name] = (outcome, sorted(parameters), facts(project, "network"), project.tables())

    step("good", "run", **GOOD, promote=PROMOTE)
    served = project.rows("select churned, probability_yes, network_version from served where split = 'validation'")
    step("worse", "run", "--select", "network", **WORSE, promote=PROMOTE)
    step(
        "loosened",
        "run",
        "--select",
        "network",
        "memory",
        **WORSE,
        promote={**PROMOTE, "at_least": 0.001, "better_than_standing": False},
    )
    found["memory"] = project.rows(
        "select training, outcome, candidate_value, standing_value from memory order by training"
    )
    step("back", "run-operation", "dbt_nn.roll_back", "--args", "{network: network}")
    step("after", "run", "--select", "network")
    return found, served


def test_a_good_network_is_promoted_by_what_it_predicts(steps):
    found, served = steps
    outcome, _, memory, tables = found["good"]
    assert outcome.success, outcome.output
    assert memory[1]["outcome"] == "promoted"
    assert memory[1]["candidate_value"] == pytest.approx(auc_of([row[:2] for row in served]), abs=1e-12)
    assert {row[2] for row in served} == {1}
    assert not {name for name in tables if "__" in name}


def test_a_worse_network_is_refused_and_the_standing_one_stays(steps):
    found, _ = steps
    outcome, parameters, _, tables = found["worse"]
    assert outcome.success, outcome.output
    assert "the candidate was refused: roc_auc is " in outcome.output
    assert parameters == found["good"][1]
    assert {name for name in tables if "__" in name} == {"network__candidate"}


def test_the_candidate_is_promoted_without_training_where_the_thresholds_are_loosened(steps):
    found, _ = steps
    outcome, parameters, memory, tables = found["loosened"]
    assert outcome.success, outcome.output
    assert "training because" not in outcome.output
    assert parameters != found["good"][1]
    assert {number: training["outcome"] for number, training in memory.items()} == {1: "promoted", 2: "promoted"}
    assert {name for name in tables if "__" in name} == {"network__previous"}
    assert [row[:2] for row in found["memory"]] == [(1, "promoted"), (2, "promoted")]
    assert found["memory"][1][2] < found["memory"][1][3]


def test_a_roll_back_stays(steps):
    found, _ = steps
    outcome, parameters, memory, tables = found["back"]
    assert outcome.success, outcome.output
    assert parameters == found["good"][1]
    assert {number: training["outcome"] for number, training in memory.items()} == {1: "promoted", 2: "rolled_back"}
    outcome, parameters, *_ = found["after"]
    assert "training 2, of the same options and rows, was rolled back; training skipped" in outcome.output
    assert parameters == found["good"][1]
    assert {name for name in tables if "__" in name} == {"network__previous"}
