"""dbt_nn.explain, and integrals of every path in NumPy."""

import json

import numpy as np
import pytest
from conftest import new_consumer
from reference import split_of
from reference_explanations import Stored
from test_train_numbers import columns

COLUMNS = columns()
FEATURES = ["size", "visits", "is_new", "plan"]
# name -> (label, options). One hidden layer or none: exact, whatever the activation.
ONE_LAYER = {
    "no_layer": ("two", {"hidden_layers": []}),
    "no_layer_number": ("number", {"hidden_layers": []}),
    "relu": ("two", {"hidden_layers": [4], "missing_indicator": True, "max_categories": 2}),
    "relu_dots": ("three", {"hidden_layers": [8], "missing_indicator": True}),
    "leaky_relu": ("number", {"hidden_layers": [5], "activation": "leaky_relu"}),
    "elu": ("three", {"hidden_layers": [4], "activation": "elu"}),
    "selu": ("two", {"hidden_layers": [9], "activation": "selu"}),
    "tanh": (
        "number",
        {"hidden_layers": [4], "activation": "tanh", "loss": {"name": "quantile", "levels": [0.5, 0.9]}},
    ),
    "sigmoid": ("two", {"hidden_layers": [4], "activation": "sigmoid"}),
    "softplus": ("number", {"hidden_layers": [4], "activation": "softplus", "loss": "huber"}),
    "gelu": ("three", {"hidden_layers": [4], "activation": "gelu"}),
    "identity": ("two", {"hidden_layers": [4], "activation": "identity"}),
    "poisson": ("visits_of_old", {"hidden_layers": [4], "loss": "poisson"}),
    "no_layer_quantiles": (
        "number",
        {"hidden_layers": [], "loss": {"name": "quantile", "levels": [0.1, 0.3, 0.5, 0.9]}},
    ),
    "batches": ("two", {"hidden_layers": [4], "batch_size": 8}),
    "weighted": ("two", {"hidden_layers": [4], "class_weights": "balanced"}),
}
# Exact too: all layers but the last hidden one bend at most.
CUT = {
    "deep_relu": ("two", {"hidden_layers": [6, 4]}),
    "deeper_relu": ("three", {"hidden_layers": [5, 4, 3], "layout": "wide"}),
    "relu_tanh": ("number", {"hidden_layers": [5, 4], "activation": ["leaky_relu", "tanh"]}),
    "identity_relu": ("two", {"hidden_layers": [4, 5, 3], "activation": ["identity", "relu", "selu"]}),
    "identities": ("three", {"hidden_layers": [4, 3], "activation": "identity"}),
    "relu_quantiles": ("number", {"hidden_layers": [5], "loss": "quantile"}),
}
SMOOTH = {
    "deep_tanh": ("two", {"hidden_layers": [5, 4], "activation": "tanh"}),
    "deep_mixed": ("number", {"hidden_layers": [5, 4, 3], "activation": ["sigmoid", "gelu", "softplus"]}),
    "tanh_quantiles": ("number", {"hidden_layers": [5], "activation": "tanh", "loss": "quantile"}),
}
# Steps of secants: the residual is 0, and the contributions are near.
STEPS = {
    "deep_elu": ("two", {"hidden_layers": [5, 4], "activation": "elu"}),
    "deep_selu": ("three", {"hidden_layers": [5, 4], "activation": "selu"}),
    "tanh_relu": ("number", {"hidden_layers": [5, 4], "activation": ["tanh", "relu"]}),
}
NETWORKS = ONE_LAYER | CUT | SMOOTH | STEPS


EXAMPLES = [dict(zip(COLUMNS, row)) for row in zip(*COLUMNS.values())]
# What else is asked of a network: model -> (network, arguments as Jinja).
ASKED = {
    "relu_no": ("relu", "class='no'"),
    "relu_dots_b": ("relu_dots", "class='b'"),
    "relu_top": ("relu_dots", "top=2"),
    "deep_top": ("deep_relu", "top=1"),
    "relu_dict": ("relu", "baseline={'SIZE': 41.5, 'plan': \"it's\", 'visits': none}"),
    "deep_dict": ("deep_tanh", "baseline={'is_new': true}, steps=100"),
    "relu_relation": ("relu_dots", "baseline=ref('some_examples')"),
    "relu_kept": ("relu", "keep=['two', 'EXAMPLE', 'size']"),
    "relu_nothing_kept": ("relu", "keep=[]"),
}
HOSTILE = ['select; "drop" table', "größe's", "Order", "order by"]


def why(arguments: str) -> str:
    return f"{{{{ config(materialized='table') }}}}\nselect * from {{{{ dbt_nn.explain({arguments}) }}}}\n"


def write_models(project) -> None:
    rows = {**COLUMNS, "visits_of_old": [at % 7 for at in range(60)]}
    project.table("examples", list(rows), zip(*rows.values()))
    project.write("models/some_examples.sql", "select * from {{ ref('examples') }} where visits > 3 or visits is null")
    for name, (label, options) in NETWORKS.items():
        given = {"features": FEATURES, "example_id": "example", "iterations": 12, **options}
        project.train(name, "examples", label=label, **given)
        project.write(f"models/{name}_why.sql", why(f"network=ref('{name}'), examples=ref('examples')"))
    for name, (network, arguments) in ASKED.items():
        project.write(f"models/{name}.sql", why(f"network=ref('{network}'), examples=ref('examples'), {arguments}"))
    quoted = {"id": COLUMNS["example"], **dict(zip(HOSTILE, (COLUMNS[name] for name in FEATURES)))}
    classes = {"no": "it's; --", "yes": "größer"}
    project.table("strange", [*quoted, "Class"], zip(*quoted.values(), [classes[label] for label in COLUMNS["two"]]))
    project.train("strange_network", "strange", label="Class", example_id="id", hidden_layers=[3], iterations=5)
    project.write(
        "models/strange_why.sql", why("ref('strange_network'), ref('strange'), keep='id', class=\"it's; --\"")
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = new_consumer(tmp_path_factory.mktemp("explain"))
    write_models(project)
    outcome = project.dbt("build")
    assert outcome.success, outcome.output
    return project


def stored(project, name):
    return Stored(project.rows(f"select * from {name}"))


def explained(project, relation):
    """By example: {feature: contribution}, and the other columns."""
    found = {}
    for row in project.rows(f"select * from {relation}"):
        example, key, version, label, feature, value, contribution, *scores = row
        known = found.setdefault(example, {"parts": {}, "values": {}, "scores": scores, "class": label})
        assert (key, version) == ("", 1) and known["scores"] == scores and known["class"] == label
        assert feature not in known["parts"]
        known["parts"][feature], known["values"][feature] = contribution, value
    return found


@pytest.mark.parametrize("name", NETWORKS)
def test_contributions_are_the_integrals_of_the_path(project, name):
    network = stored(project, name)
    found = explained(project, f"{name}_why")
    assert len(found) == len(EXAMPLES)
    expected = network.explanations(EXAMPLES)
    near = 1e-3 if name in STEPS else 5e-6 if name in SMOOTH else 1e-10
    rest = 5e-6 if name in SMOOTH else 1e-12
    largest = max(max(abs(score) for score in row[1:3]) for row in expected)
    for example, (parts, baseline_score, score, picked) in zip(EXAMPLES, expected):
        row = found[example["example"]]
        assert row["class"] == (network.classes[picked] if network.classes else None)
        assert row["parts"] == pytest.approx(parts, abs=near * largest)
        assert row["scores"][0] == pytest.approx(baseline_score, abs=1e-12 * largest)
        assert row["scores"][1] == pytest.approx(score, abs=1e-12 * largest)
        assert abs(row["scores"][2]) <= rest * largest
        total = row["scores"][1] - row["scores"][0] - sum(row["parts"].values())
        assert row["scores"][2] == pytest.approx(total, abs=1e-12 * largest)


def parts_of(expected):
    return {example["example"]: parts for example, (parts, *_) in zip(EXAMPLES, expected)}


def found_parts(project, relation):
    return {example: row["parts"] for example, row in explained(project, relation).items()}


def assert_same_parts(found, expected):
    assert set(found) == set(expected)
    for example, parts in expected.items():
        assert found[example] == pytest.approx(parts, abs=1e-10)


@pytest.mark.parametrize("name", ["relu", "relu_dots", "no_layer_number", "batches"])
def test_the_stored_baseline_is_the_training_mean_of_every_input(project, name):
    network = stored(project, name)
    splits = [split_of(example["example"]) for example in EXAMPLES]
    x = network.encoded(EXAMPLES)[np.array(splits) == "train"]
    assert network.baseline() == pytest.approx(x.mean(axis=0), abs=1e-12)
    rows = network.of("baseline")
    assert {(row[0], row[2], row[3]) for row in rows} == {("", None, 0)}
    assert sorted(row[6] for row in rows) == list(range(1, x.shape[1] + 1))
    encoding = {(row[4], row[5], row[6], row[7]) for row in network.of("center") if row[3] == 0}
    assert encoding <= {(row[4], row[5], row[6], row[7]) for row in rows}


def test_the_stored_baseline_counts_rows_by_their_weight(project):
    network = stored(project, "weighted")
    splits = [split_of(example["example"]) for example in EXAMPLES]
    x, labels = network.encoded(EXAMPLES), np.array(COLUMNS["two"])
    train = np.array(splits) == "train"
    means = [x[train & (labels == label)].mean(axis=0) for label in ("no", "yes")]
    assert network.baseline() == pytest.approx(np.mean(means, axis=0), abs=1e-12)


def test_a_class_that_is_given_is_explained(project):
    for relation, network, chosen in [("relu_no", "relu", 0), ("relu_dots_b", "relu_dots", 1)]:
        expected = stored(project, network).explanations(EXAMPLES, chosen=chosen)
        assert_same_parts(found_parts(project, relation), parts_of(expected))
    labels = {row["class"] for row in explained(project, "relu_dots_b").values()}
    assert labels == {"b"}
    of_no, of_yes = found_parts(project, "relu_no"), found_parts(project, "relu_why")
    for example, parts in of_no.items():
        assert parts == pytest.approx({feature: -part for feature, part in of_yes[example].items()}, abs=1e-12)


def test_top_keeps_the_largest_contributions_and_the_whole_residual(project):
    for relation, whole, count in [("relu_top", "relu_dots_why", 2), ("deep_top", "deep_relu_why", 1)]:
        every = explained(project, whole)
        found = explained(project, relation)
        assert set(found) == set(every)
        for example, row in found.items():
            parts = every[example]["parts"]
            largest = sorted(parts, key=lambda feature: (-abs(parts[feature]), FEATURES.index(feature)))[:count]
            assert row["parts"] == {feature: parts[feature] for feature in largest}
            assert row["values"] == {feature: every[example]["values"][feature] for feature in largest}
            assert row["scores"] == every[example]["scores"]


def test_a_baseline_of_values_keeps_the_mean_of_what_it_does_not_name(project):
    network = stored(project, "relu")
    start = network.encoded([{"size": 41.5, "plan": "it's", "visits": None, "is_new": False}])[0]
    is_new = [known["feature"] == "is_new" for known in network.inputs]
    start = np.where(is_new, network.baseline(), start)
    assert_same_parts(found_parts(project, "relu_dict"), parts_of(network.explanations(EXAMPLES, start=start)))

    network = stored(project, "deep_tanh")
    start = np.where([known["feature"] == "is_new" for known in network.inputs], 1.0, network.baseline())
    expected = parts_of(network.explanations(EXAMPLES, start=start))
    for example, parts in found_parts(project, "deep_dict").items():
        assert parts == pytest.approx(expected[example], abs=1e-9)


def test_a_relation_as_baseline_is_the_mean_of_its_inputs(project):
    network = stored(project, "relu_dots")
    some = [example for example in EXAMPLES if example["visits"] is None or example["visits"] > 3]
    start = network.encoded(some).mean(axis=0)
    assert_same_parts(found_parts(project, "relu_relation"), parts_of(network.explanations(EXAMPLES, start=start)))


def test_values_are_the_examples_own_as_text(project):
    for row in EXAMPLES:
        values = explained(project, "relu_why")[row["example"]]["values"]
        assert values["plan"] == row["plan"]
        assert values["is_new"] == (None if row["is_new"] is None else str(row["is_new"]).lower())
        assert values["visits"] == (None if row["visits"] is None else str(row["visits"]))
        is_gap = row["size"] is None or row["size"] != row["size"]
        assert values["size"] is None if is_gap else float(values["size"]) == row["size"]


def test_kept_columns_come_first_as_the_examples_call_them(project):
    names = [name for name, *_ in project.rows("describe relu_kept")]
    own = ["network_key", "network_version", "class", "feature", "feature_value", "contribution"]
    own += ["baseline_score", "score", "residual"]
    assert names == ["two", "example", "size", *own]
    assert [name for name, *_ in project.rows("describe relu_nothing_kept")] == own
    assert project.rows("select count(*) from relu_nothing_kept") == [(60 * 4,)]
    pairs = set(project.rows("select distinct example, two from relu_kept"))
    assert pairs == set(zip(COLUMNS["example"], COLUMNS["two"]))


def test_names_and_classes_may_hold_anything(project):
    network = stored(project, "strange_network")
    examples = [dict(zip(HOSTILE, (example[name] for name in FEATURES))) for example in EXAMPLES]
    expected = network.explanations(examples, chosen=network.classes.index("it's; --"))
    found = {}
    for example, _, _, label, feature, _, contribution, *_ in project.rows("select * from strange_why"):
        assert label == "it's; --"
        found.setdefault(example, {})[feature] = contribution
    for example, (parts, *_) in zip(COLUMNS["example"], expected):
        assert found[example] == pytest.approx(parts, abs=1e-10)


BAD = {
    "network=none": "network is missing; pass it as network=ref('...')",
    "network='relu'": 'network is the string "relu"',
    "examples=none": "examples is missing",
    "keep=['sizes']": "column sizes is not in the examples; did you mean size?",
    "keep=['size', 'size']": "accepted: a list of distinct column names",
    "class='maybe'": 'class is "maybe"; accepted: no, yes',
    "baseline='median'": "baseline is \"median\"; accepted: 'mean', a relation",
    "baseline=3": "baseline is 3; accepted: 'mean', a relation",
    "baseline={'sizes': 3}": "baseline: sizes is not in the network's features; did you mean size?",
    "baseline={'size': 'large'}": 'baseline: size is "large"; accepted: a number, or none for missing',
    "baseline={'is_new': 1}": "baseline: is_new is 1; accepted: a boolean, or none for missing",
    "baseline={'plan': 4}": "baseline: plan is 4; accepted: a text, or none for missing",
    "steps=25": "steps is 25; accepted: a multiple of 10, from 10 to 1000",
    "top=0": "top is 0; accepted: an integer of at least 1",
    "top=1.5": "top is 1.5; accepted: an integer of at least 1",
}


BAD_OF_OTHERS = {
    "ref('leaky_relu'), ref('examples'), class='no'": 'class is "no", but the network predicts a number, which has no classes',
    "ref('relu'), ref('relu_why'), keep=['score']": (
        "keep is score, which is also a column of explanations; rename it in the examples"
    ),
    "ref('relu'), ref('strange')": "column size is not in the examples",
}


def test_what_does_not_fit_is_refused_in_one_sentence(project):
    usual = {"network": "ref('relu')", "examples": "ref('examples')"}
    calls = dict(BAD_OF_OTHERS)
    for given, message in BAD.items():
        others = {name: value for name, value in usual.items() if name != given.split("=")[0]}
        calls[", ".join([*(f"{name}={value}" for name, value in others.items()), given])] = message
    for arguments, message in calls.items():
        outcome = project.dbt("compile", "--inline", why(arguments).split("\n")[1])
        assert not outcome.success and "dbt_nn.explain" in outcome.output
        assert message in outcome.output, outcome.output


def test_a_unit_test_gives_the_network_and_the_examples(project):
    version = "select * from main.relu"
    row = project.rows("select * from relu_why where example = 'n° 1' and feature = 'plan'")[0]
    names = [name for name, *_ in project.rows("describe relu_why")]
    expect = {
        name: value for name, value in zip(names, row) if name in ("example", "class", "feature", "feature_value")
    }
    given = [
        {"input": "ref('relu')", "format": "sql", "rows": version},
        {"input": "ref('examples')", "format": "sql", "rows": "select * from main.examples where example = 'n° 1'"},
    ]
    project.write(
        "models/plan_reason.sql",
        "select example, class, feature, feature_value from {{ dbt_nn.explain(ref('relu'), ref('examples')) }} where feature = 'plan'",
    )
    unit = {"name": "the_plan_counts", "model": "plan_reason", "given": given, "expect": {"rows": [expect]}}
    project.write("models/unit_tests.yml", json.dumps({"unit_tests": [unit]}))
    try:
        project.dbt_ok("test", "--select", "test_type:unit")
    finally:
        (project.path / "models/unit_tests.yml").unlink()
        (project.path / "models/plan_reason.sql").unlink()


def test_without_a_network_it_compiles_and_an_empty_build_has_its_columns(project, tmp_path):
    fresh = new_consumer(tmp_path)
    fresh.table("examples", list(COLUMNS), zip(*COLUMNS.values()))
    fresh.train("relu", "examples", label="two", features=FEATURES, example_id="example", iterations=2)
    fresh.write("models/relu_why.sql", why("ref('relu'), ref('examples')"))
    fresh.dbt_ok("compile")
    fresh.dbt_ok("build", "--empty")
    assert fresh.rows("select * from relu_why") == []
    assert fresh.rows("describe relu_why") == project.rows("describe relu_why")
    outcome = fresh.dbt("run", "--select", "relu_why")
    assert not outcome.success
    assert "does not contain a trained network" in outcome.output


def test_a_network_without_a_baseline_has_the_stated_one(project):
    """The last test of this module: it takes the baseline away, as version 0.1.0 did not store it."""
    network = stored(project, "relu_dots")
    total = {}
    for known in network.inputs:
        total[known["feature"]] = total.get(known["feature"], 0) + (known.get("count") or 0)
    start = []
    for known in network.inputs:
        if known.get("count"):
            start.append(known["count"] / total[known["feature"]])
        else:
            is_boolean = "fill" in known and "center" not in known
            start.append(known["fill"] if is_boolean else 0.0)
    assert start != pytest.approx(network.baseline())
    project.execute("delete from relu_dots where role = 'baseline'")
    project.dbt_ok("run", "--select", "relu_dots_why")
    expected = network.explanations(EXAMPLES, start=np.array(start))
    assert_same_parts(found_parts(project, "relu_dots_why"), parts_of(expected))
