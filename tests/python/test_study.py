"""The small form of the study of the defaults: on a few tables they reach what is committed, and its page is written from its results."""

import json
import sys

import duckdb
import numpy as np
import pytest
from conftest import ROOT, new_consumer

sys.path.insert(0, str(ROOT))
from benchmarks.study import report, run
from benchmarks.study.clone import Options, chosen, falling, gradients_of, start, train
from benchmarks.study.contenders import Split, inverse_temperature

PROVEN = ["iris", "wine", "breast_cancer", "moons", "circles", "diabetes", "friedman1", "friedman3", "linear_100"]


def test_the_defaults_are_no_worse_than_the_committed_figures():
    committed, found = json.loads(run.QUICK_RESULTS.read_text(encoding="utf-8")), run.quick()
    assert set(found) == set(run.QUICK) == set(committed)
    is_classes = {table.name: table.is_classes for table in run.all_tables()}
    for name, score in found.items():
        # Log loss, less is better; R², more is. Another processor sums in another order.
        if is_classes[name]:
            assert score <= 1.02 * committed[name] + 0.005, name
        else:
            assert score >= committed[name] - 0.01, name


def test_the_page_has_the_section_of_the_committed_results():
    page = report.PAGE.read_text(encoding="utf-8")
    assert page.partition(report.MARK)[1:] == (report.MARK, report.text().partition(report.MARK)[2])


def test_a_temperature_lowers_the_mean_log_loss_of_the_committed_figures():
    committed = json.loads(run.RESULTS.read_text(encoding="utf-8"))
    tables = [row for row in committed.values() if row["is_classes"]]
    for some in (tables, [row for row in tables if row["half"] == "judges"]):
        assert report.mean_score(some, "calibrated") < report.mean_score(some, "dbt_nn")


def test_scores_are_not_drawn_apart_where_fewer_than_five_rows_are_wrong():
    scores = np.column_stack([np.zeros(60), np.linspace(1, 2, 60)])
    labels = np.ones(60, dtype=int)
    assert inverse_temperature(scores, labels) == 1
    for wrong, expected in {4: 1, 5: pytest.approx(1.5, abs=0.6)}.items():
        labels = np.where(np.arange(60) < wrong, 0, 1)
        assert inverse_temperature(scores, labels) == expected
    assert inverse_temperature(10 * scores, np.where(np.arange(60) < 2, 0, 1)) < 0.9
    assert inverse_temperature(10 * scores[:40], np.where(np.arange(40) < 2, 0, 1)) == 1


def test_the_choice_follows_the_counts():
    assert chosen(19999, 10, 10) == Options(falling(floor=0.1 * 10 / 19999), 0.03, 300, 20, 20)
    assert chosen(100, 80, 9) == Options(falling(over=100, floor=0.16), 0.1, 100)
    assert chosen(50, 200, 50).l2["floor"] == 0.3
    assert chosen(20000, 10, 5000).batch_size == 334
    assert chosen(20000, 10, 5000, has_id=False).batch_size is None


@pytest.mark.parametrize(
    ("is_classes", "hidden", "activation", "loss"),
    [
        (True, (5,), "relu", "usual"),
        (False, (5,), "relu", "usual"),
        (True, (5, 3), "tanh", "usual"),
        (True, (), "relu", "usual"),
        (False, (4, 4), "relu", "huber"),
    ],
)
def test_the_clones_gradient_is_the_slope_of_its_loss(is_classes, hidden, activation, loss):
    random = np.random.default_rng(3)
    x, y = random.normal(size=(30, 4)), random.integers(0, 3, 30) if is_classes else 2 * random.normal(size=30)
    kind = loss
    matrices = [matrix.copy() for matrix in start(42, (4, *hidden, 3 if is_classes else 1), activation)]

    def penalised():
        loss, gradients = gradients_of(matrices, x, y, is_classes, 0.1, activation, kind)
        return loss + 0.05 * sum((matrix[1:] ** 2).sum() for matrix in matrices), gradients

    _, gradients = penalised()
    for matrix, gradient in zip(matrices, gradients):
        for place in np.ndindex(matrix.shape):
            kept, losses = matrix[place], []
            for step in (1e-6, -1e-6):
                matrix[place] = kept + step
                losses.append(penalised()[0])
            matrix[place] = kept
            assert (losses[0] - losses[1]) / 2e-6 == pytest.approx(gradient[place], rel=1e-5, abs=1e-8)


@pytest.fixture(scope="module")
def proven(tmp_path_factory):
    """Tables of the study, cut as there, trained by dbt with the defaults."""
    project = new_consumer(tmp_path_factory.mktemp("proven"))
    tables = {table.name: table for table in run.all_tables() if table.name in PROVEN}
    splits = {}
    with duckdb.connect(str(project.database)) as connection:
        for name, table in tables.items():
            features, labels = table.read()
            features.columns = [f"x_{at}" for at in range(features.shape[1])]
            splits[name] = split = Split(features, labels, table.is_classes, 1)
            parts = np.empty(len(labels), dtype=object)
            for part, rows in zip(["train", "validation", "test"], split.rows, strict=True):
                parts[rows] = part
            data = features.assign(id=np.arange(len(labels)), label=labels, split=parts)
            connection.register("data", data)
            connection.execute(f"create table {name}_rows as select * from data order by id")
    for name, table in tables.items():
        project.write(f"models/{name}_examples.sql", f"select * from {name}_rows\n")
        task = "classification" if table.is_classes else "regression"
        options = {"label": "label", "example_id": "id", "split": "split", "task": task, "is_open": True}
        options |= {"calibrate": "temperature"} if table.is_classes else {}
        project.train(f"{name}_network", f"{name}_examples", **options)
    project.dbt_ok("run")
    return project, splits


@pytest.mark.parametrize("name", PROVEN)
def test_the_clone_trains_as_dbt_does(proven, name):
    """On tables of the study: the same iterations, the same one kept, the same loss of the test rows."""
    project, splits = proven
    split = splits[name]
    options = chosen(len(split.x), split.x.shape[1], len(split.held_x))
    own = train(split.x, split.y, split.held_x, split.held_y, split.outputs, split.is_classes, options)
    rows = project.rows(
        f"select layer, input, output, value, iteration from {name}_network where role in ('weight', 'bias')"
    )
    found = [np.zeros_like(matrix) for matrix in own.matrices]
    for layer, source, unit, value, _ in rows:
        found[layer - 1][source, unit - 1] = value
    assert {iteration for *_, iteration in rows} == {own.kept}
    (iterations,) = project.rows(f"select max(iteration) from {name}_network where role = 'train_loss'")[0]
    assert iterations == own.iterations
    if split.is_classes:
        ((temperature,),) = project.rows(f"select value from {name}_network where role = 'temperature'")
        assert 1 / temperature == pytest.approx(inverse_temperature(own.scores(split.held_x), split.held_y), rel=1e-3)
    scores = split.score_of_scores(own.scores(split.test_x))
    own.matrices = found
    assert split.score_of_scores(own.scores(split.test_x)) == pytest.approx(scores, rel=1e-6, abs=1e-8)
