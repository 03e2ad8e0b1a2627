"""dbt_nn.partial_dependence, scikit-learn's on the same grid, and NumPy's."""

import numpy as np
import pytest
from conftest import new_consumer
from reference import split_of
from reference_explanations import Stored, is_missing
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.inspection import partial_dependence
from test_importance import predicted
from test_train_numbers import columns

FEATURES = ["size", "visits", "is_new", "plan"]
COLUMNS = columns()
EXAMPLES = [dict(zip(COLUMNS, row)) for row in zip(*COLUMNS.values())]
PLANS = ["basic", "it's", "plus; more", "größer"]
# name -> (network, feature, further arguments as Jinja, the classes asked for)
ASKED = {
    "size_two": ("two", "SIZE", "", ["yes"]),
    "visits_no": ("two", "visits", "class='no', grid=[0, 2.5, none]", ["no"]),
    "plan_two": ("two", "plan", "", ["yes"]),
    "plan_some": ("two", "plan", "grid=['it\\'s', 'unheard of', none]", ["yes"]),
    "is_new_three": ("three", "is_new", "", ["a", "b", "c"]),
    "size_three": ("three", "size", "class='b', grid=5, max_rows=none", ["b"]),
    "size_number": ("number", "size", "grid=7", [None]),
    "some_rows": ("number", "visits", "grid=3, max_rows=10", [None]),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = new_consumer(tmp_path_factory.mktemp("dependence"))
    project.table("examples", list(COLUMNS), zip(*COLUMNS.values()))
    options = {"features": FEATURES, "example_id": "example", "iterations": 15, "hidden_layers": [4]}
    project.train("two", "examples", label="two", missing_indicator=True, max_categories=3, **options)
    project.train("three", "examples", label="three", **{**options, "hidden_layers": [4, 3], "activation": "tanh"})
    project.train("number", "examples", label="number", **options)
    for name, (network, feature, arguments, _) in ASKED.items():
        call = f"network=ref('{network}'), examples=ref('examples'), feature='{feature}', {arguments}"
        project.write(
            f"models/{name}.sql",
            f"{{{{ config(materialized='table') }}}}\nselect * from {{{{ dbt_nn.partial_dependence({call}) }}}}\n",
        )
    outcome = project.dbt("build")
    assert outcome.success, outcome.output
    return project


def stored(project, name):
    return Stored(project.rows(f"select * from {name}"))


def found(project, name):
    """{(class, grid value): (mean, low, high, examples)}."""
    rows = project.rows(f"select * from {name}")
    assert {row[0] for row in rows} == {""}
    answers = {(row[1], row[3]): row[4:] for row in rows}
    assert len(answers) == len(rows)
    return answers


def columns_asked(network, classes):
    return [0 if name is None else network.classes.index(name) for name in classes]


@pytest.mark.parametrize("name", [name for name in ASKED if name != "some_rows"])
def test_means_and_bounds_are_those_of_rows_with_the_value_set(project, name):
    network_name, feature, _, classes = ASKED[name]
    network = stored(project, network_name)
    answers = found(project, name)
    assert {row[2] for row in project.rows(f"select * from {name}")} == {feature.lower()}
    for (label, value), (mean, low, high, count) in answers.items():
        raw = {"true": True, "false": False}.get(value, value) if feature == "is_new" else value
        answer = predicted(network, network.encoded([{**row, feature.lower(): raw} for row in EXAMPLES]))
        if label is not None:
            answer = answer[:, network.classes.index(label)]
        assert mean == pytest.approx(answer.mean(), abs=1e-10)
        bounds = np.quantile(answer, [0.1, 0.9], method="inverted_cdf")
        assert (low, high) == pytest.approx(tuple(bounds), abs=1e-10)
        assert count == len(EXAMPLES)
    assert {label for label, _ in answers} == set(classes)


def quantiles(values, grid):
    values = sorted(values)
    return {values[int(np.ceil((point - 0.5) * len(values) / grid)) - 1] for point in range(1, grid + 1)}


def test_the_grid_is_what_it_says(project):
    training = [row for row in EXAMPLES if split_of(row["example"]) == "train"]
    sizes = [row["size"] for row in training if not is_missing(row["size"])]
    assert {value for _, value in found(project, "size_two")} == quantiles(sizes, 20)
    assert {value for _, value in found(project, "size_three")} == quantiles(sizes, 5)
    assert {value for _, value in found(project, "visits_no")} == {0.0, 2.5, None}
    network = stored(project, "two")
    categories = {known["category"] for known in network.inputs if known.get("count")}
    assert {value for _, value in found(project, "plan_two")} == categories and len(categories) == 3
    assert {value for _, value in found(project, "plan_some")} == {"it's", "unheard of", None}
    assert {value for _, value in found(project, "is_new_three")} == {"true", "false"}


class Coded(BaseEstimator):
    """A stored network on columns of numbers, as scikit-learn wants them."""

    def __init__(self, network=None):
        self.network = network
        self.fitted_ = True

    def fit(self, x, y):
        return self

    def answers(self, x):
        rows = [
            {
                "size": None if np.isnan(size) else size,
                "visits": None if np.isnan(visits) else visits,
                "is_new": None if np.isnan(is_new) else bool(is_new),
                "plan": None if np.isnan(plan) else PLANS[int(plan)],
            }
            for size, visits, is_new, plan in x
        ]
        return predicted(self.network, self.network.encoded(rows))


class Classifier(ClassifierMixin, Coded):
    @property
    def classes_(self):
        return np.array(self.network.classes)

    def predict_proba(self, x):
        return self.answers(x)


class Regressor(RegressorMixin, Coded):
    def predict(self, x):
        return self.answers(x)


@pytest.mark.parametrize("name", ["size_two", "size_three", "size_number"])
def test_on_the_same_grid_it_is_scikit_learns(project, name):
    network_name, _, _, classes = ASKED[name]
    network = stored(project, network_name)
    answers = found(project, name)
    grid = sorted({value for _, value in answers})
    coded = np.array(
        [
            [
                np.nan if is_missing(row["size"]) else row["size"],
                np.nan if row["visits"] is None else row["visits"],
                np.nan if row["is_new"] is None else row["is_new"],
                np.nan if row["plan"] is None else PLANS.index(row["plan"]),
            ]
            for row in EXAMPLES
        ],
        dtype=float,
    )
    estimator = Classifier(network) if network.classes else Regressor(network)
    theirs = partial_dependence(estimator, coded, [0], custom_values={0: np.array(grid)}, method="brute")["average"]
    place = 0 if len(theirs) == 1 else network.classes.index(classes[0])
    assert [answers[classes[0], value][0] for value in grid] == pytest.approx(list(theirs[place]), abs=1e-9)


def test_at_most_so_many_rows_are_read(project):
    assert {row[3] for row in found(project, "some_rows").values()} == {10}


BAD = {
    "ref('two'), ref('examples')": "feature is null; accepted: the name of one of the network's features",
    "ref('two'), ref('examples'), 'plans'": "feature plans is not in the network's features; did you mean plan?",
    "ref('two'), ref('examples'), 'size', grid=0": "grid is 0; accepted: an integer from 1 to 1000, or a list",
    "ref('two'), ref('examples'), 'size', grid=['a']": 'grid: "a" is not a value of feature size; accepted: a number',
    "ref('two'), ref('examples'), 'size', grid=[1, 1]": "grid is [1, 1]; accepted: distinct values",
    "ref('two'), ref('examples'), 'size', class='maybe'": 'class is "maybe"; accepted: no, yes',
    "ref('number'), ref('examples'), 'size', class='no'": "the network predicts a number, which has no classes",
}


def test_what_does_not_fit_is_refused_in_one_sentence(project):
    for arguments, message in BAD.items():
        inline = f"select * from {{{{ dbt_nn.partial_dependence({arguments}) }}}}"
        outcome = project.dbt("compile", "--inline", inline)
        assert not outcome.success and "dbt_nn.partial_dependence" in outcome.output
        assert message in outcome.output, outcome.output


def test_without_a_network_it_has_the_same_columns(project, tmp_path):
    fresh = new_consumer(tmp_path)
    fresh.table("examples", list(COLUMNS), zip(*COLUMNS.values()))
    fresh.train("two", "examples", label="two", features=FEATURES, iterations=2)
    for feature in ("size", "plan"):
        call = f"dbt_nn.partial_dependence(ref('two'), ref('examples'), '{feature}')"
        fresh.write(
            f"models/{feature}.sql", f"{{{{ config(materialized='table') }}}}\nselect * from {{{{ {call} }}}}\n"
        )
    fresh.dbt_ok("compile")
    fresh.dbt_ok("build", "--empty")
    for feature in ("size", "plan"):
        assert fresh.rows(f"select * from {feature}") == []
        assert fresh.rows(f"describe {feature}") == project.rows(f"describe {feature}_two")
