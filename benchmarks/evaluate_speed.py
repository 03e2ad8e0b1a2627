"""Evaluate 10,000,000 predictions: dbt_nn.evaluate side by side with SQL written by hand.

Builds a project in a temporary folder that installs this package, takes the compiled queries, and runs all in turn on
two threads. Prints medians as multiples of one plain scan; exits with 1 if ROC AUC is above twice the window query.
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
ROWS = 10_000_000
RUNS = 3
LIMIT = 2.0
CHEAP = (
    "['accuracy', 'balanced_accuracy', 'precision_macro', 'recall_macro', 'f1_macro', 'f1_weighted',"
    " 'matthews_correlation', 'log_loss', 'brier_score']"
)

TABLES = [
    f"""
    create table answers as
    select
      i,
      case when (hash(i) % 1000) / 1000.0 < p then 'yes' else 'no' end as label,
      case when p > 0.5 then 'yes' else 'no' end as predicted_label,
      greatest(p, 1 - p) as predicted_probability,
      1 - p as probability_no,
      p as probability_yes,
      case when i % 5 = 0 then 'validation' else 'train' end as split
    from (
      select i, cast((hash(i * 7 + 1) % 1000003) / 1000003.0 as double) as p
      from range({ROWS}) as numbers (i)
    ) as draws
    """,
    "create table some_answers as select * from answers where i < 1000000",
    "create table answers_of_ten as select i, cast(hash(i) % 10 as integer) as label, "
    + "cast(hash(i + 5) % 10 as integer) as predicted_label, "
    + ", ".join(f"cast((hash(i * 13 + {k}) % 100003) / 100003.0 as double) as probability_{k}" for k in range(10))
    + " from range(1000000) as numbers (i)",
    f"""
    create table amounts as
    select
      cast((hash(i) % 1000003) / 1000.0 as double) as label,
      (hash(i) % 1000003) / 1000.0 + (hash(i + 3) % 1000) / 100.0 as predicted_value
    from range({ROWS}) as numbers (i)
    """,
]
EVALUATED = {
    "accuracy": ("answers", "metrics=['accuracy']"),
    "labels_and_probabilities": ("answers", f"metrics={CHEAP}"),
    "the_same_by_split": ("answers", f"metrics={CHEAP}, by=['split']"),
    "everything": ("answers", "positive_class='yes'"),
    "roc_auc": ("some_answers", "metrics=['roc_auc'], positive_class='yes'"),
    "roc_auc_of_ten": ("answers_of_ten", "metrics=['roc_auc']"),
    "numbers": ("amounts", "metrics=['mae', 'mse', 'rmse', 'r2', 'mape', 'explained_variance']"),
    "median": ("amounts", "metrics=['median_absolute_error']"),
}
BY_HAND = {
    "scan": "select count(*), avg(case when predicted_label = label then 1.0 else 0.0 end) from answers",
    "labels_and_probabilities": """
        select
          label, predicted_label, count(*),
          sum(-ln(greatest(
            least(case label when 'yes' then probability_yes else probability_no end, 1 - 2e-16), 2e-16
          ))),
          sum((case label when 'yes' then 1 else 0 end - probability_yes) ** 2)
        from answers group by all
    """,
    "roc_auc": """
        select
          (
            sum(case when label = 'yes' then place end)
            - count(*) filter (label = 'yes') * (count(*) filter (label = 'yes') + 1) / 2.0
          )
          / (count(*) filter (label = 'yes') * 1.0 * count(*) filter (label <> 'yes'))
        from (
          select
            label,
            rank() over (order by probability_yes) + (count(*) over (partition by probability_yes) - 1) / 2.0 as place
          from some_answers
        ) as places
    """,
    "numbers": """
        select
          avg(abs(predicted_value - label)), avg((predicted_value - label) ** 2), var_pop(label), min(label),
          var_pop(predicted_value - label), avg(abs(predicted_value - label) / greatest(abs(label), 1e-16))
        from amounts
    """,
    "median": "select median(abs(predicted_value - label)) from amounts",
}
PROJECT = {
    "dbt_project.yml": "name: speed\nversion: 1.0.0\nprofile: speed\n",
    "profiles.yml": "speed: {target: dev, outputs: {dev: {type: duckdb, path: speed.duckdb}}}\n",
    "packages.yml": f"packages: [{{local: {ROOT}}}]\n",
}


def compiled(folder: Path) -> dict[str, str]:
    with duckdb.connect(str(folder / "speed.duckdb")) as connection:
        for statement in TABLES:
            connection.execute(statement)
    files = dict(PROJECT)
    for name, (table, arguments) in EVALUATED.items():
        relation = f"api.Relation.create(database='speed', schema='main', identifier='{table}')"
        files[f"models/{name}.sql"] = f"select * from {{{{ dbt_nn.evaluate({relation}, 'label', {arguments}) }}}}\n"
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    with contextlib.chdir(folder):
        for command in (["deps"], ["compile"]):
            outcome = dbtRunner().invoke([*command, "--quiet", "--profiles-dir", str(folder)])
            assert outcome.success, outcome.exception
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()
    found = folder / "target" / "compiled" / "speed" / "models"
    return {name: (found / f"{name}.sql").read_text(encoding="utf-8") for name in EVALUATED}


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        queries = {f"evaluate {key}": sql for key, sql in compiled(folder).items()}
        queries |= {f"by hand  {key}": sql for key, sql in BY_HAND.items()}
        seconds = {key: [] for key in queries}
        with duckdb.connect(str(folder / "speed.duckdb"), config={"threads": 2}) as connection:
            for _ in range(RUNS):
                for key, sql in queries.items():
                    start = time.perf_counter()
                    connection.execute(sql).fetchall()
                    seconds[key].append(time.perf_counter() - start)
    medians = {key: statistics.median(values) for key, values in seconds.items()}
    for key, value in medians.items():
        print(f"{key:36} {value / medians['by hand  scan']:6.1f} scans")
    ratio = medians["evaluate roc_auc"] / medians["by hand  roc_auc"]
    print(f"ROC AUC takes {ratio:.2f} of the time of a window query written by hand (limit {LIMIT})")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
