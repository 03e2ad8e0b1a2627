"""Every warehouse evaluates as DuckDB does, whose numbers test_evaluate.py compares with scikit-learn's, and gates say the same."""

import re

import numpy as np
import pytest
from conftest import new_consumer

ROWS = 60
EVALUATIONS = {
    "by_part": "evaluate(ref('answers'), 'churned', by=['part'], example_weight='weight')",
    "positive": "evaluate(ref('answers'), 'churned', positive_class='yes', by=['part'])",
    "three": "evaluate(ref('three_answers'), 'label', example_weight='weight')",
    "amounts": "evaluate(ref('amounts'), 'amount', by=['part'])",
    "weighted_amounts": "evaluate(ref('amounts'), 'amount', example_weight='weight')",
    "classes": "evaluate_classes(ref('three_answers'), 'label', by=['part'])",
    "confusion": "confusion_matrix(ref('three_answers'), 'label', by=['part'])",
    "roc": "roc_curve(ref('three_answers'), 'label', example_weight='weight')",
    "precision_recall": "precision_recall_curve(ref('answers'), 'churned', positive_class='yes')",
    "calibration": "calibration_curve(ref('answers'), 'churned', positive_class='yes', bins=5, by=['part'])",
    "lift": "lift_curve(ref('answers'), 'churned', positive_class='yes', bins=6)",
    "zeros": "evaluate(ref('zeros'), 'label', metrics=['accuracy', 'f1_macro', 'matthews_correlation'])",
    "whole": "evaluate(ref('whole'), 'label', metrics=['accuracy', 'f1_macro'])",
    "weightless": "evaluate(ref('answers'), 'churned', positive_class='yes', example_weight='nothing')",
    "weightless_amounts": "evaluate(ref('amounts'), 'amount', example_weight='nothing')",
    "partly_weighted_amounts": "evaluate(ref('amounts'), 'amount', by=['part'], example_weight='some')",
    "one_bin": "calibration_curve(ref('answers'), 'churned', positive_class='yes', bins=1, by=['part'])",
    "given_classes": "evaluate(ref('answers'), 'churned', classes=['no', 'yes'])",
    "thresholds": "threshold_table(ref('answers'), 'churned', positive_class='yes', false_negative_cost=5)",
}
GATES = """
models:
  - name: answers
    data_tests:
      - dbt_nn.metric: {name: a_holds, arguments: {metric: roc_auc, at_least: 0.5, label: churned, positive_class: 'yes', by: [part]}}
      - dbt_nn.metric: {name: a_fails, arguments: {metric: log_loss, at_most: 0.001, label: churned, by: [part]}}
      - dbt_nn.beats_baseline: {name: b_holds, arguments: {metric: accuracy, label: churned}}
      - dbt_nn.beats_baseline: {name: b_fails, arguments: {metric: log_loss, label: churned, baseline: ref('answers'), margin: 0.1}}
      - dbt_nn.calibrated: {name: c_holds, arguments: {label: churned, at_most: 0.9, positive_class: 'yes'}}
      - dbt_nn.calibrated: {name: c_fails, arguments: {label: churned, at_most: 0.0001, positive_class: 'yes'}}
      - dbt_nn.no_drift: {name: d_holds, arguments: {reference: ref('answers'), features: [weight, part]}}
      - dbt_nn.no_drift: {name: d_fails, arguments: {reference: ref('shifted'), features: [weight, part]}}
      - dbt_nn.no_leakage: {name: e_holds, arguments: {label: churned, features: [weight, part]}}
      - dbt_nn.no_leakage: {name: e_fails, arguments: {label: churned, features: [predicted_label, probability_yes], at_most: 0.05}}
  - name: amounts
    data_tests:
      - dbt_nn.no_leakage: {name: i_fails, arguments: {label: amount, features: [heavy]}}
      - dbt_nn.no_leakage: {name: i_holds, arguments: {label: amount, features: [weight, part, nothing]}}
      - dbt_nn.no_leakage: {name: f_fails, arguments: {label: amount, features: [predicted_value], at_most: 0.5}}
  - name: gappy
    data_tests:
      - dbt_nn.calibrated: {name: j_fails, arguments: {label: churned, at_most: 0.999, by: [part]}}
      - dbt_nn.metric: {name: k_fails, arguments: {metric: log_loss, at_most: 99, label: churned, by: [part]}}
      - dbt_nn.metric: {name: l_fails, arguments: {metric: accuracy, at_least: 0.001, label: labelled, by: [part]}}
      - dbt_nn.beats_baseline: {name: m_fails, arguments: {metric: accuracy, margin: -1, label: labelled, by: [part]}}
      - dbt_nn.no_leakage: {name: n_fails, arguments: {label: rare, features: [days]}}
      - dbt_nn.no_leakage: {name: o_fails, arguments: {label: rare, features: [unknown]}}
  - name: network
    data_tests:
      - dbt_nn.training_converged: {name: g_fails, arguments: {at_most: 0.0000001}}
      - dbt_nn.parameters_finite: {name: h_holds}
"""

REFUSED = {
    "weight": (
        "evaluate(ref('answers'), 'churned', example_weight='below')",
        "example_weight below is below 0, NaN or infinite",
    ),
    "curve_weight": (
        "roc_curve(ref('answers'), 'churned', 'yes', example_weight='below')",
        "is below 0, NaN or infinite",
    ),
    "number_weight": ("evaluate(ref('amounts'), 'amount', example_weight='below')", "is below 0, NaN or infinite"),
    "percent": ("evaluate(ref('percent'), 'churned')", "is below 0 or above 1 in some rows"),
    "curve_percent": ("lift_curve(ref('percent'), 'churned', 'yes')", "probability_yes is below 0 or above 1"),
    "classes": (
        "evaluate(ref('answers'), 'churned', classes=['no'])",
        "has a value that is not in classes; classes is no",
    ),
}


@pytest.fixture(scope="module", autouse=True)
def only_there(request):
    if request.config.getoption("--warehouse") == "duckdb":
        pytest.skip("DuckDB is what the other warehouses are compared with")


def write(project) -> None:
    random = np.random.default_rng(13)
    answers, three, amounts = [], [], []
    for at in range(ROWS):
        part, weight = ["even", "it's odd"][at % 2], [0.5, 2.0, 1.0][at % 3]
        p = round(float(random.beta(0.6, 0.8)), 2)
        label = "yes" if random.random() < 0.2 + 0.6 * p else "no"
        answers.append([part, weight, 0.0, -weight, label, "yes" if p > 0.5 else "no", max(p, 1 - p), 1 - p, p])
        shares = random.dirichlet([0.5, 0.6, 0.8])
        names = ["a", "b", "c"]
        predicted = names[int(shares.argmax())]
        three.append(
            [part, weight, names[random.integers(0, 3)], predicted, float(shares.max()), *(float(s) for s in shares)]
        )
        amount = float(random.normal(100, 20))
        some = float((at > 55 and part == "even") or at == 1)
        heavy = float(np.exp(amount / 3))
        amounts.append([part, weight, 0.0, -weight, some, heavy, amount, amount + float(random.normal(0, 5))])
    given = ["part", "weight"]
    weights = [*given, "nothing", "below"]
    gappy = []
    for at, row in enumerate(answers * 3):
        probabilities = [None, None, None] if row[0] == "even" else row[6:]
        gappy.append([row[0], *row[4:6], *probabilities, None if row[0] == "even" else row[4], at < 6, float(at), None])
    project.table("zeros", ["label", "predicted_label"], [[-0.0, 0.0], [0.0, -0.0], [1.0, 1.0], [0.0, 1.0]])
    project.table("whole", ["label", "predicted_label"], [[1, 1.0], [0, 0.6], [0, -0.0], [1, 1.4]])
    answer = ["predicted_label", "predicted_probability"]
    of_classes = ["probability_no", "probability_yes"]
    project.table("answers", [*weights, "churned", *answer, *of_classes], answers)
    project.table(
        "percent", ["churned", *answer, *of_classes], [[*row[4:6], *(100 * p for p in row[6:])] for row in answers]
    )
    names = ["part", "churned", *answer, *of_classes, "labelled", "rare", "days", "unknown"]
    project.table("gappy_rows", names, gappy)
    project.write(
        "models/gappy.sql",
        "{{ config(materialized='table') }}\n"
        "select part, churned, predicted_label, predicted_probability, probability_no, probability_yes, labelled, rare, days,\n"
        "  case when days < 0 then days end as unknown\n"
        "from {{ ref('gappy_rows') }}\n",
    )
    project.table("three_answers", [*given, "label", *answer, *(f"probability_{name}" for name in "abc")], three)
    project.table("amounts", [*weights, "some", "heavy", "amount", "predicted_value"], amounts)
    project.table("shifted", given, [["odd", row[1] + at % 5] for at, row in enumerate(answers)])
    for name, call in EVALUATIONS.items():
        project.write(
            f"models/evaluation_{name}.sql",
            f"{{{{ config(materialized='table') }}}}\nselect * from {{{{ dbt_nn.{call} }}}}\n",
        )
    for name, (call, _) in REFUSED.items():
        project.write(
            f"models/refused/refused_{name}.sql",
            f"{{{{ config(materialized='table') }}}}\nselect * from {{{{ dbt_nn.{call} }}}}\n",
        )
    options = {"features": ["weight", "predicted_value"], "hidden_layers": [], "iterations": 5}
    project.train("network", "amounts", label="amount", **options)
    project.write("models/gates.yml", GATES)


@pytest.fixture(scope="module")
def project(only_there, warehouse, tmp_path_factory):
    found = new_consumer(tmp_path_factory.mktemp("consumer"), warehouse=warehouse)
    write(found)
    found.dbt_ok("run", "--exclude", "refused")
    return found


@pytest.fixture(scope="module")
def on_duckdb(only_there, tmp_path_factory):
    found = new_consumer(tmp_path_factory.mktemp("on_duckdb"))
    write(found)
    found.dbt_ok("run", "--exclude", "refused")
    return found


def table_of(project, name) -> list[tuple]:
    """The rows in an order of their own, numbers rounded for it."""
    rows = project.rows(f"select * from evaluation_{name}")
    return sorted(rows, key=lambda row: [str(round(value, 6) if isinstance(value, float) else value) for value in row])


@pytest.mark.parametrize("name", EVALUATIONS)
def test_evaluations_are_those_of_duckdb(project, on_duckdb, name):
    found, expected = table_of(project, name), table_of(on_duckdb, name)
    assert len(found) == len(expected) > 0
    for row, other in zip(found, expected):
        for value, wanted in zip(row, other, strict=True):
            if isinstance(wanted, float) and wanted == wanted:
                assert value == pytest.approx(wanted, rel=1e-9, abs=1e-9)
            else:
                assert value == wanted or (value != value and wanted != wanted)


def test_gates_hold_and_fail_with_the_messages_of_duckdb(project, on_duckdb):
    found, expected = (place.dbt("test") for place in (project, on_duckdb))
    assert found.status == expected.status
    assert {name: status for name, status in found.status.items()} == {
        name: "pass" if name.endswith("_holds") else "fail" for name in found.status
    }
    said = [sorted(messages_of(outcome)) for outcome in (found, expected)]
    assert said[0] == said[1]
    assert len(said[0]) >= sum(status == "fail" for status in found.status.values())


def test_what_is_no_answer_is_refused_when_the_query_runs(project):
    outcome = project.dbt("run", "--select", "refused")
    for name, (_, part) in REFUSED.items():
        assert outcome.status[f"refused_{name}"] == "error", name
        assert part in outcome.message[f"refused_{name}"], outcome.message[f"refused_{name}"]


def messages_of(outcome) -> list[str]:
    """What gates say, without the names of relations, and with six digits of numbers."""
    lines = [line.strip() for line in outcome.output.splitlines() if line.strip().startswith("dbt_nn.")]
    lines = [re.sub(r'(["`]?[A-Za-z]\w*["`]?\.)+["`]?(\w+)["`]?', r"\2", line) for line in lines]
    return [re.sub(r"\d+\.\d+(e-\d+)?", lambda number: f"{float(number[0]):.6g}", line) for line in lines]
