"""python -m benchmarks.study.run [--splits N] [--quick]: every table and contender, into results.json or quick.json."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

# Two processes with a thread each are quicker here than one with two.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import hashlib  # noqa: E402
from concurrent.futures import ProcessPoolExecutor  # noqa: E402

import numpy as np  # noqa: E402

from .contenders import OURS, RIVALS, Split  # noqa: E402
from .tables import Table, all_tables  # noqa: E402

RESULTS, QUICK_RESULTS = (Path(__file__).with_name(f"{name}.json") for name in ("results", "quick"))
QUICK = ["iris", "breast_cancer", "wine", "moons", "circles", "diabetes", "friedman1", "friedman3", "linear_100"]


def half_of(table: Table) -> str:
    """By lot, once: one half chooses, the other judges."""
    return "chooses" if hashlib.md5(f"half-{table.name}".encode()).hexdigest() < "8" else "judges"


def splits_of(rows: int, most: int) -> int:
    return most if rows < 1000 else max(1, round(most * 0.15)) if rows < 20000 else 1


def measure(table: Table, most: int, contenders) -> dict:
    """The mean score of every contender over the splits."""
    features, labels = table.read()
    scores = {name: [] for name in contenders}
    for seed in range(splits_of(len(labels), most)):
        split = Split(features, labels, table.is_classes, seed)
        for name, contender in contenders.items():
            scores[name].append(contender(split))
    return {
        "rows": len(labels),
        "train_rows": len(split.x),
        "inputs": split.x.shape[1],
        "is_classes": table.is_classes,
        "half": half_of(table),
        "splits": len(scores["dbt_nn"]),
        "scores": {name: float(np.mean(values)) for name, values in scores.items()},
        "spread": {name: float(np.std(values) / len(values) ** 0.5) for name, values in scores.items()},
    }


def measure_by_name(job):
    name, most = job
    table = next(table for table in all_tables() if table.name == name)
    return name, measure(table, most, {**OURS, **RIVALS})


def quick() -> dict:
    """What the defaults reach on two cuts of tables of scikit-learn: a test compares it with quick.json."""
    tables = [table for table in all_tables() if table.name in QUICK]
    return {table.name: measure(table, 2, {"dbt_nn": OURS["dbt_nn"]})["scores"]["dbt_nn"] for table in tables}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--splits", type=int, default=20)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--quick", action="store_true", help="write quick.json, and nothing else")
    options = parser.parse_args()
    if options.quick:
        QUICK_RESULTS.write_text(json.dumps(quick(), indent=1) + "\n", encoding="utf-8")
        return
    names = options.only or [table.name for table in all_tables()]
    found = {}
    with ProcessPoolExecutor(options.processes) as pool:
        for name, result in pool.map(measure_by_name, [(name, options.splits) for name in names]):
            found[name] = result
            print(name, {key: round(value, 4) for key, value in result["scores"].items()}, flush=True)
            RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
