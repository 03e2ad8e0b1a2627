"""docs/how_to/score_with_versions.md and docs/promotion.md, run as they are printed, over three versions of a network."""

import random
import re

import pytest
from conftest import ROOT, new_consumer
from test_promotion import auc_of
from test_readme import BLOCK, blocks

PAGE = "docs/how_to/score_with_versions.md"
COLUMNS = ["customer_id", "x", "y", "churned", "signed_up_on"]
KEPT = "customer_id, predicted_label, probability_yes, network_version"


def customers(count):
    draw = random.Random(11)
    rows = []
    for number in range(count):
        x, y = draw.gauss(0, 1), draw.gauss(0, 1)
        churned = "yes" if x - y + draw.gauss(0, 0.5) > 0 else "no"
        rows.append([number, x, y, churned, f"2026-{1 + number * 6 // 360:02}-15"])
    return rows


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """Three months: more customers each, and another network each."""
    project = new_consumer(tmp_path_factory.mktemp("versions"))
    for name, body in blocks(PAGE).items():
        project.write(name, body)
    project.write(
        "models/outcomes.sql", "select customer_id, churned from {{ ref('customers') }} where customer_id % 3 > 0\n"
    )
    project.after = []
    for version, count in enumerate((120, 200, 260), start=1):
        rows = [[*row[:4], row[4]] for row in customers(count)]
        project.table("plain_customers", COLUMNS, rows)
        project.write(
            "models/customers.sql",
            "{{ config(materialized='table') }}\n"
            "select * replace (cast(signed_up_on as date) as signed_up_on) from {{ ref('plain_customers') }}\n",
        )
        project.train(
            "churn_network",
            "customers",
            label="churned",
            features=["x", "y"],
            example_id="customer_id",
            hidden_layers=[version],
            iterations=40,
        )
        outcome = project.dbt("build")
        assert outcome.success, outcome.output
        project.after.append(project.rows(f"select {KEPT} from customer_scores order by customer_id"))
    return project


def test_every_row_keeps_the_score_of_the_version_that_made_it(scored):
    first, second, third = scored.after
    assert second[: len(first)] == first
    assert third[: len(second)] == second
    assert [row[3] for row in third] == [1] * 120 + [2] * 80 + [3] * 60


def test_the_quality_is_that_of_each_version_and_month(scored):
    query = "select network_version, signed_up_month, churned, probability_yes, predicted_label from labelled_scores"
    groups = {}
    for version, month, label, probability, predicted in scored.rows(query):
        groups.setdefault((version, month), []).append((label, probability, predicted))
    found = scored.rows("select network_version, signed_up_month, examples, accuracy, roc_auc from churn_quality")
    assert {row[:2] for row in found} == set(groups)
    for version, month, count, accuracy, auc in found:
        rows = groups[version, month]
        assert count == len(rows)
        assert accuracy == pytest.approx(sum(row[0] == row[2] for row in rows) / len(rows), abs=1e-12)
        if len({row[0] for row in rows}) == 2:
            assert auc == pytest.approx(auc_of([row[:2] for row in rows]), abs=1e-12)


def test_the_gate_names_the_version_that_got_worse(scored):
    scored.execute(
        "update customer_scores set predicted_label = 'maybe', probability_yes = 0.5 where network_version = 2"
    )
    outcome = scored.dbt("test", "--select", "labelled_scores")
    assert outcome.status["every_version_is_good_enough"] == "fail"
    (line,) = [line for line in outcome.output.splitlines() if "below at_least 0.7" in line]
    assert re.search(r"network_version\W+2\b", line)


def test_the_examples_of_the_promotion_page_build(tmp_path):
    project = new_consumer(tmp_path)
    project.table("customers", COLUMNS, customers(400))
    text = (ROOT / "docs/promotion.md").read_text(encoding="utf-8")
    for name, body in BLOCK.findall(text):
        project.write(name, body)
    outcome = project.dbt("build")
    assert outcome.success, outcome.output
    assert "neural_network churn_network: promoted: roc_auc is " in outcome.output
    columns = re.findall(
        r"`(\w+)`", "".join(re.findall(r"^\| (`training`.*|`\w+`(?:, `\w+`)*) \|", text, re.MULTILINE))
    )
    found = [name for name, *_ in project.rows("describe churn_trainings")]
    assert set(found) <= set(re.findall(r"`(\w+)`", text))
    assert len(columns) > 5
    # The commands of the page.
    for variables in ("{dbt_nn_retrain: never}", "{dbt_nn_iterations: 5}"):
        assert f"dbt build --vars '{variables}'" in text
        assert "training skipped" in project.dbt_ok("build", "--vars", variables).output
    assert "dbt run-operation dbt_nn.roll_back --args '{network: churn_network}'" in text
    project.dbt_ok("build", "--full-refresh")
    project.dbt_ok("run-operation", "dbt_nn.roll_back", "--args", "{network: churn_network}")
    assert project.rows("select training, outcome from churn_trainings order by 1")[0] == (1, "promoted")
