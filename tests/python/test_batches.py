"""Mini-batches: the rows of each batch, the iterations of NumPy on them, in every form, layout and number of threads."""

import json
import re

import numpy as np
import pytest
from conftest import Project
from reference import Batches, Network, split_of

ROWS = 57
ITERATIONS = 40
CLASSES = ["a", "b", "c"]
# name -> options
NETWORKS = {
    "descent": {"hidden_layers": [3], "batch_size": 8, "optimizer": "gradient_descent", "learning_rate": 0.3},
    "adam": {"hidden_layers": [3], "batch_size": 10, "learning_rate": 0.05},
    "single_rows": {"hidden_layers": [2], "batch_size": 1, "optimizer": "gradient_descent", "learning_rate": 0.05},
    "all_rows": {"hidden_layers": [3], "batch_size": "all", "learning_rate": 0.05},
    "lists": {"hidden_layers": [9], "batch_size": 8, "learning_rate": 0.02, "random_seed": 3},
}
NETWORKS |= {f"{name}_packed": {**NETWORKS[name], "layout": "packed"} for name in ("descent", "adam", "single_rows")}
RUNS = [(name, form) for name in NETWORKS for form in ("recursive", "stepwise")]


def data():
    random = np.random.default_rng(8)
    x = random.normal(size=(ROWS, 3))
    return x, np.argsort(np.argsort(x.sum(axis=1))) * 3 // ROWS, [f"row {k}" for k in range(ROWS)]


SPLITS = [split_of(key) for key in data()[2]]
TRAIN = SPLITS.count("train")


def options_of(name):
    options = dict(NETWORKS[name])
    if options["batch_size"] == "all":
        options["batch_size"] = TRAIN
    return options


class Restated:
    def __init__(self, name):
        x, y, ids = data()
        options = options_of(name)
        train = np.array([split == "train" for split in SPLITS])
        x = (x - x[train].mean(axis=0)) / x[train].std(axis=0)
        self.network = Network(
            3,
            options["hidden_layers"],
            3,
            l2=0.003,
            learning_rate=options["learning_rate"],
            seed=options.get("random_seed", 42),
        )
        self.batches = Batches(ids, SPLITS, options["batch_size"], self.network.seed)
        self.history = list(self.network.fit(x, y, SPLITS, ITERATIONS, options.get("optimizer", "adam"), self.batches))


@pytest.fixture(scope="module")
def trained(consumer) -> Project:
    x, y, ids = data()
    rows = [[key, *map(float, row), CLASSES[label]] for key, row, label in zip(ids, x, y)]
    consumer.table("examples", ["id", "x1", "x2", "x3", "label"], rows)
    for name, form in RUNS:
        every = {"checkpoint_every": 9} if form == "stepwise" else {}
        consumer.train(
            f"{name}_{form}",
            "examples",
            label="label",
            example_id="id",
            iterations=ITERATIONS,
            loop=form,
            **every,
            **options_of(name),
        )
        consumer.write(
            f"models/{name}_{form}_history.sql", f"select * from {{{{ dbt_nn.history(ref('{name}_{form}')) }}}}\n"
        )
    consumer.dbt_ok("build")
    return consumer


@pytest.mark.parametrize(("name", "form"), RUNS)
def test_every_iteration_is_that_of_numpy_on_its_batch(trained, name, form):
    """Validation is measured where an epoch ends; epochs are counted."""
    expected = Restated(name)
    measures = ["train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "gradient_norm"]
    rows = trained.rows(f"select iteration, epoch, {', '.join(measures)} from {name}_{form}_history order by iteration")
    assert [row[0] for row in rows] == list(range(1, ITERATIONS + 1))
    assert [row[1] for row in rows] == [(k - 1) // expected.batches.per_epoch + 1 for k in range(1, ITERATIONS + 1)]
    for row, measured in zip(rows, expected.history):
        for measure, found in zip(measures, row[2:]):
            if measured[measure] is None:
                assert found is None, (row[0], measure)
            else:
                assert found == pytest.approx(measured[measure], rel=0, abs=1e-9), (row[0], measure)
    found = trained.rows(f"select layer, input, output, value from {name}_{form} where role in ('weight', 'bias')")
    assert {tuple(key): value for *key, value in found} == pytest.approx(expected.network.parameters(), rel=0, abs=1e-9)


def test_every_row_is_in_one_batch_and_epochs_read_the_same_ones():
    """Of the restatement, which the networks were just compared with."""
    batches = Batches(data()[2], SPLITS, 8)
    epochs = [range(epoch * batches.per_epoch + 1, (epoch + 1) * batches.per_epoch + 1) for epoch in range(2)]
    first, second = ([row for iteration in epoch for row in batches(iteration)[0]] for epoch in epochs)
    train = [at for at, split in enumerate(SPLITS) if split == "train"]
    assert sorted(first) == train != first
    assert first == second


def test_batches_are_laid_out_once(trained):
    trained.dbt_ok("run", "--select", "descent_recursive", "--full-refresh", "--log-level-file", "debug")
    log = (trained.path / "logs/dbt.log").read_text(encoding="utf-8")
    sent = log[log.rindex("START sql neural_network model") :]
    assert len(re.findall("create table [^ ]*__dbt_nn_batches", sent)) == 1


def test_nothing_is_left_behind(trained):
    assert [name for name in trained.tables() if "__" in name] == []


BAD = {
    "no_id": ({"batch_size": 8}, ["batch_size requires example_id"]),
    "too_large": (
        {"batch_size": TRAIN + 1, "example_id": "id"},
        [f"batch_size is {TRAIN + 1}", f"{TRAIN} training rows"],
    ),
    "none_at_all": ({"batch_size": 0, "example_id": "id"}, ["batch_size is 0", "an integer of at least 1"]),
    "layout": ({"layout": "tall"}, ['layout is "tall"', "auto, wide, dots, packed"]),
}


def test_how_a_training_is_cut_into_statements_changes_no_digit(trained):
    """A list of a batch's rows in the order in which threads come would be another one in each table of batches."""
    found = []
    for every in (1, 7, "auto"):
        trained.train(
            "cut", "examples", label="label", example_id="id", iterations=30, loop="recursive", hidden_layers=[3],
            batch_size=20, class_weights="balanced", checkpoint_every=every, folder="models/cut",
        )  # fmt: skip
        trained.dbt_ok("run", "--select", "cut", "--full-refresh")
        found.append(sorted(trained.rows("select * from cut where role not in ('option', 'training')"), key=repr))
    assert found[0] == found[1] == found[2]


def test_a_bad_batch_size_is_one_clear_error(trained):
    for name, (options, _) in BAD.items():
        trained.train(f"bad_{name}", "examples", folder="models/bad", label="label", **options)
    outcome = trained.dbt("run", "--select", "path:models/bad")
    for name, (_, parts) in BAD.items():
        assert outcome.status[f"bad_{name}"] == "error"
        for part in parts:
            assert part in outcome.message[f"bad_{name}"]


def test_a_resumed_run_goes_on_with_the_batch_that_is_due(trained):
    """Iterations are added to a training that stopped in the middle of an epoch: the same as all at once."""
    options = {"label": "label", "example_id": "id", **options_of("adam")}
    trained.train("resumed", "examples", iterations=13, keep_checkpoints=True, **options)
    trained.dbt_ok("run", "--select", "resumed")
    trained.execute("drop table resumed")
    trained.train("resumed", "examples", iterations=ITERATIONS, **options)
    outcome = trained.dbt_ok("run", "--select", "resumed")
    assert "resuming from the checkpoint at iteration 13" in outcome.output
    query = "select layer, input, output, value from {} where role in ('weight', 'bias') order by 1, 2, 3"
    found, expected = (trained.rows(query.format(name)) for name in ("resumed", "adam_recursive"))
    assert [row[:3] for row in found] == [row[:3] for row in expected]
    assert [row[3] for row in found] == pytest.approx([row[3] for row in expected], rel=0, abs=1e-12)


def test_early_stopping_counts_epochs(trained):
    options = {**options_of("adam"), "early_stopping": {"patience": 2, "minimum_improvement": 1000}}
    trained.train("patient", "examples", label="label", example_id="id", iterations=ITERATIONS, **options)
    trained.dbt_ok("run", "--select", "patient")
    per_epoch = Restated("adam").batches.per_epoch
    ((last,),) = trained.rows("select max(iteration) from patient where role = 'train_loss'")
    # The first measure, at the end of the first epoch, is the best; two more epochs bring nothing.
    assert last == per_epoch + 2 * per_epoch
    assert (
        json.loads(trained.rows("select output_name from patient where input_name = 'batches_per_epoch'")[0][0])
        == per_epoch
    )


def test_the_convergence_gate_of_the_validation_loss_counts_epochs(trained):
    """Between the ends of epochs there is none, which is no fault; where an epoch has lost its own, it is one."""
    assert trained.rows("select count(*) - count(validation_loss) from adam_recursive_history")[0][0] > ITERATIONS / 2
    trained.execute(
        "create table gap as select * from adam_recursive",
        "delete from gap where role = 'validation_loss' and iteration = "
        "(select min(iteration) from gap where role = 'validation_loss')",
    )
    gate = "dbt_nn.training_converged: {arguments: {loss: validation_loss, at_most: 0.99, last_iterations: 2}"
    trained.write(
        "models/gates.yml",
        f"""
        models:
          - name: adam_recursive
            data_tests:
              - {gate}, name: by_epoch}}
        """,
    )
    trained.write(
        "models/sources.yml",
        f"""
        sources:
          - name: made
            schema: main
            tables:
              - name: gap
                data_tests:
                  - {gate}, name: with_a_gap}}
        """,
    )
    outcome = trained.dbt("test", "--select", "by_epoch", "with_a_gap")
    assert outcome.status["by_epoch"] == "pass", outcome.output
    assert outcome.status["with_a_gap"] == "fail"
    assert "validation_loss is not a finite number in 1 iterations" in outcome.output
