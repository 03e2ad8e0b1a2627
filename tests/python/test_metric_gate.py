"""The generic test dbt_nn.metric: it holds and fails where it should, and its values are scikit-learn's."""

import json

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, log_loss

CLASSES = ["it's", "No way", "yes"]
COLUMNS = ["probability_it_s", "probability_no_way", "probability_yes"]


def predictions():
    random = np.random.default_rng(4)
    probabilities = random.dirichlet([0.4, 0.6, 0.8], size=80)
    probabilities[0] = [1.0, 0.0, 0.0]
    labels = random.integers(0, 3, size=80)
    labels[0] = 1  # a probability of 0 for the true class
    return probabilities, labels


PROBABILITIES, LABELS = predictions()
ACCURACY = accuracy_score(LABELS, PROBABILITIES.argmax(axis=1))
LOG_LOSS = log_loss(LABELS, PROBABILITIES)
FIRST_HALF = log_loss(LABELS[:40], PROBABILITIES[:40], labels=[0, 1, 2])
SMALL = 1e-9

# name -> (arguments, config, whether it holds)
GATES = {
    "accuracy_holds": ({"metric": "accuracy", "at_least": ACCURACY - SMALL}, {}, True),
    "accuracy_fails": ({"metric": "accuracy", "at_least": ACCURACY + SMALL}, {}, False),
    "accuracy_at_most_holds": ({"metric": "accuracy", "at_most": ACCURACY + SMALL}, {}, True),
    "accuracy_at_most_fails": ({"metric": "accuracy", "at_most": ACCURACY - SMALL}, {}, False),
    "log_loss_holds": ({"metric": "log_loss", "at_most": LOG_LOSS + SMALL}, {}, True),
    "log_loss_fails": ({"metric": "log_loss", "at_most": LOG_LOSS - SMALL}, {}, False),
    "log_loss_at_least_holds": ({"metric": "log_loss", "at_least": LOG_LOSS - SMALL}, {}, True),
    "log_loss_at_least_fails": ({"metric": "log_loss", "at_least": LOG_LOSS + SMALL}, {}, False),
    "both_bounds_hold": ({"metric": "accuracy", "at_least": 0.001, "at_most": 0.999}, {}, True),
    "both_bounds_fail": ({"metric": "accuracy", "at_least": ACCURACY + 0.1, "at_most": 0.999}, {}, False),
    "where_holds": ({"metric": "log_loss", "at_most": FIRST_HALF + SMALL}, {"where": "row_number <= 40"}, True),
    "where_fails": ({"metric": "log_loss", "at_most": FIRST_HALF - SMALL}, {"where": "row_number <= 40"}, False),
    "where_finds_no_row": ({"metric": "accuracy", "at_least": 0.001}, {"where": "row_number < 0"}, False),
    "stored_failure": ({"metric": "accuracy", "at_least": 0.99}, {"store_failures": True}, False),
}
BAD = {
    "unknown_metric": (
        {"metric": "acuracy", "at_least": 0.5},
        ['metric is "acuracy"', "did you mean accuracy? accepted: accuracy, balanced_accuracy"],
    ),
    "no_threshold": ({"metric": "accuracy"}, ["set at_least, at_most or both", "can never fail"]),
    "text_threshold": ({"metric": "accuracy", "at_least": "high"}, ['at_least is "high"', "a number"]),
}


def gate(name, arguments, config):
    return {"dbt_nn.metric": {"name": name, "arguments": {"label": "label", **arguments}, "config": config}}


@pytest.fixture(scope="module")
def outcome(consumer):
    rows = [
        [at, CLASSES[label], CLASSES[p.argmax()], *map(float, p)]
        for at, (p, label) in enumerate(zip(PROBABILITIES, LABELS, strict=True), start=1)
    ]
    consumer.table("predictions", ["row_number", "label", "predicted_label", *COLUMNS], rows)
    consumer.table(
        "with_unlabelled",
        ["row_number", "label", "predicted_label", *COLUMNS],
        [*rows, [99, None, "yes", 0.0, 0.0, 1.0]],
    )
    consumer.write("models/no_predictions.sql", "select * from {{ ref('predictions') }} where 1 = 0\n")
    consumer.write("models/no_column.sql", "select * exclude (probability_yes) from {{ ref('predictions') }}\n")
    consumer.write(
        "models/nan_probability.sql",
        "select * replace (cast('nan' as double) as probability_yes) from {{ ref('predictions') }}\n",
    )
    consumer.write(
        "models/null_probability.sql",
        "select * replace (case when label <> 'yes' then probability_yes end as probability_yes) from {{ ref('predictions') }}\n",
    )
    tests = [gate(name, arguments, config) for name, (arguments, config, _) in GATES.items()]
    tests.append(gate("warned", {"metric": "accuracy", "at_least": 0.99}, {"severity": "warn"}))
    anything = {"metric": "log_loss", "at_most": 1e9}
    models = [
        {"name": "predictions", "data_tests": tests},
        {
            "name": "with_unlabelled",
            "data_tests": [
                gate(
                    "unlabelled_ignored",
                    {"metric": "accuracy", "at_least": ACCURACY - SMALL, "at_most": ACCURACY + SMALL},
                    {},
                )
            ],
        },
        {
            "name": "no_predictions",
            "data_tests": [gate("nothing_to_judge", {"metric": "accuracy", "at_least": 0.001}, {})],
        },
        {"name": "no_column", "data_tests": [gate("column_missing", anything, {})]},
        {"name": "nan_probability", "data_tests": [gate("not_a_number", anything, {})]},
        {"name": "null_probability", "data_tests": [gate("null_is_no_number", anything, {})]},
    ]
    consumer.write("models/models.yml", json.dumps({"version": 2, "models": models}))
    consumer.dbt_ok("run")
    return consumer.dbt("test")


@pytest.mark.parametrize("name", GATES)
def test_gate(outcome, name):
    """Within 1e-9 of scikit-learn's value, on either side."""
    assert outcome.status[name] == ("pass" if GATES[name][2] else "fail"), outcome.output


@pytest.mark.parametrize(
    ("name", "value", "bound"),
    [
        ("accuracy_fails", f"accuracy is {ACCURACY}", "below at_least"),
        ("log_loss_fails", f"log_loss is {LOG_LOSS:.6f}"[:-1], "above at_most"),
        ("stored_failure", f"accuracy is {ACCURACY}", "below at_least 0.99"),
        ("nothing_to_judge", "accuracy cannot be computed: there are no rows to evaluate", ""),
        ("null_is_no_number", "log_loss cannot be computed: ", " of 80 rows have no probability"),
        ("not_a_number", "log_loss cannot be computed: ", " of 80 rows have no probability"),
    ],
)
def test_a_failing_gate_prints_value_and_threshold(outcome, name, value, bound):
    assert outcome.status[name] == "fail"
    lines = [line for line in outcome.output.splitlines() if line.startswith("dbt_nn.metric on ")]
    assert [line for line in lines if value in line and bound in line]
    # The model's name and the test's condition, not the subquery that dbt makes of them.
    assert not [line for line in lines if "select" in line]


def test_severity_warn_warns(outcome):
    assert outcome.status["warned"] == "warn"


def test_rows_without_a_label_are_not_judged(outcome):
    assert outcome.status["unlabelled_ignored"] == "pass"


def test_a_class_without_its_column_is_a_clear_error(outcome):
    assert outcome.status["column_missing"] == "error"
    assert "have no column probability_yes for the class yes" in outcome.message["column_missing"]


def test_a_stored_failure_tells_value_and_threshold(consumer, outcome):
    rows = consumer.rows("select metric, metric_value, at_least, examples from main_dbt_test__audit.stored_failure")
    assert rows == [("accuracy", pytest.approx(ACCURACY, abs=1e-9), 0.99, 80)]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_argument_is_one_clear_error(consumer, outcome, name):
    arguments, parts = BAD[name]
    models = [{"name": "predictions", "data_tests": [gate(name, arguments, {})]}]
    consumer.write("models/models.yml", json.dumps({"version": 2, "models": models}))
    found = consumer.dbt("test")
    assert not found.success
    for part in ["dbt_nn.metric", *parts]:
        assert part in found.output
