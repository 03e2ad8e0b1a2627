"""Successive halving: the worse half of the trials ends after an eighth, a quarter and half of the iterations."""

import random
import re

import numpy as np
import pytest
from conftest import new_consumer

COLUMNS = ["id", "shop", "x", "y", "label"]
USUAL = {
    "label": "label",
    "example_id": "id",
    "features": ["x", "y"],
    "hidden_layers": [3],
    "early_stopping": False,
    "is_open": True,
}
ITERATIONS = 32
TRIALS = [
    {"l2": 0.3}, {"l2": 0.0}, {"l2": 0.001}, {"l2": 0.05}, {"optimizer": "gradient_descent", "learning_rate": 1e200},
    {"optimizer": "adam", "learning_rate": 0.0001}, {"optimizer": "adam", "learning_rate": 0.05, "iterations": 20}, {"l2": 0.01, "hidden_layers": [4]},
]  # fmt: skip
SAME_LAYERS = [trial for trial in TRIALS if "hidden_layers" not in trial]


def rows():
    draw = random.Random(21)
    found = []
    for number in range(300):
        x, y = draw.gauss(0, 1), draw.gauss(0, 1)
        found.append(
            [number, ["a", "b'"][number % 2], x, y, "yes" if x * y + 0.5 * x + draw.gauss(0, 0.3) > 0 else "no"]
        )
    return found


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = new_consumer(tmp_path_factory.mktemp("halving"))
    project.table("rows", COLUMNS, rows())
    options = USUAL | {"iterations": ITERATIONS}
    project.train("halved", "rows", **options, trials=TRIALS, trials_stop=True, restarts=2)
    project.train("whole", "rows", **options, trials=SAME_LAYERS, restarts=2, keep="all", history="all")
    project.train("grouped", "rows", **options, trials=SAME_LAYERS[:4], group_by=["shop"], trials_stop=True, keep="all")
    for name in ["halved", "whole", "grouped"]:
        project.write(f"models/{name}_leaders.sql", f"select * from {{{{ dbt_nn.leaderboard(ref('{name}')) }}}}")
        project.write(f"models/{name}_networks.sql", f"select * from {{{{ dbt_nn.networks(ref('{name}')) }}}}")
    project.write(
        "models/predictions.sql", "select * from {{ dbt_nn.predict(network=ref('halved'), examples=ref('rows')) }}"
    )
    project.log = project.dbt_ok("run", "--threads", "1").output
    return project


def going_on(log, name):
    return [
        [int(number) for number in numbers.split(", ")]
        for numbers in re.findall(rf"{name}: after [a-z ]+ of the iterations, .*continuing with trials ([\d, ]+)", log)
    ]


def test_half_goes_on_each_time(project):
    rounds = going_on(project.log, "halved")
    assert [len(trials) for trials in rounds] == [4, 2, 1]
    assert set(rounds[2]) < set(rounds[1]) < set(rounds[0]) and 5 not in rounds[0]
    iterations = dict(project.rows("select trial, max(iterations) from halved_leaders group by trial"))
    for number, trial in enumerate(TRIALS, 1):
        rung = sum(number in trials for trials in rounds)
        share = [8, 4, 2, 1][rung]
        assert number == 5 or iterations[number] == -(-trial.get("iterations", ITERATIONS) // share), number


def test_the_better_half_is_that_of_the_losses_so_far(project):
    """The same trials, trained to the end beside it: their histories say which ones were better."""
    rounds = going_on(project.log, "grouped")
    history = project.rows(
        "select network_key, iteration, value from whole where role = 'validation_loss' and value is not null"
    )
    assert len(rounds[0]) == 2 and len(history) > 300
    halved = going_on(project.log, "halved")
    values = {}
    for key, iteration, value in history:
        trial = int(key.split(",")[0].split("=")[1])
        if iteration <= -(-SAME_LAYERS[trial - 1].get("iterations", ITERATIONS) // 8):
            values.setdefault(trial, {}).setdefault(key, []).append(value)
    means = {trial: np.mean([min(losses) for losses in keys.values()]) for trial, keys in values.items() if trial != 5}
    better = sorted(means, key=means.get)
    first = [trial for trial in halved[0] if trial != 8]
    assert first == sorted(better[: len(first)])


def test_a_survivor_is_the_network_of_all_its_iterations(project):
    (best,) = going_on(project.log, "halved")[-1]
    assert project.rows("select trial from halved_leaders where is_kept and rank = 1") == [(best,)]
    kept = project.rows(f"select kept_iteration, reason from halved_networks where trial = {best} and is_kept")
    assert kept == [(TRIALS[best - 1].get("iterations", ITERATIONS), None)]
    if best != 8:
        query = "select layer, input, output, value from {} where network_key = '{}' and role in ('weight', 'bias') order by all"
        (key,) = project.rows("select network_key from halved_networks where is_kept")[0]
        one, other = (np.array(project.rows(query.format(name, key)), dtype=float) for name in ("halved", "whole"))
        assert one == pytest.approx(other, rel=1e-9, abs=1e-11)
    reasons = {row[0] for row in project.rows(f"select reason from halved_networks where trial not in ({best}, 5)")}
    assert reasons == {"stopped early: other trials were better"}
    assert project.rows("select count(*) from predictions where probability_yes between 0 and 1") == [(300,)]


def test_nothing_is_left_beside(project):
    assert not [table for table in project.tables() if "__" in table]


def test_without_trials_there_is_nothing_to_stop(project):
    project.train("alone", "rows", **USUAL, trials_stop=True)
    assert "trials_stop is true, but there are no trials" in project.dbt("run", "--select", "alone").output
