"""Tens of thousands of rows: however gradients are added up, in whatever form of the loop and with as many threads, NumPy's parameters."""

import functools
import json

import numpy as np
import pytest
from conftest import Project
from reference import Network

ITERATIONS = 3
FEATURES = [f"x{at}" for at in range(1, 13)]
SUMS, LISTS = "sum(x_1 * delta_1_1)", "list(delta_1_1)"

# name -> (rows, label, options, what adds the gradients up). A recursive statement ends below 122,880 rows.
NETWORKS = {
    "few": (9_000, "two", {"hidden_layers": [16]}, LISTS),
    "pair": (12_000, "two", {"hidden_layers": [16]}, SUMS),
    "pair_deep": (12_000, "two", {"hidden_layers": [5, 4], "activation": "tanh", "layout": "dots"}, SUMS),
    "classes": (12_000, "three", {"hidden_layers": [12]}, SUMS),
    "number": (12_000, "number", {"hidden_layers": [14]}, SUMS),
    "broad": (12_000, "three", {"hidden_layers": [40, 20]}, LISTS),
    "stepwise": (12_000, "two", {"hidden_layers": [16], "loop": "stepwise"}, SUMS),
    "more": (130_000, "two", {"hidden_layers": [16]}, SUMS),
    "more_recursive": (130_000, "two", {"hidden_layers": [16], "loop": "recursive"}, SUMS),
    "more_broad": (130_000, "three", {"hidden_layers": [40, 20]}, SUMS),
    "more_wide": (130_000, "three", {"hidden_layers": [6], "layout": "wide"}, SUMS),
    "most_units": (130_000, "number", {"hidden_layers": [50, 40]}, LISTS),
}
# Those that are trained with one thread too.
SINGLES = ["pair", "broad", "stepwise", "more", "more_recursive", "more_broad"]


@pytest.fixture(scope="module")
def trained(consumer) -> Project:
    """Every network, trained with four threads; then some with one, under their name and `_1`."""
    numbers = ", ".join(f"(hash(k * 31 + {at}) % 20001) / 10000.0 - 1 as {name}" for at, name in enumerate(FEATURES))
    for rows in {rows for rows, *_ in NETWORKS.values()}:
        consumer.write(
            f"models/examples_{rows}.sql",
            f"""{{{{ config(materialized='table') }}}}
            with numbers as (select {numbers} from range({rows}) as numbers (k)),
            scored as (select *, x1 * x2 + x3 - 0.5 * x4 * x4 + 0.3 * x12 as number from numbers)
            select
              *,
              case when number > -0.2 then 'yes' else 'no' end as two,
              case when number > 0.2 then 'c' when number > -0.4 then 'b' else 'a' end as three
            from scored
            """,
        )
    for name, (rows, label, options, _) in NETWORKS.items():
        for suffix in ("", "_1") if name in SINGLES else ("",):
            consumer.train(
                f"{name}{suffix}",
                f"examples_{rows}",
                label=label,
                features=FEATURES,
                iterations=ITERATIONS,
                optimizer="gradient_descent",
                learning_rate=0.5,
                **options,
            )
    output = consumer.warehouse.output | {"path": "consumer.duckdb"}
    outputs = {f"threads_{count}": {**output, "settings": {"threads": count}} for count in (1, 4)}
    consumer.write("profiles.yml", json.dumps({"shop": {"target": "threads_4", "outputs": outputs}}))
    singles = [f"{name}_1" for name in SINGLES]
    consumer.dbt_ok("build", "--exclude", *singles)
    consumer.dbt_ok("build", "--target", "threads_1", "--select", *singles)
    return consumer


def parameters_in(project: Project, network: str) -> dict[tuple[int, int, int], float]:
    rows = project.rows(f"select layer, input, output, value from {network} where role in ('weight', 'bias')")
    return {tuple(key): value for *key, value in rows}


@functools.cache
def features_of(project: Project, rows: int) -> np.ndarray:
    return np.array(project.rows(f"select {', '.join(FEATURES)} from examples_{rows}"))


@pytest.fixture(scope="module")
def numpy_parameters(trained) -> dict[str, tuple[dict, dict]]:
    """Of every network: at the start, and after the last iteration."""
    found = {}
    for name, (rows, label, options, _) in NETWORKS.items():
        data = features_of(trained, rows)
        labels = np.array([value for (value,) in trained.rows(f"select {label} from examples_{rows}")])
        classes = None if label == "number" else sorted(set(labels))
        y = (labels - labels.mean()) / labels.std() if classes is None else np.searchsorted(classes, labels)
        network = Network(
            features=len(FEATURES),
            hidden=options["hidden_layers"],
            outputs=len(classes or [1]),
            activation=options.get("activation", "relu"),
            output="softmax" if classes else "identity",
            l2=0.003 if classes else 0.01,
            learning_rate=0.5,
        )
        start = network.parameters()
        *_, (_, last) = network.train((data - data.mean(axis=0)) / data.std(axis=0), y, ITERATIONS)
        found[name] = (start, last)
    return found


@pytest.mark.parametrize("network", [*NETWORKS, *(f"{name}_1" for name in SINGLES)])
def test_the_parameters_are_those_of_numpy(trained, numpy_parameters, network):
    start, last = numpy_parameters[network.removesuffix("_1")]
    assert parameters_in(trained, network) == pytest.approx(last, rel=0, abs=1e-10)
    assert max(abs(last[key] - start[key]) for key in start) > 1e-2, "a network that stands still proves nothing"


@pytest.mark.parametrize("name", NETWORKS)
def test_gradients_are_added_up_as_the_size_asks_for(trained, name):
    (statement,) = (trained.path / "target" / "run").rglob(f"{name}.sql")
    sql, expected = statement.read_text(encoding="utf-8"), NETWORKS[name][3]
    assert expected in sql
    assert ({SUMS, LISTS} - {expected}).pop() not in sql


@pytest.mark.parametrize(
    ("name", "is_recursive"), [("pair", True), ("more", False), ("more_1", True), ("stepwise_1", False)]
)
def test_a_statement_of_its_own_for_every_iteration_where_threads_can_use_it(trained, name, is_recursive):
    (statement,) = (trained.path / "target" / "run").rglob(f"{name}.sql")
    assert ("with recursive" in statement.read_text(encoding="utf-8")) is is_recursive


@pytest.mark.parametrize("name", ["pair", "stepwise", "more"])
def test_the_accuracy_of_two_classes_is_that_of_the_predictions(trained, name):
    """Of the first iteration, whose parameters NumPy draws itself."""
    rows, _, options, _ = NETWORKS[name]
    data = features_of(trained, rows)
    labels = np.array([value == "yes" for (value,) in trained.rows(f"select two from examples_{rows}")])
    network = Network(features=len(FEATURES), hidden=options["hidden_layers"], outputs=2)
    scores = network.forward((data - data.mean(axis=0)) / data.std(axis=0))[1][-1]
    stored = trained.rows(f"select value from {name} where role = 'train_accuracy' and iteration = 1")
    assert stored == [(pytest.approx((scores.argmax(axis=1) == labels).mean(), rel=0, abs=1e-12),)]
