"""Write the seeds of integration_tests/: examples, and the numbers that NumPy and scikit-learn compute from them.

python scripts/make_integration_seeds.py             the known numbers
python scripts/make_integration_seeds.py --examples  the examples too, with a fixed seed

The numbers come from tests/python/integration_reference.py, which shares nothing with the package. A test compares what
is committed with it.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "python"))

from integration_reference import COLUMNS, POINTS, SEEDS, SHOPPERS, expected  # noqa: E402

ROWS = 40
PLANS = ["basic", "it's \\n", 'plus; "more"', "größer"]
GAPS = {"size": [3, 17], "visits": [5], "is_new": [9, 30], "plan": [2]}


def write(name: str, columns: list[str], rows) -> None:
    with (SEEDS / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[text(value) for value in row] for row in rows])


def text(value) -> str:
    """A float with every bit."""
    if value is None:
        return ""
    if isinstance(value, bool | np.bool_):
        return str(bool(value)).lower()
    return repr(float(value)) if isinstance(value, float | np.floating) else str(value)


def shoppers() -> list[list]:
    random = np.random.default_rng(11)
    found = {
        "shopper": [f"n° {k}" for k in range(ROWS)],
        "size": [round(float(v), 2) for v in random.normal(50, 12, ROWS)],
        "visits": [int(v) for v in random.integers(0, 9, ROWS)],
        "is_new": [bool(v) for v in random.random(ROWS) < 0.4],
        "plan": [str(v) for v in random.choice(PLANS, ROWS)],
        "weight": [[0.5, 2.0, 1.0, 0.0, 1.5][k % 5] for k in range(ROWS)],
    }
    rows = zip(found["size"], found["visits"], found["plan"], strict=True)
    signal = [size / 12 + visits / 4 + 2 * (plan == "basic") for size, visits, plan in rows]
    ranks = np.argsort(np.argsort(np.array(signal) + random.normal(0, 0.5, ROWS)))
    found["churned"] = [["no", "yes"][rank * 2 // ROWS] for rank in ranks]
    found["kind"] = ["abc"[rank * 3 // ROWS] for rank in ranks]
    found["amount"] = [round(float(v) * 100 + 7, 1) for v in signal]
    found["orders"] = [int(v) for v in random.poisson(np.array(signal) / 2)]
    for name, gaps in GAPS.items():
        for at in gaps:
            found[name][at] = None
    return list(zip(*(found[column] for column in SHOPPERS), strict=True))


def points() -> list[list]:
    random = np.random.default_rng(3)
    x = random.normal(size=(ROWS, 2)).round(4)
    return [
        [at, *map(float, row), ["left", "right"][int(row.sum() > 0)], "train" if at < 30 else "test"]
        for at, row in enumerate(x)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--examples", action="store_true", help="write the examples again too")
    if parser.parse_args().examples:
        write("shoppers", list(SHOPPERS), shoppers())
        write("points", list(POINTS), points())
    for name, rows in expected().items():
        write(name, COLUMNS[name], rows)
        print(f"{name}: {len(rows)} rows")


if __name__ == "__main__":
    main()
