"""What training makes beside a network bears a mark: tables of the user's are never touched, and left-overs of a killed run are cleaned up."""

import pytest
from conftest import Project, new_consumer

ROWS = [[k, k % 7 - 3.0, (k * 5) % 11 / 11.0, "yes" if k % 7 > 3 else "no"] for k in range(60)]
OPTIONS = {"label": "y", "features": ["a", "b"], "example_id": "id", "hidden_layers": [3], "iterations": 6}
# name of the user's relation -> (SQL that makes it, network that needs the name)
FOREIGN = {
    "examples_table": ("table", "{}__dbt_nn_examples", "select 1 as mine"),
    "examples_view": ("view", "{}__dbt_nn_examples", "select 1 as mine"),
    "other_case": ("table", "{}__DBT_NN_Examples", "select 1 as mine"),
    "start_table": ("table", "{}__dbt_nn_start", "select 1 as mine"),
    "batches_table": ("table", "{}__dbt_nn_batches", "select 1 as mine"),
    "checkpoint": ("table", "{}__iteration_50", "select 'mine' as fingerprint"),
    "checkpoint_view": ("view", "{}__iteration_3", "select 'mine' as fingerprint"),
    "checkpoint_of_another": ("table", "{}__iteration_4", "select 'f' as fingerprint, 'shop.other' as dbt_nn_made_by"),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Project:
    found = new_consumer(tmp_path_factory.mktemp("consumer"))
    found.table("rows", ["id", "a", "b", "y"], ROWS)
    for name in FOREIGN:
        found.train(f"net_{name}", "rows", folder="models/foreign", **OPTIONS)
    for name in ("kept", "again", "clean"):
        found.train(name, "rows", **OPTIONS, checkpoint_every=2)
    found.dbt_ok("run", "--select", "rows", "kept", "again", "clean")
    return found


@pytest.fixture(scope="module")
def refused(project):
    """One run of every network whose name for a table is taken."""
    for name, (kind, relation, query) in FOREIGN.items():
        project.execute(f'create {kind} "{relation.format("net_" + name)}" as {query}')
    return project.dbt("run", "--select", "path:models/foreign", "--full-refresh")


@pytest.mark.parametrize("name", FOREIGN)
def test_a_relation_of_the_users_is_refused_by_name_and_left(project, refused, name):
    _, relation, query = FOREIGN[name]
    network, relation = f"net_{name}", relation.format(f"net_{name}")
    assert refused.status[network] == "error"
    message = refused.message[network]
    assert relation in message
    assert "but was not created by the training of this model, which needs this name" in message
    assert project.rows(f'select * from "{relation}"') == project.rows(query)
    assert network not in project.tables()
    assert {table for table in project.tables() if table.startswith(f"{network}__")} == {relation}


def test_tables_of_a_training_bear_the_name_of_their_model(project):
    project.train("marked", "rows", **OPTIONS, checkpoint_every=2, keep_checkpoints=True)
    project.dbt_ok("run", "--select", "marked")
    for iteration in (2, 4, 6):
        marks = project.rows(f"select distinct dbt_nn_made_by from marked__iteration_{iteration}")
        assert marks == [("shop.marked",)]
    assert "dbt_nn_made_by" not in project.rows("select * from (describe marked)").__str__()


def left_overs(project, network):
    return sorted(name for name in project.tables() if name.startswith(f"{network}__"))


def test_left_overs_of_a_kill_in_the_clean_up_go_with_the_next_run(project):
    """As a run leaves them that was killed after its network was complete: the encoded rows, the start, and checkpoints."""
    for name in ("dbt_nn_examples", "dbt_nn_start", "iteration_2", "iteration_6"):
        project.execute(f"create table clean__{name} as select 1 as x_1, 'shop.clean' as dbt_nn_made_by")
    project.execute("create table clean__dbt_nn_mine as select 1 as mine")
    outcome = project.dbt_ok("run", "--select", "clean")
    assert "training skipped" in outcome.output
    assert "left over from an interrupted run" in outcome.output
    assert left_overs(project, "clean") == ["clean__dbt_nn_mine"]


def test_left_overs_of_batches_go_with_a_training_without_batches(project):
    """The killed run had a batch_size, which the next one has not."""
    project.execute("create table again__dbt_nn_batches as select 1 as x_1, 'shop.again' as dbt_nn_made_by")
    project.dbt_ok("run", "--select", "again", "--full-refresh")
    assert left_overs(project, "again") == []


def test_a_users_table_beside_a_finished_network_is_left_without_a_word(project):
    project.execute("create table kept__iteration_9 as select 'mine' as fingerprint")
    outcome = project.dbt_ok("run", "--select", "kept")
    assert "training skipped" in outcome.output
    assert left_overs(project, "kept") == ["kept__iteration_9"]


# What a broken run of version 0.1.0 left: no mark, but columns that only its tables have.
def test_left_overs_of_version_0_1_0_are_known_by_their_columns(project):
    keys = "'' as network_key, 1 as iteration, 1 as layer, 0 as input, 1 as output, 0.5e0 as value"
    project.execute(
        f"create table again__iteration_2 as select {keys}, 'f' as fingerprint",
        f"create table again__dbt_nn_start as select {keys}, 0e0 as train_loss, 0e0 as gradient_norm, 0e0 as learning_rate",
        "create table again__dbt_nn_examples as select 1e0 as x_1, 1e0 as train_share",
    )
    project.dbt_ok("run", "--select", "again", "--full-refresh")
    assert left_overs(project, "again") == []


def test_a_broken_contract_is_found_before_training(project):
    project.train("contracted", "rows", config={"contract": {"enforced": True}}, folder="models/contracted", **OPTIONS)
    project.write(
        "models/contracted/schema.yml",
        """
        models:
          - name: contracted
            columns:
              - {name: network_key, data_type: varchar}
              - {name: rolle, data_type: varchar}
        """,
    )
    outcome = project.dbt("run", "--select", "contracted")
    assert outcome.status["contracted"] == "error"
    assert "contract" in outcome.message["contracted"]
    assert "training" not in outcome.output
    assert [name for name in project.tables() if name.startswith("contracted")] == []


def test_too_many_units_are_refused_before_anything_is_read(project):
    project.train("huge", "rows", folder="models/huge", **{**OPTIONS, "hidden_layers": [100000]})
    outcome = project.dbt("run", "--select", "huge")
    assert outcome.status["huge"] == "error"
    assert "hidden_layers has 100000 units" in outcome.message["huge"]
    (seconds,) = [result.execution_time for result in outcome.result.results]
    assert seconds < 5
