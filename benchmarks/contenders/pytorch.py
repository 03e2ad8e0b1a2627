"""PyTorch on the CPU, where it is installed: the same network, float64, first parameters and optimizer.

The rows come out of DuckDB as for NumPy; autograd computes the gradients, torch.optim.SGD makes the step.
"""

from __future__ import annotations

import time
from importlib.util import find_spec

from benchmarks import data
from benchmarks.contenders import Job, Measurement
from benchmarks.contenders.numpy_full_batch import steps
from benchmarks.network import first_matrices


def run(job: Job) -> Measurement:
    if find_spec("torch") is None:
        return Measurement(skipped="PyTorch is not installed")
    import torch

    torch.set_num_threads(job.threads)
    workload = job.workload
    started = time.perf_counter()
    x, label = data.fetch(job.database, workload, job.threads)
    x = data.standardise(x)
    before = time.perf_counter() - started
    matrices = [
        torch.tensor(matrix, requires_grad=True)
        for matrix in first_matrices([x.shape[1], *workload.hidden, workload.classes])
    ]
    optimizer = torch.optim.SGD(matrices, lr=workload.learning_rate)
    mean_log_loss = torch.nn.CrossEntropyLoss()
    order = data.batch_order(job.database, job.workload) if job.workload.batch_size else None
    losses = []
    started = time.perf_counter()
    for rows, labels in steps(job, torch.from_numpy(x), torch.from_numpy(label).long(), order):
        units = rows
        for matrix in matrices[:-1]:
            units = torch.relu(torch.addmm(matrix[0], units, matrix[1:]))
        loss = mean_log_loss(torch.addmm(matrices[-1][0], units, matrices[-1][1:]), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    training = time.perf_counter() - started
    trained = [matrix.detach().numpy() for matrix in matrices]
    return Measurement(before, training, iterations=job.iterations, matrices=trained, losses=losses)
