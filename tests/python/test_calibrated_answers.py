"""Temperature, intervals and thresholds: SciPy's minimum, NumPy's order statistic, and the decisions that they give."""

import numpy as np
import pytest
from conftest import Project, jinja
from scipy.optimize import minimize_scalar

ROWS = 420
COLUMNS = ["id", "x1", "x2", "x3", "weight", "kind", "is_late", "amount", "visits"]
FEATURES = ["x1", "x2", "x3"]
COMMON = {"example_id": "id", "features": FEATURES, "hidden_layers": [6], "l2": 0}
KINDS = ["it's", "plain", 'Zebra; "--']
# Network: (label, options). Each has a twin without what is tested.
CALIBRATED = {
    "kinds": ("kind", {"iterations": 60}),
    "weighted": ("kind", {"iterations": 25, "example_weight": "weight", "class_weights": "balanced"}),
    "batches": ("is_late", {"iterations": 40, "batch_size": 60, "learning_rate": 0.05}),
    "stopped": ("is_late", {"iterations": 60, "early_stopping": {"patience": 5}, "hidden_layers": []}),
}
BOUNDED = {
    "amounts": ("amount", 0.9, {"iterations": 30}),
    "counts": ("visits", 0.8, {"iterations": 10, "loss": "poisson"}),
    "middles": ("amount", 0.5, {"iterations": 10, "loss": {"name": "quantile", "levels": [0.2, 0.5]}}),
}


def examples():
    random = np.random.default_rng(12)
    rows = []
    for k in range(ROWS):
        x1, x2, x3 = map(float, random.normal(size=3))
        kind = KINDS[int(np.argmax([x1, x2, x3] + random.normal(size=3) * 1.5))]
        amount = 40 + 10 * x1 + 4 * x2 * x3 + float(random.normal()) * 3
        rows.append(
            [
                k,
                x1,
                x2,
                x3,
                [0.5, 2.0, 0.0][k % 3],
                kind,
                bool(x1 + random.normal() > 0),
                amount,
                int(random.poisson(np.exp(x2 / 2))),
            ]
        )
    return rows


@pytest.fixture(scope="module")
def project(consumer) -> Project:
    consumer.table("examples", COLUMNS, examples())
    for name, (label, options) in CALIBRATED.items():
        consumer.train(f"{name}_plain", "examples", label=label, **{**COMMON, **options})
        consumer.train(name, "examples", label=label, calibrate="temperature", **{**COMMON, **options})
    for name, (label, interval, options) in BOUNDED.items():
        consumer.train(name, "examples", label=label, interval=interval, **{**COMMON, **options})
    for name in [*CALIBRATED, *(f"{name}_plain" for name in CALIBRATED), *BOUNDED]:
        consumer.predictions(f"{name}_predictions", name, "examples")
    given = {
        "decided": ("predict", "is_late", {"threshold": 0.2, "positive_class": True}),
        "decided_kinds": ("predict", "kinds", {"threshold": 0.45, "positive_class": "plain"}),
        "written_out": ("network_sql", "kinds", {"threshold": 0.45, "positive_class": "plain"}),
        "amounts_written_out": ("network_sql", "amounts", {}),
    }
    for name, (macro, network, options) in given.items():
        arguments = "".join(f", {option}={jinja(value)}" for option, value in options.items())
        call = f"dbt_nn.{macro}(ref('{network if network != 'is_late' else 'batches'}'), ref('examples'){arguments})"
        query = f"{{{{ {call} }}}}" if macro == "predict" else f"(\n{{{{ {call} }}}}\n) as predictions"
        consumer.write(f"models/{name}.sql", f"{{{{ config(materialized='table') }}}}\nselect * from {query}\n")
    consumer.write(
        "models/measured.sql",
        "select * from {{ dbt_nn.evaluate(ref('amounts_predictions'), label='amount', by=['split'], example_weight='weight') }}\n",
    )
    consumer.write(
        "models/gates.yml",
        """
        models:
          - name: amounts_predictions
            data_tests:
              - dbt_nn.metric: {name: covers, arguments: {metric: coverage, label: amount, at_least: 0.85, at_most: 0.95}}
              - dbt_nn.metric: {name: covers_all, arguments: {metric: coverage, label: amount, at_least: 0.999}}
          - name: kinds_predictions
            data_tests:
              - dbt_nn.metric: {name: covers_nothing, arguments: {metric: coverage, label: kind, at_least: 0.9}}
        """,
    )
    consumer.built = consumer.dbt_ok("run")
    return consumer


def temperature(project, name):
    return project.rows(f"select value from {name} where role = 'temperature'")


def probabilities(project, name, label):
    """Id to the probabilities, in the order of the classes; the label's place; the split."""
    classes = [row[0] for row in project.rows(f"select output_name from {name} where role = 'class' order by output")]
    columns = [row[0] for row in project.rows(f"describe {name}_predictions") if row[0].startswith("probability_")]
    labels = {row[0]: str(row[COLUMNS.index(label)]) for row in examples()}
    labels = {key: value.lower() if value in ("True", "False") else value for key, value in labels.items()}
    found = project.rows(f"select id, split, {', '.join(columns)} from {name}_predictions")
    return {row[0]: (row[1], classes.index(labels[row[0]]), np.array(row[2:])) for row in found}


@pytest.mark.parametrize("name", CALIBRATED)
def test_the_temperature_is_that_of_scipy(project, name):
    label, options = CALIBRATED[name]
    plain = probabilities(project, f"{name}_plain", label)
    held_out = {key: row for key, row in plain.items() if row[0] == "validation"}
    weights = dict.fromkeys(plain, 1.0)
    if "example_weight" in options:
        own = {row[0]: row[4] for row in examples()}
        totals = dict.fromkeys(range(3), 0.0)
        for key, (split, at, _) in plain.items():
            totals[at] += own[key] if split == "train" else 0
        weights = {key: own[key] / totals[plain[key][1]] for key in plain}
    held_out = {key: row for key, row in held_out.items() if weights[key] > 0}

    def loss(inverse):
        total = 0.0
        for key, (_, at, found) in held_out.items():
            scores = np.log(found) * inverse
            total += weights[key] * (np.logaddexp.reduce(scores) - scores[at])
        return total / sum(weights[key] for key in held_out)

    found = minimize_scalar(loss, bounds=(0.05, 20), method="bounded", options={"xatol": 1e-12})
    ((value,),) = temperature(project, name)
    assert len(held_out) >= 50
    assert value == pytest.approx(1 / found.x, rel=1e-6)
    assert loss(1 / value) <= loss(1.0)
    assert abs(value - 1) > 0.01


@pytest.mark.parametrize("name", CALIBRATED)
def test_predictions_are_softmax_of_scores_over_the_temperature_and_no_label_changes(project, name):
    plain = probabilities(project, f"{name}_plain", CALIBRATED[name][0])
    adjusted = probabilities(project, name, CALIBRATED[name][0])
    ((value,),) = temperature(project, name)
    for key, (split, _, found) in plain.items():
        expected = found ** (1 / value) / (found ** (1 / value)).sum()
        assert adjusted[key][2] == pytest.approx(expected, rel=1e-9, abs=1e-12)
        assert adjusted[key][0] == split
    labels = [
        project.rows(f"select id, predicted_label from {one}_predictions order by id")
        for one in (name, f"{name}_plain")
    ]
    assert labels[0] == labels[1]


def test_the_networks_differ_in_nothing_else(project):
    query = "select role, iteration, layer, input, output, value from {} where role not in ('option', 'training', 'temperature') order by all"
    assert project.rows(query.format("kinds")) == project.rows(query.format("kinds_plain"))


@pytest.mark.parametrize("name", BOUNDED)
def test_bounds_are_the_order_statistic_of_the_validation_residuals(project, name):
    label, level, _ = BOUNDED[name]
    rows = project.rows(
        f"select split, {label}, predicted_value, predicted_low, predicted_high from {name}_predictions"
    )
    residuals = np.sort([abs(row[1] - row[2]) for row in rows if row[0] == "validation"])
    place = int(np.ceil(round((len(residuals) + 1) * level, 9)))
    ((stored, text),) = project.rows(f"select value, output_name from {name} where role = 'residual_quantile'")
    assert stored == pytest.approx(residuals[place - 1], rel=1e-10)
    assert text == str(level)
    for _, _, value, low, high in rows:
        assert [low, high] == pytest.approx([value - stored, value + stored], rel=1e-12)


def test_predictions_with_bounds_have_them_last_but_the_version(project):
    names = [row[0] for row in project.rows("describe middles_predictions")]
    assert names[-6:] == [
        "predicted_value",
        "predicted_quantile_0_2",
        "predicted_quantile_0_5",
        "predicted_low",
        "predicted_high",
        "network_version",
    ]


def test_coverage_is_the_share_of_labels_between_the_bounds(project):
    rows = project.rows("select split, amount, predicted_low, predicted_high, weight from amounts_predictions")
    for split, coverage in project.rows("select split, coverage from measured"):
        some = [row for row in rows if row[0] == split]
        expected = sum(row[4] for row in some if row[2] <= row[1] <= row[3]) / sum(row[4] for row in some)
        assert coverage == pytest.approx(expected, abs=1e-12)


def test_coverage_is_a_gate(project):
    outcome = project.dbt("test", "--select", "amounts_predictions", "kinds_predictions")
    assert outcome.status["covers"] == "pass"
    assert outcome.status["covers_all"] == "fail"
    assert "below at_least 0.999" in outcome.output
    assert outcome.status["covers_nothing"] == "error"
    assert "predicted_label and no predicted_value" in outcome.message["covers_nothing"]


def test_written_out_the_answers_are_the_same(project):
    columns = "id, predicted_label, predicted_probability, probability_plain"
    one, other = (
        project.rows(f"select {columns} from {name} order by id") for name in ("written_out", "decided_kinds")
    )
    assert [row[:2] for row in one] == [row[:2] for row in other]
    assert np.array([row[2:] for row in one]) == pytest.approx(np.array([row[2:] for row in other]), rel=1e-12)
    columns = "predicted_value, predicted_low, predicted_high"
    one, other = (
        project.rows(f"select {columns} from {name} order by id")
        for name in ("amounts_written_out", "amounts_predictions")
    )
    assert np.array(one) == pytest.approx(np.array(other), rel=1e-12)


def test_a_threshold_decides_for_its_class_else_for_the_most_probable_of_the_others(project):
    rows = project.rows(
        "select predicted_label, predicted_probability, probability_true, probability_false from decided"
    )
    assert {row[0] for row in rows} == {True, False}
    for label, probability, yes, no in rows:
        assert label == (yes >= 0.2)
        assert probability == (yes if label else no)
    assert any(label and yes < 0.5 for label, _, yes, _ in rows)
    names = dict(zip(KINDS, ["probability_it_s", "probability_plain", "probability_zebra"]))
    for row in project.rows(
        f"select predicted_label, predicted_probability, {', '.join(names.values())} from decided_kinds"
    ):
        found = dict(zip(KINDS, row[2:]))
        others = {kind: value for kind, value in found.items() if kind != "plain"}
        expected = "plain" if found["plain"] >= 0.45 else max(others, key=others.get)
        assert row[:2] == (expected, found[expected])


def test_too_few_validation_rows_calibrate_nothing(project):
    project.write("models/few.sql", "select * from {{ ref('examples') }} where id < 100\n")
    project.train("of_few", "few", label="kind", calibrate="temperature", iterations=1, **COMMON)
    outcome = project.dbt_ok("run", "--select", "few+")
    assert temperature(project, "of_few") == [(1.0,)]
    assert "of_few: the probabilities are not calibrated, because there are" in outcome.output


# The validation rows of one network, of which some have the label of the other side of 0: those nearest to it, or farthest from it.
FLIPPED = {"none_wrong": [], "four_wrong": [1, 2, 3, 4], "five_wrong": [1, 2, 3, 4, 5], "two_far_off": [49, 50]}


def flipped_rows(flipped):
    """100 rows that train, and 100 that validate, on both sides of 0."""
    train = [(k / 50, k > 0, "train") for k in range(-50, 51) if k]
    held_out = [(k / 50, (k > 0) != (k in flipped), "validation") for k in range(-50, 51) if k]
    return [[at, *row] for at, row in enumerate(train + held_out)]


@pytest.fixture(scope="module")
def clear(project):
    """Networks trained so little that their probabilities are too near to each other, and one so long that they are too far apart."""
    for name, flipped in FLIPPED.items():
        project.table(f"{name}_rows", ["id", "x", "label", "split"], flipped_rows(flipped))
        options = {"example_id": "id", "split": "split", "features": ["x"], "hidden_layers": [], "l2": 0}
        options.update(iterations=60 if name == "two_far_off" else 5, early_stopping=False, calibrate="temperature")
        project.train(name, f"{name}_rows", label="label", **options)
        project.predictions(f"{name}_predictions", name, f"{name}_rows")
    return project.dbt_ok("build", "--select", *(f"+{name}+" for name in FLIPPED))


def best_and_wrong(project, name):
    """SciPy's temperature, and how many validation rows are predicted wrong; by the probabilities, which are not of it yet."""
    ((value,),) = temperature(project, name)
    rows = project.rows(
        f"select probability_false, probability_true, label from {name}_predictions where split = 'validation'"
    )
    scores = value * np.log(np.array([row[:2] for row in rows]))
    own = scores[np.arange(len(rows)), [int(row[2]) for row in rows]]

    def loss(inverse):
        return (np.logaddexp.reduce(inverse * scores, axis=1) - inverse * own).mean()

    found = minimize_scalar(loss, bounds=(0.05, 20), method="bounded", options={"xatol": 1e-12})
    return 1 / found.x, int((own < scores.max(axis=1)).sum())


@pytest.mark.parametrize("name", ["none_wrong", "four_wrong"])
def test_fewer_than_five_wrong_rows_tell_no_temperature_below_1(project, clear, name):
    best, wrong = best_and_wrong(project, name)
    assert wrong == len(FLIPPED[name]) < 5 and best < 0.9
    assert temperature(project, name) == [(1.0,)]
    assert (
        f"{name}: the probabilities are not calibrated, because {wrong} of 100 validation rows are predicted wrong"
        " and 5 are needed for a temperature below 1"
    ) in clear.output


@pytest.mark.parametrize("name", ["five_wrong", "two_far_off"])
def test_five_wrong_rows_tell_any_temperature_and_fewer_one_above_1(project, clear, name):
    best, wrong = best_and_wrong(project, name)
    assert wrong == len(FLIPPED[name])
    assert best < 0.9 if name == "five_wrong" else best > 1.1
    ((value,),) = temperature(project, name)
    assert value == pytest.approx(best, rel=1e-6)
    assert f"{name}: the scores are divided by the temperature {value:.3f}".rstrip("0") in clear.output


def test_a_view_of_a_network_without_temperature_raises_when_it_gets_one(project):
    project.train("grown", "examples", label="kind", iterations=1, **COMMON)
    project.predictions("grown_seen", "grown", "examples", materialized="view")
    project.dbt_ok("run", "--select", "grown+")
    project.train("grown", "examples", label="kind", iterations=1, calibrate="temperature", **COMMON)
    outcome = project.dbt_ok("run", "--select", "grown")
    assert "training because option calibrate changed from none to temperature" in outcome.output
    with pytest.raises(Exception, match="was retrained with different features"):
        project.rows("select count(*) from grown_seen")


BAD = {
    "interval_of_1": ("amount", {"interval": 1}, "interval is 1; accepted: a number above 0 and below 1"),
    "interval_of_0": ("amount", {"interval": 0}, "interval is 0; accepted: a number above 0 and below 1"),
    "interval_of_classes": (
        "kind",
        {"interval": 0.9},
        "interval is 0.9, which is for a number to predict, and kind has classes",
    ),
    "too_narrow": ("amount", {"interval": 0.999}, "requires at least 999 validation rows, and there are"),
    "nothing_held_out": (
        "amount",
        {"interval": 0.9, "example_id": None},
        "requires at least 9 validation rows, and there are 0",
    ),
    "temperature_of_a_number": (
        "amount",
        {"calibrate": "temperature"},
        "calibrate is temperature, which adjusts the probabilities of classes",
    ),
    "unknown": ("kind", {"calibrate": "platt"}, 'calibrate is "platt"; accepted: one of none, temperature'),
    "calibrated_by_nothing": (
        "kind",
        {"calibrate": "temperature", "example_id": None},
        "calibrate requires validation rows",
    ),
    "coverage_without": ("amount", {"promote": {"metric": "coverage"}}, "metric is coverage, which needs interval"),
}
BAD_PREDICTIONS = {
    "of_a_number": (
        "amounts",
        "threshold=0.5, positive_class='x'",
        "threshold is 0.5, but the network predicts a number",
    ),
    "misspelt": ("kinds", "threshold=0.5, positive_class='plian'", "did you mean plain?"),
}


def test_what_can_not_be_is_refused_with_the_reason(project):
    for name, (label, options, _) in BAD.items():
        project.train(f"bad_{name}", "examples", label=label, **{**COMMON, "iterations": 1, **options})
    for name, (network, arguments, _) in BAD_PREDICTIONS.items():
        call = f"dbt_nn.predict(ref('{network}'), ref('examples'), {arguments})"
        project.write(f"models/bad_{name}.sql", f"select * from {{{{ {call} }}}}\n")
    outcome = project.dbt("run", "--select", "bad_*")
    for name, (*_, message) in {**BAD, **BAD_PREDICTIONS}.items():
        assert outcome.status[f"bad_{name}"] == "error", name
        assert message in outcome.message[f"bad_{name}"], (name, outcome.message[f"bad_{name}"])
        (project.path / f"models/bad_{name}.sql").unlink()


# What no network needs to be looked at for is known when dbt parses.
BAD_ARGUMENTS = {
    "threshold=0.5": "positive_class is missing: the class that is predicted from the threshold on",
    "positive_class='plain'": 'positive_class is "plain", which only a threshold uses; set threshold',
    "threshold=1.5, positive_class='plain'": "threshold is 1.5; accepted: a number from 0 to 1",
    "threshold='0.5', positive_class='plain'": 'threshold is "0.5"; accepted: a number from 0 to 1',
}


@pytest.mark.parametrize("arguments", BAD_ARGUMENTS)
def test_a_decision_needs_a_threshold_from_0_to_1_and_its_class(project, arguments):
    project.write(
        "models/bad.sql", f"select * from {{{{ dbt_nn.predict(ref('kinds'), ref('examples'), {arguments}) }}}}\n"
    )
    outcome = project.dbt("parse")
    (project.path / "models/bad.sql").unlink()
    assert not outcome.success
    assert BAD_ARGUMENTS[arguments] in outcome.output


def test_without_a_network_predictions_have_the_columns_of_bounds(project):
    project.train("later", "examples", label="amount", interval=0.9, iterations=1, **COMMON)
    project.predictions("later_seen", "later", "examples")
    project.dbt_ok("build", "--empty", "--select", "later+")
    names = [row[0] for row in project.rows("describe later_seen")]
    assert names[-4:] == ["predicted_value", "predicted_low", "predicted_high", "network_version"]
