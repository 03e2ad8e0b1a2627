"""The study's section of docs/comparison.md, from results.json."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

PAGE = Path(__file__).resolve().parents[2] / "docs" / "comparison.md"
RESULTS = Path(__file__).with_name("results.json")
MARK = "<!-- what follows is written by `make study` -->"
NAMES = {
    "dbt_nn": "dbt_nn",
    "all_rows": "without validation rows",
    "before": "constant penalty",
    "linear": "linear",
    "mlp": "MLP",
    "mlp_stopped": "MLP, stopped",
    "trees": "trees",
    "constant": "constant",
}
# A log loss of nothing would make any ratio.
LEAST = 0.01


def text() -> str:
    found = json.loads(RESULTS.read_text(encoding="utf-8"))
    classes = {name: row for name, row in found.items() if row["is_classes"]}
    numbers = {name: row for name, row in found.items() if not row["is_classes"]}
    return f"""{MARK}

## The defaults on {len(found)} tables

What [`train` chooses by the data](defaults.md), beside scikit-learn with its defaults: logistic or ridge regression
(*linear*), `MLPClassifier` and `MLPRegressor` without and with `early_stopping`, `HistGradientBoosting` (*trees*), and
the class shares or the mean (*constant*). *Constant penalty* is what `train` did before: `l2` 0.003 or 0.01, 100
iterations, no early stopping. *Without validation rows* trains on all rows but the test rows.

Each table is cut by chance into 60 % training, 20 % validation and 20 % test rows,
{splits_in_words(found)}. A figure is the mean over the cuts, on the test rows, which nothing
chose by. Rivals train on the training *and* the validation rows. Ours is a copy of `train` in NumPy, which a test
compares with dbt; only its mini-batches are drawn otherwise. All have the same inputs, as `train` encodes them. The
tables are halved by lot.

{summary(found, classes, numbers)}

**Log loss**, less is better:

{table(classes, 3)}

**R²**, more is better:

{table(numbers, 3)}
"""


def splits_in_words(found: dict) -> str:
    small = max(row["splits"] for row in found.values() if row["rows"] < 1000)
    large = [row["splits"] for row in found.values() if 1000 <= row["rows"] < 20000]
    most = max(large, default=1)
    return f"{small} times below 1,000 rows, " + (f"{most} times below 20,000, else once" if most > 1 else "else once")


def ratio(row: dict) -> float:
    scores = row["scores"]
    return max(scores["dbt_nn"], LEAST) / max(min(scores["linear"], scores["mlp_stopped"]), LEAST)


def gap(row: dict) -> float:
    scores = row["scores"]
    return scores["dbt_nn"] - max(scores["linear"], scores["mlp_stopped"])


def beats_trees(rows) -> tuple[int, int]:
    rows = [row for row in rows if row["rows"] < 5000]
    better = [(row["scores"]["dbt_nn"] < row["scores"]["trees"]) == row["is_classes"] for row in rows]
    return sum(better), len(better)


def summary(found: dict, classes: dict, numbers: dict) -> str:
    lines = ["| | judging half | all |", "| --- | ---: | ---: |"]

    def line(what, of, rows):
        halves = [[row for row in rows.values() if row["half"] == "judges"], list(rows.values())]
        lines.append(f"| {what} | {' | '.join(of(half) for half in halves)} |")

    def before(row):
        return {**row, "scores": {**row["scores"], "dbt_nn": row["scores"]["before"]}}

    line("tables with classes", lambda rows: str(len(rows)), classes)
    line(
        "log loss over that of the better of logistic regression and the stopped MLP, geometric mean",
        lambda rows: f"{np.exp(np.mean([np.log(ratio(row)) for row in rows])):.3f}",
        classes,
    )
    line(
        "the same with a constant penalty",
        lambda rows: f"{np.exp(np.mean([np.log(ratio(before(row))) for row in rows])):.3f}",
        classes,
    )
    line("tables within 3 % of it", lambda rows: f"{np.mean([ratio(row) <= 1.03 for row in rows]):.0%}", classes)
    line(
        "worst, of tables with 100 training rows or more",
        lambda rows: f"{max(ratio(row) for row in rows if row['train_rows'] >= 100):.2f}",
        classes,
    )
    line("tables with numbers", lambda rows: str(len(rows)), numbers)
    line(
        "R² within 0.02 of the better of ridge and the stopped MLP",
        lambda rows: f"{np.mean([gap(row) >= -0.02 for row in rows]):.0%}",
        numbers,
    )
    line(
        "the same with a constant penalty",
        lambda rows: f"{np.mean([gap(before(row)) >= -0.02 for row in rows]):.0%}",
        numbers,
    )
    line("better than trees, below 5,000 rows", lambda rows: "{} of {}".format(*beats_trees(rows)), found)
    return "\n".join(lines)


def table(rows: dict, digits: int) -> str:
    lines = [
        f"| table | rows | inputs | half | {' | '.join(NAMES.values())} |",
        f"| --- | ---: | ---: | --- | {' | '.join('---:' for _ in NAMES)} |",
    ]
    for name, row in sorted(rows.items(), key=lambda item: item[1]["rows"]):
        cells = [f"{row['scores'][contender]:.{digits}f}" for contender in NAMES]
        lines.append(f"| {name} | {row['rows']:,} | {row['inputs']} | {row['half']} | {' | '.join(cells)} |")
    return "\n".join(lines)


def write() -> None:
    before = PAGE.read_text(encoding="utf-8").split(MARK)[0].rstrip()
    PAGE.write_text(f"{before}\n\n{text()}", encoding="utf-8")


if __name__ == "__main__":
    write()
