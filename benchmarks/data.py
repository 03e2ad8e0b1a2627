"""The tables that are trained on: made once, from a fixed seed, in a DuckDB file.

Every table has id, x1, x2, ..., label (0, 1, ...) and split, which is 'train' in every row.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.workloads import Workload

SEEDS = Path(__file__).resolve().parent.parent / "seeds" / "data"
BLOCK = 500_000
Block = tuple[np.ndarray, np.ndarray]


def random_blocks(workload: Workload) -> Iterator[tuple[np.random.Generator, int]]:
    """A generator and a number of rows, block by block."""
    random = np.random.default_rng([workload.features, workload.rows])
    for start in range(0, workload.rows, BLOCK):
        yield random, min(BLOCK, workload.rows - start)


def halves(workload: Workload) -> Iterator[Block]:
    """The published experiment: points of a normal distribution, and whether x1 + x2 > 0."""
    for random, rows in random_blocks(workload):
        x = random.normal(size=(rows, workload.features))
        yield x, (x.sum(axis=1) > 0).astype(np.int32)


def features(workload: Workload) -> Iterator[Block]:
    """Normal features of different scales; the label is a draw from a probability that bends in four of them."""
    for random, rows in random_blocks(workload):
        x = random.normal(size=(rows, workload.features))
        score = np.sin(2 * x[:, 0]) + x[:, 1] * x[:, 2] + 0.5 * x[:, 3] ** 2 - 0.5 + 0.4 * x[:, 4:].sum(axis=1)
        label = random.random(rows) < 1 / (1 + np.exp(-2 * score))
        yield 5 + x * np.arange(1, workload.features + 1), label.astype(np.int32)


def pixels(workload: Workload) -> Iterator[Block]:
    """Like MNIST in size and in range: a blurred pattern per class, brightness and noise, integers of 0 to 255."""
    patterns = np.random.default_rng(workload.classes).random((workload.classes, workload.features)) ** 3
    for random, rows in random_blocks(workload):
        label = random.integers(workload.classes, size=rows).astype(np.int32)
        bright = random.uniform(100, 250, size=(rows, 1))
        yield np.clip(bright * patterns[label] + random.normal(0, 40, (rows, workload.features)), 0, 255).round(), label


def seed_file(workload: Workload) -> Iterator[Block]:
    """A public data set of the demo: its first column is the id, its last one the label."""
    table = duckdb.execute("select * from read_csv(?)", [str(SEEDS / f"{workload.data}.csv")]).fetchnumpy()
    _, *names, label = table
    x = np.column_stack([np.asarray(table[name], dtype=float) for name in names])
    positions = np.unique(np.asarray(table[label]), return_inverse=True)[1].astype(np.int32)
    # In an order of its own, so that the first rows have every class.
    order = np.random.default_rng(len(x)).permutation(len(x))[: workload.rows]
    yield x[order, : workload.features], positions[order]


MAKERS = {"halves": halves, "features": features, "pixels": pixels, "iris": seed_file, "digits": seed_file}


def make(connection: duckdb.DuckDBPyConnection, workload: Workload) -> None:
    """The workload's table, if it is not there yet."""
    standing = connection.execute("select table_name from duckdb_tables()").fetchall()
    if (workload.table,) in standing:
        return
    half = f"unfinished_{workload.table}"
    columns = ", ".join(f"{name} double" for name in workload.columns)
    connection.execute(f"create or replace table {half} (id bigint, {columns}, label integer, split varchar)")
    names, first = ", ".join(workload.columns), 0
    for x, label in MAKERS[workload.data](workload):
        block = dict(zip(workload.columns, x.T.copy(), strict=True))
        block |= {"id": np.arange(first, first + len(label)), "label": label}
        connection.register("block", block)
        connection.execute(f"insert into {half} select id, {names}, label, 'train' from block")
        connection.unregister("block")
        first += len(label)
    connection.execute(f"alter table {half} rename to {workload.table}")


def fetch(database: Path, workload: Workload, threads: int) -> Block:
    """The hand-off: the features and the label, out of DuckDB into two arrays."""
    with duckdb.connect(str(database), read_only=True, config={"threads": threads}) as connection:
        table = connection.execute(f"select {', '.join(workload.columns)}, label from {workload.table}").fetchnumpy()
    x = np.empty((len(table["label"]), workload.features))
    for k, name in enumerate(workload.columns):
        x[:, k] = table.pop(name)
    return x, np.asarray(table["label"])


def standardise(x: np.ndarray) -> np.ndarray:
    """As dbt_nn.train does: mean 0, deviation 1, and a column of one value only is left out."""
    deviation = x.std(axis=0)
    kept = deviation > 0
    x = x if kept.all() else x[:, kept]
    x -= x.mean(axis=0)
    x /= deviation[kept]
    return x


def batch_order(database: Path, workload: Workload) -> np.ndarray:
    """The rows in the order in which dbt_nn cuts them into batches: by the md5 digest of seed and id."""
    with duckdb.connect(str(database), read_only=True) as connection:
        order = connection.execute(
            f"select id from {workload.table} order by md5('batch-42-' || id), id :: varchar"
        ).fetchnumpy()
    return np.asarray(order["id"])
