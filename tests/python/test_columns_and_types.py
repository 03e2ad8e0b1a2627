"""Columns are found by their exact names first, answers never meet an example's own column, and a type that drifts is cast or refused."""

import json

import numpy as np
import pytest
from conftest import Project

ROWS = 60
BASIC = {"iterations": 30, "hidden_layers": [3], "example_id": "id", "label": "side"}
PREDICT = "select * from {{{{ dbt_nn.predict(network=ref('{network}'), examples={examples}) }}}}\n"


def base_rows():
    random = np.random.default_rng(4)
    numbers = [float(v) for v in random.normal(size=ROWS)]
    return [[k, numbers[k], k % 3, "up" if numbers[k] > 0 else "down"] for k in range(ROWS)]


@pytest.fixture(scope="module")
def project(consumer) -> Project:
    consumer.table("base", ["id", "x", "kind", "side"], base_rows())
    consumer.train("base_network", "base", features=["x"], **BASIC)
    consumer.dbt_ok("build")
    return consumer


def build(project, name, query, materialized="table"):
    project.write(f"models/{name}.sql", f"{{{{ config(materialized='{materialized}') }}}}\n{query}\n")


def accuracy(project, table):
    ((value,),) = project.rows(f"select avg(cast(predicted_label = side as int)) from {table}")
    return value


def features_of(project, network):
    ((found,),) = project.rows(f"select output_name from {network} where role = 'option' and input_name = 'features'")
    return json.loads(found)


TWO_CASES = 'select id, x as "Ä", cast(hash(id) % 100 as double) as "ä", side from {{ ref(\'base\') }}'


def test_two_columns_that_differ_by_case_are_two_features(project):
    build(project, "two_cases", TWO_CASES)
    project.train("two_cases_network", "two_cases", **BASIC)
    project.predictions("two_cases_predictions", "two_cases_network", "two_cases")
    project.dbt_ok("build", "--select", "two_cases+")
    assert features_of(project, "two_cases_network") == ["Ä", "ä"]
    assert accuracy(project, "two_cases_predictions") > 0.9


@pytest.mark.parametrize("name", ["Ä", "ä"])
def test_a_name_is_matched_exactly_first(project, name):
    table = {"Ä": "upper", "ä": "lower"}[name]
    build(project, f"{table}_rows", TWO_CASES)
    project.train(f"{table}_network", f"{table}_rows", features=[name], **BASIC)
    project.predictions(f"{table}_predictions", f"{table}_network", f"{table}_rows")
    project.dbt_ok("build", "--select", f"{table}_rows+")
    assert features_of(project, f"{table}_network") == [name]
    assert (accuracy(project, f"{table}_predictions") > 0.9) == (name == "Ä")


def test_a_name_that_fits_two_columns_and_is_neither_is_refused(project):
    build(project, "ambiguous", TWO_CASES.replace('"Ä"', '"ÄÖ"').replace('"ä"', '"äö"'))
    project.train("ambiguous_network", "ambiguous", features=["Äö"], **BASIC)
    outcome = project.dbt("build", "--select", "ambiguous+")
    assert "column Äö may be ÄÖ or äö, which differ by case only" in outcome.message["ambiguous_network"]


def test_two_features_are_not_read_from_one_column(project):
    build(project, "two_cases_2", TWO_CASES)
    project.train("two_cases_2_network", "two_cases_2", **BASIC)
    build(project, "one_case", TWO_CASES.replace('"ä"', "z"))
    project.predictions("one_case_predictions", "two_cases_2_network", "one_case")
    outcome = project.dbt("build", "--select", "two_cases_2+", "one_case+")
    assert "features Ä and ä are both column Ä of the examples" in outcome.message["one_case_predictions"]


def test_label_id_and_split_are_matched_exactly_first(project):
    build(
        project,
        "roles",
        'select id as "É", -1 as "é", x, side as "Ü", \'same\' as "ü", case when id % 4 = 0 then \'validation\' else \'train\' end as "Ö",'
        " 'test' as \"ö\" from {{ ref('base') }}",
    )
    options = {"iterations": 3, "hidden_layers": [3], "features": ["x"]}
    project.train("roles_network", "roles", example_id="É", label="Ü", split="Ö", **options)
    project.predictions("roles_predictions", "roles_network", "roles")
    project.dbt_ok("build", "--select", "roles+")
    assert project.rows('select count(*) from roles_predictions where split = "Ö"') == [(ROWS,)]


CLASH = "select id, x, side, 'up' as {name} from {{{{ ref('base') }}}}"
CLASHING = ["predicted_label", "Predicted_Label", "probability_up", "split"]
SOURCES = ["table", "view", "ephemeral", "cte", "subquery"]


@pytest.fixture(scope="module")
def clashes(project):
    """Predictions of examples that have a column called like an answer, in every way that examples can be given."""
    for source in SOURCES:
        for number, name in enumerate(CLASHING):
            model, query = f"clash_{source}_{number}", CLASH.format(name=name)
            head, examples = "", f"ref('{model}_rows')"
            if source == "cte":
                head, examples = f"with mine as ({query}) ", "'mine'"
            elif source == "subquery":
                head, examples = "{% set query %}" + query + "{% endset %}", '"(" ~ query ~ ") as mine"'
            else:
                build(project, f"{model}_rows", query, materialized=source)
            call = PREDICT.format(network="base_network", examples=examples)
            project.write(f"models/{model}.sql", "{{ config(materialized='table') }}\n" + head + call)
    return project.dbt("build", "--select", "+clash_*", "--exclude", "base", "base_network")


@pytest.mark.parametrize("name", CLASHING)
@pytest.mark.parametrize("source", SOURCES)
def test_a_column_called_like_an_answer_is_refused_whatever_the_examples_are(project, clashes, source, name):
    model = f"clash_{source}_{CLASHING.index(name)}"
    if name == "split" and source in ("table", "view"):
        assert clashes.status[model] == "success"  # it is the split
        return
    assert clashes.status[model] == "error"
    assert name.lower() in clashes.message[model].lower()
    assert model not in project.tables()


def test_an_ephemeral_model_is_not_taken_for_a_table_that_was_called_so_before(project):
    build(project, "renamed", "select id, x as other, side from {{ ref('base') }}")
    project.dbt_ok("build", "--select", "renamed")
    build(project, "renamed", "select id, x, side from {{ ref('base') }}", materialized="ephemeral")
    project.predictions("renamed_predictions", "base_network", "renamed")
    project.dbt_ok("build", "--select", "renamed_predictions")
    assert accuracy(project, "renamed_predictions") > 0.9


TYPED = "select id, cast(kind as varchar) as kind, x > 0 as flag, kind as number, case when kind = 1 then 'up' else 'down' end as side from {{ ref('base') }}"


EXACT = {  # a feature as another type that holds the same values
    "text_as_double": ("kind", "cast(kind as double)"),
    "text_as_integer": ("kind", "cast(kind as bigint)"),
    "text_as_decimal": ("kind", "cast(kind as decimal(6, 2))"),
    "boolean_as_integer": ("flag", "cast(flag as integer)"),
    "boolean_as_double": ("flag", "cast(flag as double)"),
    "boolean_as_text": ("flag", "cast(flag as varchar)"),
    "number_as_text": ("number", "cast(number as varchar)"),
    "number_as_decimal": ("number", "cast(number as decimal(9, 4))"),
}

INEXACT = {  # name -> (feature, its expression, what the message says)
    "text_as_date": ("kind", "date '2024-01-01'", ["feature kind was VARCHAR in training and is DATE"]),
    "text_as_boolean": ("kind", "kind = '1'", ["feature kind was VARCHAR in training and is BOOLEAN"]),
    "number_as_date": ("number", "date '2024-01-01'", ["feature number was INTEGER in training and is DATE"]),
    "boolean_as_other_integer": ("flag", "id", ["column flag has a value"]),
    "number_as_words": ("number", "'many'", ["many"]),
}

SAME_ID = {"double": "cast(id as double)", "decimal": "cast(id as decimal(9, 2))", "text": "cast(id as varchar)"}

OTHER_ID = {
    "text_id_as_integer": ("cast(id as varchar)", "id", "example_id id was VARCHAR in training and is INTEGER"),
    "integer_id_as_date": ("id", "date '2024-01-01' + id", "example_id id was INTEGER in training and is DATE"),
    "integer_id_as_half": ("id", "id + 0.5::double", "an example_id is not an integer"),
}

UNSTABLE_ID = {
    "timestamp": (
        "cast('2024-01-01' as timestamp) + to_days(id)",
        "is TIMESTAMP; accepted: integers, text, uuid and dates",
    ),
    "zoned": ("cast('2024-01-01' as timestamptz) + to_days(id)", "accepted: integers, text, uuid and dates"),
    "half": ("id + case when id < 3 then 0.5::double else 0 end", "not an integer in 3 rows"),
}


def score(project, name, feature, expression, materialized="table", id_expression="id"):
    """A model of predictions where one column has another type; the feature and the id are the same values."""
    columns = f"{id_expression} as id, {expression} as {feature}, side"
    build(project, f"{name}_rows", f"select {columns} from {{{{ ref('typed') }}}}", materialized=materialized)
    project.predictions(f"{name}_scores", f"{feature}_network", f"{name}_rows")


@pytest.fixture(scope="module")
def typed(project):
    """Networks on a text that looks like numbers, on a boolean and on a number, and predictions of them where a type is another one."""
    build(project, "typed", TYPED)
    for feature in ("kind", "flag", "number"):
        project.train(f"{feature}_network", "typed", features=[feature], **BASIC)
        project.predictions(f"{feature}_predictions", f"{feature}_network", "typed")
    for name, (feature, expression, *_) in {**EXACT, **INEXACT}.items():
        score(project, name, feature, expression)
    score(project, "unseen_type", "kind", "cast(kind as double)", materialized="ephemeral")
    for name, expression in SAME_ID.items():
        score(project, f"id_{name}", "kind", "kind", id_expression=expression)
    for name, (trained, scored, _) in OTHER_ID.items():
        build(project, f"{name}_trained", f"select {trained} as id, kind, side from {{{{ ref('typed') }}}}")
        project.train(f"{name}_network", f"{name}_trained", features=["kind"], **BASIC)
        build(project, f"{name}_rows", f"select {scored} as id, kind, side from {{{{ ref('typed') }}}}")
        project.predictions(f"{name}_scores", f"{name}_network", f"{name}_rows")
    for name, (expression, _) in UNSTABLE_ID.items():
        build(project, f"{name}_ids", f"select {expression} as id, kind, side from {{{{ ref('typed') }}}}")
        project.train(f"{name}_ids_network", f"{name}_ids", features=["kind"], **BASIC)
    return project


@pytest.fixture(scope="module")
def scored(typed):
    return typed.dbt("build", "--select", "typed+")


ANSWERS = "select id, split, predicted_label, predicted_probability from {} order by id"


@pytest.mark.parametrize("name", EXACT)
def test_a_feature_of_another_type_is_cast_where_that_is_exact(typed, scored, name):
    assert scored.status[f"{name}_scores"] == "success", scored.message[f"{name}_scores"]
    assert typed.rows(ANSWERS.format(f"{name}_scores")) == typed.rows(ANSWERS.format(f"{EXACT[name][0]}_predictions"))


@pytest.mark.parametrize("name", INEXACT)
def test_a_feature_of_another_type_is_refused_where_the_cast_is_not_exact(scored, name):
    assert scored.status[f"{name}_scores"] == "error"
    for part in INEXACT[name][-1]:
        assert part in scored.message[f"{name}_scores"]


def test_a_drifted_text_of_an_ephemeral_model_is_refused_by_the_query(scored):
    assert scored.status["unseen_type_scores"] == "error"
    assert "column kind was a text in training" in scored.message["unseen_type_scores"]


@pytest.mark.parametrize("name", SAME_ID)
def test_a_row_keeps_its_split_when_its_id_has_another_type(typed, scored, name):
    splits = "select cast(cast(id as double) as integer), split from {} order by 1"
    assert typed.rows(splits.format(f"id_{name}_scores")) == typed.rows(splits.format("kind_predictions"))


@pytest.mark.parametrize("name", OTHER_ID)
def test_an_id_of_another_type_is_refused_where_it_is_not_the_same_id(scored, name):
    assert scored.status[f"{name}_scores"] == "error"
    assert OTHER_ID[name][-1] in scored.message[f"{name}_scores"]


@pytest.mark.parametrize("name", UNSTABLE_ID)
def test_an_id_whose_text_depends_on_the_session_is_refused(scored, name):
    assert UNSTABLE_ID[name][-1] in scored.message[f"{name}_ids_network"]


def test_a_network_that_was_stored_without_types_is_read_as_before(typed, scored):
    before = typed.rows(ANSWERS.format("kind_predictions"))
    facts = "role = 'option' and input_name in ('feature_types', 'example_id_type')"
    typed.execute(
        f"create or replace table kept as select * from kind_network where {facts}",
        f"delete from kind_network where {facts}",
    )
    outcome = typed.dbt("build", "--select", "kind_predictions")
    typed.execute("insert into kind_network select * from kept")
    assert outcome.success, outcome.output
    assert typed.rows(ANSWERS.format("kind_predictions")) == before


CLASSES = {  # a label of numbers -> the classes, as they are stored
    "signed_zero": ("round(case when id % 2 = 0 then 0.2 when id % 4 = 1 then -0.2 else 1 end::double)", ["0", "1"]),
    "doubles": ("case kind when 0 then 10.0 when 1 then 9.5 else -2 end::double", ["-2", "9.5", "10"]),
    "decimals": ("cast(case kind when 0 then 10 when 1 then 9.5 else -2 end as decimal(9, 3))", ["-2", "9.5", "10"]),
    "large": ("case kind when 0 then 1e20 when 1 then 100000000 else 1 end::double", ["1", "100000000", "1e+20"]),
}


@pytest.fixture(scope="module")
def numbered(project):
    for name, (expression, _) in CLASSES.items():
        build(project, f"{name}_rows", f"select id, x, {expression} as side from {{{{ ref('base') }}}}")
        project.train(f"{name}_network", f"{name}_rows", features=["x"], task="classification", **BASIC)
        project.predictions(f"{name}_predictions", f"{name}_network", f"{name}_rows")
    project.dbt_ok("build", "--select", *(f"{name}_rows+" for name in CLASSES))
    return project


@pytest.mark.parametrize("name", CLASSES)
def test_equal_numbers_are_one_class_and_classes_sort_as_numbers(numbered, name):
    found = numbered.rows(f"select output_name from {name}_network where role = 'class' order by output")
    assert [text for (text,) in found] == CLASSES[name][1]
    assert numbered.rows(
        f"select count(*) from {name}_predictions where predicted_label not in (select side from {name}_rows)"
    ) == [(0,)]


def test_classes_of_numbers_are_given_in_any_spelling(project):
    build(project, "spelled_rows", "select id, x, cast(kind as double) - 1 as side from {{ ref('base') }}")
    options = {"classes": [1.0, "-1.0", 0], "class_weights": {"1.0": 2, "-1": 3}}
    project.train("spelled_network", "spelled_rows", features=["x"], **BASIC, **options)
    project.dbt_ok("build", "--select", "spelled_rows+")
    found = project.rows("select output_name from spelled_network where role = 'class' order by output")
    assert [text for (text,) in found] == ["1", "-1", "0"]


@pytest.mark.parametrize("kind", ["double", "decimal(9, 2)", "integer"])
def test_a_label_of_another_number_type_is_evaluated_as_the_class_of_training(project, kind):
    name = f"evaluated_{kind.split('(')[0]}"
    build(project, f"{name}_rows", "select id, x, kind as side from {{ ref('base') }}")
    project.train(f"{name}_network", f"{name}_rows", features=["x"], **BASIC)
    build(project, f"{name}_retyped", f"select id, x, cast(side as {kind}) as side from {{{{ ref('{name}_rows') }}}}")
    project.predictions(f"{name}_predictions", f"{name}_network", f"{name}_retyped")
    metrics = "metrics=['accuracy', 'log_loss']"
    call = f"dbt_nn.evaluate(ref('{name}_predictions'), label='side', {metrics})"
    build(project, f"{name}_metrics", f"select * from {{{{ {call} }}}}")
    project.dbt_ok("build", "--select", f"{name}_rows+")
    ((loss, expected),) = project.rows(
        f"select (select log_loss from {name}_metrics), avg(-ln(case side when 0 then probability_0"
        f" when 1 then probability_1 else probability_2 end)) from {name}_predictions"
    )
    assert loss == pytest.approx(expected, rel=1e-9)
