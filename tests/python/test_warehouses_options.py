"""Activations, losses, optimizers, schedules, weights, dropout and warm starts give DuckDB's network on every warehouse.

On DuckDB other modules compare each of them with NumPy.
"""

import numpy as np
import pytest
from conftest import jinja, new_consumer

ROWS = 36
ITERATIONS = 4
FEATURES = ["size", "plan"]
# name -> (label, options): every option of training at least once, in few networks.
NETWORKS = {
    "classes": (
        "kind",
        {
            "hidden_layers": [3, 2],
            "activation": ["gelu", "selu"],
            "optimizer": {"name": "adamw", "weight_decay": 0.05},
            "learning_rate": 0.05,
            "learning_rate_schedule": {"name": "cosine", "warm_up": 2, "iterations": 9},
            "clip_norm": 0.2,
            "class_weights": "balanced",
            "example_weight": "weight",
            "l1": 0.01,
        },
    ),
    "quantiles": (
        "amount",
        {
            "hidden_layers": [12],
            "activation": "leaky_relu",
            "loss": {"name": "quantile", "levels": [0.1, 0.5, 0.9]},
            "optimizer": "nesterov",
            "learning_rate_schedule": "exponential",
            "dropout": 0.3,
        },
    ),
    "counts": (
        "visits",
        {
            "hidden_layers": [3],
            "activation": "softplus",
            "loss": "poisson",
            "optimizer": "rmsprop",
            "learning_rate_schedule": {"name": "step", "every": 2},
        },
    ),
    "batches": (
        "amount",
        {
            "hidden_layers": [3],
            "activation": "elu",
            "loss": {"name": "huber", "delta": 0.8},
            "optimizer": "momentum",
            "learning_rate_schedule": {"name": "inverse", "decay": 0.2},
            "batch_size": 11,
        },
    ),
    "medians": (
        "amount",
        {"hidden_layers": [], "loss": "absolute_error", "optimizer": {"name": "rprop", "increase": 1.3}},
    ),
}


@pytest.fixture(scope="module", autouse=True)
def only_there(request):
    if request.config.getoption("--warehouse") == "duckdb":
        pytest.skip("DuckDB is what the other warehouses are compared with")


def write(project) -> None:
    random = np.random.default_rng(17)
    rows = []
    for at in range(ROWS):
        size, plan = float(random.normal(50, 12)), "abc"[at % 3]
        kind = "it's" if size + 8 * (plan == "a") > 52 else "other"
        rows.append([f"row {at}", size, plan, [0.5, 2.0, 1.0][at % 3], kind, size * 3 + float(random.normal()), at % 5])
    project.table("examples", ["id", "size", "plan", "weight", "kind", "amount", "visits"], rows)
    common = {"example_id": "id", "features": FEATURES, "iterations": ITERATIONS}
    for name, (label, options) in NETWORKS.items():
        project.train(name, "examples", label=label, **common, **options)
        project.predictions(f"{name}_predictions", name, "examples")
    label, options = NETWORKS["classes"]
    given = "".join(f", {name}={jinja(value)}" for name, value in {**common, **options}.items())
    project.write(
        "models/continued.sql",
        f"{{{{ dbt_nn.train(examples=ref('examples'), label='{label}', warm_start=ref('classes'){given}) }}}}\n",
    )


@pytest.fixture(scope="module")
def project(only_there, warehouse, tmp_path_factory):
    found = new_consumer(tmp_path_factory.mktemp("consumer"), warehouse=warehouse)
    write(found)
    found.dbt_ok("run")
    return found


@pytest.fixture(scope="module")
def on_duckdb(only_there, tmp_path_factory):
    found = new_consumer(tmp_path_factory.mktemp("on_duckdb"))
    write(found)
    found.dbt_ok("run")
    return found


@pytest.mark.parametrize("name", [*NETWORKS, "continued"])
def test_parameters_and_history_are_those_of_duckdb(project, on_duckdb, name):
    """The state of the optimizer too, for it is what a warm start goes on with."""
    query = (
        "select role, iteration, layer, input, output, case when role = 'optimizer_state' then output_name end, value "
        f"from {name} where role in ('weight', 'bias', 'optimizer_state', 'train_loss', 'validation_loss', 'learning_rate')"
    )
    found, expected = ({row[:6]: row[6] for row in place.rows(query)} for place in (project, on_duckdb))
    assert found.keys() == expected.keys()
    assert [found[key] for key in expected] == pytest.approx(list(expected.values()), rel=1e-9, abs=1e-9)
    last = max(iteration for role, iteration, *_ in found if role == "weight")
    assert last == (2 * ITERATIONS if name == "continued" else ITERATIONS)


@pytest.mark.parametrize("name", NETWORKS)
def test_predictions_are_those_of_duckdb(project, on_duckdb, name):
    wanted = {
        "classes": "probability_it_s, probability_other",
        "quantiles": "predicted_value, predicted_quantile_0_1, predicted_quantile_0_9",
    }.get(name, "predicted_value")
    query = f"select id, split, {wanted} from {name}_predictions"
    found, expected = ({row[:2]: row[2:] for row in place.rows(query)} for place in (project, on_duckdb))
    assert found.keys() == expected.keys()
    for key, values in found.items():
        assert values == pytest.approx(expected[key], rel=1e-9, abs=1e-9)
