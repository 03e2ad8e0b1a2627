"""How long the loop makes its statements, on warehouses that plan slowly or quickly, and whose time is never quite the same."""

import itertools
import json
import random

import pytest

# What planning a statement takes, what an iteration takes, and by how much both may be off.
WAREHOUSES = {
    "quick": (0.02, 0.001, 0.05),
    "usual": (0.1, 0.05, 0.1),
    "noisy": (0.1, 0.06, 0.4),
    "many_rows": (0.3, 0.25, 0.1),
    "slow_start": (0.15, 0.25, 0.1),
    "planning": (4.0, 0.01, 0.1),
    "half_planning": (1.0, 0.09, 0.03),
    "from_one": (3.0, 0.02, 0.03),
    "huge": (0.5, 6.0, 0.1),
}
SEGMENTS = 25
# rows, parameters; an iteration takes so many times as long as was guessed.
FIRST = {
    "small": (150, 131, 1),
    "small_busy": (150, 131, 7),
    "many_parameters_busy": (1797, 2314, 7),
    "many_rows": (100000, 194, 1),
    "many_rows_busy": (100000, 194, 7),
}

SIMULATE = """
{% macro simulate(name, planning, iteration, noise, start) %}
  {% set pace = {'length': none, 'seconds': none, 'planning': none} %}
  {% set state = namespace(length=start, lengths=[], seconds=[]) %}
  {% for factor in noise %}
    {% set seconds = (planning + iteration * state.length) * factor %}
    {% do state.lengths.append(state.length) %}
    {% do state.seconds.append(seconds) %}
    {% set state.length = dbt_nn._next_length({'form': 'recursive'}, pace, state.length, seconds) %}
  {% endfor %}
  {% do log('paced ' ~ tojson({'name': name, 'lengths': state.lengths, 'seconds': state.seconds}), info=true) %}
{% endmacro %}

{% macro simulate_all(warehouses) %}
  {% for name, given in warehouses.items() %}
    {% do simulate(name, given.planning, given.iteration, given.noise, 1 if name == 'from_one' else 3) %}
  {% endfor %}
{% endmacro %}

{% macro durations(given) %}
  {% for seconds in given %}
    {% do log('paced ' ~ tojson({'name': seconds | string, 'lengths': dbt_nn._duration(seconds), 'seconds': ''}), info=true) %}
  {% endfor %}
{% endmacro %}

{# An iteration takes `times` as long as the guess, of which the first segment gets a fifth of a second. #}
{% macro simulate_first(given) %}
  {% for name, (rows, parameters, times) in given.items() %}
    {% set start = dbt_nn._first_length('recursive', rows, parameters) %}
    {% set guess = dbt_nn._guessed_seconds(rows, parameters) %}
    {% do simulate(name, 0.05, guess * times, [1] * 25, start) %}
  {% endfor %}
{% endmacro %}
"""


@pytest.fixture(scope="module")
def paced(consumer):
    """name -> (length of each segment, seconds of each)."""
    draw = random.Random(3)
    given = {
        name: {
            "planning": planning,
            "iteration": iteration,
            # The first statement of all may take three times as long.
            "noise": [
                3.0 if name == "slow_start" and at == 0 else draw.uniform(1 - off, 1 + off) for at in range(SEGMENTS)
            ],
        }
        for name, (planning, iteration, off) in WAREHOUSES.items()
    }
    consumer.write("macros/simulate.sql", SIMULATE)
    return simulated(consumer, "simulate_all", {"warehouses": given})


@pytest.fixture(scope="module")
def begun(consumer, paced):
    """The same, from the first segment's own length on."""
    return simulated(consumer, "simulate_first", {"given": FIRST})


def simulated(consumer, macro, arguments):
    ran = consumer.dbt_ok("run-operation", macro, "--args", json.dumps(arguments))
    lines = [json.loads(line.split("paced ")[1]) for line in ran.output.splitlines() if "paced " in line]
    return {line["name"]: (line["lengths"], line["seconds"]) for line in lines}


@pytest.mark.parametrize("name", WAREHOUSES)
def test_statements_come_to_take_one_to_two_seconds(paced, name):
    planning, iteration, _ = WAREHOUSES[name]
    lengths, seconds = paced[name]
    settled = sorted(seconds[10:])
    if planning < 1 and iteration < 1:
        assert 1 <= settled[len(settled) // 2] <= 2
        assert max(settled) < 4
    elif planning >= 1:
        assert max(lengths[6:]) * iteration >= 0.3 * planning, "statements would be all planning"
    else:
        assert set(lengths[4:]) == {1}


@pytest.mark.parametrize("name", WAREHOUSES)
def test_lengths_grow_step_by_step(paced, name):
    lengths, _ = paced[name]
    assert all(after <= 4 * before for before, after in itertools.pairwise(lengths))
    assert min(lengths) >= 1


@pytest.mark.parametrize("name", FIRST)
def test_no_segment_takes_many_times_a_second_on_a_busy_machine_either(begun, name):
    """The first was a second's work by a guess, which took 6.7 s."""
    _, seconds = begun[name]
    assert seconds[0] < 1.6
    assert max(seconds) < 2.5


def test_a_small_networks_training_is_one_statement(begun):
    lengths, _ = begun["small"]
    assert lengths[0] >= 100


def test_times_to_go_have_the_unit_that_suits_them(consumer, paced):
    said = {
        0.01: "1 s",
        12.4: "12 s",
        99.4: "99 s",
        99.6: "2 min",
        5940: "99 min",
        5971: "2 h",
        172800: "48 h",
        864000: "10 days",
    }
    found = simulated(consumer, "durations", {"given": list(said)})
    assert {seconds: found[str(seconds)][0] for seconds in said} == said
