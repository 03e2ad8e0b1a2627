"""NumPy: fetch the rows, standardise them, and train with the same optimizer, batches and first parameters as dbt_nn.

What somebody writes who knows NumPy: whole arrays, float64, in place where it costs nothing. BLAS gets as many threads
as the job. Batches are the rows that dbt_nn's hash gives, so that both compute the same: finding that order is not
timed, putting the rows into it is.
"""

from __future__ import annotations

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
    orders = orders_of_epochs(job)
    losses = []
    started = time.perf_counter()
    for rows, labels in steps(job, x, label, orders):
        loss, gradients = loss_and_gradients(matrices, rows, labels)
        optimizer.step(matrices, gradients)
        losses.append(loss)
    training = time.perf_counter() - started
    return Measurement(before, training, iterations=job.iterations, matrices=matrices, losses=losses)


def orders_of_epochs(job: Job) -> list[np.ndarray]:
    if not job.workload.batch_size:
        return []
    per_epoch = -(-job.workload.rows // job.workload.batch_size)
    epochs = -(-job.iterations // per_epoch)
    return [data.batch_order(job.database, job.workload, epoch) for epoch in range(1, epochs + 1)]


def steps(
    job: Job, x: np.ndarray, label: np.ndarray, orders: list[np.ndarray]
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The rows of every iteration: all of them, or one batch after the other of a shuffled epoch."""
    if not orders:
        for _ in range(job.iterations):
            yield x, label
    done = 0
    for order in orders:
        shuffled, labels = x[order], label[order]
        for start in range(0, len(x), job.workload.batch_size):
            if done == job.iterations:
                return
            yield shuffled[start : start + job.workload.batch_size], labels[start : start + job.workload.batch_size]
            done += 1
