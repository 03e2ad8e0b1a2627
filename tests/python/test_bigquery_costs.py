"""docs/cost.md has what dbt_nn.estimate says of the demo's networks on BigQuery, and their trainings send what was estimated.

What needs BigQuery's stand-ins runs under scripts/warehouses/bigquery.sh: `make test-bigquery`.
"""

import json
import re
import shutil
import sys

import pytest
from conftest import LEFT_BEHIND, ROOT, Project
from test_estimate import said, statements

sys.path.insert(0, str(ROOT / "scripts"))
import bigquery_costs as costs

ITERATIONS = 2
# Of classes, of a number, and a fleet. The others send no other statements.
TRAINED = ["iris", "diabetes", "cigarettes"]


@pytest.fixture(scope="module")
def demo_there(request, warehouse, tmp_path_factory):
    if request.config.getoption("--warehouse") != "bigquery":
        pytest.skip("GoogleSQL's analyzer and an emulator stand where BigQuery would be: make test-bigquery")
    path = tmp_path_factory.mktemp("there") / "dbt_nn"
    shutil.copytree(ROOT, path, ignore=LEFT_BEHIND)
    profiles = tmp_path_factory.mktemp("profile")
    profile = {"target": warehouse.name, "outputs": {warehouse.name: warehouse.output}}
    (profiles / "profiles.yml").write_text(json.dumps({"dbt_nn": profile}), encoding="utf-8")
    project = Project(path, profiles, warehouse)
    project.dbt_ok("seed", "--select", *costs.NETWORKS)
    return project


def estimates(project, networks, *arguments) -> dict[str, str]:
    asked = {name: json.dumps({"network": f"{name}_network"}) for name in networks}
    command = ["run-operation", "dbt_nn.estimate", *arguments]
    return {name: project.dbt_ok(*command, "--args", network).output for name, network in asked.items()}


def test_the_tables_of_the_page_are_those_of_the_estimates(demo_there):
    found = {name: costs.estimate_in(output) for name, output in estimates(demo_there, costs.NETWORKS).items()}
    for one in found.values():
        assert costs.readable(one.bytes_billed()) == one.billed
    assert costs.tables(found) == costs.written()


def test_a_training_of_the_demo_sends_the_statements_that_were_estimated(demo_there):
    few = ["--vars", json.dumps({"dbt_nn_iterations": ITERATIONS})]
    expected = estimates(demo_there, TRAINED, *few)
    models = [f"{name}_network" for name in TRAINED]
    demo_there.dbt_ok("run", "--select", *models, *few, "--threads", "1", "--log-level-file", "debug")
    sent = statements((demo_there.path / "logs" / "dbt.log").read_text(encoding="utf-8"))
    for name, estimate in expected.items():
        of_it = sent[f"{name}_network"]
        steps = [text for text in of_it if re.match(r"create table \S+__iteration_\d+`? as", text)]
        assert said(estimate, "iterations") == ITERATIONS == len(steps)
        assert said(estimate, "before") == of_it.index(steps[0]), name
        # A check for each iteration at most, and at least the last one's.
        fewest = said(estimate, "in all") - said(estimate, "checks") + 1
        assert fewest <= len(of_it) <= said(estimate, "in all"), name


def test_the_prices_of_the_page_are_the_bytes_times_the_list_price():
    page = costs.PAGE.read_text(encoding="utf-8")
    assert f"${costs.PER_TIB} " in page and f"${costs.PER_HOUR} " in page
    rows = [line.split(" | ") for line in costs.written().splitlines() if line.startswith("| `")]
    assert len(rows) == len(costs.NETWORKS)
    for *_, billed, price, _ in rows:
        number, unit = billed.split()
        assert float(price[1:]) == pytest.approx(float(number) * costs.UNITS[unit] / 2**40 * costs.PER_TIB, abs=9e-4)
