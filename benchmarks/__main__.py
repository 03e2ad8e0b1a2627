"""python -m benchmarks: measure, check, and write RESULTS.md, results.json and the charts. `make benchmark` runs it."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from benchmarks import charts, goals, report
from benchmarks.contenders import Job
from benchmarks.machine import machine
from benchmarks.measure import Benchmark
from benchmarks.profile import profile, statements_table, table_of
from benchmarks.results import Results
from benchmarks.workloads import workloads

ROOT = Path(__file__).resolve().parent.parent


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.split(".")[0])
    parser.add_argument("--only", nargs="*", metavar="WORKLOAD", help="these workloads only")
    parser.add_argument("--runs", type=int, default=5, help="repetitions (5)")
    parser.add_argument("--threads", type=int, default=1, help="threads of each contender (1)")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: does it run?")
    parser.add_argument("--profile", metavar="WORKLOAD", help="print where a workload's time goes, and nothing else")
    parser.add_argument("--folder", type=Path, help="where data and project are kept (target/benchmark)")
    parser.add_argument(
        "--output", type=Path, help="where the results go (benchmarks/, or the folder if not everything runs)"
    )
    return parser.parse_args()


def main() -> int:
    asked = arguments()
    folder = (asked.folder or ROOT / "target" / ("benchmark_quick" if asked.quick else "benchmark")).resolve()
    output = asked.output or (folder if asked.quick or asked.only else ROOT / "benchmarks")
    try:
        chosen = workloads(asked.quick, [asked.profile] if asked.profile else asked.only)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2

    benchmark = Benchmark(folder, chosen, asked.runs, asked.threads, asked.quick, lambda text: print(text, flush=True))
    began, facts = time.time(), machine()
    benchmark.prepare()
    if asked.profile:
        operators, statements = profile(Job("dbt_nn", chosen[0], asked.threads, folder, chosen[0].iterations))
        print(f"\n{statements_table(statements)}\n\nThe longest statement of the loop:\n\n{table_of(operators)}")
        return 0

    results = Results(facts, {"runs": asked.runs, "threads": asked.threads, "quick": asked.quick})
    benchmark.measure(results, lambda so_far: so_far.write(folder / "results.json"))
    results.goals = goals.judged(results)
    missed = {goal["workload"] for goal in results.goals if not goal["met"] and goal["measured"]}
    for workload in [workload for workload in chosen if workload.name in missed][: 1 if asked.quick else None]:
        print(f"profile of {workload.title}", flush=True)
        job = Job("dbt_nn", workload, asked.threads, folder, workload.iterations)
        results.profiles[workload.name], _ = profile(job)
    results.settings["minutes"] = (time.time() - began) / 60

    results.write(output / "results.json")
    drawn = charts.draw(results, output / "images")
    (output / "RESULTS.md").write_text(report.results_page(results, drawn), encoding="utf-8")
    met = sum(goal["met"] for goal in results.goals)
    print(f"{met} of {len(results.goals)} goals are met: see {os.path.relpath(output)}/RESULTS.md")
    return verdict(results)


def verdict(results: Results) -> int:
    """1 where a contender failed, or what should be the same is not; a missed goal is no failure."""
    status = 0
    for name, workload in results.workloads.items():
        for contender, found in workload["contenders"].items():
            if found.get("error"):
                print(f"{name}: {contender} failed: {found['error']}", file=sys.stderr)
                status = 1
            elif found.get("agrees") is False:
                print(f"{name}: {contender} differs from NumPy by {found['relative_difference']:.1e}", file=sys.stderr)
                status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
