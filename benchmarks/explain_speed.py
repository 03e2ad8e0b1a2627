"""Explaining 100,000 rows, to the time of predicting them: `make benchmark-explain`.

Builds a project in a temporary folder that installs this package, trains for a few iterations, takes the compiled
queries, and runs each in turn with the prediction. Prints ratios of medians; exits with 1 if one is above its limit.
"""

from __future__ import annotations

import contextlib
import statistics
import sys
import tempfile
import time
from pathlib import Path

import duckdb
from dbt.cli.main import dbtRunner

ROOT = Path(__file__).resolve().parent.parent
ROWS, RUNS = 100_000, 5
# network -> features, hidden layers
NETWORKS = {"shallow": (10, [16]), "deep": (10, [16, 8]), "wide": (20, [16])}
# what -> network, call of the package, most times the prediction of the same network
CALLS = {
    "explain": ("shallow", "explain(ref('shallow'), ref('points'), keep=['id'])", 4),
    "explain, top=3": ("shallow", "explain(ref('shallow'), ref('points'), keep=['id'], top=3)", 5),
    "explain, two hidden layers": ("deep", "explain(ref('deep'), ref('points'), keep=['id'])", 30),
    "feature_importance, 20 features, 5 repeats": (
        "wide",
        "feature_importance(ref('wide'), ref('points'), label='label', split=none)",
        50,
    ),
    "partial_dependence, 20 points": ("shallow", "partial_dependence(ref('shallow'), ref('points'), 'f0')", 8),
}


def project() -> dict[str, str]:
    points = ", ".join(f"sin(i * {1.37 + k * 0.711:.3f}) as f{k}" for k in range(20))
    files = {
        "dbt_project.yml": "name: speed\nversion: 1.0.0\nprofile: speed\nmodels: {+materialized: table}\n",
        "profiles.yml": "speed: {target: dev, outputs: {dev: {type: duckdb, path: speed.duckdb}}}\n",
        "packages.yml": f"packages: [{{local: {ROOT}}}]\n",
        "models/points.sql": f"select i as id, {points}, sin(i * 1.37) + sin(i * 2.081) > 0 as label "
        f"from range({ROWS}) as numbers(i)\n",
    }
    for name, (features, layers) in NETWORKS.items():
        names = [f"f{k}" for k in range(features)]
        files[f"models/{name}.sql"] = (
            f"{{{{ dbt_nn.train(examples=ref('points'), label='label', features={names}, example_id='id', "
            f"hidden_layers={layers}, iterations=3) }}}}\n"
        )
        files[f"models/{name}_predicted.sql"] = (
            f"select * from {{{{ dbt_nn.predict(network=ref('{name}'), examples=ref('points')) }}}}\n"
        )
    for at, (_, call, _) in enumerate(CALLS.values()):
        files[f"models/call_{at}.sql"] = f"select * from {{{{ dbt_nn.{call} }}}}\n"
    return files


def build(folder: Path) -> None:
    for name, text in project().items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    with contextlib.chdir(folder):
        for command in (["deps"], ["run", "--select", "points", *NETWORKS], ["compile"]):
            outcome = dbtRunner().invoke([*command, "--quiet", "--profiles-dir", "."])
            if not outcome.success:
                raise SystemExit(f"dbt {' '.join(command)} failed: {outcome.exception}")


def seconds(connection: duckdb.DuckDBPyConnection, query: str) -> float:
    started = time.perf_counter()
    connection.execute(f"create or replace temp table answers as {query}")
    return time.perf_counter() - started


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        build(folder)
        compiled = folder / "target" / "compiled" / "speed" / "models"
        status = 0
        with duckdb.connect(str(folder / "speed.duckdb")) as connection:
            for at, (what, (network, _, limit)) in enumerate(CALLS.items()):
                queries = [(compiled / f"{name}.sql").read_text() for name in (f"call_{at}", f"{network}_predicted")]
                times = [[seconds(connection, query) for query in queries] for _ in range(RUNS)]
                explained, predicted = (statistics.median(of_query) for of_query in zip(*times, strict=True))
                ratio = explained / predicted
                status |= ratio > limit
                print(f"{what}: {ratio:.1f} times the prediction ({predicted:.2f} s); at most {limit}", flush=True)
        return int(status)


if __name__ == "__main__":
    sys.exit(main())
