"""One iteration of a stored network as a SELECT, and the check of its gradients: every layout and form of the gradient."""

import json
import shutil

import numpy as np
import pytest
from conftest import LEFT_BEHIND, ROOT, new_consumer

ROWS = 60
ITERATIONS = 4
LABEL = {"label": "bought", "example_id": "id"}
NUMBER = {"label": "price", "example_id": "id"}
# name -> (options, whether one more iteration is that of a training with one more)
NETWORKS = {
    "wide": ({**LABEL, "hidden_layers": [3], "layout": "wide"}, True),
    "dots": ({**LABEL, "hidden_layers": [4, 3], "layout": "dots", "activation": ["tanh", "leaky_relu"]}, True),
    "packed": ({**LABEL, "hidden_layers": [3], "layout": "packed", "optimizer": "adam"}, True),
    "three": ({"label": "kind", "example_id": "id", "hidden_layers": [3], "class_weights": "balanced"}, True),
    "linear": ({**NUMBER, "hidden_layers": [], "optimizer": "momentum", "learning_rate": 0.01}, True),
    "absolute": ({**NUMBER, "hidden_layers": [3], "loss": "absolute_error", "l1": 0.01, "l2": 0.1}, True),
    "quantile": ({**NUMBER, "hidden_layers": [3], "loss": {"name": "quantile", "levels": [0.1, 0.9]}}, True),
    "batches": ({**LABEL, "hidden_layers": [3], "batch_size": 9, "optimizer": "adamw"}, True),
    "dropout": ({**LABEL, "hidden_layers": [4], "dropout": 0.3, "example_weight": "weight"}, True),
    "clipped": ({**LABEL, "hidden_layers": [3], "clip_norm": 0.05, "optimizer": "gradient_descent"}, True),
    "chosen": (LABEL, False),
    "stopping": ({**LABEL, "hidden_layers": [3], "early_stopping": True}, False),
}
COLUMNS = ["id", "size of it", "on", "bought", "kind", "price", "weight"]
ITERATION = "{{{{ dbt_nn.iteration(network=ref('{}')) }}}}\n"


def examples():
    random = np.random.default_rng(5)
    rows = []
    for key in range(ROWS):
        size, noise = (float(draw) for draw in random.normal(size=2))
        sold = "yes" if size + noise > 0 else "no"
        rows.append([key, size, "ab"[key % 2], sold, "lmn"[key % 3], 3 * size + noise, 1.0 + key % 2])
    return rows


@pytest.fixture(scope="module")
def shop(tmp_path_factory, warehouse):
    project = new_consumer(tmp_path_factory.mktemp("inspection"), warehouse=warehouse)
    project.table("customers", COLUMNS, examples())
    for name, (options, compares) in NETWORKS.items():
        options = {"features": ["size of it", "on"], **options}
        project.train(name, "customers", iterations=ITERATIONS, **options)
        project.write(f"models/{name}_next.sql", ITERATION.format(name))
        if compares:
            project.train(f"{name}_longer", "customers", iterations=ITERATIONS + 1, **options)
    project.dbt_ok("run")
    return project


@pytest.mark.parametrize("name", [name for name, (_, compares) in NETWORKS.items() if compares])
def test_one_iteration_of_a_stored_network_is_the_next_one_of_its_training(shop, name):
    found = shop.rows(f"select layer, input, output, value, iteration from {name}_next order by layer, input, output")
    query = "select layer, input, output, value, iteration from {}_longer where role in ('weight', 'bias') order by layer, input, output"
    expected = shop.rows(query.format(name))
    assert [row[:3] + row[4:] for row in found] == [row[:3] + row[4:] for row in expected]
    assert [row[3] for row in found] == pytest.approx([row[3] for row in expected], rel=0, abs=1e-12)
    (losses,) = shop.rows(f"select min(train_loss), max(train_loss) from {name}_next")
    told = f"select value from {name}_longer where role = 'train_loss' and iteration = {ITERATIONS + 1}"
    assert losses == pytest.approx(shop.rows(told) * 2 and [shop.rows(told)[0][0]] * 2, rel=0, abs=1e-12)


def test_parameters_that_early_stopping_kept_go_on_with_the_iteration_that_measured_them(shop):
    kept = shop.rows("select distinct iteration from stopping where role in ('weight', 'bias')")
    assert shop.rows("select distinct iteration from stopping_next") == kept


def check(project, name, **arguments):
    arguments = json.dumps({"network": name, **arguments})
    return project.dbt("run-operation", "dbt_nn.check_gradients", "--args", arguments)


@pytest.mark.parametrize("name", NETWORKS)
def test_gradients_are_the_slopes_of_the_loss(shop, name):
    outcome = check(shop, name, parameters=6)
    assert outcome.success, outcome.output
    (count,) = shop.rows(f"select count(*) from {name} where role in ('weight', 'bias')")[0]
    assert f"{name}: checked the gradients of {min(count, 6)} of {count} parameters; each equals the" in outcome.output


def test_the_iteration_reads_as_the_stages_do(shop):
    text = shop.compiled("wide_next")
    places = [
        text.index(f"{stage} as (") for stage in ("encoded_examples", "stored_parameters", "hidden", "scores", "loss")
    ]
    assert places == sorted(places)
    assert "/*<" not in text


def test_a_changed_model_is_inspected_as_it_was_trained(shop):
    options = {**NETWORKS["wide"][0], "hidden_layers": [7], "features": ["size of it", "on"]}
    shop.train("wide", "customers", iterations=ITERATIONS, **options)
    outcome = check(shop, "wide", parameters=1)
    shop.train("wide", "customers", iterations=ITERATIONS, **{**options, "hidden_layers": [3]})
    assert outcome.success, outcome.output


BAD = {
    "no_network": (
        {"network": "customers"},
        'network is "customers", which is not a model of dbt_nn.train; accepted: absolute',
    ),
    "untrained": (
        {"network": "untrained"},
        "check_gradients of untrained: untrained is not trained yet; run its model first",
    ),
    "none": ({"network": "wide", "parameters": 0}, "parameters is 0; accepted: an integer of at least 1"),
    "text": ({"network": "wide", "parameters": "many"}, 'parameters is "many"; accepted: an integer of at least 1'),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_checked_is_one_clear_error(shop, name):
    shop.train("untrained", "customers", **LABEL)
    arguments, expected = BAD[name]
    outcome = shop.dbt("run-operation", "dbt_nn.check_gradients", "--args", json.dumps(arguments))
    assert not outcome.success
    assert expected in outcome.output


def test_before_the_first_training_an_iteration_compiles_and_does_not_run(shop):
    shop.train("untrained", "customers", **LABEL)
    shop.write("models/untrained_next.sql", ITERATION.format("untrained"))
    assert shop.dbt("compile", "--select", "untrained_next").success
    outcome = shop.dbt("run", "--select", "untrained_next")
    (shop.path / "models/untrained_next.sql").unlink()
    assert not outcome.success
    assert "does not contain a trained network" in outcome.output


def test_an_iteration_of_another_relation_is_one_clear_error(shop):
    shop.write("models/wrong_next.sql", ITERATION.format("customers"))
    outcome = shop.dbt("run", "--select", "wrong_next")
    (shop.path / "models/wrong_next.sql").unlink()
    assert not outcome.success
    assert "accepted: ref() of a model of dbt_nn.train" in outcome.output


def test_the_sql_of_a_training_says_what_it_is(shop):
    (file,) = (shop.path / "target/run").rglob("models/stopping.sql")
    text = file.read_text(encoding="utf-8")
    assert (
        f"-- stopping: iterations 1 to {ITERATIONS} of {ITERATIONS}, or fewer where early stopping ends them\n" in text
    )
    assert "-- 3-3-2 units, relu; cross entropy; rprop; layout wide, recursive; dbt_nn 0.2.0\n" in text
    (file,) = (shop.path / "target/run").rglob("models/batches.sql")
    assert "; adamw in batches of 9; layout " in file.read_text(encoding="utf-8")


def test_a_wrong_gradient_is_found(tmp_path):
    package = tmp_path / "dbt_nn"
    shutil.copytree(ROOT, package, ignore=LEFT_BEHIND)
    tanh = package / "macros/activations/tanh.sql"
    text = tanh.read_text(encoding="utf-8")
    assert text.count("'(1 - '") == 1
    tanh.write_text(text.replace("'(1 - '", "'(1.001 - '"), encoding="utf-8")
    project = new_consumer(tmp_path / "consumer", package=package)
    project.table("customers", COLUMNS, examples())
    project.train(
        "wrong", "customers", **LABEL, features=["size of it"], hidden_layers=[2], activation="tanh", iterations=2
    )
    project.dbt_ok("run")
    outcome = check(project, "wrong", parameters=20)
    assert not outcome.success
    assert "wrong: 4 of 10 gradients differ from the numerical derivative of the loss" in outcome.output
    assert "layer 1, bias, output 1: gradient " in outcome.output
