"""Encodings that `encode` asks for: scikit-learn's ranks, md5's buckets, NumPy's logarithms; and what they refuse."""

import hashlib
from collections import Counter

import numpy as np
import pytest
from conftest import Project, jinja
from reference import split_of
from sklearn.preprocessing import QuantileTransformer

ROWS = 300
COLUMNS = ["id", "in come", "visits", "city's", "plan", "kind"]
FEATURES = ["in come", "visits", "city's", "plan"]
SMALL = {"hidden_layers": [], "iterations": 1, "example_id": "id", "label": "kind"}
NETWORKS = {
    "all_kinds": {
        "features": FEATURES,
        "encode": {
            "IN come": ["standard", "log", "rank"],
            "visits": "rank",
            "city's": [{"as": "one_hot", "max_categories": 3}, {"as": "hash", "buckets": 7}],
            "plan": {"as": "hash", "buckets": 50},
        },
        "missing_indicator": True,
    },
    "logs": {"features": ["in come", "visits"], "encode": {"in come": "log", "visits": ["log"]}},
    "weighted": {"features": ["in come"], "encode": {"in come": ["log", "rank"]}, "class_weights": {"y": 3.0}},
}


def examples():
    random = np.random.default_rng(77)
    rows = []
    for k in range(ROWS):
        income = None if k % 13 == 5 else float(np.exp(random.normal() * 2)) * (-1 if random.random() < 0.2 else 1)
        visits = 0 if random.random() < 0.4 else int(random.poisson(4))
        city = None if k % 17 == 2 else f"cité '{int(random.exponential(3))}';"
        plan = f"plan {int(random.integers(0, 40))}"
        rows.append([k, income, visits, city, plan, "xy"[int(random.normal() + visits / 4 > 1)]])
    return rows


@pytest.fixture(scope="module")
def project(consumer) -> Project:
    consumer.table("examples", COLUMNS, examples())
    for name, options in NETWORKS.items():
        consumer.train(name, "examples", **SMALL, **options)
        consumer.predictions(f"{name}_predictions", name, "examples")
    consumer.write(
        "models/written_out.sql",
        "select * from (\n{{ dbt_nn.network_sql(ref('all_kinds'), examples=ref('examples')) }}\n) as predictions\n",
    )
    consumer.built = consumer.dbt_ok("build")
    return consumer


def standard(values, trains, weights=None):
    values = np.array([np.nan if value is None else value for value in values], dtype=float)
    known = trains & ~np.isnan(values)
    weights = np.ones(len(values)) if weights is None else weights
    mean = np.average(values[known], weights=weights[known])
    deviation = np.sqrt(np.average((values[known] - mean) ** 2, weights=weights[known]))
    return np.where(np.isnan(values), 0, (values - mean) / deviation)


def signed_log(values):
    return [None if value is None else np.sign(value) * np.log(1 + abs(value)) for value in values]


def ranks(values, trains):
    """Those of scikit-learn; a missing number is the middle."""
    values = np.array([np.nan if value is None else value for value in values], dtype=float)
    transformer = QuantileTransformer(n_quantiles=21, subsample=None).fit(values[trains].reshape(-1, 1))
    found = transformer.transform(values.reshape(-1, 1))[:, 0]
    return np.where(np.isnan(found), 0, (found - 0.5) * np.sqrt(12))


def bucket(value, buckets):
    return (
        None
        if value is None
        else int(int(hashlib.md5(f"bucket-{value}".encode()).hexdigest()[:8], 16) / 2**32 * buckets)
    )


def hashed(name, values, trains, buckets):
    found = [bucket(value, buckets) for value in values]
    hit = sorted({one for one, train in zip(found, trains) if train and one is not None})
    return {f"{name}=<bucket {k} of {buckets}>": np.array([float(one == k) for one in found]) for k in hit}


def one_hot(name, values, trains, most):
    counts = Counter(value for value, train in zip(values, trains) if train and value is not None)
    kept = [value for value, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))][:most]
    filled = [kept[0] if value is None else value for value in values]
    inputs = {f"{name}={value}": np.array([float(one == value) for one in filled]) for value in kept}
    return inputs | {f"{name}=<other>": np.array([float(one not in kept) for one in filled])}


def expected_inputs(rows, name):
    trains = np.array([split_of(row[0]) == "train" and row[0] < ROWS for row in rows])
    income, visits, city, plan = ([row[at] for row in rows] for at in (1, 2, 3, 4))
    if name == "logs":
        return {
            "in come=<log>": standard(signed_log(income), trains),
            "visits=<log>": standard(signed_log(visits), trains),
        }
    if name == "weighted":
        weights = np.array([3.0 if row[5] == "y" else 1.0 for row in rows])
        return {"in come=<log>": standard(signed_log(income), trains, weights), "in come=<rank>": ranks(income, trains)}
    return {
        "in come": standard(income, trains),
        "in come=<log>": standard(signed_log(income), trains),
        "in come=<rank>": ranks(income, trains),
        "in come=<missing>": np.array([float(value is None) for value in income]),
        "visits=<rank>": ranks(visits, trains),
        **one_hot("city's", city, trains, 3),
        **hashed("city's", city, trains, 7),
        "city's=<missing>": np.array([float(value is None) for value in city]),
        **hashed("plan", plan, trains, 50),
    }


def expected_probabilities(project, name, rows):
    inputs = expected_inputs(rows, name)
    weights = {
        row[:2]: row[2] for row in project.rows(f"select input_name, output, value from {name} where role = 'weight'")
    }
    biases = dict(project.rows(f"select output, value from {name} where role = 'bias'"))
    assert {key[0] for key in weights} == set(inputs)
    scores = [biases[k] + sum(weights[key, k] * value for key, value in inputs.items()) for k in (1, 2)]
    return 1 / (1 + np.exp(scores[0] - scores[1]))


@pytest.mark.parametrize("name", NETWORKS)
def test_predictions_are_those_of_the_inputs_that_the_references_make(project, name):
    found = [row[0] for row in project.rows(f"select probability_y from {name}_predictions order by id")]
    expected = expected_probabilities(project, name, examples())
    assert found == pytest.approx(expected, abs=1e-9)
    assert np.std(expected) > 0.01


def test_inputs_are_in_the_order_of_the_features_and_their_encodings(project):
    found = [
        row[0]
        for row in project.rows("select distinct input_name, input from all_kinds where role = 'weight' order by input")
    ]
    assert found == list(expected_inputs(examples(), "all_kinds"))


def test_written_out_the_network_gives_the_same(project):
    one, other = (
        project.rows(f"select id, probability_y from {name} order by id")
        for name in ("written_out", "all_kinds_predictions")
    )
    assert np.array(one) == pytest.approx(np.array(other), abs=1e-12)


def test_new_values_are_at_the_ends_of_the_ranks_and_in_known_buckets_or_none(project):
    rows = [
        [ROWS + k, income, visits, city, plan, "x"]
        for k, (income, visits, city, plan) in enumerate(
            [
                (1e300, -5, "Ōsaka", "plan 1"),
                (-1e300, 10**9, None, "new plan"),
                (None, None, "cité '0';", None),
                (0.0, 0, "", "plan 3"),
            ]
        )
    ]
    project.table("new_rows", COLUMNS, rows)
    project.predictions("new_predictions", "all_kinds", "new_rows")
    project.dbt_ok("build", "--select", "new_rows", "new_predictions")
    found = [row[0] for row in project.rows("select probability_y from new_predictions order by id")]
    assert found == pytest.approx(expected_probabilities(project, "all_kinds", examples() + rows)[ROWS:], abs=1e-9)


def test_held_out_rows_change_nothing(project):
    rows = [list(row) for row in examples()]
    for row in rows:
        if split_of(row[0]) != "train":
            row[1:5] = [1e9, -3, "elsewhere", "another plan"]
    project.table("others", COLUMNS, rows)
    project.train("of_others", "others", **SMALL, **NETWORKS["all_kinds"])
    project.dbt_ok("build", "--select", "others", "of_others")
    query = (
        "select * exclude (network_key) from {} where role not in ('training', 'validation_loss', 'validation_accuracy') "
        "and coalesce(input_name, '') not in ('fingerprint', 'rows_mark') order by all"
    )
    assert project.rows(query.format("of_others")) == project.rows(query.format("all_kinds"))


def continued(project, name, **options):
    given = "".join(f", {option}={jinja(value)}" for option, value in {**SMALL, **options}.items())
    project.write(
        f"models/{name}.sql", f"{{{{ dbt_nn.train(examples=ref('examples'), warm_start=ref('all_kinds'){given}) }}}}\n"
    )


def test_a_warm_start_keeps_the_encoding_and_refuses_another_one(project):
    continued(project, "more", **NETWORKS["all_kinds"])
    continued(project, "otherwise", **{**NETWORKS["all_kinds"], "encode": {"plan": "hash"}})
    outcome = project.dbt("run", "--select", "more", "otherwise")
    assert outcome.status["more"] == "success", outcome.message["more"]
    query = (
        "select role, input, output, output_name, value from {} where layer = 0 and role <> 'histogram' order by all"
    )
    assert project.rows(query.format("more")) == project.rows(query.format("all_kinds"))
    assert "encode is" in outcome.message["otherwise"]


def test_a_view_of_other_ranks_raises(project):
    project.predictions("seen", "logs", "examples", materialized="view")
    project.dbt_ok("run", "--select", "seen")
    project.train(
        "logs", "examples", **SMALL, features=["in come", "visits"], encode={"in come": "rank", "visits": "log"}
    )
    project.dbt_ok("run", "--select", "logs")
    with pytest.raises(Exception, match="was retrained with different features"):
        project.rows("select count(*) from seen")


BAD = {
    "buckets_0": ({"plan": {"as": "hash", "buckets": 0}}, "for plan as hash buckets: an integer from 2 to 1000"),
    "no_encoding": ({"plan": []}, "for plan at least one encoding"),
    "cap_0": (
        {"plan": {"as": "one_hot", "max_categories": 0}},
        "for plan as one_hot max_categories: an integer of at least 1",
    ),
    "constant_of_none": ({"visits": {"as": "log", "base": 10}}, "for visits as log no constants"),
    "hash_of_a_number": ({"visits": "hash"}, "but hash is for text"),
    "log_of_a_text": ({"plan": "log"}, "encode: feature plan is VARCHAR, but log is for numbers"),
    "unknown": ({"plan": "embedding"}, "for plan one of one_hot, hash, target, frequency, standard, log, rank, date"),
    "target_of_a_number": ({"visits": "target"}, "but target is for text"),
    "twice": ({"plan": ["hash", {"as": "hash", "buckets": 8}]}, "encode: feature plan has hash twice"),
    "nothing_varies": ({"one": "log"}, "feature one is constant"),
}


def test_what_can_not_be_encoded_is_refused_with_the_reason(project):
    project.write("models/with_one.sql", "select *, 1 as one from {{ ref('examples') }}\n")
    for name, (encode, _) in BAD.items():
        project.train(f"bad_{name}", "with_one", features=["plan", "visits", "one"], encode=encode, **SMALL)
    outcome = project.dbt("build", "--select", "with_one", "bad_*")
    for name, (_, message) in BAD.items():
        if name == "nothing_varies":
            assert outcome.status[f"bad_{name}"] == "success" and message in outcome.output
            continue
        assert outcome.status[f"bad_{name}"] == "error", name
        assert message in outcome.message[f"bad_{name}"], (name, outcome.message[f"bad_{name}"])
