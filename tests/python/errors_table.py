"""
Nonsense for every macro and data test of the package: what a user might write, and what the one error must say of it.

    CALLS   (door, argument, kind of nonsense, call, facts): a model whose body is the call, which is run
    GATES   (test, argument, kind of nonsense, tested model, arguments, facts): a data test, which is run
    MODELS  (door, argument, kind of nonsense, text of the model, facts): a model as it is written

The names in calls are relations of test_one_clear_error.py; others are undefined, as a name is that lacks its quotes.
"""

OF_CLASSES = ["evaluate", "roc_curve", "precision_recall_curve", "calibration_curve", "lift_curve", "threshold_table"]
EVALUATIONS = [*OF_CLASSES, "evaluate_classes", "confusion_matrix"]
UNDEFINED = "write the text in quotes"
LABEL = "the name of the column that holds the true value"
COLUMNS = "a list of distinct column names"
CALLS = []


def call(door, argument, nonsense, text, *facts):
    CALLS.append((door, argument, nonsense, text, list(facts)))


for door in EVALUATIONS:
    call(door, "label", "left out", f"{door}(good)", "label is null", LABEL)
    call(door, "label", "undefined", f"{door}(good, bought)", "label is undefined", LABEL, UNDEFINED)
    call(door, "label", "no such column", f"{door}(good, 'bougth')", "column bougth", "did you mean bought?")
    call(door, "predictions", "a list", f"{door}([good], 'bought')", "predictions is [", "predictions=ref('...')")
    call(door, "predictions", "undefined", f"{door}(goood, 'bought')", "predictions is undefined", "predictions=ref(")
    call(door, "predictions", "not there", f"{door}(gone, 'bought')", "predictions is ", "gone", "run its model first")
    call(door, "by", "a name undefined", f"{door}(good, 'bought', by=[plan])", "by is [undefined]", COLUMNS, UNDEFINED)
    call(door, "by", "twice", f"{door}(good, 'bought', by=['plan', 'PLAN'])", 'by is ["plan", "PLAN"]', "one column")
    call(
        door,
        "example_weight",
        "undefined",
        f"{door}(good, 'bought', example_weight=w)",
        "example_weight is undefined",
        "a row's weight",
        UNDEFINED,
    )
    call(door, "lable", "misspelt", f"{door}(good, lable='bought')", "lable is not an argument", "did you mean label?")

for door in OF_CLASSES:
    call(
        door,
        "positive_class",
        "undefined",
        f"{door}(good, 'bought', positive_class=yes)",
        "positive_class is undefined",
        "one of the label's classes",
    )
    call(
        door,
        "positive_class",
        "no such class",
        f"{door}(good, 'bought', positive_class='yess')",
        'positive_class is "yess"',
        "did you mean yes? accepted: no, yes",
    )
for door in [door for door in EVALUATIONS if door != "evaluate"]:
    call(door, "predictions", "numbers", f"{door}(numbers, 'amount')", f"dbt_nn.{door} is for classification")

call("evaluate", "predictions", "left out", "evaluate(label='bought')", "predictions is missing")
call("evaluate", "predictions", "a dict", "evaluate({'a': 1}, 'bought')", 'predictions is {"a": 1}')
call("evaluate", "predictions", "a number", "evaluate(3, 'bought')", "predictions is 3")
call("evaluate", "predictions", "a CTE", "evaluate('a_cte', 'bought')", '"a_cte"', "A CTE cannot be evaluated")
call(
    "evaluate",
    "predictions",
    "ephemeral",
    "evaluate(ephemeral, 'bought')",
    "the ephemeral model ephemeral",
    "materialize",
)
call("evaluate", "predictions", "examples", "evaluate(people, 'bought')", "predicted_label", "they have id, size, plan")
call("evaluate", "predictions", "a network", "evaluate(net, 'bought')", "column bought", "they have network_key, role")
call("evaluate", "label", "a list", "evaluate(good, ['bought'])", 'label is ["bought"]', LABEL)
call("evaluate", "label", "a number", "evaluate(good, 7)", "label is 7", LABEL)
call("evaluate", "label", "text of numbers", "evaluate(numbers, 'plan')", "label plan is ", "need a number")
call("evaluate", "label", "a date of numbers", "evaluate(numbers, 'day')", "label day is ", "need a number")
call(
    "evaluate",
    "label",
    "a number, and text predicted",
    "evaluate(mixed, 'a_number')",
    "label a_number is ",
    "never equal",
)
call(
    "evaluate",
    "label",
    "text, and a number predicted",
    "evaluate(mixed_2, 'a_text')",
    "label a_text is ",
    "never equal",
)
call("evaluate", "label", "a date, and text predicted", "evaluate(mixed, 'a_day')", "label a_day is ", "never equal")
call("evaluate", "by", "undefined", "evaluate(good, 'bought', by=plan)", "by is undefined", COLUMNS)
call("evaluate", "by", "a dict", "evaluate(good, 'bought', by={'a': 1})", 'by is {"a": 1}', COLUMNS)
call("evaluate", "by", "a number", "evaluate(good, 'bought', by=3)", "by is 3", COLUMNS)
call("evaluate", "by", "no such column", "evaluate(good, 'bought', by='plann')", "column plann", "did you mean plan?")
call("evaluate", "by", "a column of the result", "evaluate(good, 'bought', by='predicted_label', metrics=['f1_macro'], example_weight='plan')", "example_weight plan is ")  # fmt: skip
call("evaluate", "example_weight", "a number", "evaluate(good, 'bought', example_weight=1.0)", "example_weight is 1.0")
call("evaluate", "example_weight", "text", "evaluate(good, 'bought', example_weight='plan')", "example_weight plan is ")
call(
    "evaluate",
    "positive_class",
    "a list",
    "evaluate(good, 'bought', positive_class=['yes'])",
    'positive_class is ["yes"]',
)
call("evaluate", "positive_class", "NaN", "evaluate(good, 'bought', positive_class=nan)", "positive_class is NaN")
call(
    "evaluate",
    "positive_class",
    "of numbers",
    "evaluate(numbers, 'amount', positive_class='yes')",
    'positive_class is "yes"',
    "no classes",
)
call(
    "evaluate",
    "classes",
    "undefined",
    "evaluate(good, 'bought', classes=[yes, no])",
    "classes is [undefined, undefined]",
)
call(
    "evaluate",
    "classes",
    "a dict",
    "evaluate(good, 'bought', classes={'yes': 1})",
    'classes is {"yes": 1}',
    "distinct values",
)
call(
    "evaluate",
    "classes",
    "nested",
    "evaluate(good, 'bought', classes=[['yes'], ['no']])",
    'classes is [["yes"], ["no"]]',
)
call(
    "evaluate_classes",
    "classes",
    "NaN",
    "evaluate_classes(good, 'bought', classes=[nan, 'no'])",
    'classes is [NaN, "no"]',
)
for nonsense, metrics, shown in [
    ("misspelt", "'acuracy'", '"acuracy"; did you mean accuracy?'),
    ("a number", "3", "3"),
    ("a dict", "{'accuracy': 1}", '{"accuracy": 1}'),
    ("in capitals", "['ACCURACY']", '"ACCURACY"'),
    ("a name undefined", "[accuracy]", "undefined"),
    ("nested", "['accuracy', ['f1']]", '["f1"]'),
    ("none in a list", "[none]", "null"),
]:
    call(
        "evaluate",
        "metrics",
        nonsense,
        f"evaluate(good, 'bought', metrics={metrics})",
        f"metric is {shown}",
        "accepted: accuracy",
    )
call("evaluate", "metrics", "undefined", "evaluate(good, 'bought', metrics=accuracy)", "metrics is undefined")
call(
    "evaluate",
    "metrics",
    "twice",
    "evaluate(good, 'bought', metrics=['f1_macro', 'f1_macro'])",
    "metrics is",
    "distinct",
)
call("evaluate", "metrics", "of another task", "evaluate(good, 'bought', metrics=['rmse'])", "rmse is for regression")
call(
    "evaluate",
    "metrics",
    "of two tasks",
    "evaluate(good, 'bought', metrics=['accuracy', 'rmse'])",
    "rmse is a metric of regression",
)
call(
    "evaluate",
    "metrics",
    "without a class",
    "evaluate(good, 'bought', metrics=['recall'])",
    "positive_class is missing",
)
call("evaluate", "probability", "text", "evaluate(texts, 'bought')", "column probability_yes is ", "Cast it")
call(
    "calibration_curve", "probability", "text", "calibration_curve(texts, 'bought')", "column predicted_probability is "
)
call("roc_curve", "probability", "text", "roc_curve(texts, 'bought')", "column probability_yes is ", "a number")
call("evaluate", "predicted_value", "text", "evaluate(text_value, 'amount')", "column predicted_value is ", "a number")

WHOLE = "accepted: an integer from 1 to 1000"
for nonsense, bins, shown in [
    ("text", "'ten'", '"ten"'),
    ("a number in quotes", "'10'", '"10"'),
    ("0", "0", "0"),
    ("below 0", "-3", "-3"),
    ("half a bin", "2.5", "2.5"),
    ("NaN", "nan", "NaN"),
    ("infinity", "inf", "Infinity"),
    ("a million", "1000000", "1000000"),
    ("huge", "10**400", "a number of more than 40 digits"),
    ("a truth value", "true", "true"),
    ("none", "none", "null"),
    ("undefined", "bins", "undefined"),
    ("a list", "[10]", "[10]"),
]:
    door = "lift_curve" if nonsense in ["0", "infinity", "huge", "undefined", "a list"] else "calibration_curve"
    call(door, "bins", nonsense, f"{door}(good, 'bought', bins={bins})", f"bins is {shown}", WHOLE)
for nonsense, thresholds, shown in [
    ("text among them", "[0.1, 'x']", 'contains "x"'),
    ("text", "'0.5'", 'contains "0.5"'),
    ("NaN", "[nan]", "contains NaN"),
    ("above 1", "[1.5]", "contains 1.5"),
    ("below 0", "[-0.1]", "contains -0.1"),
    ("one undefined", "[half]", "contains undefined"),
    ("undefined", "half", "is undefined"),
    ("a dict", "{'a': 0.5}", 'contains {"a": 0.5}'),
    ("a truth value", "[true]", "contains true"),
    ("nested", "[[0.1]]", "contains [0.1]"),
]:
    call("threshold_table", "thresholds", nonsense, f"threshold_table(good, 'bought', thresholds={thresholds})", f"thresholds {shown}", "a list of numbers from 0 to 1")  # fmt: skip
call(
    "threshold_table", "thresholds", "twice", "threshold_table(good, 'bought', thresholds=[0.5, 0.5])", "more than once"
)
for nonsense, cost, shown in [
    ("NaN", "nan", "NaN"),
    ("infinity", "inf", "Infinity"),
    ("text", "'1'", '"1"'),
    ("none", "none", "null"),
    ("undefined", "cost", "undefined"),
    ("huge", "10**400", "a number of more than 40 digits"),
]:
    call("threshold_table", "false_positive_cost", nonsense, f"threshold_table(good, 'bought', false_positive_cost={cost})", f"false_positive_cost is {shown}", "what one such error costs")  # fmt: skip

# ---- networks: predict, history, trainings, checkpoints, network_sql, and the operations
for door in ["history", "trainings", "checkpoints", "network_sql", "predict"]:
    more = ", examples=people" if door == "predict" else ""
    give = "network=ref('...')"
    call(door, "network", "left out", f"{door}({more[2:]})", "network is missing", give)
    call(door, "network", "undefined", f"{door}(neet{more})", "network is undefined", give)
    call(door, "network", "text", f"{door}('net'{more})", 'network is the string "net"', give)
    call(door, "network", "a list", f"{door}([net]{more})", "network is [", give)
    call(door, "network", "a dict", f"{door}({{'a': 1}}{more})", 'network is {"a": 1}', give)
    call(door, "network", "a number", f"{door}(3{more})", "network is 3", give)
    call(door, "network", "no network", f"{door}(people{more})", "people", "network", "id, size, plan, bought, amount")
    call(door, "network", "ephemeral", f"{door}(ephemeral{more})", "the ephemeral model ephemeral", "materialize it")
    call(
        door, "netwrok", "misspelt", f"{door}(netwrok=net{more})", "netwrok is not an argument", "did you mean network?"
    )
for door in ["history", "trainings", "checkpoints"]:
    call(door, "network", "not there", f"{door}(gone)", "network is ", "gone", "run its model first")
for door in ["predict", "network_sql"]:
    more = ", examples=people" if door == "predict" else ""
    call(
        door,
        "network",
        "not there",
        f"{door}(gone{more})",
        "does not contain a trained network",
        "gone",
        "run its model first",
    )
    call(
        door,
        "network",
        "empty",
        f"{door}(empty_net{more})",
        "does not contain a trained network",
        "run its model first",
    )
    call(
        door,
        "network",
        "without weights",
        f"{door}(broken_net{more})",
        "weights and biases, but layers of ",
        "Run its model with --full-refresh",
    )
    call(door, "examples", "a list", f"{door}(net, examples=[people])", "examples is [", "examples=ref('...')")
    call(door, "examples", "a number", f"{door}(net, examples=3)", "examples is 3", "examples=ref('...')")
    call(door, "examples", "undefined", f"{door}(net, examples=peeple)", "examples is undefined", "examples=ref('...')")
    call(door, "examples", "none", f"{door}(net, examples=none)", "examples is missing")
    call(door, "examples", "not there", f"{door}(net, examples=gone)", "examples is ", "gone", "run its model first")
    call(door, "examples", "without a feature", f"{door}(net, examples=no_size)", "column size", "they have id, plan")
    call(door, "examples", "a date for a number", f"{door}(net, examples=date_size)", "feature size was ", "cast it")
    call(
        door,
        "examples",
        "with an answer",
        f"{door}(net, examples=answered)",
        "already have a column predicted_label",
        "rename it",
    )
call("predict", "examples", "a text that is no number", "predict(net, text_size)", "feature size was a number", "'n/a'")
for door in ["roll_back", "estimate", "model_yaml"]:
    for nonsense, given, shown in [
        ("left out", "", "null"),
        ("undefined", "neet", "undefined"),
        ("misspelt", "'nett'", '"nett", which is not a model of dbt_nn.train; did you mean net?'),
        ("a relation", "net", ""),
        ("a list", "['net']", '["net"]'),
        ("no network", "'people'", '"people"'),
    ]:
        call(
            door,
            "network",
            nonsense,
            f"{door}({given})",
            f"network is {shown}",
            "not a model of dbt_nn.train",
            "accepted: ",
        )
call("model_yaml", "predictions", "no such model", "model_yaml('net', predictions='gone')", 'predictions is "gone"')
call("model_yaml", "predictions", "a relation", "model_yaml('net', predictions=[good])", "predictions is ")
call("model_yaml", "predictions", "a dict", "model_yaml('net', predictions={'a': 1})", 'predictions is {"a": 1}')

# ---- stages
STAGE = "{'features': ['size'], 'label': 'bought', 'classes': ['no', 'yes'], 'hidden_layers': [2]"
for nonsense, options in [
    ("left out", ""),
    ("text", "'x'"),
    ("a list", "[1]"),
    ("a number", "3"),
    ("undefined", "opt"),
]:
    call("stage_init", "network", nonsense, f"stage_init({options})", "dbt_nn network", "expected a dict of options")
for option, nonsense, value, shown in [
    ("learning_rate", "NaN", "nan", "learning_rate is NaN; accepted: a number above 0"),
    ("learning_rate", "infinite", "inf", "learning_rate is Infinity; accepted: a number above 0"),
    ("learning_rate", "undefined", "rate", "learning_rate is undefined; accepted: a number above 0"),
    ("learning_rate", "text", "'0.1'", 'learning_rate is "0.1"; accepted: a number above 0'),
    ("random_seed", "huge", "10**20", "random_seed is 100000000000000000000; accepted: an integer of at most 15"),
    ("l2", "NaN", "nan", "l2 is NaN; accepted: a number of at least 0"),
    ("hidden_layers", "huge", "[10**30]", "hidden_layers is [1000000000000000000000000000000]"),
    ("hidden_layers", "NaN", "[nan]", "hidden_layers is [NaN]; accepted: a list of integers of at least 1"),
    ("hidden_layers", "infinite", "[inf]", "hidden_layers is [Infinity]; accepted: a list of integers"),
    ("hidden_layers", "text", "['4']", 'hidden_layers is ["4"]; accepted: a list of integers'),
    ("activation", "undefined", "relu", "activation is undefined; accepted: one of relu"),
    ("activation", "a number", "3", "activation is 3; accepted: one of relu"),
    ("classes", "NaN", "[nan, 1]", "classes is [NaN, 1]; accepted: a list of at least two"),
    ("classes", "undefined", "yes", "classes is undefined; accepted: a list of at least two"),
    ("features", "undefined", "[size]", "features is [undefined]; accepted: a list of distinct column names"),
]:
    call(
        "stage_init",
        option,
        nonsense,
        f"stage_init(dict({STAGE}}}, **{{'{option}': {value}}}))",
        "dbt_nn network",
        shown,
    )
for door, argument, more in [
    ("stage_hidden", "examples", ", parameters=init"),
    ("stage_hidden", "parameters", ", examples=people"),
    ("stage_scores", "hidden", ""),
    ("stage_loss", "scores", ""),
    ("stage_gradients", "loss", ", parameters=init"),
    ("stage_gradients", "parameters", ", loss=people"),
    ("stage_update", "gradients", ", parameters=init"),
    ("stage_update", "parameters", ", gradients=people"),
    ("stage_predictions", "examples", ", parameters=init"),
    ("stage_predictions", "parameters", ", examples=people"),
]:
    give = f"{argument}=ref('...')"
    call(door, argument, "left out", f"{door}({STAGE}}}{more})", f"{argument} is missing", give)
    call(door, argument, "a list", f"{door}({STAGE}}}, {argument}=[people]{more})", f"{argument} is [", give)
    call(door, argument, "undefined", f"{door}({STAGE}}}, {argument}=peeple{more})", f"{argument} is undefined", give)
    call(
        door,
        argument,
        "not there",
        f"{door}({STAGE}}}, {argument}=gone{more})",
        f"{argument} is ",
        "gone",
        "run its model first",
    )
for door, argument, more, column in [
    ("stage_hidden", "parameters", ", examples=people", "network_key"),
    ("stage_scores", "hidden", "", "network_key"),
    ("stage_loss", "scores", "", "score_1"),
    ("stage_gradients", "loss", ", parameters=init", "example_loss"),
    ("stage_update", "gradients", ", parameters=init", "layer"),
]:
    call(door, argument, "another relation", f"{door}({STAGE}}}, {argument}=people{more})", f"{argument} is ", f"has no column {column}", "it has id, size")  # fmt: skip
for door in ["parameters", "examples"]:
    for nonsense, given, shown in [
        ("left out", "", "missing"),
        ("undefined", "peeple", "undefined"),
        ("a list", "[people]", "["),
        ("a number", "3", "3"),
        ("a dict", "{'a': 1}", '{"a": 1}'),
    ]:
        call(door, "relation", nonsense, f"{door}({given})", f"{door} is {shown}", f"{door}=ref('...')")

# ---- explanations
GROUPS = "a list of groups of at least two features each"
for door, more in [("explain", ""), ("feature_importance", ""), ("partial_dependence", ", feature='size'")]:
    for argument, other in [("network", "examples=people"), ("examples", "network=net")]:
        give = f"{argument}=ref('...')"
        call(door, argument, "left out", f"{door}({other}{more})", f"{argument} is missing", give)
        call(door, argument, "a list", f"{door}({other}, {argument}=[people]{more})", f"{argument} is [", give)
        call(door, argument, "undefined", f"{door}({other}, {argument}=peeple{more})", f"{argument} is undefined", give)
        call(door, argument, "a number", f"{door}({other}, {argument}=3{more})", f"{argument} is 3", give)
    call(door, "examples", "not there", f"{door}(net, gone{more})", "examples is ", "gone", "run its model first")
    call(
        door,
        "network",
        "no network",
        f"{door}(people, people{more})",
        "people",
        "network",
        "id, size, plan, bought, amount",
    )
    call(
        door,
        "exmaples",
        "misspelt",
        f"{door}(net, exmaples=people{more})",
        "exmaples is not an argument",
        "did you mean examples?",
    )
for door, argument, nonsense, given, *facts in [
    ("explain", "keep", "undefined", "keep=id", "keep is undefined", UNDEFINED),
    ("explain", "keep", "a name undefined", "keep=[idd]", "keep is [undefined]", UNDEFINED),
    ("explain", "keep", "no such column", "keep=['idd']", "idd", "did you mean id?"),
    ("explain", "class", "undefined", "class=yes", "class is undefined", UNDEFINED),
    ("explain", "class", "no such class", "class='yess'", "yess", "no, yes"),
    ("explain", "class", "a list", "class=['yes']", 'class is ["yes"]', "one of the label's classes"),
    ("explain", "baseline", "undefined", "baseline=mean", "baseline is undefined", "'mean', a relation"),
    ("explain", "baseline", "a text", "baseline='median'", 'baseline is "median"', "'mean', a relation"),
    ("explain", "baseline", "no such feature", "baseline={'sise': 1}", "sise", "size, plan"),
    ("explain", "baseline", "of another type", "baseline={'size': 'large'}", "size", '"large"'),
    ("explain", "steps", "undefined", "steps=many", "steps is undefined", "a multiple of 10"),
    ("explain", "steps", "too many", "steps=10**30", "steps is 1", "a multiple of 10, from 10 to 1000"),
    ("explain", "steps", "NaN", "steps=nan", "steps is NaN", "a multiple of 10"),
    ("explain", "top", "undefined", "top=three", "top is undefined", "an integer of at least 1"),
    ("explain", "top", "0", "top=0", "top is 0", "an integer of at least 1"),
    ("explain", "top", "infinite", "top=inf", "top is Infinity", "an integer of at least 1"),
    ("feature_importance", "label", "undefined", "label=bought", "label is undefined", LABEL, UNDEFINED),
    ("feature_importance", "label", "no such column", "label='bougth'", "bougth", "did you mean bought?"),
    ("feature_importance", "metric", "undefined", "metric=accuracy", "metric is undefined"),
    ("feature_importance", "metric", "misspelt", "metric='acuracy'", "acuracy", "did you mean accuracy?"),
    ("feature_importance", "metric", "of numbers", "metric='rmse'", "metric is rmse", "classification"),
    ("feature_importance", "positive_class", "undefined", "positive_class=yes", "positive_class is undefined"),
    (
        "feature_importance",
        "positive_class",
        "no such class",
        "metric='roc_auc', positive_class='yess'",
        "yess",
        "no, yes",
    ),
    ("feature_importance", "repeats", "undefined", "repeats=few", "repeats is undefined", "from 1 to 1000"),
    ("feature_importance", "repeats", "huge", "repeats=10**9", "repeats is 1000000000", "from 1 to 1000"),
    ("feature_importance", "together", "undefined", "together=pairs", "together is undefined", GROUPS),
    ("feature_importance", "together", "a list of texts", "together=['size', 'plan']", "together is [", GROUPS),
    ("feature_importance", "together", "no such feature", "together=[['sise', 'plan']]", "sise", "size, plan"),
    (
        "feature_importance",
        "split",
        "undefined",
        "split=test",
        "split is undefined",
        "train, validation, test, or none",
    ),
    (
        "feature_importance",
        "split",
        "misspelt",
        "split='tests'",
        'split is "tests"',
        "train, validation, test, or none",
    ),
    ("feature_importance", "max_rows", "undefined", "max_rows=all", "max_rows is undefined", "at least 2"),
    ("feature_importance", "max_rows", "1", "max_rows=1", "max_rows is 1", "at least 2"),
    ("feature_importance", "random_seed", "huge", "random_seed=10**20", "random_seed is 1", "an integer from"),
    ("partial_dependence", "feature", "left out", "", "feature is null", "the name of one of the network's features"),
    ("partial_dependence", "feature", "undefined", "feature=size", "feature is undefined", UNDEFINED),
    ("partial_dependence", "feature", "no feature", "feature='sise'", "sise", "size, plan"),
    ("partial_dependence", "grid", "undefined", "feature='size', grid=ten", "grid is undefined"),
    (
        "partial_dependence",
        "grid",
        "0",
        "feature='size', grid=0",
        "grid is 0",
        "an integer from 1 to 1000, or a list",
    ),
    ("partial_dependence", "grid", "text for a number", "feature='size', grid=['x']", 'grid: "x"', "size"),
    ("partial_dependence", "grid", "twice", "feature='size', grid=[1, 1]", "grid is [1, 1]", "distinct values"),
    ("partial_dependence", "class", "no such class", "feature='size', class='yess'", "yess", "no, yes"),
    ("partial_dependence", "max_rows", "text", "feature='size', max_rows='all'", 'max_rows is "all"', "at least 2"),
]:
    call(door, argument, nonsense, f"{door}(net, people{', ' if given else ''}{given})", *facts)
for nonsense, given, shown in [
    ("left out", "", "missing"),
    ("undefined", "neet", "undefined"),
    ("a list", "[net]", "["),
]:
    call("iteration", "network", nonsense, f"iteration({given})", f"network is {shown}", "network=ref('...')")
for argument, nonsense, given, *facts in [
    ("threshold", "undefined", "threshold=half", "threshold is undefined"),
    ("threshold", "above 1", "threshold=1.5, positive_class='yes'", "threshold is 1.5", "from 0 to 1"),
    ("threshold", "NaN", "threshold=nan, positive_class='yes'", "threshold is NaN", "from 0 to 1"),
    ("threshold", "a text", "threshold='0.5', positive_class='yes'", 'threshold is "0.5"', "from 0 to 1"),
    ("positive_class", "undefined", "threshold=0.5, positive_class=yes", "positive_class is undefined"),
    ("positive_class", "a list", "threshold=0.5, positive_class=['yes']", 'positive_class is ["yes"]'),
]:
    call("predict", argument, nonsense, f"predict(net, people, {given})", *facts)

# ---- train: what dbt could not store
for argument, nonsense, given, *facts in [
    ("examples", "left out", "label='bought'", "examples is missing", "examples=ref('...')"),
    ("examples", "a list", "[people], 'bought'", "examples is [", "examples=ref('...')"),
    ("examples", "a number", "3, 'bought'", "examples is 3"),
    ("examples", "undefined", "peeple, 'bought'", "examples is undefined"),
    ("label", "undefined", "people, bought", "label is undefined; accepted: a column name", UNDEFINED),
    ("features", "a name undefined", "people, 'bought', features=[size]", "features is [undefined]", UNDEFINED),
    ("features", "undefined", "people, 'bought', features=size", "features is undefined", UNDEFINED),
    ("features", "a relation", "people, 'bought', features=people", "features is ", "column names"),
    ("warm_start", "undefined", "people, 'bought', warm_start=neet", "warm_start is undefined"),
    ("warm_start", "a list", "people, 'bought', warm_start=[net]", "warm_start is [", "a network of dbt_nn.train"),
    ("warm_start", "a number", "people, 'bought', warm_start=3", "warm_start is 3", "a network of dbt_nn.train"),
    ("random_seed", "NaN", "people, 'bought', random_seed=nan", "random_seed is NaN; accepted: an integer"),
    ("random_seed", "huge", "people, 'bought', random_seed=10**20", "random_seed is 1", "at most 15 digits"),
    ("iterations", "huge", "people, 'bought', iterations=10**30", "iterations is 1", "at most 2147483647"),
    ("learning_rate", "infinite", "people, 'bought', learning_rate=inf", "learning_rate is Infinity", "above 0"),
    ("learning_rate", "huge", "people, 'bought', learning_rate=10**400", "learning_rate is a number of more than 40"),
    ("hidden_layers", "undefined", "people, 'bought', hidden_layers=[units]", "hidden_layers is [undefined]"),
    ("hidden_layers", "a relation", "people, 'bought', hidden_layers=[people]", "hidden_layers is [", "integers"),
    ("optimizer", "a name undefined", "people, 'bought', optimizer={'name': adam}", 'optimizer is {"name": undefined}'),
    ("class_weights", "undefined", "people, 'bought', class_weights={'yes': w}", 'class_weights is {"yes": undefined}'),
    ("early_stopping", "a key of no text", "people, 'bought', early_stopping={1: 2}", "early_stopping has the key 1"),
    ("promote", "a metric undefined", "people, 'bought', promote={'metric': acc}", 'promote is {"metric": undefined}'),
    ("hiden_layers", "undefined", "people, 'bought', hiden_layers=[size]", "hiden_layers is [undefined]"),
]:
    call("train", argument, nonsense, f"train({given})", *facts)

# ---- data tests: what their arguments say alone
METRIC = "metric='accuracy', label='bought'"
for argument, nonsense, given, *facts in [
    ("metric", "left out", "label='bought', at_least=0.5", "metric is null; accepted: accuracy"),
    ("metric", "undefined", "metric=acc, label='bought', at_least=0.5", "metric is undefined; accepted: accuracy"),
    ("metric", "a list", "metric=['f1'], label='bought', at_least=0.5", 'metric is ["f1"]; accepted: accuracy'),
    ("label", "left out", "metric='accuracy', at_least=0.5", "label is null", LABEL),
    ("label", "undefined", "metric='accuracy', label=bought, at_least=0.5", "label is undefined", LABEL),
    ("at_least", "left out", METRIC, "set at_least, at_most or both"),
    ("at_least", "NaN", f"{METRIC}, at_least=nan", "at_least is NaN; accepted: a number"),
    ("at_least", "a number in quotes", f"{METRIC}, at_least='0.5'", 'at_least is "0.5"', "without quotes"),
    ("at_least", "a list", f"{METRIC}, at_least=[1]", "at_least is [1]; accepted: a number"),
    ("at_least", "undefined", f"{METRIC}, at_least=high", "at_least is undefined; accepted: a number"),
    ("at_least", "a truth value", f"{METRIC}, at_least=true", "at_least is true; accepted: a number"),
    ("at_least", "huge", f"{METRIC}, at_least=10**400", "at_least is a number of more than 40 digits"),
    ("at_least", "above at_most", f"{METRIC}, at_least=0.9, at_most=0.5", "above at_most, which is 0.5", "never pass"),
    ("at_least", "can't fail", f"{METRIC}, at_least=0", "at_least is 0, so the test can never fail", "above 0"),
    ("at_least", "can't pass", f"{METRIC}, at_least=1.5", "at_least is 1.5, so the test can never pass", "at most 1"),
    ("at_most", "can't pass", f"{METRIC}, at_most=-1", "at_most is -1, so the test can never pass", "at least 0"),
    ("at_most", "can't fail", f"{METRIC}, at_most=1", "at_most is 1, so the test can never fail", "below 1"),
    ("at_least", "can't fail of a loss", "metric='log_loss', label='bought', at_least=0", "log_loss is at least 0"),
    ("at_least", "can't pass of r2", "metric='r2', label='amount', at_least=2", "r2 is at most 1"),
    ("by", "a name undefined", f"{METRIC}, at_least=0.5, by=[plan]", "by is [undefined]", COLUMNS),
    (
        "at_leest",
        "misspelt",
        f"{METRIC}, at_leest=0.5, at_least=0.5",
        "at_leest is not an argument",
        "did you mean at_least?",
    ),
    ("column_name", "under a column", f"{METRIC}, at_least=0.5, column_name='x'", "listed under the column x"),
]:
    call("metric", argument, nonsense, f"test_metric(good, {given})", *facts)
for argument, nonsense, given, *facts in [
    ("metric", "left out", "label='bought'", "metric is null; accepted: accuracy"),
    ("margin", "NaN", f"{METRIC}, margin=nan", "margin is NaN; accepted: a number"),
    ("margin", "none", f"{METRIC}, margin=none", "margin is null; accepted: a number"),
    ("margin", "undefined", f"{METRIC}, margin=m", "margin is undefined; accepted: a number"),
    ("margin", "can't pass", f"{METRIC}, margin=5", "margin is 5, so the test can never pass", "below 1"),
    ("margin", "can't fail", f"{METRIC}, margin=-5", "margin is -5, so the test can never fail", "at least -1"),
    ("baseline", "a list", f"{METRIC}, baseline=[good]", "baseline is [", "baseline: ref('...')"),
    ("baseline", "text", f"{METRIC}, baseline='good'", 'baseline is the string "good"', "baseline: ref('...')"),
    ("baseline", "undefined", f"{METRIC}, baseline=goood", "baseline is undefined", "baseline: ref('...')"),
    ("missing_baseline", "undefined", f"{METRIC}, missing_baseline=x", "missing_baseline is undefined"),
    (
        "missing_baseline",
        "a number",
        f"{METRIC}, missing_baseline=3",
        "missing_baseline is 3; accepted: fail, constant",
    ),
]:
    call("beats_baseline", argument, nonsense, f"test_beats_baseline(good, {given})", *facts)
for argument, nonsense, given, *facts in [
    ("label", "left out", "at_most=0.1", "label is null", LABEL),
    ("at_most", "left out", "label='bought'", "at_most is null; accepted: a number"),
    ("at_most", "undefined", "label='bought', at_most=low", "at_most is undefined; accepted: a number"),
    ("at_most", "can't fail", "label='bought', at_most=1", "at_most is 1, so the test can never fail"),
    ("at_most", "can't pass", "label='bought', at_most=-0.1", "at_most is -0.1, so the test can never pass"),
    ("bins", "undefined", "label='bought', at_most=0.1, bins=ten", "bins is undefined", WHOLE),
    ("bins", "a million", "label='bought', at_most=0.1, bins=1000000", "bins is 1000000", WHOLE),
]:
    call("calibrated", argument, nonsense, f"test_calibrated(good, {given})", *facts)
for argument, nonsense, given, *facts in [
    ("reference", "left out", "bins=5", "reference is missing", "reference: ref('...')"),
    ("reference", "text", "reference='people'", 'reference is the string "people"', "reference: ref('...')"),
    ("reference", "a list", "reference=[people]", "reference is ["),
    ("reference", "undefined", "reference=peeple", "reference is undefined"),
    ("reference", "a dict", "reference={'a': 1}", 'reference is {"a": 1}'),
    ("at_most", "NaN", "reference=people, at_most=nan", "at_most is NaN; accepted: a number"),
    ("at_most", "none", "reference=people, at_most=none", "at_most is null; accepted: a number"),
    ("at_most", "can't pass", "reference=people, at_most=-1", "at_most is -1, so the test can never pass"),
    ("bins", "can't fail", "reference=people, bins=1", "bins is 1; accepted: an integer from 2 to 1000"),
    ("features", "a name undefined", "reference=people, features=[size]", "features is [undefined]", COLUMNS),
    ("features", "a number", "reference=people, features=3", "features is 3", COLUMNS),
    ("features", "empty", "reference=people, features=[]", "features is []", COLUMNS),
    ("features", "twice", "reference=people, features=['size', 'size']", 'features is ["size", "size"]', COLUMNS),
    ("reference_where", "a list", "reference=people, reference_where=['a']", 'reference_where is ["a"]', "in SQL"),
    ("reference_where", "undefined", "reference=people, reference_where=w", "reference_where is undefined", "in SQL"),
]:
    call("no_drift", argument, nonsense, f"test_no_drift(people, {given})", *facts)
for argument, nonsense, given, *facts in [
    ("label", "left out", "bins=5", "label is null; accepted: the name of the column that is predicted"),
    ("label", "undefined", "label=bought", "label is undefined", UNDEFINED),
    ("at_most", "can't fail", "label='bought', at_most=1", "at_most is 1, so the test can never fail"),
    ("at_most", "above 1", "label='bought', at_most=2", "at_most is 2, so the test can never fail"),
    ("bins", "0", "label='bought', bins=0", "bins is 0; accepted: an integer from 2 to 1000"),
    ("features", "a name undefined", "label='bought', features=[size]", "features is [undefined]", COLUMNS),
    ("task", "undefined", "label='bought', task=reg", "task is undefined; accepted: classification, regression"),
    ("task", "misspelt", "label='bought', task='regresion'", "did you mean regression?"),
]:
    call("no_leakage", argument, nonsense, f"test_no_leakage(people, {given})", *facts)
DAYS = "accepted: a number of at least 0 and at most 36500"
for nonsense, given, shown in [
    ("left out", "", "null"),
    ("undefined", "days=d", "undefined"),
    ("a number in quotes", "days='3'", '"3"'),
    ("NaN", "days=nan", "NaN"),
    ("below 0", "days=-1", "-1"),
    ("a million", "days=1000000", "1000000"),
    ("infinite", "days=inf", "Infinity"),
]:
    call("trained_within", "days", nonsense, f"test_trained_within(net, {given})", f"days is {shown}", DAYS)
for argument, nonsense, given, *facts in [
    ("at_most", "NaN", "at_most=nan", "at_most is NaN; accepted: a number"),
    ("at_most", "undefined", "at_most=low", "at_most is undefined; accepted: a number"),
    ("at_most", "below 0", "at_most=-1", "at_most is -1, so the test can never pass"),
    ("last_iterations", "undefined", "last_iterations=few", "last_iterations is undefined"),
    ("last_iterations", "huge", "last_iterations=10**30", "last_iterations is 1", "from 1 to 2147483647"),
    ("loss", "undefined", "loss=val", "loss is undefined; accepted: train_loss, validation_loss"),
    ("loss", "a list", "loss=['train_loss']", 'loss is ["train_loss"]; accepted: train_loss'),
]:
    call("training_converged", argument, nonsense, f"test_training_converged(net, {given})", *facts)

# ---- data tests that look at tables
ACCURACY = {"metric": "accuracy", "label": "bought", "at_least": 0.5}
AGAINST = {"metric": "accuracy", "label": "bought"}
GATES = [
    ("metric", "label", "no such column", "good", {**ACCURACY, "label": "bougth"}, ["column bougth", "did you mean bought?"]),
    ("metric", "model", "examples", "people", ACCURACY, ["column predicted_label", "they have id, size, plan"]),
    ("metric", "model", "a network", "net", ACCURACY, ["column bought", "they have network_key"]),
    ("metric", "model", "not there", "gone", ACCURACY, ["gone", "run its model first"]),
    ("metric", "model", "ephemeral", "ephemeral", ACCURACY, ["the ephemeral model ephemeral", "materialize it"]),
    ("metric", "by", "twice", "good", {**ACCURACY, "by": ["plan", "PLAN"]}, ['by is ["plan", "PLAN"]', "one column"]),
    ("metric", "by", "no such column", "good", {**ACCURACY, "by": ["plann"]}, ["column plann", "did you mean plan?"]),
    ("metric", "example_weight", "text", "good", {**ACCURACY, "example_weight": "plan"}, ["example_weight plan is "]),
    ("metric", "metric", "of numbers", "good", {**AGAINST, "metric": "rmse", "at_most": 1}, ["rmse is for regression"]),
    ("metric", "metric", "of classes", "numbers", {**ACCURACY, "label": "plan"}, ["accuracy is for classification", "metrics that fit: mae"]),
    ("metric", "label", "text", "numbers", {"metric": "rmse", "label": "plan", "at_most": 1}, ["label plan is ", "a number"]),
    ("metric", "label", "a date", "numbers", {"metric": "rmse", "label": "day", "at_most": 1}, ["label day is ", "a number"]),
    ("metric", "label", "unlike the predicted", "mixed", {**ACCURACY, "label": "a_number"}, ["never equal"]),
    ("metric", "probability", "text", "texts", {**AGAINST, "metric": "roc_auc", "at_least": 0.5}, ["column probability_no is ", "a number"]),
    ("metric", "predicted_value", "text", "text_value", {"metric": "rmse", "label": "amount", "at_most": 1}, ["column predicted_value is "]),
    ("calibrated", "model", "numbers", "numbers", {"label": "amount", "at_most": 0.5}, ["dbt_nn.calibrated is for classification"]),
    ("calibrated", "model", "examples", "people", {"label": "bought", "at_most": 0.5}, ["column predicted_label"]),
    ("beats_baseline", "baseline", "not there", "good", {**AGAINST, "baseline": "ref('gone')"}, ["which does not exist", "missing_baseline: constant"]),
    ("beats_baseline", "baseline", "ephemeral", "good", {**AGAINST, "baseline": "ref('ephemeral')"}, ["the ephemeral model ephemeral"]),
    ("beats_baseline", "baseline", "examples", "good", {**AGAINST, "baseline": "ref('people')"}, ["(baseline)", "column predicted_label"]),
    ("no_drift", "reference", "not there", "good", {"reference": "ref('gone')"}, ["reference is ", "gone", "run its model first"]),
    ("no_drift", "reference", "ephemeral", "good", {"reference": "ref('ephemeral')"}, ["the ephemeral model ephemeral"]),
    ("no_drift", "features", "a number and a text", "people", {"reference": "ref('text_size')"}, ["feature size is ", "cast one of them"]),
    ("no_drift", "features", "no such column", "good", {"reference": "ref('people')", "features": ["sise"]}, ["feature sise is not in"]),
    ("no_drift", "features", "twice", "good", {"reference": "ref('people')", "features": ["size", "SIZE"]}, ["two are one column"]),
    ("no_drift", "features", "none in common", "good", {"reference": "ref('net')"}, ["no feature columns found in"]),
    ("no_leakage", "model", "not there", "gone", {"label": "bought"}, ["gone", "run its model first"]),
    ("no_leakage", "label", "no such column", "people", {"label": "bougth"}, ["column bougth", "did you mean bought?"]),
    ("no_leakage", "features", "the label", "people", {"label": "bought", "features": ["bought"]}, ["feature bought is also the label"]),
    ("no_leakage", "label", "text of a number", "people", {"label": "plan", "task": "regression"}, ["label plan is ", "numbers for regression"]),
    ("no_leakage", "label", "a date", "numbers", {"label": "day"}, ["label day is ", "accepted: text, booleans and integers as classes"]),
    ("parameters_finite", "model", "no network", "people", {}, ["is neither a network", "id, size, plan"]),
    ("parameters_finite", "model", "not there", "gone", {}, ["gone", "run its model first"]),
    ("trained_within", "model", "no network", "people", {"days": 3}, ["is not a network trained by dbt_nn.train"]),
    ("training_converged", "model", "no network", "people", {}, ["is neither a network", "id, size, plan"]),
    ("training_converged", "model", "not there", "gone", {}, ["gone", "run its model first"]),
]  # fmt: skip

# ---- models as they are written
SELECT = "which is something to select from; write select * from {{ dbt_nn."
TRAIN = "{{ dbt_nn.train(ref('people'), 'bought', iterations=2) }}"
MODELS = [
    ("evaluate", "model", "without a select", "{{ dbt_nn.evaluate(ref('good'), 'bought') }}", [SELECT]),
    ("predict", "model", "without a select", "{{ config(materialized='view') }}\n{{ dbt_nn.predict(network=ref('net'), examples=ref('people')) }}", [SELECT]),
    ("history", "model", "without a select", "-- the losses\n{{- dbt_nn.history(ref('net')) }}", [SELECT]),
    ("predict", "examples", "text of a model", "select * from {{ dbt_nn.predict(network=ref('net'), examples='people') }}", ['examples is the string "people"', "examples=ref('people')"]),
    ("evaluate", "predictions", "text of a model", "select * from {{ dbt_nn.evaluate('good', 'bought') }}", ['predictions is the string "good"', "predictions=ref('good')"]),
    ("train", "model", "twice", TRAIN + TRAIN, ["calls dbt_nn.train 2 times", "a model for each network"]),
    ("train", "model", "text before", "select 1 as x, " + TRAIN, ['the text "select 1 as x,"', "before {{ dbt_nn.train(...) }}"]),
    ("train", "model", "a semicolon", TRAIN + ";", ["ends with a semicolon"]),
    ("train", "model", "another materialization", TRAIN + "{{ config(materialized='table') }}", ["materialized as table", "remove materialized"]),
    ("train", "model", "no call", "{{ config(materialized='neural_network') }} select * from {{ ref('people') }}", ["does not call dbt_nn.train"]),
    ("train", "alias", "a quote", "{{ config(alias='a\"b') }}" + TRAIN, ["name or alias is", "does not escape"]),
    ("train", "features", "a line break in a name", "{{ dbt_nn.train(ref('broken_name'), 'bought', iterations=2) }}", ["has a line break in its name", "rename it"]),
    ("train", "example_weight", "huge", "{{ dbt_nn.train(ref('heavy'), 'bought', iterations=2, example_weight='heavy') }}", ["example_weight heavy is above 1e100 in 1 row"]),
    ("train", "promote", "can't fail", "{{ dbt_nn.train(ref('people'), 'bought', example_id='id', iterations=2, promote={'metric': 'log_loss', 'at_least': 0}) }}", ["promote: at_least is 0, so a network can never fail"]),
    ("train", "retrain", "huge", "{{ dbt_nn.train(ref('people'), 'bought', iterations=2, retrain={'days': 10**9}) }}", ["retrain is ", "at most 36500"]),
]  # fmt: skip
