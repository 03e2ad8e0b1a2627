"""The examples of the documentation run as they are printed, in a project that installs the package, and leave what it promises.

A fenced block whose first line names a file (`-- models/x.sql`, `# models/x.yml`) is written there. The tables under a
heading that names a relation are its columns.
"""

import csv
import io
import os
import random
import re
import shlex
import subprocess
import sys
from pathlib import Path

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
    """A table like the README's as CSV, drawn by chance: who stays long and pays little stays longer."""
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
    # The test's project has a name, a profile and an installed package already.
    settings = yaml.safe_load(files.get("dbt_project.yml", "{}"))
    settings = {name: value for name, value in settings.items() if name not in ("name", "profile")}
    project = new_consumer(path, yaml.safe_dump(settings) if settings else "")
    if "models/customers.sql" not in files:
        project.write("seeds/customers.csv", customers(600, seed=1))
    for name, body in [item for item in files.items() if "/" in item[0]]:
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
    needed = {"dbt_project.yml", "profiles.yml", "packages.yml", "models/customers.sql", "models/churn_network.sql"}
    assert needed <= set(blocks("README.md"))
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
    plain = readme.rows(f"select customer_id, probability_yes from ({query}) order by 1")
    assert plain == [
        (customer, pytest.approx(probability, rel=0, abs=1e-12))
        for customer, probability in readme.rows(
            "select customer_id, probability_yes from churn_predictions order by 1"
        )
    ]


def test_the_contract_of_the_networks_page_holds(readme):
    assert readme.rows("select count(*), count(probability_yes) from checked_predictions") == [(600, 600)]


def test_wrong_options_are_reported_as_the_readme_shows(readme):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (promised,) = re.findall(r"^```text\n(neural_network churn_network:\n  - .*?)^```$", text, re.MULTILINE | re.DOTALL)
    model = readme.path / "models/churn_network.sql"
    right = model.read_text(encoding="utf-8")
    model.write_text(right.replace("hidden_layers=[8]", "hiden_layers=[8], activation='rellu'"), encoding="utf-8")
    outcome = readme.dbt("run", "--select", "churn_network")
    model.write_text(right, encoding="utf-8")
    said = {line.strip() for line in outcome.output.splitlines()}
    assert {line.strip() for line in promised.splitlines()} <= said, outcome.output


def commands(document: str) -> list[list[str]]:
    """The commands of dbt and Python that a document says to type, in order."""
    text = (ROOT / document).read_text(encoding="utf-8")
    shells = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [
        shlex.split(line) for shell in shells for line in shell.splitlines() if line.startswith(("dbt ", "python "))
    ]


def without_numbers_of_the_clock(text: str) -> str:
    return re.sub(r"\d+\.\d s|, about \d+ s to go", "<time>", text)


def test_the_readmes_table_shows_rows_of_its_query(readme):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"^\| customer_id .*\n\|.*\n((?:\|.*\n)+)", text, re.MULTILINE)
    shown = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    rows = readme.rows(
        f"select * from customers where customer_id in ({', '.join(row[0] for row in shown)}) order by 1"
    )
    found = [["" if value is None else str(value).lower() for value in row] for row in rows]
    assert found == shown
    assert readme.rows("select count(*), sum((churned = 'yes')::int) from customers") == [(600, 223)]


def test_a_new_users_path_from_an_empty_folder(tmp_path):
    """What README.md prints is written into an empty folder, and its commands are typed: from the first install to a report."""
    for name, body in blocks("README.md").items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(body.replace("path/to/dbt_nn", str(ROOT)), encoding="utf-8")
    deps, build, roll_back, score, retrain, report = commands("README.md")
    assert (deps, build) == (["dbt", "deps"], ["dbt", "build"])
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    def run(command: list[str], succeeds: bool = True) -> str:
        process = subprocess.run(
            [sys.executable, *command[1:]]
            if command[0] == "python"
            else [str(Path(sys.executable).with_name("dbt")), "--no-use-colors", *command[1:]],
            cwd=tmp_path,
            env={name: value for name, value in os.environ.items() if not name.startswith("DBT_")}
            | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
            capture_output=True,
            check=False,
            text=True,
            timeout=300,
        )
        assert (process.returncode == 0) == succeeds, process.stdout + process.stderr
        return process.stdout

    run(deps)
    output = run(build)
    (promised,) = re.findall(r"^```text\n(neural_network churn_network: class.*?)^```$", text, re.MULTILINE | re.DOTALL)
    said = "\n".join(line[10:] for line in output.splitlines() if line[10:].startswith("neural_network"))
    assert without_numbers_of_the_clock(said) == without_numbers_of_the_clock(promised.strip())

    # A stricter gate fails as the README shows; more rows train a network that is promoted or refused.
    gates = tmp_path / "models/schema.yml"
    gates.write_text(gates.read_text(encoding="utf-8").replace("0.85", "0.99"), encoding="utf-8")
    (failure,) = re.findall(r"^dbt_nn.metric on .*$", text, re.MULTILINE)
    assert failure in run(["dbt", "test", "--select", "churn_predictions"], succeeds=False)
    gates.write_text(gates.read_text(encoding="utf-8").replace("0.99", "0.85"), encoding="utf-8")

    table = tmp_path / "models/customers.sql"
    table.write_text(table.read_text(encoding="utf-8").replace("(1, 600)", "(1, 660)"), encoding="utf-8")
    output = run(score)
    assert "neural_network churn_network:" not in output
    output = run(retrain)
    assert "there are 660 rows with a label instead of 600" in output
    assert re.search(r"promoted: log_loss is [\d.]+ on \d+ validation rows; the standing network has", output) or (
        "the candidate was refused: log_loss is" in output
    )
    if "the candidate was refused" not in output:
        assert "churn_network is training 1 again" in run(roll_back)

    run(report)
    page = (tmp_path / "target/churn_network_report.html").read_text(encoding="utf-8")
    assert "churn_network" in page and len(page) > 500_000


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
