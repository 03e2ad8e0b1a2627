"""Whether the contenders computed the same: the log loss of their parameters on all rows, by one and the same code."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks import data
from benchmarks.contenders import CONTENDERS
from benchmarks.network import log_loss
from benchmarks.results import Results
from benchmarks.workloads import Workload

TOLERANCE = 1e-8


def judge(results: Results, workload: Workload, folder: Path, contenders: list[str]) -> None:
    """Adds log_loss to each contender's results, and to those who do NumPy's arithmetic, how far off it is."""
    parameters = {}
    for contender in contenders:
        file = folder / "parameters" / f"{workload.name}.{contender}.npz"
        if results.runs(workload.name, contender) and file.exists():
            with np.load(file) as arrays:
                parameters[contender] = [arrays[name] for name in arrays.files]
    if not parameters:
        return
    x, label = data.fetch(folder / "data.duckdb", workload, threads=1)
    x = data.standardise(x)
    losses = {contender: log_loss(matrices, x, label) for contender, matrices in parameters.items()}
    for contender, loss in losses.items():
        verdict = {"log_loss": loss}
        if CONTENDERS[contender].is_same_arithmetic and contender != "numpy" and "numpy" in losses:
            expected = loss_of_numpy(results, workload, losses["numpy"], results.runs(workload.name, contender)[-1])
            off = abs(loss - expected) / abs(expected)
            verdict |= {"relative_difference": off, "agrees": bool(off <= TOLERANCE)}
        results.add(workload.name, contender, **verdict)


def loss_of_numpy(results: Results, workload: Workload, last: float, run: dict) -> float:
    """After as many iterations as the other made: NumPy's own record has the loss before each of its iterations."""
    of_numpy = results.runs(workload.name, "numpy")[-1]
    if run["iterations"] == of_numpy["iterations"]:
        return last
    return of_numpy["losses"][run["iterations"]]
