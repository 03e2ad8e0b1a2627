"""What one checkout sends to DuckDB, and what comes out: the demo's build, and a consumer's.

A capture is a folder of texts, the same for two checkouts that do the same. For each dbt command on a project:

    compiled/, run/     what dbt wrote there
    statements/         every statement that was sent, in order, a file for each node
    messages.txt        what the macros logged
    results.txt         status and message of every node
    tables/             every relation, row by row, doubles with all their digits
"""

from __future__ import annotations

import contextlib
import datetime
import json
import multiprocessing
import os
import re
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from .consumer import REFUSED, files_of_consumer

LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv*", "target", "logs", "dbt_packages", "*.duckdb*", "__pycache__", ".*_cache", "node_modules"
)
SEPARATOR = "\n\n-- ======== the next statement ========\n\n"
BEGINNING = datetime.datetime(2020, 1, 1)
# The lengths of statements go by the clock. This one stands still but for what a statement moves it on, so they hang
# on the statements before and on nothing else.
SECONDS_PER_STATEMENT = 0.05


class Recorder:
    """Listens to one dbt command."""

    def __init__(self):
        self.statements: dict[str, list[str]] = {}
        self.messages: list[str] = []
        self.count = 0

    def __call__(self, event) -> None:
        name = event.info.name
        if name == "SQLQuery":
            self.count += 1
            node = event.data.node_info.unique_id or f"connection {event.data.conn_name}"
            self.statements.setdefault(node, []).append(event.data.sql)
        elif name in ("JinjaLogInfo", "JinjaLogDebug", "JinjaLogWarning"):
            self.messages.append(f"{event.data.node_info.unique_id}: {event.data.msg}")

    def clock(self) -> type[datetime.datetime]:
        """A datetime for Jinja whose now() hangs on the statements sent so far."""
        recorder = self

        class Clock(datetime.datetime):
            @classmethod
            def now(cls, tz=None):
                return BEGINNING + datetime.timedelta(seconds=SECONDS_PER_STATEMENT * recorder.count)

        return Clock


class Project:
    """A dbt project in a temporary folder, all of whose commands are recorded into another."""

    def __init__(self, path: Path, profile: str, out: Path, homes: dict[str, str]):
        self.path, self.out, self.homes = path, out, homes
        self.database = path / f"{profile}.duckdb"
        # One thread: sums of doubles have one order then.
        output = {"type": "duckdb", "path": self.database.name, "threads": 1, "settings": {"threads": 1}}
        self.profiles = path / "compared_profiles"
        self.profiles.mkdir()
        text = json.dumps({profile: {"target": "duckdb", "outputs": {"duckdb": output}}})
        (self.profiles / "profiles.yml").write_text(text, encoding="utf-8")

    def dbt(self, *arguments: str):
        """Run a dbt command; return its result and what was heard of it."""
        # Imported here, in a process of its own: what dbt remembers of a project stays there.
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager
        from dbt.cli.main import dbtRunner
        from dbt.context import base

        recorder = Recorder()
        modules = {name: getattr(datetime, name) for name in ("date", "datetime", "time", "timedelta", "tzinfo")}
        base.get_datetime_module_context = lambda: {**modules, "datetime": recorder.clock()}
        with contextlib.chdir(self.path):
            run = dbtRunner(callbacks=[recorder]).invoke(
                [*arguments, "--log-level", "none", "--no-use-colors", "--profiles-dir", str(self.profiles)]
            )
        DuckDBConnectionManager.close_all_connections()
        if run.exception:
            raise SystemExit(f"dbt {' '.join(arguments)} in a {self.out.name}: {run.exception}")
        return run, recorder

    def step(self, name: str, *arguments: str) -> None:
        """Run a dbt command, and keep all that can be seen of it."""
        run, recorder = self.dbt(*arguments)
        folder = self.out / name
        for kind in ("compiled", "run"):
            for file in sorted((self.path / "target" / kind).rglob("*")):
                if file.is_file():
                    place = file.relative_to(self.path / "target")
                    self.write(folder / place, file.read_text(encoding="utf-8"))
            shutil.rmtree(self.path / "target" / kind, ignore_errors=True)
        for node, statements in recorder.statements.items():
            self.write(folder / "statements" / f"{node}.sql", SEPARATOR.join(statements))
        self.write(folder / "messages.txt", "\n".join(recorder.messages))
        lines, wrong = [], []
        for result in run.result.results:
            node = result.node.unique_id if getattr(result, "node", None) else name
            message = without_trace(str(result.message or ""))
            lines.append(f"{node}: {result.status}, {getattr(result, 'failures', None)} failures, {message}")
            if (str(result.status) in ("error", "fail", "skipped")) != (REFUSED in node):
                wrong.append(lines[-1])
        self.write(folder / "results.txt", "\n".join(sorted(lines)))
        if wrong or not run.result.results:
            raise SystemExit(f"the {self.out.name}'s {name} did not end as it should:\n" + "\n".join(wrong))

    def tables(self, name: str) -> None:
        """Write down every relation. Rows have no order, so they are sorted as texts."""
        import duckdb

        with duckdb.connect(str(self.database), read_only=True) as connection:
            found = connection.execute(
                "select table_schema, table_name from information_schema.tables order by all"
            ).fetchall()
            for schema, table in found:
                answer = connection.execute(f'select * from "{schema}"."{table}"')
                columns = ", ".join(f"{column[0]} {column[1]}" for column in answer.description)
                rows = sorted(map(repr, answer.fetchall()))
                self.write(self.out / name / "tables" / f"{schema}.{table}.txt", "\n".join([columns, *rows]))

    def write(self, file: Path, text: str) -> None:
        """Write without the names of temporary folders."""
        for path, name in self.homes.items():
            text = text.replace(path, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n", encoding="utf-8")


def without_trace(message: str) -> str:
    """An error's words without the macros that it came through, whose names and files are private."""
    return "\n".join(line for line in message.split("\n") if not re.match(r"\s*> (in|called by) ", line)).rstrip()


def copied(checkout: Path, temporary: Path) -> Path:
    copy = temporary / "checkout"
    shutil.copytree(checkout, copy, ignore=LEFT_BEHIND)
    return copy


def capture_demo(checkout: Path, out: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        copy = copied(checkout, Path(temporary).resolve())
        project = Project(copy, "dbt_nn", out / "demo", {str(copy): "<checkout>"})
        project.step("build", "build")
        project.tables("build")


def capture_consumer(checkout: Path, out: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary).resolve()
        copy = copied(checkout, home)
        path = home / "consumer"
        for name, text in files_of_consumer().texts.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_text(text, encoding="utf-8")
        project_yaml = (
            "name: shop\nversion: '1.0'\nprofile: shop\nconfig-version: 2\nflags: {send_anonymous_usage_stats: false}\n"
        )
        (path / "dbt_project.yml").write_text(project_yaml, encoding="utf-8")
        (path / "packages.yml").write_text(f"packages:\n  - local: {json.dumps(str(copy))}\n", encoding="utf-8")
        project = Project(path, "shop", out / "consumer", {str(copy): "<checkout>", str(path): "<consumer>"})
        project.dbt("deps")
        # Before there is a network, afterwards, once more from its checkpoints, and without rows.
        project.step("compile", "compile", "--select", "tag:empty")
        project.step("build", "build")
        project.tables("build")
        project.step("estimate", "run-operation", "estimates")
        os.environ["COMPARED_ITERATIONS"] = "10"
        project.step("again", "build", "--select", "tag:again")
        project.tables("again")
        project.step("empty", "build", "--empty", "--select", "tag:empty")


def capture(checkout: Path, out: Path) -> None:
    """Capture a checkout into an empty folder; the demo and the consumer side by side."""
    if not (checkout / "dbt_project.yml").is_file():
        raise SystemExit(f"{checkout} is no checkout of this package: it has no dbt_project.yml")
    if out.exists() and any(out.iterdir()):
        raise SystemExit(f"{out} is not empty; give another folder, or remove it")
    # Under its name there are finished captures only: half a one would say little when it is compared.
    unfinished = out.with_name(out.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    # Settings of a shell are not for these projects, and the order of Python's sets must not differ.
    for name in [name for name in os.environ if name.startswith("DBT_")]:
        del os.environ[name]
    os.environ |= {"PYTHONHASHSEED": "0", "DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "TZ": "UTC"}
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        # The demo's temporary folder and the consumer's are two: neither sees the other's files.
        for done in [pool.submit(part, checkout.resolve(), unfinished) for part in (capture_consumer, capture_demo)]:
            done.result()
    if out.exists():
        out.rmdir()
    unfinished.rename(out)
