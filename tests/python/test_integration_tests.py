"""integration_tests/ passes on every warehouse as a user runs it, and fails where a number is wrong."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import LEFT_BEHIND, ROOT, Project
from integration_reference import COLUMNS, SEEDS, expected

SLOW = {
    "spark": "a statement takes a second or more; test_warehouses.py kills a training there",
    "bigquery": "every statement is type-checked and emulated; test_warehouses.py kills a training there",
}
STEPWISE = {f"{layout}_stepwise" for layout in ("wide", "dots", "packed")}
RECURSIVE = {f"{layout}_recursive" for layout in ("wide", "dots", "packed")}
FORMS = {
    "duckdb": STEPWISE | RECURSIVE,
    "postgres": {form for form in STEPWISE | RECURSIVE if not form.startswith("packed")},
    "spark": STEPWISE,
    "bigquery": {form for form in STEPWISE | RECURSIVE if not form.startswith("packed")},
}
TRAINED = ["neural_network", "training_loop"]
# Where a statement takes a second, the build of everything takes half an hour: there it is a network of each task, the stages, the resumed
# training, and what reads them.
PART = ["+two_classes+", "+regression+", "+points_update+", "+half_way+"]


@pytest.fixture(scope="module")
def project(warehouse, tmp_path_factory) -> Project:
    """A copy of the repository, and its integration tests, installed and built on the warehouse by the two commands of their README."""
    path = tmp_path_factory.mktemp("copy") / "dbt_nn"
    shutil.copytree(ROOT, path, ignore=LEFT_BEHIND)
    profiles = tmp_path_factory.mktemp("profiles")
    profile = {"target": warehouse.name, "outputs": {warehouse.name: warehouse.output}}
    (profiles / "profiles.yml").write_text(json.dumps({"dbt_nn_integration_tests": profile}), encoding="utf-8")
    found = Project(path / "integration_tests", profiles, warehouse)
    found.dbt_ok("deps")
    if warehouse.name in SLOW:
        found.dbt_ok("seed")
    found.built = found.dbt("build", *(["--select", *PART] if warehouse.name in SLOW else []))
    return found


def schema_of(project) -> str:
    return f"{project.warehouse.schema}_dbt_nn_integration_tests"


def nodes(project, kind: str) -> list:
    return [result.node for result in project.built.result.results if result.node.resource_type == kind]


def known_tests(outcome) -> dict[str, str]:
    return {name: status for name, status in outcome.status.items() if name.startswith("known_")}


def value_of(text: str):
    try:
        return float(text)
    except ValueError:
        return text


@pytest.mark.parametrize("name", COLUMNS)
def test_the_committed_numbers_are_those_of_the_reference(name):
    with (SEEDS / f"{name}.csv").open(encoding="utf-8") as file:
        header, *committed = csv.reader(file)
    rows = expected()[name]
    assert header == COLUMNS[name]
    assert [row[:-1] for row in committed] == [["" if v is None else str(v) for v in row[:-1]] for row in rows]
    assert [value_of(row[-1]) for row in committed] == pytest.approx([row[-1] for row in rows], rel=1e-12, abs=1e-12)


def test_the_build_passes_without_a_warning(project):
    assert project.built.success, project.built.output
    assert set(project.built.status.values()) == {"success", "pass"}
    assert "[WARNING]" not in project.built.output


def test_no_node_of_the_package_is_built(project):
    assert {result.node.package_name for result in project.built.result.results} == {"dbt_nn_integration_tests"}


def test_every_layout_and_loop_form_of_the_warehouse_is_trained(project):
    if project.warehouse.name in SLOW:
        pytest.skip(SLOW[project.warehouse.name])
    built = {node.name for node in nodes(project, "model")}
    assert built & (STEPWISE | RECURSIVE) == FORMS[project.warehouse.name]


def test_every_network_is_compared_with_known_numbers(project):
    trained = {node.name for node in nodes(project, "model") if node.config.materialized in TRAINED}
    tested = {node.attached_node.split(".")[-1] for node in nodes(project, "test") if node.name.startswith("known_")}
    # Of half_way, resumed has the numbers.
    assert trained - tested == {"half_way"}
    assert len(trained) >= (5 if project.warehouse.name in SLOW else 15)


def test_a_training_resumes_from_its_checkpoint(project):
    assert "neural_network resumed: resuming from the checkpoint at iteration 3 of 6" in project.built.output


def test_nothing_but_the_models_and_kept_checkpoints_is_in_the_schema(project):
    kept = {"half_way__iteration_3", "points_update__iteration_3", "points_update__iteration_6"}
    expected_tables = {node.name for kind in ("model", "seed") for node in nodes(project, kind)} | set(COLUMNS)
    expected_tables -= {node.name for node in nodes(project, "model") if node.config.materialized == "ephemeral"}
    assert project.tables(schema_of(project)) == expected_tables | kept


def test_a_second_run_trains_nothing(project):
    if project.warehouse.name in SLOW:
        pytest.skip(SLOW[project.warehouse.name])
    outcome = project.dbt_ok("run", "--select", "config.materialized:neural_network")
    assert outcome.output.count("training skipped") == len(outcome.status) >= 15


def test_every_comparison_fails_where_a_number_is_off_in_the_ninth_digit(project):
    if project.warehouse.name in SLOW:
        pytest.skip(SLOW[project.warehouse.name])
    for name in COLUMNS:
        key = COLUMNS[name][0]
        project.execute(
            f"update {schema_of(project)}.{name} set value = value + 3e-9 * greatest(1, abs(value)) where (value, {key}) in "
            f"(select max(value), {key} from {schema_of(project)}.{name} group by {key})"
        )
    outcome = project.dbt("test", "--select", "test_name:known_*")
    project.dbt_ok("seed", "--select", *COLUMNS)
    wrong = known_tests(outcome)
    assert wrong.keys() == known_tests(project.built).keys()
    assert set(wrong.values()) == {"fail"}, wrong


def test_a_missing_and_a_repeated_number_fail(project):
    if project.warehouse.name in SLOW:
        pytest.skip(SLOW[project.warehouse.name])
    table = f"{schema_of(project)}.expected_networks"
    project.execute(
        f"delete from {table} where network = 'batches' and role = 'train_loss' and iteration = 1",
        f"insert into {table} select * from {table} where network = 'counts' and role = 'train_loss' and iteration = 1",
    )
    outcome = project.dbt("test", "--select", "batches,test_name:known_network", "counts,test_name:known_network")
    project.dbt_ok("seed", "--select", "expected_networks")
    assert set(known_tests(outcome).values()) == {"fail"}
    assert len(outcome.status) == 2


def test_a_killed_training_comes_to_the_undisturbed_network(project):
    if project.warehouse.name in SLOW:
        pytest.skip(SLOW[project.warehouse.name])
    process = subprocess.run(
        ["./interrupt.sh", "--no-use-colors", "--profiles-dir", str(project.profiles)],
        cwd=project.path,
        env={**os.environ, "DBT": str(Path(sys.executable).parent / "dbt"), "SECONDS_TO_WAIT": "3"},
        capture_output=True,
        check=False,
        text=True,
        timeout=580,
    )
    assert process.returncode == 0, process.stdout + process.stderr
    assert "resuming from the checkpoint at iteration" in process.stdout
    assert "PASS same_network_interrupted_ref_undisturbed_" in process.stdout


def test_clean_up_leaves_nothing(project):
    assert project.tables(schema_of(project))
    project.dbt_ok("run-operation", "clean_up")
    try:
        left = project.tables(schema_of(project))
    except Exception as gone:
        assert re.search("not.found", str(gone).lower())
        left = set()
    assert left == set()


def test_the_profiles_of_the_package_have_the_same_outputs_for_it():
    profiles = yaml.safe_load((ROOT / "profiles" / "profiles.yml").read_text(encoding="utf-8"))
    assert profiles["dbt_nn_integration_tests"] == profiles["dbt_nn"]
