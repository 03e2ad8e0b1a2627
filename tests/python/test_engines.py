"""The project on other builds of dbt, and on the parser of another warehouse."""

import json
import os
import shutil
import subprocess

import pytest
from conftest import LEFT_BEHIND, ROOT, Project

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
