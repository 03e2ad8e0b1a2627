"""Every warehouse gives the same network: `pytest --warehouse postgres`, spark or bigquery; DuckDB where it is not said.

What is expected comes from NumPy (reference.py) and from the same project on DuckDB.
"""

import json
import shutil
import signal
import time

import numpy as np
import pytest
import warehouses
from conftest import LEFT_BEHIND, ROOT, Project, new_consumer
from reference import Batches, Network, encoded, learned_inputs, split_of

ITERATIONS = 50
# Where an iteration is a statement of about a second, one network has more iterations than the others. BigQuery's and Snowflake's
# emulators compute with DuckDB, so that more iterations tell nothing more of their arithmetic.
SLOW = {
    "spark": "every iteration is a job of its own",
    "bigquery": "every statement is type-checked and emulated",
    "snowflake": "emulated",
}
LONG = {"lists_relu": {"spark": 9, "bigquery": 9, "snowflake": 8, "databricks": 8}}
FEW_ITERATIONS = 6
FEW = {"iris": 15, "penguins": 3, "breast_cancer": 3, "digits": 3, "diabetes": 3}
ROWS = 40
FEATURES = ["size", "visits", "is_new", "plan"]
LABELS = {"two": ["no", "yes"], "three": ["a", "b", "c"], "number": None}

# name -> (label, options). More than 50 parameters are lists, fewer are columns.
NETWORKS = {
    "columns_tanh": ("three", {"hidden_layers": [2], "activation": "tanh", "l2": 0.05}),
    "lists_relu": ("two", {"hidden_layers": [8], "missing_indicator": True}),
    "columns_in_batches": ("two", {"hidden_layers": [2], "batch_size": 7}),
    "lists_number": ("number", {"hidden_layers": [5, 4], "activation": "sigmoid", "optimizer": "gradient_descent"}),
}
# Why, on those networks: model -> a call, its columns that say which row it is, and those of numbers.
WHY = "network_key, network_version, class, feature, feature_value", "contribution, baseline_score, score, residual"
EXPLAINED = {
    "why_one_piece": ("explain(ref('lists_relu'), ref('examples'), baseline={'size': 48})", *WHY),
    "why_top": ("explain(ref('columns_tanh'), ref('examples'), keep=['example', 'plan'], top=2)", *WHY),
    "why_nodes": ("explain(ref('lists_number'), ref('examples'), steps=10, baseline=ref('examples'))", *WHY),
    "importance": (
        "feature_importance(ref('lists_relu'), ref('examples'), repeats=2, split=none, together=[['size', 'visits']])",
        "network_key, feature, metric, repeats",
        "metric_value, importance, spread",
    ),
    "dependence": (
        "partial_dependence(ref('columns_tanh'), ref('examples'), 'plan')",
        "network_key, class, feature, grid_value, examples",
        "mean_prediction, low, high",
    ),
    "dependence_of_number": (
        "partial_dependence(ref('lists_number'), ref('examples'), 'size', grid=3)",
        "network_key, class, feature, examples",
        "grid_value, mean_prediction, low, high",
    ),
}
STAGES = {
    "features": ["x1", "x2"],
    "label": "side",
    "classes": ["left", "right"],
    "split": "part",
    "hidden_layers": [3],
    "learning_rate": 0.5,
    "l2": 0.01,
}
SCORE = 1e4


def columns() -> dict[str, list]:
    """Numbers, integers, booleans and texts that are hard to write, with missing values in all of them."""
    random = np.random.default_rng(11)
    found = {
        "example": [f"n° {k}" for k in range(ROWS)],
        "size": [float(v) for v in random.normal(50, 12, ROWS)],
        "visits": [int(v) for v in random.integers(0, 9, ROWS)],
        "is_new": [bool(v) for v in random.random(ROWS) < 0.4],
        "plan": [str(v) for v in random.choice(["basic", "it's \\n", 'plus; "more"', "größer"], ROWS)],
    }
    signal_of = [s / 12 + v / 4 + 2 * (p == "basic") for s, v, p in zip(found["size"], found["visits"], found["plan"])]
    ranks = np.argsort(np.argsort(np.array(signal_of) + random.normal(0, 0.5, ROWS)))
    for name, gaps in {"size": [3, 17], "visits": [5], "is_new": [9, 30], "plan": [2]}.items():
        for at in gaps:
            found[name][at] = None
    found["size"][20] = float("nan")
    found["two"] = [LABELS["two"][rank * 2 // ROWS] for rank in ranks]
    found["three"] = [LABELS["three"][rank * 3 // ROWS] for rank in ranks]
    found["number"] = [float(v * 1000 + 7) for v in signal_of]
    return found


def points():
    random = np.random.default_rng(3)
    x = random.normal(size=(ROWS, 2))
    return x, (x.sum(axis=1) > 0).astype(int)


def iterations_of(name: str, warehouse: str) -> int:
    if warehouse in SLOW and name not in LONG:
        return FEW_ITERATIONS
    return LONG.get(name, {}).get(warehouse, ITERATIONS)


class Restated:
    """A network of NETWORKS in NumPy, trained."""

    def __init__(self, name: str, iterations: int):
        label, options = NETWORKS[name]
        data = columns()
        self.splits = [split_of(key) for key in data["example"]]
        inputs = learned_inputs(
            {feature: data[feature] for feature in FEATURES},
            self.splits,
            missing_indicator=options.get("missing_indicator", False),
        )
        x = encoded(inputs, data)
        classes = LABELS[label]
        y = np.array([classes.index(value) for value in data[label]] if classes else data[label])
        if not classes:
            train = y[[split == "train" for split in self.splits]]
            y = (y - train.mean()) / train.std()
        self.network = Network(
            features=len(inputs),
            hidden=options["hidden_layers"],
            outputs=len(classes or [1]),
            activation=options.get("activation", "relu"),
            output="softmax" if classes else "identity",
            l2=options.get("l2", 0.003 if classes else 0.01),
        )
        optimizer, batches = options.get("optimizer", "rprop"), None
        if "batch_size" in options:
            optimizer, batches = "adam", Batches(data["example"], self.splits, options["batch_size"])
            self.network.learning_rate = 0.001
        self.start = self.network.parameters()
        self.history = list(self.network.fit(x, y, self.splits, iterations, optimizer, batches))


def write_networks(project: Project, warehouse: str) -> None:
    """The project that every warehouse builds, with the iterations of one."""
    data = columns()
    project.table("examples", list(data), zip(*data.values()))
    for name, (label, options) in NETWORKS.items():
        options = {
            "features": FEATURES,
            "example_id": "example",
            "iterations": iterations_of(name, warehouse),
            **options,
        }
        project.train(name, "examples", label=label, **options)
        project.write(f"models/{name}_history.sql", f"select * from {{{{ dbt_nn.history(ref('{name}')) }}}}\n")
        project.predictions(f"{name}_predictions", name, "examples")
        project.write(
            f"models/{name}_written_out.sql",
            "{{ config(materialized='table') }}\n"
            f"select * from (\n{{{{ dbt_nn.network_sql(ref('{name}'), ref('examples')) }}}}\n) as written_out\n",
        )
    for name, (call, *_) in EXPLAINED.items():
        project.write(
            f"models/{name}.sql",
            f"{{{{ config(materialized='table') }}}}\nselect * from {{{{ dbt_nn.{call} }}}}\n",
        )
    x, y = points()
    rows = [
        [float(a), float(b), STAGES["classes"][k], "train" if at < 30 else "test"]
        for at, ((a, b), k) in enumerate(zip(x, y))
    ]
    project.table("points", ["x1", "x2", "side", "part"], rows)
    project.network("stages_", STAGES, "points", {"iterations": iterations_of("stages", warehouse)})
    project.write(
        "models/stages_predictions.sql",
        "{{ config(materialized='table') }}\n"
        f"{{{{ dbt_nn.stage_predictions({json.dumps(STAGES)}, ref('points'), dbt_nn.checkpoints(ref('stages_update'))) }}}}\n",
    )


@pytest.fixture(scope="module")
def restated(warehouse):
    return {name: Restated(name, iterations_of(name, warehouse.name)) for name in NETWORKS}


@pytest.fixture(scope="module")
def project(warehouse, tmp_path_factory) -> Project:
    """The networks on the warehouse, built by one command."""
    found = new_consumer(tmp_path_factory.mktemp("consumer"), warehouse=warehouse)
    write_networks(found, warehouse.name)
    found.dbt_ok("build")
    return found


@pytest.fixture(scope="module")
def on_duckdb(warehouse, project, tmp_path_factory) -> Project:
    """The same networks on DuckDB."""
    if warehouse.name == "duckdb":
        return project
    found = new_consumer(tmp_path_factory.mktemp("on_duckdb"))
    write_networks(found, warehouse.name)
    found.dbt_ok("build")
    return found


def parameters_in(project, table, condition="role in ('weight', 'bias')"):
    rows = project.rows(f"select layer, input, output, value from {table} where {condition}")
    parameters = {tuple(int(part) for part in key): value for *key, value in rows}
    assert len(parameters) == len(rows)
    return parameters


def test_the_networks_cover_both_layouts(restated):
    sizes = {name: len(found.start) for name, found in restated.items()}
    assert [name for name in sizes if sizes[name] > 50] == [name for name in sizes if name.startswith("lists")]


def test_initial_parameters_are_the_same_bit_for_bit(project):
    expected = Network(features=2, hidden=[3], outputs=2).parameters()
    assert parameters_in(project, "stages_init", "layer is not null") == expected


@pytest.mark.parametrize("name", NETWORKS)
def test_the_parameters_are_those_of_numpy_and_of_duckdb(project, on_duckdb, restated, name):
    found = parameters_in(project, name)
    assert found == pytest.approx(restated[name].network.parameters(), rel=0, abs=1e-9)
    assert found == pytest.approx(parameters_in(on_duckdb, name), rel=0, abs=1e-9)
    moved = [abs(value - restated[name].start[key]) for key, value in found.items()]
    assert max(moved) > 5e-3, "a network that stands still proves nothing"


def test_stage_by_stage_gives_the_parameters_of_numpy_and_of_duckdb(project, on_duckdb):
    found = parameters_in(project, "stages_update", "layer is not null")
    network = Network(features=2, hidden=[3], outputs=2, l2=0.01, learning_rate=0.5)
    x, y = points()
    list(network.train(x[:30], y[:30], iterations_of("stages", project.warehouse.name)))
    assert found == pytest.approx(network.parameters(), rel=0, abs=1e-9)
    assert found == pytest.approx(parameters_in(on_duckdb, "stages_update", "layer is not null"), rel=0, abs=1e-9)


@pytest.mark.parametrize("name", NETWORKS)
def test_every_iteration_has_its_row_of_history(project, restated, name):
    measures = ["train_loss", "validation_loss", "train_accuracy", "gradient_norm", "learning_rate"]
    rows = project.rows(f"select iteration, {', '.join(measures)}, is_best from {name}_history order by iteration")
    last = len(restated[name].history)
    assert [row[0] for row in rows] == list(range(1, last + 1))
    assert [row[0] for row in rows if row[-1]] == [last]
    for row, expected in zip(rows, restated[name].history):
        for measure, found in zip(measures, row[1:]):
            if expected[measure] is None:
                assert found is None, measure
            else:
                assert found == pytest.approx(expected[measure], rel=0, abs=1e-9), (row[0], measure)


def answers(project, name):
    wanted = (
        "predicted_value"
        if NETWORKS[name][0] == "number"
        else ", ".join(f"probability_{label}" for label in LABELS[NETWORKS[name][0]])
    )
    rows = {
        table: project.rows(f"select example, split, {wanted} from {name}_{table}")
        for table in ("predictions", "written_out")
    }
    return {table: {row[0]: row[1:] for row in found} for table, found in rows.items()}


@pytest.mark.parametrize("name", NETWORKS)
def test_predictions_and_splits_are_those_of_duckdb(project, on_duckdb, restated, name):
    found, expected = answers(project, name), answers(on_duckdb, name)
    assert len(found["predictions"]) == ROWS
    for table in found:
        assert found[table].keys() == expected[table].keys()
        for key, (split, *values) in found[table].items():
            assert split == split_of(key) == expected[table][key][0]
            assert values == pytest.approx(expected[table][key][1:], rel=1e-9, abs=1e-9), (table, key)


@pytest.mark.parametrize("name", EXPLAINED)
def test_explanations_are_those_of_duckdb(project, on_duckdb, name):
    _, keys, numbers = EXPLAINED[name]
    keys = f"example, {keys}" if name.startswith("why") else keys
    width = keys.count(",") + 1
    if name == "dependence_of_number":
        rows = [
            sorted(place.rows(f"select {keys}, {numbers} from {name}"), key=lambda row: row[width:])
            for place in (project, on_duckdb)
        ]
        assert [row[:width] for row in rows[0]] == [row[:width] for row in rows[1]]
        assert [row[width:] for row in rows[0]] == [pytest.approx(row[width:], rel=1e-9, abs=1e-9) for row in rows[1]]
        return
    found, expected = (
        {tuple(row[:width]): row[width:] for row in place.rows(f"select {keys}, {numbers} from {name}")}
        for place in (project, on_duckdb)
    )
    assert found.keys() == expected.keys() and len(found) > 2
    for key, values in found.items():
        assert values == pytest.approx(expected[key], rel=1e-9, abs=1e-9), key


def test_stage_predictions_are_those_of_duckdb(project, on_duckdb):
    query = "select x1, side, part, iteration, predicted_label, probability_left from stages_predictions order by x1"
    found, expected = project.rows(query), on_duckdb.rows(query)
    assert [row[1:5] for row in found] == [row[1:5] for row in expected]
    assert [row[5] for row in found] == pytest.approx([row[5] for row in expected], rel=0, abs=1e-9)


def test_inputs_and_classes_come_in_the_same_order_and_with_the_same_names(project, on_duckdb):
    for name in NETWORKS:
        query = (
            f"select role, layer, input, output, input_name, output_name from {name} "
            "where role in ('category', 'class', 'center', 'fill', 'baseline')"
        )
        found, expected = (sorted(map(repr, place.rows(query))) for place in (project, on_duckdb))
        assert found == expected


def test_nothing_but_the_models_is_left(project):
    assert {name.lower() for name in project.tables() if "__" in name} == set()


# Scores of 10,000 overflow an exponential that is not shifted, on warehouses that raise.
@pytest.fixture(scope="module")
def extreme(project) -> Project:
    head = "select network_key, iteration, layer, input, output"
    values = {
        # The bias of the first score is 10,000, and every weight 0.
        "softmax": (f"case when input = 0 and output = 1 then {SCORE} else 0e0 end", {"hidden_layers": []}),
        "lonely": (
            f"case when input = 0 then -{SCORE} else 0e0 end",
            {"hidden_layers": [], "output": "sigmoid"},
        ),
        "sigmoid": (
            f"case when layer = 1 then (3 - 2 * output) * {SCORE} else 1e0 end",
            {"hidden_layers": [2], "activation": "sigmoid"},
        ),
        "tanh": (
            f"case when layer = 1 then (3 - 2 * output) * {SCORE} else 1e0 end",
            {"hidden_layers": [2], "activation": "tanh"},
        ),
    }
    double = project.warehouse.types[float]
    for name, (value, options) in values.items():
        project.network(
            f"extreme_{name}_",
            {**STAGES, "l2": 0, **options},
            "points",
            {"iterations": 1, "keep_checkpoints": True},
            folder="models/extreme",
            init=f"{head}, cast({value} as {double}) as value, train_loss from (\n{{call}}\n) as drawn",
        )
        project.write(
            f"models/extreme/extreme_{name}_predictions.sql",
            "{{ config(materialized='table') }}\n{{ dbt_nn.stage_predictions("
            f"{json.dumps({**STAGES, **options})}, ref('points'), ref('extreme_{name}_init')) }}}}\n",
        )
    project.dbt_ok("build", "--select", "path:models/extreme")
    return project


@pytest.mark.parametrize("name", ["softmax", "lonely"])
def test_scores_of_10000_raise_nothing_and_their_loss_is_right(extreme, name):
    _, y = points()
    ((loss,),) = extreme.rows(f"select train_loss from extreme_{name}_update where layer is null")
    # Both say `left`, with all the weight of the score.
    assert loss == pytest.approx(np.mean(y[:30] == 1) * SCORE, rel=1e-12)
    rows = extreme.rows(f"select predicted_label, probability_left from extreme_{name}_predictions")
    assert {row[0] for row in rows} == {"left"}
    assert [row[1] for row in rows] == pytest.approx([1.0] * ROWS, abs=1e-300)


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_units_of_10000_raise_nothing(extreme, name):
    ((loss,),) = extreme.rows(f"select train_loss from extreme_{name}_update where layer is null")
    assert np.isfinite(loss)
    assert len(extreme.rows(f"select * from extreme_{name}_predictions")) == ROWS


# Names and classes that are hard to write, as far as the warehouse takes them at all.
HARD_NAMES = {
    "duckdb": ["order", "Two Words", "größe", 'quo"te; --', "back`tick"],
    "postgres": ["order", "Two Words", "größe", 'quo"te; --', "back`tick"],
    # Hive's metastore keeps no comma, semicolon or quote in a column's name.
    "spark": ["order", "Two_Words", "select", "group"],
    # Names of BigQuery's columns are letters, digits and underscores, or such with few other signs.
    "bigquery": ["order", "Two_Words", "select", "group"],
    "snowflake": ["order", "Two Words", "größe", 'quo"te; --', "back`tick"],
}
HARD_NAMES["databricks"] = HARD_NAMES["spark"]
HARD_CLASSES = ["it's", 'say "no"; --', "größer\\n", "{{ jinja }}", "two\nlines"]


@pytest.fixture(scope="module")
def hard(project) -> Project:
    names = HARD_NAMES[project.warehouse.name]
    random = np.random.default_rng(5)
    rows = [
        [*map(float, random.normal(size=len(names))), HARD_CLASSES[k % 5], HARD_CLASSES[(k * k) % 5]]
        for k in range(ROWS)
    ]
    project.table("hard_examples", [*names, "table", "Class"], rows)
    options = {"label": "Class", "hidden_layers": [3], "iterations": 3}
    project.train("hard_network", "hard_examples", **options)
    project.predictions("hard_predictions", "hard_network", "hard_examples")
    project.dbt_ok("build", "--select", "hard_examples+")
    return project


def test_names_and_classes_that_are_hard_to_write_are_kept(hard):
    quoted = hard.warehouse.quoted
    classes = {row[0] for row in hard.rows("select output_name from hard_network where role = 'class'")}
    assert classes == set(HARD_CLASSES[k * k % 5] for k in range(5))
    inputs = {row[0] for row in hard.rows("select input_name from hard_network where layer = 0")}
    expected = [*HARD_NAMES[hard.warehouse.name], "table"]
    assert {name.lower() for name in inputs} == {name.lower() for name in expected}
    categories = {row[0] for row in hard.rows("select output_name from hard_network where role = 'category'")}
    assert categories == set(HARD_CLASSES)
    rows = hard.rows(f"select predicted_label, {quoted('Class')} from hard_predictions")
    assert len(rows) == ROWS
    assert {row[0] for row in rows} <= classes
    assert {row[1] for row in rows} == classes


# name -> (options, the examples' query, what the error says)
BAD = {
    "misspelt": ({"hiden_layers": [4]}, None, ["hiden_layers is not an option", "did you mean hidden_layers?"]),
    "unknown_label": (
        {"label": "churned"},
        None,
        ["column churned is not in the examples", "they have example, size, visits"],
    ),
    "two_problems": ({"iterations": 0, "activation": "swish"}, None, ["iterations is 0", 'activation is "swish"']),
    "one_class": ({}, "where two = 'yes'", ["label two has only one class in the training rows (yes)"]),
    "no_rows": ({}, "where 1 = 0", ["nothing to train on"]),
    "repeated_ids": ({"example_id": "plan"}, "where plan is not null", ["example_id plan is not unique"]),
    "no_ids": ({"example_id": "plan"}, None, ["example_id plan is null in 1 row"]),
    "a_class_for_a_number": ({"task": "regression"}, None, ["label two is", "numbers for regression"]),
    "wrong_split": ({"split": "plan"}, None, ["split plan has a value other than train, validation or test"]),
    "unknown_class": (
        {"classes": ["no", "maybe"]},
        None,
        ["has a value that is not in classes: yes; classes is no, maybe"],
    ),
    "too_large_a_step": (
        {"optimizer": "gradient_descent", "learning_rate": 1e200, "iterations": 4},
        None,
        ["NaN or infinite at iteration", "Lower learning_rate"],
    ),
}
# These may raise on the first overflow, in their own words, before there is a loss to look at; BigQuery's emulator does not.
RAISES_ON_OVERFLOW = ["postgres", "bigquery"]


@pytest.fixture(scope="module")
def bad(project):
    for name, (options, condition, _) in BAD.items():
        project.write(
            f"models/bad/{name}_examples.sql",
            f"{{{{ config(materialized='view') }}}}\nselect * from {{{{ ref('examples') }}}} {condition or ''}\n",
        )
        given = {"label": "two", "features": ["size", "visits"], "iterations": 2, "hidden_layers": [2], **options}
        project.train(f"{name}_network", f"{name}_examples", folder="models/bad", **given)
        project.execute(f"create table {project.warehouse.schema}.{name}_network as select 'standing' as note")
    project.predictions("without_network", "never_trained", "examples", folder="models/bad")
    project.train("never_trained", "examples", folder="models/bad", label="two")
    return project.dbt("build", "--select", "path:models/bad", "--exclude", "never_trained")


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


def test_predictions_of_a_network_that_is_not_there_are_refused(bad):
    assert bad.status["without_network"] == "error"
    assert "does not contain a trained network" in bad.message["without_network"]


# A run that is killed: many iterations where they are quick.
LENGTH = {"duckdb": 100, "postgres": 100, "spark": 8, "bigquery": 8, "snowflake": 8, "databricks": 8}


def test_a_killed_run_resumes_and_ends_where_an_undisturbed_run_does(project):
    length = LENGTH[project.warehouse.name]
    options = {
        "label": "three",
        "features": FEATURES,
        "example_id": "example",
        "hidden_layers": [4],
        "iterations": length,
        "checkpoint_every": length // 4,
        "loop": "stepwise",
    }
    for name in ("calm", "killed"):
        project.train(f"{name}_network", "examples", folder="models/killed", **options)
    process = project.start("run", "--select", "killed_network")
    printed = read_until(process, "train loss")
    process.send_signal(signal.SIGKILL)
    process.wait()
    if project.warehouse.name in SLOW:
        # The statement under way goes on in the server, and makes its table.
        time.sleep(8)
    left = [name for name in project.tables() if name.startswith("killed_network__iteration_")]
    assert left, printed
    assert f"killed_network__iteration_{length}" not in left, "killed too late to prove anything"
    assert "killed_network" not in project.tables()

    outcome = project.dbt_ok("run", "--select", "killed_network", "calm_network")
    assert "resuming from the checkpoint at iteration" in outcome.output
    found, expected = (parameters_in(project, f"{name}_network") for name in ("killed", "calm"))
    assert found == pytest.approx(expected, rel=0, abs=1e-12)
    assert [name for name in project.tables() if name.startswith(("killed_network__", "calm_network__"))] == []


def read_until(process, text, seconds=120):
    """What a process prints, up to a line that holds the text."""
    started, printed = time.monotonic(), []
    for line in process.stdout:
        printed.append(line)
        if text in line:
            return "".join(printed)
        if time.monotonic() - started > seconds:
            break
    raise AssertionError("".join(printed))


# The demo: five real data sets, their gates, and the two networks that are written stage by stage.
REAL = ["iris", "penguins", "breast_cancer", "digits", "diabetes"]
# Where every parameter is a column, the 2,282 of digits are a statement that takes the emulator minutes.
LEFT_OUT = {"snowflake": ["digits"]}


DEMO_ITERATIONS = 100
# One thread takes minutes for a hundred.
FEW_OF_ONE = {"postgres": ["digits"]}


def demo_iterations(warehouse, name: str) -> int:
    is_few = warehouse.name in SLOW or name in FEW_OF_ONE.get(warehouse.name, [])
    return FEW[name] if is_few else DEMO_ITERATIONS


def real_of(warehouse) -> list[str]:
    return [data for data in REAL if data not in LEFT_OUT.get(warehouse.name, [])]


def few(warehouse, *data) -> list[str]:
    """The arguments of dbt that leave these data sets fewer iterations where those are slow."""
    if all(demo_iterations(warehouse, name) == DEMO_ITERATIONS for name in data):
        return []
    (iterations,) = {FEW[name] for name in data}
    return ["--vars", json.dumps({"dbt_nn_iterations": iterations})]


@pytest.fixture(scope="module")
def built_demo(warehouse, tmp_path_factory) -> dict[str, Project]:
    """The demo on the warehouse and on DuckDB, gates and unit tests included; of slow warehouses a part of it, on both."""
    real = real_of(warehouse)
    iris, *others = (f"+{data}_predictions" for data in real)
    commands = [["build"]]
    if warehouse.name in FEW_OF_ONE:
        of_few = [f"{name}_network+" for name in FEW_OF_ONE[warehouse.name]]
        commands = [
            ["build", "--exclude", *of_few],
            ["run", "--select", *of_few, *few(warehouse, *FEW_OF_ONE[warehouse.name])],
        ]
    elif warehouse.name in SLOW:
        commands = [
            ["seed", "--select", *real],
            ["build", "--select", iris, "+iris_evaluation", *few(warehouse, "iris")],
            ["run", "--select", *others, *few(warehouse, *real[1:])],
        ]
    places = {}
    for name, kind in {"there": warehouse.name, "duckdb": "duckdb"}.items():
        if name == warehouse.name:
            places[name] = places["there"]
            continue
        place = warehouses.new_warehouse(kind, tmp_path_factory.mktemp(f"warehouse_of_{name}"))
        path = tmp_path_factory.mktemp(name) / "dbt_nn"
        shutil.copytree(ROOT, path, ignore=LEFT_BEHIND)
        profiles = tmp_path_factory.mktemp(f"profile_of_{name}")
        (profiles / "profiles.yml").write_text(
            json.dumps({"dbt_nn": {"target": place.name, "outputs": {place.name: place.output}}}), encoding="utf-8"
        )
        places[name] = Project(path, profiles, place)
        for command in commands:
            outcome = places[name].dbt(*command)
            assert outcome.success, outcome.output
            assert set(outcome.status.values()) <= {"success", "pass"}, outcome.status
    yield places
    places["there"].warehouse.drop()


@pytest.fixture
def is_built(warehouse, name):
    if name not in real_of(warehouse):
        pytest.skip(f"{name} is too much for the emulator")


@pytest.mark.usefixtures("is_built")
@pytest.mark.parametrize("name", REAL)
def test_the_demo_trains_the_same_network_on_real_data(built_demo, name):
    """A sum in another order differs in its last digit, and a hundred steps of Rprop may widen that: losses agree to 1e-6."""
    query = f"select iteration, value from {name}_network where role = 'train_loss' order by iteration"
    found, expected = (dict(built_demo[place].rows(query)) for place in ("there", "duckdb"))
    iterations = demo_iterations(built_demo["there"].warehouse, name)
    assert sorted(found) == sorted(expected) == list(range(1, iterations + 1))
    first = sorted(found)[:50]
    assert [found[k] for k in first] == pytest.approx([expected[k] for k in first], abs=1e-9)
    assert found[max(found)] == pytest.approx(expected[max(found)], rel=0, abs=1e-6)


@pytest.mark.usefixtures("is_built")
@pytest.mark.parametrize("name", REAL)
def test_the_demo_predicts_the_same_on_real_data(built_demo, name):
    answer = "predicted_value" if name == "diabetes" else "predicted_probability"
    query = f"select split, count(*), avg({answer}) from {name}_predictions group by split order by split"
    found, expected = (built_demo[place].rows(query) for place in ("there", "duckdb"))
    assert [row[:2] for row in found] == [row[:2] for row in expected]
    assert [row[2] for row in found] == pytest.approx([row[2] for row in expected], rel=1e-5)


def test_a_gate_that_fails_says_value_and_threshold(built_demo):
    project = built_demo["there"]
    project.write("models/strict/strict_predictions.sql", "select * from {{ ref('iris_predictions') }}\n")
    project.write(
        "models/strict/strict.yml",
        """
        models:
          - name: strict_predictions
            data_tests:
              - dbt_nn.metric:
                  name: too_much_to_ask
                  arguments: {metric: accuracy, at_least: 0.9999, label: species}
        """,
    )
    outcome = project.dbt("build", "--select", "strict_predictions")
    shutil.rmtree(project.path / "models/strict")
    assert outcome.status["too_much_to_ask"] == "fail"
    assert "below at_least 0.9999" in outcome.output


def test_the_demo_is_built_again_without_training(built_demo):
    there = built_demo["there"]
    outcome = there.dbt_ok("run", "--select", "iris_network", *few(there.warehouse, "iris"))
    assert outcome.output.count("training skipped") == 1


# What an engine lacks, by what it says.
LACKING = {
    "NoClassDefFoundError: org/apache/hadoop/hive/llap": (
        "the Thrift server of pip's Spark lacks a class of Hive's that it looks for when a session closes"
    ),
    "__TABLES__": "the catalog of dbt-bigquery reads a table of BigQuery's own, which GoogleSQL's analyzer does not know",
}


def test_commands_that_touch_no_data_work(built_demo):
    for command in (["ls"], ["compile"], ["docs", "generate"]):
        outcome = built_demo["there"].dbt(*command)
        for said, reason in LACKING.items():
            if said in outcome.output and not outcome.success:
                pytest.skip(reason)
        assert outcome.success, outcome.output


TWO_CASES = {
    "postgres": True,
    "duckdb": True,
    "spark": False,
    "bigquery": False,
    "snowflake": True,
    "databricks": False,
}
LIKE_ANSWERS = "select example, x, code, side, 'left' as predicted_label from {{ ref('numbered') }}"


@pytest.fixture(scope="module")
def typed(project):
    """Labels, ids and texts that are numbers, two columns that differ by case, and predictions of examples whose types are others."""
    wide = project.warehouse.types[float]
    text = {"spark": "string", "bigquery": "string"}.get(project.warehouse.name, "varchar(9)")
    quoted = project.warehouse.quoted
    rows = [[k, k / ROWS - 0.5, str(k % 3), -0.0 if k % 4 == 0 else float(k % 2) * 10.0] for k in range(ROWS)]
    project.table("numbered", ["example", "x", "code", "side"], rows)
    columns = f"example, x as {quoted('Ä')}, x * x as {quoted('ä')}, case when x > 0 then 'up' else 'down' end as side"
    project.write("models/two_cases.sql", f"select {columns} from {{{{ ref('numbered') }}}}\n")
    project.write("models/like_answers.sql", f"{{{{ config(materialized='ephemeral') }}}}\n{LIKE_ANSWERS}\n")
    project.write(
        "models/drifted.sql",
        f"select cast(example as {wide}) as example, cast(code as {wide}) as code, x, side from {{{{ ref('numbered') }}}}\n",
    )
    project.write(
        "models/retyped.sql",
        f"select cast(example as {text}) as example, code, x, side from {{{{ ref('numbered') }}}}\n",
    )
    options = {"label": "side", "example_id": "example", "hidden_layers": [2], "iterations": 2}
    project.train("two_cases_network", "two_cases", **options)
    project.train("numbered_network", "numbered", features=["x", "code"], task="classification", **options)
    project.predictions("two_cases_predictions", "two_cases_network", "two_cases")
    for name in ("numbered", "drifted", "retyped", "like_answers"):
        project.predictions(f"{name}_predictions", "numbered_network", name)
    return project, project.dbt("build", "--select", "numbered+", "two_cases+")


def test_two_columns_that_differ_by_case_are_two_features_or_refused(typed):
    project, outcome = typed
    if TWO_CASES[project.warehouse.name]:
        assert outcome.status["two_cases_predictions"] == "success", outcome.message["two_cases_predictions"]
        found = project.rows("select distinct input_name from two_cases_network where role = 'center' and layer = 0")
        assert {name for (name,) in found} == {"Ä", "ä"}
    else:
        # No relation of such a warehouse has both columns: it refuses the view itself, in its own words.
        assert outcome.status["two_cases"] == "error"
        assert "ä" in outcome.message["two_cases"].lower()


def test_equal_numbers_are_one_class_in_the_order_of_numbers(typed):
    project, outcome = typed
    assert outcome.status["numbered_network"] == "success", outcome.message["numbered_network"]
    found = project.rows("select output_name from numbered_network where role = 'class' order by output")
    assert [name for (name,) in found] == ["0", "10"]


@pytest.mark.parametrize("name", ["drifted", "retyped"])
def test_what_differs_in_type_is_predicted_as_the_type_of_training(typed, name):
    project, outcome = typed
    assert outcome.status[f"{name}_predictions"] == "success", outcome.message[f"{name}_predictions"]
    wide = project.warehouse.types[float]
    query = f"select cast(example as {wide}), split, predicted_label, probability_10 from {{}} order by 1"
    assert project.rows(query.format(f"{name}_predictions")) == project.rows(query.format("numbered_predictions"))


def test_an_ephemeral_models_column_called_like_an_answer_is_refused(typed):
    project, outcome = typed
    assert outcome.status["like_answers_predictions"] == "error"
    # Snowflake has no row type: examples without a description are refused before their columns are known.
    is_described = project.warehouse.name != "snowflake"
    said = (
        "predicted_label"
        if is_described
        else "the columns of the examples cannot be looked up, which Snowflake requires"
    )
    assert said in outcome.message["like_answers_predictions"]
    assert "like_answers_predictions" not in project.tables()
