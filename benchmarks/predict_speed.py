"""Predict 1,000,000 rows of a 10-16-2 network: dbt_nn.predict beside a SELECT written by hand, and orbital's.

Builds a project in a temporary folder that installs this package, trains for a few iterations, takes the compiled query
of the predictions, and runs the queries in turn. Prints the medians and their ratios; exits with 1 if that to the one
written by hand is above 2. --orbital names the Python of an environment that has requirements-orbital.txt.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
from dbt.cli.main import dbtRunner

ROOT = Path(__file__).resolve().parent.parent
ROWS = 1_000_000
FEATURES = 10
UNITS = 16
RUNS = 5
LIMIT = 2.0

PROJECT = {
    "dbt_project.yml": "name: speed\nversion: 1.0.0\nprofile: speed\nmodels: {+materialized: table}\n",
    "profiles.yml": "speed: {target: dev, outputs: {dev: {type: duckdb, path: speed.duckdb}}}\n",
    "packages.yml": f"packages: [{{local: {ROOT}}}]\n",
    "models/points.sql": "select i as id, "
    + ", ".join(f"sin(i * {1.37 + k * 0.711:.3f}) as f{k}" for k in range(FEATURES))
    + f", sin(i * 1.37) + sin(i * 2.081) > 0 as label from range({ROWS}) as numbers(i)\n",
    "models/network.sql": "{{ dbt_nn.train(examples=ref('points'), label='label', example_id='id', iterations=3) }}\n",
    "models/predictions.sql": "select * from {{ dbt_nn.predict(network=ref('network'), examples=ref('points')) }}\n",
}


def build(folder: Path) -> None:
    for name, text in PROJECT.items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    with contextlib.chdir(folder):
        for command in (["deps"], ["run", "--exclude", "predictions"], ["compile", "--select", "predictions"]):
            outcome = dbtRunner().invoke([*command, "--quiet", "--profiles-dir", "."])
            if not outcome.success:
                raise SystemExit(f"dbt {' '.join(command)} failed: {outcome.exception}")


def numbers_of(connection: duckdb.DuckDBPyConnection) -> tuple[dict, dict]:
    """The parameters by layer, input and output; the constants of the encoding by role and input."""
    weights = connection.execute("select layer, input, output, value from network where role in ('weight', 'bias')")
    weights = {(layer, source, unit): value for layer, source, unit, value in weights.fetchall()}
    encoding = connection.execute("select role, output, value from network where layer = 0")
    return weights, {(role, k): value for role, k, value in encoding.fetchall()}


def by_orbital(connection: duckdb.DuckDBPyConnection, python: str) -> str:
    """The same network as scikit-learn holds it, written by orbital: one score, the difference of two."""
    weights, encoding = numbers_of(connection)
    inputs, units = range(1, FEATURES + 1), range(1, UNITS + 1)
    given = {
        "centers": [encoding["center", k] for k in inputs],
        "scales": [encoding["scale", k] for k in inputs],
        "hidden": [[weights[1, k, unit] for unit in units] for k in inputs],
        "hidden_biases": [weights[1, 0, unit] for unit in units],
        "score": [weights[2, unit, 2] - weights[2, unit, 1] for unit in units],
        "score_bias": weights[2, 0, 2] - weights[2, 0, 1],
    }
    script = Path(__file__).parent / "contenders" / "orbital_sql.py"
    written = subprocess.run([python, script], input=json.dumps(given), capture_output=True, text=True, check=True)
    # orbital keeps no column of the rows: they are put beside its answers, in the order of both.
    return f"select * from points positional join ({written.stdout.strip().rstrip(';')}) as answers"


def by_hand(connection: duckdb.DuckDBPyConnection) -> str:
    """The same network as an analyst would write it down: constants and weights as numbers, a column per unit."""
    weights, encoding = numbers_of(connection)
    inputs = ", ".join(
        f"(f{k - 1} - {encoding['center', k]!r} :: double) / {encoding['scale', k]!r} :: double as x{k}"
        for k in range(1, FEATURES + 1)
    )
    hidden = ", ".join(
        f"greatest(0, {weights[1, 0, unit]!r} :: double + "
        + " + ".join(f"x{k} * {weights[1, k, unit]!r} :: double" for k in range(1, FEATURES + 1))
        + f") as h{unit}"
        for unit in range(1, UNITS + 1)
    )
    scores = ", ".join(
        f"{weights[2, 0, output]!r} :: double + "
        + " + ".join(f"h{unit} * {weights[2, unit, output]!r} :: double" for unit in range(1, UNITS + 1))
        + f" as s{output}"
        for output in (1, 2)
    )
    features = ", ".join(f"f{k}" for k in range(FEATURES))
    return (
        f"select id, {features}, label, s2 > s1 as predicted_label, greatest(p, 1 - p) as predicted_probability, "
        f"1 - p as probability_false, p as probability_true "
        f"from (select *, 1 / (1 + exp(s1 - s2)) as p from (select *, {scores} from (select *, {hidden} "
        f"from (select *, {inputs} from points))))"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--orbital", metavar="PYTHON", help="the Python that has orbital")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder)
        (compiled,) = (folder / "target" / "compiled").rglob("predictions.sql")
        connection = duckdb.connect(str(folder / "speed.duckdb"))
        queries = {"dbt_nn.predict": compiled.read_text(encoding="utf-8"), "by hand": by_hand(connection)}
        if given.orbital:
            queries["orbital"] = by_orbital(connection, given.orbital)
        seconds: dict[str, list[float]] = {label: [] for label in queries}
        for run in range(RUNS + 1):
            for number, (label, query) in enumerate(queries.items()):
                started = time.perf_counter()
                connection.execute(f"create or replace temp table answer_{number} as {query}")
                if run:  # the first run warms up
                    seconds[label].append(time.perf_counter() - started)
        (difference,) = connection.execute(
            "select max(abs(a.probability_true - b.probability_true)) "
            "from answer_0 as a inner join answer_1 as b using (id)"
        ).fetchone()
        if given.orbital:
            (column,) = [
                name
                for (name, *_) in connection.execute("describe answer_2").fetchall()
                if name.lower().endswith("probability.true")
            ]
            (from_orbital,) = connection.execute(
                f'select max(abs(a.probability_true - b."{column}")) '
                "from answer_0 as a inner join answer_2 as b using (id)"
            ).fetchone()
            if from_orbital > 1e-6:
                raise SystemExit(f"orbital's probabilities differ by {from_orbital:.1e}: the networks are not equal")
        connection.close()
    medians = {label: statistics.median(values) for label, values in seconds.items()}
    for label, values in seconds.items():
        print(f"{label:>15}: median {medians[label]:.3f} s, {min(values):.3f} to {max(values):.3f} s")
    ratio = medians["dbt_nn.predict"] / medians["by hand"]
    print(f"          ratio: {ratio:.2f}, largest difference of a probability: {difference:.1e}")
    if given.orbital:
        print(f"     to orbital: {medians['dbt_nn.predict'] / medians['orbital']:.2f}")
    return 0 if ratio <= LIMIT and difference < 1e-12 else 1


if __name__ == "__main__":
    sys.exit(main())
