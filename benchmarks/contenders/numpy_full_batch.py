"""NumPy: fetch the rows, standardise them, and train with the same optimizer, batches and first parameters as dbt_nn.

What somebody writes who knows NumPy: whole arrays, float64, in place where it costs nothing. BLAS gets as many threads
as the job. Batches are the rows that dbt_nn's hash gives, so that both compute the same: finding that order is not
timed, putting the rows into it is.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator

import numpy as np

from benchmarks import data
from benchmarks.contenders import Job, Measurement
from benchmarks.network import GradientDescent, first_matrices, loss_and_gradients


def run(job: Job) -> Measurement:
    workload = job.workload
    started = time.perf_counter()
    x, label = data.fetch(job.database, workload, job.threads)
    x = data.standardise(x)
    before = time.perf_counter() - started
    matrices = first_matrices([x.shape[1], *workload.hidden, workload.classes])
    optimizer = GradientDescent(workload.learning_rate)
    order = data.batch_order(job.database, workload) if workload.batch_size else None
    losses = []
    started = time.perf_counter()
    for rows, labels in steps(job, x, label, order):
        loss, gradients = loss_and_gradients(matrices, rows, labels)
        optimizer.step(matrices, gradients)
        losses.append(loss)
    training = time.perf_counter() - started
    return Measurement(before, training, iterations=job.iterations, matrices=matrices, losses=losses)


Rows = tuple[np.ndarray, np.ndarray]


def steps(job: Job, x: np.ndarray, label: np.ndarray, order: np.ndarray | None) -> Iterator[Rows]:
    """The rows of every iteration: all of them, or one batch after the other."""
    size = job.workload.batch_size or len(x)
    if order is not None:
        x, label = x[order], label[order]
    starts = itertools.cycle(range(0, len(x), size))
    for start in itertools.islice(starts, job.iterations):
        yield x[start : start + size], label[start : start + size]
