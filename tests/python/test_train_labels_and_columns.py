"""Labels and features of every kind: what goes into the network, and what comes out of prediction."""

import duckdb
import numpy as np
import pytest
from conftest import Project, literal

ROWS = 48
BASIC = {"iterations": 15, "hidden_layers": [3], "example_id": "id"}
TEXTS = ["it's; drop", 'sagt "ja"', "größe ✓"]
ODD_FEATURES = ["select", "semi;colon", 'quo"te', "it's", "-- comment", "Größe", "{{ x }}"]
INTERNALS = [
    "x_1",
    "score_1",
    "network_key",
    "example",
    "raw_2",
    "raw_1",
    "weights",
    "source",
    "constants",
    "hidden_1_1",
    "value",
]


def rows(columns: dict) -> tuple[list[str], list]:
    return list(columns), list(zip(*columns.values()))


def examples() -> dict[str, list]:
    random = np.random.default_rng(12)
    size = random.normal(size=ROWS)
    ranks = np.argsort(np.argsort(size + random.normal(0, 0.3, ROWS)))
    thirds = [int(rank * 3 // ROWS) for rank in ranks]
    return {
        "id": list(range(ROWS)),
        "size": [float(v) for v in size],
        "plan": ["abc"[t] for t in random.integers(0, 3, ROWS)],
        "whole": thirds,
        "large": thirds,
        "negative": [(t - 1) * 10 for t in thirds],
        "flag": [t > 0 for t in thirds],
        "words": [TEXTS[t] for t in thirds],
        "pair": [TEXTS[t > 0] for t in thirds],
        "price": [float(t) * 1e6 + 3e6 for t in size],
        "count": [int(v * 100) for v in size],
    }


# name -> (label, options, type of the predicted label, columns of probabilities)
LABELS = {
    "whole": ("whole", {}, "INTEGER", ["probability_0", "probability_1", "probability_2"]),
    "large": ("large", {}, "BIGINT", ["probability_0", "probability_1", "probability_2"]),
    "negative": ("negative", {}, "INTEGER", ["probability_minus_10", "probability_0", "probability_10"]),
    "boolean": ("flag", {}, "BOOLEAN", ["probability_false", "probability_true"]),
    "words": ("words", {}, "VARCHAR", ["probability_größe", "probability_it_s_drop", "probability_sagt_ja"]),
    "pair": ("pair", {}, "VARCHAR", ["probability_it_s_drop", "probability_sagt_ja"]),
    "other_case": ("WHOLE", {}, "INTEGER", ["probability_0", "probability_1", "probability_2"]),
    "other_order": ("whole", {"classes": [2, 0, 1]}, "INTEGER", ["probability_2", "probability_0", "probability_1"]),
    "other_words": (
        "words",
        {"classes": TEXTS},
        "VARCHAR",
        ["probability_it_s_drop", "probability_sagt_ja", "probability_größe"],
    ),
    "other_truth": ("flag", {"classes": [True, False]}, "BOOLEAN", ["probability_true", "probability_false"]),
    "unseen_class": (
        "whole",
        {"classes": [0, 1, 2, 3]},
        "INTEGER",
        ["probability_0", "probability_1", "probability_2", "probability_3"],
    ),
}
WRITTEN_CLASSES = {
    "words": sorted(TEXTS), "pair": sorted(TEXTS[:2]), "boolean": ["false", "true"], "negative": ["-10", "0", "10"],
    "other_order": ["2", "0", "1"], "other_words": TEXTS, "unseen_class": ["0", "1", "2", "3"],
}  # fmt: skip
REGRESSIONS = {"price": {}, "count": {}, "whole": {"task": "regression"}, "negative": {"loss": "squared_error"}}
FEATURES = ["size", "plan"]
CORNERS = {  # networks over corner cases of one query each: name -> (query, label, options)
    "nan_label": (
        "select * replace (case when id in (0, 7) then 'nan'::double when id = 9 then null else price end as price)",
        "price",
        {"features": FEATURES},
    ),
    "own_split": (
        "select *, case when id % 5 = 0 then 'validation' when id % 5 = 1 then 'test' else 'train' end as \"Split\"",
        "words",
        {"features": FEATURES},
    ),
    "named_split": (
        "select *, case when id % 5 = 0 then 'validation' else 'train' end as part",
        "words",
        {"features": FEATURES, "split": "part"},
    ),
    "equal_names": ("select id, words, 'b=' || plan as a, plan as \"a=b\"", "words", {"features": ["a", "a=b"]}),
    "bracketed": (
        "select id, words, case plan when 'a' then '<other>' when 'b' then '<missing>' when 'c' then null end as plan",
        "words",
        {"features": ["plan"], "max_categories": 1, "missing_indicator": True},
    ),
    "blank_class": (
        "select * replace (case when flag then '' else ' x ' end as words)",
        "words",
        {"features": FEATURES},
    ),
    "enum": (
        "select * replace (cast(plan as enum ('c', 'b', 'a')) as plan, cast(words as enum ({TEXTS})) as words)",
        "words",
        {"features": FEATURES},
    ),
    "decimal": (
        "select * replace (cast(size as decimal(9, 3)) as size, cast(whole as decimal(4, 1)) as whole)",
        "whole",
        {"features": FEATURES, "task": "classification"},
    ),
    "by_default": ("select id, size, plan, words", "words", {}),
}
SECOND = {  # networks over special examples: name -> (columns, label, options)
    "odd_names": ({"id": list(range(ROWS)), **{name: None for name in ODD_FEATURES}, "or;der": None}, "or;der", {}),
    "internals": (
        {"id": list(range(ROWS)), **{name: None for name in INTERNALS}, "label": None},
        "label",
        {"features": INTERNALS},
    ),
}


def second(name):
    columns, label, _ = SECOND[name]
    random = np.random.default_rng(3)
    filled = {}
    for column, values in columns.items():
        filled[column] = values or [float(v) for v in random.normal(size=ROWS)]
    first = filled[list(columns)[1]]
    filled[label] = ["up" if value > 0 else "down" for value in first]
    return filled


def gaps():
    """Missing values in every kind of feature, rare categories, constant columns, rows without a label."""
    base = examples()
    random = np.random.default_rng(6)
    categories = ["often"] * 20 + ["less"] * 12 + ["rare", "rarer", "rarest", "once"] * 4
    return {
        "id": base["id"],
        "size": [None if k % 9 == 4 else float("nan") if k % 9 == 7 else v for k, v in enumerate(base["size"])],
        "is_new": [None if k % 8 == 3 else bool(v) for k, v in enumerate(random.random(ROWS) < 0.3)],
        "plan": [None if k % 7 == 5 else categories[k] for k in range(ROWS)],
        "same": [3.5] * ROWS,
        "same_text": ["x"] * ROWS,
        "same_or_none": [None if k % 5 == 0 else "x" for k in range(ROWS)],
        "same_or_rarely_none": [None if k % 50 == 0 else "x" for k in range(ROWS)],
        "people": [f"of family {k // 4}" for k in range(ROWS)],
        "same_number_or_none": [None if k % 6 == 0 else 2.5 for k in range(ROWS)],
        "nothing": [None] * ROWS,
        "words": [None if k in (3, 21, 40) else v for k, v in enumerate(base["words"])],
    }


@pytest.fixture(scope="module")
def project(consumer) -> Project:
    consumer.table("rows", *rows(examples()))
    consumer.write("models/examples.sql", "select * replace (cast(large as bigint) as large) from {{ ref('rows') }}\n")
    for name, (label, options, *_) in LABELS.items():
        consumer.train(f"{name}_network", "examples", label=label, features=FEATURES, **BASIC, **options)
        consumer.predictions(f"{name}_predictions", f"{name}_network", "examples")
    for name, options in REGRESSIONS.items():
        consumer.train(f"{name}_regression", "examples", label=name, features=FEATURES, **BASIC, **options)
        consumer.predictions(f"{name}_regression_predictions", f"{name}_regression", "examples")
    for name, (_, label, options) in SECOND.items():
        consumer.table(f"{name}_examples", *rows(second(name)))
        consumer.train(f"{name}_network", f"{name}_examples", label=label, **BASIC, **options)
        consumer.predictions(f"{name}_predictions", f"{name}_network", f"{name}_examples")
    for name, (query, label, options) in CORNERS.items():
        query = query.replace("{TEXTS}", ", ".join(map(literal, TEXTS)))
        consumer.write(f"models/{name}_examples.sql", f"{query} from {{{{ ref('examples') }}}}\n")
        consumer.train(f"{name}_network", f"{name}_examples", label=label, **BASIC, **options)
        consumer.predictions(f"{name}_predictions", f"{name}_network", f"{name}_examples")
    typed = "select * replace (cast(nothing as double) as nothing) from {{ ref('gaps_rows') }}\n"
    consumer.table("gaps_rows", *rows(gaps()))
    consumer.write("models/gaps_examples.sql", typed)
    for name, options in {"gaps": {}, "indicated": {"missing_indicator": True}, "few": {"max_categories": 2}}.items():
        consumer.train(f"{name}_network", "gaps_examples", label="words", **BASIC, **options)
        consumer.predictions(f"{name}_predictions", f"{name}_network", "gaps_examples")
    return consumer


@pytest.fixture(scope="module")
def built(project):
    return project.dbt("build")


def columns_of(project, table):
    return [(name, kind) for name, kind, *_ in project.rows(f'describe "{table}"')]


@pytest.mark.parametrize("name", LABELS)
def test_predictions_carry_the_examples_then_split_label_and_probabilities(project, built, name):
    _, _, kind, probabilities = LABELS[name]
    found = columns_of(project, f"{name}_predictions")
    given = columns_of(project, "examples")
    assert found[: len(given)] == given
    assert found[len(given) :] == [
        ("split", "VARCHAR"),
        ("predicted_label", kind),
        ("predicted_probability", "DOUBLE"),
        *((column, "DOUBLE") for column in probabilities),
        ("network_version", "INTEGER"),
    ]


@pytest.mark.parametrize("name", LABELS)
def test_the_predicted_label_is_the_class_of_the_largest_probability(project, built, name):
    label, *_, probabilities = LABELS[name]
    names = ", ".join(f'"{column}"' for column in probabilities)
    classes = project.rows(f"select output_name from {name}_network where role = 'class' order by output")
    found = project.rows(
        f"select {label}, split, predicted_label, predicted_probability, {names} from {name}_predictions"
    )
    assert len(found) == ROWS
    hits = 0
    for truth, _, predicted, probability, *values in found:
        assert sum(values) == pytest.approx(1, abs=1e-12)
        assert probability == max(values)
        text = str(predicted).lower() if isinstance(predicted, bool) else str(predicted)
        assert text == classes[values.index(probability)][0]
        assert type(predicted) is type(truth)
        hits += predicted == truth
    assert hits > 0.6 * ROWS, "a network that has learned nothing proves nothing"


@pytest.mark.parametrize("name", WRITTEN_CLASSES)
def test_classes_are_sorted_or_in_the_order_given(project, built, name):
    found = project.rows(f"select output_name from {name}_network where role = 'class' order by output")
    assert [row[0] for row in found] == WRITTEN_CLASSES[name]


@pytest.mark.parametrize("name", ["other_order", "other_words", "other_truth"])
def test_the_order_of_classes_changes_names_only(project, built, name):
    """With the same classes in another order the accuracy on the rows is as good."""
    label = LABELS[name][0]
    assert project.rows(f"select avg(cast(predicted_label = {label} as int)) > 0.7 from {name}_predictions") == [
        (True,)
    ]


@pytest.mark.parametrize("name", REGRESSIONS)
def test_a_regression_predicts_in_its_own_units(project, built, name):
    found = columns_of(project, f"{name}_regression_predictions")
    assert found[-3:] == [("split", "VARCHAR"), ("predicted_value", "DOUBLE"), ("network_version", "INTEGER")]
    table = f"{name}_regression_predictions"
    ((r2,),) = project.rows(
        f"select 1 - sum(({name} - predicted_value)^2) / sum(({name} - (select avg({name}) from {table}))^2) from {table}"
    )
    assert r2 > 0.5
    assert project.rows(
        f"select count(*), count(*) filter (value > 0) from {name}_regression where role = 'scale' and layer = 2"
    ) == [(1, 1)]


def test_the_network_is_one_tidy_relation_of_known_columns_and_roles(project, built):
    assert columns_of(project, "words_network") == [
        ("network_key", "VARCHAR"), ("role", "VARCHAR"), ("iteration", "INTEGER"), ("layer", "INTEGER"), ("input", "INTEGER"),
        ("input_name", "VARCHAR"), ("output", "INTEGER"), ("output_name", "VARCHAR"), ("value", "DOUBLE"),
    ]  # fmt: skip
    measures = {
        name: 15
        for name in [
            "train_loss",
            "validation_loss",
            "train_accuracy",
            "validation_accuracy",
            "gradient_norm",
            "learning_rate",
        ]
    }
    counted = dict(
        project.rows(
            "select role, count(*) from words_network where role not in ('option', 'training', 'histogram') group by role"
        )
    )
    assert counted == {
        "weight": 4 * 3 + 3 * 3,
        "bias": 6,
        "optimizer_state": 2 * (21 + 6),
        "baseline": 4,
        "l2": 15,
        "center": 1,
        "scale": 1,
        "fill": 2,
        "category": 3,
        "class": 3,
        **measures,
    }
    assert project.rows("select distinct network_key from words_network") == [("",)]
    assert project.rows("select distinct iteration from words_network where role in ('weight', 'bias')") == [(15,)]
    assert project.rows(
        "select count(*) from words_network where role not in ('category', 'option', 'class', 'fill', 'training') and value is null"
    ) == [(0,)]


def test_inputs_and_outputs_are_named(project, built):
    names = project.rows(
        "select distinct layer, input, input_name from words_network where role = 'weight' order by 1, 2"
    )
    plans = [
        row[0] for row in project.rows("select output_name from words_network where role = 'category' order by output")
    ]
    assert sorted(plans) == ["a", "b", "c"]
    assert [row[2] for row in names] == [
        "size",
        *(f"plan={plan}" for plan in plans),
        "hidden_1_1",
        "hidden_1_2",
        "hidden_1_3",
    ]
    outputs = project.rows(
        "select distinct layer, output, output_name from words_network where role = 'weight' order by 1, 2"
    )
    assert [row[2] for row in outputs] == ["hidden_1_1", "hidden_1_2", "hidden_1_3", *sorted(TEXTS)]
    assert project.rows(
        "select count(*) from words_network where role = 'bias' and (input <> 0 or input_name is not null)"
    ) == [(0,)]


def test_options_are_stored_as_they_were_resolved(project, built):
    options = dict(project.rows("select input_name, output_name from words_network where role = 'option'"))
    assert options["activation"] == "relu"
    assert options["task"] == "classification"
    assert options["loss"] == "cross_entropy"
    assert options["hidden_layers"] == "[3]"
    assert options["features"] == '["size", "plan"]'
    assert options["label"] == "words"
    assert not {"folds", "trials"} & options.keys()


@pytest.mark.parametrize("name", SECOND)
def test_odd_and_internal_column_names_work(project, built, name):
    assert built.status[f"{name}_predictions"] == "success", built.message[f"{name}_predictions"]
    columns, label, _ = SECOND[name]
    found = [column for column, _ in columns_of(project, f"{name}_predictions")]
    assert found == [
        *columns,
        *([label] if label not in columns else []),
        "split",
        "predicted_label",
        "predicted_probability",
        "probability_down",
        "probability_up",
        "network_version",
    ]
    quoted = '"' + label.replace('"', '""') + '"'
    assert project.rows(f"select avg(cast(predicted_label = {quoted} as int)) > 0.8 from {name}_predictions") == [
        (True,)
    ]
    kept = project.rows(
        f"select * exclude (split, predicted_label, predicted_probability, probability_down, probability_up, network_version) from {name}_predictions order by id"
    )
    assert kept == project.rows(f"select * from {name}_examples order by id")


def test_internal_names_stand_for_their_own_columns(project, built):
    """raw_2 is the fifth feature and raw_1 the sixth: each must be standardised with its own mean."""
    centers = dict(project.rows("select input_name, value from internals_network where role = 'center'"))
    assert len(centers) == len(INTERNALS)
    for name in INTERNALS:
        ((mean,),) = project.rows(f"select avg({name}) from internals_predictions where split = 'train'")
        assert centers[name] == pytest.approx(mean, abs=1e-12)


@pytest.mark.parametrize("name", CORNERS)
def test_corner_cases_train_and_predict_every_row(project, built, name):
    for model in ("network", "predictions"):
        assert built.status[f"{name}_{model}"] == "success", built.message[f"{name}_{model}"]
    answer = "predicted_value" if name == "nan_label" else "predicted_probability"
    assert project.rows(
        f"select count(*), count({answer}), count(*) filter ({answer} = {answer}) from {name}_predictions"
    ) == [(ROWS,) * 3]
    assert project.rows(f"select count(*) from {name}_network where role = 'train_loss' and not isfinite(value)") == [
        (0,)
    ]


def test_a_label_that_is_nan_counts_as_missing(project, built):
    assert "nan_label_network: not using 3 rows without a label" in built.output
    ((center,),) = project.rows("select value from nan_label_network where role = 'center' and layer = 2")
    ((mean,),) = project.rows("select avg(price) from nan_label_predictions where split = 'train' and not isnan(price)")
    assert center == pytest.approx(mean, rel=1e-12)


@pytest.mark.parametrize(("name", "column"), [("own_split", "Split"), ("named_split", "part")])
def test_a_column_of_splits_is_used_as_it_is(project, built, name, column):
    names = [found for found, _ in columns_of(project, f"{name}_predictions")]
    assert [found for found in names if found.lower() == "split"] == ["Split" if column == "Split" else "split"]
    assert project.rows(f"select count(*) from {name}_predictions where split <> {column}") == [(0,)]
    ((accuracy,),) = project.rows(
        f"select avg(cast(predicted_label = words as int)) from {name}_predictions where split = 'validation'"
    )
    assert accuracy is not None


def test_features_are_every_other_column_unless_they_are_named(project, built):
    assert {name.split("=")[0] for name in inputs_of(project, "by_default_network")} == {"size", "plan"}


def test_inputs_of_equal_names_stay_apart(project, built):
    assert inputs_of(project, "equal_names_network").count("a=b=a") == 2
    # A category that is called like the inputs of rare and of missing ones.
    brackets = ["plan=<missing>", "plan=<other>"]
    assert sorted(set(inputs_of(project, "bracketed_network"))) == brackets
    assert len(inputs_of(project, "bracketed_network")) == 3


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("blank_class", ["probability_x", "probability_blank"]),
        ("decimal", ["probability_0", "probability_1", "probability_2"]),
    ],
)
def test_odd_classes_have_columns_of_their_own(project, built, name, columns):
    assert {found for found, _ in columns_of(project, f"{name}_predictions") if found.startswith("probability")} == set(
        columns
    )


LOGGED = {
    "same": "gaps_network: feature same is constant",
    "same_text": "gaps_network: feature same_text is constant",
    "same_or_rarely_none": "gaps_network: feature same_or_rarely_none is constant",
    "people": "gaps_network: feature people has no category of 5 training rows or more and is not used",
    "other categories": "few_network: feature plan has 6 categories; 4 of them share one input, with ",
    "nothing": "gaps_network: feature nothing is constant",
    "unlabelled": "gaps_network: not using 3 rows without a label",
    "task": "whole_network: classification (label whole: INTEGER, 3 classes); to predict a number, set task='regression'",
}


@pytest.mark.parametrize("name", LOGGED)
def test_what_is_left_out_is_logged(built, name):
    assert LOGGED[name] in built.output


def inputs_of(project, network):
    return [
        row[0]
        for row in project.rows(
            f"select distinct input_name, input from {network} where layer = 1 and role = 'weight' order by input"
        )
    ]


def test_constant_columns_are_dropped_and_missing_values_filled(project, built):
    names = inputs_of(project, "gaps_network")
    assert {name.split("=")[0] for name in names} == {"size", "is_new", "plan", "same_or_none"}
    assert {name for name in names if "<missing>" in name} == {"plan=<missing>", "same_or_none=<missing>"}
    rows = project.rows("select size, is_new, plan from gaps_predictions where split = 'train' and words is not null")
    sizes = [size for size, *_ in rows if size is not None and size == size]
    fills = {
        name: (text, value)
        for name, text, value in project.rows(
            "select input_name, output_name, value from gaps_network where role = 'fill'"
        )
    }
    assert fills["size"][1] == pytest.approx(np.mean(sizes), abs=1e-12)
    flags = [flag for _, flag, _ in rows if flag is not None]
    assert fills["is_new"][1] == float(sum(flags) > len(flags) / 2)
    assert fills["plan"] == ("often", None)
    assert project.rows("select count(*), count(predicted_probability) from gaps_predictions") == [(ROWS, ROWS)]


def test_rows_with_a_missing_value_are_answered_as_with_the_fill(project, built):
    """A text that is missing often has an input for that, so a row without a plan is a row of its own kind."""
    project.execute(
        "create or replace table filled as select id, coalesce(case when not isnan(size) then size end, (select value from gaps_network where role = 'fill' and input_name = 'size')) as size,"
        " coalesce(is_new, (select value = 1 from gaps_network where role = 'fill' and input_name = 'is_new')) as is_new, plan, same_or_none from gaps_predictions"
    )
    query = compiled_predict(project, "gaps_network", "main.filled")
    found = project.rows(f"select id, predicted_label, predicted_probability from ({query}) order by id")
    expected = project.rows("select id, predicted_label, predicted_probability from gaps_predictions order by id")
    assert [row[:2] for row in found] == [row[:2] for row in expected]
    assert [row[2] for row in found] == pytest.approx([row[2] for row in expected], abs=1e-12)


def compiled_predict(project, network, table):
    """dbt_nn.predict on a table of the warehouse, compiled."""
    schema, name = table.split(".")
    relation = f"api.Relation.create(database=target.database, schema='{schema}', identifier='{name}', type='table')"
    outcome = project.dbt_ok(
        "compile", "--inline", f"select * from {{{{ dbt_nn.predict(network=ref('{network}'), examples={relation}) }}}}"
    )
    return outcome.result.results[0].node.compiled_code


def test_missing_indicators_are_inputs_of_their_own(project, built):
    names = inputs_of(project, "indicated_network")
    assert {name for name in names if name.endswith("=<missing>")} == {
        f"{name}=<missing>"
        for name in ["size", "is_new", "plan", "same_or_none", "same_or_rarely_none", "same_number_or_none"]
    }


def test_missing_indicators_of_otherwise_constant_columns_work_in_prediction(project, built):
    assert built.status["indicated_predictions"] == "success", built.message["indicated_predictions"]
    assert project.rows("select count(*), count(predicted_probability) from indicated_predictions") == [(ROWS, ROWS)]


def test_rare_and_unseen_categories_share_an_input(project, built):
    assert [name for name in inputs_of(project, "few_network") if name.startswith("plan")] == [
        "plan=often",
        "plan=less",
        "plan=<other>",
        "plan=<missing>",
    ]
    project.execute(
        "create or replace table strangers as select id, size, is_new, plan, same_or_none from (select * exclude plan from gaps_predictions), (values ('rarest'), ('never seen'), ('')) as plans (plan)"
    )
    query = compiled_predict(project, "few_network", "main.strangers")
    spread = project.rows(f"select id, count(*), count(distinct predicted_probability) from ({query}) group by id")
    assert len(spread) == ROWS
    assert all(row[1:] == (3, 1) for row in spread)


def test_an_unseen_category_is_none_of_the_known_ones(project, built):
    """Without a shared input every one of the category's inputs is 0."""
    project.execute("create or replace table strangers as select id, size, 'never seen' as plan from examples")
    query = compiled_predict(project, "words_network", "main.strangers")
    assert project.rows(f"select count(predicted_probability) from ({query})") == [(ROWS,)]


def test_prediction_takes_more_columns_in_another_order_without_the_label(project, built):
    project.execute(
        "create or replace table others as select plan as PLAN, 'more' as note, id, 1 as weights, size as \"Size\", 2 as x_1, 3 as example, 4 as raw_1 from examples"
    )
    query = compiled_predict(project, "words_network", "main.others")
    answers = "id, split, predicted_label, predicted_probability, probability_größe"
    expected = project.rows(f"select {answers} from words_predictions order by id")
    assert project.rows(f"select {answers} from ({query}) order by id") == expected
    with project.warehouse.cursor() as connection:
        names = [row[0] for row in connection.execute(f"describe {query}").fetchall()]
    assert names[:9] == ["PLAN", "note", "id", "weights", "Size", "x_1", "example", "raw_1", "split"]


@pytest.mark.parametrize(
    ("columns", "parts"),
    [
        ("id, size", ["the network's column plan is not in the examples", "they have id, size"]),
        ("id, size, plan as plans", ["column plan is not in the examples", "did you mean plans?"]),
        ("id, size, plan, 1 as predicted_label", ["already have a column predicted_label", "rename it"]),
        ("id, size, plan, 1 as \"Probability_Größe\"", ["already have a column probability_größe"]),
        ("id, 1 as predicted_probability, 2 as predicted_label", ["predicted_probability", "predicted_label", "column size", "column plan"]),
    ],
)  # fmt: skip
def test_prediction_refuses_missing_features_and_clashing_columns(project, built, columns, parts):
    project.execute(f"create or replace table wrong as select {columns} from examples")
    relation = "api.Relation.create(database=target.database, schema='main', identifier='wrong', type='table')"
    outcome = project.dbt(
        "compile",
        "--inline",
        f"select * from {{{{ dbt_nn.predict(network=ref('words_network'), examples={relation}) }}}}",
    )
    assert not outcome.success
    assert "dbt_nn.predict on" in outcome.output
    for part in parts:
        assert part in outcome.output


@pytest.fixture(scope="module")
def texts(project, built):
    """What network_sql writes for every network, compiled by one command after they were trained."""
    names = [*LABELS, *(f"{name}_regression" for name in REGRESSIONS), "gaps", "indicated", "few", *SECOND, *CORNERS]
    networks = {name: name if name.endswith("regression") else f"{name}_network" for name in names}
    for name, network in networks.items():
        project.write(f"analyses/{name}_text.sql", f"{{{{ dbt_nn.network_sql(ref('{network}')) }}}}\n")
    project.dbt_ok("compile", "--select", "path:analyses")
    return project


@pytest.mark.parametrize(
    "name", [*LABELS, *(f"{name}_regression" for name in REGRESSIONS), "gaps", "indicated", "few", *SECOND, *CORNERS]
)
def test_network_sql_needs_nothing_but_the_examples_and_equals_predict_exactly(texts, name):
    query = next((texts.path / "target" / "compiled").rglob(f"analyses/{name}_text.sql")).read_text(encoding="utf-8")
    source = (
        "gaps_examples"
        if name in ("gaps", "indicated", "few")
        else f"{name}_examples"
        if name in (*SECOND, *CORNERS)
        else "examples"
    )
    with texts.warehouse.cursor() as connection:
        types = [(name, kind) for name, kind, *_ in connection.execute(f"describe {source}").fetchall()]
        rows = connection.execute(f"select * from {source}").fetchall()
        answered = connection.execute(f"select * from {name}_predictions order by id")
        expected = [column[0] for column in answered.description], answered.fetchall()
    with duckdb.connect() as fresh:
        columns = ", ".join('"' + column.replace('"', '""') + f'" {kind}' for column, kind in types)
        fresh.execute(f"create table examples ({columns})")
        fresh.execute(
            "insert into examples values " + ", ".join("(" + ", ".join(map(literal, row)) + ")" for row in rows)
        )
        answered = fresh.execute(f"select * from ({query}) order by id")
        found = [column[0] for column in answered.description], answered.fetchall()
    assert found[0] == expected[0]
    assert list(map(repr, found[1])) == list(map(repr, expected[1]))
