"""Fleets that start from a network, or each network of theirs from that of its rows in another fleet."""

import random

import pytest
from conftest import jinja, new_consumer
from test_fleets import facts

GROUPS = ["north", 'o\'b, "q"=1\\', None, "south"]
KEYS = ["place=north", 'place=o\'b\\, "q"\\=1\\\\', "place", "place=south"]
COLUMNS = ["id", "place", "x", "kind", "label", "amount"]
USUAL = {
    "example_id": "id",
    "features": ["x", "kind"],
    "hidden_layers": [3],
    "early_stopping": False,
    "learning_rate": "by optimizer",
}
FLEET = {"group_by": ["place"], "minimum_examples": 10}
# name -> options of all three: 7 iterations, the 8 that follow, and 15 in one go.
TWO_HALVES = {
    "rprop": {"label": "label", "l2": 0.01},
    "adam": {"label": "amount", "optimizer": "adam", "l2": 0.01, "loop": "stepwise"},
    "folded": {"label": "label", "folds": 2, "l2": 0.01},
    "common": {"label": "label", "unknown_group": "all", "restarts": 2, "combine": "mean", "l2": 0.001},
}


def example(draw, number, place):
    x, kind = draw.gauss(len(place or ""), 2), draw.choice(["a", "b", None])
    score = x - len(place or "") + (kind == "a") + draw.gauss(0, 0.5)
    return [number, place, x, kind, "yes" if score > 0 else "no", 5 * score]


def examples(groups):
    draw = random.Random(3)
    return [example(draw, 1000 * at + n, GROUPS[at]) for at in groups for n in range(60)]


def warm(project, name, start, rows="rows", **options):
    given = "".join(f", {option}={jinja(value)}" for option, value in (USUAL | options).items())
    project.write(
        f"models/{name}.sql", f"{{{{ dbt_nn.train(examples=ref('{rows}'), warm_start=ref('{start}'){given}) }}}}"
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = new_consumer(tmp_path_factory.mktemp("warm_fleets"))
    project.table("rows", COLUMNS, examples([0, 1, 2]))
    project.table("all_rows", COLUMNS, examples([0, 1, 2, 3]))
    for at, group in enumerate(GROUPS[:3]):
        condition = "is null" if group is None else "= '" + group.replace("'", "''") + "'"
        project.write(f"models/rows_{at}.sql", f"select * from {{{{ ref('rows') }}}} where place {condition}")
    for name, options in TWO_HALVES.items():
        options = FLEET | options
        project.train(f"{name}_first", "rows", **USUAL, iterations=7, is_open=True, **options)
        warm(project, f"{name}_then", f"{name}_first", iterations=8, **options)
        project.train(f"{name}_whole", "rows", **USUAL, iterations=15, is_open=True, **options)
    # One network to all, and what each of them is alone.
    one = {"label": "label", "l2": 0.01}
    project.train("one", "rows", **USUAL, iterations=7, is_open=True, **one)
    warm(project, "from_one", "one", iterations=8, **FLEET, **one)
    warm(project, "tried", "one", iterations=8, trials=[{"l2": 0.1}, {"optimizer": "adam"}], keep="all", **one)
    for at in range(3):
        warm(project, f"one_{at}", "one", f"rows_{at}", iterations=8, **one)
    # A group more than there are networks to start from.
    warm(project, "grown", "rprop_first", "all_rows", iterations=8, **FLEET, **one)
    project.write("models/grown_networks.sql", "select * from {{ dbt_nn.networks(ref('grown')) }}")
    for name in ["rprop_then", "rprop_whole"]:
        project.write(
            f"models/{name}_predictions.sql",
            f"select * from {{{{ dbt_nn.predict(network=ref('{name}'), examples=ref('all_rows')) }}}}",
        )
    project.log = project.dbt_ok("run", "--threads", "1").output
    return project


def parameters(project, network, key):
    found = facts(project, network, key.replace("'", "''"))
    return {
        place: value
        for place, value in found.items()
        if place[0] in ("weight", "bias", "center", "scale", "fill", "optimizer_state")
    }


def same(one, other):
    assert one.keys() == other.keys() and len(one) > 15
    for place, value in one.items():
        assert other[place] == pytest.approx(value, rel=1e-9, abs=1e-11), place


def without_iteration(found):
    return {(role, *place): value for (role, _, *place), value in found.items()}


@pytest.mark.parametrize("name", TWO_HALVES)
def test_two_trainings_are_one(project, name):
    keys = [row[0] for row in project.rows(f"select distinct network_key from {name}_whole where role = 'weight'")]
    assert len(keys) == {"folded": 6, "common": 8}.get(name, 3)
    for key in keys:
        same(parameters(project, f"{name}_then", key), parameters(project, f"{name}_whole", key))
    assert project.rows(f"select min(iteration), max(iteration) from {name}_then where role = 'train_loss'") == [
        (8, 15)
    ]


@pytest.mark.parametrize("at", range(3))
def test_from_one_network_each_is_what_it_is_alone(project, at):
    same(
        without_iteration(parameters(project, "from_one", KEYS[at])),
        without_iteration(parameters(project, f"one_{at}", "")),
    )


def test_trials_start_from_one_network(project):
    """The state of another optimizer is not theirs: that trial begins to count anew."""
    first = project.rows(
        "select min(iteration), max(iteration) from tried where role = 'train_loss' and network_key = 'trial=1'"
    )
    other = project.rows(
        "select min(iteration), max(iteration) from tried where role = 'train_loss' and network_key = 'trial=2'"
    )
    assert (first, other) == ([(8, 15)], [(1, 8)])


def test_a_new_group_starts_anew(project):
    assert "grown: 1 group starts from scratch, because" in project.log
    for at in range(3):
        same(parameters(project, "grown", KEYS[at]), parameters(project, "rprop_whole", KEYS[at]))
    assert project.rows("select count(*) from grown_networks where is_kept") == [(4,)]
    south = parameters(project, "grown", KEYS[3])
    assert len(south) > 15 and south.keys() == parameters(project, "grown", KEYS[0]).keys()


def test_predictions_are_those_of_one_training(project):
    query = "select id, probability_yes from {} where probability_yes is not null order by id"
    then, whole = (project.rows(query.format(f"rprop_{name}_predictions")) for name in ("then", "whole"))
    assert len(then) == 180 and [row[0] for row in then] == [row[0] for row in whole]
    assert [row[1] for row in then] == pytest.approx([row[1] for row in whole], rel=1e-9)


def test_nothing_is_trained_again_where_nothing_changed(project):
    log = project.dbt_ok("run", "--select", "rprop_then", "from_one", "common_then").output
    assert log.count("training skipped") == 3


REFUSED = {
    "other_groups": ("rprop_first", {"label": "label", "group_by": ["kind"], "features": ["x"]},
                     """a fleet with group_by: ["place"], folds: 0, but this one has group_by: ["kind"], folds: 0; accepted: one network"""),
    "alone": ("rprop_first", {"label": "label"}, "a fleet of 3 networks; accepted: one network"),
    "deeper": ("one", {"label": "label", "trials": [{"l2": 0.1}, {"hidden_layers": [5]}]}, "trial 2 sets hidden_layers"),
}  # fmt: skip


def test_what_cannot_be_started_from_is_said(project):
    for name, (start, options, _) in REFUSED.items():
        warm(project, name, start, iterations=5, **options)
    log = project.dbt("run", "--select", *REFUSED).output
    for _, _, message in REFUSED.values():
        assert message in log
