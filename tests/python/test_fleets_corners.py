"""Fleets at their edges: what is refused, groups without validation rows, trials of a relation, and a run that is killed half-way."""

import random
import signal

import pytest
from conftest import new_consumer

COLUMNS = ["id", "shop", "x", "part", "label"]
USUAL = {"label": "label", "features": ["x"], "hidden_layers": [2], "example_id": "id", "iterations": 4, "l2": 0.01}
BY_SHOP = {"group_by": ["shop"]}
# name -> (options, what the error says)
REFUSED = {
    "trial_misspelt": ({"trials": [{"l2": 0.1}, {"lerning_rate": 1}]}, ["trial 2 sets", "did you mean learning_rate?"]),
    "trial_of_rows": ({"trials": [{"l2": 0.1}, {"split": "part"}]}, ["trial 2 sets", '"split"', "accepted: hidden_layers"]),
    "trial_wrong": ({"trials": [{"l2": 0.1}, {"l2": -1}]}, ["trial 2: l2 is -1", "a number of at least 0"]),
    "one_trial": ({"trials": [{"l2": 0.1}]}, ["trials is", "at least two"]),
    "one_fold": ({"folds": 1}, ["folds is 1", "at least 2"]),
    "folds_without_id": ({"folds": 3, "example_id": ""}, ["folds is 3, which requires example_id"]),
    "combined_alone": ({"combine": "mean"}, ["combine is mean, which averages restarts"]),
    "unknown_alone": ({"unknown_group": "all"}, ["unknown_group is all", "group_by"]),
    "no_such_column": ({"group_by": ["shopp"]}, ["column shopp", "did you mean shop?"]),
    "by_label": ({"group_by": ["label"]}, ["group_by label is also the label"]),
    "packed": (BY_SHOP | {"layout": "packed"}, ["layout is packed", "auto, wide, dots"]),
    "all_too_small": (BY_SHOP | {"minimum_examples": 5000}, ["no group can be trained", "have too few rows"]),
    "too_many": (BY_SHOP | {"restarts": 6000}, ["the fleet has 18,000 networks", "large_fleet=true"]),
}  # fmt: skip

# name -> (options, the last line before the kill, what the next run says)
KILLED = {
    "killed": ({"restarts": 2}, "part 2 of 2, restart=2): iteration 1000", [
        "(part 1 of 2, restart=1): options and examples are unchanged since the checkpoint at iteration 4000",
        "(part 2 of 2, restart=2): resuming from the checkpoint at iteration",
    ]),
    # Half of the iterations are done: of three trials one is left.
    "halved": ({"trials": [{"l2": 0.5}, {"l2": 0.01}, {"l2": 0.05}], "trials_stop": True}, "iteration 2000 of 4000", [
        "resuming from the checkpoint at iteration 2000 of 4000",
        "after an eighth of the iterations, stopped 1 of 3 trials",
        "after a quarter of the iterations, stopped 1 of 2 trials",
    ]),
}  # fmt: skip


def rows():
    draw = random.Random(4)
    found = []
    for number in range(240):
        x, shop = draw.gauss(0, 1), ["north", "south", "west"][number % 3]
        # All rows of `west` train.
        part = "validation" if number % 5 == 0 and shop != "west" else "train"
        found.append([number, shop, x, part, "yes" if x + draw.gauss(0, 0.5) > 0 else "no"])
    return found


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = new_consumer(tmp_path_factory.mktemp("corners"))
    project.table("rows", COLUMNS, rows())
    for name, (options, _) in REFUSED.items():
        project.train(name, "rows", folder="models/refused", **USUAL | options)
    project.train("unwatched", "rows", is_open=True, **USUAL | BY_SHOP | {"iterations": 30, "split": "part"})
    project.table("settings", ["l2", "hidden_layers", "optimizer"], [[0.5, None, "adam"], [0.001, "[3]", None]])
    project.write(
        "models/from_table.sql",
        "{{ dbt_nn.train(examples=ref('rows'), label='label', features=['x'], example_id='id', iterations=4, "
        "hidden_layers=[2], trials=ref('settings')) }}",
    )
    project.write("models/leaders.sql", "select * from {{ dbt_nn.leaderboard(ref('from_table')) }}")
    project.write("models/members.sql", "select * from {{ dbt_nn.networks(ref('unwatched')) }}")
    for name, (options, _, _) in KILLED.items():
        for which in (name, f"{name}_undisturbed"):
            project.train(which, "rows", **USUAL | BY_SHOP | {"iterations": 4000, "checkpoint_every": 500} | options)
    project.dbt_ok("run", "--exclude", "refused", *KILLED)
    return project


@pytest.fixture(scope="module")
def refused(project):
    return project.dbt("run", "--select", "refused")


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_fleet_does_not_take_is_said(refused, name):
    message = refused.message[name]
    assert all(text in message for text in REFUSED[name][1]), message


def test_a_group_without_validation_rows_trains_to_the_end(project):
    networks = {
        row[0]: row[1:]
        for row in project.rows("select shop, validation_rows, kept_iteration, validation_loss from members")
    }
    assert networks["west"] == (0, 30, None)
    assert networks["north"][0] == 16 and networks["north"][2] is not None


def test_trials_may_be_a_relation(project):
    options = {row[0]: row[1] for row in project.rows("select trial, options from leaders")}
    assert options == {1: '{"l2": 0.5, "optimizer": "adam"}', 2: '{"hidden_layers": [3], "l2": 0.001}'}


@pytest.mark.parametrize("name", KILLED)
def test_a_killed_fleet_goes_on_and_ends_where_an_undisturbed_one_does(project, name):
    _, last_line, said = KILLED[name]
    process = project.start("run", "--select", name)
    try:
        for line in process.stdout:
            if last_line in line:
                break
        else:
            raise AssertionError("it did not get that far")
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    output = project.dbt_ok("run", "--select", name).output
    assert all(text in output for text in said)
    # No loop begins again.
    assert "training 4000 iterations" not in output
    query = (
        "select network_key, role, layer, input, output, value from {} where role in ('weight', 'bias') order by all"
    )
    assert project.rows(query.format(name)) == project.rows(query.format(f"{name}_undisturbed"))
    assert not [table for table in project.tables() if "__" in table]
