"""What scikit-learn says of predictions, under the names of dbt_nn.evaluate."""

import math
import warnings

import numpy as np
from sklearn import metrics as sk


def classification(labels, predicted, probabilities, weights=None, positive=None) -> dict[str, float | None]:
    """`probabilities` are columns by class. A metric that is not defined is None."""
    labels, predicted = np.array(labels, dtype=object), np.array(predicted, dtype=object)
    classes = sorted(probabilities)
    matrix = np.column_stack([probabilities[name] for name in classes])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        precision, recall, f1, _ = sk.precision_recall_fscore_support(
            labels, predicted, average="macro", sample_weight=weights, zero_division=0
        )
        found = {
            "examples": len(labels),
            "accuracy": sk.accuracy_score(labels, predicted, sample_weight=weights),
            "balanced_accuracy": sk.balanced_accuracy_score(labels, predicted, sample_weight=weights),
            "precision_macro": precision,
            "recall_macro": recall,
            "f1_macro": f1,
            "f1_weighted": sk.f1_score(labels, predicted, average="weighted", sample_weight=weights, zero_division=0),
            "matthews_correlation": sk.matthews_corrcoef(labels, predicted, sample_weight=weights),
            "log_loss": sk.log_loss(labels, matrix, labels=classes, sample_weight=weights),
        }
        if positive is not None:
            (precision,), (recall,), (f1,), _ = sk.precision_recall_fscore_support(
                labels, predicted, labels=[positive], sample_weight=weights, zero_division=0
            )
            is_positive, score = (labels == positive).astype(int), np.asarray(probabilities[positive])
            found |= {"precision": precision, "recall": recall, "f1": f1}
            found["brier_score"] = sk.brier_score_loss(is_positive, score, sample_weight=weights, pos_label=1)
            found["roc_auc"] = sk.roc_auc_score(is_positive, score, sample_weight=weights)
            found["average_precision"] = sk.average_precision_score(is_positive, score, sample_weight=weights)
        else:
            found["brier_score"] = sk.brier_score_loss(labels, matrix, labels=classes, sample_weight=weights)
            all_there = set(labels) == set(classes)
            score = matrix[:, 1] if len(classes) == 2 else matrix
            kind = {} if len(classes) == 2 else {"multi_class": "ovr", "labels": classes}
            found["roc_auc"] = sk.roc_auc_score(labels, score, sample_weight=weights, **kind) if all_there else None
            found["average_precision"] = (
                np.mean(
                    [
                        sk.average_precision_score((labels == name).astype(int), matrix[:, at], sample_weight=weights)
                        for at, name in enumerate(classes)
                    ]
                )
                if all_there
                else None
            )
    return {name: None if value is None or math.isnan(value) else float(value) for name, value in found.items()}


def regression(labels, predicted, weights=None) -> dict[str, float | None]:
    has_deviance = min(labels) >= 0 and min(predicted) > 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        given = {"sample_weight": weights}
        found = {
            "examples": len(labels),
            "mae": sk.mean_absolute_error(labels, predicted, **given),
            "mse": sk.mean_squared_error(labels, predicted, **given),
            "rmse": sk.root_mean_squared_error(labels, predicted, **given),
            "r2": sk.r2_score(labels, predicted, **given),
            "median_absolute_error": sk.median_absolute_error(labels, predicted, **given),
            "mape": sk.mean_absolute_percentage_error(labels, predicted, **given),
            "poisson_deviance": sk.mean_poisson_deviance(labels, predicted, **given) if has_deviance else math.nan,
            "explained_variance": sk.explained_variance_score(labels, predicted, **given),
        }
    return {name: None if math.isnan(value) else float(value) for name, value in found.items()}
