"""Folds by class and by time: which rows each network trains on, and who predicts what."""

import datetime
import hashlib
import itertools
import random
from collections import Counter, defaultdict

import numpy as np
import pytest
from conftest import new_consumer
from test_fleets import facts

COLUMNS = ["id", "day", "shop", "x", "label", "amount"]
USUAL = {"label": "label", "example_id": "id", "features": ["x"], "hidden_layers": [2], "iterations": 30}
FOLDS = 4
BY_TIME = {"train": 0.6, "validation": 0.2, "test": 0.2, "by_time": "day"}


def rows(most):
    draw = random.Random(7)
    found = []
    for number in range(most):
        x = draw.gauss(0, 1)
        label = "rare; it's" if number % 45 == 0 else "yes" if x + draw.gauss(0, 0.7) > 0.5 else "no"
        day = datetime.date(2024, 1, 1) + datetime.timedelta(days=(number * 37) % 200)
        found.append([number, day, ["a", None][number % 2], x, label, 40 + 7 * x * (1 + number % 2) + draw.gauss(0, 1)])
    return found


def draw_of(number, prefix="member-fold"):
    return int(hashlib.md5(f"{prefix}-{number}".encode()).hexdigest()[:8], 16) / 2**32


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = new_consumer(tmp_path_factory.mktemp("folds"))
    project.table("rows", COLUMNS, rows(400))
    project.train("stratified", "rows", **USUAL, folds=FOLDS, split={"stratify": True}, is_open=True)
    project.train("timed", "rows", **USUAL, folds=FOLDS, split=BY_TIME, is_open=True)
    project.train(
        "timed_shops",
        "rows",
        **USUAL,
        folds=2,
        group_by=["shop"],
        split=BY_TIME,
        promote={"metric": "log_loss"},
        is_open=True,
    )
    project.train(
        "amounts",
        "rows",
        **USUAL | {"label": "amount"},
        folds=3,
        group_by=["shop"],
        restarts=2,
        combine="mean",
        interval=0.5,
        is_open=True,
    )
    for name, network in {"mean_classes": "stratified", "mean_amounts": "amounts"}.items():
        for call, suffix in {
            "select * from {{{{ dbt_nn.predict({}) }}}}": "",
            "{{{{ dbt_nn.network_sql({}) }}}}": "_sql",
        }.items():
            arguments = f"network=ref('{network}'), examples=ref('bare_rows'), members='mean'"
            project.write(f"models/{name}{suffix}.sql", call.format(arguments))
    project.write("models/bare_rows.sql", "select x, shop from {{ ref('rows') }} where id < 40")
    project.write("models/unlabelled.sql", "select id, x from {{ ref('rows') }}")
    for name, network, examples in [
        ("stratified_predictions", "stratified", "rows"),
        ("timed_predictions", "timed", "rows"),
        ("timed_shops_predictions", "timed_shops", "rows"),
        ("unlabelled_predictions", "stratified", "unlabelled"),
    ]:
        project.write(
            f"models/{name}.sql",
            f"select * from {{{{ dbt_nn.predict(network=ref('{network}'), examples=ref('{examples}')) }}}}",
        )
    for name in ["stratified", "timed", "timed_shops"]:
        project.write(f"models/{name}_networks.sql", f"select * from {{{{ dbt_nn.networks(ref('{name}')) }}}}")
        project.write(f"models/{name}_sql.sql", f"{{{{ dbt_nn.network_sql(ref('{name}'), ref('rows')) }}}}")
    project.log = project.dbt_ok("run", "--threads", "1").output
    return project


def test_every_fold_has_its_share_of_each_class(project):
    by_class = defaultdict(list)
    for number, _, _, _, label, _ in rows(400):
        by_class[label].append((draw_of(number), number))
    folds = {row[0]: row[1] for row in project.rows("select id, fold from stratified_predictions")}
    for numbers in by_class.values():
        in_order = [folds[number] for _, number in sorted(numbers)]
        assert in_order == sorted(in_order)
        counts = Counter(in_order)
        assert sum(counts.values()) == len(numbers) and set(counts) == {1, 2, 3, 4}
        assert max(counts.values()) - min(counts.values()) <= 1


def test_a_network_trains_without_its_fold(project):
    splits = {row[0]: row[1:] for row in project.rows("select id, fold, split from stratified_predictions")}
    assert {split for _, split in splits.values()} == {"validation"}
    total = Counter(fold for fold, _ in splits.values())
    for fold, train, validation in project.rows("select fold, train_rows, validation_rows from stratified_networks"):
        assert train + validation == 400 - total[fold] and validation > 0


def test_without_a_label_the_fold_is_that_of_the_hash(project):
    folds = dict(project.rows("select id, fold from unlabelled_predictions"))
    assert folds == {number: int(FOLDS * draw_of(number)) + 1 for number in folds} and len(folds) == 400


def time_starts(project, name):
    found = project.rows(f"select output, output_name, value from {name} where role = 'fold' order by 1")
    starts = {"held": [], "validation": []}
    for _, of, value in found:
        starts[of].append(datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=value))
    return {of: [start.date() for start in times] for of, times in starts.items()}


def test_folds_of_time_are_blocks_after_the_rows_they_train_on(project):
    starts = time_starts(project, "timed")
    days = sorted(day for _, day, *_ in rows(400))
    (test_start,) = [row[0] for row in project.rows("select min(day) from timed_predictions where split = 'test'")]
    before_test = [day for day in days if day < test_start]
    for fold, start in enumerate(starts["held"], 1):
        assert abs(sum(day < start for day in before_test) - fold * len(before_test) / (FOLDS + 1)) <= 4
    for number, day, fold, split in project.rows("select id, day, fold, split from timed_predictions"):
        passed = sum(day >= start for start in starts["held"])
        assert fold == (passed or None), number
        assert split == ("test" if day >= test_start else "train" if day < starts["held"][0] else "validation")
    for fold, train, validation in project.rows("select fold, train_rows, validation_rows from timed_networks"):
        held, valid = starts["held"][fold - 1], starts["validation"][fold - 1]
        assert train == sum(day < valid for day in days) and validation == sum(valid <= day < held for day in days)
        assert abs(validation / (train + validation) - 0.25) < 0.1


def test_a_fold_of_time_is_the_network_of_the_rows_before_it(project):
    starts = time_starts(project, "timed")
    held, valid = starts["held"][1], starts["validation"][1]
    project.write(
        "models/rows_2.sql",
        f"select *, case when day < '{valid}' then 'train' else 'validation' end as split from {{{{ ref('rows') }}}} where day < '{held}'",
    )
    given = "".join(f", {option}={value!r}" for option, value in USUAL.items())
    project.write(
        "models/alone.sql",
        "{{ dbt_nn.train(examples=ref('rows_2'), encoding_from=ref('timed'), classes=['no', 'rare; it\\'s', 'yes']"
        + given
        + ") }}",
    )
    project.write(
        "models/alone_predictions.sql", "select * from {{ dbt_nn.predict(network=ref('alone'), examples=ref('rows')) }}"
    )
    project.dbt_ok("run", "--select", "rows_2", "alone", "alone_predictions")
    member, alone = facts(project, "timed", "fold=2"), facts(project, "alone", "")
    # Networks of a fleet stop at iterations of their own, so their states are not kept.
    alone = {place: value for place, value in alone.items() if place[0] != "optimizer_state"}
    assert {place: value for place, value in member.items() if place[0] != "fold"}.keys() == alone.keys() and len(
        alone
    ) > 60
    for place, value in alone.items():
        assert member[place] == pytest.approx(value, rel=1e-9, abs=1e-11), place
    query = (
        "select id, probability_yes from {} where id in (select id from timed_predictions where fold = 2) order by id"
    )
    one, other = (project.rows(query.format(f"{name}_predictions")) for name in ("timed", "alone"))
    assert len(one) > 50 and [row[1] for row in one] == pytest.approx([row[1] for row in other], rel=1e-9)


@pytest.mark.parametrize("name", ["stratified", "timed", "timed_shops"])
def test_written_out_it_answers_the_same(project, name):
    query = "select id, probability_yes, probability_no, fold, split from {} order by id"
    written, read = (project.rows(query.format(f"{name}_{which}")) for which in ("sql", "predictions"))
    assert len(written) == len(read) == 400
    for one, other in zip(written, read, strict=True):
        assert one[3:] == other[3:] and one[1:3] == pytest.approx(other[1:3], abs=1e-12)


def test_what_comes_after_all_is_answered_by_the_last_network(project):
    project.write(
        "models/later.sql",
        "select id + 10000 as id, date '2031-05-01' as day, shop, x from {{ ref('rows') }} where id < 20",
    )
    project.write(
        "models/later_predictions.sql",
        "select * from {{ dbt_nn.predict(network=ref('timed'), examples=ref('later')) }}",
    )
    project.dbt_ok("run", "--select", "later", "later_predictions")
    rows = project.rows("select fold, split, probability_yes from later_predictions")
    assert {row[:2] for row in rows} == {(4, "test")} and all(0 < row[2] < 1 for row in rows)


REFUSED = {
    "few_days": ("select *, cast(id % 3 as integer) as moment from {{ ref('rows') }}", {"folds": 5, "split": {"by_time": "moment"}},
                 "folds is 5, and split by_time moment has 3 distinct values in the rows with a label; 5 folds need at least 6"),
}  # fmt: skip


def test_too_few_times_are_said(project):
    query, options, message = REFUSED["few_days"]
    project.write("models/few_rows.sql", query)
    project.train("few_days", "few_rows", **USUAL, **options, is_open=True)
    assert message in project.dbt("run", "--select", "few_rows", "few_days").output


def test_a_missing_column_of_folds_or_groups_is_said(project):
    project.write("models/bare.sql", "select x from {{ ref('rows') }}")
    for network in ["timed", "timed_shops", "stratified"]:
        project.write(
            f"models/bare_{network}.sql",
            f"select * from {{{{ dbt_nn.predict(network=ref('{network}'), examples=ref('bare')) }}}}",
        )
    log = project.dbt("run", "--select", "bare", "bare_timed", "bare_timed_shops", "bare_stratified").output
    assert "the network's column day" in log and "the network's column shop" in log and "the network's column id" in log


def outputs(project, network, key, x):
    """The scores of one network for one row with its own constants, in NumPy."""
    rows = project.rows(
        f"select role, layer, input, output, value from {network} where network_key = '{key}' and role in "
        "('weight', 'bias', 'center', 'scale', 'residual_quantile')"
    )
    found = {tuple(row[:-1]): row[-1] for row in rows}
    center, scale = ({row[0]: row[-1] for row in rows if row[1] == 0}[role] for role in ("center", "scale"))
    values = np.array([(x - center) / scale])
    for layer in (1, 2):
        units = max(place[3] for place in found if place[1] == layer and place[0] == "bias")
        bias = np.array([found["bias", layer, 0, unit] for unit in range(1, units + 1)])
        weights = np.array(
            [[found["weight", layer, k + 1, unit] for unit in range(1, units + 1)] for k in range(len(values))]
        )
        values = bias + values @ weights
        values = np.maximum(values, 0) if layer == 1 else values
    return values, found


def test_the_networks_of_all_folds_answer_together(project):
    """Rows without id and label, which no fold can be told of."""
    found = project.rows("select x, probability_no, probability_yes, predicted_label from mean_classes")
    assert len(found) == 40 and "fold" not in columns_of(project, "mean_classes")
    for x, no, yes, label in found:
        each = []
        for fold in range(1, FOLDS + 1):
            scores, _ = outputs(project, "stratified", f"fold={fold}", x)
            each.append(np.exp(scores) / np.exp(scores).sum())
        mean = np.mean(each, axis=0)
        assert (no, yes) == pytest.approx((mean[0], mean[2]), abs=1e-12)
        assert label == ["no", "rare; it's", "yes"][int(np.argmax(mean))]


def test_numbers_are_averaged_in_their_units(project):
    found = project.rows(
        "select shop, x, predicted_value, predicted_low, predicted_high, network_version from mean_amounts"
    )
    assert len(found) == 40
    for shop, x, value, low, high, version in found:
        each, bounds = [], []
        for fold, restart in itertools.product((1, 2, 3), (1, 2)):
            key = ("shop" if shop is None else f"shop={shop}") + f", fold={fold}, restart={restart}"
            scores, known = outputs(project, "amounts", key, x)
            each.append(scores[0] * known["scale", 2, None, 1] + known["center", 2, None, 1])
            bounds.append(known["residual_quantile", None, None, None])
        assert value == pytest.approx(np.mean(each), rel=1e-9) and version == 1
        assert (value - low, high - value) == pytest.approx((np.mean(bounds), np.mean(bounds)), rel=1e-9)


@pytest.mark.parametrize("name", ["mean_classes", "mean_amounts"])
def test_a_mean_written_out_is_the_same(project, name):
    answer = "probability_yes" if name == "mean_classes" else "predicted_value"
    read, written = (
        sorted(row[0] for row in project.rows(f"select {answer} from {each}")) for each in (name, f"{name}_sql")
    )
    assert len(read) == 40 and written == pytest.approx(read, abs=1e-12)


def test_a_mean_needs_folds(project):
    project.train("plain", "rows", **USUAL, is_open=True)
    for members, message in {
        "mean": "members is mean, which averages the networks of folds, but",
        "all": 'members is "all"; accepted: own, mean',
    }.items():
        project.write(
            f"models/no_{members}.sql",
            f"select * from {{{{ dbt_nn.predict(network=ref('plain'), examples=ref('rows'), members='{members}') }}}}",
        )
        assert message in project.dbt("run", "--select", "plain", f"no_{members}").output
        (project.path / f"models/no_{members}.sql").unlink()


def columns_of(project, name):
    return [
        row[0]
        for row in project.rows(f"select column_name from information_schema.columns where table_name = '{name}'")
    ]


def test_folds_stay_when_rows_come(project):
    before = {
        name: project.rows(f"select role, output, input_name, value from {name} where role = 'fold' order by all")
        for name in ("stratified", "timed")
    }
    folds = dict(project.rows("select id, fold from stratified_predictions"))
    project.table("rows", COLUMNS, rows(430))
    log = project.dbt_ok("run", "--select", "rows", "stratified", "timed", "timed_shops").output
    for name, thresholds in before.items():
        assert (
            project.rows(f"select role, output, input_name, value from {name} where role = 'fold' order by all")
            == thresholds
        )
    assert dict(project.rows("select id, fold from stratified_predictions where id < 400")) == folds
    assert "timed_shops: promoted: log_loss: " in log or "timed_shops: the candidate was refused: log_loss: " in log
