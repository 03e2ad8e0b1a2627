"""What held-out rows may do: measure, and with early stopping choose; nothing else."""

import numpy as np
import pytest
from conftest import Project
from reference import Network, encoded, learned_inputs, split_of

ROWS = 60
FEATURES = ["size", "visits", "is_new", "plan"]
SHAPE = {"hidden_layers": [4], "iterations": 12}
STOPPING = {
    "hidden_layers": [20],
    "iterations": 300,
    "activation": "tanh",
    "features": ["x1", "x2", "x3"],
    "label": "label",
    "example_id": "id",
}
PATIENCE = {"patience": 6, "minimum_improvement": 0}


def examples(changed: bool):
    """Rows of three splits; where `changed`, the held-out ones are quite different."""
    random = np.random.default_rng(9)
    rows = []
    for k in range(ROWS):
        part = split_of(k)
        size, visits, is_new = float(random.normal(5, 2)), int(random.integers(0, 5)), bool(random.random() < 0.4)
        plan, label = str(random.choice(["a", "b", "c"])), ["no", "yes"][int(size + random.normal() > 5)]
        price = size * 3 + 1
        if changed and part != "train":
            size, visits, is_new, plan = [
                (None, None, None, None),
                (1e5, -7, True, "never seen"),
                (-3.0, 100, False, "a"),
            ][k % 3]
            label, price = ["unheard of", "no", "yes"][k % 3], 1e7
        rows.append([k, size, visits, is_new, plan, label, price, part if part == "train" or k % 2 else "test"])
    return ["id", *FEATURES, "label", "price", "part"], rows


def random_labels():
    random = np.random.default_rng(21)
    rows = [[k, *map(float, random.normal(size=3))] for k in range(ROWS)]
    return [[*row, "ab"[int(row[1] + random.normal() > 0)]] for row in rows]


HELD_OUT = {
    "by_id": {"label": "label", "example_id": "id"},
    "by_column": {"label": "label", "split": "part"},
    "rare": {"label": "label", "example_id": "id", "max_categories": 2, "missing_indicator": True},
    "regression": {"label": "price", "example_id": "id"},
}


@pytest.fixture(scope="module")
def project(consumer) -> Project:
    for name, changed in [("examples", False), ("changed_examples", True)]:
        columns, rows = examples(changed)
        consumer.table(name, columns, rows)
        for network, options in HELD_OUT.items():
            prefix = "changed_" if changed else ""
            consumer.train(f"{prefix}{network}", name, features=FEATURES, **SHAPE, **options)
    consumer.table("noise", ["id", "x1", "x2", "x3", "label"], random_labels())
    for form in ["recursive", "stepwise"]:
        consumer.train(f"stopped_{form}", "noise", loop=form, early_stopping=PATIENCE, **STOPPING)
    consumer.train("stopped_by_default", "noise", early_stopping=True, **STOPPING)
    consumer.train("stopped_never", "noise", early_stopping={"patience": 300}, **{**STOPPING, "iterations": 20})
    for every in [5, 1]:
        consumer.train(
            f"kept_{every}", "noise", early_stopping=PATIENCE, checkpoint_every=every, keep_checkpoints=True, **STOPPING
        )
    for network in ["stopped_recursive", "stopped_stepwise", "stopped_by_default", "stopped_never"]:
        consumer.write(f"models/{network}_history.sql", f"select * from {{{{ dbt_nn.history(ref('{network}')) }}}}\n")
    consumer.built = consumer.dbt_ok("build")
    return consumer


@pytest.mark.parametrize("name", HELD_OUT)
def test_held_out_rows_change_nothing_in_the_network_but_what_they_measure(project, name):
    """The fingerprint, of which resuming hangs, and the mark of the rows are of every row that is read."""
    rest = "where role not in ('validation_loss', 'validation_accuracy', 'training') and coalesce(input_name, '') not in ('fingerprint', 'rows_mark') order by all"
    one, other = (project.rows(f"select * from {prefix}{name} {rest}") for prefix in ("", "changed_"))
    assert one == other
    assert len(one) > 40
    measured = "where role = 'validation_loss' order by all"
    assert project.rows(f"select value from {name} {measured}") != project.rows(
        f"select value from changed_{name} {measured}"
    )


def test_a_changed_training_row_does_change_the_network(project):
    """Else the test above could not fail."""
    columns, rows = examples(False)
    at = next(k for k in range(ROWS) if split_of(k) == "train")
    rows[at][1] += 20
    project.table("nudged_examples", columns, rows)
    project.train("nudged", "nudged_examples", features=FEATURES, **SHAPE, **HELD_OUT["by_id"])
    project.dbt_ok("build", "--select", "nudged_examples", "nudged")
    weights = "where role = 'weight' order by all"
    assert project.rows(f"select value from nudged {weights}") != project.rows(f"select value from by_id {weights}")


def stopped_in_numpy(patience: int, minimum: float, iterations: int):
    """History up to the stop, the best iteration, and a network with the best parameters."""
    data = dict(zip(["id", "x1", "x2", "x3", "label"], zip(*random_labels())))
    splits = [split_of(key) for key in data["id"]]
    x = encoded(learned_inputs({name: data[name] for name in ["x1", "x2", "x3"]}, splits), data)
    y = np.array(["ab".index(label) for label in data["label"]])
    network = Network(features=3, hidden=[20], outputs=2, activation="tanh", l2=0.003)
    history, best, least, kept = [], 0, np.inf, None
    before = [matrix.copy() for matrix in network.matrices]
    for measured in network.fit(x, y, splits, iterations):
        history.append(measured)
        # The penalty is a constant one.
        loss = measured["validation_loss"] + measured["penalty"]
        if loss < least - minimum:
            best, least, kept = measured["iteration"], loss, before
        before = [matrix.copy() for matrix in network.matrices]
        if measured["iteration"] - best >= patience:
            break
    network.matrices = kept
    held_out = np.array(splits) == "validation"
    return history, best, network, network.measure(x[held_out], y[held_out])[0]


STOPS = {
    "stopped_recursive": (6, 0, 300),
    "stopped_stepwise": (6, 0, 300),
    "stopped_by_default": (10, 0.0001, 300),
    "stopped_never": (300, 0.0001, 20),
}


@pytest.mark.parametrize("name", STOPS)
def test_early_stopping_ends_and_keeps_what_numpy_would(project, name):
    history, best, network, _ = stopped_in_numpy(*STOPS[name])
    assert best < len(history), "the best iteration is the last one, so there is nothing to restore"
    rows = project.rows(f"select iteration, validation_loss, is_best from {name}_history order by iteration")
    assert [row[0] for row in rows] == [measured["iteration"] for measured in history]
    assert [row[1] for row in rows] == pytest.approx([measured["validation_loss"] for measured in history], abs=1e-9)
    assert [row[0] for row in rows if row[2]] == [best]
    found = project.rows(f"select layer, input, output, value, iteration from {name} where role in ('weight', 'bias')")
    assert {row[4] for row in found} == {best}
    assert {row[:3]: row[3] for row in found} == pytest.approx(network.parameters(), rel=0, abs=1e-9)


def test_the_kept_parameters_have_the_least_validation_loss_with_its_penalty(project):
    history, _, _, loss = stopped_in_numpy(*STOPS["stopped_recursive"])
    ((kept, last),) = project.rows(
        "select max(case when is_best then validation_loss end), max_by(validation_loss, iteration) "
        "from stopped_recursive_history"
    )
    ((squares,),) = project.rows("select sum(value * value) from stopped_recursive where role = 'weight'")
    assert kept + 0.5 * 0.003 * squares == pytest.approx(loss, abs=1e-9)
    assert loss == pytest.approx(min(row["validation_loss"] + row["penalty"] for row in history), abs=1e-9)
    assert last > kept + 1e-3


def test_early_stopping_is_early(project):
    lengths = [project.rows(f"select count(*) from {name}_history")[0][0] for name in STOPS]
    assert max(lengths[:3]) < 150
    assert lengths[3] == 20


def test_both_loop_forms_stop_at_the_same_parameters(project):
    query = "select role, iteration, layer, input, output, value from {} where role not in ('option', 'training') order by all"
    recursive, stepwise = (project.rows(query.format(f"stopped_{form}")) for form in ("recursive", "stepwise"))
    assert [row[:5] for row in recursive] == [row[:5] for row in stepwise]
    for one, other in zip(recursive, stepwise):
        assert one[5] == other[5] or one[5] == pytest.approx(other[5], rel=0, abs=1e-9)


def checkpoints(project, name):
    names = [table for table in project.tables() if table.startswith(f"{name}__iteration_")]
    return sorted(int(table.rsplit("_", 1)[1]) for table in names)


def result_of(project, name):
    return project.rows(f"select * from {name} where role not in ('option', 'training') order by all")


@pytest.mark.parametrize("every", [5, 1])
def test_early_stopping_resumes_and_stops_at_the_same_iteration(project, every):
    name = f"kept_{every}"
    complete = result_of(project, name)
    kept = checkpoints(project, name)
    assert kept[-1] == len(stopped_in_numpy(*STOPS["stopped_recursive"])[0])
    for iteration in kept[2:]:
        project.execute(f"drop table {name}__iteration_{iteration}")
    project.execute(f"drop table {name}")
    outcome = project.dbt_ok("run", "--select", name)
    assert f"resuming from the checkpoint at iteration {kept[1]} of 300" in outcome.output
    assert result_of(project, name) == complete
    assert checkpoints(project, name) == kept


def test_a_stopped_training_is_not_continued_after_its_network_is_gone(project):
    complete, kept = result_of(project, "kept_5"), checkpoints(project, "kept_5")
    project.execute("drop table kept_5")
    project.dbt_ok("run", "--select", "kept_5")
    assert result_of(project, "kept_5") == complete
    assert checkpoints(project, "kept_5") == kept


def test_a_second_build_says_that_a_stopped_network_is_trained(project):
    before = project.rows("select * from stopped_recursive order by all")
    outcome = project.dbt_ok("run", "--select", "stopped_recursive")
    assert "stopped_recursive: options and examples are unchanged; training skipped" in outcome.output
    assert project.rows("select * from stopped_recursive order by all") == before


def test_networks_leave_no_helper_tables_and_only_the_kept_checkpoints(project):
    assert {name for name in project.tables() if "__" in name and not name.startswith("kept_")} == set()
    assert {name for name in project.tables() if "__dbt_" in name} == set()


def test_validation_rows_of_a_class_that_never_trained_are_left_out_of_the_measures(project):
    """Else their loss would be that of no class at all."""
    columns, rows = examples(False)
    held_out = [row for row in rows if split_of(row[0]) == "validation"]
    known = [row for row in rows if row not in held_out[::2]]
    strange = [[*row[:5], "unheard of", *row[6:]] if row in held_out[::2] else row for row in rows]
    for name, some in [("known_examples", known), ("strange_examples", strange)]:
        project.table(name, columns, some)
        project.train(name.replace("examples", "classes"), name, features=FEATURES, **SHAPE, **HELD_OUT["by_id"])
    outcome = project.dbt_ok("build", "--select", "known_examples+", "strange_examples+")
    assert f"not using {len(held_out[::2])} validation rows, because no training row has their class" in outcome.output
    measures = "where role like '%loss' or role like '%accuracy' order by all"
    one, other = (project.rows(f"select * from {name}_classes {measures}") for name in ("known", "strange"))
    assert one == other
    assert len(one) == 4 * SHAPE["iterations"]


def test_an_option_of_none_counts_as_not_given(project):
    nothing = {"split": None, "classes": None, "batch_size": None, "optimizer": None, "random_seed": None}
    project.train("by_nothing", "examples", features=FEATURES, **SHAPE, **HELD_OUT["by_id"], **nothing)
    project.dbt_ok("build", "--select", "by_nothing")
    weights = "where role in ('weight', 'bias') order by all"
    assert project.rows(f"select * from by_nothing {weights}") == project.rows(f"select * from by_id {weights}")
