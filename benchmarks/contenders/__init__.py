"""Who is measured. Every module has `run(job) -> Measurement`; `CONTENDERS` names them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path

from benchmarks.workloads import Workload


@dataclass(frozen=True)
class Contender:
    """`is_same_arithmetic`: it must end with NumPy's parameters, to the last digits."""

    title: str
    module: str
    is_same_arithmetic: bool = False


CONTENDERS = {
    "dbt_nn": Contender("dbt_nn", "dbt_nn", True),
    "dbt_nn_two_threads": Contender("dbt_nn, 2 threads", "dbt_nn", True),
    "empty_dbt_run": Contender("empty dbt run", "empty_dbt_run"),
    "numpy": Contender("NumPy", "numpy_full_batch", True),
    "sklearn_lbfgs": Contender("scikit-learn, lbfgs", "scikit_learn"),
    "sklearn_adam": Contender("scikit-learn, adam", "scikit_learn"),
    "pytorch": Contender("PyTorch", "pytorch", True),
    "nested_query": Contender("published nested query", "nested_query", True),
    "matrix_cells": Contender("matrix-cell SQL", "matrix_cells", True),
}


@dataclass(frozen=True)
class Job:
    """One run of one contender."""

    contender: str
    workload: Workload
    threads: int
    folder: Path
    iterations: int

    @property
    def database(self) -> Path:
        return self.folder / "data.duckdb"

    @property
    def project(self) -> Path:
        return self.folder / "project"

    @property
    def parameters(self) -> Path:
        """Where the trained parameters are left for the judge."""
        return self.folder / "parameters" / f"{self.workload.name}.{self.contender}.npz"


@dataclass
class Measurement:
    """In seconds: `before` is the way to the first iteration, `training` the iterations, `after` keeps the network."""

    before: float = 0.0
    training: float = 0.0
    after: float = 0.0
    iterations: int = 0
    matrices: list | None = None
    losses: list[float] = field(default_factory=list)
    skipped: str = ""
    error: str = ""
    peak_memory: int = 0
    details: dict = field(default_factory=dict)

    def as_json(self) -> dict:
        return {name: value for name, value in asdict(self).items() if name != "matrices"}


def run(job: Job) -> Measurement:
    """What the job's contender measures."""
    return import_module(f"benchmarks.contenders.{CONTENDERS[job.contender].module}").run(job)
