"""Random fleets: whatever the options, the rows and the groups, each network is the one that train makes of its rows alone."""

import datetime
import random

import pytest
from conftest import jinja, literal, new_consumer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_fleets import facts

FLEETS = 4
COLUMNS = ["id", "place", "month", "is_new", "x", "y", "kind", "day", "label", "amount", "visits", "weight"]
FEATURES = ["x", "y", "kind", "day"]
PLACES = st.sampled_from(["a", "B", "b", "it's", "x=1", "a,b", "back\\slash", "ü", "", ";--", "select", "<b>", None])

options = st.fixed_dictionaries(
    {
        "label": st.sampled_from(["label", "amount", "visits", "is_new"]),
        "group_by": st.sampled_from([["place"], ["place", "month"], ["month"], ["place", "is_new"]]),
        "features": st.lists(st.sampled_from(FEATURES), min_size=1, max_size=4, unique=True),
        "hidden_layers": st.sampled_from([[], [3], [4, 2]]),
        "activation": st.sampled_from(["relu", "tanh", "sigmoid", "gelu"]),
        "optimizer": st.sampled_from(["rprop", "adam", "momentum", "gradient_descent"]),
        "iterations": st.integers(2, 9),
        "l2": st.sampled_from([0, 0.02, "auto"]),
        "early_stopping": st.sampled_from([False, "auto", {"patience": 2, "minimum_improvement": 0.05}]),
        "batch_size": st.sampled_from(["all", "all", 16]),
        "example_weight": st.sampled_from(["", "", "weight"]),
        "dropout": st.sampled_from([0, 0, 0.2]),
        "unknown_group": st.sampled_from(["null", "all"]),
        "loop": st.sampled_from(["auto", "stepwise"]),
        "random_seed": st.integers(0, 1000),
    }
)


@st.composite
def fleets(draw):
    """Some fleets of one table, whose groups have 24 to 70 rows."""
    places = draw(st.lists(PLACES, min_size=2, max_size=4, unique=True))
    return draw(st.integers(0, 10**6)), places, draw(st.lists(options, min_size=FLEETS, max_size=FLEETS))


def examples(seed, places):
    draw = random.Random(seed)
    rows = []
    for place in places:
        for _ in range(draw.randint(50, 140)):
            number, x, y = len(rows), draw.gauss(3, 2), draw.gauss(0, 1)
            kind, is_new = draw.choice(["a", "b", "b", None]), draw.random() < 0.5
            score = x - 3 - y + (kind == "a") + draw.gauss(0, 1)
            rows.append([
                number, place, number % 2, is_new, x, None if draw.random() < 0.1 else y, kind,
                datetime.date(2024, 1 + number % 12, 1 + number % 28), "yes" if score > 0 else "no", 5 * score, max(0, round(score)),
                1 + number % 3,
            ])  # fmt: skip
    return rows


def fitted(chosen):
    """What can't be combined, or has no meaning, is left out."""
    chosen = {name: value for name, value in chosen.items() if value != ""}
    chosen["features"] = [name for name in chosen["features"] if name != chosen["label"]]
    if chosen["label"] in chosen["group_by"]:
        chosen["group_by"] = ["place"]
    if chosen["label"] == "visits":
        chosen["task"] = "regression"
    if not chosen["hidden_layers"]:
        chosen["dropout"] = 0
    if chosen["optimizer"] == "rprop":
        chosen["batch_size"] = "all"
    if chosen["batch_size"] != "all":
        chosen["early_stopping"] = False
    return chosen


def rows_of_group(group_by, values):
    conditions = [
        f'"{name}" is null' if value is None else f'"{name}" = {literal(value)}'
        for name, value in zip(group_by, values, strict=True)
    ]
    return f"select * from {{{{ ref('rows') }}}} where {' and '.join(conditions)}"


@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(fleets())
def test_every_network_is_the_one_of_its_rows_alone(tmp_path_factory, drawn):
    seed, places, several = drawn
    project = new_consumer(tmp_path_factory.mktemp("random_fleets"))
    project.table("rows", COLUMNS, examples(seed, places))
    several = [fitted(chosen) for chosen in several]
    for at, chosen in enumerate(several):
        project.train(f"fleet_{at}", "rows", example_id="id", minimum_examples=15, is_open=True, **chosen)
        project.predictions(f"fleet_{at}_predictions", f"fleet_{at}", "rows")
        project.write(f"models/networks_{at}.sql", f"select * from {{{{ dbt_nn.networks(ref('fleet_{at}')) }}}}")
    log = project.dbt_ok("run").output

    compared = []
    for at, chosen in enumerate(several):
        columns = ", ".join(f'"{name}"' for name in chosen["group_by"])
        found = project.rows(
            f"select network_key, {columns} from networks_{at} where is_kept and network_key <> '' order by 1"
        )
        classes = [
            row[0]
            for row in project.rows(
                f"select output_name from fleet_{at} where role = 'class' and network_key = '' order by output"
            )
        ]
        alone = {name: value for name, value in chosen.items() if name not in ("group_by", "unknown_group")}
        alone |= {"classes": classes} if classes else {}
        for number, (key, *values) in enumerate([found[0], found[-1]] if found else []):
            name = f"alone_{at}_{number}"
            project.write(f"models/rows_{name}.sql", rows_of_group(chosen["group_by"], values))
            given = "".join(f", {option}={jinja(value)}" for option, value in alone.items())
            project.write(
                f"models/{name}.sql",
                f"{{{{ dbt_nn.train(examples=ref('rows_{name}'), encoding_from=ref('fleet_{at}'), example_id='id'{given}) }}}}",
            )
            project.predictions(f"{name}_predictions", name, f"rows_{name}")
            compared.append((at, name, key))
    project.dbt_ok(
        "run", "--select", *(f"+{name}_predictions" for _, name, _ in compared), "--exclude", "rows", "fleet_*"
    )

    assert compared
    for at, name, key in compared:
        said = (several[at], key, log)
        member, alone = facts(project, f"fleet_{at}", key.replace("'", "''")), facts(project, name, "")
        if several[at]["early_stopping"]:
            # Networks of a fleet stop at iterations of their own, so their states are kept only where there was nothing to stop by.
            member, alone = (
                {place: value for place, value in found.items() if place[0] != "optimizer_state"}
                for found in (member, alone)
            )
        assert member.keys() == alone.keys() and len(alone) > 10, said
        for place, value in alone.items():
            assert member[place] == pytest.approx(value, rel=1e-9, abs=1e-11), (place, *said)
        answer = "predicted_value" if several[at]["label"] in ("amount", "visits") else "predicted_probability"
        query = f"select id, {answer} from {{}} where id in (select id from rows_{name}) order by id"
        one, other = (project.rows(query.format(f"{table}_predictions")) for table in (f"fleet_{at}", name))
        assert [row[0] for row in one] == [row[0] for row in other] and len(one) > 20
        assert [row[1] for row in one] == pytest.approx([row[1] for row in other], rel=1e-9, abs=1e-11), said
