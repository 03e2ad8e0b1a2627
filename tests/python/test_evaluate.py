"""dbt_nn.evaluate and its kin give scikit-learn's numbers, to 1e-9, on corners too."""

import csv
import io
import json

import numpy as np
import pytest
from metrics_reference import classification, regression
from sklearn import metrics as sk
from sklearn.calibration import calibration_curve

THREE = ["it's", "No way", "yes"]
COLUMN = {"it's": "probability_it_s", "No way": "probability_no_way", "yes": "probability_yes", "no": "probability_no"}


def three_classes():
    """Groups with all classes, with one class alone, with none predicted right, and a missing name; ties, zeros and missing labels."""
    random = np.random.default_rng(7)
    rows = []
    for group, count in [("large", 120), ("one class", 9), (None, 30), ("single", 1)]:
        p = random.dirichlet([0.5, 0.6, 0.8], size=count).round(1)
        p[:, 2] = (1 - p[:, 0] - p[:, 1]).round(1)
        for at, row in enumerate(p):
            label = "yes" if group == "one class" else THREE[random.integers(0, 3)]
            rows.append(
                {
                    "id": len(rows),
                    "part": group,
                    "weight": [0.5, 0, 2, 1.25][at % 4] if group != "single" else 3,
                    "label": label if at % 17 != 16 else None,
                    "predicted_label": THREE[int(row.argmax())],
                    "predicted_probability": float(row.max()),
                    **{COLUMN[name]: float(value) for name, value in zip(THREE, row)},
                }
            )
    return rows


def two_classes():
    """`steady` gives everybody the same probability; the column of the label that no row has is there."""
    random = np.random.default_rng(8)
    rows = []
    for part in ["usual", "steady"]:
        for _ in range(60):
            p = 0.25 if part == "steady" else float(random.beta(0.4, 0.6))
            rows.append(
                {
                    "id": len(rows),
                    "part": part,
                    "churned": "yes" if random.random() < 0.2 + 0.6 * p else "no",
                    "predicted_label": "yes" if p > 0.5 else "no",
                    "predicted_probability": max(p, 1 - p),
                    "probability_no": 1 - p,
                    "probability_yes": p,
                }
            )
    return rows


def numbers():
    random = np.random.default_rng(9)
    rows = []
    for part, count in [("many", 51), ("even", 20), (None, 7), ("constant", 5), ("exact", 4), ("single", 1)]:
        for at in range(count):
            label = 7.0 if part in ("constant", "exact") else float(random.normal(1e6, 3))
            error = 0.0 if part == "exact" else float(random.normal(0.2, 2))
            rows.append(
                {
                    "id": len(rows),
                    "part": part,
                    "weight": [1, 0.5, 2, 0][at % 4] if part != "single" else 2,
                    "label": label,
                    "predicted_value": label + error,
                }
            )
    rows.append({"id": len(rows), "part": "many", "weight": 1, "label": None, "predicted_value": 3.0})
    return rows


ROWS = {"three": three_classes(), "two": two_classes(), "amounts": numbers()}
# relation -> what is evaluated, and the groups
EVALUATIONS = {
    "whole": "evaluate(ref('three'), 'label')",
    "by_part": "evaluate(predictions=ref('three'), label='label', by=['part'])",
    "weighted": "evaluate(ref('three'), 'label', by='part', example_weight='weight')",
    "positive": "evaluate(ref('three'), 'label', positive_class='yes', by=['part'], example_weight='weight')",
    "binary": "evaluate(ref('two'), 'churned', by=['part'])",
    "binary_positive": "evaluate(ref('two'), 'churned', positive_class='yes', by=['part'])",
    "of_numbers": "evaluate(ref('amounts'), 'label', by=['part'])",
    "of_weighted_numbers": "evaluate(ref('amounts'), 'label', by=['part'], example_weight='weight')",
    "of_all_numbers": "evaluate(ref('amounts'), 'label')",
    "few": "evaluate(ref('two'), 'churned', metrics=['roc_auc', 'accuracy'])",
    "only_ranks": "evaluate(ref('two'), 'churned', metrics=['average_precision'], positive_class='yes', by=['part'])",
    "only_loss": "evaluate(ref('three'), 'label', metrics='log_loss', by=['part'])",
    "no_rows": "evaluate('(select * from ' ~ ref('three') ~ ' where 1 = 0) as nobody', 'label')",
    "no_probabilities": "evaluate(ref('labels_only'), 'label')",
    "unlabelled_numbers": "evaluate(ref('no_amounts'), 'label')",
    "missing_prediction": "evaluate(ref('missing'), 'label')",
    "missing_number": "evaluate(ref('missing_amount'), 'label')",
    "classes": "evaluate_classes(ref('three'), 'label', by=['part'], example_weight='weight')",
    "confusion": "confusion_matrix(ref('three'), 'label', by=['part'], example_weight='weight')",
    "roc": "roc_curve(ref('three'), 'label', by=['part'], example_weight='weight')",
    "roc_yes": "roc_curve(ref('two'), 'churned', positive_class='yes')",
    "precision_recall": "precision_recall_curve(ref('three'), 'label', by=['part'], example_weight='weight')",
    "thresholds": "threshold_table(ref('two'), 'churned', positive_class='yes', false_positive_cost=1, false_negative_cost=5)",
    "chosen_thresholds": "threshold_table(ref('three'), 'label', thresholds=[0.9, 0.1], by=['part'])",
    "calibration": "calibration_curve(ref('two'), 'churned', positive_class='yes', by=['part'])",
    "calibration_of_answers": "calibration_curve(ref('three'), 'label', bins=5)",
    "lift": "lift_curve(ref('two'), 'churned', positive_class='yes', bins=6)",
    "thousand_evaluated": "evaluate(ref('thousand'), 'label')",
    "thousand_classes": "evaluate_classes(ref('thousand'), 'label')",
    "given_classes": "evaluate(ref('two'), 'churned', classes=['no', 'yes'], metrics=['log_loss'])",
}
CLASSES = 1000
FIRST_YES = next(row["id"] for row in ROWS["three"] if row["label"] == "yes")


def as_csv(rows) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.fixture(scope="module")
def project(consumer):
    for name, rows in ROWS.items():
        consumer.write(f"seeds/{name}.csv", as_csv(rows))
    for name, call in EVALUATIONS.items():
        consumer.write(
            f"models/evaluation_{name}.sql",
            f"{{{{ config(materialized='table') }}}}\nselect * from {{{{ dbt_nn.{call} }}}}\n",
        )
    consumer.write("models/labels_only.sql", "select label, predicted_label from {{ ref('three') }}\n")
    consumer.write("models/no_amounts.sql", "select * from {{ ref('amounts') }} where label is null\n")
    consumer.write(
        "models/missing.sql",
        f"""
        select label, predicted_label, probability_it_s, probability_no_way,
          case when id <> {FIRST_YES} then probability_yes end as probability_yes
        from {{{{ ref('three') }}}}
        """,
    )
    consumer.write(
        "models/missing_amount.sql",
        "select label, case when id <> 5 then predicted_value end as predicted_value from {{ ref('amounts') }}\n",
    )
    # Every class is a label twice and a prediction somewhere; probabilities are whatever a sine says.
    consumer.write(
        "models/thousand.sql",
        f"""
        {{{{ config(materialized='table') }}}}
        select
          'c' || (i % {CLASSES}) as label,
          'c' || ((i * 7 + i // 3) % {CLASSES}) as predicted_label,
          {{% for k in range({CLASSES}) %}}
          (1 + round(sin(i * 1.7 + {{{{ k }}}} * 0.3), 2)) / {CLASSES} as probability_c{{{{ k }}}},
          {{% endfor %}}
          i
        from range({2 * CLASSES}) as numbers (i)
        """,
    )
    consumer.outcome = consumer.dbt("build")
    return consumer


def evaluation(project, name, *keys) -> dict:
    """Rows as dicts: the one, or by their keys."""
    status = project.outcome.status[f"evaluation_{name}"]
    assert status == "success", project.outcome.message[f"evaluation_{name}"]
    relation = f"evaluation_{name}"
    names = [row[0] for row in project.rows(f"describe {relation}")]
    rows = [dict(zip(names, row)) for row in project.rows(f"select * from {relation}")]
    if not keys:
        (row,) = rows
        return row
    return {tuple(row[key] for key in keys) if len(keys) > 1 else row[keys[0]]: row for row in rows}


def judged(rows, label, part=...):
    return [row for row in rows if row[label] is not None and (part is ... or row["part"] == part)]


def of_classes(rows, label, classes, weights=False, positive=None):
    return classification(
        [row[label] for row in rows],
        [row["predicted_label"] for row in rows],
        {name: [row[COLUMN[name]] for row in rows] for name in classes},
        [row["weight"] for row in rows] if weights else None,
        positive,
    )


def of_numbers(rows, weights=False):
    return regression(
        [row["label"] for row in rows],
        [row["predicted_value"] for row in rows],
        [row["weight"] for row in rows] if weights else None,
    )


def assert_same(found: dict, expected: dict, tolerance=1e-9):
    assert set(found) == set(expected)
    for name, value in expected.items():
        assert found[name] == (None if value is None else pytest.approx(value, rel=0, abs=tolerance)), name


def test_everything_is_built(project):
    assert project.outcome.success, project.outcome.output


def test_a_whole_relation_is_one_row(project):
    assert_same(evaluation(project, "whole"), of_classes(judged(ROWS["three"], "label"), "label", THREE))


@pytest.mark.parametrize(
    ("name", "weights", "positive"),
    [("by_part", False, None), ("weighted", True, None), ("positive", True, "yes")],
)
def test_every_group_has_scikit_learns_numbers(project, name, weights, positive):
    """A group of one class alone has no ROC AUC, and a group may have no name."""
    found = evaluation(project, name, "part")
    assert set(found) == {"large", "one class", None, "single"}
    for part, row in found.items():
        expected = of_classes(judged(ROWS["three"], "label", part), "label", THREE, weights, positive)
        assert_same({key: value for key, value in row.items() if key != "part"}, expected)
    assert found["one class"]["roc_auc"] is None


@pytest.mark.parametrize(("name", "positive"), [("binary", None), ("binary_positive", "yes")])
def test_two_classes_and_constant_scores(project, name, positive):
    found = evaluation(project, name, "part")
    for part, row in found.items():
        expected = of_classes(judged(ROWS["two"], "churned", part), "churned", ["no", "yes"], False, positive)
        assert_same({key: value for key, value in row.items() if key != "part"}, expected)
    assert found["steady"]["roc_auc"] == 0.5


@pytest.mark.parametrize(("name", "weights"), [("of_numbers", False), ("of_weighted_numbers", True)])
def test_numbers_have_scikit_learns_metrics(project, name, weights):
    """Labels of a million lose digits in a naive variance; constant labels, exact predictions and single rows are corners."""
    found = evaluation(project, name, "part")
    for part, row in found.items():
        expected = of_numbers(judged(ROWS["amounts"], "label", part), weights)
        assert_same({key: value for key, value in row.items() if key != "part"}, expected)
    assert found["constant"]["r2"] == 0
    assert found["exact"]["r2"] == 1
    assert found["single"]["r2"] is None


def test_numbers_of_a_whole_relation(project):
    assert_same(evaluation(project, "of_all_numbers"), of_numbers(judged(ROWS["amounts"], "label")), 1e-8)


def test_metrics_that_are_asked_for_are_the_columns(project):
    expected = of_classes(ROWS["two"], "churned", ["no", "yes"])
    assert evaluation(project, "few") == {
        "examples": 120,
        "roc_auc": pytest.approx(expected["roc_auc"], abs=1e-9),
        "accuracy": pytest.approx(expected["accuracy"], abs=1e-9),
    }
    for part, row in evaluation(project, "only_ranks", "part").items():
        rows = judged(ROWS["two"], "churned", part)
        expected = of_classes(rows, "churned", ["no", "yes"], False, "yes")["average_precision"]
        assert row == {"part": part, "examples": len(rows), "average_precision": pytest.approx(expected, abs=1e-9)}
    for part, row in evaluation(project, "only_loss", "part").items():
        rows = judged(ROWS["three"], "label", part)
        expected = of_classes(rows, "label", THREE)["log_loss"]
        assert row == {"part": part, "examples": len(rows), "log_loss": pytest.approx(expected, abs=1e-9)}
    assert evaluation(project, "given_classes")["log_loss"] == pytest.approx(
        of_classes(ROWS["two"], "churned", ["no", "yes"])["log_loss"], abs=1e-9
    )


@pytest.mark.parametrize("name", ["no_rows", "unlabelled_numbers"])
def test_no_rows_are_one_row_of_nulls(project, name):
    row = evaluation(project, name)
    assert row.pop("examples") == 0
    assert set(row.values()) == {None}


def test_without_probabilities_their_metrics_are_null(project):
    row = evaluation(project, "no_probabilities")
    expected = of_classes(judged(ROWS["three"], "label"), "label", THREE)
    nulls = {name for name, value in row.items() if value is None}
    assert nulls == {"log_loss", "brier_score", "roc_auc", "average_precision"}
    assert row["f1_macro"] == pytest.approx(expected["f1_macro"], abs=1e-9)


def test_a_missing_prediction_makes_what_reads_it_null(project):
    row = evaluation(project, "missing_prediction")
    assert {name for name, value in row.items() if value is None} == {
        "log_loss",
        "brier_score",
        "roc_auc",
        "average_precision",
    }
    row = evaluation(project, "missing_number")
    assert {name for name, value in row.items() if value is not None} == {"examples"}


def test_the_table_of_classes(project):
    found = evaluation(project, "classes", "part", "class")
    for part in ["large", "one class", None]:
        rows = judged(ROWS["three"], "label", part)
        labels, predicted = [row["label"] for row in rows], [row["predicted_label"] for row in rows]
        weights = [row["weight"] for row in rows]
        for name in THREE:
            row = found[part, name]
            (precision,), (recall,), (f1,), (support,) = sk.precision_recall_fscore_support(
                labels, predicted, labels=[name], sample_weight=weights, zero_division=0
            )
            assert row["examples"] == labels.count(name)
            assert row["predicted_examples"] == predicted.count(name)
            assert (row["precision"], row["recall"], row["f1"], row["weight"]) == pytest.approx(
                (precision, recall, f1, support), abs=1e-9
            )
            if 0 < labels.count(name) < len(labels):
                own = [label == name for label in labels]
                score = [row[COLUMN[name]] for row in rows]
                assert row["roc_auc"] == pytest.approx(sk.roc_auc_score(own, score, sample_weight=weights), abs=1e-9)
                assert row["average_precision"] == pytest.approx(
                    sk.average_precision_score(own, score, sample_weight=weights), abs=1e-9
                )
            else:
                assert row["roc_auc"] is None


def test_the_confusion_matrix(project):
    found = evaluation(project, "confusion", "part", "label", "predicted_label")
    for part in ["large", "one class", None]:
        rows = judged(ROWS["three"], "label", part)
        labels, predicted = [row["label"] for row in rows], [row["predicted_label"] for row in rows]
        weights = [row["weight"] for row in rows]
        for normalize, column in [
            (None, "weight"),
            ("all", "share"),
            ("true", "share_of_label"),
            ("pred", "share_of_predicted_label"),
        ]:
            matrix = sk.confusion_matrix(labels, predicted, labels=THREE, sample_weight=weights, normalize=normalize)
            for at, label in enumerate(THREE):
                for other, answer in enumerate(THREE):
                    row = found.get((part, label, answer))
                    assert (row[column] or 0 if row else 0) == pytest.approx(matrix[at, other], abs=1e-9)
                    assert (row["examples"] if row else 0) == list(zip(labels, predicted)).count((label, answer))


def curve_of(project, name, **keys):
    condition = " and ".join(
        f'"{key}" is null' if value is None else f"\"{key}\" = '{value.replace(chr(39), chr(39) * 2)}'"
        for key, value in keys.items()
    )
    assert project.outcome.status[f"evaluation_{name}"] == "success", project.outcome.message[f"evaluation_{name}"]
    return project.rows(f"select * exclude (part) from evaluation_{name} where {condition} order by point")


@pytest.mark.parametrize("part", ["large", None])
def test_the_roc_curve(project, part):
    rows = judged(ROWS["three"], "label", part)
    for name in THREE:
        false_rate, true_rate, thresholds = sk.roc_curve(
            [row["label"] == name for row in rows],
            [row[COLUMN[name]] for row in rows],
            sample_weight=[row["weight"] for row in rows],
            drop_intermediate=False,
        )
        found = curve_of(project, "roc", part=part, **{"class": name})
        assert [row[1] for row in found] == list(range(len(thresholds)))
        assert [row[2] for row in found] == [None, *thresholds[1:]]
        assert [row[3] for row in found] == pytest.approx(list(true_rate), abs=1e-9)
        assert [row[4] for row in found] == pytest.approx(list(false_rate), abs=1e-9)


def test_a_roc_curve_of_one_class_alone_has_no_false_positive_rate(project):
    found = curve_of(project, "roc", part="one class", **{"class": "yes"})
    assert {row[4] for row in found} == {None}
    assert found[0][3] == 0 and found[-1][3] == 1


@pytest.mark.parametrize("part", ["large", "one class", None])
def test_the_precision_recall_curve(project, part):
    rows = judged(ROWS["three"], "label", part)
    for name in THREE:
        precision, recall, thresholds = sk.precision_recall_curve(
            np.array([row["label"] == name for row in rows]).astype(int),
            [row[COLUMN[name]] for row in rows],
            pos_label=1,
            sample_weight=[row["weight"] for row in rows],
        )
        found = curve_of(project, "precision_recall", part=part, **{"class": name})
        assert [row[2] for row in found] == [None, *thresholds[::-1]]
        assert [row[3] for row in found] == pytest.approx(list(precision[::-1]), abs=1e-9)
        assert [row[4] for row in found] == pytest.approx(list(recall[::-1]), abs=1e-9)


def test_the_table_of_thresholds(project):
    found = evaluation(project, "thresholds", "threshold")
    assert list(sorted(found)) == [k * 5 / 100 for k in range(21)]
    own = np.array([row["churned"] == "yes" for row in ROWS["two"]])
    score = np.array([row["probability_yes"] for row in ROWS["two"]])
    for threshold, row in found.items():
        said = score >= threshold
        (tn, fp), (fn, tp) = sk.confusion_matrix(own, said, labels=[False, True])
        assert (row["true_positives"], row["false_positives"]) == (tp, fp)
        assert (row["true_negatives"], row["false_negatives"]) == (tn, fn)
        assert row["cost"] == fp + 5 * fn
        assert row["f1"] == pytest.approx(sk.f1_score(own, said, zero_division=0), abs=1e-9)
        assert row["precision"] == pytest.approx(sk.precision_score(own, said, zero_division=0), abs=1e-9)
    chosen = evaluation(project, "chosen_thresholds", "part", "class", "threshold")
    assert {key[2] for key in chosen} == {0.1, 0.9}
    assert {key[1] for key in chosen} == set(THREE)


def test_the_calibration_curve(project):
    assert project.outcome.status["evaluation_calibration"] == "success", project.outcome.message
    for part in ["usual", "steady"]:
        rows = judged(ROWS["two"], "churned", part)
        own = np.array([row["churned"] == "yes" for row in rows])
        score = np.array([row["probability_yes"] for row in rows])
        true, mean = calibration_curve(own, score, n_bins=10)
        found = project.rows(
            f"select bin, examples, mean_probability, observed_rate, expected_calibration_error, class from evaluation_calibration where part = '{part}' order by bin"
        )
        assert [row[3] for row in found] == pytest.approx(list(true), abs=1e-9)
        assert [row[2] for row in found] == pytest.approx(list(mean), abs=1e-9)
        counts = np.array([row[1] for row in found])
        error = (counts * np.abs(true - mean)).sum() / counts.sum()
        assert [row[4] for row in found] == pytest.approx([error] * len(found), abs=1e-9)
        assert {row[5] for row in found} == {"yes"}


def test_the_calibration_of_the_answers(project):
    rows = judged(ROWS["three"], "label")
    true, mean = calibration_curve(
        [row["label"] == row["predicted_label"] for row in rows],
        [row["predicted_probability"] for row in rows],
        n_bins=5,
    )
    found = project.rows(
        "select observed_rate, mean_probability, class from evaluation_calibration_of_answers order by bin"
    )
    assert [row[0] for row in found] == pytest.approx(list(true), abs=1e-9)
    assert [row[1] for row in found] == pytest.approx(list(mean), abs=1e-9)
    assert {row[2] for row in found} == {None}


def test_the_lift_curve(project):
    """Rows of one probability stay together, so a bin may be larger than a sixth."""
    rows = sorted(ROWS["two"], key=lambda row: -row["probability_yes"])
    scores = [row["probability_yes"] for row in rows]
    first = {score: scores.index(score) for score in scores}
    bins = [first[score] * 6 // len(rows) + 1 for score in scores]
    own = [row["churned"] == "yes" for row in rows]
    found = evaluation(project, "lift", "bin")
    assert set(found) == set(bins)
    for bin_, row in found.items():
        inside = [yes for yes, at in zip(own, bins) if at == bin_]
        up_to = [yes for yes, at in zip(own, bins) if at <= bin_]
        assert row["examples"] == len(inside)
        assert row["positive_rate"] == pytest.approx(np.mean(inside), abs=1e-9)
        assert row["lift"] == pytest.approx(np.mean(inside) / np.mean(own), abs=1e-9)
        assert row["cumulative_gain"] == pytest.approx(sum(up_to) / sum(own), abs=1e-9)
        assert row["cumulative_share"] == pytest.approx(len(up_to) / len(rows), abs=1e-9)
        assert row["cumulative_lift"] == pytest.approx(np.mean(up_to) / np.mean(own), abs=1e-9)


def test_a_thousand_classes(project):
    table = project.rows("select * from thousand order by i")
    names = [f"c{k}" for k in range(CLASSES)]
    labels, predicted = [row[0] for row in table], [row[1] for row in table]
    matrix = np.array([row[2:-1] for row in table], dtype=float)
    own = matrix[np.arange(len(labels)), [int(label[1:]) for label in labels]]
    found = evaluation(project, "thousand_evaluated")
    assert found["accuracy"] == pytest.approx(sk.accuracy_score(labels, predicted), abs=1e-9)
    assert found["f1_macro"] == pytest.approx(sk.f1_score(labels, predicted, average="macro"), abs=1e-9)
    assert found["matthews_correlation"] == pytest.approx(sk.matthews_corrcoef(labels, predicted), abs=1e-9)
    assert found["log_loss"] == pytest.approx(-np.log(np.clip(own, 2**-52, 1)).mean(), abs=1e-9)
    squares = ((matrix - (np.array(labels)[:, None] == np.array(names))) ** 2).sum(axis=1)
    assert found["brier_score"] == pytest.approx(squares.mean(), abs=1e-9)
    areas = [sk.roc_auc_score(np.array(labels) == name, matrix[:, k]) for k, name in enumerate(names)]
    assert found["roc_auc"] == pytest.approx(np.mean(areas), abs=1e-9)
    classes = evaluation(project, "thousand_classes", "class")
    assert [classes[name]["roc_auc"] for name in names] == pytest.approx(areas, abs=1e-9)


BAD = {
    "unknown_metric": (
        "evaluate(ref('three'), 'label', metrics=['acuracy'])",
        ['metric is "acuracy"; did you mean accuracy? accepted: accuracy, balanced_accuracy'],
    ),
    "no_such_label": (
        "evaluate(ref('two'), 'churn')",
        ["column churn is not in the predictions; did you mean churned? they have id, part, churned"],
    ),
    "no_such_weight": (
        "evaluate(ref('two'), 'churned', example_weight='wait')",
        ["column wait is not in the predictions"],
    ),
    "wrong_task": (
        "evaluate(ref('two'), 'churned', metrics=['rmse'])",
        ["rmse is for regression", "predicted_label and no predicted_value", "metrics that fit: accuracy"],
    ),
    "two_tasks": ("evaluate(ref('two'), 'churned', metrics=['accuracy', 'rmse'])", ["rmse is a metric of regression"]),
    "classes_of_numbers": (
        "evaluate(ref('amounts'), 'label', metrics=['accuracy'])",
        ["accuracy is for classification", "metrics that fit: mae"],
    ),
    "unknown_class": (
        "evaluate(ref('two'), 'churned', positive_class='Yes')",
        ['positive_class is "Yes"', "accepted: no, yes"],
    ),
    "yaml_truth": (
        "evaluate(ref('two'), 'churned', positive_class=true)",
        ['positive_class is "true"', "YAML reads yes and no without quotes as true and false"],
    ),
    "no_class": ("evaluate(ref('two'), 'churned', metrics=['recall'])", ["positive_class is missing: recall is"]),
    "no_class_column": (
        "roc_curve(ref('labels_only'), 'label', positive_class='yes')",
        ["the predictions have no column probability_yes for the class yes"],
    ),
    "own_column": (
        "confusion_matrix(ref('two'), 'churned', by=['predicted_label'])",
        ["by is predicted_label, which is also a column of the result"],
    ),
    "twice": ("evaluate(ref('two'), 'churned', by=['part', 'part'])", ["a list of distinct column names"]),
    "no_bins": (
        "calibration_curve(ref('two'), 'churned', bins=0)",
        ["bins is 0; accepted: an integer from 1 to 1000"],
    ),
    "too_many_bins": (
        "calibration_curve(ref('two'), 'churned', bins=100001)",
        ["bins is 100001; accepted: an integer"],
    ),
    "too_many_lift_bins": (
        "lift_curve(ref('two'), 'churned', bins=100001)",
        ["bins is 100001; accepted: an integer"],
    ),
    "too_many_thresholds": (
        "threshold_table(ref('two'), 'churned', thresholds=(range(0, 90000) | list))",
        ["thresholds contains 90000 numbers; accepted: at most 1000"],
    ),
    "no_cost": (
        "threshold_table(ref('two'), 'churned', false_negative_cost='much')",
        ['false_negative_cost is "much"'],
    ),
    "no_label": ("evaluate(ref('two'))", ["label is null; accepted: the name of the column"]),
    "neither": ("evaluate(ref('neither'), 'label')", ["column predicted_label is not in the predictions"]),
}


@pytest.fixture(scope="module")
def bad(project):
    """One run of all: what is known from the arguments alone would be said when dbt parses, so it waits until a model runs."""
    project.write("models/neither.sql", "select 1 as label\n")
    project.dbt_ok("run", "--select", "neither")
    for name, (call, _) in BAD.items():
        project.write(
            f"models/bad/bad_{name}.sql",
            f"-- depends_on: {{{{ ref('two') }}}} {{{{ ref('three') }}}} {{{{ ref('amounts') }}}} {{{{ ref('labels_only') }}}} {{{{ ref('neither') }}}}\n"
            f"{{% if execute %}}select * from {{{{ dbt_nn.{call} }}}}{{% endif %}}\n",
        )
    outcome = project.dbt("run", "--select", "bad")
    assert set(outcome.status.values()) == {"error"}
    return outcome.message


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_one_clear_error(bad, name):
    for part in ["dbt_nn.", *BAD[name][1]]:
        assert part in bad[f"bad_{name}"]


def test_everything_compiles_before_anything_exists(tmp_path, project):
    """ls, compile and docs generate before the first build; build --empty leaves relations of the right columns."""
    from conftest import new_consumer

    fresh = new_consumer(tmp_path)
    for name in ROWS:
        fresh.write(f"seeds/{name}.csv", as_csv(ROWS[name][:5]))
    for name in ["by_part", "of_numbers", "classes", "confusion", "roc", "thresholds", "calibration", "lift"]:
        call = EVALUATIONS[name]
        fresh.write(
            f"models/evaluation_{name}.sql",
            f"{{{{ config(materialized='table') }}}}\nselect * from {{{{ dbt_nn.{call} }}}}\n",
        )
    fresh.dbt_ok("compile")
    fresh.dbt_ok("build", "--empty")
    for name in ["by_part", "of_numbers", "classes", "confusion", "roc", "thresholds", "calibration", "lift"]:
        described = {row[:2] for row in fresh.rows(f"describe evaluation_{name}")}
        assert described == {row[:2] for row in project.rows(f"describe evaluation_{name}")}, name
        assert fresh.rows(f"select count(*) from evaluation_{name}") == [(0,)]


UNIT_TEST = {
    "unit_tests": [
        {
            "name": "evaluation_in_a_unit_test",
            "model": "evaluation_few",
            "given": [
                {
                    "input": "ref('two')",
                    "rows": [
                        {"churned": "yes", "predicted_label": "yes", "probability_no": 0.1, "probability_yes": 0.9},
                        {"churned": "no", "predicted_label": "yes", "probability_no": 0.4, "probability_yes": 0.6},
                    ],
                }
            ],
            "expect": {"rows": [{"examples": 2, "accuracy": 0.5, "roc_auc": 1.0}]},
        }
    ]
}


def test_an_evaluation_can_be_unit_tested(project):
    project.write("models/unit_tests.yml", json.dumps({"version": 2, **UNIT_TEST}))
    outcome = project.dbt("test", "--select", "evaluation_in_a_unit_test")
    assert outcome.success, outcome.output
