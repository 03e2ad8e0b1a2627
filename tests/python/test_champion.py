"""docs/evaluate.md, run as it is printed: a challenger takes over only if its gate passes, in one `dbt build`."""

import pytest
from conftest import ROOT, new_consumer
from test_readme import blocks, customers

STANDING = 'select * from champion_network order by role, iteration, layer, input, "output", input_name'


def challenger(project, **options):
    project.train("challenger_network", "customers", label="churned", example_id="customer_id", **options)
    return project.dbt("build")


@pytest.fixture(scope="module")
def promoted(tmp_path_factory):
    """A first champion that has seen little."""
    project = new_consumer(tmp_path_factory.mktemp("champion"))
    project.write("seeds/customers.csv", customers(600, seed=1))
    documents = blocks("README.md") | blocks("docs/evaluate.md")
    for name in [
        "models/churn_network.sql",
        "models/churn_predictions.sql",
        "models/churn_evaluation.sql",
        *[name for name in documents if name not in blocks("README.md")],
    ]:
        project.write(name, documents[name])
    project.outcome = challenger(project, hidden_layers=[8], iterations=5)
    return project


def test_the_first_challenger_has_the_constant_guess_to_beat(promoted):
    assert promoted.outcome.success, promoted.outcome.output
    assert "compared with the most frequent class or the mean" in promoted.outcome.output
    assert promoted.rows("select max(iteration) from champion_network where role = 'bias'") == [(5,)]


def test_an_evaluation_has_a_row_per_split(promoted):
    assert promoted.rows("select split from churn_evaluation order by split") == [("train",), ("validation",)]


def test_a_worse_challenger_is_not_promoted(promoted):
    standing = promoted.rows(STANDING)
    answers = promoted.rows("select customer_id, probability_yes from champion_predictions order by customer_id")
    outcome = challenger(promoted, hidden_layers=[8], iterations=1)
    assert not outcome.success
    assert outcome.status["challenger_beats_champion"] == "fail"
    assert outcome.status["champion_network"] == outcome.status["champion_predictions"] == "skipped"
    assert "not below the baseline's" in outcome.output
    assert promoted.rows("select max(iteration) from challenger_network where role = 'bias'") == [(1,)]
    assert promoted.rows(STANDING) == standing
    assert (
        promoted.rows("select customer_id, probability_yes from champion_predictions order by customer_id") == answers
    )


def test_a_better_challenger_is_promoted_and_stays_when_nothing_changes(promoted):
    promoted.write("models/challenger_network.sql", blocks("docs/evaluate.md")["models/challenger_network.sql"])
    for _ in range(2):
        outcome = promoted.dbt("build")
        assert outcome.success, outcome.output
        assert outcome.status["champion_network"] == "success"
        assert promoted.rows("select max(iteration) from champion_network where role = 'bias'") == [(100,)]


def test_every_metric_and_macro_is_on_the_page():
    text = (ROOT / "docs" / "evaluate.md").read_text(encoding="utf-8")
    table = (ROOT / "macros" / "metrics" / "names.sql").read_text(encoding="utf-8")
    names = [part.split("'")[0] for part in table.split("{'name': '")[1:]]
    assert len(names) == 21
    tests = [path.stem for path in (ROOT / "tests" / "generic").glob("*.sql")]
    for name in [*names, *tests]:
        assert f"`{name}`" in text, name
