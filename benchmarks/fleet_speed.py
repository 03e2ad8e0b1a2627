"""Fleets beside networks that are trained one by one: `make benchmark-fleets`.

Builds a project in a temporary folder that installs this package, and trains 10-16-2 networks for 100 iterations.
Prints seconds by the clock and ratios; exits with 1 if one is above its limit. What an iteration costs after most
networks have stopped is processor time.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
FEATURES = [f"f{k}" for k in range(10)]
OPTIONS = (
    f"label='label', features={FEATURES}, split='split', classes=['a', 'b'], hidden_layers=[16], iterations=100, "
    "l2=0.01, early_stopping=false"
)
LOOP = re.compile(r"neural_network \w+[^\n]*: iteration 100 of 100, [^\n]*?(\d+\.\d) s")
# In 90 of 100 groups the validation rows have the opposite labels, so their loss rises from the first iterations on.
HELD = "i // 100 % 5 = 0"
TURNED = f"(sin(i * 1.1) + sin(i * 1.47) > 0.3) != ({HELD} and i % 100 < 90)"
DESCENT = (
    f"label='label', features={FEATURES}, split='split', classes=['a', 'b'], hidden_layers=[16], l2=0.01, "
    "optimizer='gradient_descent', learning_rate=0.2, group_by=['grp']"
)
# name -> early stopping, and how many iterations
LATE = {"going": ("false", 100), "stopping": ("{'patience': 10, 'minimum_improvement': 0}", 300)}
# Runs dbt, and says after how many processor seconds an iteration was reached.
TIMED = """
import sys, time
from dbt.cli.main import dbtRunner

def told(event):
    if ": iteration " in event.info.msg:
        print(f"after {time.process_time()} s{event.info.msg}")

sys.exit(not dbtRunner(callbacks=[told]).invoke(sys.argv[1:]).success)
"""
REACHED = re.compile(r"^after (\S+) s.*: iteration (\d+) of \d+,", re.MULTILINE)
TRIALS = [{"l2": round(0.001 * 1.5**k, 6)} for k in range(16)]


def project(folder: Path, threads: int) -> None:
    columns = ", ".join(f"sin(i * {1.1 + 0.37 * k:.2f}) as f{k}" for k in range(10))
    points = "select i as id, i % {groups} as grp, 'train' as split, " + columns
    points += (
        ", case when sin(i * 1.1) + cos(i * 2.3) * (i % 7) > 0.3 then 'a' else 'b' end as label from range({rows}) t(i)"
    )
    files = {
        "dbt_project.yml": "name: speed\nversion: 1.0.0\nprofile: speed\nmodels: {+materialized: table}\n",
        "profiles.yml": "speed: {target: dev, outputs: {dev: {type: duckdb, path: speed.duckdb, threads: 1, "
        f"settings: {{threads: {threads}}}}}}}}}\n",
        "packages.yml": f"packages: [{{local: {ROOT}}}]\n",
        "models/many.sql": points.format(groups=100, rows=100_000),
        "models/small.sql": points.format(groups=1000, rows=200_000),
        "models/tens.sql": points.format(groups=10, rows=100_000),
        "models/one.sql": "select * from {{ ref('many') }} where grp = 3",
        "models/ten_thousand.sql": "select * from {{ ref('many') }} where id < 10000",
        "models/fleet_of_100.sql": train("many", "group_by=['grp']"),
        "models/fleet_of_10.sql": train("tens", "group_by=['grp']"),
        "models/fleet_of_1000.sql": train("small", "group_by=['grp'], minimum_examples=10"),
        "models/alone.sql": train("one"),
        "models/trial.sql": train("ten_thousand"),
        "models/trials.sql": train("ten_thousand", f"trials={TRIALS}"),
        "models/halved.sql": train("ten_thousand", f"trials={TRIALS}, trials_stop=true"),
        "models/all_rows.sql": train("many"),
        "models/turned.sql": f"select i as id, i % 100 as grp, case when {HELD} then 'validation' else 'train' end "
        f"as split, {columns}, case when {TURNED} then 'a' else 'b' end as label from range(100000) t(i)",
    }
    for name, (stopping, iterations) in LATE.items():
        more = f"{DESCENT}, iterations={iterations}, early_stopping={stopping}"
        files[f"models/{name}.sql"] = f"{{{{ dbt_nn.train(examples=ref('turned'), {more}) }}}}\n"
    for group in range(100):
        files[f"models/rows_{group}.sql"] = (
            "{{ config(materialized='view') }}\n" + f"select * from {{{{ ref('many') }}}} where grp = {group}"
        )
        files[f"models/separate_{group}.sql"] = train(f"rows_{group}")
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")


def train(examples: str, more: str = "") -> str:
    return f"{{{{ dbt_nn.train(examples=ref('{examples}'), {OPTIONS}{', ' + more if more else ''}) }}}}\n"


def dbt(folder: Path, *arguments: str) -> tuple[float, float]:
    """Seconds of the whole command, and those of its loops, by the clock."""
    started = time.perf_counter()
    command = [str(Path(sys.executable).with_name("dbt")), *arguments, "--profiles-dir", ".", "--no-use-colors"]
    environment = {**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise SystemExit(done.stdout[-3000:])
    return time.perf_counter() - started, sum(float(seconds) for seconds in LOOP.findall(done.stdout))


def peak(folder: Path, model: str) -> float:
    """Megabytes of the process that trains a model."""
    code = (
        "import resource, sys; from dbt.cli.main import dbtRunner; assert dbtRunner().invoke(sys.argv[1:]).success; "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    command = [sys.executable, "-c", code, "run", "--select", model, "--profiles-dir", ".", "--full-refresh"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def late_iteration(folder: Path, model: str) -> float:
    """Processor seconds of an iteration, from the first checkpoint behind iteration 30 to the last one."""
    command = [sys.executable, "-c", TIMED, "run", "--select", model, "--profiles-dir", ".", "--full-refresh"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    reached = [(float(seconds), int(iteration)) for seconds, iteration in REACHED.findall(done.stdout)]
    (start, first), *_, (end, last) = [point for point in reached if point[1] > 30]
    return (end - start) / (last - first)


def stopped_early(folder: Path, network: str, iterations: int) -> int:
    """How many networks of a fleet made fewer iterations."""
    query = (
        f"select count(*) from {network} where role = 'member' and input_name = 'iterations' and value < {iterations}"
    )
    with duckdb.connect(str(folder / "speed.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchone()[0]


def told(what: str, ratio: float, limit: float) -> bool:
    print(f"{what}: {ratio:.2f}; at most {limit}", flush=True)
    return ratio <= limit


def main() -> int:
    held = True
    loops = {}
    for threads in (1, 2):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            project(folder, threads)
            dbt(folder, "deps")
            dbt(folder, "run", "--select", "many", "small", "tens", "one", "ten_thousand", "rows_*", "turned")
            whole, loops[threads] = dbt(folder, "run", "--select", "fleet_of_100")
            print(
                f"{threads} thread(s): 100 groups of 1,000 rows: {whole:.1f} s, the loop {loops[threads]:.1f} s",
                flush=True,
            )
            if threads == 1:
                _, alone = dbt(folder, "run", "--select", "alone")
                held &= told("loop of 100 groups, to 100 loops of one", loops[1] / (100 * max(alone, 0.05)), 0.45)
                _, trial = dbt(folder, "run", "--select", "trial")
                all_trials, trials = dbt(folder, "run", "--select", "trials")
                held &= told("loop of a trial among 16, to that of one alone", trials / (16 * max(trial, 0.05)), 0.85)
                nothing, _ = dbt(folder, "run", "--select", "trials")
                halved, _ = dbt(folder, "run", "--select", "halved")
                held &= told(
                    "16 trials with trials_stop, to 16 trials", (halved - nothing) / (all_trials - nothing), 0.4
                )
                going, stopping = (late_iteration(folder, name) for name in LATE)
                stopped = [stopped_early(folder, name, iterations) for name, (_, iterations) in LATE.items()]
                if stopped != [0, 90]:
                    raise SystemExit(f"{stopped} networks stopped, not 0 and 90: the comparison says nothing")
                print(f"an iteration of 100 groups: {1000 * going:.0f} ms, of the last 10: {1000 * stopping:.0f} ms")
                held &= told("an iteration with 90 of 100 groups stopped, to one with none", stopping / going, 0.25)
                memory = peak(folder, "fleet_of_100") / peak(folder, "all_rows")
                held &= told("peak memory of 100 groups, to one network of all rows", memory, 2)
            else:
                separate, _ = dbt(folder, "run", "--select", "separate_*")
                held &= told(f"dbt run of the fleet, to one of 100 models ({separate:.0f} s)", whole / separate, 0.3)
                for name, text in {
                    "fleet_of_10": "10 groups of 10,000 rows",
                    "fleet_of_1000": "1,000 groups of 200 rows",
                }.items():
                    whole, loop = dbt(folder, "run", "--select", name)
                    print(f"2 threads: {text}: {whole:.1f} s, the loop {loop:.1f} s", flush=True)
                held &= told("seconds of 1,000 groups", whole, 45)
    held &= told("loop with two threads, to one", loops[2] / loops[1], 1 / 1.7)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
