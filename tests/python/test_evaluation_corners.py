"""What evaluation must not get wrong: weights of 0, equal numbers, groups where nothing can be judged, and input that is no answer."""

import json
import warnings

import numpy as np
import pytest
from conftest import new_consumer
from metrics_reference import classification, regression
from scipy.stats import spearmanr
from sklearn.datasets import load_iris
from sklearn.metrics import roc_auc_score

RANDOM = np.random.default_rng(21)
IRIS = load_iris()
NAN, INFINITY = float("nan"), float("inf")

NUMBERS = [["usual", 1.0 + at % 2, float(at % 5), 0.5 + at % 4] for at in range(20)]
NUMBERS += [["usual", 0.0, 900.0, 1.0], ["usual", 0.0, 3.0, None], ["usual", 0.0, 3.0, NAN]]
NUMBERS += [["constant", 1.0, 7.0, 6.0 + at] for at in range(3)] + [["constant", 0.0, 9.0, 9.0]]
NUMBERS += [["exact", 2.0, 7.0, 7.0]] * 2 + [["exact", 0.0, 8.0, 9.0]]
NUMBERS += [["one", 1.0, 7.0, 6.0], ["one", 0.0, 8.0, 8.0]]
NUMBERS += [["none", 0.0, 7.0, 6.0], ["none", 0.0, 8.0, 8.0]]
NUMBERS += [["negative", 1.0, -7.0, 6.0], ["negative", 1.0, 8.0, 8.0]]
NUMBERS += [["negative prediction", 1.0, 7.0, 0.0], ["negative prediction", 1.0, 8.0, 8.0]]

ANSWERS = []
for at in range(40):
    p = round(float(RANDOM.random()), 3)
    yes = RANDOM.random() < p
    ANSWERS.append(
        ["usual", [1.0, 2.0, 0.5][at % 3], "yes" if yes else "no", "yes" if p > 0.5 else "no", max(p, 1 - p), 1 - p, p]
    )
ANSWERS += [["usual", 0.0, "yes", "no", None, None, None], ["usual", 0.0, "no", "no", NAN, NAN, NAN]]
ANSWERS += [["none", 0.0, *row[2:]] for row in ANSWERS[:6]]
ANSWER_COLUMNS = [
    "part",
    "weight",
    "churned",
    "predicted_label",
    "predicted_probability",
    "probability_no",
    "probability_yes",
]

# label, predicted label: of numbers that are equal under several names
ZEROS = [[-0.0, 0.0, 0.25], [0.0, -0.0, 0.25], [1.0, 1.0, 0.75], [0.0, 1.0, 0.75]]
WHOLE = [[1, 1.0, 0.75], [0, 0.6, 0.5], [0, -0.0, 0.25], [1, 1.4, 0.5]]


def labelled(label, predicted, probability, weight=1.0, part="north"):
    return [part, weight, label, predicted, max(probability, 1 - probability), 1 - probability, probability]


FINE = [labelled("yes", "yes", 0.9), labelled("no", "no", 0.2), labelled("no", "yes", 0.7)]
NO_PROBABILITY = [None, None, None]
TABLES = {
    "numbers": (["part", "weight", "label", "predicted_value"], NUMBERS),
    "answers": (ANSWER_COLUMNS, ANSWERS),
    "zeros": (["label", "predicted_label", "probability_1_0"], ZEROS),
    "whole": (["label", "predicted_label", "probability_1"], WHOLE),
    "fine": (ANSWER_COLUMNS, FINE),
    "negative_weight": (ANSWER_COLUMNS, [*FINE, labelled("no", "no", 0.1, weight=-1.0)]),
    "nan_weight": (ANSWER_COLUMNS, [*FINE, labelled("no", "no", 0.1, weight=NAN)]),
    "infinite_weight": (ANSWER_COLUMNS, [*FINE, labelled("no", "no", 0.1, weight=INFINITY)]),
    "percent": (ANSWER_COLUMNS, [[*row[:4], *(100 * p for p in row[4:])] for row in FINE]),
    "below": (ANSWER_COLUMNS, [*FINE, ["north", 1.0, "no", "no", 1.2, 1.2, -0.2]]),
    "rounded": (ANSWER_COLUMNS, [*FINE, ["north", 1.0, "no", "no", 1.0000000000000002, 1.0000000000000002, -1e-17]]),
    "weighted_amounts": (["weight", "label", "predicted_value"], [[1.0, 1.0, 1.5], [-1.0, 2.0, 2.5]]),
    "text_weight": (["weight", "label", "predicted_value"], [["1", 1.0, 1.5]]),
    "part_answered": (
        ANSWER_COLUMNS,
        [
            *FINE,
            *([*row[:4], *NO_PROBABILITY] for row in FINE),
            *(["south", *row[1:4], *NO_PROBABILITY] for row in FINE),
        ],
    ),
    "part_predicted": (
        ANSWER_COLUMNS,
        [*FINE, *(["south", *row[1:3], None, *row[4:]] for row in FINE), ["south", *FINE[0][1:]]],
    ),
    "part_labelled": (ANSWER_COLUMNS, [*FINE, *(["south", row[1], None, *row[3:]] for row in FINE)]),
    "nobody": (ANSWER_COLUMNS, [["north", 1.0, None, "no", 0.9, 0.9, 0.1]]),
    "amounts_lost": (["part", "label", "predicted_value"], [["a", 1.0, 1.0], ["a", 2.0, 2.5], ["b", 2.0, None]]),
}


EVALUATIONS = {
    "numbers": "evaluate(ref('numbers'), 'label', by=['part'], example_weight='weight')",
    "positive": "evaluate(ref('answers'), 'churned', positive_class='yes', by=['part'], example_weight='weight')",
    "both": "evaluate(ref('answers'), 'churned', by=['part'], example_weight='weight')",
    "classes": "evaluate_classes(ref('answers'), 'churned', by=['part'], example_weight='weight')",
    "thresholds": "threshold_table(ref('answers'), 'churned', 'yes', by=['part'], example_weight='weight')",
    "lift": "lift_curve(ref('answers'), 'churned', 'yes', bins=3, by=['part'], example_weight='weight')",
    "roc": "roc_curve(ref('answers'), 'churned', 'yes', by=['part'], example_weight='weight')",
    "one_bin": "calibration_curve(ref('fine'), 'churned', 'yes', bins=1)",
    "one_lift": "lift_curve(ref('fine'), 'churned', 'yes', bins=1)",
    "zeros": "evaluate(ref('zeros'), 'label', metrics=['accuracy', 'f1_macro'])",
    "zeros_confused": "confusion_matrix(ref('zeros'), 'label')",
    "zeros_given": "evaluate(ref('zeros'), 'label', metrics=['accuracy', 'f1'], classes=[0, 1], positive_class=1)",
    "whole": "evaluate(ref('whole'), 'label', metrics=['accuracy'])",
    "whole_confused": "confusion_matrix(ref('whole'), 'label')",
    "rounded": "evaluate(ref('rounded'), 'churned')",
}
REFUSED = {
    "evaluate_weight": (
        "evaluate(ref('negative_weight'), 'churned', example_weight='weight', metrics=['accuracy'])",
        ["example_weight weight is below 0, NaN or infinite"],
    ),
    "evaluate_nan": (
        "evaluate(ref('nan_weight'), 'churned', example_weight='weight', metrics=['log_loss'])",
        ["weight"],
    ),
    "evaluate_infinite": ("evaluate(ref('infinite_weight'), 'churned', example_weight='weight')", ["example_weight"]),
    "numbers_weight": (
        "evaluate(ref('weighted_amounts'), 'label', example_weight='weight', metrics=['median_absolute_error'])",
        ["example_weight weight is below 0"],
    ),
    "classes_weight": ("evaluate_classes(ref('negative_weight'), 'churned', example_weight='weight')", ["below 0"]),
    "confusion_weight": ("confusion_matrix(ref('negative_weight'), 'churned', example_weight='weight')", ["below 0"]),
    "roc_weight": ("roc_curve(ref('negative_weight'), 'churned', example_weight='weight')", ["below 0"]),
    "threshold_weight": ("threshold_table(ref('negative_weight'), 'churned', example_weight='weight')", ["below 0"]),
    "calibration_weight": (
        "calibration_curve(ref('negative_weight'), 'churned', example_weight='weight')",
        ["below 0"],
    ),
    "text_weight": (
        "evaluate(ref('text_weight'), 'label', example_weight='weight')",
        ["example_weight weight is VARCHAR; accepted: a number of at least 0"],
    ),
    "evaluate_percent": ("evaluate(ref('percent'), 'churned')", ["is below 0 or above 1", "from 0 to 1"]),
    "brier_below": ("evaluate(ref('below'), 'churned', metrics=['brier_score'])", ["is below 0 or above 1"]),
    "auc_below": (
        "evaluate(ref('below'), 'churned', metrics=['roc_auc'], positive_class='yes')",
        ["probability_yes is below 0 or above 1"],
    ),
    "roc_percent": ("roc_curve(ref('percent'), 'churned', 'yes')", ["probability_yes is below 0 or above 1"]),
    "precision_recall_below": ("precision_recall_curve(ref('below'), 'churned')", ["is below 0 or above 1"]),
    "lift_percent": ("lift_curve(ref('percent'), 'churned', 'yes')", ["is below 0 or above 1"]),
    "thresholds_percent": ("threshold_table(ref('percent'), 'churned', 'yes')", ["is below 0 or above 1"]),
    "calibration_percent": (
        "calibration_curve(ref('percent'), 'churned')",
        ["predicted_probability is below 0 or above 1"],
    ),
    "classes_percent": ("evaluate_classes(ref('percent'), 'churned')", ["is below 0 or above 1"]),
    "repeated_threshold": (
        "threshold_table(ref('fine'), 'churned', thresholds=[0.5, 0.1, 0.50])",
        ["thresholds contains 0.5 more than once"],
    ),
    "threshold_of_percent": (
        "threshold_table(ref('fine'), 'churned', thresholds=[50])",
        ["thresholds contains 50; accepted: a list of numbers from 0 to 1"],
    ),
    "no_number_cost": (
        "threshold_table(ref('fine'), 'churned', false_negative_cost=var('no_such', 'nan') | float)",
        ["false_negative_cost is NaN"],
    ),
    "repeated_metric": (
        "evaluate(ref('fine'), 'churned', metrics=['accuracy', 'accuracy'])",
        ["metrics is", "accepted: a list of distinct values"],
    ),
    "too_few_classes": (
        "evaluate(ref('fine'), 'churned', classes=['no'])",
        ["label churned has a value that is not in classes; classes is no"],
    ),
    "too_few_classes_of_numbers": (
        "evaluate(ref('whole'), 'label', classes=[1], metrics=['accuracy'])",
        ["label label has a value that is not in classes; classes is 1"],
    ),
}

days = RANDOM.permutation(np.arange(1000))
price = np.exp(RANDOM.normal(size=600) * 1.5)
pareto = RANDOM.pareto(0.7, size=600)
rare = np.zeros(1000, dtype=bool)
rare[:10] = True
band = RANDOM.random(900)
LEAKS = {
    "days_left": ({"leak": days.astype(float), "label": np.where(days < 130, "yes", "no")}, {"leak"}),
    "rare_split": (
        {
            "leak": np.where(rare, 5.0 + RANDOM.random(1000), RANDOM.random(1000)),
            "label": np.where(rare, "yes", "no"),
            "noise": RANDOM.random(1000),
        },
        {"leak"},
    ),
    "price_copy": ({"leak": price, "noise": RANDOM.random(600), "label": price}, {"leak"}),
    "pareto_copy": ({"leak": -(pareto**0.5), "noise": RANDOM.pareto(0.7, size=600), "label": pareto}, {"leak"}),
    "gappy_copy": (
        {"leak": [None if at % 10 == 0 else float(value) for at, value in enumerate(price)], "label": price},
        {"leak"},
    ),
    "bands": (
        {"leak": band, "label": np.select([band < 0.02, band < 0.5], ["low", "middle"], "high")},
        {"leak"},
    ),
    "rare_numbers": (
        {
            "leak": (band < 0.01) * 1.0 + (band < 0.03) + (band < 0.06),
            "label": ((band < 0.01) * 1 + (band < 0.03) + (band < 0.06)).astype(int),
        },
        {"leak"},
    ),
    "noise_of_classes": (
        {
            "id": RANDOM.permutation(np.arange(200)),
            **{f"noise_{at}": RANDOM.normal(size=200) for at in range(5)},
            "constant": np.zeros(200),
            "ties": RANDOM.integers(0, 3, 200),
            "label": np.where(RANDOM.random(200) < 0.02, "yes", "no"),
        },
        set(),
    ),
    "iris": (
        {
            "id": np.arange(150)[RANDOM.permutation(150)],
            "petal_length": IRIS.data[:, 2],
            "petal_width": IRIS.data[:, 3],
            "label": IRIS.target_names[IRIS.target],
        },
        set(),
    ),
    "noise_of_numbers": (
        {
            "id": RANDOM.permutation(np.arange(200)),
            "constant": np.zeros(200),
            **{f"noise_{at}": RANDOM.normal(size=200) for at in range(5)},
            "label": RANDOM.pareto(1, 200),
        },
        set(),
    ),
    "few_rows_have_it": (
        {
            "by_chance": [float(at) if at < 5 else None for at in range(200)],
            "label": ["yes" if at in (3, 4) or at % 7 == 6 else "no" for at in range(200)],
        },
        set(),
    ),
}
DATES = "select cast('2026-01-01' as date) + cast(i as integer) as ordered, 'a' as word, i % 7 as number from range(30) as r (i)"

NOTHING = "select cast(null as double) as nothing, i as number, i % 3 = 0 as label from range(20) as r (i)"

LABEL = {"label": "churned"}
# name -> (model, test, arguments, parts of the messages; none where it holds)
GATES = {
    "calibrated_in_part": (
        "part_answered",
        "calibrated",
        {**LABEL, "at_most": 0.999, "positive_class": "yes"},
        ["expected_calibration_error cannot be computed: 6 of 9 rows have no probability"],
    ),
    "calibrated_by": (
        "part_answered",
        "calibrated",
        {**LABEL, "at_most": 0.999, "by": ["part"]},
        ["3 of 6 rows have no probability, part = north", "3 of 3 rows have no probability, part = south"],
    ),
    "calibrated_labels": (
        "part_labelled",
        "calibrated",
        {**LABEL, "at_most": 0.999, "by": ["part"]},
        ["expected_calibration_error cannot be computed: there are no rows to evaluate, part = south"],
    ),
    "calibrated_predictions": (
        "part_predicted",
        "calibrated",
        {**LABEL, "at_most": 0.999},
        ["expected_calibration_error cannot be computed: 3 of 7 rows have no probability"],
    ),
    "calibrated_holds": ("fine", "calibrated", {**LABEL, "at_most": 0.999, "bins": 1, "positive_class": "yes"}, []),
    "calibrated_weightless": (
        "answers",
        "calibrated",
        {**LABEL, "at_most": 0.999, "by": ["part"], "example_weight": "weight"},
        ["expected_calibration_error is not a finite number, part = none"],
    ),
    "metric_in_part": (
        "part_answered",
        "metric",
        {**LABEL, "metric": "log_loss", "at_most": 100, "by": ["part"]},
        ["log_loss cannot be computed: 3 of 3 rows have no probability, part = south"],
    ),
    "metric_of_ranks": (
        "part_answered",
        "metric",
        {**LABEL, "metric": "roc_auc", "at_least": 0.001, "positive_class": "yes"},
        ["roc_auc cannot be computed: 6 of 9 rows have no probability"],
    ),
    "metric_predictions": (
        "part_predicted",
        "metric",
        {**LABEL, "metric": "precision", "at_least": 0.5, "positive_class": "yes"},
        ["precision cannot be computed: 3 of 7 rows have no predicted_label"],
    ),
    "metric_labels": (
        "part_labelled",
        "metric",
        {**LABEL, "metric": "accuracy", "at_least": 0.001, "by": ["part"]},
        ["accuracy cannot be computed: there are no rows to evaluate, part = south"],
    ),
    "metric_numbers": (
        "amounts_lost",
        "metric",
        {"label": "label", "metric": "rmse", "at_most": 9, "by": ["part"]},
        ["rmse cannot be computed: 1 of 1 rows have no predicted_value, part = b"],
    ),
    "metric_weightless": (
        "answers",
        "metric",
        {**LABEL, "metric": "f1_macro", "at_least": 0.001, "by": ["part"], "example_weight": "weight"},
        ["f1_macro is not a finite number, part = none"],
    ),
    "baseline_in_part": (
        "part_predicted",
        "beats_baseline",
        {**LABEL, "metric": "recall", "positive_class": "yes", "margin": -1, "by": ["part"]},
        ["recall cannot be computed: 3 of 4 rows have no predicted_label, part = south"],
    ),
    "baseline_labels": (
        "part_labelled",
        "beats_baseline",
        {**LABEL, "metric": "accuracy", "margin": -1, "by": ["part"]},
        ["accuracy cannot be computed: there are no rows to evaluate, part = south"],
    ),
    "champion_in_part": (
        "fine",
        "beats_baseline",
        {**LABEL, "metric": "recall", "positive_class": "yes", "margin": -1, "baseline": "ref('part_predicted')"},
        ["recall of the baseline cannot be computed: 3 of 7 rows have no predicted_label"],
    ),
    "champion_of_nobody": (
        "fine",
        "beats_baseline",
        {**LABEL, "metric": "accuracy", "margin": -1, "baseline": "ref('nobody')"},
        ["accuracy of the baseline cannot be computed: there are no rows to evaluate"],
    ),
    "champion_of_nobody_by": (
        "fine",
        "beats_baseline",
        {**LABEL, "metric": "accuracy", "margin": -1, "baseline": "ref('nobody')", "by": ["part"]},
        ["accuracy of the baseline cannot be computed: there are no rows to evaluate, part = north"],
    ),
    "champion_lacks_a_group": (
        "part_predicted",
        "beats_baseline",
        {**LABEL, "metric": "log_loss", "margin": -9, "baseline": "ref('fine')", "by": ["part"]},
        ["log_loss of the baseline cannot be computed: there are no rows to evaluate, part = south"],
    ),
    "challenger_lacks_a_group": (
        "fine",
        "beats_baseline",
        {**LABEL, "metric": "log_loss", "margin": -9, "baseline": "ref('part_predicted')", "by": ["part"]},
        ["log_loss cannot be computed: there are no rows to evaluate, part = south"],
    ),
    "drift_of_nothing": (
        "nothing_in_it",
        "no_drift",
        {"reference": "ref('nothing_in_it')"},
        ["population_stability_index cannot be computed: 20 of 20 rows have no value, feature = nothing"],
    ),
    "leak_of_nothing": (
        "nothing_in_it",
        "no_leakage",
        {"label": "label"},
        [
            "the share of errors in predicting label that one feature removes cannot be computed: 20 of 20 rows have no value, feature = nothing"
        ],
    ),
    "losses_with_a_gap": (
        "gap_in_losses",
        "training_converged",
        {"at_most": 9},
        ["2 iterations have no train_loss"],
    ),
    "a_parameter_is_gone": (
        "no_bias",
        "parameters_finite",
        {},
        ["layer 2 has 2 parameters; expected: 3"],
    ),
    "a_layer_is_gone": (
        "no_layer",
        "parameters_finite",
        {},
        ["layer 2 does not fit the layer before it: parameters are missing"],
    ),
}
# name -> (model, test, arguments, parts of the error)
ERRORS = {
    "weighted_gate": (
        "negative_weight",
        "metric",
        {**LABEL, "metric": "accuracy", "at_least": 0.1, "example_weight": "weight"},
        ["example_weight weight is below 0"],
    ),
    "weighted_calibration": (
        "negative_weight",
        "calibrated",
        {**LABEL, "at_most": 0.999, "example_weight": "weight"},
        ["example_weight weight is below 0"],
    ),
    "weighted_baseline": (
        "fine",
        "beats_baseline",
        {**LABEL, "metric": "accuracy", "example_weight": "weight", "baseline": "ref('nan_weight')"},
        ["example_weight weight is below 0, NaN or infinite"],
    ),
    "percent_gate": (
        "percent",
        "metric",
        {**LABEL, "metric": "roc_auc", "at_least": 0.1},
        ["is below 0 or above 1"],
    ),
    "percent_calibration": ("percent", "calibrated", {**LABEL, "at_most": 0.99}, ["is below 0 or above 1"]),
    "leak_of_a_date": (
        "dates",
        "no_leakage",
        {"label": "ordered"},
        ["label ordered is DATE; accepted: text, booleans and integers as classes, and numbers for regression"],
    ),
    "leak_of_text_as_number": (
        "dates",
        "no_leakage",
        {"label": "word", "task": "regression"},
        ["label word is VARCHAR; accepted: text, booleans"],
    ),
}


@pytest.fixture(scope="module")
def project(consumer):
    nodes = {}
    for name, (columns, rows) in TABLES.items():
        consumer.table(name, columns, rows)
    for name, (columns, _) in LEAKS.items():
        values = [
            [None if value is None else getattr(value, "item", lambda v=value: v)() for value in column]
            for column in columns.values()
        ]
        consumer.table(f"leaks_{name}", list(columns), [list(row) for row in zip(*values, strict=True)])
        nodes[f"leaks_{name}"] = [{"dbt_nn.no_leakage": {"name": f"leakage_{name}", "arguments": {"label": "label"}}}]
    consumer.write("models/dates.sql", DATES)
    consumer.write("models/nothing_in_it.sql", NOTHING)
    consumer.train(
        "network",
        "leaks_noise_of_numbers",
        label="label",
        features=["noise_0"],
        hidden_layers=[2],
        iterations=20,
        checkpoint_every=5,
        keep_checkpoints=True,
    )
    consumer.write(
        "models/gap_in_losses.sql",
        "select * from {{ ref('network') }} where not (layer is null and iteration in (7, 8))",
    )
    consumer.write("models/no_bias.sql", "select * from {{ ref('network') }} where not (role = 'bias' and layer = 2)")
    consumer.write(
        "models/no_layer.sql", "select * from {{ ref('network') }} where not (role in ('weight', 'bias') and layer = 1)"
    )
    consumer.write("models/kept.sql", "select * from {{ dbt_nn.checkpoints(ref('network')) }}")
    for name, call in EVALUATIONS.items():
        consumer.write(
            f"models/evaluation_{name}.sql",
            f"{{{{ config(materialized='table') }}}}\nselect * from {{{{ dbt_nn.{call} }}}}\n",
        )
    for name, (call, _) in REFUSED.items():
        names = " ".join(f"{{{{ ref('{table}') }}}}" for table in TABLES)
        consumer.write(
            f"models/refused_{name}.sql",
            f"{{{{ config(materialized='table') }}}}\n-- depends_on: {names}\n{{% if execute %}}select * from {{{{ dbt_nn.{call} }}}}{{% endif %}}\n",
        )
    for name, (model, test, arguments, _) in [*GATES.items(), *ERRORS.items()]:
        nodes.setdefault(model, []).append({f"dbt_nn.{test}": {"name": name, "arguments": arguments}})
    described = [{"name": name, "data_tests": tests} for name, tests in nodes.items()]
    consumer.write("models/schema.yml", json.dumps({"version": 2, "models": described}))
    consumer.built = consumer.dbt("run")
    consumer.outcome = consumer.dbt("test")
    return consumer


def evaluation(project, name, *keys):
    assert project.built.status[f"evaluation_{name}"] == "success", project.built.message[f"evaluation_{name}"]
    names = [row[0] for row in project.rows(f"describe evaluation_{name}")]
    rows = [dict(zip(names, row)) for row in project.rows(f"select * from evaluation_{name}")]
    return {tuple(row[key] for key in keys): row for row in rows} if keys else rows


def weighed(rows, part):
    return [row for row in rows if row[0] == part and row[1] > 0]


def same(found, expected):
    for name, value in expected.items():
        if name != "examples":
            assert found[name] == (None if value is None else pytest.approx(value, rel=1e-9, abs=1e-9)), name


@pytest.mark.parametrize("part", ["usual", "constant", "exact", "one", "none", "negative", "negative prediction"])
def test_rows_of_weight_0_count_for_nothing_in_metrics_of_numbers(project, part):
    found = evaluation(project, "numbers", "part")[part,]
    rows = weighed(NUMBERS, part)
    assert found["examples"] == sum(row[0] == part for row in NUMBERS)
    if part == "none":
        assert {value for name, value in found.items() if name not in ("part", "examples")} == {None}
        return
    same(found, regression([row[2] for row in rows], [row[3] for row in rows], [row[1] for row in rows]))
    assert (found["poisson_deviance"] is None) == part.startswith("negative")
    assert (found["r2"] is None) == (part == "one")


@pytest.mark.parametrize(("name", "positive"), [("positive", "yes"), ("both", None)])
def test_rows_of_weight_0_count_for_nothing_in_metrics_of_classes(project, name, positive):
    found = evaluation(project, name, "part")
    rows = weighed(ANSWERS, "usual")
    expected = classification(
        [row[2] for row in rows],
        [row[3] for row in rows],
        {"no": [row[5] for row in rows], "yes": [row[6] for row in rows]},
        [row[1] for row in rows],
        positive,
    )
    same(found["usual",], expected)
    nothing = found["none",]
    assert nothing.pop("examples") == 6
    assert {value for key, value in nothing.items() if key != "part"} == {None}


def test_without_weight_tables_and_curves_have_no_scores(project):
    for row in evaluation(project, "classes"):
        scores = {row[name] for name in ["precision", "recall", "f1", "roc_auc", "average_precision"]}
        assert (scores == {None}) == (row["part"] == "none")
    for row in evaluation(project, "thresholds"):
        assert (row["part"] == "none") == (row["precision"] is None) == (row["recall"] is None) == (row["f1"] is None)
    for name in ["lift", "roc"]:
        assert {row["part"] for row in evaluation(project, name)} == {"usual"}


def test_one_bin_holds_every_row(project):
    (row,) = evaluation(project, "one_bin")
    assert (row["bin"], row["examples"], row["bin_start"], row["bin_end"]) == (1, 3, 0, 1)
    assert row["expected_calibration_error"] == pytest.approx(0.6 - 1 / 3, abs=1e-9)
    (row,) = evaluation(project, "one_lift")
    assert (row["bin"], row["lift"], row["cumulative_gain"]) == (1, 1, 1)


def test_equal_numbers_are_one_class(project):
    assert evaluation(project, "zeros") == [
        {"examples": 4, "accuracy": 0.75, "f1_macro": pytest.approx((0.8 + 2 / 3) / 2)}
    ]
    assert {
        (row["label"], row["predicted_label"], row["examples"]) for row in evaluation(project, "zeros_confused")
    } == {
        ("0", "0", 2),
        ("0", "1", 1),
        ("1", "1", 1),
    }
    assert evaluation(project, "zeros_given") == [{"examples": 4, "accuracy": 0.75, "f1": pytest.approx(2 / 3)}]


def test_a_prediction_between_two_whole_numbers_is_neither(project):
    assert evaluation(project, "whole") == [{"examples": 4, "accuracy": 0.5}]
    assert {(row["label"], row["predicted_label"]) for row in evaluation(project, "whole_confused")} == {
        ("1", "1"),
        ("0", "0.6"),
        ("0", "0"),
        ("1", "1.4"),
    }


def test_a_probability_may_miss_its_bounds_by_a_rounding(project):
    (row,) = evaluation(project, "rounded")
    assert row["examples"] == 4 and row["log_loss"] > 0


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_answer_is_refused(project, name):
    assert project.built.status[f"refused_{name}"] == "error", project.built.message[f"refused_{name}"]
    for part in ["dbt_nn.", *REFUSED[name][1]]:
        assert part in project.built.message[f"refused_{name}"]


def said(project):
    return [line for line in project.outcome.output.splitlines() if line.startswith("dbt_nn.")]


@pytest.mark.parametrize("name", list(GATES))
def test_a_gate_fails_where_it_can_judge_nothing(project, name):
    model, test, _, parts = GATES[name]
    assert project.outcome.status[name] == ("fail" if parts else "pass"), project.outcome.message[name]
    for part in parts:
        assert any(part in line for line in said(project) if line.startswith(f"dbt_nn.{test} on {model}: ")), part


@pytest.mark.parametrize("name", ERRORS)
def test_a_gate_refuses_what_it_can_not_judge(project, name):
    assert project.outcome.status[name] == "error", project.outcome.message[name]
    for part in ERRORS[name][3]:
        assert part in project.outcome.message[name]


@pytest.mark.parametrize("name", LEAKS)
def test_no_leakage_finds_copies_and_perfect_splits_at_its_defaults(project, name):
    expected = "fail" if LEAKS[name][1] else "pass"
    assert project.outcome.status[f"leakage_{name}"] == expected, project.outcome.message[f"leakage_{name}"]
    found = {
        line.split("feature = ")[1] for line in said(project) if line.startswith(f"dbt_nn.no_leakage on leaks_{name}: ")
    }
    assert found == LEAKS[name][1]


def test_what_is_told_is_the_distance_of_the_auc_and_the_square_of_the_rank_correlation(tmp_path):
    """Ties, missing values and infinities; against scikit-learn's AUC and SciPy's Spearman."""
    random = np.random.default_rng(5)
    rows = []
    for at in range(80):
        yes = random.random() < 0.3
        value = float(np.round(random.normal() + 1.0 * yes, 1))
        rows.append(
            [value if at % 9 else None, "yes" if yes else "no", float(np.round(np.exp(4 * value) + random.normal(), 1))]
        )
    fresh = new_consumer(tmp_path)
    fresh.table("rows", ["feature", "label", "amount"], rows)
    tests = [
        {
            "dbt_nn.no_leakage": {
                "name": name,
                "arguments": {"label": label, "features": ["feature"], "at_most": -1},
                "config": {"store_failures": True},
            }
        }
        for name, label in [("told_label", "label"), ("told_amount", "amount")]
    ]
    fresh.write("models/schema.yml", json.dumps({"version": 2, "models": [{"name": "rows", "data_tests": tests}]}))
    fresh.dbt("build")
    there = [row for row in rows if row[0] is not None]
    area = roc_auc_score([row[1] == "yes" for row in there], [row[0] for row in there])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rank = spearmanr([row[0] for row in there], [row[2] for row in there]).statistic
    (told,) = fresh.rows("select metric_value from main_dbt_test__audit.told_label")[0]
    assert told == pytest.approx(abs(2 * area - 1), abs=1e-9)
    (told,) = fresh.rows("select metric_value from main_dbt_test__audit.told_amount")[0]
    assert told == pytest.approx(rank**2, abs=1e-9)


def test_checkpoints_of_a_network_are_its_weights_and_biases(project):
    """After every fifth iteration; neither the encoding nor the optimizer's state is among them."""
    assert project.built.status["kept"] == "success", project.built.message["kept"]
    counts = project.rows(
        "select iteration, count(*), count(distinct (layer, input, output)) from kept group by 1 order by 1"
    )
    assert counts == [(iteration, 7, 7) for iteration in (5, 10, 15, 20)]
    last = "select layer, input, output, value from {} order by all"
    assert project.rows(last.format("kept where iteration = 20")) == project.rows(
        last.format("network where role in ('weight', 'bias')")
    )
