"""How values are written: numbers, names, texts for HTML."""

from __future__ import annotations

import html
import json
import math

WAREHOUSES = {
    "duckdb": "DuckDB",
    "postgres": "PostgreSQL",
    "spark": "Spark",
    "bigquery": "BigQuery",
    "snowflake": "Snowflake",
    "databricks": "Databricks",
}

METRICS = {
    "accuracy": "Accuracy",
    "balanced_accuracy": "Balanced accuracy",
    "precision_macro": "Precision, mean of classes",
    "recall_macro": "Recall, mean of classes",
    "f1_macro": "F1, mean of classes",
    "f1_weighted": "F1, weighted by rows",
    "matthews_correlation": "Matthews correlation",
    "precision": "Precision",
    "recall": "Recall",
    "f1": "F1",
    "log_loss": "Log loss",
    "brier_score": "Brier score",
    "roc_auc": "ROC AUC",
    "average_precision": "Average precision",
    "mae": "Mean error",
    "mse": "Mean squared error",
    "rmse": "Root of the mean squared error",
    "r2": "R²",
    "median_absolute_error": "Median error",
    "mape": "Mean relative error",
    "poisson_deviance": "Poisson deviance",
    "explained_variance": "Explained variance",
    "coverage": "Coverage of the interval",
}


def escape(value) -> str:
    return html.escape("" if value is None else str(value), quote=True)


def name(value) -> str:
    """A user's name, set as code."""
    return f"<code>{escape(value)}</code>"


def count(value) -> str:
    return "–" if value is None else f"{int(value):,}"


def plural(number: int, one: str, many: str = "") -> str:
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def number(value, digits: int = 3) -> str:
    """A measure: `digits` decimals below 10, fewer above, integers of thousands with commas."""
    if value is None:
        return "–"
    size = abs(value)
    if 0 < size < 0.5 * 10**-digits:
        return f"{value:.1e}"
    if size < 10:
        return f"{value:.{digits}f}"
    return f"{value:,.1f}" if size < 1000 else f"{value:,.0f}"


def exact(value) -> str:
    """A number in a table of data: six digits, and no more zeros than it needs."""
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    return f"{value:.6g}"


def percent(part, digits: int = 1) -> str:
    return "–" if part is None else f"{100 * part:.{digits}f}%"


def metric(value, metric_name: str) -> str:
    return percent(value) if metric_name in ("accuracy", "coverage") else number(value)


def json_for_html(value) -> str:
    """JSON that can stand in a script element: no `<`, and no line break that JavaScript does not take in a text."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def wilson(right: int, rows: int) -> tuple[float, float]:
    """The 95% interval of a share, by Wilson."""
    if not rows:
        return 0.0, 1.0
    z = 1.959963984540054
    share = right / rows
    middle = (share + z * z / (2 * rows)) / (1 + z * z / rows)
    half = z * math.sqrt(share * (1 - share) / rows + z * z / (4 * rows * rows)) / (1 + z * z / rows)
    return max(0.0, middle - half), min(1.0, middle + half)


def rounded(value, digits: int = 5):
    """A number for a chart."""
    return None if value is None else float(f"{value:.{digits}g}")
