"""Random networks on random examples: gradients are those of central differences, predictions those of NumPy's forward pass.

dbt compiles each architecture once; then its SQL runs on tables of its own, as often as hypothesis likes.
"""

import duckdb
import numpy as np
import pytest
from conftest import Project, literal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference import Network, encoded, learned_inputs

ACTIVATIONS = ["relu", "tanh", "sigmoid", "identity"]
OUTPUTS = ["softmax", "sigmoid", "identity"]
STAGES = 36
NETWORKS = 8
MOVED = 8
PROPERTY = settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def architectures() -> list[dict]:
    """Every activation with every output, in random shapes: none to three hidden layers, up to 8 units wide."""
    random = np.random.default_rng(77)
    found = []
    for k in range(STAGES):
        output = OUTPUTS[k // len(ACTIVATIONS) % len(OUTPUTS)]
        found.append(
            {
                "features": int(random.integers(1, 6)),
                "hidden": [int(units) for units in random.integers(1, 9, size=random.integers(0, 4))],
                "outputs": int(random.integers(2, 6)) if output == "softmax" else 1,
                "activation": ACTIVATIONS[k % len(ACTIVATIONS)],
                "output": output,
                "l2": float(random.choice([0, 0.01, 0.3])),
            }
        )
    return found


ARCHITECTURES = architectures()
# dbt_nn.predict has no sigmoid output: two classes have two scores.
PREDICTED = [architecture for architecture in ARCHITECTURES if architecture["output"] != "sigmoid"][:NETWORKS]


def classes_of(architecture) -> list[str]:
    return (
        [f"class {k}" for k in range(max(architecture["outputs"], 2))] if architecture["output"] != "identity" else []
    )


def options_of(architecture) -> dict:
    return {
        "features": [f"f{k}" for k in range(architecture["features"])],
        "label": "label",
        "classes": classes_of(architecture),
        "hidden_layers": architecture["hidden"],
        "activation": architecture["activation"],
        "output": architecture["output"],
        "l2": architecture["l2"],
    }


GRADIENTS = """
{{% set network = {network} %}}
with hidden as ({{{{ dbt_nn.stage_hidden(network, examples='examples', parameters='start') }}}}),
scores as ({{{{ dbt_nn.stage_scores(network, hidden='hidden') }}}}),
loss as ({{{{ dbt_nn.stage_loss(network, scores='scores') }}}})
{{{{ dbt_nn.stage_gradients(network, loss='loss', parameters='start') | replace('with parameters as', ', parameters as', 1) }}}}
"""


@pytest.fixture(scope="module")
def project(consumer) -> Project:
    """The gradients of every architecture, and one trained network of each kind, compiled or built by two commands."""
    for k, architecture in enumerate(ARCHITECTURES):
        consumer.write(f"analyses/gradients_{k}.sql", GRADIENTS.format(network=options_of(architecture)))
    for k, architecture in enumerate(PREDICTED):
        columns = training_columns(architecture)
        consumer.table(f"examples_{k}", list(columns), zip(*columns.values()))
        options = {key: value for key, value in options_of(architecture).items() if key != "output" and value != []}
        consumer.train(
            f"network_{k}",
            f"examples_{k}",
            **{"hidden_layers": [], **options},
            iterations=1,
            missing_indicator=k % 2 == 1,
        )
        consumer.predictions(f"predictions_{k}", f"network_{k}", f"examples_{k}", materialized="view")
    consumer.dbt_ok("build")
    consumer.dbt_ok("compile", "--select", "path:analyses")
    return consumer


def training_columns(architecture) -> dict[str, list]:
    """Features of every kind in turn: number, text, boolean, with missing values."""
    random = np.random.default_rng(architecture["features"])
    return random_columns(architecture, random, rows=30, strange=False)


def random_columns(architecture, random, rows, strange) -> dict[str, list]:
    columns = {}
    for k in range(architecture["features"]):
        if k % 3 == 0:
            values = [float(v) for v in random.normal(3, 10, rows)]
        elif k % 3 == 1:
            values = [
                str(v) for v in random.choice(["a", "b's", "größer", *(["never seen", ""] if strange else [])], rows)
            ]
        else:
            values = [bool(v) for v in random.random(rows) < 0.5]
        columns[f"f{k}"] = [None if random.random() < 0.15 else value for value in values]
    names = classes_of(architecture)
    columns["label"] = [names[k % len(names)] if names else float(k) for k in range(rows)]
    return columns


def text_of(project, name) -> str:
    return next((project.path / "target" / "compiled").rglob(f"{name}.sql")).read_text(encoding="utf-8")


def load(connection, table, columns: dict[str, list]):
    kinds = {float: "double", str: "varchar", bool: "boolean", int: "integer"}
    names = []
    for name, values in columns.items():
        kind = kinds[next((type(value) for value in values if value is not None), float)]
        names.append(f"{name} {kind}")
    connection.execute(f"create or replace table {table} ({', '.join(names)})")
    rows = ["(" + ", ".join(map(literal, row)) + ")" for row in zip(*columns.values())]
    connection.execute(f"insert into {table} values {', '.join(rows)}")


def reference_of(architecture, features=None) -> Network:
    return Network(**{**architecture, "features": features or architecture["features"]})


def set_parameters(network: Network, random, scale: float) -> dict:
    for matrix in network.matrices:
        matrix[:] = random.normal(0, scale, size=matrix.shape)
    return network.parameters()


@PROPERTY
@given(
    k=st.integers(0, STAGES - 1),
    seed=st.integers(0, 2**32),
    scale=st.sampled_from([0.1, 1.0, 3.0]),
    rows=st.integers(1, 12),
)
def test_gradients_are_those_of_central_differences_and_of_numpy(project, k, seed, scale, rows):
    """The differences are those of the SQL's own loss, with one network per moved parameter."""
    architecture, random, step = ARCHITECTURES[k], np.random.default_rng(seed), 1e-5
    network = reference_of(architecture)
    base = set_parameters(network, random, scale)
    x, names = random.normal(size=(rows, architecture["features"])), classes_of(architecture)
    y = random.integers(0, len(names), rows) if names else random.normal(0, 2, rows)
    moved = {"base": base}
    chosen = [list(base)[at] for at in random.permutation(len(base))[:MOVED]]
    for at, key in enumerate(chosen):
        moved |= {f"up {at}": {**base, key: base[key] + step}, f"down {at}": {**base, key: base[key] - step}}
    with duckdb.connect(config={"threads": 1}) as connection:
        labels = [names[label] for label in y] if names else [float(label) for label in y]
        load(
            connection,
            "examples",
            {**{f"f{j}": [float(v) for v in x[:, j]] for j in range(x.shape[1])}, "label": labels},
        )
        values = ", ".join(
            f"('{key}', 0, {layer}, {i}, {o}, '{v!r}')" for key, ps in moved.items() for (layer, i, o), v in ps.items()
        )
        connection.execute(
            "create table start (network_key varchar, iteration int, layer int, input int, output int, value double)"
        )
        connection.execute(f"insert into start values {values}")
        found = connection.execute(
            f"select network_key, layer, input, output, gradient, train_loss from ({text_of(project, f'gradients_{k}')})"
        ).fetchall()
    losses = {row[0]: row[5] for row in found}
    gradients = {row[1:4]: row[4] for row in found if row[0] == "base"}
    loss, expected = network.loss_and_gradients(x, y)
    assert losses["base"] == pytest.approx(loss, rel=1e-10, abs=1e-10)
    assert gradients.keys() == base.keys()
    for layer, source, target in base:
        exact = expected[layer - 1][source, target - 1]
        assert gradients[layer, source, target] == pytest.approx(exact, rel=1e-10, abs=1e-10)
    for at, key in enumerate(chosen):
        if not crosses_a_kink(network, x, key, step):
            difference = (losses[f"up {at}"] - losses[f"down {at}"]) / (2 * step)
            assert gradients[key] == pytest.approx(difference, rel=1e-5, abs=1e-7 * max(1, abs(loss))), key


def crosses_a_kink(network: Network, x, key, step) -> bool:
    """Whether a step of one parameter moves some sum across 0, where relu has no derivative."""
    layer, source, target = key
    signs = []
    for sign in (1, -1):
        network.matrices[layer - 1][source, target - 1] += sign * step
        signs.append([np.sign(sums) for sums in network.forward(x)[0][:-1]])
        network.matrices[layer - 1][source, target - 1] -= sign * step
    return network.activation == "relu" and any((one != other).any() for one, other in zip(*signs))


@PROPERTY
@given(
    k=st.integers(0, len(PREDICTED) - 1),
    seed=st.integers(0, 2**32),
    scale=st.sampled_from([0.1, 1.0, 30.0]),
    rows=st.integers(1, 40),
)
def test_predictions_are_numpys_forward_pass(project, k, seed, scale, rows):
    """With random parameters in the network, on random examples with missing values and unseen categories."""
    architecture, random = PREDICTED[k], np.random.default_rng(seed)
    training = training_columns(architecture)
    features = [name for name in training if name != "label"]
    inputs = learned_inputs({name: training[name] for name in features}, ["train"] * 30, missing_indicator=k % 2 == 1)
    network = reference_of(architecture, len(inputs))
    parameters = set_parameters(network, random, scale)
    columns = random_columns(architecture, random, rows, strange=True)
    project.warehouse.release()
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(f"attach '{project.database}' as consumer (read_only)")
        connection.execute(f"create table network as select * from consumer.network_{k}")
        connection.execute("create table parameters (layer int, input int, output int, value double)")
        connection.execute(
            "insert into parameters values " + ", ".join(f"{(*key, str(value))}" for key, value in parameters.items())
        )
        connection.execute(
            "update network set value = parameters.value from parameters where role in ('weight', 'bias')"
            " and network.layer = parameters.layer and network.input = parameters.input and network.output = parameters.output"
        )
        load(connection, "examples", {"id": list(range(rows)), **columns})
        query = text_of(project, f"predictions_{k}")
        query = query.replace(f'"consumer"."main"."network_{k}"', "network").replace(
            f'"consumer"."main"."examples_{k}"', "examples"
        )
        assert '"consumer"' not in query
        names = (
            ", ".join(f"probability_{name.replace(' ', '_')}" for name in classes_of(architecture)) or "predicted_value"
        )
        found = np.array(connection.execute(f"select {names} from ({query}) order by id").fetchall())
    x = encoded(inputs, columns)
    if classes_of(architecture):
        expected = network.probabilities(x)
    else:
        label = np.array(training["label"])
        expected = network.forward(x)[1][-1] * label.std() + label.mean()
    assert found.shape == expected.shape
    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-10)
