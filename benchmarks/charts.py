"""The charts of the results, as SVG: the same bytes for the same figures."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl

mpl.use("svg")

import matplotlib.pyplot as plt

from benchmarks.contenders import CONTENDERS
from benchmarks.results import Results, Spread, per_iteration

COLORS = {
    "dbt_nn": "#2b6cb0",
    "dbt_nn_two_threads": "#90cdf4",
    "numpy": "#4a5568",
    "pytorch": "#dd6b20",
    "nested_query": "#c53030",
    "matrix_cells": "#b7791f",
    "sklearn_lbfgs": "#2f855a",
    "sklearn_adam": "#9ae6b4",
}
# Whose iteration is the same piece of work; an iteration of lbfgs or an epoch of adam is another.
ITERATION = ("dbt_nn", "dbt_nn_two_threads", "numpy", "pytorch", "nested_query", "matrix_cells")
CURVES = ("dbt_nn", "numpy", "pytorch")
BY_ROWS = ("rows_1e3", "rows_1e4", "rows_1e5", "rows_1e6", "rows_1e7")
BY_PARAMETERS = ("small_2_2_2", "rows_1e5", "wide_1e5", "wider_1e5")
GIGABYTE = 1e9


def draw(results: Results, folder: Path) -> list[str]:
    """Draws what there are figures for; returns the names of the files."""
    mpl.rcParams.update(
        {"svg.hashsalt": "dbt_nn", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False}
    )
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    for name, figure in (
        ("time_by_workload", time_by_workload(results)),
        ("growth_with_rows", growth(results, BY_ROWS, "rows", "training rows, 10-16-2")),
        ("growth_with_parameters", growth(results, BY_PARAMETERS, "parameters", "parameters, 100,000 rows")),
    ):
        if figure:
            file = folder / f"{name}.svg"
            figure.savefig(file, metadata={"Date": None})
            plt.close(figure)
            # matplotlib ends lines of a path with a space
            lines = file.read_text(encoding="utf-8").splitlines()
            file.write_text("\n".join(line.rstrip() for line in lines) + "\n", encoding="utf-8")
            drawn.append(file.name)
    return drawn


def time_by_workload(results: Results):
    """Milliseconds of an iteration, a bar per contender, on a logarithmic scale."""
    bars = [
        (workload, contender, spread)
        for workload in results.workloads
        for contender in ITERATION
        if (spread := results.spread(workload, contender, per_iteration)) and workload != "to_log_loss"
    ]
    if not bars:
        return None
    figure, axes = plt.subplots(
        figsize=(8, 0.9 + 0.2 * len(bars) + 0.12 * len(results.workloads)), layout="constrained"
    )
    height, labels, last = 0.0, {}, None
    for workload, contender, spread in bars:
        height += 1.0 if workload == last else 1.7
        last = workload
        milliseconds = spread.median * 1000
        axes.barh(height, milliseconds, color=COLORS[contender], label=CONTENDERS[contender].title)
        axes.errorbar(milliseconds, height, xerr=whiskers([spread]), color="black", linewidth=0.8)
        labels.setdefault(results.workloads[workload]["title"], []).append(height)
    axes.set_yticks([sum(heights) / len(heights) for heights in labels.values()], list(labels))
    axes.set_ylim(height + 1, 0.5)
    axes.set_xscale("log")
    axes.set_xlabel("milliseconds of an iteration: median, and range of the runs")
    axes.grid(axis="x", linewidth=0.3)
    handles = dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))
    axes.legend(
        handles.values(), handles.keys(), loc="upper center", bbox_to_anchor=(0.4, -0.05), ncols=3, frameon=False
    )
    return figure


def whiskers(spreads: list[Spread]) -> list[list[float]]:
    return [
        [1000 * (spread.median - spread.least) for spread in spreads],
        [1000 * (spread.greatest - spread.median) for spread in spreads],
    ]


def growth(results: Results, workloads: tuple[str, ...], of: str, label: str):
    """Time of an iteration and peak memory, both against the size."""
    found = [name for name in workloads if results.runs(name, "dbt_nn")]
    if len(found) < 2:
        return None
    figure, (time, memory) = plt.subplots(1, 2, figsize=(8, 3.4), layout="constrained")
    for contender in CURVES:
        points = [name for name in found if results.runs(name, contender)]
        if not points:
            continue
        sizes = [results.workloads[name][of] for name in points]
        spreads = [results.spread(name, contender, per_iteration) for name in points]
        style = {"color": COLORS[contender], "marker": "o", "markersize": 4, "label": CONTENDERS[contender].title}
        time.errorbar(sizes, [spread.median * 1000 for spread in spreads], yerr=whiskers(spreads), capsize=2, **style)
        memory.plot(sizes, [results.peak_memory(name, contender) / GIGABYTE for name in points], **style)
    for axes, title in ((time, "milliseconds of an iteration"), (memory, "peak memory of the process, GB")):
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel(label)
        axes.set_title(title, fontsize=9)
        axes.grid(linewidth=0.3)
    time.legend(frameon=False)
    return figure
