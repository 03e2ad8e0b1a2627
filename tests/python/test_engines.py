"""The project on other builds of dbt, and on the parser of another warehouse."""

import csv
import json
import os
import shutil
import subprocess

import pytest
from conftest import LEFT_BEHIND, ROOT, Project, new_consumer
from stored_networks import NETWORK as NETWORK_TYPES
from stored_networks import csv_query

ENGINES = {"core2": "DBT_NN_CORE2", "fusion": "DBT_NN_FUSION"}


@pytest.mark.parametrize("engine", ENGINES)
def test_the_demo_builds_on_other_engines(engine, tmp_path):
    binary = os.environ.get(ENGINES[engine])
    if not binary:
        pytest.skip(f"{ENGINES[engine]} names no dbt binary")
    shutil.copytree(ROOT, tmp_path / "dbt_nn", ignore=LEFT_BEHIND)
    project = Project(tmp_path / "dbt_nn", tmp_path / "dbt_nn" / "profiles", tmp_path / "dbt_nn" / "dbt_nn.duckdb")
    environment = {**os.environ, "DBT_NN_DUCKDB_PATH": str(project.database)}
    for _ in range(2):
        process = subprocess.run(
            [binary, "build", "--profiles-dir", "profiles"],
            cwd=project.path,
            env=environment,
            capture_output=True,
            check=False,
            text=True,
            timeout=300,
        )
        assert process.returncode == 0, process.stdout + process.stderr
    assert project.rows('select count(*), max(iteration) from "update" where layer is null') == [(100, 100)]
    rows = dict(project.rows("select input, value from two_clouds_update where layer is not null"))
    assert rows == pytest.approx({0: 2.6108526, 1: 1.25050993, 2: -1.89053184}, rel=0, abs=1e-6)


STORED = ROOT / "tests/networks/0.1.0"
MADE = json.loads((STORED / "networks.json").read_text(encoding="utf-8"))


def stored_rows() -> list[dict]:
    """The rows of a stored network that predictions read; numbers as numbers, nothing for a null."""
    rows = []
    with (STORED / "number/network.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["value"]:
                row["value"] = float(row["value"])
            rows.append({name: value for name, value in row.items() if value != ""})
    return [
        row for row in rows if "loss" not in row["role"] and row["role"] not in ("optimizer_state", "gradient_norm")
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_unit_test_reads_the_rows_that_it_gives_on_other_engines(engine, tmp_path):
    """The network's table is empty; a stored network is given as sql and as dict. dbt 2.0 shows the rows in another way than dbt 1."""
    binary = os.environ.get(ENGINES[engine])
    if not binary:
        pytest.skip(f"{ENGINES[engine]} names no dbt binary")
    project = new_consumer(tmp_path)
    project.write("models/parcels.sql", csv_query(STORED / "parcels.csv", MADE["examples"]["parcels"]))
    project.train("price_network", "parcels", **MADE["networks"]["number"]["options"])
    call = "dbt_nn.predict(network=ref('price_network'), examples=ref('parcels'))"
    project.write(
        "models/prices.sql", f"select parcel, round(predicted_value, 6) as predicted_value from {{{{ {call} }}}}\n"
    )
    with (STORED / "number/predictions.csv").open(encoding="utf-8") as file:
        answers = [row for row in csv.DictReader(file) if row["parcel"] in ("parcel 1", "parcel 10")]
    expected = [
        {"parcel": row["parcel"], "predicted_value": round(float(row["predicted_value"]), 6)} for row in answers
    ]
    parcels = csv_query(STORED / "parcels.csv", MADE["examples"]["parcels"])
    parcels += " where parcel in ('parcel 1', 'parcel 10')"
    given = {
        "by_sql": {"format": "sql", "rows": csv_query(STORED / "number/network.csv", NETWORK_TYPES)},
        "by_dict": {"rows": stored_rows()},
        "wrong": {"rows": stored_rows()},
    }
    tests = [
        {
            "name": name,
            "model": "prices",
            "given": [
                {"input": "ref('price_network')", **rows},
                {"input": "ref('parcels')", "format": "sql", "rows": parcels},
            ],
            "expect": {"rows": expected if name != "wrong" else [{**row, "predicted_value": 1.5} for row in expected]},
        }
        for name, rows in given.items()
    ]
    project.write("models/unit_tests.yml", json.dumps({"unit_tests": tests}))
    shutil.rmtree(tmp_path / "target", ignore_errors=True)

    def run(*arguments):
        return subprocess.run(
            [binary, *arguments, "--profiles-dir", "."],
            cwd=tmp_path, capture_output=True, check=False, text=True, timeout=300,
        )  # fmt: skip

    empty = run("run", "--empty", "--exclude", "prices")
    assert empty.returncode == 0, empty.stdout + empty.stderr
    tested = run("test", "--select", "by_sql", "by_dict")
    assert tested.returncode == 0, tested.stdout + tested.stderr
    wrong = run("test", "--select", "wrong")
    assert wrong.returncode != 0 and "1.5" in wrong.stdout, wrong.stdout


def test_a_dummy_bigquery_target_parses_without_deprecations(demo, tmp_path):
    """The parser checks a project more strictly for the warehouses that dbt Labs maintains."""
    pytest.importorskip("dbt.adapters.bigquery", reason="dbt-bigquery is not installed")
    output = {"type": "bigquery", "method": "oauth", "project": "none", "dataset": "none", "threads": 1}
    profile = {"dbt_nn": {"target": "bigquery", "outputs": {"bigquery": output}}}
    (tmp_path / "profiles.yml").write_text(json.dumps(profile), encoding="utf-8")
    process = Project(demo.path, tmp_path, demo.database).start(
        "parse", "--no-partial-parse", "--show-all-deprecations"
    )
    printed, _ = process.communicate(timeout=120)
    assert process.returncode == 0, printed
    assert "Registered adapter: bigquery=" in printed
    assert "deprecat" not in printed.lower()
    assert "warning" not in printed.lower()
