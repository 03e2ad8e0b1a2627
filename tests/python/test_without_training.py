"""What works without training: --empty before and after a training, unit tests of predictions, queries before the first training."""

import csv
import io
import json

import numpy as np
import pytest
from conftest import Project, new_consumer

ROWS = 90
COLUMNS = ["id", "size", "plan", "is_new", "bought", "price"]
OPTIONS = {"label": "bought", "features": ["size", "plan", "is_new"], "example_id": "id", "hidden_layers": [3]}
NUMBER = {**OPTIONS, "label": "price", "features": ["size", "plan"], "hidden_layers": [2]}
# The rows of a network that predictions read.
ROLES = ["weight", "bias", "center", "scale", "fill", "category", "class", "option"]
NETWORK = ["network_key", "role", "iteration", "layer", "input", "input_name", "output", "output_name", "value"]
KEPT = "the trained network is kept, because --empty trains nothing"


def examples() -> list[list]:
    random = np.random.default_rng(5)
    sizes = random.normal(size=ROWS)
    return [
        [k, float(s), [None, "a", "it's b"][k % 3], bool(k % 2), "yes" if s > 0 else "no", float(7 * s + k % 3)]
        for k, s in enumerate(sizes)
    ]


@pytest.fixture(scope="module")
def shop(tmp_path_factory, warehouse) -> Project:
    project = new_consumer(tmp_path_factory.mktemp("shop"), warehouse=warehouse)
    project.table("customers", COLUMNS, examples())
    project.train("class_network", "customers", {"tags": ["trained"]}, **OPTIONS, iterations=9)
    project.train("price_network", "customers", {"tags": ["trained"]}, **NUMBER, iterations=9)
    for name in ["class", "price"]:
        project.predictions(f"{name}_predictions", f"{name}_network", "customers", tags=["trained"])
    # A view names columns that only the trained network tells: its classes are not given, and no YAML names them.
    names = "id, split, predicted_label, predicted_probability, probability_no, probability_yes"
    call = "dbt_nn.predict(network=ref('class_network'), examples=ref('customers'))"
    project.write("models/named.sql", f"{{{{ config(tags=['named']) }}}}\nselect {names} from {{{{ {call} }}}}\n")
    for name, sql in {
        "history": "dbt_nn.history(ref('class_network'))",
        "evaluation": "dbt_nn.evaluate(ref('class_predictions'), label='bought', by=['split'])",
        "classes": "dbt_nn.evaluate_classes(ref('class_predictions'), label='bought')",
        "lift": "dbt_nn.lift_curve(ref('class_predictions'), label='bought', positive_class='yes')",
        "numbers": "dbt_nn.evaluate(ref('price_predictions'), label='price')",
    }.items():
        project.write(
            f"models/{name}.sql",
            f"{{{{ config(materialized='table', tags=['trained']) }}}}\nselect * from {{{{ {sql} }}}}\n",
        )
    project.network(
        "loop_", {"features": ["size"], "label": "bought", "classes": ["no", "yes"], "hidden_layers": []}, "customers",
        meta={"iterations": 5}, configs={"update": {"tags": ["trained"]}, "init": {"tags": ["trained"]}},
    )  # fmt: skip
    gates = [{"dbt_nn.metric": {"arguments": {"metric": "accuracy", "at_least": 0.5, "label": "bought"}}}]
    project.write(
        "models/gates.yml",
        json.dumps(
            {
                "models": [
                    {"name": "class_network", "data_tests": ["dbt_nn.parameters_finite"]},
                    {"name": "loop_update", "data_tests": ["dbt_nn.parameters_finite"]},
                    {"name": "class_predictions", "data_tests": gates},
                ]
            }
        ),
    )
    return project


@pytest.fixture(scope="module")
def emptied(shop):
    """Built with --empty before there is anything, trained, and built with --empty again: what the runs did and left."""
    shop.first = shop.dbt("build", "--empty", "--select", "customers", "tag:trained")
    shop.first_rows = rows_of_tables(shop)
    shop.dbt_ok("build", "--select", "customers", "tag:trained", "named")
    shop.trained = tables(shop)
    shop.second = shop.dbt("build", "--empty", "--select", "customers", "tag:trained", "named")
    shop.second_rows, shop.kept = rows_of_tables(shop), tables(shop)
    shop.refreshed = shop.dbt("run", "--empty", "--full-refresh", "--select", *TRAINED)
    shop.refreshed_tables = tables(shop)
    shop.third = shop.dbt_ok("build", "--select", "class_network", "class_predictions", "price_predictions")
    return shop


TRAINED = ["class_network", "price_network", "loop_update"]


def tables(project):
    return {name: sorted(map(repr, project.rows(f"select * from {name}"))) for name in TRAINED}


def rows_of_tables(project):
    names = [*TRAINED, "class_predictions", "price_predictions", "history", "evaluation", "lift"]
    return {name: project.rows(f"select count(*) from {name}")[0][0] for name in names}


def failures(outcome):
    return {name: outcome.message[name] for name, status in outcome.status.items() if status not in ("success", "pass")}


def test_everything_builds_empty_before_the_first_training(emptied):
    assert emptied.first.success, failures(emptied.first)
    assert set(emptied.first_rows.values()) == {0}


def test_empty_keeps_every_trained_network_and_builds_the_rest_without_rows(emptied):
    assert emptied.second.success, failures(emptied.second)
    assert emptied.kept == emptied.trained
    assert all(len(rows) > 10 for name, rows in emptied.kept.items() if name != "loop_update")
    for name in ["neural_network class_network", "neural_network price_network", "training_loop loop_update"]:
        assert f"{name}: {KEPT}" in emptied.second.output
    assert not {rows for name, rows in emptied.second_rows.items() if name not in TRAINED} - {0}


def test_a_full_refresh_with_empty_keeps_it_too(emptied):
    assert emptied.refreshed.success, failures(emptied.refreshed)
    assert emptied.refreshed_tables == emptied.trained


def test_after_an_empty_run_nothing_is_trained_again_and_predictions_are_back(emptied):
    assert "class_network: options and examples are unchanged; training skipped" in emptied.third.output
    assert emptied.rows("select count(*), count(predicted_label), count(probability_yes) from class_predictions") == [
        (ROWS,) * 3
    ]


def test_with_a_trained_network_an_empty_run_knows_the_columns_of_its_classes(emptied):
    """A model that names them runs, which without a network it could not."""
    assert emptied.second.status["named"] == "success"


def test_an_empty_relation_of_the_name_is_replaced_as_ever(emptied):
    emptied.train("other_network", "customers", **OPTIONS, iterations=2)
    emptied.execute("create table other_network as select 1 as id")
    outcome = emptied.dbt_ok("run", "--empty", "--select", "other_network")
    assert KEPT not in outcome.output
    assert emptied.rows("select count(*), count(role) from other_network") == [(0, 0)]


# --- Unit tests ---


def network_rows(project, network: str, change=lambda row: row) -> list[dict]:
    """What a user copies from a trained network: the rows that predictions read, here with all digits."""
    roles = ", ".join(f"'{role}'" for role in ROLES)
    found = project.rows(f"select {', '.join(NETWORK)} from {network} where role in ({roles})")
    return [change(dict(zip(NETWORK, row))) for row in found]


def as_dict(project, rows):
    return {"rows": [{name: value for name, value in row.items() if value is not None} for row in rows]}


def as_csv(project, rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, NETWORK)
    writer.writeheader()
    writer.writerows(rows)
    return {"format": "csv", "rows": text.getvalue()}


def as_fixture(project, rows):
    project.write("tests/fixtures/some_network.csv", as_csv(project, rows)["rows"])
    return {"format": "csv", "fixture": "some_network"}


def as_sql(project, rows):
    return {"format": "sql", "rows": project.warehouse.query_of(NETWORK, [list(row.values()) for row in rows])}


FORMATS = {"sql": as_sql, "dict": as_dict, "csv": as_csv, "fixture": as_fixture}
ASKED = [3, 4, 5, 11]


def expected(project, network: str) -> list[dict]:
    added = ["predicted_value"] if network == "price" else ["predicted_label", "probability_no", "probability_yes"]
    columns = ["id", *added]
    ids = ", ".join(map(str, ASKED))
    found = project.rows(f"select {', '.join(columns)} from {network}_predictions where id in ({ids}) order by id")
    return [dict(zip(columns, row)) for row in found]


def given_customers(project, as_query: bool):
    rows = [examples()[k] for k in ASKED]
    if as_query:
        return {"input": "ref('customers')", "format": "sql", "rows": project.warehouse.query_of(COLUMNS, rows)}
    return {"input": "ref('customers')", "rows": [dict(zip(COLUMNS, row)) for row in rows]}


def unit_test(name: str, model: str, given: list[dict], expect: list[dict]) -> dict:
    return {"name": name, "model": model, "given": given, "expect": {"rows": expect}}


def write_unit_tests(project, unit_tests: list[dict]) -> None:
    project.write("models/unit_tests.yml", json.dumps({"unit_tests": unit_tests}))


@pytest.fixture(scope="module")
def unit(emptied):
    """Networks that are never trained, of the same models, and what the trained ones answer: half a table of an alias, without rows."""
    for name, options in {"class": OPTIONS, "price": NUMBER}.items():
        network = f"{name}_untrained"
        emptied.train(network, "customers", {"alias": f"{name}_by_another_name"}, **options, iterations=9)
        emptied.predictions(f"{name}_answers", network, "customers")
    call = "dbt_nn.network_sql(network=ref('class_untrained'), examples=ref('customers'))"
    emptied.write("models/class_in_sql.sql", f"{{{{ {call} }}}}\n")
    return emptied


@pytest.fixture(scope="module")
def outcome_without_a_table(unit):
    """All rows in SQL: nothing of the network is in the warehouse, not even its table."""
    tests = []
    for name in ["class", "price"]:
        for model in [f"{name}_answers"] + (["class_in_sql"] if name == "class" else []):
            given = {"input": f"ref('{name}_untrained')", **as_sql(unit, network_rows(unit, f"{name}_network"))}
            tests.append(
                unit_test(f"{model}_by_sql", model, [given, given_customers(unit, True)], expected(unit, name))
            )
    write_unit_tests(unit, tests)
    assert not {name for name in unit.tables() if "another_name" in name}
    return unit.dbt("test", "--select", "test_type:unit")


@pytest.mark.parametrize("name", ["class_answers", "class_in_sql", "price_answers"])
def test_a_unit_test_in_sql_needs_no_table_of_the_network(outcome_without_a_table, name):
    outcome = outcome_without_a_table
    assert outcome.status[f"{name}_by_sql"] == "pass", outcome.message[f"{name}_by_sql"]


IN_FORMATS = [("class", form, "right") for form in FORMATS] + [("price", "dict", "right")]
IN_FORMATS += [("class", "sql", "wrong"), ("price", "csv", "wrong")]


@pytest.fixture(scope="module")
def outcome_of_formats(unit, outcome_without_a_table):
    """Each format with the network's rows, and with one weight that is another; the network's table stands without rows."""

    def other_weight(row):
        is_changed = (row["role"], row["layer"], row["input"], row["output"]) == ("weight", 1, 1, 1)
        return {**row, "value": row["value"] + 0.5} if is_changed else row

    tests = []
    for name, form, kind in IN_FORMATS:
        rows = network_rows(unit, f"{name}_network", other_weight if kind == "wrong" else lambda row: row)
        given = [{"input": f"ref('{name}_untrained')", **FORMATS[form](unit, rows)}, given_customers(unit, False)]
        tests.append(unit_test(f"{name}_{form}_{kind}", f"{name}_answers", given, expected(unit, name)))
    write_unit_tests(unit, tests)
    unit.dbt_ok("run", "--empty", "--select", "class_untrained", "price_untrained")
    return unit.dbt("test", "--select", "test_type:unit")


@pytest.mark.parametrize("network, form, kind", IN_FORMATS)
def test_a_unit_test_answers_from_the_rows_that_it_gives(outcome_of_formats, network, form, kind):
    name = f"{network}_{form}_{kind}"
    assert outcome_of_formats.status[name] == {"right": "pass", "wrong": "fail"}[kind], outcome_of_formats.message[name]


def test_unit_tests_run_in_an_empty_build_too(unit, outcome_of_formats):
    """dbt gives the rows of a unit test in full, so predictions and evaluations of them have rows as well."""
    given = {"input": "ref('class_untrained')", **as_dict(unit, network_rows(unit, "class_network"))}
    answers = unit_test("empty_build", "class_answers", [given, given_customers(unit, False)], expected(unit, "class"))
    query = unit.warehouse.query_of(
        ["bought", "split", "predicted_label", "probability_no", "probability_yes"],
        [["yes", "test", "yes", 0.25, 0.75], ["no", "test", "yes", 0.375, 0.625]],
    )
    evaluated = unit_test(
        "empty_evaluation", "evaluation", [{"input": "ref('class_predictions')", "format": "sql", "rows": query}],
        [{"split": "test", "examples": 2, "accuracy": 0.5, "roc_auc": 1.0}],
    )  # fmt: skip
    write_unit_tests(unit, [answers, evaluated])
    outcome = unit.dbt("build", "--empty", "--select", "class_answers", "evaluation")
    assert outcome.success, outcome.message
    assert {"empty_build", "empty_evaluation"} <= set(outcome.status)


def test_a_unit_test_that_gives_parameters_alone_reads_the_rest_from_the_table(unit):
    rows = [row for row in network_rows(unit, "class_network") if row["role"] != "option"]
    given = [{"input": "ref('class_network')", **as_dict(unit, rows)}, given_customers(unit, False)]
    write_unit_tests(unit, [unit_test("parameters_alone", "class_predictions", given, expected(unit, "class"))])
    outcome = unit.dbt("test", "--select", "parameters_alone")
    assert outcome.success, outcome.output


@pytest.mark.parametrize(
    "kept, message",
    [
        (lambda row: row["input_name"] != "loss", "have no option loss; give all rows of role option"),
        (lambda row: row["role"] != "option", "has no rows; give the unit test the rows of a trained network"),
    ],
)
def test_a_unit_test_that_lacks_rows_says_which(unit, outcome_of_formats, kept, message):
    rows = [row for row in network_rows(unit, "class_network") if kept(row)]
    given = [{"input": "ref('class_untrained')", **as_dict(unit, rows)}, given_customers(unit, False)]
    write_unit_tests(unit, [unit_test("lacking", "class_answers", given, expected(unit, "class"))])
    outcome = unit.dbt("test", "--select", "lacking")
    assert message in outcome.message["lacking"]


# --- network_sql before the first training ---


@pytest.fixture(scope="module")
def untrained(unit):
    write_unit_tests(unit, [])
    unit.train("later_network", "customers", **OPTIONS, classes=["no", "yes"])
    unit.write("models/later.sql", "{{ dbt_nn.network_sql(ref('later_network'), examples=ref('customers')) }}\n")
    return unit


def test_network_sql_compiles_to_a_query_without_rows_before_training(untrained):
    untrained.dbt_ok("compile", "--select", "later")
    with untrained.warehouse.cursor() as cursor:
        cursor.execute(untrained.compiled("later"))
        assert cursor.fetchall() == []
        names = [column[0] for column in cursor.description]
    answers = [
        "split",
        "predicted_label",
        "predicted_probability",
        "probability_no",
        "probability_yes",
        "network_version",
    ]
    assert names == [*COLUMNS, *answers]


def test_network_sql_of_an_untrained_network_is_not_built(untrained):
    outcome = untrained.dbt("run", "--select", "later")
    assert "does not contain a trained network" in outcome.message["later"]


# --- Features that come and go ---


@pytest.fixture(scope="module")
def widened(shop):
    shop.table("visits", ["id", "size", "bought"], [[row[0], row[1], row[4]] for row in examples()])
    options = {"label": "bought", "example_id": "id", "hidden_layers": [], "iterations": 2}
    shop.train("every_network", "visits", **options)
    shop.train("listed_network", "visits", **options, features=["size"])
    first = shop.dbt_ok("run", "--select", "visits", "every_network", "listed_network")
    shop.table("visits", ["id", "weight_kg", "bought"], [[row[0], row[1], row[4]] for row in examples()])
    shop.train("listed_network", "visits", **options, features=["weight_kg"])
    return first, shop.dbt_ok("run", "--select", "visits", "every_network", "listed_network")


def test_a_feature_that_is_new_or_gone_is_said_where_features_are_not_given(widened):
    first, second = widened
    line = "every_network: feature columns changed since the last training: weight_kg is new, size is gone (features is not set"
    assert line in second.output
    assert "feature columns changed" not in first.output
    assert "listed_network: feature columns changed" not in second.output
