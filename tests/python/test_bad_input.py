"""Bad input gets one clear error, which names what was given and what is accepted, and the standing tables stay."""

import json

import pytest

NETWORK = {"features": ["x1", "x2"], "label": "label", "classes": ["a", "b"], "hidden_layers": [2]}
META = {"iterations": 4}
GOOD = [[0.5, -1.0, "a"], [-0.25, 2.0, "b"], [1.5, 0.5, "a"]]
COLUMNS = ["x1", "x2", "label"]
LONG_NAME = "n" * 250

# name -> (columns, rows, network, meta, what the error says)
EXAMPLES = {
    "unknown_feature": (
        COLUMNS,
        GOOD,
        {"features": ["x1", "x22"]},
        {},
        ["x22", "did you mean x2?", "it has x1, x2, label"],
    ),
    "unknown_label": (COLUMNS, GOOD, {"label": "churned"}, {}, ["churned", "it has x1, x2, label"]),
    "unknown_split": (COLUMNS, GOOD, {"split": "part"}, {}, ["part", "it has x1, x2, label"]),
    "label_outside_classes": (
        COLUMNS,
        [*GOOD, [0.0, 0.0, "c"]],
        {},
        {},
        ["label label", 'not in classes ["a", "b"]', "1 training row"],
    ),
    "text_classes_of_a_number": (
        COLUMNS,
        [[0.5, -1.0, 0], [1.5, 2.0, 1]],
        {},
        {},
        ["label label is INTEGER", '["a", "b"]', "as the column has them"],
    ),
    "number_classes_of_a_text": (COLUMNS, GOOD, {"classes": [0, 1]}, {}, ["label label is VARCHAR", "[0, 1]"]),
    "null_label": (COLUMNS, [*GOOD, [0.0, 0.0, None]], {}, {}, ["label label", "null", "1 training row"]),
    "null_feature": (COLUMNS, [*GOOD, [None, 0.0, "a"]], {}, {}, ["feature x1", "null", "1 training row"]),
    "nan_feature": (COLUMNS, [*GOOD, [0.0, float("nan"), "a"]], {}, {}, ["feature x2", "NaN", "1 training row"]),
    "infinite_feature": (
        COLUMNS,
        [*GOOD, [float("-inf"), 0.0, "a"]],
        {},
        {},
        ["feature x1", "infinite", "1 training row"],
    ),
    "no_rows": (COLUMNS, GOOD, {}, {}, ["no rows", "nothing to train on"]),
    "no_training_rows": (
        [*COLUMNS, "part"],
        [[*row, "validation"] for row in GOOD],
        {"split": "part"},
        {},
        ["no rows where part is 'train'"],
    ),
    "text_feature": (
        COLUMNS,
        GOOD,
        {"features": ["x1", "label"], "label": "x2", "classes": []},
        {},
        ["feature label", "VARCHAR", "numbers"],
    ),
    "null_target": (
        COLUMNS,
        [*GOOD, [0.5, None, "a"]],
        {"features": ["x1"], "label": "x2", "classes": []},
        {},
        ["label x2", "null"],
    ),
    "negative_count": (
        COLUMNS,
        GOOD,
        {"features": ["x1"], "label": "x2", "classes": [], "loss": "poisson"},
        {},
        ["label x2", "negative in 1 training row", "loss is poisson"],
    ),
    "several_problems": (
        COLUMNS,
        [*GOOD, [None, float("nan"), "c"]],
        {},
        {},
        ["feature x1", "feature x2", "label label"],
    ),
    "zero_iterations": (COLUMNS, GOOD, {}, {"iterations": 0}, ["iterations is 0", "at least 1"]),
    "negative_iterations": (COLUMNS, GOOD, {}, {"iterations": -5}, ["iterations is -5", "at least 1"]),
    "half_an_iteration": (COLUMNS, GOOD, {}, {"iterations": 2.5}, ["iterations is 2.5", "an integer"]),
    "text_iterations": (COLUMNS, GOOD, {}, {"iterations": "many"}, ['iterations is "many"', "an integer"]),
    "open_iterations": (COLUMNS, GOOD, {}, {"iterations": "auto"}, ['iterations is "auto"', "an integer"]),
    "misspelt_loop_option": (COLUMNS, GOOD, {}, {"iteratons": 4}, ["iteratons", "did you mean iterations?"]),
    "unknown_loop": (COLUMNS, GOOD, {}, {"loop": "endless"}, ['loop is "endless"', "auto, recursive, stepwise"]),
    "resume_text": (COLUMNS, GOOD, {}, {"resume": "yes"}, ['resume is "yes"', "true or false"]),
    "checkpoint_every_zero": (
        COLUMNS,
        GOOD,
        {},
        {"checkpoint_every": 0},
        ["checkpoint_every is 0", "at least 1", "auto"],
    ),
    "several_loop_options": (
        COLUMNS,
        GOOD,
        {},
        {"iterations": 0, "loop": "endless", "keep_checkpoint": True},
        ["iterations is 0", "loop is", "did you mean keep_checkpoints?"],
    ),
    "too_many_checkpoints": (
        COLUMNS,
        GOOD,
        {},
        {"iterations": 7000, "checkpoint_every": 1},
        ["checkpoint_every is 1", "7000 iterations", "at least 7"],
    ),
    "long_name": (COLUMNS, GOOD, {}, {}, ["__iteration_4", "more than 255 letters", "shorter name or alias"]),
    "init_without_a_row": (COLUMNS, GOOD, {}, {}, ["11 parameters", "2-2-2", "12"]),
    "init_with_a_repeated_row": (COLUMNS, GOOD, {}, {}, ["repeat a network_key, layer, input and output"]),
    "init_with_an_extra_row": (COLUMNS, GOOD, {}, {}, ["13 parameters", "2-2-2", "12"]),
    "init_of_another_shape": (COLUMNS, GOOD, {}, {}, ["layer, input or output", "2-2-2"]),
    "init_not_finite": (COLUMNS, GOOD, {}, {}, ["starting values", "null, NaN or infinite"]),
    "init_null": (COLUMNS, GOOD, {}, {}, ["starting values", "null, NaN or infinite"]),
    "init_at_a_later_iteration": (COLUMNS, GOOD, {}, {}, ["iteration 0"]),
    "init_without_rows": (COLUMNS, GOOD, {}, {}, ["no rows", "no parameters to start from"]),
    "learning_rate_too_large": (
        COLUMNS,
        GOOD,
        {"learning_rate": 1e300},
        {},
        ["NaN or infinite at iteration", "Lower learning_rate"],
    ),
    "ephemeral_examples": (COLUMNS, GOOD, {}, {}, ["ephemeral_examples_examples", "materialize it as a table or view"]),
}
INITS = {
    "init_without_a_row": "select * from ({call}) where not (layer = 2 and input = 1 and output = 2)",
    "init_with_a_repeated_row": "select * from ({call}) union all select * from ({call}) where layer = 2 and input = 1 and output = 2",
    "init_with_an_extra_row": "select * from ({call}) union all select * replace (9 as layer) from ({call}) where layer = 2 and input = 1 and output = 2",
    "init_of_another_shape": "select * replace (layer + 1 as layer) from ({call})",
    "init_not_finite": "select * replace (case when input = 1 then cast('nan' as double) else value end as value) from ({call})",
    "init_null": "select * replace (case when input = 1 then null else value end as value) from ({call})",
    "init_at_a_later_iteration": "select * replace (iteration + 3 as iteration) from ({call})",
    "init_without_rows": "select * from ({call}) where 1 = 0",
}

# A stage's options are checked where the macro is called. name -> (network, what the error says)
OPTIONS = {
    "misspelt": ({"learning_rat": 0.1}, ["learning_rat is not an option", "did you mean learning_rate?"]),
    "unknown": ({"zzz": 1}, ["zzz is not an option", "accepted: features, label"]),
    "features_repeated": ({"features": ["x1", "x1"]}, ['features is ["x1", "x1"]', "distinct column names"]),
    "features_empty": ({"features": []}, ["features is []", "column names"]),
    "features_missing": ({"features": None}, ["features is missing"]),
    "label_among_features": ({"label": "x1"}, ["label x1 is among the features"]),
    "one_class": ({"classes": ["a"]}, ['classes is ["a"]', "at least two distinct values"]),
    "classes_repeated": ({"classes": ["a", "b", "a"]}, ["at least two distinct values"]),
    "activations_of_too_few_layers": (
        {"hidden_layers": [3, 2], "activation": ["relu"]},
        ['activation is ["relu"] for the hidden_layers [3, 2]', "a list with one name per hidden layer"],
    ),
    "activation_in_a_list": (
        {"hidden_layers": [3], "activation": ["swish"]},
        ['activation is ["swish"]', "one of relu, leaky_relu"],
    ),
    "activation": (
        {"activation": "swish"},
        [
            'activation is "swish"',
            "relu, leaky_relu, elu, selu, tanh, sigmoid, softplus, gelu, identity, or a list with one of these per hidden layer",
        ],
    ),
    "hidden_layers": ({"hidden_layers": [4, 0]}, ["hidden_layers is [4, 0]", "at least 1"]),
    "learning_rate": ({"learning_rate": -1}, ["learning_rate is -1", "above 0"]),
    "l2": ({"l2": "0.1"}, ['l2 is "0.1"', "at least 0"]),
    "random_seed": ({"random_seed": 1.5}, ["random_seed is 1.5", "an integer"]),
    "sigmoid_of_three_classes": (
        {"classes": ["a", "b", "c"], "output": "sigmoid"},
        ["output is sigmoid", "there are 3"],
    ),
    "squared_error_with_classes": ({"loss": "squared_error"}, ["squared_error", "no classes"]),
    "poisson_with_identity": (
        {"classes": [], "loss": "poisson", "output": "identity"},
        ["loss is poisson, which requires output exponential"],
    ),
    "cross_entropy_without_classes": ({"classes": [], "loss": "cross_entropy"}, ["requires classes"]),
    "several": ({"l2": -1, "activation": "swish", "lable": "y"}, ["l2 is -1", "activation is", "did you mean label?"]),
}


@pytest.fixture(scope="module")
def outcome(consumer):
    for name, (columns, rows, network, meta, _) in EXAMPLES.items():
        kind = "ephemeral" if name.startswith("ephemeral") else "table"
        consumer.table(f"{name}_examples", columns, rows, kind)
        consumer.network(
            f"{name}_",
            {**NETWORK, **network},
            f"{name}_examples",
            {**META, **meta},
            configs={"update": {"alias": LONG_NAME}} if name == "long_name" else {},
            **({"init": INITS[name]} if name in INITS else {}),
        )
    consumer.write("models/no_rows_examples.sql", "select 1.0 as x1, 1.0 as x2, 'a' as label where 1 = 0\n")
    for name, (network, _) in OPTIONS.items():
        given = {key: value for key, value in {**NETWORK, **network}.items() if value is not None}
        # dbt refuses a project whose models raise when they are parsed, and says so of the first of them only.
        call = f"{{% if execute %}}{{{{ dbt_nn.stage_init({json.dumps(given)}) }}}}{{% endif %}}\n"
        consumer.write(f"models/options/option_{name}.sql", call)
    consumer.execute(*(f"create table {table_of(name)} as select 'standing' as note" for name in EXAMPLES))
    return consumer.dbt("build")


def table_of(name):
    return LONG_NAME if name == "long_name" else f"{name}_update"


@pytest.mark.parametrize("name", EXAMPLES)
def test_bad_input_is_one_clear_error_and_the_standing_table_stays(consumer, outcome, name):
    assert outcome.status[f"{name}_update"] == "error", f"{name} trained"
    message = outcome.message[f"{name}_update"]
    assert "Compilation Error" in message
    assert f"training_loop {table_of(name)}" in message
    for part in EXAMPLES[name][-1]:
        assert part in message
    assert consumer.rows(f"select * from {table_of(name)}") == [("standing",)]


def test_failing_runs_leave_no_other_tables_behind(consumer, outcome):
    built = {f"{name}_{kind}" for name in EXAMPLES for kind in ("examples", "init")}
    assert consumer.tables() - built == {table_of(name) for name in EXAMPLES}


@pytest.mark.parametrize("name", OPTIONS)
def test_a_bad_option_is_one_clear_error(outcome, name):
    assert outcome.status[f"option_{name}"] == "error"
    message = outcome.message[f"option_{name}"]
    assert "dbt_nn network" in message
    for part in OPTIONS[name][1]:
        assert part in message


def test_a_bad_option_is_found_when_the_project_is_parsed(consumer, outcome):
    network, parts = OPTIONS["misspelt"]
    found = consumer.dbt("compile", "--inline", f"{{{{ dbt_nn.stage_init({json.dumps({**NETWORK, **network})}) }}}}")
    assert not found.success
    assert "dbt_nn network" in found.output
    for part in parts:
        assert part in found.output


def test_project_wide_defaults_are_checked_like_options(consumer, outcome):
    inline = f"{{{{ dbt_nn.stage_init({json.dumps(NETWORK)}) }}}}"
    found = consumer.dbt("compile", "--inline", inline, "--vars", json.dumps({"dbt_nn_defaults": {"learning_rate": 0}}))
    assert not found.success
    assert "learning_rate is 0" in found.output
