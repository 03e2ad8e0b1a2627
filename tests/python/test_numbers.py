"""Training in SQL and training in NumPy give the same numbers."""

import itertools

import numpy as np
import pytest
from reference import Network

ITERATIONS = 50
ROWS = 40


SHAPES = {
    "n_2_2_2": {"features": 2, "hidden": [2], "outputs": 2, "l2": 0.001, "learning_rate": 0.5},
    "n_4_5_3": {"features": 4, "hidden": [5], "outputs": 3, "learning_rate": 0.3},
    "n_3_4_4_2": {"features": 3, "hidden": [4, 4], "outputs": 2, "l2": 0.01, "learning_rate": 0.2},
    "n_softmax": {"features": 3, "hidden": [], "outputs": 3, "l2": 0.002, "learning_rate": 1.0},
}
OTHERS = {
    "n_tanh": {"features": 2, "hidden": [3, 2], "outputs": 2, "activation": "tanh", "learning_rate": 0.4, "seed": 7},
    "n_logistic": {
        "features": 2,
        "hidden": [3, 2],
        "outputs": 2,
        "activation": "sigmoid",
        "learning_rate": 0.4,
        "l2": 0.003,
    },
    "n_linear": {"features": 2, "hidden": [3], "outputs": 2, "activation": "identity", "learning_rate": 0.2},
    "n_sigmoid_output": {
        "features": 3,
        "hidden": [3],
        "outputs": 1,
        "output": "sigmoid",
        "learning_rate": 0.5,
        "l2": 0.01,
    },
    "n_squared_error": {
        "features": 3,
        "hidden": [4],
        "outputs": 1,
        "output": "identity",
        "learning_rate": 0.1,
        "l2": 0.01,
    },
}
NETWORKS = SHAPES | OTHERS
# How often a checkpoint is kept: every iteration, or once in a while so that a statement runs many iterations.
RUNS = [(name, form, 1) for name, form in itertools.product(SHAPES, ["recursive", "stepwise"])]
RUNS += [(name, "recursive", 17) for name in SHAPES]
RUNS += [(name, "stepwise", 17) for name in ["n_2_2_2", "n_3_4_4_2"]]
RUNS += [(name, "auto", 10) for name in OTHERS]


def data_of(name):
    """Inputs and labels: class positions, 0 and 1, or numbers."""
    network = NETWORKS[name]
    random = np.random.default_rng(sorted(NETWORKS).index(name))
    x = random.normal(size=(ROWS, network["features"]))
    if network.get("output") == "identity":
        return x, random.normal(size=ROWS)
    return x, random.integers(0, max(network["outputs"], 2), size=ROWS)


def options_of(name):
    """The reference's arguments as the package's options."""
    shape = NETWORKS[name]
    options = {
        "features": [f"x{i + 1}" for i in range(shape["features"])],
        "label": "label",
        "hidden_layers": shape["hidden"],
        "activation": shape.get("activation", "relu"),
        "learning_rate": shape["learning_rate"],
        "l2": shape.get("l2", 0),
        "random_seed": shape.get("seed", 42),
    }
    if shape.get("output") != "identity":
        options["classes"] = ["a", "b", "c"][: max(shape["outputs"], 2)]
    if shape.get("output") == "sigmoid":
        options["output"] = "sigmoid"
    return options


@pytest.fixture(scope="module")
def trained(consumer):
    """Every network, built by one command."""
    for name in NETWORKS:
        x, y = data_of(name)
        classes = options_of(name).get("classes")
        rows = [[*map(float, row), classes[label] if classes else float(label)] for row, label in zip(x, y)]
        consumer.table(f"{name}_examples", [*options_of(name)["features"], "label"], rows)
    for name, form, every in RUNS:
        meta = {"iterations": ITERATIONS, "checkpoint_every": every, "loop": form, "keep_checkpoints": True}
        consumer.network(f"{name}_{form}_{every}_", options_of(name), f"{name}_examples", meta)
    consumer.dbt_ok("build")
    return consumer


def parameters_in(project, table):
    rows = project.rows(f"select layer, input, output, value from {table} where layer is not null")
    parameters = {tuple(key): value for *key, value in rows}
    assert len(parameters) == len(rows)
    return parameters


@pytest.mark.parametrize("name", NETWORKS)
def test_initial_parameters_are_the_md5_draw_bit_for_bit(trained, name):
    form, every = next((form, every) for run, form, every in RUNS if run == name)
    shape = NETWORKS[name]
    assert parameters_in(trained, f"{name}_{form}_{every}_init") == Network(**shape).parameters()


@pytest.mark.parametrize(("name", "form", "every"), RUNS)
def test_each_iteration_equals_numpy(trained, name, form, every):
    """Loss of every iteration and parameters of every checkpoint to 1e-10."""
    network = Network(**NETWORKS[name])
    model = f"{name}_{form}_{every}_update"
    losses = dict(trained.rows(f"select iteration, train_loss from {model} where layer is null"))
    assert sorted(losses) == list(range(1, ITERATIONS + 1))

    checked = 0
    for iteration, (loss, parameters) in enumerate(network.train(*data_of(name), ITERATIONS), start=1):
        assert losses[iteration] == pytest.approx(loss, rel=0, abs=1e-10), iteration
        if iteration % every == 0 or iteration == ITERATIONS:
            found = parameters_in(trained, f"{model}__iteration_{iteration}")
            assert found == pytest.approx(parameters, rel=0, abs=1e-10), iteration
            checked += 1
    assert checked == -(-ITERATIONS // every)
    assert parameters_in(trained, model) == pytest.approx(parameters, rel=0, abs=1e-10)
    moved = [abs(value - Network(**NETWORKS[name]).parameters()[key]) for key, value in parameters.items()]
    assert max(moved) > 1e-2, "a network that stands still proves nothing"


@pytest.mark.parametrize("name", ["n_2_2_2", "n_3_4_4_2"])
def test_both_loop_forms_give_the_same_parameters(trained, name):
    recursive = parameters_in(trained, f"{name}_recursive_17_update")
    stepwise = parameters_in(trained, f"{name}_stepwise_1_update")
    assert recursive == pytest.approx(stepwise, rel=0, abs=1e-9)


def run_of(name):
    """What the models of a network's first run are called, but for the stage."""
    return next(f"{run}_{form}_{every}_" for run, form, every in RUNS if run == name)


def compiled_gradients(project, name):
    run = run_of(name)
    return run, project.compiled(f"{run}gradients")


@pytest.fixture(scope="module")
def compiled(trained):
    """The stages as SQL, to run on parameters of one's own."""
    runs = [run_of(name) for name in NETWORKS]
    trained.dbt_ok("compile", "--select", *(f"{run}{stage}" for run in runs for stage in ("loss", "gradients")))
    return trained


def start_from(project, table, networks: dict[str, dict]):
    """Put parameters into an `init` table, one set per network_key."""
    rows = [
        f"('{key}', 0, {layer}, {source}, {target}, cast('{value!r}' as double), null)"
        for key, parameters in networks.items()
        for (layer, source, target), value in parameters.items()
    ]
    project.execute(f"delete from {table}", f"insert into {table} values {', '.join(rows)}")


@pytest.mark.parametrize("name", NETWORKS)
def test_gradients_equal_central_differences(compiled, name):
    """At random parameters with biases; the differences are those of the SQL's own loss, one network per moved parameter."""
    run, query = compiled_gradients(compiled, name)
    random = np.random.default_rng(11)
    step = 1e-5
    base = {key: float(random.normal()) for key in Network(**NETWORKS[name]).parameters()}
    moved = {"base": base}
    for at, key in enumerate(base):
        moved[f"up {at}"] = {**base, key: base[key] + step}
        moved[f"down {at}"] = {**base, key: base[key] - step}
    start_from(compiled, f"{run}init", moved)

    rows = compiled.rows(f"select network_key, layer, input, output, gradient, train_loss from ({query})")
    loss = {key: train_loss for key, *_, train_loss in rows}
    gradients = {(layer, i, o): gradient for key, layer, i, o, gradient, _ in rows if key == "base"}
    assert gradients.keys() == base.keys()
    for at, key in enumerate(base):
        difference = (loss[f"up {at}"] - loss[f"down {at}"]) / (2 * step)
        assert gradients[key] == pytest.approx(difference, rel=1e-6, abs=1e-9), key
    assert max(map(abs, gradients.values())) > 1e-3


@pytest.mark.parametrize("live", [1, 2])
def test_a_unit_is_gated_by_its_own_weighted_sum(compiled, live):
    """The published query tested the first unit's bias in the gate of the second."""
    run, query = compiled_gradients(compiled, "n_2_2_2")
    dead = 3 - live
    parameters = {(1, i, o): 0.1 for i in (1, 2) for o in (1, 2)}
    parameters |= {(1, 0, live): 50.0, (1, 0, dead): -50.0}
    parameters |= {(2, i, o): (-1.0) ** o for i in (0, 1, 2) for o in (1, 2)}
    parameters |= {(2, live, 1): -0.02, (2, live, 2): 0.02, (2, 0, 1): 0.5}
    start_from(compiled, f"{run}init", {"": parameters})
    gradients = {
        (i, o): g for i, o, g in compiled.rows(f"select input, output, gradient from ({query}) where layer = 1")
    }
    assert abs(gradients[0, live]) > 1e-4
    assert gradients[0, dead] == 0
    assert gradients[1, dead] == gradients[2, dead] == pytest.approx(0.001 * 0.1, abs=1e-15), "only the penalty is left"


@pytest.mark.parametrize("score", [800.0, -800.0, 1e4, -1e4])
@pytest.mark.parametrize("name", ["n_softmax", "n_sigmoid_output"])
def test_loss_is_finite_and_right_at_extreme_scores(compiled, name, score):
    """The published query returned NaN at scores of 800. The first output's bias is the score, the others' are 0."""
    run, _ = compiled_gradients(compiled, name)
    network = Network(**NETWORKS[name])
    parameters = dict.fromkeys(network.parameters(), 0.0)
    parameters[len(network.matrices), 0, 1] = score
    start_from(compiled, f"{run}init", {"": parameters})
    query = compiled.compiled(f"{run}loss")
    outputs = len(options_of(name)["classes"])
    names = ", ".join(f"probability_{k + 1}, is_class_{k + 1}" for k in range(outputs))
    scores = [score] + [0.0] * (outputs - 1) if name == "n_softmax" else [0.0, score]
    shifted = np.array(scores) - max(scores)
    log_probabilities = shifted - np.log(np.exp(shifted).sum())
    rows = compiled.rows(f"select example_loss, {names} from ({query})")
    assert len(rows) == ROWS
    for loss, *pairs in rows:
        own = pairs[1::2].index(1)
        assert loss == pytest.approx(-log_probabilities[own], rel=1e-12, abs=1e-300)
        assert pairs[::2] == pytest.approx(np.exp(log_probabilities), rel=1e-12, abs=1e-300)


def test_several_networks_train_in_one_pass(compiled):
    """Each network_key has its own gradient: that of the network alone."""
    run, query = compiled_gradients(compiled, "n_4_5_3")
    random = np.random.default_rng(3)
    keys = Network(**SHAPES["n_4_5_3"]).parameters()
    networks = {name: {key: float(random.normal()) for key in keys} for name in ("one", "two")}
    start_from(compiled, f"{run}init", networks)
    together = compiled.rows(f"select network_key, layer, input, output, gradient from ({query}) order by all")
    alone = []
    for name, parameters in networks.items():
        start_from(compiled, f"{run}init", {name: parameters})
        alone += compiled.rows(f"select network_key, layer, input, output, gradient from ({query}) order by all")
    assert len(together) == len(alone) == 2 * len(keys)
    assert [row[:4] for row in together] == [row[:4] for row in alone]
    assert [row[4] for row in together] == pytest.approx([row[4] for row in alone], rel=0, abs=1e-14)


def test_history_has_one_row_per_iteration(trained):
    trained.write(
        "models/history_of_one.sql", "select * from {{ dbt_nn.history(ref('n_2_2_2_recursive_17_update')) }}\n"
    )
    trained.dbt_ok("run", "--select", "history_of_one")
    rows = trained.rows("select network_key, iteration, train_loss from history_of_one order by iteration")
    network = Network(**SHAPES["n_2_2_2"])
    expected = [loss for loss, _ in network.train(*data_of("n_2_2_2"), ITERATIONS)]
    assert [row[:2] for row in rows] == [("", k) for k in range(1, ITERATIONS + 1)]
    assert [row[2] for row in rows] == pytest.approx(expected, abs=1e-10)
