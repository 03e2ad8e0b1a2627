"""What is trained: the one table of workloads, in full and in quick sizes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

SKLEARN = ("sklearn_lbfgs", "sklearn_adam")
USUAL = ("dbt_nn", "numpy", *SKLEARN, "pytorch")


@dataclass(frozen=True)
class Workload:
    """One network on one table.

    `data` names the table's maker in data.py, `left_out` says why a contender is missing, `most_runs` spares runs of a
    contender that take long and that no goal hangs on.
    """

    name: str
    data: str
    rows: int
    features: int
    hidden: tuple[int, ...]
    classes: int
    iterations: int
    contenders: tuple[str, ...] = USUAL
    optimizer: str = "gradient_descent"
    learning_rate: float = 0.1
    batch_size: int | None = None
    to_target: bool = False
    left_out: dict[str, str] = field(default_factory=dict)
    most_runs: dict[str, int] = field(default_factory=dict)

    @property
    def table(self) -> str:
        return f"{self.data}_{self.features}_{self.rows}"

    @property
    def columns(self) -> list[str]:
        return [f"x{k}" for k in range(1, self.features + 1)]

    @property
    def shape(self) -> str:
        return "-".join(map(str, (self.features, *self.hidden, self.classes)))

    @property
    def title(self) -> str:
        title = f"{self.shape}, {self.rows:,} rows"
        if self.batch_size:
            title += f" in batches of {self.batch_size:,}"
        return title + (", to a log loss" if self.to_target else "")

    @property
    def parameters(self) -> int:
        sizes = (self.features, *self.hidden, self.classes)
        return sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes))


def rows_of_features(rows: int, iterations: int, **options) -> Workload:
    """10-16-2 on so many rows."""
    return Workload(f"rows_1e{len(str(rows)) - 1}", "features", rows, 10, (16,), 2, iterations, **options)


def batches(size: int, epochs: int) -> Workload:
    """10-16-2 on 100,000 rows in batches, for whole epochs."""
    steps = -(-100_000 // size) * epochs
    return Workload(
        f"batches_{size}", "features", 100_000, 10, (16,), 2, steps, ("dbt_nn", "numpy", "pytorch"), batch_size=size
    )


# The most iterations that dbt_nn gets to come as close to the best log loss as the workload asks for.
LONGEST_WAY = 1000
# How close: within 1 % of the final log loss of scikit-learn's better solver.
CLOSE = 1.01

FULL = [
    Workload(
        "small_2_2_2",
        "halves",
        100_000,
        2,
        (2,),
        2,
        50,
        ("dbt_nn", "numpy", "nested_query", "pytorch"),
        learning_rate=1.0,
    ),
    Workload("iris", "iris", 150, 4, (20,), 3, 1000, (*USUAL, "matrix_cells", "empty_dbt_run")),
    rows_of_features(1_000, 200),
    rows_of_features(10_000, 100),
    rows_of_features(100_000, 30),
    rows_of_features(
        1_000_000,
        5,
        contenders=("dbt_nn", "numpy", "sklearn_lbfgs", "pytorch"),
        left_out={"sklearn_adam": "an epoch has 5,000 steps; it is at 100,000 rows"},
    ),
    rows_of_features(
        10_000_000,
        1,
        contenders=("dbt_nn", "dbt_nn_two_threads", "numpy", "pytorch"),
        left_out={"sklearn_lbfgs": "copies 10,000,000 rows several times", "sklearn_adam": "an epoch has 50,000 steps"},
        most_runs={"numpy": 2, "pytorch": 2},
    ),
    Workload("wide_1e3", "features", 1_000, 30, (32,), 2, 100),
    Workload("wide_1e5", "features", 100_000, 30, (32,), 2, 10),
    Workload(
        "wider_1e5",
        "features",
        100_000,
        30,
        (128,),
        2,
        3,
        ("dbt_nn", "numpy", "pytorch"),
        left_out=dict.fromkeys(SKLEARN, "here for the growth with the parameters"),
        most_runs=dict.fromkeys(("dbt_nn", "numpy", "pytorch"), 2),
    ),
    Workload("digits", "digits", 1_797, 64, (32,), 10, 50),
    Workload("pixels", "pixels", 10_000, 784, (128,), 10, 3, most_runs=dict.fromkeys(USUAL, 1)),
    batches(32, epochs=1),
    batches(250, epochs=2),
    batches(1_000, epochs=3),
    Workload(
        "to_log_loss",
        "features",
        100_000,
        10,
        (16,),
        2,
        LONGEST_WAY,
        ("dbt_nn", *SKLEARN),
        optimizer="rprop",
        to_target=True,
    ),
]


def quick(workload: Workload) -> Workload:
    """The same workload at a size that takes no time: for tests, not for figures."""
    return replace(
        workload,
        rows=min(workload.rows, 150 + len(str(workload.rows))),
        features=min(workload.features, 12),
        hidden=tuple(min(units, 6) for units in workload.hidden),
        iterations=min(workload.iterations, 40 if workload.to_target else 3),
        batch_size=workload.batch_size and min(workload.batch_size, 40),
    )


def workloads(is_quick: bool, only: list[str] | None = None) -> list[Workload]:
    """Those of the given names, or all. Raises ValueError for an unknown name."""
    found = [quick(workload) if is_quick else workload for workload in FULL]
    names = [workload.name for workload in found]
    if unknown := set(only or []) - set(names):
        raise ValueError(f"no workload is called {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    return [workload for workload in found if not only or workload.name in only]
