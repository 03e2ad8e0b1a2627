"""docs/evaluate.md, run as it is printed: a challenger takes over only if its gate passes, in one `dbt build`, on every warehouse."""

import pytest
from conftest import ROOT, new_consumer
from test_readme import blocks, customers

FIRST = [
    ["build", "--select", "+challenger_predictions", "--exclude", "challenger_beats_champion"],
    ["run", "--select", "champion_network"],
]


def challenger(project, *commands, **options):
    project.train("challenger_network", "customers", label="churned", example_id="customer_id", **options)
    for command in commands or [["build"]]:
        outcome = project.dbt(*command)
    return outcome


def standing(project):
    """The champion's parameters, and its history."""
    query = "select role, iteration, layer, input, output, input_name, value from champion_network"
    return sorted(project.rows(query), key=str)


def iterations(project, name="champion_network"):
    ((found,),) = project.rows(f"select max(iteration) from {name} where role = 'bias'")
    return found


@pytest.fixture(scope="module")
def project(warehouse, tmp_path_factory):
    is_duckdb = warehouse.name == "duckdb"
    project = new_consumer(tmp_path_factory.mktemp("champion"), warehouse=None if is_duckdb else warehouse)
    project.write("seeds/customers.csv", customers(600, seed=1))
    documents = blocks("README.md") | blocks("docs/evaluate.md")
    for name in [
        "models/churn_network.sql",
        "models/churn_predictions.sql",
        "models/churn_evaluation.sql",
        *[name for name in documents if name not in blocks("README.md")],
    ]:
        project.write(name, documents[name])
    return project


@pytest.fixture(scope="module")
def unasked(project):
    """A build before there is a champion."""
    outcome = challenger(project, hidden_layers=[8], iterations=5)
    return outcome, project.tables()


@pytest.fixture(scope="module")
def promoted(project, unasked):
    """A first champion that has seen little."""
    project.outcome = challenger(project, *FIRST, hidden_layers=[8], iterations=5)
    project.dbt_ok("build")
    return project


def test_without_a_champion_a_build_promotes_nothing_and_says_so(unasked):
    outcome, tables = unasked
    assert outcome.status["champion_predictions"] == "error"
    assert "does not contain a trained network" in outcome.message["champion_predictions"]
    assert outcome.status["challenger_beats_champion"] == outcome.status["champion_network"] == "skipped"
    assert "champion_network" not in tables


def test_the_page_has_the_first_commands():
    text = (ROOT / "docs" / "evaluate.md").read_text(encoding="utf-8")
    assert " && ".join("dbt " + " ".join(command) for command in FIRST) in text


def test_the_first_champion_is_made_by_a_command_of_its_own(promoted):
    assert promoted.outcome.success, promoted.outcome.output
    assert iterations(promoted) == 5


def test_an_evaluation_has_a_row_per_split(promoted):
    assert sorted(promoted.rows("select split from churn_evaluation")) == [("train",), ("validation",)]


def test_a_worse_challenger_is_not_promoted_however_often_it_is_built(promoted):
    """With a `customers` that is made anew each time: on PostgreSQL, that drops the views that read it."""
    before = standing(promoted)
    for command in [["build"], ["build", "--full-refresh"], ["build"]]:
        outcome = challenger(promoted, command, hidden_layers=[8], iterations=1)
        assert not outcome.success
        assert outcome.status["challenger_beats_champion"] == "fail"
        assert outcome.status["champion_network"] == "skipped"
        assert outcome.status["champion_predictions"] == "success"
        assert "above the baseline's" in outcome.output
        assert iterations(promoted, "challenger_network") == 1
        assert standing(promoted) == before
    assert promoted.rows("select count(*) from champion_predictions where probability_yes >= 0") == [(600,)]


def test_an_empty_build_keeps_the_champion_and_lets_nobody_pass(promoted):
    before = standing(promoted)
    promoted.dbt_ok("build", "--empty")
    assert standing(promoted) == before
    outcome = challenger(promoted, hidden_layers=[8], iterations=1)
    assert outcome.status["challenger_beats_champion"] == "fail"
    assert standing(promoted) == before


def test_a_lost_champion_stops_the_build(promoted):
    promoted.execute("create table kept as select * from champion_network", "drop table champion_network")
    outcome = challenger(promoted, hidden_layers=[8], iterations=1)
    assert outcome.status["champion_predictions"] == "error"
    assert outcome.status["champion_network"] == "skipped"
    promoted.execute("create table champion_network as select * from kept")


def test_a_better_challenger_is_promoted_and_stays_when_nothing_changes(promoted):
    promoted.write("models/challenger_network.sql", blocks("docs/evaluate.md")["models/challenger_network.sql"])
    for _ in range(2):
        outcome = promoted.dbt("build")
        assert outcome.success, outcome.output
        assert outcome.status["champion_network"] == "success"
        assert iterations(promoted) > 20


def test_every_metric_and_macro_is_on_the_page():
    text = (ROOT / "docs" / "evaluate.md").read_text(encoding="utf-8")
    table = (ROOT / "macros" / "evaluation" / "metrics.sql").read_text(encoding="utf-8")
    names = [part.split("'")[0] for part in table.split("{'name': '")[1:]]
    assert len(names) == 23
    tests = [path.stem for path in (ROOT / "tests" / "generic").glob("*.sql")]
    for name in [*names, *tests]:
        assert f"`{name}`" in text, name
