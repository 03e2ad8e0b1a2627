"""What the project wants to reach, and whether it does. A goal that was not measured is not met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.results import Results, Spread, per_iteration, process, training, whole

BEST = ("sklearn_lbfgs", "sklearn_adam")


@dataclass(frozen=True)
class Goal:
    """`limit` is the most that is allowed, or the least where `is_least`; `workload` is whose profile to look at."""

    workload: str
    text: str
    limit: float
    measure: Callable[[Results], Spread | None]
    is_least: bool = False
    unit: str = "×"

    def is_met(self, measured: Spread | None) -> bool:
        if measured is None:
            return False
        return measured.median >= self.limit if self.is_least else measured.median <= self.limit


def to_numpy(workload: str) -> Callable[[Results], Spread | None]:
    return lambda results: results.ratio((workload, "dbt_nn"), (workload, "numpy"))


def to_best_solver(results: Results) -> Spread | None:
    """The whole way of dbt_nn to that of the solver with the lowest log loss, if it got as close as the goal says."""
    best, ours = best_solver(results), results.of("to_log_loss", "dbt_nn")
    target = results.workloads.get("to_log_loss", {}).get("target")
    if not best or not target or ours.get("log_loss", target + 1) > target:
        return None
    return results.ratio(("to_log_loss", "dbt_nn"), ("to_log_loss", best), whole)


def best_solver(results: Results) -> str | None:
    losses = {name: results.of("to_log_loss", name).get("log_loss") for name in BEST}
    known = {name: loss for name, loss in losses.items() if loss is not None}
    return min(known, key=known.get) if known else None


def peak_of_ten_million(results: Results) -> Spread | None:
    runs = [run for name in ("dbt_nn", "dbt_nn_two_threads") for run in results.runs("rows_1e7", name)]
    return Spread.of([run["peak_memory"] / 1e9 for run in runs]) if runs else None


def speed_up(results: Results) -> Spread | None:
    if results.settings["threads"] != 1:
        return None
    return results.ratio(("rows_1e7", "dbt_nn"), ("rows_1e7", "dbt_nn_two_threads"))


def checkpoint_share(results: Results) -> Spread | None:
    """The greatest share of any workload whose loop takes a second or more."""
    shares = [
        Spread.of([run["details"]["checkpoints"] / run["training"] for run in runs])
        for runs in (results.runs(name, "dbt_nn") for name in results.workloads)
        if runs and min(map(training, runs)) >= 1
    ]
    return max(shares, key=lambda share: share.median) if shares else None


def largest_statement(results: Results) -> Spread | None:
    sizes = [
        run["details"]["largest_statement"] / 1e6
        for name in results.workloads
        for run in results.runs(name, "dbt_nn")
        if "largest_statement" in run["details"]
    ]
    return Spread(max(sizes), max(sizes), max(sizes)) if sizes else None


GOALS = [
    Goal("small_2_2_2", "2-2-2, 100,000 rows: at most 0.35× NumPy per iteration", 0.35, to_numpy("small_2_2_2")),
    Goal(
        "small_2_2_2",
        "2-2-2, 100,000 rows: at least 11× faster than the published nested query, per iteration",
        11,
        lambda results: results.ratio(("small_2_2_2", "nested_query"), ("small_2_2_2", "dbt_nn")),
        is_least=True,
    ),
    Goal(
        "iris",
        "4-20-3 on iris, training only: at most 0.22× matrix-cell SQL",
        0.22,
        lambda results: results.ratio(("iris", "dbt_nn"), ("iris", "matrix_cells"), per_iteration),
    ),
    Goal(
        "iris",
        "4-20-3 on iris: the whole `dbt run` at most 1.6× an empty one",
        1.6,
        lambda results: results.ratio(("iris", "dbt_nn"), ("iris", "empty_dbt_run"), process),
    ),
    Goal("rows_1e5", "10-16-2, 100,000 rows: at most 1.5× NumPy per iteration", 1.5, to_numpy("rows_1e5")),
    Goal("wide_1e5", "30-32-2, 100,000 rows: at most 3× NumPy per iteration", 3, to_numpy("wide_1e5")),
    Goal("digits", "64-32-10 on digits: at most 16× NumPy per iteration", 16, to_numpy("digits")),
    Goal("batches_32", "10-16-2 in batches of 32: at most 7× NumPy per step", 7, to_numpy("batches_32")),
    Goal("batches_250", "10-16-2 in batches of 250: at most 8× NumPy per step", 8, to_numpy("batches_250")),
    Goal(
        "rows_1e6",
        "10-16-2, from 1e6 to 1e7 rows: at most 10.5× the time per iteration",
        10.5,
        lambda results: results.ratio(("rows_1e7", "dbt_nn"), ("rows_1e6", "dbt_nn")),
    ),
    Goal("rows_1e6", "10-16-2, 1e7 rows: peak memory under 3 GB", 3, peak_of_ten_million, unit=" GB"),
    Goal(
        "rows_1e6",
        "10-16-2, 1e7 rows: at two threads at least 1.7× faster than at one",
        1.7,
        speed_up,
        is_least=True,
    ),
    Goal(
        "to_log_loss",
        "10-16-2, 100,000 rows: within 1 % of the log loss of scikit-learn's better solver in at most 1.5× its time, "
        "hand-off included",
        1.5,
        to_best_solver,
    ),
    Goal("rows_1e6", "checkpoints: at most 5 % of any loop of a second or more", 0.05, checkpoint_share, unit=""),
    Goal("pixels", "no statement over 1 MB", 1, largest_statement, unit=" MB"),
]


def judged(results: Results) -> list[dict]:
    """Every goal with what was measured, as plain values."""
    table = []
    for goal in GOALS:
        measured = goal.measure(results)
        table.append(
            {
                "workload": goal.workload,
                "goal": goal.text,
                "limit": goal.limit,
                "measured": measured.__dict__ if measured else None,
                "unit": goal.unit,
                "met": goal.is_met(measured),
            }
        )
    return table
