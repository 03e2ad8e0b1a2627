"""What was measured: every run of every contender, and medians, spreads and ratios of them."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.workloads import Workload


@dataclass(frozen=True)
class Spread:
    """The median of some runs, and the least and the greatest of them."""

    median: float
    least: float
    greatest: float

    @classmethod
    def of(cls, values: list[float]) -> Spread | None:
        return cls(statistics.median(values), min(values), max(values)) if values else None


def per_iteration(run: dict) -> float:
    return run["training"] / run["iterations"]


def training(run: dict) -> float:
    return run["training"]


def whole(run: dict) -> float:
    """From the table to the network: the hand-off, or what dbt_nn does ahead of the loop, included."""
    return run["before"] + run["training"] + run["after"]


def process(run: dict) -> float:
    """From starting the program `dbt` to the end of its work."""
    return run["details"]["process"]


@dataclass
class Results:
    """`workloads`: name -> {what it is, contenders: name -> {runs, skipped, error, log_loss, agrees, ...}}."""

    machine: dict
    settings: dict
    workloads: dict[str, dict] = field(default_factory=dict)
    goals: list[dict] = field(default_factory=list)
    profiles: dict[str, list[dict]] = field(default_factory=dict)

    def begin(self, workload: Workload) -> None:
        self.workloads[workload.name] = {
            "title": workload.title,
            "shape": workload.shape,
            "rows": workload.rows,
            "parameters": workload.parameters,
            "iterations": workload.iterations,
            "batch_size": workload.batch_size,
            "optimizer": workload.optimizer,
            "left_out": workload.left_out,
            "contenders": {contender: {"runs": []} for contender in workload.contenders},
        }

    def add(self, workload: str, contender: str, **facts) -> None:
        self.workloads[workload]["contenders"][contender].update(facts)

    def of(self, workload: str, contender: str) -> dict:
        return self.workloads.get(workload, {}).get("contenders", {}).get(contender, {})

    def runs(self, workload: str, contender: str) -> list[dict]:
        return self.of(workload, contender).get("runs", [])

    def spread(self, workload: str, contender: str, what: Callable[[dict], float]) -> Spread | None:
        return Spread.of([what(run) for run in self.runs(workload, contender)])

    def ratio(
        self, above: tuple[str, str], below: tuple[str, str], what: Callable[[dict], float] = per_iteration
    ) -> Spread | None:
        """Of (workload, contender) to another, repetition by repetition: what slowed both does not count."""
        pairs = zip(self.runs(*above), self.runs(*below), strict=False)
        return Spread.of([what(one) / what(other) for one, other in pairs if what(other)])

    def peak_memory(self, workload: str, contender: str) -> float | None:
        """Bytes, the greatest of all runs."""
        return max((run["peak_memory"] for run in self.runs(workload, contender)), default=None)

    def write(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.__dict__, indent=1, ensure_ascii=False, default=str)
        file.write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, file: Path) -> Results:
        return cls(**json.loads(file.read_text(encoding="utf-8")))
