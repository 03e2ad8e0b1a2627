"""docs/explain.md and docs/how_to/reasons_and_importance.md, run as they are printed."""

import random
import re

import pytest
from conftest import ROOT, new_consumer
from test_readme import BLOCK, blocks, columns, customers

HOW_TO = "docs/how_to/reasons_and_importance.md"


def promised(document: str) -> list[list[str]]:
    """The columns in the tables of a page, without the kept ones."""
    text = (ROOT / document).read_text(encoding="utf-8")
    tables = re.findall(r"^\| column \| type \| meaning \|\n(?:\|.*\n)+", text, re.MULTILINE)
    cells = [[row.split("|")[1] for row in table.splitlines()[2:]] for table in tables]
    return [[name for cell in rows for name in re.findall(r"`(\w+)`", cell)] for rows in cells]


def test_the_page_of_explanations_holds_what_it_promises(tmp_path):
    project = new_consumer(tmp_path)
    project.write("seeds/customers.csv", customers(400, seed=1))
    project.write("models/churn_network.sql", blocks("README.md")["models/churn_network.sql"])
    pages = blocks("docs/explain.md")
    assert pages["models/churn_reasons.sql"] == blocks("README.md")["models/churn_reasons.sql"]
    for name, body in pages.items():
        project.write(name, body)
    outcome = project.dbt("build")
    assert outcome.success, outcome.output
    reasons, importance, dependence = promised("docs/explain.md")
    assert columns(project, "churn_reasons") == ["customer_id", *reasons]
    assert columns(project, "churn_importance") == importance
    assert columns(project, "tenure_dependence") == dependence
    assert project.rows("select count(*) from churn_reasons") == [(1200,)]
    assert len(project.rows("select * from tenure_dependence")) == 20


def applicants(count: int) -> list[list]:
    draw = random.Random(5)
    rows = []
    for number in range(count):
        income, debt, years = draw.gauss(40, 10), draw.gauss(10, 4), draw.randint(0, 30)
        is_declined = debt - income / 2 - years / 2 + 17.5 + draw.gauss(0, 2) > 0
        rows.append([number, income, debt, years, "declined" if is_declined else "accepted"])
    return rows


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    project = new_consumer(tmp_path_factory.mktemp("bank"))
    project.table("applicants", ["customer_id", "income", "debt", "years", "decision"], applicants(300))
    project.train(
        "credit_network", "applicants", label="decision", example_id="customer_id", hidden_layers=[3], iterations=40
    )
    project.predictions("credit_predictions", "credit_network", "applicants")
    for name, body in BLOCK.findall((ROOT / HOW_TO).read_text(encoding="utf-8")):
        project.write(name, body)
    outcome = project.dbt("build")
    assert outcome.success, outcome.output
    return project


def test_declined_customers_have_reasons_that_speak_for_declining(bank):
    rows = bank.rows("select customer_id, reason_1, reason_1_value from declined_customers")
    declined = bank.rows("select count(*) from credit_predictions where predicted_label = 'declined'")
    assert [(len(rows),)] == declined and len(rows) > 50
    assert {feature for _, feature, _ in rows} <= {"income", "debt", "years"}
    given = {row[0]: dict(zip(["income", "debt", "years"], row[1:])) for row in applicants(300)}
    assert all(float(value) == pytest.approx(given[customer][feature]) for customer, feature, value in rows)
    assert bank.rows("select min(contribution) > 0, max(reason) <= 3 from credit_reasons") == [(True, True)]


def test_a_gate_on_importance_fails_where_a_column_matters_too_much(bank):
    test = bank.path / "tests/no_column_matters_too_much.sql"
    test.write_text(test.read_text(encoding="utf-8").replace("0.4", "0.01"), encoding="utf-8")
    outcome = bank.dbt("test", "--select", "no_column_matters_too_much")
    assert outcome.status["no_column_matters_too_much"] == "fail"
