"""The measuring itself: every repetition runs every contender of every workload once, so that noise hits all alike."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks import consumer, data
from benchmarks.child import in_child, in_process
from benchmarks.contenders import CONTENDERS, Job, Measurement
from benchmarks.dbt_command import dbt
from benchmarks.judge import judge
from benchmarks.results import Results
from benchmarks.workloads import CLOSE, SKLEARN, Workload

THREADS = {"dbt_nn_two_threads": 2}


@dataclass
class Benchmark:
    """`execute` runs a job: in a child, or here where sizes are quick and memory is of no interest."""

    folder: Path
    workloads: list[Workload]
    runs: int
    threads: int
    is_quick: bool
    say: Callable[[str], None] = print

    @property
    def execute(self) -> Callable[[Job], Measurement]:
        return in_process if self.is_quick else in_child

    def prepare(self) -> None:
        """Tables, the user's project, and one parse of it, so that no run pays for it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for file in (self.folder / "parameters").glob("*.npz"):
            file.unlink()
        database, project = self.folder / "data.duckdb", self.folder / "project"
        with duckdb.connect(str(database)) as connection:
            for workload in self.workloads:
                self.say(f"data: {workload.table}")
                data.make(connection, workload)
        threads = {self.threads_of(contender) for workload in self.workloads for contender in workload.contenders}
        consumer.write(project, database, self.workloads, threads)
        commands = [["deps"]]
        if not self.is_quick:
            targets = [consumer.target_of(count) for count in sorted(threads)]
            commands += [["parse", "--target", target, "--target-path", f"target/{target}"] for target in targets]
        for command in commands:
            outcome = dbt(project, *command)
            if not outcome.success:
                raise RuntimeError(f"dbt {' '.join(command)} failed: {outcome.message}")

    def threads_of(self, contender: str) -> int:
        return THREADS.get(contender, self.threads)

    def measure(self, results: Results, after_repetition: Callable[[Results], None] = lambda results: None) -> Results:
        for workload in self.workloads:
            results.begin(workload)
        iterations = {workload.name: workload.iterations for workload in self.workloads}
        for repetition in range(self.runs):
            for workload in self.workloads:
                for contender in self.order(workload, repetition):
                    if workload.to_target and contender == "dbt_nn" and repetition == 0:
                        iterations[workload.name] = self.find_the_way(results, workload)
                    self.run_once(results, workload, contender, repetition, iterations[workload.name])
            if repetition == 0:
                for workload in self.workloads:
                    judge(results, workload, self.folder, list(workload.contenders))
            after_repetition(results)
        return results

    def order(self, workload: Workload, repetition: int) -> list[str]:
        """Forwards and backwards in turn, for one may warm the caches of another; those who set the target first."""
        if workload.to_target:
            return sorted(workload.contenders, key=lambda contender: contender == "dbt_nn")
        return list(workload.contenders)[:: -1 if repetition % 2 else 1]

    def run_once(
        self, results: Results, workload: Workload, contender: str, repetition: int, iterations: int
    ) -> Measurement | None:
        found = results.of(workload.name, contender)
        if found.get("skipped") or found.get("error") or repetition >= workload.most_runs.get(contender, self.runs):
            return None
        started = time.perf_counter()
        measurement = self.execute(Job(contender, workload, self.threads_of(contender), self.folder, iterations))
        title = f"{repetition + 1}/{self.runs} {workload.title}: {CONTENDERS[contender].title}"
        if measurement.skipped or measurement.error:
            results.add(workload.name, contender, skipped=measurement.skipped, error=measurement.error)
            self.say(f"{title}: {measurement.skipped or measurement.error}")
            return None
        run = measurement.as_json()
        if repetition:
            run["losses"] = []
        found["runs"].append(run)
        self.say(
            f"{title}: training {measurement.training:.3f} s of {measurement.iterations} iterations, "
            f"peak {measurement.peak_memory / 1e6:,.0f} MB, all in all {time.perf_counter() - started:.1f} s"
        )
        return measurement

    def find_the_way(self, results: Results, workload: Workload) -> int:
        """The iterations that dbt_nn needs to come close to the better solver: a pilot, which is not counted."""
        judge(results, workload, self.folder, list(SKLEARN))
        losses = [results.of(workload.name, solver).get("log_loss") for solver in SKLEARN]
        known = [loss for loss in losses if loss is not None]
        if not known:
            return workload.iterations
        target = CLOSE * min(known)
        needed, tried = None, 0
        for tried in sorted({min(200, workload.iterations), workload.iterations}):
            consumer.write_model(self.folder / "project", workload, tried)
            pilot = self.execute(Job("dbt_nn", workload, self.threads, self.folder, tried))
            # The loss of an iteration is the one before its update.
            needed = next((at for at, loss in enumerate(pilot.losses) if loss <= target), None)
            if needed is not None:
                break
        results.workloads[workload.name] |= {"target": target, "target_iterations": needed, "tried_iterations": tried}
        self.say(f"{workload.title} of {target:.6f}: reached after {needed or f'more than {tried}'} iterations")
        iterations = max(1, needed or tried)
        consumer.write_model(self.folder / "project", workload, iterations)
        return iterations
