"""Kills trainings at random moments, and checks what stands afterwards: `make kills`, with SEED, RUNS, ONLY. test_kills.py runs a few."""

import argparse
import contextlib
import os
import random
import re
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import kill_scenarios
import warehouses
from conftest import Project
from kill_scenarios import Scenario

# A press of Ctrl-C ends a run within so many seconds.
SECONDS_OF_A_PRESS = 15
PHASES = ["before", "loop", "swap", "clean-up", "after"]
STARTED = re.compile(r"START sql (neural_network|training_loop) model")
LOOP = re.compile(r"training \d+ iterations")
PROGRESS = re.compile(r": iteration (\d+) of \d+, train loss")
STATEMENT = re.compile(r"^statement (sent|done)$")


@dataclass
class Moment:
    """So many seconds after the model or its loop has started, or its last iteration is done, and after so many statements were sent or done
    from there."""

    after: str
    seconds: float
    statements: int = 0

    def __str__(self) -> str:
        counted = f"{self.statements} lines of " if self.statements else ""
        return f"{self.seconds:.3f} s after {counted}{self.after}"


@dataclass
class Undisturbed:
    """A run that nobody kills: its seconds, those of its loop, its last iteration, and the lines of statements in its last stretch."""

    seconds: float
    loop: float
    last: int
    statements: int


@dataclass
class Kill:
    scenario: str
    moment: Moment
    phase: str = ""
    resumed: bool = False
    # Of a press of Ctrl-C: until the process had ended.
    seconds: float | None = None
    problems: list[str] = field(default_factory=list)


def run_and_tell_statements(arguments: list[str], pause: float) -> int:
    """
    In the process that is killed: dbt, with a line before and after each statement, and a pause, so that the kill comes where it is meant to.
    dbt's own debug log takes as long as the training.
    """
    from dbt.adapters.sql.connections import SQLConnectionManager
    from dbt.cli.main import cli

    add_query = SQLConnectionManager.add_query

    def told(*given, **named):
        tell("statement sent")
        try:
            return add_query(*given, **named)
        finally:
            tell("statement done")

    def tell(text):
        print(text, flush=True)
        time.sleep(pause)

    SQLConnectionManager.add_query = told
    try:
        cli(arguments, standalone_mode=False)
    except BaseException as error:
        # As dbt's own command: 0, 1 or 2. dbt raises where its command failed.
        print(f"ended by {error!r}", flush=True)
        return 1
    return 0


class Process:
    """A process of its own that need not import dbt again, which takes longer than the training: a fork of this one. It holds no connection."""

    def __init__(self, path: Path, arguments: list[str], pause: float):
        read, write = os.pipe()
        self.id, self.code = os.fork(), None
        if self.id == 0:
            with contextlib.suppress(BaseException):
                signal.signal(signal.SIGINT, signal.default_int_handler)
                os.dup2(write, 1)
                os.dup2(write, 2)
                sys.stdout = sys.stderr = os.fdopen(write, "w", buffering=1)
                os.chdir(path)
                code = run_and_tell_statements(arguments, pause)
                sys.stdout.flush()
                os._exit(code)
            os._exit(3)
        os.close(write)
        self.output = os.fdopen(read, encoding="utf-8", errors="replace")

    def send(self, sent: signal.Signals) -> None:
        if self.code is None:
            os.kill(self.id, sent)

    def wait(self, seconds: float) -> bool:
        """Whether it has ended within so many seconds."""
        deadline = time.monotonic() + seconds
        while self.code is None:
            ended, status = os.waitpid(self.id, os.WNOHANG)
            if ended:
                self.code = os.waitstatus_to_exitcode(status)
            elif time.monotonic() >= deadline:
                return False
            else:
                time.sleep(min(0.002, max(0, deadline - time.monotonic())))
        return True


class Training:
    """A process of dbt that trains, and what it prints."""

    def __init__(self, project: Project, scenario: Scenario, pause: float = 0):
        self.lines, self.times, self.changed = [], [], threading.Condition()
        arguments = ["--no-use-colors", "--log-level-file", "none", *scenario.command]
        self.started = STATEMENT if scenario.rolls_back else STARTED
        self.process = Process(project.path, [*arguments, "--profiles-dir", str(project.profiles)], pause)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self) -> None:
        for line in self.process.output:
            with self.changed:
                self.lines.append(line)
                self.times.append(time.monotonic())
                self.changed.notify()
        with self.changed:
            self.lines.append("")
            self.times.append(time.monotonic())
            self.changed.notify()

    def wait_for(self, pattern: re.Pattern, count: int = 1, first: int = 0, seconds: float = 300) -> int | None:
        """The place after the count-th line with a pattern, from a place on; none where the run ended without it."""
        deadline, place = time.monotonic() + seconds, first
        while count:
            with self.changed:
                while place == len(self.lines):
                    assert self.changed.wait(deadline - time.monotonic()), f"no {pattern.pattern} in {seconds} seconds"
                line = self.lines[place]
            if not line:
                return None
            place += 1
            count -= bool(pattern.search(line))
        return place

    def send(self, moment: Moment, undisturbed: Undisturbed, sent: signal.Signals) -> None:
        """Waits for a moment, and sends a signal, unless the run has ended."""
        place = self.wait_for(self.started)
        if moment.after == "the loop's start":
            place = place and self.wait_for(LOOP, 1, place)
        elif moment.after == "the loop's end":
            place = place and self.wait_for(re.compile(rf": iteration {undisturbed.last} of \d+, train loss"), 1, place)
        place = place and self.wait_for(STATEMENT, moment.statements, place)
        if place:
            # Not all at once: a run that ends meanwhile need not be waited for.
            self.process.wait(moment.seconds)
        self.process.send(sent)

    def wait(self, seconds: float) -> bool:
        """Whether it has ended within so many seconds; one that has not is killed."""
        ended = self.process.wait(seconds)
        if not ended:
            self.process.send(signal.SIGKILL)
            self.process.wait(60)
        return ended


class Reader(threading.Thread):
    """Reads a network over and over, as a dashboard does; no more than one process can do on DuckDB."""

    def __init__(self, project: Project, scenario: Scenario):
        super().__init__(daemon=True)
        self.project, self.scenario, self.ended = project, scenario, threading.Event()
        self.counts, self.errors = set(), set()

    def run(self) -> None:
        with self.project.warehouse.cursor() as cursor:
            while not self.ended.is_set():
                try:
                    cursor.execute(self.scenario.count_query)
                    self.counts.add(cursor.fetchone()[0])
                except Exception as error:
                    self.errors.add(str(error).strip().splitlines()[0])
                time.sleep(0.001)


class Killer:
    """A scenario whose old network stands: what an undisturbed run makes of it, and kills on the way there."""

    def __init__(self, project: Project, scenario: Scenario, has_readers: bool):
        self.project, self.scenario, self.has_readers = project, scenario, has_readers
        self.old = self.standing()
        if scenario.rolls_back:
            # There is a network to go back to: this is the newer one.
            scenario.write(project, "new")
            project.dbt_ok("run", "--select", *scenario.models)
            self.old = self.standing()
        scenario.keep(project)
        scenario.make_users_relations(project)
        self.tables = project.tables() - scenario.left
        scenario.write(project, "new")
        self.undisturbed = self.run_undisturbed()
        self.new = self.standing()
        assert (self.new == self.old) == scenario.is_refused, (
            f"{scenario.name}: does the second training change nothing?"
        )
        left = project.tables() ^ self.tables
        assert left == scenario.left, f"{scenario.name}: {sorted(left)}"
        assert not scenario.problems_of_memory(project), scenario.problems_of_memory(project)

    def standing(self) -> list[tuple]:
        """The rows of the network, but for those that say when it was trained."""
        return sorted(self.project.rows(self.scenario.rows_query), key=repr)

    def run_undisturbed(self) -> Undisturbed:
        self.scenario.restore(self.project)
        training = Training(self.project, self.scenario)
        started = training.wait_for(training.started)
        assert training.wait(600) and training.process.code == 0, "".join(training.lines)[-3000:]
        if self.scenario.rolls_back:
            return Undisturbed(0, 0, 0, sum(bool(STATEMENT.search(line)) for line in training.lines) - 1)
        loop = training.wait_for(LOOP)
        progress = [place for place, line in enumerate(training.lines) if PROGRESS.search(line)]
        statements = [line for line in training.lines[progress[-1] :] if STATEMENT.search(line)]
        last, times = int(PROGRESS.search(training.lines[progress[-1]])[1]), training.times
        return Undisturbed(times[-1] - times[started - 1], times[progress[-1]] - times[loop - 1], last, len(statements))

    def moment(self, draw: random.Random) -> Moment:
        """A fifth over the whole run, two over its loop, two over its last stretch, where the swap and the clean-up are."""
        if self.scenario.rolls_back:
            return Moment("the start", draw.uniform(0, 0.01), draw.randint(0, self.undisturbed.statements))
        part = draw.random()
        if part < 0.2:
            return Moment("the start", draw.uniform(0, self.undisturbed.seconds))
        if part < 0.6:
            return Moment("the loop's start", draw.uniform(0, self.undisturbed.loop))
        return Moment("the loop's end", draw.uniform(0, 0.01), draw.randint(0, self.undisturbed.statements))

    def kill(self, moment: Moment) -> Kill:
        done = Kill(self.scenario.name, moment)
        self.scenario.restore(self.project)
        with self.a_reader() as reader, self.until_sessions_end():
            training = Training(self.project, self.scenario, pause=0.03 if moment.statements else 0)
            training.send(moment, self.undisturbed, self.scenario.sent)
            pressed = time.monotonic()
            if not training.wait(SECONDS_OF_A_PRESS):
                done.problems.append(f"still running {SECONDS_OF_A_PRESS} seconds after the press")
            if self.scenario.sent == signal.SIGINT:
                done.seconds = time.monotonic() - pressed
        if reader and reader.errors | (reader.counts - self.scenario.counts(self.old, self.new)):
            done.problems.append(f"a reader found {sorted(reader.errors)} and counts {sorted(reader.counts)}")
        self.check_standing(done)
        self.check_next_run(done)
        return done

    @contextlib.contextmanager
    def a_reader(self):
        reader = Reader(self.project, self.scenario) if self.has_readers else None
        if reader:
            reader.start()
        try:
            yield reader
        finally:
            if reader:
                reader.ended.set()
                reader.join()

    @contextlib.contextmanager
    def until_sessions_end(self):
        """A server notices within a second or two that a client has gone."""
        sessions = getattr(self.project.warehouse, "sessions", set)
        before = sessions()
        yield
        deadline = time.monotonic() + 20
        while sessions() - before:
            assert time.monotonic() < deadline, "a session of the killed run goes on"
            time.sleep(0.05)

    def check_standing(self, done: Kill) -> None:
        """Right after the kill: the old network or the new one, complete. What stands beside it tells how far the run had come."""
        try:
            standing = self.standing()
        except Exception as error:
            done.phase = "swap"
            done.problems.append(f"no network: {error}")
            return
        left = self.project.tables() - self.tables - self.scenario.left
        iterations = [int(name.rsplit("_", 1)[1]) for name in left if "__iteration_" in name]
        if standing == self.old:
            done.phase = "swap" if self.is_last(iterations) else "loop" if left else "before"
        else:
            done.phase = "clean-up" if left else "after"
        if standing not in (self.old, self.new):
            done.problems.append(f"{len(standing)} rows stand, which are neither the old network's nor the new one's")

    def is_last(self, iterations: list[int]) -> bool:
        """Whether the checkpoint of the last iteration stands: the loop has ended."""
        return self.undisturbed.last in iterations

    def check_next_run(self, done: Kill) -> None:
        """It continues, ends where an undisturbed run does, and leaves nothing behind."""
        left = {name for name in self.project.tables() - self.tables if "__iteration_" in name}
        outcome = self.project.dbt("run", "--select", *self.scenario.models)
        done.resumed = (
            "resuming from the checkpoint" in outcome.output
            or "unchanged since the checkpoint" in outcome.output
            or "evaluating " in outcome.output
        )
        if not outcome.success:
            done.problems.append(f"the next run fails: {outcome.output[-1500:]}")
            return
        if done.phase in ("loop", "swap") and left and not done.resumed:
            done.problems.append(f"the next run did not resume from {sorted(left)}")
        if self.scenario.rolls_back and self.standing() == self.old:
            outcome = self.project.dbt(*self.scenario.command)
            done.problems += [] if outcome.success else [f"the next roll back fails: {outcome.output[-1500:]}"]
        if self.standing() != self.new:
            done.problems.append("the next run ends with other rows than an undisturbed one")
        expected = self.tables | self.scenario.left
        if self.project.tables() != expected:
            done.problems.append(f"left over or gone: {sorted(self.project.tables() ^ expected)}")
        done.problems += self.scenario.problems_of_memory(self.project)
        done.problems += self.scenario.problems_of_users(self.project)


def train(project: Project, scenarios: list[Scenario]) -> None:
    """The old networks of all."""
    for scenario in scenarios:
        scenario.write(project, "old")
    project.dbt_ok("run")


def table(kills: list[Kill]) -> str:
    """A line per scenario: kills, by what they fell in, and how many of them were resumed from."""
    lines = [
        f"{'scenario':<26}{'kills':>6}"
        + "".join(f"{phase:>10}" for phase in PHASES)
        + f"{'resumed':>10}{'failures':>10}"
    ]
    names = list(dict.fromkeys(kill.scenario for kill in kills))
    for name in [*names, "all"]:
        of = [kill for kill in kills if name in (kill.scenario, "all")]
        phases = Counter(kill.phase for kill in of)
        presses = [kill.seconds for kill in of if kill.seconds is not None]
        lines.append(
            f"{name:<26}{len(of):>6}"
            + "".join(f"{phases[phase]:>10}" for phase in PHASES)
            + f"{sum(kill.resumed for kill in of):>10}{sum(bool(kill.problems) for kill in of):>10}"
            + (f"   ended {max(presses):.1f} s after a press at most" if presses else "")
        )
    return "\n".join(lines)


def run(name: str, seed: int, runs: int, only: str) -> bool:
    """Kills on one warehouse, the scenarios in turn; whether all went well."""
    draw, kills = random.Random(f"{seed} {name}"), []
    chosen = [scenario for scenario in kill_scenarios.of(name) if only in scenario.name]
    if not chosen:
        sys.exit(f"no scenario has {only!r} in its name")
    with tempfile.TemporaryDirectory() as folder:
        warehouse = warehouses.new_warehouse(name, Path(folder))
        try:
            project = kill_scenarios.new_project(Path(folder), warehouse)
            train(project, chosen)
            for at, scenario in enumerate(chosen):
                share = runs // len(chosen) + (at < runs % len(chosen))
                if not share:
                    continue
                killer = Killer(project, scenario, has_readers=name != "duckdb")
                for _ in range(share):
                    kill = killer.kill(killer.moment(draw))
                    kills.append(kill)
                    pressed = "Ctrl-C" if kill.seconds is not None else "killed"
                    print(f"{name} {scenario.name}: {pressed} {kill.moment}, phase {kill.phase}", flush=True)
                    for problem in kill.problems:
                        print(f"  FAILED: {problem}", flush=True)
        finally:
            warehouse.drop()
    print(f"\n{name}, seed {seed}\n{table(kills)}\n", flush=True)
    return not any(kill.problems for kill in kills)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--warehouse", choices=["duckdb", "postgres"], default="duckdb")
    parser.add_argument(
        "--seed", type=int, default=None, help="of the moments; drawn, and printed, where none is given"
    )
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--only", default="", help="scenarios whose name has this in it")
    given = parser.parse_args()
    seed = random.SystemRandom().randrange(10**6) if given.seed is None else given.seed
    print(f"{given.warehouse}: {given.runs} kills, SEED={seed}", flush=True)
    return 0 if run(given.warehouse, seed, given.runs, given.only) else 1


if __name__ == "__main__":
    sys.exit(main())
