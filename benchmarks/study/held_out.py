"""python -m benchmarks.study.held_out: how far validation rows flatter, how often an interval holds: held_out.json."""

from __future__ import annotations

import json
import math
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from .clone import chosen, losses_and_slopes, train
from .contenders import Split
from .tables import all_tables

RESULTS = Path(__file__).with_name("held_out.json")
SPLITS, ROWS, FRESH_PER_HELD, LEVEL = 20, 400, 10, 0.9
FLATTERED = [
    "modeldata.lending_club",
    "ISLR.Default",
    "AER.SmokeBan",
    "classification_2000",
    "MASS.Aids2",
    "DAAG.spam7",
]
COVERED = ["ggplot2.diamonds", "friedman1_50000", "AER.CPS1988", "modeldata.hotel_rates", "carData.Vocab"]


def mean_loss(found, x, y, is_classes) -> float:
    return float(losses_and_slopes(found.scores(x), y, is_classes)[0].mean())


def flattery(table, seed: int) -> dict:
    """400 rows, a fifth or 15 % of them for validation, and ten times as many fresh ones: the losses on both."""
    features, labels = table.read()
    drawn = np.random.default_rng(seed).permutation(len(labels))
    fresh = drawn[ROWS : ROWS + FRESH_PER_HELD * ROWS // 5]
    scores = {}
    for name, (trains, held) in {"80/20": (0.8, 0.2), "70/15/15": (0.7, 0.15)}.items():
        rows = np.concatenate([drawn[: round(ROWS * (trains + held))], fresh])
        split = Split(
            features.iloc[rows].reset_index(drop=True),
            labels[rows],
            table.is_classes,
            None,
            parts=(ROWS * trains / len(rows), ROWS * held / len(rows)),
        )
        options = chosen(len(split.x), split.x.shape[1], len(split.held_x))
        found = train(split.x, split.y, split.held_x, split.held_y, split.outputs, split.is_classes, options)
        scores[name] = [
            mean_loss(found, x, y, split.is_classes)
            for x, y in ((split.held_x, split.held_y), (split.test_x, split.test_y))
        ]
    return scores


def coverage(table, seed: int) -> float:
    """Of 5,000 rows: the share of the test rows whose label is within the 90 % interval."""
    features, labels = table.read()
    rows = np.random.default_rng(seed).permutation(len(labels))[:5000]
    split = Split(features.iloc[rows].reset_index(drop=True), labels[rows], False, seed)
    options = chosen(len(split.x), split.x.shape[1], len(split.held_x))
    found = train(split.x, split.y, split.held_x, split.held_y, 1, False, options)
    residuals = np.sort(np.abs(found.scores(split.held_x)[:, 0] - split.held_y))
    width = residuals[math.ceil(round((len(residuals) + 1) * LEVEL, 6)) - 1]
    return float((np.abs(found.scores(split.test_x)[:, 0] - split.test_y) <= width).mean())


def measure(job):
    kind, name, seed = job
    table = next(table for table in all_tables() if table.name == name)
    return kind, name, (flattery if kind == "flattery" else coverage)(table, seed)


def main() -> None:
    jobs = [("flattery", name, seed) for name in FLATTERED for seed in range(SPLITS)]
    jobs += [("coverage", name, seed) for name in COVERED for seed in range(SPLITS)]
    found = {"flattery": {name: [] for name in FLATTERED}, "coverage": {name: [] for name in COVERED}}
    with ProcessPoolExecutor(2) as pool:
        for kind, name, result in pool.map(measure, jobs):
            found[kind][name].append(result)
    for name, scores in found["flattery"].items():
        found["flattery"][name] = {
            split: dict(zip(("held", "fresh"), np.mean([one[split] for one in scores], axis=0).tolist(), strict=True))
            for split in scores[0]
        }
    found["coverage"] = {name: float(np.mean(shares)) for name, shares in found["coverage"].items()}
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
