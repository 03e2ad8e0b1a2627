"""dbt commands in this process, and every statement that dbt sends, with what it took."""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SEGMENT = re.compile(r"create\s+(or replace\s+)?table\s+\S*__iteration_\d+", re.IGNORECASE)
BATCHES = re.compile(r"__dbt_nn_batches")


@dataclass
class Statement:
    sql: str
    seconds: float = 0.0

    @property
    def is_segment(self) -> bool:
        """Whether it runs iterations."""
        return SEGMENT.search(self.sql) is not None

    @property
    def lays_out_batches(self) -> bool:
        return not self.is_segment and BATCHES.search(self.sql) is not None


@dataclass
class Command:
    """What a dbt command did.

    `statements` are those of its models, `seconds` the whole of dbt but for its imports, `ended` a moment of the clock.
    """

    success: bool
    message: str
    statements: list[Statement]
    seconds: float
    ended: float
    node_seconds: float = 0.0


def dbt(project: Path, *arguments: str, after_statement: Callable[[Statement], None] | None = None) -> Command:
    """Run a dbt command; `after_statement` is called when the statement has run, before dbt goes on."""
    os.environ.setdefault("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")
    from dbt.cli.main import dbtRunner

    statements: list[Statement] = []

    def listen(event) -> None:
        if event.info.name not in ("SQLQuery", "SQLQueryStatus") or not event.data.node_info.unique_id:
            return
        if event.info.name == "SQLQuery":
            statements.append(Statement(event.data.sql))
        elif statements:
            statements[-1].seconds = event.data.elapsed
            if after_statement:
                after_statement(statements[-1])

    started = time.perf_counter()
    with contextlib.chdir(project):
        outcome = dbtRunner(callbacks=[listen]).invoke(
            [*arguments, "--quiet", "--no-use-colors", "--profiles-dir", "."]
        )
    seconds, ended = time.perf_counter() - started, time.time()
    nodes = [result for result in getattr(outcome.result, "results", None) or [] if hasattr(result, "execution_time")]
    messages = [str(result.message) for result in nodes if str(result.status) not in ("success", "pass")]
    if outcome.exception:
        messages.append(str(outcome.exception))
    release()
    return Command(
        outcome.success, "\n".join(messages), statements, seconds, ended, sum(node.execution_time for node in nodes)
    )


def release() -> None:
    """dbt-duckdb keeps the file open, and with it the lock that keeps others out."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()


@dataclass
class Phases:
    """A model's statements, in order: what comes before the first iteration, the loop, and what comes after it."""

    before: list[Statement]
    loop: list[Statement]
    after: list[Statement]


def phases(statements: list[Statement]) -> Phases:
    """The loop goes from the first segment, or the batches laid out for it, to the commit after the last one."""
    of_loop = [at for at, statement in enumerate(statements) if statement.is_segment or statement.lays_out_batches]
    segments = [at for at in of_loop if statements[at].is_segment]
    if not segments:
        return Phases(statements, [], [])
    last = segments[-1]
    while last + 1 < len(statements) and not statements[last].sql.strip().lower().endswith("commit"):
        last += 1
    return Phases(statements[: of_loop[0]], statements[of_loop[0] : last + 1], statements[last + 1 :])


def total(statements: list[Statement]) -> float:
    return sum(statement.seconds for statement in statements)
