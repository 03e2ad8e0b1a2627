"""What a text of many categories becomes where nobody says: the mean label of each category, beside the most frequent ones."""

import json
import sys

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT, Project, new_consumer
from reference import split_of

sys.path.insert(0, str(ROOT))
from benchmarks.study.clone import Encoder, Options, mean_labels, texts_of, train

ROWS, CITIES = 600, 40
COLUMNS = ["id", "city's", "rare", "amount", "bought"]
USUAL = {"example_id": "id", "label": "amount", "features": ["city's", "rare"], "iterations": 5}
ASKED = {"encode": {"city's": ["one_hot", "target"]}}
# name -> options, and whether the mean label is among the inputs
NETWORKS = {
    "open": ({}, True),
    "asked": (ASKED, True),
    "classes": ({"label": "bought"}, True),
    "classes_asked": ({"label": "bought", **ASKED}, True),
    "capped": ({"max_categories": 5}, False),
    "told": ({"encode": {"city's": "one_hot"}}, False),
    "without_id": ({"example_id": None}, False),
    "of_few": ({"features": ["rare"]}, False),
}


def rows_of():
    random = np.random.default_rng(5)
    cities, worth = random.integers(0, CITIES, ROWS), random.normal(size=CITIES)
    amounts = worth[cities] + random.normal(0, 0.3, ROWS)
    return [
        (at, f"city {city} o'{city}", "ab"[at % 2], float(amount), "yes" if amount > 0 else "no")
        for at, (city, amount) in enumerate(zip(cities, amounts, strict=True))
    ]


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Project:
    found = new_consumer(tmp_path_factory.mktemp("many"))
    found.table("examples", COLUMNS, rows_of())
    for name, (options, _) in NETWORKS.items():
        given = {key: value for key, value in {**USUAL, **options}.items() if value is not None}
        found.train(name, "examples", **given)
        found.predictions(f"{name}_predictions", name, "examples")
    found.log = found.dbt_ok("build").output
    return found


def inputs_of(project, name):
    query = f"select distinct input, input_name from {name} where layer = 1 and role = 'weight' order by input"
    return [text for _, text in project.rows(query)]


@pytest.mark.parametrize("name", NETWORKS)
def test_the_mean_label_is_an_input_where_nobody_says_otherwise(project, name):
    inputs, is_averaged = inputs_of(project, name), NETWORKS[name][1]
    assert ("city's=<target>" in inputs) == is_averaged
    if name != "of_few":
        assert len([one for one in inputs if one.startswith("city's=city")]) == (5 if name == "capped" else 20)
        assert "city's=<other>" in inputs
        line = next(one for one in project.log.splitlines() if f"{name}: feature city's has" in one)
        assert f"has {CITIES} categories; {CITIES - (5 if name == 'capped' else 20)} of them share one input" in line
        assert ("in addition to the mean label of each category" in line) == is_averaged


@pytest.mark.parametrize(("name", "asked"), [("open", "asked"), ("classes", "classes_asked")])
def test_it_is_what_encode_asks_for(project, name, asked):
    query = (
        "select role, layer, input, input_name, output, output_name, value from {} "
        "where role not in ('option', 'training') order by all"
    )
    answers = "select * exclude network_version from {}_predictions order by id"
    for text in (query, answers):
        found, expected = project.rows(text.format(name)), project.rows(text.format(asked))
        assert len(found) == len(expected) > 100
        for one, other in zip(found, expected, strict=True):
            assert list(one) == [pytest.approx(cell, rel=1e-9) if isinstance(cell, float) else cell for cell in other]
    (encode,) = project.rows(f"select output_name from {name} where role = 'option' and input_name = 'encode'")[0]
    assert json.loads(encode) == {}


def test_it_learns_what_the_shared_input_hides(project):
    """A city that is not among the 20 most frequent has a worth of its own."""
    errors = {
        name: project.rows(
            f"select avg(power(predicted_value - amount, 2)) from {name}_predictions where split = 'validation'"
        )
        for name in ("open", "told")
    }
    assert errors["open"][0][0] < 0.8 * errors["told"][0][0]


def test_it_is_not_trained_again_and_can_not_be_started_from(project):
    assert "training skipped" in project.dbt_ok("run", "--select", "open").output
    project.write(
        "models/later.sql",
        "{{ dbt_nn.train(examples=ref('examples'), label='amount', example_id='id', features=[\"city's\", 'rare'],"
        " warm_start=ref('open')) }}\n",
    )
    outcome = project.dbt("run", "--select", "later")
    message = outcome.message["later"]
    assert "that network encodes city's by mean label or frequency, which another network cannot reuse" in message
    assert "train that network with encode={\"city's\": 'one_hot'} to start from it" in message
    assert "later" not in project.tables()


def test_the_study_encodes_and_trains_the_same(project):
    """What docs/comparison.md says of such texts was measured with this copy of `train`."""
    data = pd.DataFrame(rows_of(), columns=COLUMNS)
    parts = np.array([split_of(key) for key in data["id"]])
    trains, labels = np.flatnonzero(parts == "train"), data["amount"].to_numpy()
    targets = (labels - labels[trains].mean()) / labels[trains].std()
    features = data[USUAL["features"]]
    encoder = Encoder(features.iloc[trains])
    assert encoder.many == ["city's"]
    x = encoder(features, {"city's": mean_labels(texts_of(features["city's"]), trains, targets, 1)})
    found = train(x[trains], targets[trains], None, None, 1, False, Options(0.01, iterations=5))
    stored = project.rows("select layer, input, output, value from open where role in ('weight', 'bias')")
    assert len(stored) == (x.shape[1] + 1) * 16 + 17
    for layer, source, unit, value in stored:
        assert value == pytest.approx(found.matrices[layer - 1][source, unit - 1], rel=1e-9, abs=1e-9)
