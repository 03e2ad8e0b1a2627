"""Where the time goes: DuckDB's own profile of the last statement that dbt sent to run iterations.

`make benchmark-profile WORKLOAD=rows_1e5` prints it; a full run puts it beside every goal that is missed.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator

from benchmarks import consumer
from benchmarks.contenders import Job
from benchmarks.contenders.dbt_nn import run_model
from benchmarks.dbt_command import Statement, phases
from benchmarks.markdown import table

# Lines of the table, and letters of what an operator says.
LARGEST = 12
LONGEST = 75
# What dbt says of itself at the head of a statement.
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# What an operator says of itself, the most telling first.
SAYS = ("Aggregates", "Projections", "Expression", "Conditions", "Table", "CTE Name", "Function")


def profile(job: Job) -> tuple[list[dict], list[Statement]]:
    """Parts of the statement's time, {what, detail, rows, seconds, share}; and all statements of the model."""
    file = consumer.profile_file(job.project)
    profiles = []

    def keep(statement: Statement) -> None:
        if statement.is_segment:
            profiles.append((statement.seconds, json.loads(file.read_text(encoding="utf-8"))))

    target = f"{consumer.target_of(job.threads)}_profiled"
    command = run_model(job, job.workload.name, target, after_statement=keep)
    if not command.success or not profiles:
        raise RuntimeError(command.message or "no statement of the loop was profiled")
    return summary(*max(profiles, key=lambda found: found[0])), command.statements


def summary(seconds: float, found: dict) -> list[dict]:
    """Planning and every operator; operators that do and say the same are one line."""
    planning = sum(
        found.get(part, {}).get("total_time", 0) for part in ("parser", "planner", "optimizer", "physical_planner")
    )
    lines: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0])
    lines["planning", "parse, bind, optimise"] = [planning, 0]
    for operator in operators(found["operator"]):
        line = lines[operator["type"].strip().lower().replace("_", " "), says(operator)]
        line[0] += operator["timing"]
        line[1] += operator["intermediate_rows"]
    parts = [
        {"what": what, "detail": detail, "rows": int(rows), "seconds": time}
        for (what, detail), (time, rows) in lines.items()
    ]
    parts.sort(key=lambda part: -part["seconds"])
    total = sum(part["seconds"] for part in parts)
    rest = sum(part["seconds"] for part in parts[LARGEST:])
    parts[LARGEST:] = [{"what": "all others", "detail": "", "rows": 0, "seconds": rest}]
    for part in parts:
        part["share"] = part["seconds"] / total
    return [*parts, {"what": "the statement", "detail": "elapsed", "rows": 0, "seconds": seconds, "share": 1.0}]


def operators(of: list[dict]) -> Iterator[dict]:
    for operator in of:
        yield operator
        yield from operators(operator.get("children", []))


def says(operator: dict) -> str:
    """The first thing that an operator says of itself; of a long list its end, which is what is new in it."""
    about = operator.get("extra_info", {})
    for name in SAYS:
        if about.get(name):
            text = about[name] if isinstance(about[name], str) else ", ".join(map(str, about[name]))
            text = " ".join(text.split()).replace("|", "/").replace("`", "'")
            return text if len(text) <= LONGEST else f"{text[: LONGEST // 3]} ... {text[-(2 * LONGEST // 3) :]}"
    return ""


def table_of(lines: list[dict]) -> str:
    """As a table of Markdown."""
    return table(
        ["operator", "of what", "rows", "seconds", "share"],
        [
            [
                line["what"],
                f"`{line['detail']}`" if line["detail"] else "",
                f"{line['rows']:,}" if line["rows"] else "",
                f"{line['seconds']:.4f}",
                f"{line['share']:.0%}",
            ]
            for line in lines
        ],
        left=2,
    )


def statements_table(statements: list[Statement]) -> str:
    """The statements of the model that took longest, with how they begin."""
    parts = phases(statements)
    rows = [
        (statement.seconds, phase, " ".join(COMMENT.sub("", statement.sql).split()))
        for phase, found in (("before", parts.before), ("loop", parts.loop), ("after", parts.after))
        for statement in found
    ]
    rows.sort(key=lambda row: -row[0])
    return table(
        ["statement", "phase", "kB", "seconds"],
        [
            [
                f"`{sql[:LONGEST].replace('|', '/').replace('`', '')}`",
                phase,
                f"{len(sql) / 1000:,.0f}",
                f"{seconds:.4f}",
            ]
            for seconds, phase, sql in rows[:LARGEST]
        ],
        left=2,
    )
