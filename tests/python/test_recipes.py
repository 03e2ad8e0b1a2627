"""CONTRIBUTING's recipes, followed to the letter in a copy of the package: what each adds can be used, and nothing else is needed."""

import re
import shutil

import numpy as np
import pytest
from conftest import LEFT_BEHIND, ROOT, new_consumer
from reference import Network
from reference_activations import SLOPES, VALUES

ROWS = 40
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

# What a recipe asks to write: new files, and a row in a table. (heading, {file: text}, {table: (before, row)})
ACTIVATION = (
    "Add an activation",
    {
        "macros/activations/softsign.sql": """
            {% macro _softsign_value(sum) -%}
              {%- do return(sum ~ ' / (1 + abs(' ~ sum ~ '))') -%}
            {%- endmacro %}

            {% macro _softsign_slope(sum, value) -%}
              {%- do return('(1 / ((1 + abs(' ~ sum ~ ')) * (1 + abs(' ~ sum ~ '))))') -%}
            {%- endmacro %}
            """
    },
    {
        "macros/activations/activation.sql": (
            "'tanh': {",
            "'softsign': {'value': dbt_nn._softsign_value, 'slope': dbt_nn._softsign_slope, 'variance': dbt_nn._glorot_variance},",
        )
    },
)
OPTIMIZER = (
    "Add an optimizer",
    {
        "macros/optimizers/sign_descent.sql": """
            {% macro _sign_descent(rate, constants) -%}
              {%- do return({
                'state': [{'name': 'signs', 'start': dbt_nn._number(0), 'next': 'signs'}],
                'steps': {
                  'comment': 'a running mean of signs',
                  'columns': {
                    'signs': dbt_nn._constant(constants.share) ~ ' * ' ~ dbt_nn._no_trace('signs') ~ ' + sign(gradient)', 'gradient': 'gradient'
                  }
                },
                'reported': none,
                'value': 'value - ' ~ dbt_nn._constant(rate) ~ ' * signs'
              }) -%}
            {%- endmacro %}
            """
    },
    {
        "macros/optimizers/optimizer.sql": (
            "'gradient_descent': {",
            "'sign_descent': {\n"
            "      'parts': dbt_nn._sign_descent, 'learning_rate': 0.02, 'takes_rate': true, 'decays_weights': false,\n"
            "      'constants': {'share': {'default': 0.5, 'accepts': 'share'}}\n"
            "    },",
        )
    },
)
LOSS = (
    "Add a loss",
    {
        "macros/losses/log_cosh.sql": """
            {% macro _log_cosh_value(score, target, constants) -%}
              {%- do return('ln(cosh(' ~ score ~ ' - ' ~ target ~ '))') -%}
            {%- endmacro %}

            {% macro _log_cosh_slope(score, target, constants) -%}
              {%- do return('tanh(' ~ score ~ ' - ' ~ target ~ ')') -%}
            {%- endmacro %}
            """
    },
    {
        "macros/losses/losses.sql": (
            "'absolute_error': ",
            "'log_cosh': dbt_nn._loss_of_one_score(dbt_nn._log_cosh_value, dbt_nn._log_cosh_slope),",
        )
    },
)
METRIC = (
    "Add a metric",
    {
        "macros/evaluation/middle_error.sql": """
            {% macro _middle_error(name, read) -%}
            else (highest_error + lowest_error) / 2
            {%- endmacro %}
            """
    },
    {
        "macros/evaluation/metrics.sql": (
            "{'name': 'mae',",
            "{'name': 'middle_error', 'task': 'regression', 'reads': 'numbers', 'better': 'low', 'value': dbt_nn._middle_error},",
        )
    },
)
OPTION = (
    "Add an option",
    {},
    {
        "macros/network/options.sql": (
            "{'name': 'l1',",
            "{'name': 'first_scale', 'default': 1, 'accepts': 'positive_number', 'doors': ['stage', 'train'],\n"
            "     'of_network': ['stage', 'train'], 'meaning': 'factor of the initial weights'},",
        ),
        "macros/network/record.sql": ("'l1': 0,", "'first_scale': 1,"),
    },
)
# Every optimizer and schedule with its rate and constants as numbers, and as columns of the same values.
BY_COLUMNS = """
    {% for name, known in dbt_nn._optimizers().items() %}
    {% set numbers = {} %}
    {% set columns = {} %}
    {% for constant, row in known.constants.items() %}
    {% do numbers.update({constant: row.default}) %}
    {% do columns.update({constant: 'c_' ~ constant}) %}
    {% endfor %}
    {% for kind, parts in {'numbers': known.parts(0.05, numbers), 'columns': known.parts('rate', columns)}.items() %}
    {% set computed = columns.values() | list %}
    {% for column, sql in (parts.steps.columns if parts.steps else {'gradient': 'gradient'}).items() %}
    {% do computed.append(sql ~ ' as ' ~ column) %}
    {% endfor %}
    select '{{ name }}' as name, '{{ kind }}' as kind, iteration, {{ parts.value }} as value
    from (
      select iteration, input, value, rate, {{ computed | join(', ') }}
      from (
        select
          i as iteration, i % 2 as input, 0.3e0 * i as value, sin(i) as gradient, 0.1e0 as signs, 0.1e0 as velocity, 0.2e0 as gradient_mean,
          0.3e0 as square_mean, 0.05e0 as step, -0.1e0 as previous_gradient, 0.05e0 as rate
          {% for constant, value in numbers.items() %}, cast({{ value }} as double) as c_{{ constant }}{% endfor %}
        from range(0, 40000, 97) as numbers (i)
      ) as parameters
    ) as steps
    {{ 'union all' if not loop.last }}
    {% endfor %}
    {{ 'union all' if not loop.last }}
    {% endfor %}
    """
RATES_BY_COLUMNS = """
    {% for name in dbt_nn._schedules() %}
    {% set schedule = dbt_nn._constants_of_choice(dbt_nn._schedule(name).constants, {'iterations': 50, 'warm_up': 4, 'smallest_rate': 0.001}) %}
    {% do schedule.update({'name': name}) %}
    select
      '{{ name }}' as name, iteration,
      {{ dbt_nn._rate_of_iteration(0.05, schedule, 'iteration') }} as by_number,
      {{ dbt_nn._rate_of_iteration('rate', schedule, 'iteration') }} as by_column
    from (select i as iteration, 0.05e0 as rate from range(0, 60) as numbers (i)) as iterations
    {{ 'union all' if not loop.last }}
    {% endfor %}
    """
RECIPES = [ACTIVATION, OPTIMIZER, LOSS, METRIC, OPTION]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The package with what every recipe adds, and a consumer that uses it: one build."""
    path = tmp_path_factory.mktemp("copy") / "dbt_nn"
    shutil.copytree(ROOT, path, ignore=LEFT_BEHIND)
    consumer = new_consumer(tmp_path_factory.mktemp("consumer"), package=path)
    for _, files, rows in RECIPES:
        for name, text in files.items():
            consumer.write(path / name, text)
        for name, (before, row) in rows.items():
            text = (path / name).read_text(encoding="utf-8")
            assert text.count(before) == 1, f"{before} is not there once in {name}"
            (path / name).write_text(text.replace(before, f"{row}\n    {before}"), encoding="utf-8")
    # What reads the new option.
    init = path / "macros/stages/stage_init.sql"
    text = init.read_text(encoding="utf-8")
    assert text.count("draw * sqrt(variance)") == 1
    init.write_text(
        text.replace("draw * sqrt(variance)", "draw * sqrt(variance) * {{ network.first_scale }}"), encoding="utf-8"
    )

    x, y = data()
    consumer.table("examples", ["id", "x1", "x2", "y"], [[at, *map(float, x[at]), float(y[at])] for at in range(ROWS)])
    usual = {"label": "y", "features": ["x1", "x2"], "hidden_layers": [3], "iterations": 5, "l2": 0}
    consumer.train("softsign", "examples", **usual, activation="softsign", optimizer="gradient_descent")
    consumer.train("sign_descent", "examples", **usual, optimizer={"name": "sign_descent", "share": 0.25})
    consumer.train("log_cosh", "examples", **usual, loss="log_cosh", optimizer="gradient_descent")
    consumer.train("scaled", "examples", **usual, first_scale=2)
    consumer.train("unscaled", "examples", **usual)
    consumer.predictions("answers", "log_cosh", "examples")
    consumer.write(
        "models/worth.sql",
        "select * from {{ dbt_nn.evaluate(ref('answers'), label='y', metrics=['mae', 'middle_error']) }}\n",
    )
    consumer.write("models/by_columns.sql", BY_COLUMNS)
    consumer.write("models/rates_by_columns.sql", RATES_BY_COLUMNS)
    consumer.train("resumed", "examples", **{**usual, "iterations": 4}, checkpoint_every=2, keep_checkpoints=True)
    consumer.dbt_ok("build")
    consumer.package = path
    return consumer


def data():
    random = np.random.default_rng(3)
    x = random.normal(size=(ROWS, 2))
    return x, x[:, 0] - 0.5 * x[:, 1] ** 2 + random.normal(0, 0.1, ROWS)


def standardized():
    x, y = data()
    return (x - x.mean(axis=0)) / x.std(axis=0), (y - y.mean()) / y.std()


def parameters(consumer, network):
    query = f"select layer, input, output, value from {network} where role in ('weight', 'bias')"
    return {tuple(key): value for *key, value in consumer.rows(query)}


def test_the_recipes_name_the_files_that_they_need():
    for heading, files, rows in RECIPES:
        recipe = CONTRIBUTING.split(f"## {heading}\n")[1].split("\n## ")[0]
        for name in [*files, *rows]:
            named = [name, re.sub(r"/[a-z_]+\.sql$", "/<name>.sql", name), name.rsplit("/", 1)[1]]
            assert any(part in recipe for part in named) or "`labels.sql`" in recipe, (heading, name)


def test_a_new_activation_trains_like_numpy(built, monkeypatch):
    monkeypatch.setitem(VALUES, "softsign", lambda s: s / (1 + np.abs(s)))
    monkeypatch.setitem(SLOPES, "softsign", lambda s: 1 / (1 + np.abs(s)) ** 2)
    x, y = standardized()
    network = Network(2, [3], 1, activation="softsign", output="identity")
    *_, (_, expected) = network.train(x, y, 5)
    found = parameters(built, "softsign")
    assert found.keys() == expected.keys()
    assert max(abs(found[key] - expected[key]) for key in expected) < 1e-12


def test_a_new_optimizer_trains_like_numpy(built):
    x, y = standardized()
    network = Network(2, [3], 1, output="identity")
    signs = [0 * matrix for matrix in network.matrices]
    for _ in range(5):
        _, gradients = network.loss_and_gradients(x, y)
        signs = [0.25 * sign + np.sign(gradient) for sign, gradient in zip(signs, gradients, strict=True)]
        network.matrices = [m - 0.02 * sign for m, sign in zip(network.matrices, signs, strict=True)]
    found, expected = parameters(built, "sign_descent"), network.parameters()
    assert max(abs(found[key] - expected[key]) for key in expected) < 1e-12
    assert built.rows("select count(*) from sign_descent where role = 'optimizer_state' and output_name = 'signs'") == [
        (len(expected),)
    ]


def test_a_new_loss_trains_like_numpy(built):
    x, y = standardized()
    network = Network(2, [3], 1, output="identity")
    for _ in range(5):
        difference = network.forward(x)[1][-1][:, 0] - y
        # Half of the squared difference has the slope that log cosh has where the target is moved so.
        _, gradients = network.loss_and_gradients(x, y + difference - np.tanh(difference))
        network.matrices = [m - 0.1 * g for m, g in zip(network.matrices, gradients, strict=True)]
    found, expected = parameters(built, "log_cosh"), network.parameters()
    assert max(abs(found[key] - expected[key]) for key in expected) < 1e-12


def test_a_new_metric_is_measured(built):
    errors = [row[0] for row in built.rows("select predicted_value - y from answers")]
    ((mae, middle),) = built.rows("select mae, middle_error from worth")
    assert abs(mae - np.mean(np.abs(errors))) < 1e-12
    assert abs(middle - (max(errors) + min(errors)) / 2) < 1e-12


def test_a_new_option_changes_the_network_and_is_stored(built):
    query = "select output_name from {} where role = 'option' and input_name = 'first_scale'"
    assert [built.rows(query.format(name)) for name in ("scaled", "unscaled")] == [[("2",)], [("1",)]]
    assert parameters(built, "scaled") != parameters(built, "unscaled")


def test_an_optimizer_takes_its_rate_and_constants_from_columns_too(built):
    found = {}
    for name, kind, iteration, value in built.rows("select * from by_columns"):
        found.setdefault(name, {}).setdefault(kind, {})[iteration] = value
    assert len(found) > 7
    for kinds in found.values():
        assert len(kinds["numbers"]) > 400
        assert kinds["columns"] == pytest.approx(kinds["numbers"], rel=1e-13, abs=1e-15)


def test_a_schedule_takes_its_rate_from_a_column_too(built):
    rows = built.rows("select name, by_number, by_column from rates_by_columns")
    assert len({name for name, *_ in rows}) == 5
    for name, by_number, by_column in rows:
        assert by_column == pytest.approx(by_number, rel=1e-13), name


@pytest.mark.parametrize("name", ["softsign", "sign_descent", "log_cosh"])
def test_what_a_recipe_adds_is_offered_for_a_misspelt_name(built, name):
    option = {"softsign": "activation", "sign_descent": "optimizer", "log_cosh": "loss"}[name]
    built.train(f"misspelt_{name}", "examples", label="y", **{option: name + "x"})
    outcome = built.dbt("run", "--select", f"misspelt_{name}")
    assert not outcome.success
    assert name in outcome.output.split("accepted: ")[1]
    (built.path / f"models/misspelt_{name}.sql").unlink()


def test_a_changed_package_trains_nothing_again_and_resumes_nothing(built):
    """Its version is unchanged: the SQL of an iteration tells. Of a comment, it does not."""
    usual = {"label": "y", "features": ["x1", "x2"], "hidden_layers": [3], "l2": 0, "keep_checkpoints": True}

    def trained(iterations):
        built.train("resumed", "examples", **usual, iterations=iterations, checkpoint_every=2)
        return built.dbt_ok("run", "--select", "resumed").output

    steps = built.package / "macros/stages/optimizer_steps.sql"
    steps.write_text(steps.read_text(encoding="utf-8").replace("  -- {{ comment }}", "  -- changed: {{ comment }}"))
    assert "resuming from the checkpoint at iteration 4 of 6" in trained(6)

    relu = built.package / "macros/activations/relu.sql"
    text = relu.read_text(encoding="utf-8")
    relu.write_text(text.replace("return(sum ~ ' * '", "return('1 * ' ~ sum ~ ' * '"), encoding="utf-8")
    assert "training skipped" in trained(6)
    assert "training 8 iterations" in trained(8)
