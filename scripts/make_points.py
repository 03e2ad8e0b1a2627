"""Write seeds/points.csv: the published experiment's data, 1,000 rows to train on and 1,000 held out.

x1 and x2 are drawn from a standard normal; the label is 1 where x1 + x2 > 0. The seed is fixed:
every run writes the same bytes.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

ROWS_PER_SPLIT = 1_000
SEED = 42
SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def main() -> None:
    points = np.random.default_rng(SEED).standard_normal((2 * ROWS_PER_SPLIT, 2))
    with (SEEDS / "points.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["point_id", "x1", "x2", "label", "split"])
        for number, (x1, x2) in enumerate(points.tolist(), start=1):
            split = "train" if number <= ROWS_PER_SPLIT else "validation"
            writer.writerow([number, repr(x1), repr(x2), int(x1 + x2 > 0), split])


if __name__ == "__main__":
    main()
