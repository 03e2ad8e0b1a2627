"""dbt_nn.feature_importance: the same permutations in NumPy, and scikit-learn's."""

import hashlib

import numpy as np
import pytest
from conftest import new_consumer
from reference import split_of
from reference_explanations import Stored
from sklearn.inspection import permutation_importance
from sklearn.metrics import log_loss, mean_squared_error, roc_auc_score
from test_train_numbers import columns

FEATURES = ["size", "visits", "is_new", "plan", "noise"]
ROWS = 60
# name -> (network, arguments as Jinja, what it says in Python)
ASKED = {
    "two_loss": ("two", "label='two'", {"metric": "log_loss"}),
    "two_auc": (
        "two",
        "label='two', metric='roc_auc', repeats=3, split=none, together=[['visits', 'SIZE']], random_seed=7",
        {"metric": "roc_auc", "repeats": 3, "split": None, "together": ["visits", "size"], "seed": 7},
    ),
    "two_recall": (
        "two",
        "metric='recall', positive_class='no', split='train', max_rows=20",
        {"metric": "recall", "split": "train", "max_rows": 20},
    ),
    "number_rmse": ("number", "split=none, repeats=70", {"metric": "rmse", "split": None, "repeats": 70}),
    "three_loss": (
        "three",
        "metric='log_loss', split=none, max_rows=none, repeats=30",
        {"metric": "log_loss", "split": None, "repeats": 30},
    ),
}


def examples():
    found = columns()
    found["noise"] = [float(v) for v in np.random.default_rng(8).normal(size=ROWS)]
    # A row without a label is not judged.
    found["two"][7] = None
    return found


COLUMNS = examples()
EXAMPLES = [dict(zip(COLUMNS, row)) for row in zip(*COLUMNS.values())]


def write_models(project):
    project.table("examples", list(COLUMNS), zip(*COLUMNS.values()))
    options = {"features": FEATURES, "example_id": "example", "iterations": 15, "hidden_layers": [4]}
    project.train("two", "examples", label="two", **options)
    project.train("three", "examples", label="three", **{**options, "hidden_layers": [4, 3], "activation": "tanh"})
    project.train("number", "examples", label="number", **options)
    random = np.random.default_rng(3)
    signal, noise = random.normal(size=(2, 400))
    many = [
        [at, float(s), float(n), float(2 * s + 0.1 * e)] for at, (s, n, e) in enumerate(zip(signal, noise, noise[::-1]))
    ]
    project.table("many", ["id", "signal", "noise", "y"], many)
    project.train("many_network", "many", label="y", example_id="id", hidden_layers=[3], iterations=30)
    call = "dbt_nn.feature_importance(ref('many_network'), ref('many'), metric='r2', repeats=20)"
    project.write("models/many_importance.sql", f"select * from {{{{ {call} }}}}\n")
    for name, (network, arguments, _) in ASKED.items():
        project.write(
            f"models/{name}.sql",
            "{{ config(materialized='table') }}\nselect * from {{ dbt_nn.feature_importance("
            f"network=ref('{network}'), examples=ref('examples'), {arguments}) }}}}\n",
        )


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = new_consumer(tmp_path_factory.mktemp("importance"))
    write_models(project)
    outcome = project.dbt("build")
    assert outcome.success, outcome.output
    return project


def predicted(network, x):
    scores = network.passed(x)[-1]
    if not network.classes:
        return scores[:, 0] * network.target["scale"] + network.target["center"]
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def measured(metric, network, labels, answer):
    if metric == "log_loss":
        return log_loss(labels, answer, labels=network.classes)
    if metric == "roc_auc":
        return roc_auc_score(np.array(labels) == "yes", answer[:, 1])
    if metric == "recall":
        labels = np.array(labels)
        found = np.array(network.classes)[answer.argmax(axis=1)]
        return ((found == "no") & (labels == "no")).sum() / (labels == "no").sum()
    return np.sqrt(mean_squared_error(labels, answer))


def restated(project, name):
    """{feature: (importance, spread)} and the metric, from the rows in a circle."""
    network_name, _, asked = ASKED[name]
    network = Stored(project.rows(f"select * from {network_name}"))
    label = network.options["label"]
    split, repeats, seed = asked.get("split", "validation"), asked.get("repeats", 5), asked.get("seed", 42)
    rows = [row for row in EXAMPLES if row[label] is not None and split in (None, split_of(row["example"]))]
    rows.sort(key=lambda row: hashlib.md5(f"importance-{seed}-{row['example']}".encode()).hexdigest())
    rows = rows[: asked.get("max_rows")]
    x, labels = network.encoded(rows), [row[label] for row in rows]
    together = asked.get("together", [])
    units = []
    for feature in FEATURES:
        if feature in together:
            if together not in units:
                units.append(together)
        else:
            units.append([feature])
    whole = measured(asked["metric"], network, labels, predicted(network, x))
    worse = -1 if asked["metric"] in ("roc_auc", "recall") else 1
    found = {}
    for f, unit in enumerate(units, start=1):
        differences = []
        for r in range(1, repeats + 1):
            shift = ((f - 1) * repeats + r - 1) % (len(rows) - 1) + 1
            donors = np.roll(x, -shift, axis=0)
            is_permuted = np.array([known["feature"] in unit for known in network.inputs])
            changed = np.where(is_permuted, donors, x)
            differences.append(
                worse * (measured(asked["metric"], network, labels, predicted(network, changed)) - whole)
            )
        found[", ".join(unit)] = (np.mean(differences), np.std(differences))
    return found, whole


@pytest.mark.parametrize("name", ASKED)
def test_importances_are_those_of_the_same_permutations_in_numpy(project, name):
    expected, whole = restated(project, name)
    asked = ASKED[name][2]
    rows = project.rows(f"select * from {name}")
    assert sorted(row[1] for row in rows) == sorted(expected)
    for key, feature, metric, value, importance, spread, repeats in rows:
        assert (key, metric, repeats) == ("", asked["metric"], asked.get("repeats", 5))
        assert value == pytest.approx(whole, abs=1e-9)
        assert (importance, spread) == pytest.approx(expected[feature], abs=1e-9)


class Estimator:
    """A stored network as scikit-learn knows one: rows of places among the examples, one per feature."""

    def __init__(self, network):
        self.network = network

    def fit(self, x, y):
        return self

    def score(self, places, labels):
        rows = [
            {feature: EXAMPLES[at][feature] for feature, at in zip(FEATURES, row)}
            for row in np.asarray(places).astype(int)
        ]
        return -measured("log_loss", self.network, labels, predicted(self.network, self.network.encoded(rows)))


def test_thirty_repeats_are_near_scikit_learns(project):
    network = Stored(project.rows("select * from three"))
    places = np.tile(np.arange(ROWS)[:, None], len(FEATURES))
    theirs = permutation_importance(
        Estimator(network), places, COLUMNS["three"], n_repeats=30, random_state=0, scoring=None
    )
    ours = {row[1]: row for row in project.rows("select * from three_loss")}
    for k, feature in enumerate(FEATURES):
        error = np.hypot(ours[feature][5], theirs.importances_std[k]) / np.sqrt(30)
        # The donors of one circle differ less than those of thirty shuffles.
        assert abs(ours[feature][4] - theirs.importances_mean[k]) < 3 * error + 1e-12


def test_noise_is_within_three_spreads_of_zero_and_what_matters_is_not(project):
    found = {row[1]: row for row in project.rows("select * from many_importance")}
    assert abs(found["noise"][4]) < 3 * found["noise"][5]
    assert found["signal"][4] > 5 * found["signal"][5]


BAD = {
    "ref('two'), none": "examples is missing",
    "ref('two'), ref('examples'), metric='auc'": 'metric is "auc"; accepted: accuracy',
    "ref('two'), ref('examples'), metric='recall'": "positive_class is missing: recall is computed for one class",
    "ref('two'), ref('examples'), metric='rmse'": "metric is rmse, and the task of the network is classification; accepted: accuracy",
    "ref('two'), ref('examples'), positive_class='maybe'": 'positive_class is "maybe"; accepted: no, yes',
    "ref('two'), ref('examples'), repeats=0": "repeats is 0; accepted: an integer from 1 to 1000",
    "ref('two'), ref('examples'), label='twos'": "column twos is not in the examples",
    "ref('two'), ref('examples'), together=['size', 'plan']": "accepted: a list of groups of at least two features each",
    "ref('two'), ref('examples'), together=[['size', 'plans']]": "together: plans is not in the network's features; did you mean plan?",
    "ref('two'), ref('examples'), together=[['size', 'plan'], ['plan', 'noise']]": "together: plan is named twice",
    "ref('two'), ref('examples'), split='holdout'": 'split is "holdout"; accepted: train, validation, test, or none',
    "ref('two'), ref('examples'), max_rows=1": "max_rows is 1; accepted: an integer of at least 2",
    "ref('two'), ref('examples'), random_seed='x'": 'random_seed is "x"; accepted: an integer',
}


def test_what_does_not_fit_is_refused_in_one_sentence(project):
    for arguments, message in BAD.items():
        inline = f"select * from {{{{ dbt_nn.feature_importance({arguments}) }}}}"
        outcome = project.dbt("compile", "--inline", inline)
        assert not outcome.success and "dbt_nn.feature_importance" in outcome.output
        assert message in outcome.output, outcome.output


def test_a_network_of_all_rows_has_no_validation_rows_and_rows_need_no_id(project, tmp_path):
    fresh = new_consumer(tmp_path)
    fresh.table("examples", list(COLUMNS), zip(*COLUMNS.values()))
    fresh.train("two", "examples", label="two", features=FEATURES[:2], iterations=5, hidden_layers=[2])
    call = "dbt_nn.feature_importance(ref('two'), ref('examples'), metric='accuracy', split=none)"
    fresh.write("models/important.sql", f"{{{{ config(materialized='table') }}}}\nselect * from {{{{ {call} }}}}\n")
    fresh.dbt_ok("compile")
    fresh.dbt_ok("build", "--empty")
    assert fresh.rows("select * from important") == []
    columns = fresh.rows("describe important")
    assert columns == project.rows("describe two_loss")
    fresh.dbt_ok("build")
    assert {row[1] for row in fresh.rows("select * from important")} == {"size", "visits"}
    assert fresh.rows("describe important") == columns
    outcome = fresh.dbt(
        "compile", "--inline", "select * from {{ dbt_nn.feature_importance(ref('two'), ref('examples')) }}"
    )
    assert "split is validation, but the network was trained on every row" in outcome.output
