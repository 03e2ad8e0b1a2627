"""python -m benchmarks.study.variants: the choice of the defaults for other networks, into variants.json."""

from __future__ import annotations

import json
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402

from .clone import Options, chosen  # noqa: E402
from .contenders import Split, by_options  # noqa: E402
from .tables import all_tables  # noqa: E402

RESULTS, TABLES = (Path(__file__).with_name(f"{name}.json") for name in ("variants", "results"))
VARIANTS = {
    "[16], relu": {},
    "[16], tanh": {"activation": "tanh"},
    "[64], relu": {"hidden": (64,)},
    "[16, 16], relu": {"hidden": (16, 16)},
    "[16, 16], tanh": {"hidden": (16, 16), "activation": "tanh"},
    "[], a linear model": {"hidden": ()},
    "[16], relu, huber": {"loss": "huber"},
}
CUTS = 3


def measure(name: str) -> tuple[str, bool, dict]:
    table = next(table for table in all_tables() if table.name == name)
    features, labels = table.read()
    found = {variant: [] for variant in VARIANTS}
    for seed in range(CUTS):
        split = Split(features, labels, table.is_classes, seed)
        for variant, changes in VARIANTS.items():
            if table.is_classes and changes.get("loss"):
                continue
            rule = chosen(len(split.x), split.x.shape[1], len(split.held_x), **changes)
            constant = Options(0.003 if table.is_classes else 0.01, **changes)
            found[variant].append([by_options(options)(split) for options in (rule, constant)])
    return name, table.is_classes, {variant: np.mean(of, axis=0).tolist() for variant, of in found.items() if of}


def main() -> None:
    known = json.loads(TABLES.read_text(encoding="utf-8"))
    names = [name for name, row in known.items() if row["rows"] < 5000 and row["train_rows"] >= 60]
    found = {}
    with ProcessPoolExecutor(2) as pool:
        for name, is_classes, scores in pool.map(measure, names):
            found[name] = {"is_classes": is_classes, "scores": scores}
            print(name, flush=True)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
