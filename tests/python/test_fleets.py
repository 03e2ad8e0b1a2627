"""Fleets: a network for each group, trial, fold and restart, each the same as a network that is trained alone."""

import datetime
import hashlib
import itertools
import math
import random
import re

import numpy as np
import pytest
from conftest import ROOT, new_consumer

FEATURES = ["x", "y", "kind", "flag", "day"]
# Null, quotes, the separators, a backslash, case, unicode, an empty text.
GROUPS = {"de": "de", "DE": "DE", 'o\'b, "q"=1\\': 'o\'b\\, "q"\\=1\\\\', "ü;--": "ü;--", "": "", None: None}
KEY = {group: "coun,try" if key is None else f"coun,try={key}" for group, key in GROUPS.items()}
KEY = {group: key.replace("coun,try", "coun\\,try", 1) for group, key in KEY.items()}
COLUMNS = ["id", "coun,try", "x", "y", "kind", "flag", "day", "label", "amount", "weight"]


def example(draw, number, group, shift):
    x, y = draw.gauss(shift, 1 + shift), draw.gauss(0, 1)
    kind = draw.choice(["a", "b", "b", "c"])
    score = x - shift - y + (kind == "a") + draw.gauss(0, 0.5)
    return [
        number, group, x, None if draw.random() < 0.1 else y, None if draw.random() < 0.1 else kind, draw.random() < 0.5,
        datetime.date(2024, 1 + number % 12, 1 + number % 28), "yes" if score > 0 else "no", 10 * shift + 3 * x - y, 1 + number % 3,
    ]  # fmt: skip


def examples():
    draw = random.Random(5)
    rows = [example(draw, n, group, shift) for n, (shift, group) in enumerate(list(enumerate(GROUPS)) * 60)]
    rows += [example(draw, 1000 + n, "tiny", 0) for n in range(9)]
    # One class only, and a number that never varies in this group.
    flat = [example(draw, 1100 + n, "flat", 0) for n in range(60)]
    rows += [[*row[:2], 7.5, *row[3:7], "yes", *row[8:]] for row in flat]
    return rows


USUAL = {"example_id": "id", "features": FEATURES, "hidden_layers": [3]}
SETTINGS = {"iterations": 12, "l2": 0.01, "early_stopping": False, "learning_rate": "by optimizer"}
# name -> options of the fleet; the network alone has the same, and those that tell its rows.
FLEETS = {
    "fixed": SETTINGS | {"label": "label"},
    "chosen": {"label": "label", "iterations": 60},
    "batches": SETTINGS | {"label": "amount", "optimizer": "adam", "batch_size": 16, "interval": 0.8},
    "weighed": SETTINGS | {"label": "amount", "example_weight": "weight", "loss": "huber", "dropout": 0.2, "loop": "stepwise"},
    "stopped": {"label": "amount", "iterations": 80, "l2": 0.001, "loop": "stepwise",
                "early_stopping": {"patience": 4, "minimum_improvement": 0.05}},
}  # fmt: skip
ALONE = ["de", 'o\'b, "q"=1\\', None]


# network -> its predictions
WRITTEN_OUT = {
    "common_fleet": "common_predictions",
    "folded": "folded_predictions",
    "batches_fleet": "batches_predictions",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = new_consumer(tmp_path_factory.mktemp("fleets"))
    project.table("rows", COLUMNS, examples())
    for at, group in enumerate(ALONE):
        condition = "is null" if group is None else "= '" + group.replace("'", "''") + "'"
        project.write(f"models/rows_{at}.sql", f"""select * from {{{{ ref('rows') }}}} where "coun,try" {condition}""")
    for name, options in FLEETS.items():
        project.train(f"{name}_fleet", "rows", **USUAL, group_by=["coun,try"], is_open=True, **options)
        predict(project, f"{name}_predictions", f"{name}_fleet")
        for at in range(len(ALONE)):
            classes = {"classes": ["no", "yes"]} if options["label"] == "label" else {}
            alone(project, f"{name}_{at}", f"rows_{at}", f"{name}_fleet", **USUAL, **classes, **options)
            predict(project, f"{name}_{at}_predictions", f"{name}_{at}", f"rows_{at}")
    project.train(
        "common_fleet", "rows", label="label", **USUAL, group_by=["coun,try"], unknown_group="all", **SETTINGS
    )
    predict(project, "common_predictions", "common_fleet")
    folded = {"folds": 3, "restarts": 2, "combine": "mean"}
    project.train("folded", "rows", label="label", **USUAL, **folded, **SETTINGS)
    predict(project, "folded_predictions", "folded")
    trials = [
        {"l2": 0.5},
        {"l2": 0.001, "hidden_layers": [2, 2]},
        {"optimizer": "gradient_descent", "learning_rate": 1e200},
    ]
    project.train("tried", "rows", label="label", **USUAL, trials=trials, restarts=2, **SETTINGS | {"l2": "auto"})
    predict(project, "tried_predictions", "tried")
    project.train("kept", "rows", label="amount", **USUAL, group_by=["coun,try"], trials=[{"l2": 0.1}, {"l2": 0.001}], keep="all",
                  history="last", **SETTINGS)  # fmt: skip
    for name in ["fixed_fleet", "folded", "tried", "kept", "fixed_0"]:
        project.write(f"models/{name}_networks.sql", f"select * from {{{{ dbt_nn.networks(ref('{name}')) }}}}")
    for name in ["tried", "kept"]:
        project.write(f"models/{name}_leaderboard.sql", f"select * from {{{{ dbt_nn.leaderboard(ref('{name}')) }}}}")
    project.write("models/kept_history.sql", "select * from {{ dbt_nn.history(ref('kept')) }}")
    for name in WRITTEN_OUT:
        project.write(f"models/{name}_sql.sql", f"{{{{ dbt_nn.network_sql(ref('{name}'), ref('rows')) }}}}")
    by_fold = "dbt_nn.evaluate(ref('folded_predictions'), label='label', by=['fold'])"
    project.write("models/folded_metrics.sql", f"select * from {{{{ {by_fold} }}}}")
    project.log = project.dbt_ok("run", "--threads", "1").output
    return project


def alone(project, name, rows, fleet, **options):
    """A network of some rows, with the inputs of a fleet."""
    given = "".join(f", {option}={value!r}" for option, value in options.items())
    project.write(
        f"models/{name}.sql",
        f"{{{{ dbt_nn.train(examples=ref('{rows}'), encoding_from=ref('{fleet}'){given}) }}}}",
    )


def predict(project, name, network, rows="rows"):
    project.write(
        f"models/{name}.sql",
        f"select * from {{{{ dbt_nn.predict(network=ref('{network}'), examples=ref('{rows}')) }}}}",
    )


def facts(project, network, key):
    """Every number of a network by its place, but what is shared, or told of it as a member."""
    rows = project.rows(
        f"select role, iteration, layer, input, output, input_name, output_name, value from {network} where network_key = '{key}'"
        " and value is not null and role not in ('member', 'category', 'class', 'training', 'histogram', 'option')"
    )
    return {row[:-1]: row[-1] for row in rows}


@pytest.mark.parametrize("at", range(len(ALONE)))
@pytest.mark.parametrize("name", FLEETS)
def test_a_network_of_a_fleet_is_the_network_alone(project, name, at):
    key = KEY[ALONE[at]].replace("'", "''")
    member, alone = facts(project, f"{name}_fleet", key), facts(project, f"{name}_{at}", "")
    stored = f"select output_name from {name}_{at} where role = 'option' and input_name = 'early_stopping'"
    if project.rows(stored) != [("false",)]:
        # Networks of a fleet stop at iterations of their own, so their states are not kept.
        assert not any(place[0] == "optimizer_state" for place in member)
        alone = {place: value for place, value in alone.items() if place[0] != "optimizer_state"}
    assert member.keys() == alone.keys() and len(member) > 100
    for place, value in alone.items():
        assert member[place] == pytest.approx(value, rel=1e-9, abs=1e-11), place


@pytest.mark.parametrize("at", range(len(ALONE)))
@pytest.mark.parametrize("name", FLEETS)
def test_predictions_are_those_of_the_network_alone(project, name, at):
    answer = (
        "probability_yes"
        if FLEETS[name]["label"] == "label"
        else "predicted_value + predicted_low"
        if name == "batches"
        else "predicted_value"
    )
    query = "select id, {answer}, split from {table} where id in (select id from rows_{at}) order by id"
    fleet = project.rows(query.format(answer=answer, table=f"{name}_predictions", at=at))
    alone = project.rows(query.format(answer=answer, table=f"{name}_{at}_predictions", at=at))
    assert len(fleet) == 60
    for (number, value, split), other in zip(fleet, alone, strict=True):
        assert (number, split) == (other[0], other[2]) and value == pytest.approx(other[1], rel=1e-9, abs=1e-11)


def test_keys_are_unmistakable(project):
    keys = dict(project.rows('select "coun,try", network_key from fixed_fleet_networks'))
    assert {group: keys[group] for group in GROUPS} == KEY


def test_groups_without_a_network_are_told_of(project):
    rows = project.rows(
        'select "coun,try", train_rows + validation_rows, kept_iteration, is_kept, reason from fixed_fleet_networks order by 1'
    )
    told = {row[0]: row[1:] for row in rows}
    assert told["tiny"] == (9, None, False, "too few rows")
    assert told["flat"] == (60, None, False, "one class only")
    assert told["de"] == (60, 12, True, None)
    assert "fixed_fleet: a fleet of 6 networks: 8 groups by coun,try" in project.log
    assert "1 has too few rows (below 30 training rows, see minimum_examples): coun\\,try=tiny" in project.log


def test_a_group_without_a_network_gets_nulls(project):
    rows = project.rows(
        "select count(*), count(predicted_label), count(predicted_probability), count(probability_yes), count(network_version)"
        """ from fixed_predictions where "coun,try" in ('tiny', 'flat')"""
    )
    assert rows == [(69, 0, 0, 0, 0)]


def test_or_the_answer_of_all_groups(project):
    (found,) = project.rows(
        """select count(*), count(probability_yes) from common_predictions where "coun,try" = 'tiny'"""
    )
    assert found == (9, 9)
    # A group with a network of its own is answered by that.
    own = "select probability_yes from {} where \"coun,try\" = 'de' order by id"
    answers = [
        [row[0] for row in project.rows(own.format(name))] for name in ("common_predictions", "fixed_predictions")
    ]
    assert answers[0] == pytest.approx(answers[1])


def fold_of(number, folds):
    digest = hashlib.md5(f"member-fold-{number}".encode()).hexdigest()
    return math.floor(folds * int(digest[:8], 16) / 2**32) + 1


def test_every_row_is_predicted_by_the_network_that_has_not_seen_it(project):
    rows = project.rows("select id, fold, split from folded_predictions")
    assert all(fold == fold_of(number, 3) and split == "validation" for number, fold, split in rows)
    counts = dict(project.rows("select fold, min(train_rows + validation_rows) from folded_networks group by fold"))
    total = len(rows)
    for fold in (1, 2, 3):
        held = sum(row[1] == fold for row in rows)
        assert counts[fold] == total - held
    assert [row[0] for row in project.rows("select fold from folded_metrics order by fold")] == [1, 2, 3]


def forward(project, network, key, numbers):
    """The probability of the second class, in NumPy, of encoded inputs."""
    rows = project.rows(
        f"select layer, input, output, value from {network} where network_key = '{key}' and role in ('weight', 'bias')"
    )
    layers = {}
    for layer, source, unit, value in rows:
        layers.setdefault(layer, {})[source, unit] = value
    values = np.asarray(numbers)
    for layer in sorted(layers):
        matrix = np.array([[layers[layer][i, o + 1] for o in range(max(o for _, o in layers[layer]))]
                           for i in range(max(i for i, _ in layers[layer]) + 1)])  # fmt: skip
        values = np.column_stack([np.ones(len(values)), values]) @ matrix
        values = np.maximum(values, 0) if layer < max(layers) else values
    return 1 / (1 + np.exp(values[:, 0] - values[:, 1]))


def test_restarts_are_averaged(project):
    """One row, encoded and answered in NumPy by the constants and weights of each restart."""
    (number,) = project.rows("select probability_yes from folded_predictions where id = 60")[0]
    keys = [f"fold={fold_of(60, 3)}, restart={restart}" for restart in (1, 2)]
    x, y, kind, flag, day = project.rows("select x, y, kind, flag, day from rows where id = 60")[0]
    answers = []
    for key in keys:
        constants = {(k, role): v for k, role, v in project.rows(
            f"select output, role, value from folded where network_key = '{key}' and layer = 0 and role in"
            " ('center', 'scale', 'fill', 'least', 'greatest')")}  # fmt: skip
        names = [row[0] for row in project.rows("select input_name from folded where network_key = "
            f"'{key}' and role = 'weight' and layer = 1 and output = 1 order by input")]  # fmt: skip
        inputs = []
        for k, name in enumerate(names, 1):
            feature, _, what = name.partition("=")
            if feature in ("x", "y"):
                value = {"x": x, "y": y}[feature]
                value = constants[k, "fill"] if value is None else value
                inputs.append((value - constants[k, "center"]) / constants[k, "scale"])
            elif feature == "kind":
                inputs.append(float(kind is None if what == "<missing>" else kind == what))
            elif feature == "flag":
                inputs.append(float(flag))
            elif what == "<days>":
                days = min(max((day.toordinal() - 719163), constants[k, "least"]), constants[k, "greatest"])
                inputs.append((days - constants[k, "center"]) / constants[k, "scale"])
            else:
                part, side = what[1:-1].split()
                turn = {"month": (day.month - 1) / 12, "weekday": day.weekday() / 7}[part] * 2 * math.pi
                inputs.append(math.sin(turn) if side == "sin" else math.cos(turn))
        answers.append(forward(project, "folded", key, [inputs])[0])
    assert kind is not None and abs(answers[0] - answers[1]) > 1e-4
    assert number == pytest.approx(np.mean(answers), abs=1e-12)


@pytest.mark.parametrize("name", WRITTEN_OUT)
def test_a_fleet_written_out_answers_the_same(project, name):
    query = "select columns(* exclude (network_version)) from {} order by id"
    written, read = (project.rows(query.format(table)) for table in (f"{name}_sql", WRITTEN_OUT[name]))
    assert len(written) == len(read) == 429
    for one, other in zip(written, read, strict=True):
        for value, expected in zip(one, other, strict=True):
            assert value == (pytest.approx(expected, abs=1e-12) if isinstance(expected, float) else expected)


def test_the_best_trial_answers(project):
    rows = project.rows(
        "select rank, trial, members, metric, metric_mean, is_kept from tried_leaderboard order by rank"
    )
    assert [row[1] for row in rows] == [2, 1, 3] and [row[5] for row in rows] == [True, False, False]
    assert {row[2] for row in rows} == {2} and {row[3] for row in rows} == {"validation_loss"} and rows[2][4] is None
    networks = project.rows("select network_key, trial, restart, validation_loss, is_kept, reason from tried_networks")
    best = min((row for row in networks if row[1] == 2), key=lambda row: row[3])
    assert [row[0] for row in networks if row[4]] == [best[0]]
    reasons = {row[1]: row[5] for row in networks if not row[4]}
    assert reasons == {1: "another trial is better", 2: "another restart is better", 3: "its loss is not finite"}
    assert rows[0][4] == pytest.approx(np.mean([row[3] for row in networks if row[1] == 2]))
    # Only the one that answers is stored, with its own layers.
    stored = project.rows("select distinct network_key from tried where role = 'weight'")
    assert stored == [(best[0],)]
    assert project.rows("select output_name from tried where input_name = 'hidden_layers' and role = 'option'") == [
        ("[2, 2]",)
    ]
    assert project.rows("select count(*) from tried_predictions where probability_yes between 0 and 1") == [(429,)]


def test_all_may_be_kept(project):
    keys = {row[0] for row in project.rows("select distinct network_key from kept where role = 'weight'")}
    groups = [key for group, key in KEY.items()] + ["coun\\,try=flat"]
    assert keys == {f"{key}, trial={trial}" for key, trial in itertools.product(groups, (1, 2))}
    # Each group has a best trial of its own.
    networks = project.rows(
        "select network_key, trial, validation_loss, is_kept from kept_networks where trial is not null"
    )
    for key in groups:
        pair = sorted(row for row in networks if row[0].startswith(f"{key}, trial"))
        assert [row[3] for row in pair] == ([True, False] if pair[0][2] <= pair[1][2] else [False, True])


def test_the_history_may_be_short(project):
    assert {row[0] for row in project.rows("select iteration from kept_history")} == {1, 12}


def test_one_network_is_a_row(project):
    (row,) = project.rows(
        "select network_key, trial, train_rows + validation_rows, kept_iteration, is_kept, reason from fixed_0_networks"
    )
    assert row == ("", None, 60, 12, True, None)


def test_nothing_is_left_beside(project):
    assert not [table for table in project.tables() if "__" in table]


def test_the_how_to_serves_the_better_network_of_each_group(tmp_path):
    project = new_consumer(tmp_path)
    draw = random.Random(2)
    rows = []
    for number in range(240):
        shop, x = ["north", "south", "west"][number % 3], draw.gauss(0, 1)
        amount = x * {"north": 5, "south": -5, "west": 1}[shop] + draw.gauss(0, 1)
        rows.append([number, shop, x, amount])
    project.table("sales", ["sale_id", "shop", "x", "amount"], rows)
    page = (ROOT / "docs/how_to/one_network_per_group.md").read_text(encoding="utf-8")
    for name, sql in re.findall(r"^```sql\n-- models/(\w+)\.sql\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        project.write(f"models/{name}.sql", sql)
    project.dbt_ok("run")
    rmse = {
        (shop, network): value for network, shop, value in project.rows("select network, shop, rmse from sales_metrics")
    }
    assert len(rmse) == 6 and rmse["north", "shop"] != rmse["north", "all"]
    served = dict(project.rows("select distinct shop, network from sales_forecast"))
    assert served == {shop: min(["all", "shop"], key=lambda n: rmse[shop, n]) for shop in ["north", "south", "west"]}
    assert project.rows("select count(*) from sales_forecast") == [(240,)]


def test_only_what_changed_is_trained_again(tmp_path):
    project = new_consumer(tmp_path)
    rows = [row for row in examples() if row[1] in ("de", "DE", None, "tiny")]
    usual = {"label": "label", **USUAL, "group_by": ["coun,try"], "restarts": 2, **SETTINGS}
    project.table("rows", COLUMNS, rows)
    project.train("fleet", "rows", **usual)
    project.dbt_ok("run")
    before = {key: facts(project, "fleet", key) for key in [f"{KEY[group]}, restart=1" for group in ("de", "DE", None)]}

    # A row of `de` has another label, `DE` has one row more, `tiny` has become a group.
    first = next(row for row in rows if row[1] == "de")
    rows[rows.index(first)] = [*first[:7], "no" if first[7] == "yes" else "yes", *first[8:]]
    draw = random.Random(8)
    rows += [example(draw, 5000, "DE", 1), *(example(draw, 6000 + n, "tiny", 0) for n in range(60))]
    project.table("rows", COLUMNS, rows)
    log = project.dbt_ok("run").output
    assert "a fleet of 8 networks: 4 groups by coun,try, 2 restarts; 2 stay as they are" in log
    after = {key: facts(project, "fleet", key) for key in before}
    changed = [key for key in before if before[key] != after[key]]
    assert changed == [f"{KEY['de']}, restart=1", f"{KEY['DE']}, restart=1"] or set(changed) < set(before)
    assert f"{KEY[None]}, restart=1" not in changed
    assert len(project.rows("select distinct network_key from fleet where role = 'weight'")) == 4

    # A group that goes takes its network with it, and nothing else is touched.
    rows = [row for row in rows if row[1] != "de"]
    project.table("rows", COLUMNS, rows)
    project.dbt_ok("run")
    assert len(project.rows("select distinct network_key from fleet where role = 'weight'")) == 3
    assert facts(project, "fleet", f"{KEY[None]}, restart=1") == before[f"{KEY[None]}, restart=1"]

    # Other options train everything.
    project.train("fleet", "rows", **usual | {"iterations": 5})
    assert "stay as they are" not in project.dbt_ok("run").output
