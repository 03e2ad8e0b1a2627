"""RESULTS.md, from the results: a function for each of its sections."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks import goals
from benchmarks.charts import BY_PARAMETERS, BY_ROWS, ITERATION
from benchmarks.contenders import CONTENDERS
from benchmarks.markdown import number, page, paragraph, spread, table
from benchmarks.profile import table_of
from benchmarks.results import Results, Spread, per_iteration, process, training, whole

NOTES = Path(__file__).resolve().parent / "notes"
HAND_OFF = ("dbt_nn", "numpy", "sklearn_lbfgs", "sklearn_adam", "pytorch")
RACE = "to_log_loss"


def results_page(results: Results, charts: list[str]) -> str:
    """The whole page; `charts` are the files that were drawn, in images/."""

    def chart(name: str) -> str:
        file = f"{name}.svg"
        return f"![{name.replace('_', ' ').capitalize()}](images/{file})" if file in charts else ""

    return (
        page(
            head(results),
            goals_section(results),
            iterations_section(results),
            chart("time_by_workload"),
            hand_off_section(results),
            race_section(results),
            overhead_section(results),
            growth_section(results),
            chart("growth_with_rows"),
            chart("growth_with_parameters"),
            checks_section(results),
            missing_section(results),
            profiles_section(results),
        )
        + "\n"
    )


def title(contender: str) -> str:
    return CONTENDERS[contender].title


def trained(results: Results, contenders: tuple[str, ...]) -> list[tuple[str, dict, str]]:
    """Every workload and contender that was measured, but for the race."""
    return [
        (name, workload, contender)
        for name, workload in results.workloads.items()
        for contender in contenders
        if name != RACE and results.runs(name, contender)
    ]


def head(results: Results) -> str:
    machine, settings = results.machine, results.settings
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    facts = [
        [
            "machine",
            f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB, {machine['system']}",
        ],
        ["load when it began", str(machine["load_at_start"])],
        ["versions", f"Python {machine['python']}, {versions}"],
        ["threads", f"{settings['threads']} for each contender, where it doesn't say otherwise"],
        ["commit, date", f"{machine['commit']}, {machine['date']}"],
        ["the whole took", f"{settings.get('minutes', 0):.0f} minutes"],
    ]
    return page(
        "# Results",
        "**Quick sizes: everything runs, but the figures mean nothing.**" if settings["quick"] else "",
        paragraph(
            f"""Written by `make benchmark`; [README.md](README.md) says what is measured and how, and what is not.
            Times hang on the machine, ratios less so: every repetition runs each contender once, and a ratio is taken
            within a repetition. A cell is the median of {settings["runs"]} repetition(s), in brackets are the least and
            the greatest; workloads.py has the few contenders that have fewer."""
        ),
        table(["", ""], facts, left=2),
    )


def goals_section(results: Results) -> str:
    rows = []
    for goal in results.goals:
        measured = Spread(**goal["measured"]) if goal["measured"] else None
        verdict = "yes" if goal["met"] else "**no**" if measured else "no"
        rows.append([goal["goal"], spread(measured, goal["unit"]) or "not measured", verdict])
    return page("## Goals", table(["goal", "measured", "met"], rows))


def iterations_section(results: Results) -> str:
    rows = []
    for name, workload, contender in trained(results, ITERATION):
        is_numpy = contender == "numpy"
        ratio = None if is_numpy else results.ratio((name, contender), (name, "numpy"))
        rows.append(
            [
                workload["title"],
                title(contender),
                f"{workload['parameters']:,}",
                f"{results.runs(name, contender)[0]['iterations']:,}",
                spread(results.spread(name, contender, per_iteration), scale=1000),
                spread(ratio, "×"),
            ]
        )
    return page(
        "## An iteration",
        paragraph(
            """Gradient descent on all rows or a batch, from the same first parameters. For dbt_nn: the statements of
            the loop that dbt sends, with their planning, the checkpoints and the layout of batches, over the
            iterations. Features of one value only are left out by all (digits)."""
        ),
        table(["network, rows", "contender", "parameters", "iterations", "ms an iteration", "to NumPy"], rows, left=2),
    )


def hand_off_section(results: Results) -> str:
    rows = []
    for name, workload, contender in trained(results, HAND_OFF):
        runs = results.runs(name, contender)
        before, during, after, all_in_all = (
            spread(results.spread(name, contender, what))
            for what in (lambda run: run["before"], training, lambda run: run["after"], whole)
        )
        loss = results.of(name, contender).get("log_loss")
        rows.append(
            [
                workload["title"],
                title(contender),
                f"{runs[0]['iterations']:,}",
                before,
                during,
                after if any(run["after"] for run in runs) else "",
                all_in_all,
                f"{loss:.4f}" if loss else "",
            ]
        )
    return page(
        "## From the table to the network",
        paragraph(
            """Seconds. Before: dbt_nn looks at the examples, learns the encoding and encodes; the others fetch the rows
            from DuckDB and standardise them. After: dbt_nn stores the network. Writing predictions back to the
            warehouse, which the others need, is left out. An iteration of scikit-learn's is one of lbfgs, with its line
            search, or an epoch of adam; its first weights are its own, so its log losses are to be read, not
            compared."""
        ),
        table(
            ["network, rows", "contender", "iterations", "before", "training", "after", "all, s", "log loss"],
            rows,
            left=2,
        ),
    )


def race_section(results: Results) -> str:
    workload, best = results.workloads.get(RACE, {}), goals.best_solver(results)
    if "target" not in workload or not best:
        return ""
    rows = []
    for contender in workload["contenders"]:
        if runs := results.runs(RACE, contender):
            rows.append(
                [
                    title(contender),
                    f"{runs[0]['iterations']:,}",
                    spread(results.spread(RACE, contender, whole)),
                    spread(results.ratio((RACE, contender), (RACE, best), whole), "×"),
                    f"{results.of(RACE, contender)['log_loss']:.6f}",
                ]
            )
    reached = workload["target_iterations"]
    found = (
        f"is there after {reached} iterations, which a first run found out that is not counted"
        if reached
        else f"was not there after {workload['tried_iterations']} iterations"
    )
    return page(
        "## To a log loss",
        paragraph(
            f"""{workload["title"]}. scikit-learn's solvers have their defaults (`max_iter=200`), without penalty. The
            log loss to reach is 1 % above that of the better one, {workload["target"]:.6f}. dbt_nn, with rprop,
            {found}. Time is that from the table to the network, hand-off included."""
        ),
        table(["contender", "iterations", "seconds", "to the better solver", "final log loss"], rows),
    )


def overhead_section(results: Results) -> str:
    rows = []
    for name, workload in results.workloads.items():
        if runs := results.runs(name, "dbt_nn"):
            statements, model, program, checkpoints, batches = (
                spread(results.spread(name, "dbt_nn", what))
                for what in (whole, detail("node"), process, detail("checkpoints"), detail("batches"))
            )
            largest = max(run["details"]["largest_statement"] for run in runs) / 1000
            is_batched = workload["batch_size"]
            rows.append(
                [
                    workload["title"],
                    statements,
                    model,
                    program,
                    f"{largest:,.0f}",
                    checkpoints,
                    batches if is_batched else "",
                ]
            )
    empty = spread(results.spread("iris", "empty_dbt_run", process))
    return page(
        "## dbt's own time",
        paragraph(
            f"""Seconds. Statements: what DuckDB worked for the model. Model: dbt's time for it, with the writing of
            SQL. Program: from the start of `dbt run` to the end of its work, imports included.
            {f"An empty `dbt run`, of `select 1` in the same project, takes {empty} s." if empty else ""} Of the
            statements, checkpoints are those that check and commit within the loop, batches those that lay batches
            out."""
        ),
        table(
            ["model", "statements", "model", "program", "largest statement, kB", "checkpoints", "batches"],
            rows,
        ),
    )


def detail(name: str) -> Callable[[dict], float]:
    return lambda run: run["details"][name]


def growth_section(results: Results) -> str:
    measured = trained(results, ("dbt_nn", "dbt_nn_two_threads", "numpy", "pytorch"))
    rows = []
    for name, workload, contender in sorted(measured, key=lambda found: (found[1]["parameters"], found[1]["rows"])):
        if name in BY_ROWS + BY_PARAMETERS:
            found = results.spread(name, contender, per_iteration)
            rows.append(
                [
                    workload["title"],
                    title(contender),
                    spread(found, scale=1000),
                    number(found.median / workload["rows"] / workload["parameters"] * 1e9),
                    f"{results.peak_memory(name, contender) / 1e6:,.0f}",
                ]
            )
    if not rows:
        return ""
    return page(
        "## Growth",
        paragraph(
            """Peak memory is that of the whole process: for dbt_nn, dbt with DuckDB in it; for the others, Python with
            their libraries, from the fetching of the rows on. DuckDB has the limit that it sets itself, 80 % of the
            machine's memory."""
        ),
        table(
            ["network, rows", "contender", "ms an iteration", "ns a row and parameter", "peak memory, MB"], rows, left=2
        ),
    )


def checks_section(results: Results) -> str:
    rows = [
        [
            workload["title"],
            title(contender),
            f"{found['log_loss']:.12f}",
            f"{found['relative_difference']:.1e}",
            "yes" if found["agrees"] else "**no**",
        ]
        for workload in results.workloads.values()
        for contender, found in workload["contenders"].items()
        if "agrees" in found
    ]
    if not rows:
        return ""
    return page(
        "## The same result",
        paragraph(
            """Who does NumPy's arithmetic must come to NumPy's parameters: the log loss that they give on all rows,
            computed by one and the same code, may be off by 1e-8 of it."""
        ),
        table(["network, rows", "contender", "log loss of its parameters", "off by", "the same"], rows, left=2),
    )


def missing_section(results: Results) -> str:
    left_out, failed, skipped = [], [], {}
    for workload in results.workloads.values():
        for contender, reason in workload["left_out"].items():
            left_out.append(f"- {title(contender)} on {workload['title']}: {reason}.")
        for contender, found in workload["contenders"].items():
            if found.get("error"):
                error = " ".join(found["error"].split()).replace("`", "'")[-300:]
                failed.append(f"- {title(contender)} on {workload['title']} **failed**: `{error}`")
            if found.get("skipped"):
                skipped.setdefault((title(contender), found["skipped"]), []).append(workload["title"])
    for (contender, reason), titles in skipped.items():
        where = f", {titles[0]}" if len(titles) == 1 else ""
        left_out.append(f"- {contender}{where}: {reason}.")
    return page("## Not measured", "\n".join(failed + left_out)) if failed or left_out else ""


def profiles_section(results: Results) -> str:
    """Beside every goal that is missed: DuckDB's profile, and what notes/<workload>.md says was tried."""
    parts = []
    for name, lines in results.profiles.items():
        missed = [f"Missed: {goal['goal']}." for goal in results.goals if goal["workload"] == name and not goal["met"]]
        notes = NOTES / f"{name}.md"
        written = notes.read_text(encoding="utf-8").strip() if notes.exists() else ""
        parts.append(page(f"### {results.workloads[name]['title']}", *missed, written, table_of(lines)))
    if not parts:
        return ""
    return page(
        "## Where the time goes",
        paragraph(
            """DuckDB's profile of one statement of the loop, the longest that dbt sent: the seconds of its operators,
            added up over its iterations. `make benchmark-profile WORKLOAD=...` prints it for any workload."""
        ),
        *parts,
    )
