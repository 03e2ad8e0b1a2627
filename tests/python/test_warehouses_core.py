"""The core of what every warehouse gives, in few small networks: for those where the other modules take long.

At most 12 networks of at most 20 parameters and 5 iterations. What is expected comes from the same project on DuckDB, whose numbers
test_warehouses.py compares with NumPy's.
"""

import re
import signal
import time

import numpy as np
import pytest
from conftest import Project, new_consumer
from reference import Network, split_of
from test_warehouses import (
    HARD_NAMES,
    RAISES_ON_OVERFLOW,
    ROWS,
    STAGES,
    columns,
    parameters_in,
    points,
    read_until,
)

ITERATIONS = 5
# Its SQL is Spark's, which `make test-spark` tests in full, and a statement takes a second: what is left is what the adapter does.
LEAN = "databricks"
LEFT = ["two", "two_history", "two_evaluation", "a_holds", "a_fails", "g_holds"]
HARD_CLASSES = ["it's", 'say "no"; --']
HARD_TEXTS = ["größer\\n", "{{ jinja }}", "two\nlines"]
# name -> (label, options)
NETWORKS = {
    "two": ("two", {"features": ["size", "visits"], "hidden_layers": [2], "activation": "tanh", "l2": 0.05}),
    "three": ("three", {"features": ["is_new", "plan"], "hidden_layers": []}),
    "number": (
        "number",
        {
            "features": ["size", "is_new"],
            "hidden_layers": [2],
            "activation": "sigmoid",
            "optimizer": "gradient_descent",
        },
    ),
    "batches": ("two", {"features": ["size", "visits"], "hidden_layers": [2], "batch_size": 7}),
    "stopping": (
        "two",
        {"features": ["visits"], "hidden_layers": [], "early_stopping": {"patience": 1}, "learning_rate": 0.5},
    ),
}
SELECTED = {
    "two_history": "select iteration, train_loss, gradient_norm, is_best from {{ dbt_nn.history(ref('two')) }}",
    "two_trainings": "select training, outcome, train_rows, iterations from {{ dbt_nn.trainings(ref('two')) }}",
    "two_evaluation": "select * from {{ dbt_nn.evaluate(ref('two_predictions'), 'two', positive_class='yes', by=['split']) }}",
    "two_confusion": "select * from {{ dbt_nn.confusion_matrix(ref('two_predictions'), 'two') }}",
    "two_roc": "select * from {{ dbt_nn.roc_curve(ref('two_predictions'), 'two', positive_class='yes') }}",
    "two_why": "select * from {{ dbt_nn.explain(ref('two'), ref('examples'), keep=['example']) }}",
    "two_skew": "select * from {{ dbt_nn.skew(ref('two'), ref('examples')) }}",
    "number_evaluation": "select * from {{ dbt_nn.evaluate(ref('number_predictions'), 'number') }}",
}
GATES = """
models:
  - name: two_predictions
    data_tests:
      - dbt_nn.metric: {name: a_holds, arguments: {metric: roc_auc, at_least: 0.1, label: two, positive_class: 'yes'}}
      - dbt_nn.metric: {name: a_fails, arguments: {metric: log_loss, at_most: 0.0001, label: two, by: [split]}}
      - dbt_nn.beats_baseline: {name: b_fails, arguments: {metric: log_loss, label: two, margin: 5}}
      - dbt_nn.calibrated: {name: c_fails, arguments: {label: two, at_most: 0.0001, positive_class: 'yes'}}
      - dbt_nn.no_drift: {name: d_holds, arguments: {reference: ref('examples'), features: [size, plan]}}
      - dbt_nn.no_skew: {name: e_holds, arguments: {network: ref('two'), minimum_rows: 10}}
      - dbt_nn.no_leakage: {name: f_fails, arguments: {label: two, features: [probability_yes], at_most: 0.01}}
  - name: two
    data_tests:
      - dbt_nn.parameters_finite: {name: g_holds}
      - dbt_nn.training_converged: {name: h_fails, arguments: {at_most: 0.0000001}}
      - dbt_nn.trained_within: {name: i_holds, arguments: {days: 1}}
"""
# name -> (options, what the error says)
BAD = {
    "misspelt": ({"hiden_layers": [4]}, ["hiden_layers is not an option", "did you mean hidden_layers?"]),
    "unknown_label": (
        {"label": "churned"},
        ["column churned is not in the examples", "they have example, size, visits"],
    ),
    "no_ids": ({"example_id": "plan"}, ["example_id plan is null in 1 row"]),
    "a_class_for_a_number": ({"task": "regression"}, ["label two is", "numbers for regression"]),
    "too_large_a_step": (
        {"optimizer": "gradient_descent", "learning_rate": 1e200, "iterations": 4},
        ["NaN or infinite at iteration", "Lower learning_rate"],
    ),
}


def hard_rows(names):
    random = np.random.default_rng(5)
    return [[*map(float, random.normal(size=len(names))), HARD_TEXTS[k % 3], HARD_CLASSES[k % 2]] for k in range(ROWS)]


def left_to(warehouse: str, names):
    """Those of the names that a warehouse has."""
    return [name for name in names if warehouse != LEAN or name in LEFT]


def write(project: Project, warehouse: str) -> None:
    data = columns()
    project.table("examples", list(data), zip(*data.values()))
    for name in left_to(warehouse, NETWORKS):
        label, options = NETWORKS[name]
        project.train(name, "examples", label=label, example_id="example", **{"iterations": ITERATIONS, **options})
        project.predictions(f"{name}_predictions", name, "examples")
    for name in left_to(warehouse, SELECTED):
        project.write(f"models/{name}.sql", "{{ config(materialized='table') }}\n" + SELECTED[name] + "\n")
    project.write(
        "models/two_written_out.sql",
        "{{ config(materialized='table') }}\n"
        "select * from (\n{{ dbt_nn.network_sql(ref('two'), ref('examples')) }}\n) as written_out\n",
    )
    gates = [
        line
        for line in GATES.splitlines()
        if "{name: " not in line or left_to(warehouse, [re.split("[,}]", line.split("{name: ")[1])[0]])
    ]
    project.write("models/gates.yml", "\n".join(gates) + "\n")
    x, y = points()
    rows = [
        [float(a), float(b), STAGES["classes"][k], "train" if at < 30 else "test"]
        for at, ((a, b), k) in enumerate(zip(x, y))
    ]
    project.table("points", ["x1", "x2", "side", "part"], rows)
    project.network("stages_", STAGES, "points", {"iterations": ITERATIONS if warehouse != LEAN else 1})
    if warehouse == LEAN:
        return
    names = HARD_NAMES[warehouse]
    project.table("hard_examples", [*names, "table", "Class"], hard_rows(names))
    project.train(
        "hard", "hard_examples", label="Class", features=[names[0], "table"], hidden_layers=[], iterations=ITERATIONS
    )
    project.predictions("hard_predictions", "hard", "hard_examples")


@pytest.fixture(scope="module")
def project(warehouse, tmp_path_factory) -> Project:
    found = new_consumer(tmp_path_factory.mktemp("consumer"), warehouse=warehouse)
    write(found, warehouse.name)
    found.dbt_ok("run")
    return found


@pytest.fixture(scope="module")
def on_duckdb(warehouse, project, tmp_path_factory) -> Project:
    if warehouse.name == "duckdb":
        return project
    found = new_consumer(tmp_path_factory.mktemp("on_duckdb"))
    write(found, warehouse.name)
    found.dbt_ok("run")
    return found


@pytest.fixture(autouse=True)
def only_what_is_left(request, warehouse):
    """Skips a test of what a warehouse does not have."""
    name = getattr(request.node, "callspec", None) and request.node.callspec.params.get("name")
    is_hard = name == "hard" or "hard_to_write" in request.node.name
    if warehouse.name == LEAN and (is_hard or (name in {**NETWORKS, **SELECTED} and name not in LEFT)):
        pytest.skip("its SQL is Spark's: make test-spark, or FULL=1")


def alike(found: list[tuple], expected: list[tuple]) -> bool:
    """The same rows in any order, numbers to 1e-9."""

    def plain(rows):
        rows = [[float(v) if isinstance(v, (int, float)) or hasattr(v, "as_tuple") else v for v in row] for row in rows]
        return sorted(rows, key=lambda row: [f"{v:.6f}" if isinstance(v, float) else str(v) for v in row])

    found, expected = plain(found), plain(expected)
    assert len(found) == len(expected) > 0
    for row, other in zip(found, expected):
        same = [
            v if v is None or isinstance(v, str) else pytest.approx(v, rel=1e-9, abs=1e-9, nan_ok=True) for v in other
        ]
        assert row == same
    return True


def test_the_core_is_small(project):
    networks = [*left_to(project.warehouse.name, NETWORKS), *([] if project.warehouse.name == LEAN else ["hard"])]
    for name in networks:
        assert 0 < len(parameters_in(project, name)) <= 20, name
    # Those, the stages, and the one that is killed; test_promotion_core.py has two, of four iterations.
    assert len(networks) + 1 + 1 + 2 <= 12


def test_initial_parameters_are_the_same_bit_for_bit(project):
    expected = Network(features=2, hidden=[3], outputs=2).parameters()
    assert parameters_in(project, "stages_init", "layer is not null") == expected


@pytest.mark.parametrize("name", [*NETWORKS, "hard"])
def test_parameters_are_those_of_duckdb(project, on_duckdb, name):
    found, expected = parameters_in(project, name), parameters_in(on_duckdb, name)
    assert found == pytest.approx(expected, rel=0, abs=1e-9)


def test_stages_are_those_of_duckdb(project, on_duckdb):
    found, expected = (parameters_in(place, "stages_update", "layer is not null") for place in (project, on_duckdb))
    assert found == pytest.approx(expected, rel=0, abs=1e-9)
    start = parameters_in(project, "stages_init", "layer is not null")
    assert max(abs(value - start[key]) for key, value in found.items()) > 1e-3


@pytest.mark.parametrize("name", NETWORKS)
def test_predictions_and_splits_are_those_of_duckdb(project, on_duckdb, name):
    labels = {"two": ["no", "yes"], "three": ["a", "b", "c"], "number": []}[NETWORKS[name][0]]
    wanted = ", ".join(f"probability_{label}" for label in labels) or "predicted_value"
    for table in ["predictions", "written_out"] if name == "two" else ["predictions"]:
        query = f"select example, split, size, plan, {wanted}, network_version from {name}_{table}"
        found = project.rows(query)
        assert alike(found, on_duckdb.rows(query))
        assert all(split == split_of(key) for key, split, *_ in found)


@pytest.mark.parametrize("name", SELECTED)
def test_what_is_selected_from_a_network_is_that_of_duckdb(project, on_duckdb, name):
    names = [column for (column,) in on_duckdb.rows(f"select column_name from (describe {name})")]
    query = f"select {', '.join(names)} from {name}"
    assert alike(project.rows(query), on_duckdb.rows(query))


def test_inputs_and_classes_have_the_same_names_in_the_same_order(project, on_duckdb):
    for name in left_to(project.warehouse.name, NETWORKS):
        query = (
            f"select role, layer, input, output, input_name, output_name from {name} "
            "where role in ('category', 'class', 'center', 'fill', 'baseline')"
        )
        found, expected = (sorted(map(repr, place.rows(query))) for place in (project, on_duckdb))
        assert found == expected


def test_names_and_classes_that_are_hard_to_write_are_kept(project):
    quoted = project.warehouse.quoted
    names = HARD_NAMES[project.warehouse.name]
    inputs = {name for (name,) in project.rows("select input_name from hard where role = 'center' and layer = 0")}
    assert {name.lower() for name in inputs} == {names[0].lower()}
    for role, expected in {"class": HARD_CLASSES, "category": HARD_TEXTS}.items():
        found = {name for (name,) in project.rows(f"select output_name from hard where role = '{role}'")}
        assert found == set(expected)
    rows = project.rows(f"select predicted_label, {quoted('Class')}, {quoted(names[-1])} from hard_predictions")
    assert len(rows) == ROWS
    assert {row[1] for row in rows} == set(HARD_CLASSES)


@pytest.fixture(scope="module")
def judged(project, on_duckdb):
    return project.dbt("test"), on_duckdb.dbt("test")


def test_gates_pass_and_fail_as_on_duckdb_and_say_the_same(judged):
    found, expected = judged
    assert found.status == expected.status
    assert {name: status for name, status in found.status.items()} == {
        name: "fail" if name.endswith("fails") else "pass" for name in found.status
    }
    said = [
        sorted(line.split(" in ")[0] for line in outcome.output.splitlines() if line.startswith("dbt_nn."))
        for outcome in judged
    ]
    assert len(said[0]) == len(said[1]) >= sum(status == "fail" for status in found.status.values()) > 0
    for line, other in zip(*said):
        words, others = line.split(), other.split()
        assert len(words) == len(others)
        for word, same in zip(words, others):
            assert word == same or float(word.strip(",")) == pytest.approx(float(same.strip(",")), rel=1e-9), (
                line,
                other,
            )


def test_nothing_is_trained_again_and_nothing_but_the_models_is_left(project):
    outcome = project.dbt_ok("run", "--select", "two")
    assert outcome.output.count("training skipped") == 1
    assert {name for name in project.tables() if "__" in name} == set()


@pytest.fixture(scope="module")
def bad(project):
    for name, (options, _) in BAD.items():
        given = {"label": "two", "features": ["size", "visits"], "iterations": 2, "hidden_layers": [], **options}
        project.train(f"{name}_network", "examples", folder="models/bad", **given)
        project.execute(f"create table {project.warehouse.schema}.{name}_network as select 'standing' as note")
    return project.dbt("run", "--select", "path:models/bad")


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_clear_error_and_what_stands_stays(project, bad, name):
    assert bad.status[f"{name}_network"] == "error", f"{name} trained"
    assert project.rows(f"select * from {name}_network") == [("standing",)]
    message = bad.message[f"{name}_network"]
    if name == "too_large_a_step" and project.warehouse.name in RAISES_ON_OVERFLOW and BAD[name][-1][0] not in message:
        assert "overflow" in message.lower() or "out of range" in message
        return
    for part in BAD[name][-1]:
        assert part in message


def test_a_killed_run_resumes_and_ends_where_an_undisturbed_run_does(project):
    label, options = NETWORKS["two"]
    project.train(
        "killed_network",
        "examples",
        label=label,
        example_id="example",
        iterations=ITERATIONS,
        checkpoint_every=1,
        **options,
        folder="models/killed",
    )
    process = project.start("run", "--select", "killed_network")
    printed = read_until(process, "train loss")
    process.send_signal(signal.SIGKILL)
    process.wait()
    # The statement under way may go on in the server, and makes its table.
    time.sleep(2)
    left = [name for name in project.tables() if name.startswith("killed_network__iteration_")]
    assert left and f"killed_network__iteration_{ITERATIONS}" not in left, printed
    outcome = project.dbt_ok("run", "--select", "killed_network")
    assert "resuming from the checkpoint at iteration" in outcome.output
    found, expected = (parameters_in(project, name) for name in ("killed_network", "two"))
    assert found == pytest.approx(expected, rel=0, abs=1e-12)
    assert [name for name in project.tables() if name.startswith("killed_network__")] == []


def test_commands_that_only_read_the_project_work(project):
    for command in (["ls"], ["compile"]):
        outcome = project.dbt(*command)
        assert outcome.success, outcome.output
