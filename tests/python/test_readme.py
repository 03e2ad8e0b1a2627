"""The examples of the documentation run as they are printed, in a project that installs the package, and leave what it promises.

A fenced block whose first line names a file (`-- models/x.sql`, `# models/x.yml`) is written there. The tables under a
heading that names a relation are its columns.
"""

import csv
import io
import json
import random
import re

import duckdb
import pytest
import yaml
from conftest import ROOT, new_consumer

BLOCK = re.compile(r"^```(?:sql|yaml)\n(?:--|#) ([\w/.]+\.(?:sql|yml))\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECTION = re.compile(r"^### `(\w+)`.*?\n(.*?)(?=^#|\Z)", re.MULTILINE | re.DOTALL)


def blocks(document: str) -> dict[str, str]:
    text = (ROOT / document).read_text(encoding="utf-8")
    found = [(name, f"-- {name}\n{body}" if name.endswith(".sql") else body) for name, body in BLOCK.findall(text)]
    names = [name for name, _ in found]
    assert len(set(names)) == len(names), f"{document} writes a file twice: {names}"
    return dict(found)


def promised_columns(document: str) -> dict[str, list[str]]:
    """The first cells of the table under each heading that names a relation."""
    text = (ROOT / document).read_text(encoding="utf-8")
    promised = {}
    for name, body in SECTION.findall(text):
        cells = re.findall(r"^\| (.+?) +\|", body, re.MULTILINE)[1:]
        promised[name] = [column for cell in cells for column in re.findall(r"`(\w+)`", cell)]
    return {name: columns for name, columns in promised.items() if columns}


def customers(count: int, seed: int, is_new: bool = False) -> str:
    """The README's table as CSV: who stays long and pays little stays longer."""
    draw = random.Random(seed)
    rows = []
    for customer_id in range(1, count + 1):
        tenure, charges = draw.randint(1, 72), round(draw.uniform(20, 120), 2)
        contract = draw.choice(["month-to-month", "month-to-month", "one year", "two years"])
        is_paperless = draw.random() < 0.6
        leaves = 0.06 * (30 - tenure) + 0.04 * (charges - 70) + 2 * (contract == "month-to-month") + draw.gauss(0, 0.5)
        row = {
            "customer_id": customer_id,
            "tenure_months": tenure,
            "monthly_charges": "" if draw.random() < 0.03 else charges,
            "contract": "" if draw.random() < 0.03 else contract,
            "is_paperless": str(is_paperless).lower(),
            "churned": "yes" if leaves > 0.8 else "no",
        }
        if is_new:
            row["customer_id"] += 1000
            row["contract"] = draw.choice([row["contract"], "three years"])
            del row["churned"]
        rows.append(row)
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def project_of(path, *documents: str):
    """A consumer with the documents' files, and the seeds that they read."""
    files = {name: body for document in documents for name, body in blocks(document).items()}
    settings = yaml.safe_load(files.pop("dbt_project.yml", "{}")) or {}
    packages = yaml.safe_load(files.pop("packages.yml"))
    assert packages == {"packages": [{"local": "path/to/dbt_nn"}]}
    project = new_consumer(path, yaml.safe_dump(settings) if settings else "")
    project.write("packages.yml", f"packages:\n  - local: {json.dumps(str(ROOT))}\n")
    project.dbt_ok("deps")
    project.write("seeds/customers.csv", customers(600, seed=1))
    project.write("seeds/new_customers.csv", customers(50, seed=2, is_new=True))
    for name, body in files.items():
        project.write(name, body)
    return project


def columns(project, relation: str) -> list[str]:
    return [name for (name, *_) in project.rows(f"describe {relation}")]


@pytest.fixture(scope="module")
def readme(tmp_path_factory):
    project = project_of(tmp_path_factory.mktemp("readme"), "README.md", "docs/networks.md")
    project.outcome = project.dbt("build")
    return project


def test_the_readme_has_examples_of_every_kind():
    assert {"packages.yml", "models/churn_network.sql", "models/churn_predictions.sql", "models/schema.yml"} <= set(
        blocks("README.md")
    )
    assert {"churn_network", "churn_predictions", "churn_history"} <= set(promised_columns("README.md"))


def test_the_readmes_project_builds(readme):
    assert readme.outcome.success, readme.outcome.output
    assert set(readme.outcome.status.values()) <= {"success", "pass"}
    assert sum(status == "pass" for status in readme.outcome.status.values()) == 3


def test_the_relations_have_the_columns_that_the_readme_promises(readme):
    assert readme.outcome.success, readme.outcome.output
    for relation, promised in promised_columns("README.md").items():
        found = columns(readme, relation)
        if relation.endswith("_predictions"):
            found = found[len(columns(readme, "customers")) :]
        assert found == promised, relation


def test_the_network_has_the_roles_that_the_readme_names(readme):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (cell,) = re.findall(r"^\| `role` +\| \w+ +\| (.*?) +\|$", text, re.MULTILINE)
    roles = {role for (role,) in readme.rows("select distinct role from churn_network")}
    # Early stopping keeps parameters that the optimizer's state has left behind.
    assert roles | {"optimizer_state"} == set(re.findall(r"`(\w+)`", cell))


def test_the_history_has_one_row_for_every_iteration(readme):
    query = "select count(*), min(iteration), max(iteration), sum(is_best::int) from churn_history"
    ((count, first, last, best),) = readme.rows(query)
    assert (first, last, best) == (1, count, 1) and 20 < count <= 300


def test_new_customers_are_answered_without_a_label(readme):
    answered = "count(*), count(predicted_label), bool_and(probability_yes between 0 and 1)"
    assert readme.rows(f"select {answered} from scored_customers") == [(50, 50, True)]
    assert columns(readme, "scored_customers") == ["customer_id", "predicted_label", "probability_yes"]


def test_the_self_contained_query_answers_as_the_predictions_do(readme):
    readme.dbt_ok("compile", "--select", "churn_in_plain_sql")
    query = readme.compiled("churn_in_plain_sql")
    assert "churn_network" not in query.split("\n", 1)[1]
    with duckdb.connect(str(readme.database), read_only=True) as connection:
        plain = connection.execute(f"select customer_id, probability_yes from ({query}) order by 1").fetchall()
    assert plain == [
        (customer, pytest.approx(probability, rel=0, abs=1e-12))
        for customer, probability in readme.rows(
            "select customer_id, probability_yes from churn_predictions order by 1"
        )
    ]


def test_the_contract_of_the_networks_page_holds(readme):
    assert readme.rows("select count(*), count(probability_yes) from checked_predictions") == [(600, 600)]


def test_an_empty_build_makes_every_relation(tmp_path):
    project = project_of(tmp_path, "README.md", "docs/networks.md")
    project.dbt_ok("build", "--empty", "--exclude-resource-type", "unit_test")
    relations = {"churn_network", "churn_predictions", "churn_history", "scored_customers", "checked_predictions"}
    assert relations <= project.tables()
    assert project.rows("select count(*) from churn_network") == [(0,)]


def test_a_second_build_trains_nothing(readme):
    before = readme.rows("select * from churn_network order by all")
    outcome = readme.dbt_ok("run", "--select", "churn_network")
    assert "training skipped" in outcome.output
    assert readme.rows("select * from churn_network order by all") == before


def test_the_project_of_the_stages_page_builds(tmp_path):
    project = project_of(tmp_path, "docs/stages.md")
    outcome = project.dbt("build")
    assert outcome.success, outcome.output
    assert {"churn_network", "churn_predictions"} <= project.tables()
    assert "churn_network: iteration 300 of 300" in outcome.output
