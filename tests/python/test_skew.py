"""Histograms of the training rows, and how much later rows differ from them: NumPy's numbers, and a gate."""

import datetime
from collections import Counter

import numpy as np
import pytest
from conftest import Project
from reference import split_of

COLUMNS = ["id", "size", "visits", "is new", "plan's", "day", "kind"]
FEATURES = ["size", "visits", "is new", "plan's", "day"]
COMMON = {"label": "kind", "example_id": "id", "hidden_layers": [], "iterations": 1, "features": FEATURES}
PLANS = ["a", "it's", 'b "so"', "<other>", "rare"]


def rows_of(count: int, seed: int, shift: float = 0.0, first: int = 0):
    random = np.random.default_rng(seed)
    found = []
    for k in range(first, first + count):
        size = None if random.random() < 0.1 else float(random.normal() + shift)
        plan = None if random.random() < 0.05 else PLANS[int(random.choice(5, p=[0.5, 0.25, 0.15, 0.095, 0.005]))]
        visits = 0 if random.random() < 0.4 else int(random.poisson(3 + 2 * shift))
        day = datetime.date(2024, 1, 1) + datetime.timedelta(days=int(random.integers(0, 300)))
        found.append(
            [k, size, visits, bool(random.random() < 0.3 + shift / 4), plan, day, "xy"[int(random.random() < 0.5)]]
        )
    return found


@pytest.fixture(scope="module")
def project(consumer) -> Project:
    consumer.table("examples", COLUMNS, rows_of(400, 3))
    consumer.table("later", COLUMNS, rows_of(300, 4, first=1000))
    consumer.table("shifted", COLUMNS, [[*row[:4], "new plan", *row[5:]] for row in rows_of(300, 5, 1.0, 2000)])
    consumer.table("few", COLUMNS, rows_of(20, 6, 3.0, 3000))
    consumer.train("net", "examples", **COMMON)
    for name in ["examples", "later", "shifted"]:
        consumer.write(
            f"models/{name}_skew.sql",
            "{{ config(materialized='table') }}\n"
            f"select * from {{{{ dbt_nn.skew(network=ref('net'), examples=ref('{name}')) }}}}\n",
        )
    consumer.write(
        "models/training_rows.sql",
        "select * from {{ dbt_nn.predict(ref('net'), ref('examples')) }} where split = 'train'\n",
    )
    consumer.write(
        "models/training_skew.sql",
        "select * from {{ dbt_nn.skew(network=ref('net'), examples=ref('training_rows')) }}\n",
    )
    consumer.write(
        "models/gates.yml",
        """
        models:
          - name: training_rows
            data_tests: [{dbt_nn.no_skew: {name: training_holds, arguments: {network: ref('net'), at_most: 0.000001}}}]
          - name: later
            data_tests:
              - dbt_nn.no_skew: {name: later_holds, arguments: {network: ref('net')}}
              - dbt_nn.no_skew:
                  name: dated
                  arguments: {network: ref('net'), features: [day]}
              - dbt_nn.no_skew: {name: nothing, arguments: {network: ref('net')}, config: {where: "1 = 0"}}
          - name: shifted
            data_tests:
              - dbt_nn.no_skew: {name: shifted_fails, arguments: {network: ref('net')}}
              - dbt_nn.no_skew: {name: one_feature, arguments: {network: ref('net'), features: [SIZE], at_most: 0.3}}
              - dbt_nn.no_skew: {name: two_rows, arguments: {network: ref('net')}, config: {where: "id < 2002"}}
              - dbt_nn.no_skew: {name: two_rows_judged, arguments: {network: ref('net'), minimum_rows: 1}, config: {where: "id < 2002"}}
        """,
    )
    consumer.dbt_ok("run")
    consumer.tested = consumer.dbt("test")
    return consumer


def histogram(values):
    """Bin to (name, rows): what no_drift cuts at the quantiles, with the largest value of each as its edge."""
    known = [value for value in values if value is not None]
    found = {0: ("<missing>", len(values) - len(known))}
    if known and isinstance(known[0], str):
        kept = [
            (plan, rows)
            for plan, rows in sorted(Counter(known).items(), key=lambda one: (-one[1], one[0]))
            if rows >= 5
        ]
        for place, (plan, rows) in enumerate(kept, 2):
            found[place] = (plan, rows)
        found[-1] = ("<other>", len(known) - sum(rows for _, rows in kept))
        return found
    numbers = np.array(sorted(float(value) for value in known))
    for value in np.unique(numbers):
        below, equal = (numbers < value).sum(), (numbers == value).sum()
        bin_ = int(min(np.floor(10 * (below + 0.5 * equal) / len(numbers)), 9)) + 1
        found[bin_] = (float(value), found.get(bin_, (0, 0))[1] + int(equal))
    return found


def bin_of(value, bins):
    if value is None:
        return 0
    if isinstance(value, str):
        return next((bin_ for bin_, (name, _) in bins.items() if bin_ > 0 and name == value), -1)
    fitting = [bin_ for bin_, (edge, _) in bins.items() if bin_ > 0 and edge >= value]
    return min(fitting) if fitting else max(bins)


def index_of(expected, actual) -> float:
    bins = histogram(expected)
    counts = Counter(bin_of(value, bins) for value in actual)
    e = np.maximum([rows / len(expected) for _, rows in bins.values()], 0.0001)
    a = np.maximum([counts[bin_] / len(actual) for bin_ in bins], 0.0001)
    return float(((a - e) * np.log(a / e)).sum())


def column(rows, name):
    return [row[COLUMNS.index(name)] for row in rows]


def training_rows():
    return [row for row in rows_of(400, 3) if split_of(row[0]) == "train"]


@pytest.mark.parametrize("feature", ["size", "visits", "is new", "plan's"])
def test_the_network_stores_the_histogram_of_its_training_rows(project, feature):
    name = feature.replace("'", "''")
    rows = project.rows(
        f"select output, output_name, value, layer, input from net where role = 'histogram' and input_name = '{name}'"
    )
    expected = histogram(column(training_rows(), feature))
    assert {row[0] for row in rows} == set(expected)
    for bin_, text, value, layer, at in rows:
        known, count = expected[bin_]
        assert value == count
        assert (text if bin_ < 1 or isinstance(known, str) else float(text)) == known
        assert (layer, at) == (0, FEATURES.index(feature) + 1)


def test_rare_categories_have_no_name_in_the_network(project):
    assert project.rows("select count(*) from net where role = 'histogram' and output_name = 'rare'") == [(0,)]
    assert Counter(column(training_rows(), "plan's"))["rare"] in range(1, 5)


@pytest.mark.parametrize("name", ["examples", "later", "shifted"])
def test_the_index_is_that_of_numpy(project, name):
    rows = project.rows(f"select * from {name}")
    for key, feature, index, examples, training in project.rows(f"select * from {name}_skew"):
        assert (key, examples, training) == ("", len(rows), len(training_rows()))
        assert index == pytest.approx(
            index_of(column(training_rows(), feature), column(rows, feature)), rel=1e-9, abs=1e-12
        )
    assert {row[0] for row in project.rows(f"select feature from {name}_skew")} == {*FEATURES} - {"day"}


def test_training_rows_are_not_skewed(project):
    assert project.rows("select max(abs(population_stability_index)) < 1e-12 from training_skew") == [(True,)]


def test_the_gate_fails_for_each_feature_above_the_threshold(project):
    status = project.tested.status
    assert [status[name] for name in ["training_holds", "later_holds", "two_rows"]] == ["pass"] * 3
    assert [status[name] for name in ["shifted_fails", "one_feature", "two_rows_judged", "nothing"]] == ["fail"] * 4
    assert "population_stability_index of plan's is" in project.tested.output
    assert "in 300 rows, above at_most 0.2" in project.tested.output
    assert "there are no rows to compare" in project.tested.output
    failing = project.rows("select feature from shifted_skew where population_stability_index > 0.2")
    assert f"Got {len(failing)} results" in project.tested.message["shifted_fails"]


def test_what_can_not_be_compared_is_refused_with_the_reason(project):
    assert "feature day is not in the histograms of the network" in project.tested.message["dated"]
    project.execute("create or replace table old_net as select * from net where role <> 'histogram'")
    project.write("models/sources.yml", "sources: [{name: old, schema: main, tables: [{name: old_net}]}]\n")
    call = "dbt_nn.skew(network=source('old', 'old_net'), examples=ref('later'))"
    project.write("models/without.sql", f"select * from {{{{ {call} }}}}\n")
    outcome = project.dbt("run", "--select", "without")
    assert "stores no histograms, because an earlier version trained it" in outcome.message["without"]


def test_before_the_training_the_columns_are_there(project):
    project.train("later_net", "later", **COMMON)
    project.write(
        "models/early.sql", "select * from {{ dbt_nn.skew(network=ref('later_net'), examples=ref('later')) }}\n"
    )
    project.dbt_ok("build", "--empty", "--select", "later_net", "early")
    assert [row[0] for row in project.rows("describe early")] == [
        "network_key",
        "feature",
        "population_stability_index",
        "examples",
        "training_rows",
    ]


BAD = {
    "minimum_rows: 0": "minimum_rows is 0; accepted: an integer from 1 to",
    "at_most: high": 'at_most is "high"; accepted: a number',
    "features: 3": "features is 3; accepted: a list of distinct column names",
}


@pytest.mark.parametrize("argument", BAD)
def test_bad_arguments_are_known_when_dbt_parses(project, argument):
    project.write(
        "models/bad.yml",
        f"models: [{{name: few, data_tests: [{{dbt_nn.no_skew: {{arguments: {{network: ref('net'), {argument}}}}}}}]}}]\n",
    )
    outcome = project.dbt("parse")
    (project.path / "models/bad.yml").unlink()
    assert not outcome.success
    assert BAD[argument] in outcome.output
