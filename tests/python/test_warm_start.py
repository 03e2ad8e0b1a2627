"""A network that starts from another one goes on where that one stopped: 20 and 20 iterations are 40, with every optimizer."""

import json

import numpy as np
import pytest
from conftest import ROOT, Project, jinja

ROWS = 48
HALF = 20
CLASSES = ["a", "b", "c"]
MEASURES = ["train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "gradient_norm", "learning_rate"]
# name -> options of both halves and of the whole
NETWORKS = {
    "descent": {"optimizer": "gradient_descent"},
    "momentum": {"optimizer": "momentum"},
    "nesterov": {"optimizer": {"name": "nesterov", "momentum": 0.8}},
    "rprop": {},
    "adam": {"optimizer": "adam", "learning_rate": 0.03},
    "adamw": {"optimizer": "adamw", "learning_rate": 0.03, "clip_norm": 0.3},
    "rmsprop": {"optimizer": "rmsprop", "learning_rate_schedule": {"name": "cosine", "iterations": 40, "warm_up": 25}},
    "batches": {"batch_size": 9, "learning_rate": 0.03, "learning_rate_schedule": "exponential"},
    "packed": {"optimizer": "adamw", "layout": "packed", "learning_rate": 0.03},
    "dots_stepwise": {"optimizer": "nesterov", "layout": "dots", "loop": "stepwise", "checkpoint_every": 7},
    "number": {"label": "amount", "features": ["size", "plan"]},
}
COMMON = {"label": "kind", "example_id": "id", "features": ["size", "plan", "visits"], "hidden_layers": [3]}
OPTIONS = {name: {**COMMON, **options} for name, options in NETWORKS.items()}


def rows_of(seed: int):
    random = np.random.default_rng(seed)
    size, visits = random.normal(50, 12, ROWS), random.integers(0, 9, ROWS)
    plan = random.choice(["basic", "it's", "plus"], ROWS, p=[0.5, 0.3, 0.2])
    signal = size / 12 + visits / 4 + 2 * (plan == "it's") + random.normal(0, 0.5, ROWS)
    kinds = np.argsort(np.argsort(signal)) * 3 // ROWS
    return [
        [f"row {k}", float(size[k]), str(plan[k]) if k % 11 else None, int(visits[k]), CLASSES[kinds[k]], float(signal[k])]
        for k in range(ROWS)
    ]


COLUMNS = ["id", "size", "plan", "visits", "kind", "amount"]


def warm(project: Project, name: str, network: str, examples: str = "examples", **options):
    """A model of dbt_nn.train that starts from another one."""
    given = "".join(f",\n  {option}={jinja(value)}" for option, value in options.items())
    project.write(
        f"models/{name}.sql",
        f"{{{{ dbt_nn.train(\n  examples=ref('{examples}'),\n  warm_start=ref('{network}'){given}\n) }}}}\n",
    )


@pytest.fixture(scope="module")
def trained(consumer) -> Project:
    consumer.table("examples", COLUMNS, rows_of(5))
    consumer.table("others", COLUMNS[::-1], [row[::-1] for row in rows_of(6)])
    for name, options in OPTIONS.items():
        consumer.train(f"{name}_whole", "examples", iterations=2 * HALF, **options)
        consumer.train(f"{name}_first", "examples", iterations=HALF, **options)
        warm(consumer, f"{name}_second", f"{name}_first", iterations=HALF, **options)
    consumer.train("stopping", "examples", iterations=HALF, **COMMON, early_stopping={"patience": 2})
    anew = {"optimizer": "adam", "learning_rate": 0.03, "iterations": HALF}
    warm(consumer, "after_stopping", "stopping", **COMMON, iterations=HALF)
    warm(consumer, "after_rprop", "rprop_first", **COMMON, **anew)
    warm(consumer, "on_others", "rprop_first", "others", iterations=1, label="kind", hidden_layers=[3], example_id="id")
    warm(consumer, "stopping_later", "rprop_first", **COMMON, iterations=HALF, early_stopping={"patience": 3})
    consumer.predictions("predicted", "adam_second", "examples")
    consumer.write("models/told.sql", "select * from {{ dbt_nn.history(ref('adam_second')) }}\n")
    consumer.outcome = consumer.dbt_ok("run")
    return consumer


def parameters_in(project, network, condition="role in ('weight', 'bias')"):
    rows = project.rows(f"select layer, input, output, value from {network} where {condition}")
    return {tuple(key): value for *key, value in rows}


@pytest.mark.parametrize("name", NETWORKS)
def test_two_halves_are_the_whole(trained, name):
    whole, second = parameters_in(trained, f"{name}_whole"), parameters_in(trained, f"{name}_second")
    assert second == pytest.approx(whole, rel=0, abs=1e-10)
    first = parameters_in(trained, f"{name}_first")
    assert max(abs(value - first[key]) for key, value in whole.items()) > 1e-3, "nothing was left to learn"
    assert trained.rows(f"select distinct iteration from {name}_second where role = 'weight'") == [(2 * HALF,)]


@pytest.mark.parametrize("name", NETWORKS)
def test_the_history_goes_on(trained, name):
    query = f"select role, iteration, value from {{}} where role in {tuple(MEASURES)} and iteration > {HALF} order by 1, 2"
    whole, second = (trained.rows(query.format(f"{name}_{part}")) for part in ("whole", "second"))
    assert [row[:2] for row in second] == [row[:2] for row in whole]
    assert [row[2] for row in second] == pytest.approx([row[2] for row in whole], rel=0, abs=1e-10)
    assert not trained.rows(f"select * from {name}_second where role in {tuple(MEASURES)} and iteration <= {HALF}")


def test_the_encoding_is_that_of_the_network_to_start_from(trained):
    query = (
        "select role, layer, input, input_name, output, output_name, value from {} "
        "where layer = 0 or role in ('class', 'category') order by all"
    )
    first = trained.rows(query.format("rprop_first"))
    assert len(first) > 10
    assert trained.rows(query.format("on_others")) == first
    assert "feature" not in trained.outcome.output
