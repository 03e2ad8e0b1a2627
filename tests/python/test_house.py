"""The house stands: calls only go down, every line knows its room, and docs/warehouses.md lists all leaves."""

import re
import subprocess
import sys

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "scripts"))

from check_house import circles, drawing, violations
from house import read_house
from house_rules import RULES

MACROS = sorted((ROOT / "macros").rglob("*.sql"))
ADAPTERS = re.compile(
    r"\b(duckdb|postgres|postgresql|redshift|spark|databricks|bigquery|snowflake|target\.type|adapter\.type)\b", re.I
)


def test_no_adapter_is_named_outside_of_the_warehouse_room():
    named = {
        str(file.relative_to(ROOT)): ADAPTERS.findall(file.read_text(encoding="utf-8"))
        for file in MACROS
        if "warehouse" not in file.parts
    }
    # The estimate prints the name of the target it was made for.
    assert {name: found for name, found in named.items() if set(found) - {"target.type"}} == {}


def test_every_leaf_is_on_the_page_for_a_fifth_warehouse():
    leaves = set()
    for file in MACROS:
        leaves |= set(re.findall(r"adapter\.dispatch\('(\w+)'", file.read_text(encoding="utf-8")))
    page = (ROOT / "docs/warehouses.md").read_text(encoding="utf-8").split("### Leaves")[1]
    assert leaves == set(re.findall(r"`(_\w+)`", page))
    assert len(leaves) > 40


def test_every_leaf_has_a_default_or_a_variant_for_each_warehouse():
    text = "\n".join(file.read_text(encoding="utf-8") for file in MACROS)
    for leaf in set(re.findall(r"adapter\.dispatch\('(\w+)'", text)):
        variants = set(re.findall(rf"macro (\w+?)__{leaf}\(", text))
        assert "default" in variants, leaf


# A house in which all is well. Names in texts and comments are no calls, and a comment in SQL is no function.
SOUND = {
    "macros/warehouse/lists.sql": """
        {% macro _total(list) -%}
          {{ return(adapter.dispatch('_total', 'dbt_nn')(list)) }}
        {%- endmacro %}

        {% macro default___total(list) -%}
        (select sum(one) from unnest({{ list }}) as one)
        {%- endmacro %}

        {% macro spark___total(list) -%}
          {%- do return('aggregate(' ~ list ~ ', 0, (a, b) -> a + b)' if target.type == 'spark' else list) -%}
        {%- endmacro %}
        """,
    "macros/warehouse/seeds.sql": """
        {% macro spark__load_csv_rows(model) %}{{ dbt_nn._total(model) }}{% endmacro %}
        """,
    "macros/network/network.sql": """
        {# Not dbt_nn._update, and no unnest(list): a comment. #}
        {% macro _network(options) %}
          {% do return({'relu': dbt_nn._total, 'text': "as dbt_nn._update does, with network.get('l2')"}) %}
        {% endmacro %}
        """,
    "macros/stages/stage_update.sql": """
        {% macro stage_update(network) -%}
        {{ dbt_nn._update(dbt_nn._network(network)) }}
        {%- endmacro %}

        {% macro _update(network) -%}
        -- a list(of sums), network by network
        {% call dbt_nn._network(network) %}{% endcall %}
        {%- endmacro %}
        """,
    "macros/gates/metric_gate.sql": """
        {% macro _metric_gate(model) %}{{ dbt_nn['_update'](model) }}{% endmacro %}
        """,
    "macros/materializations/neural_network.sql": """
        {% materialization neural_network, default %}
          {% do dbt_nn._network(sql) %}
        {% endmaterialization %}
        """,
    "macros/train.sql": """
        {% macro train(examples) %}{{ dbt_nn._checked(dbt_nn._network(examples)) }}{% endmacro %}

        {% macro _checked(examples) %}{{ examples }}{% endmacro %}
        """,
    "tests/generic/metric.sql": """
        {% test metric(model) %}{{ dbt_nn._metric_gate(model) }}{% endtest %}
        """,
}

# (the rule, the file with the fault, what is added to it, lines that are reported)
FAULTS = {
    "no_jinja": (
        "no Jinja",
        "macros/network/broken.sql",
        "{% macro _broken() %}\n{% if %}{% endmacro %}",
        ["macros/network/broken.sql:2: is no Jinja"],
    ),
    "unknown_room": (
        "rooms",
        "macros/cellar/wine.sql",
        "",
        ["macros/cellar/wine.sql:1: cellar is no room of the house"],
    ),
    "folder_of_a_room": (
        "rooms",
        "macros/losses/robust/huber.sql",
        "",
        ["macros/losses/robust/huber.sql:1: stands in a folder of the room losses: robust"],
    ),
    "call_up": (
        "calls up",
        "macros/network/up.sql",
        "{% macro spark__up(network) %}\n{% set update =\n  dbt_nn._update(network) %}{% endmacro %}",
        ["macros/network/up.sql:3: network calls up: _update stands in stages"],
    ),
    "mention_up": (
        "calls up",
        "macros/network/up.sql",
        "{% macro spark__up(network, update=dbt_nn._update) %}\n{% do return({'one': dbt_nn['_update']}) %}{% endmacro %}",
        [
            "macros/network/up.sql:1: network calls up: _update stands in stages",
            "macros/network/up.sql:2: network calls up: _update stands in stages",
        ],
    ),
    "test_calls_up": (
        "calls up",
        "tests/generic/up.sql",
        "{% test up(model) %}{{ dbt_nn._page() }}{% endtest %}",
        ["tests/generic/up.sql:1: tests/generic calls up: _page stands in reports"],
        {"macros/reports/page.sql": "{% macro _page() %}{% endmacro %}"},
    ),
    "private_macro_of_a_public_file": (
        "calls up",
        "macros/predict.sql",
        "{% macro predict(examples) %}{{ dbt_nn._checked(examples) }}{% endmacro %}",
        ["macros/predict.sql:1: calls _checked of macros/train.sql, which only that file may use"],
    ),
    "private_calls_public": (
        "public macros called",
        "macros/materializations/up.sql",
        "{% macro spark__up(examples) %}\n\n{{ dbt_nn.train(examples) }}{% endmacro %}",
        ["macros/materializations/up.sql:3: the private spark__up calls the public train"],
    ),
    "public_calls_public": (
        "public macros called",
        "macros/predict.sql",
        "{% macro predict(examples) %}\n{{ dbt_nn.train(examples) }}{% endmacro %}",
        ["macros/predict.sql:2: the public predict calls the public train"],
    ),
    "test_calls_a_stage": (
        "public macros called",
        "tests/generic/up.sql",
        "{% test up(model) %}{{ dbt_nn.stage_update(model) }}{% endtest %}",
        ["tests/generic/up.sql:1: the public test_up calls the public stage_update"],
    ),
    "no_such_macro": (
        "names of nothing",
        "macros/predict.sql",
        "{% macro predict(examples) %}\n{{ dbt_nn._totl(examples) }}{% endmacro %}",
        ["macros/predict.sql:2: there is no macro _totl"],
    ),
    "no_variant": (
        "names of nothing",
        "macros/warehouse/dispatch.sql",
        "{% macro spark__dispatch() %}\n{{ adapter.dispatch('_mean', 'dbt_nn')() }}{% endmacro %}",
        ["macros/warehouse/dispatch.sql:2: dispatches _mean, which has no default___mean and no other variant"],
    ),
    "variant_elsewhere": (
        "names of nothing",
        "macros/warehouse/dispatch.sql",
        "{% macro spark__dispatch() %}\n{{ adapter.dispatch('_total', 'dbt_nn')() }}{% endmacro %}",
        [
            "macros/warehouse/dispatch.sql:2: dispatches _total, of which variants stand elsewhere: macros/warehouse/lists.sql"
        ],
    ),
    "computed_names": (
        "names of nothing",
        "macros/warehouse/dispatch.sql",
        "{% macro spark__dispatch(name) %}\n{{ adapter.dispatch('_' ~ name, 'dbt_nn')() }}\n{{ dbt_nn[name]() }}{% endmacro %}",
        [
            "macros/warehouse/dispatch.sql:2: names a macro by an expression",
            "macros/warehouse/dispatch.sql:3: names a macro by an expression",
        ],
    ),
    "unqualified": (
        "names of nothing",
        "macros/predict.sql",
        "{% macro predict(examples) %}\n{{ _network(examples) }}{% endmacro %}",
        ["macros/predict.sql:2: _network is called without its package"],
    ),
    "two_of_a_name": (
        "two of a name",
        "macros/stored/shape.sql",
        "\n{% macro _network(options) %}{% endmacro %}",
        ["macros/stored/shape.sql:2: _network is defined in macros/network/network.sql:3, too"],
    ),
    "dead": (
        "dead macros",
        "macros/losses/huber.sql",
        "{% macro _huber() %}{{ dbt_nn._slope() }}{% endmacro %}\n{% macro _slope() %}{{ dbt_nn._huber() }}{% endmacro %}",
        ["macros/losses/huber.sql:1: nothing calls _huber", "macros/losses/huber.sql:2: nothing calls _slope"],
    ),
    "variant_of_nothing": (
        "dead macros",
        "macros/warehouse/mean.sql",
        "{% macro postgres___mean() %}{% endmacro %}",
        ["macros/warehouse/mean.sql:1: nothing calls postgres___mean"],
    ),
    "network_get": (
        "network.get",
        "macros/predict.sql",
        "{% macro predict(network) %}\n{{ network.get('l2', 0) }}{% endmacro %}",
        ["macros/predict.sql:2: network.get(...): a network has every key"],
    ),
    "long_line": (
        "long lines",
        "tests/generic/long.sql",
        "{% test long(model) %}\n" + "x" * 141 + "\n" + "y" * 140 + "\n{% endtest %}",
        ["tests/generic/long.sql:2: has 141 characters; at most 140"],
    ),
    "engine_function_in_sql": (
        "engines' functions",
        "macros/predict.sql",
        "{% macro predict(examples) -%}\n\nselect 1\nfrom unnest({{ examples }})\n{% endmacro %}",
        ["macros/predict.sql:4: unnest(...) is not every engine's"],
    ),
    "engine_function_in_a_text": (
        "engines' functions",
        "macros/predict.sql",
        "{% macro predict(examples) %}\n{% do return(['list_sum(' ~ examples ~ ')']) %}{% endmacro %}",
        ["macros/predict.sql:2: list_sum(...) is not every engine's"],
    ),
    "engine_function_beside_a_variant": (
        "engines' functions",
        "macros/layouts/dots.sql",
        "{% macro _dots(a) %}{{ adapter.dispatch('_dots', 'dbt_nn')(a) }} flatten({{ a }}){% endmacro %}\n"
        "{% macro default___dots(a) %}array_agg({{ a }}){% endmacro %}",
        ["macros/layouts/dots.sql:1: flatten(...) is not every engine's"],
        {"macros/dots_sql.sql": "{% macro dots_sql(a) %}{{ dbt_nn._dots(a) }}{% endmacro %}"},
    ),
    "query_by_the_warehouses_names": (
        "queries",
        "macros/predict.sql",
        "{% macro predict(examples) %}\n{% do return(run_query(examples)) %}{% endmacro %}",
        ["macros/predict.sql:2: run_query(...) gives columns the warehouse's names"],
    ),
    "one_file_name_in_two_rooms": (
        "file names",
        "macros/stored/network.sql",
        "",
        ["macros/stored/network.sql:1: has the name of macros/network/network.sql"],
    ),
    "file_name_of_a_public_macro": (
        "file names",
        "macros/training/train.sql",
        "",
        ["macros/training/train.sql:1: has the name of macros/train.sql"],
    ),
    "public_macro_in_another_file": (
        "file names",
        "macros/predictions.sql",
        "\n{% macro predict(examples) %}{% endmacro %}",
        [
            "macros/predictions.sql:1: defines no public macro predictions",
            "macros/predictions.sql:2: the public predict belongs in a file predict.sql",
        ],
    ),
    "public_macro_in_a_room": (
        "file names",
        "macros/prediction/predict.sql",
        "{% macro predict(examples) %}{% endmacro %}",
        ["macros/prediction/predict.sql:1: the public predict belongs in macros/, above the rooms"],
    ),
    "adapter": (
        "adapters",
        "macros/predict.sql",
        "{% macro predict(name) %}\n{% if target.type %}{% endif %}\n{% if adapter.type() %}{% endif %}\n"
        "{% if name in ['duckdb', 'other'] %}{% endif %}{% endmacro %}",
        [
            "macros/predict.sql:2: asks for the adapter: target.type",
            "macros/predict.sql:3: asks for the adapter: adapter.type",
            "macros/predict.sql:4: asks for the adapter: duckdb",
        ],
    ),
    "ladder": (
        "ladders by name",
        "macros/predict.sql",
        "{% macro predict(network) %}\n{% if network.optimizer == 'adam' %}{% elif 'relu' != network.activation %}{% endif %}\n"
        "{{ 1 if network.loss in ('huber', 'poisson') else 2 }}\n{{ network.output is eq('softmax') }}{% endmacro %}",
        [
            "macros/predict.sql:2: compares with adam:",
            "macros/predict.sql:2: compares with relu:",
            "macros/predict.sql:3: compares with huber, poisson:",
            "macros/predict.sql:4: compares with softmax:",
        ],
    ),
    "ladder_of_other_names": (
        "ladders by name",
        "macros/predict.sql",
        "{% macro predict(kind) %}\n{% if kind == 'a' %}{% elif kind == 'b' %}{% elif kind == 'c' %}{% endif %}{% endmacro %}",
        ["macros/predict.sql:2: a ladder of names of kind:"],
    ),
}


def build(root, files):
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def test_nothing_is_said_of_a_house_in_which_all_is_well(tmp_path):
    assert violations(read_house(build(tmp_path, SOUND))) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_reported_with_its_file_and_line(fault, tmp_path):
    rule, file, text, expected, *more = FAULTS[fault]
    found = violations(read_house(build(tmp_path, {**SOUND, file: text, **(more[0] if more else {})})))
    assert len(found) == len(expected), found
    for line, start in zip(map(str, found), expected):
        assert line.startswith(start)
    assert sorted(RULES[rule](read_house(tmp_path))) == found


def test_every_rule_has_a_fault_that_it_reports():
    assert {rule for rule, *_ in FAULTS.values()} == set(RULES)


def test_a_circle_of_rooms_is_drawn(tmp_path):
    up = {"macros/network/up.sql": "{% macro _up() %}{{ dbt_nn._update() }}{% endmacro %}"}
    assert drawing(read_house(build(tmp_path, SOUND)))[-2:] == [
        "pairs of rooms that call each other: 0",
        "circles of rooms: 0",
    ]
    lines = drawing(read_house(build(tmp_path, up)))
    assert lines[-3:] == ["pairs of rooms that call each other: 1", "circles of rooms: 1", "      network, stages"]
    assert circles({"a": {"b": 1}, "b": {"c": 1}, "c": {"a": 1}, "d": {"a": 1}}) == [["a", "b", "c"]]


def test_the_house_of_this_package_is_in_order():
    script = [sys.executable, str(ROOT / "scripts/check_house.py"), str(ROOT)]
    check = subprocess.run(script, capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stdout + check.stderr
    assert re.fullmatch(r"the house: \d+ macros in \d+ rooms; calls only go down\n", check.stdout)
