"""A project that uses everything the package offers, through its public macros, options and tests only.

Nothing here may name a macro with a leading underscore: a checkout is free to rename those.
"""

from __future__ import annotations

import json
import math
import random

import yaml

OPTIMIZERS = ["gradient_descent", "momentum", "nesterov", "rprop", "adam", "adamw", "rmsprop"]
LAYOUTS = ["wide", "dots", "packed"]
# A packed iteration has no columns for stages to hand on.
STAGE_LAYOUTS = ["wide", "dots"]
LOOPS = ["recursive", "stepwise"]
# A node whose name begins so is there for its error's words; any other has to succeed.
REFUSED = "refused_"

KIND = {"label": "kind", "features": ["size", "age"]}
SORT = {"label": "sort", "features": ["size", "age", "plan"]}
PRICE = {"label": "price", "features": ["size", "age"]}
VISITS = {"label": "visits", "features": ["size", "age"], "loss": "poisson"}


def literal(value) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"cast('{value!r}' as double)"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


class Files:
    """The project's files, by path; a name that comes twice is a mistake."""

    def __init__(self):
        self.texts: dict[str, str] = {}
        self.networks: list[str] = []

    def add(self, path: str, text: str) -> None:
        assert path not in self.texts, path
        self.texts[path] = text

    def model(self, name: str, sql: str, folder: str = "models", **config) -> None:
        head = f"{{{{ config(**{config!r}) }}}}\n" if config else ""
        self.add(f"{folder}/{name}.sql", f"{head}{sql}\n")

    def table(self, name: str, columns: list[str], rows: list[tuple]) -> None:
        values = ",\n  ".join("(" + ", ".join(map(literal, row)) + ")" for row in rows)
        self.model(name, f"select * from (values\n  {values}\n) as rows ({', '.join(columns)})", materialized="table")

    def train(self, name: str, config: dict | None = None, predicts: bool = True, **options) -> None:
        """A network of the door `train` and its predictions. A text {{…}} is Jinja, not a value."""
        options = {
            "examples": "{{ref('customers')}}",
            "example_id": "customer_id",
            "hidden_layers": [3],
            "iterations": 6,
            "checkpoint_every": 6,
            **options,
        }
        examples = options["examples"]
        given = ",\n  ".join(f"{key}={jinja(value)}" for key, value in options.items() if value is not None)
        self.model(name, f"{{{{ dbt_nn.train(\n  {given}\n) }}}}", **(config or {}))
        self.networks.append(name)
        if predicts:
            call = f"dbt_nn.predict(network=ref('{name}'), examples={jinja(examples)})"
            tags = {"tags": config["tags"]} if config and "tags" in config else {}
            self.model(f"{name}_predictions", f"select * from {{{{ {call} }}}}", materialized="table", **tags)

    def stages(self, name: str, meta: dict | None = None, examples: str = "points", **network) -> None:
        """A network of the six stages, and its predictions at every checkpoint."""
        network = json.dumps({"features": ["x1", "x2"], "split": "split", "hidden_layers": [3], **network})
        meta = {"iterations": 6, "checkpoint_every": 4, **(meta or {})}
        init, gradients, update = (f"ref('{name}_{stage}')" for stage in ("init", "gradients", "update"))
        stages = {
            "init": ("init(network)", {"materialized": "table"}),
            "hidden": (f"hidden(network, examples=ref('{examples}'), parameters={init})", {}),
            "scores": (f"scores(network, hidden=ref('{name}_hidden'))", {}),
            "loss": (f"loss(network, scores=ref('{name}_scores'))", {}),
            "gradients": (f"gradients(network, loss=ref('{name}_loss'), parameters={init})", {}),
            "update": (
                f"update(network, parameters={init}, gradients={gradients})",
                {"materialized": "training_loop", "meta": meta},
            ),
            "predictions": (
                f"predictions(network, examples=ref('{examples}'), parameters=dbt_nn.checkpoints({update}))",
                {"materialized": "table"},
            ),
        }
        for stage, (call, config) in stages.items():
            sql = f"{{% set network = {network} %}}\n{{{{ dbt_nn.stage_{call} }}}}"
            self.model(f"{name}_{stage}", sql, f"models/{name}", **(config or {"materialized": "ephemeral"}))


def jinja(value) -> str:
    if isinstance(value, str) and value.startswith("{{"):
        return value[2:-2]
    return repr(value)


def examples(files: Files) -> None:
    """Few rows with all there may be: gaps, NaN, rare and missing categories, weights, splits, all kinds of labels."""
    draw = random.Random(7)
    rows, labelled_rows = [], []
    for at in range(1, 49):
        size, age = round(draw.gauss(10, 4), 3), draw.randint(18, 80)
        noise = draw.gauss(0, 1)
        row = (
            at,
            None if at % 11 == 0 else math.nan if at % 17 == 0 else size,
            age,
            None if at % 9 == 0 else ["basic", "it's more", "großes", "basic", "rare"][at % 5 if at % 10 else 4],
            None if at % 13 == 0 else draw.random() < 0.4,
            "yes" if size + noise > 10 else "no",
            "high" if age + noise * 5 > 60 else "low" if age + noise * 5 < 35 else "mid-dle",
            size - age / 10 > 5,
            (at * 7 + draw.randint(0, 2)) % 3 - 1,
            round(3 * size - 0.2 * age + noise, 4),
            max(0, int(size / 4 + noise)),
            round(draw.uniform(0.2, 3), 2) if at % 12 else 0.0,
            ["train", "train", "train", "validation", "test", "train"][at % 6],
        )
        rows.append(row)
        labelled_rows.append((*row[:5], None if at % 8 == 0 else row[5], *row[6:12]))
    columns = [
        *["customer_id", "size", "age", "plan", "is_new", "kind", "sort"],
        *["is_large", "grade", "price", "visits", "amount", "fold"],
    ]
    files.table("customers", columns, rows)
    files.table("partly_labelled", columns[:12], labelled_rows)
    files.model(
        "with_split", "select * exclude (fold), fold as split from {{ ref('customers') }}", materialized="table"
    )
    files.model("few_columns", "select customer_id, size, age, plan, kind from {{ ref('customers') }}")
    points = []
    for at in range(1, 31):
        x1, x2 = draw.gauss(0, 1), draw.gauss(0, 1)
        third = 0 if x1 > 0.3 else 1 if x2 > 0 else 2
        points.append(
            (at, x1, x2, int(x1 + x2 > 0), third, 2 * x1 - x2, int(abs(x1) * 3), "train" if at % 4 else "validation")
        )
    files.table("points", ["point_id", "x1", "x2", "half", "third", "target", "counted", "split"], points)


def networks_by_option(files: Files) -> None:
    for place, optimizer in enumerate(OPTIMIZERS):
        for at, layout in enumerate(LAYOUTS):
            loop = LOOPS[(place + at) % 2]
            options = {"optimizer": optimizer, "layout": layout, "loop": loop}
            files.train(f"{optimizer}_{layout}", predicts=optimizer in ("rprop", "adam"), **KIND, **options)
    constants = {
        "momentum": {"momentum": 0.8},
        "nesterov": {"momentum": 0.7},
        "rprop": {"increase": 1.3, "decrease": 0.4, "largest_step": 5, "smallest_step": 0.001},
        "adam": {"beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6},
        "adamw": {"beta1": 0.8, "weight_decay": 0.1},
        "rmsprop": {"decay": 0.9, "epsilon": 1e-5},
    }
    for place, (name, values) in enumerate(constants.items()):
        options = {"optimizer": {"name": name, **values}, "layout": LAYOUTS[place % 3], "learning_rate": 0.05}
        files.train(f"constants_{name}", predicts=False, **SORT, **options)

    pairs = [["relu", "leaky_relu"], ["elu", "selu"], ["tanh", "sigmoid"], ["softplus", "gelu"], ["identity", "relu"]]
    for place, pair in enumerate(pairs):
        for at, layout in enumerate(LAYOUTS):
            options = {"activation": pair, "layout": layout, "loop": LOOPS[(place + at) % 2]}
            name = f"activation_{'_'.join(pair)}_{layout}"
            files.train(name, predicts=layout == "wide", **KIND, hidden_layers=[3, 2], **options)

    losses = {
        "two_classes": KIND,
        "three_classes": SORT,
        "squared": {**PRICE, "loss": "squared_error"},
        "absolute": {**PRICE, "loss": "absolute_error"},
        "huber": {**PRICE, "loss": "huber"},
        "huber_delta": {**PRICE, "loss": {"name": "huber", "delta": 1.35}},
        "poisson": VISITS,
        "quantiles": {**PRICE, "loss": "quantile"},
        "one_quantile": {**PRICE, "loss": {"name": "quantile", "levels": 0.25}},
        "five_quantiles": {**PRICE, "loss": {"name": "quantile", "levels": [0.9, 0.05, 0.25, 0.4, 0.75]}},
    }
    for place, (name, options) in enumerate(losses.items()):
        for at, layout in enumerate(LAYOUTS):
            form = {"layout": layout, "loop": LOOPS[(place + at) % 2]}
            files.train(f"loss_{name}_{layout}", predicts=layout == "wide", **options, **form)
        form = {"layout": LAYOUTS[place % 3], "optimizer": "adam", "hidden_layers": []}
        files.train(f"loss_{name}_linear", **options, **form)

    schedules = {
        "constant": {},
        "step": {"every": 2, "factor": 0.3},
        "exponential": {"factor": 0.9},
        "inverse": {"decay": 0.1},
        "cosine": {},
        "cosine_own": {"name": "cosine", "iterations": 4, "smallest_rate": 0.001},
    }
    for place, (name, values) in enumerate(schedules.items()):
        for warm_up in (0, 3):
            schedule = {"name": name, **values} | ({"warm_up": warm_up} if warm_up else {})
            options = {
                "learning_rate_schedule": schedule if len(schedule) > 1 else name,
                "optimizer": [optimizer for optimizer in OPTIMIZERS if optimizer != "rprop"][place],
                "layout": LAYOUTS[place % 3],
                "loop": LOOPS[warm_up % 2],
            }
            files.train(f"schedule_{name}_{warm_up}", predicts=False, **KIND, **options)


def networks_by_layout(files: Files) -> None:
    for place, layout in enumerate(LAYOUTS):
        common = {"layout": layout, "optimizer": "adam"}
        files.train(f"clip_{layout}", **KIND, **common, clip_norm=0.1, loop=LOOPS[place % 2])
        files.train(f"penalties_{layout}", **SORT, **common, l1=0.01, l2=0.02, loop=LOOPS[place % 2])
        files.train(f"only_l1_{layout}", **PRICE, layout=layout, l1=0.01, l2=0)
        files.train(f"no_penalty_{layout}", **PRICE, layout=layout, l2=0)
        files.train(f"balanced_{layout}", **SORT, layout=layout, class_weights="balanced")
        files.train(f"class_weights_{layout}", **KIND, layout=layout, class_weights={"yes": 2.5, "no": 1})
        files.train(f"example_weight_{layout}", **PRICE, layout=layout, example_weight="amount")
        files.train(f"split_column_{layout}", **KIND, layout=layout, split="fold")
        files.train(f"no_validation_{layout}", **SORT, layout=layout, example_id=None)
        for loop in LOOPS:
            form = {"layout": layout, "loop": loop, "checkpoint_every": 4}
            files.train(f"loop_{layout}_{loop}", **SORT, **form, keep_checkpoints=True)
            files.train(f"batches_{layout}_{loop}", **KIND, **form, batch_size=16, iterations=8)
            stopping = {"patience": 2, "minimum_improvement": 0.01}
            options = {"iterations": 12, "early_stopping": stopping, "learning_rate": 0.5}
            files.train(f"stopping_{layout}_{loop}", **SORT, **form, **options)
        options = {"batch_size": 10, "example_weight": "amount", "clip_norm": 0.5, "early_stopping": True}
        files.train(f"weighted_batches_{layout}", **PRICE, **common, **options, iterations=9)
    for place, layout in enumerate(["wide", "dots"]):
        for loop in LOOPS:
            files.train(f"dropout_{layout}_{loop}", **KIND, layout=layout, loop=loop, dropout=0.3)
        options = {"hidden_layers": [5, 2], "dropout": [0, 0.5], "batch_size": 12, "loop": LOOPS[place]}
        files.train(f"dropout_batches_{layout}", **SORT, layout=layout, **options)


def networks_of_other_kinds(files: Files) -> None:
    label = {"label": "kind"}
    files.train("everything_found", examples="{{ref('few_columns')}}", label="kind", hidden_layers=None)
    files.train("features_of_all_kinds", label="kind", features=["size", "plan", "is_new", "age"])
    files.train("with_gaps", label="kind", features=["size", "plan", "is_new"], missing_indicator=True, layout="wide")
    files.train("few_categories", label="sort", features=["plan", "size"], max_categories=2, layout="packed")
    files.train("boolean_label", label="is_large", features=["size", "age"])
    files.train("number_label", label="grade", features=["size", "age", "plan"])
    files.train("number_by_task", label="grade", features=["size", "age"], task="regression")
    files.train("classes_by_task", label="visits", features=["size", "age"], task="classification")
    files.train("classes_given", **label, features=["size"], classes=["yes", "no"])
    files.train("split_found", **KIND, examples="{{ref('with_split')}}")
    files.train("split_fractions", **KIND, split={"train": 0.6, "validation": 0.2, "test": 0.2})
    files.train("split_two", **KIND, split={"train": 0.7, "test": 0.3})
    files.train("unlabelled", **KIND, examples="{{ref('partly_labelled')}}")
    weights = {"example_weight": "amount", "class_weights": "balanced"}
    files.train("weighted_twice", label="kind", features=["size", "plan", "is_new"], **weights)
    # The sums of `dots` that keep no row, which few rows don't get, and what many rows get by default.
    for count, layout in ((10500, "dots"), (125000, "auto")):
        rows = f"from (select range as row_id, range * 7919 % 1000 / 1000.0 as x from range({count})) as numbers"
        files.model(f"rows_{count}", f"select row_id, x, x > 0.4 as is_high {rows}", materialized="table")
        options = {"label": "is_high", "example_id": "row_id", "layout": layout, "iterations": 2}
        files.train(f"network_of_{count}", predicts=False, examples=f"{{{{ref('rows_{count}')}}}}", **options)
    files.train("other_seed", **KIND, random_seed=7, hidden_layers=[4, 3, 2])
    files.train("by_auto", **KIND, checkpoint_every="auto", iterations=60)
    files.train("by_auto_stepwise", **KIND, checkpoint_every="auto", iterations=40, loop="stepwise")
    files.train("by_auto_batches", **KIND, checkpoint_every="auto", iterations=20, batch_size=12, loop="stepwise")
    files.train("no_resume", **KIND, resume=False)

    for place, optimizer in enumerate(OPTIMIZERS):
        options = {"warm_start": f"{{{{ref('{optimizer}_dots')}}}}", "optimizer": optimizer, "iterations": 5}
        files.train(
            f"warm_{optimizer}",
            predicts=optimizer == "adam",
            **KIND,
            layout=LAYOUTS[place % 3],
            loop=LOOPS[place % 2],
            **options,
        )
    files.train("warm_other_optimizer", **KIND, warm_start="{{ref('adam_wide')}}", optimizer="momentum")
    files.train("warm_after_stopping", **SORT, warm_start="{{ref('stopping_dots_recursive')}}")
    options = {"warm_start": "{{ref('batches_dots_recursive')}}", "batch_size": 12, "iterations": 7}
    files.train("warm_batches", **KIND, **options)
    options = {"warm_start": "{{ref('loss_squared_dots')}}", "loss": "huber", "early_stopping": {"patience": 2}}
    files.train("warm_other_loss", **PRICE, **options)
    options = {"learning_rate_schedule": "cosine", "optimizer": "adam", "checkpoint_every": 3}
    files.train("warm_cosine", label="kind", warm_start="{{ref('adam_dots')}}", **options)

    # What is built again with more iterations, or with as many.
    again = {"tags": ["again"]}
    kept = {"keep_checkpoints": True, "checkpoint_every": 3}
    more = "{{env_var('COMPARED_ITERATIONS', '6') | int}}"
    for loop in LOOPS:
        files.train(f"resumed_{loop}", again, **KIND, iterations=more, **kept, loop=loop)
    files.train("resumed_batches", again, **KIND, iterations=more, **kept, batch_size=12)
    files.train("unchanged", again, **KIND, **kept)
    files.train("trained_anew", again, **KIND, iterations=more, resume=False)
    # What is built without rows.
    empty = {"tags": ["empty"]}
    files.train("empty_classes", empty, **KIND, classes=["no", "yes"])
    files.train("empty_unknown_classes", empty, **SORT)
    files.train("empty_number", empty, **PRICE, loss="quantile")


def refused(files: Files) -> None:
    """The words of errors belong to what must stay the same."""
    wrong = {
        "options": {"hiden_layers": [3], "l2": "1e-3", "optimizer": {"name": "adam", "beta": 1}, "folds": 3},
        "choices": {"activation": "rellu", "loss": "hubber", "layout": "flat", "iterations": 0},
        "values": {"dropout": 1.5, "split": {"train": 0.5}, "class_weights": "equal", "early_stopping": 3},
        "rprop_clip": {"optimizer": "rprop", "clip_norm": 1.0},
        "packed_dropout": {"layout": "packed", "dropout": 0.5},
        "loss_of_task": {"loss": "huber"},
        "column": {"features": ["sise"]},
        "id": {"example_id": "plan"},
        "split": {"split": "plan"},
        "class": {"classes": ["yes", "maybe"]},
        "warm_start": {"warm_start": "{{ref('customers')}}"},
        "warm_start_differs": {"warm_start": "{{ref('adam_dots')}}", "hidden_layers": [4], "activation": "tanh"},
    }
    for name, options in wrong.items():
        files.train(REFUSED + name, **{**KIND, **options}, predicts=False)
    predict = "select * from {{ dbt_nn.predict(network=ref('adam_dots'), examples=ref('points')) }}"
    files.model(REFUSED + "predictions", predict)
    evaluate = "select * from {{ dbt_nn.evaluate(ref('adam_dots_predictions'), label='knd') }}"
    files.model(REFUSED + "evaluation", evaluate)


def staged(files: Files) -> None:
    half, third = {"label": "half", "classes": [0, 1]}, {"label": "third", "classes": [0, 1, 2]}
    number = {"label": "target"}
    for place, optimizer in enumerate(OPTIMIZERS):
        options = {"optimizer": optimizer, "layout": STAGE_LAYOUTS[place % 2]}
        files.stages(f"stage_{optimizer}", {"loop": LOOPS[place % 2]}, **third, **options)
    kinds = {
        "sigmoid": {**half, "output": "sigmoid"},
        "softmax": {**half, "l1": 0.01, "l2": 0.01, "activation": "tanh"},
        "identity": {**number, "l2": 0.1, "activation": ["gelu", "selu"], "hidden_layers": [3, 2]},
        "absolute": {**number, "loss": "absolute_error", "activation": "elu"},
        "huber": {**number, "loss": {"name": "huber", "delta": 0.5}, "activation": "softplus"},
        "poisson": {"label": "counted", "loss": "poisson", "activation": "leaky_relu"},
        "quantile": {**number, "loss": {"name": "quantile", "levels": [0.2, 0.5, 0.9]}, "activation": "sigmoid"},
        "linear": {**third, "hidden_layers": [], "clip_norm": 0.1, "optimizer": "adam"},
        "schedule": {
            **half,
            "optimizer": "momentum",
            "learning_rate_schedule": {"name": "cosine", "iterations": 5, "warm_up": 2},
            "activation": "identity",
        },
    }
    for place, (name, options) in enumerate(kinds.items()):
        layouts = STAGE_LAYOUTS if name in ("sigmoid", "identity", "quantile") else [STAGE_LAYOUTS[place % 2]]
        for at, layout in enumerate(layouts):
            meta = {"loop": LOOPS[(place + at) % 2], "keep_checkpoints": at == 0}
            files.stages(f"stage_{name}_{layout}", meta, **options, layout=layout)
    # A stage of the user's own, at the marks that the docs give it.
    files.stages("own", {"checkpoint_every": "auto", "iterations": 9}, **half)
    files.texts["models/own/own_scores.sql"] = (
        "{{ config(materialized='ephemeral') }}\n"
        "{% set network = {'features': ['x1', 'x2'], 'label': 'half', 'classes': [0, 1], 'hidden_layers': [3]} %}\n"
        "select *, (select count(*) from {{ dbt_nn.parameters(ref('own_init')) }}) as parameters_read,\n"
        "  (select count(*) from {{ dbt_nn.examples(ref('points')) }}) as examples_read\n"
        "from ({{ dbt_nn.stage_scores(network, hidden=ref('own_hidden')) }}) as scored\n"
    )


def read_networks(files: Files) -> None:
    for name in ["adam_wide", "stopping_dots_recursive", "batches_wide_stepwise", "warm_adam", "loss_quantiles_packed"]:
        select = f"select * from {{{{ dbt_nn.history(ref('{name}')) }}}}"
        files.model(f"{name}_history", select, materialized="table")
    files.model("update_history", "select * from {{ dbt_nn.history(ref('stage_adam_update')) }}", materialized="table")
    checkpoints = "select * from {{ dbt_nn.checkpoints(ref('stage_identity_wide_update')) }}"
    files.model("kept_checkpoints", checkpoints, materialized="table")
    for name in [
        *["adam_wide", "loss_three_classes_dots", "loss_poisson_packed", "loss_five_quantiles_wide"],
        *["with_gaps", "few_categories", "boolean_label", "number_label", "split_fractions", "loss_squared_linear"],
    ]:
        call = f"dbt_nn.network_sql(network=ref('{name}'), examples=ref('customers'))"
        files.model(f"{name}_literal", f"{{{{ {call} }}}}", materialized="table")


def evaluated(files: Files) -> None:
    two, three = "ref('adam_dots_predictions')", "ref('loss_three_classes_wide_predictions')"
    number, given = "ref('loss_squared_wide_predictions')", "ref('classes_given_predictions')"
    yes, weights = "positive_class='yes'", "by=['split', 'is_new'], example_weight='amount'"
    calls = {
        "evaluate": [
            f"{two}, label='kind'",
            f"{two}, label='kind', {yes}, by=['split']",
            f"{three}, label='sort', {weights}",
            f"{three}, label='sort', classes=['low', 'mid-dle', 'high'], metrics=['log_loss', 'accuracy', 'roc_auc']",
            f"{number}, label='price'",
            f"{number}, label='price', {weights}",
            f"{number}, label='price', metrics=['mae', 'r2']",
            f"{given}, label='kind', metrics='brier_score', {yes}",
            "ref('empty_classes_predictions'), label='kind', by=['split']",
        ],
        "evaluate_classes": [
            f"{two}, label='kind'",
            f"{three}, label='sort', {weights}",
            f"{three}, label='sort', classes=['low', 'mid-dle', 'high']",
        ],
        "confusion_matrix": [f"{two}, label='kind'", f"{three}, label='sort', {weights}"],
        "calibration_curve": [
            f"{two}, label='kind'",
            f"{two}, label='kind', {yes}, bins=4",
            f"{three}, label='sort', {weights}",
        ],
        "threshold_table": [
            f"{two}, label='kind', {yes}",
            f"{three}, label='sort', {weights}, thresholds=[0.1, 0.5], false_positive_cost=2, false_negative_cost=0.5",
        ],
        "lift_curve": [f"{two}, label='kind', {yes}, bins=4", f"{three}, label='sort', {weights}"],
    }
    for name in ("roc_curve", "precision_recall_curve"):
        calls[name] = [f"{two}, label='kind', {yes}", f"{three}, label='sort'", f"{three}, label='sort', {weights}"]
    for macro, given_calls in calls.items():
        for number, arguments in enumerate(given_calls, 1):
            tags = {"tags": ["empty"]} if "empty_" in arguments else {}
            select = f"select * from {{{{ dbt_nn.{macro}({arguments}) }}}}"
            files.model(f"{macro}_{number}", select, materialized="table", **tags)


def gates(files: Files) -> None:
    """Every gate where it holds and where it fails; those that fail warn, so that nothing is skipped."""
    kind, of_number = {"label": "kind"}, {"label": "price"}
    two, number = "adam_dots_predictions", "loss_squared_wide_predictions"
    given = {
        two: [
            ("metric", {**kind, "metric": "accuracy", "at_least": 0.01}),
            ("metric", {**kind, "metric": "log_loss", "at_most": 0.01, "by": ["split"]}),
            (
                "metric",
                {**kind, "metric": "f1", "at_least": 0.999, "positive_class": "yes", "example_weight": "amount"},
            ),
            ("beats_baseline", {**kind, "metric": "accuracy", "margin": -1}),
            ("beats_baseline", {**kind, "metric": "log_loss", "margin": 5}),
            ("beats_baseline", {**kind, "metric": "accuracy", "baseline": "ref('rprop_wide_predictions')"}),
            ("beats_baseline", {**kind, "metric": "roc_auc", "positive_class": "yes", "by": ["split"]}),
            ("calibrated", {**kind, "at_most": 1}),
            ("calibrated", {**kind, "at_most": 0.001, "positive_class": "yes", "bins": 4}),
        ],
        number: [
            ("metric", {**of_number, "metric": "rmse", "at_most": 1e9}),
            ("metric", {**of_number, "metric": "r2", "at_least": 1, "by": ["split"]}),
            ("beats_baseline", {**of_number, "metric": "rmse"}),
            ("beats_baseline", {**of_number, "metric": "mae", "margin": 100, "example_weight": "amount"}),
        ],
        "customers": [
            ("no_drift", {"reference": "ref('partly_labelled')", "at_most": 10}),
            ("no_drift", {"reference": "ref('customers')", "reference_where": "age > 50", "features": ["age", "plan"]}),
            ("no_leakage", {**kind, "at_most": 1}),
            ("no_leakage", {**of_number, "at_most": 0.01, "features": ["size", "age", "plan"], "bins": 5}),
        ],
        "adam_wide": [("parameters_finite", {}), ("training_converged", {"at_most": 1})],
        "stopping_dots_recursive": [
            ("training_converged", {"at_most": 0.0, "last_iterations": 2, "loss": "validation_loss"})
        ],
        "stage_adam_update": [("parameters_finite", {}), ("training_converged", {"at_most": 0.0})],
        "empty_classes_predictions": [("metric", {**kind, "metric": "accuracy", "at_least": 0.01})],
        "empty_classes": [("parameters_finite", {}), ("training_converged", {})],
    }
    models = []
    for model, its_gates in given.items():
        tests = []
        for place, (gate, arguments) in enumerate(its_gates, 1):
            config = {"severity": "warn"}
            if place == 2:
                config["store_failures"] = True
            if place == 3:
                config["where"] = "age > 20"
            test = {"name": f"{model}_{gate}_{place}", "config": config}
            if arguments:
                test["arguments"] = arguments
            tests.append({f"dbt_nn.{gate}": test})
        models.append({"name": model, "data_tests": tests})
    files.add("models/gates.yml", yaml.safe_dump({"models": models}, sort_keys=False, allow_unicode=True))


def files_of_consumer() -> Files:
    files = Files()
    for part in (
        *[examples, networks_by_option, networks_by_layout, networks_of_other_kinds, refused],
        *[staged, read_networks, evaluated, gates],
    ):
        part(files)
    # A third of them: an estimate counts and describes the examples, which are mostly the same.
    estimated = [name for name in files.networks if not name.startswith((REFUSED, "empty_"))][::3]
    files.add(
        "macros/estimates.sql",
        "{% macro estimates() %}\n"
        f"  {{% for network in {estimated!r} %}}\n"
        "    {% do log(network ~ ': ' ~ (dbt_nn.estimate(network=network) | tojson), info=true) %}\n"
        "  {% endfor %}\n"
        "{% endmacro %}\n",
    )
    return files
