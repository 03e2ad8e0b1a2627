"""Splits by class, by time and by group: what NumPy and scikit-learn would hold out; and no row changes sides later."""

import datetime
import hashlib
from collections import Counter, defaultdict

import numpy as np
import pytest
from conftest import Project

ROWS = 90
COLUMNS = ["id", "size", "shop", "ordered at", "day", "step", "kind", "price"]
SMALL = {"hidden_layers": [], "iterations": 1, "features": ["size"]}
THREE = {"train": 0.7, "validation": 0.2, "test": 0.1}
START = datetime.datetime(2024, 1, 30, 22, 15)
CLASSES = ["common", 'it\'s rare; "so"', "étage"]


def examples(rows: int = ROWS, seed: int = 4):
    random = np.random.default_rng(seed)
    found = []
    for k in range(rows):
        kind = CLASSES[0 if random.random() < 0.7 else 1 if random.random() < 0.6 else 2]
        moment = START + datetime.timedelta(
            hours=int(random.integers(0, 24 * 40)), microseconds=int(random.integers(0, 4))
        )
        size = float(random.normal() + (kind == CLASSES[0]))
        shop = f"shop '{int(random.integers(0, 15))}'"
        found.append([k, size, shop, moment, moment.date(), int(moment.month), kind, size * 2 + float(random.normal())])
    return found


def drawn(value) -> float:
    return int(hashlib.md5(f"split-{value}".encode()).hexdigest()[:8], 16) / 2**32


def by_share(draw: float, fractions: dict) -> str:
    train, validation = fractions["train"], fractions.get("validation", 0)
    return "train" if draw < train else "validation" if draw < round(train + validation, 9) else "test"


def starts_of(fractions: dict) -> list[tuple[str, float]]:
    train, validation = fractions["train"], fractions.get("validation", 0)
    starts = [("validation", train)] if validation else []
    return starts + ([("test", round(train + validation, 9))] if fractions.get("test") else [])


def stratified(rows, fractions: dict) -> dict[int, str]:
    """Of each class, in the order of the draws, the nearest to its share; every split has a row."""
    starts, splits = starts_of(fractions), {}
    for kind in {row[6] for row in rows}:
        keys = sorted((row[0] for row in rows if row[6] == kind), key=drawn)
        bounds = [0]
        for at, (_, share) in enumerate(starts):
            nearest = int(np.floor(share * len(keys) + 0.5))
            bounds.append(min(max(nearest, bounds[-1] + (at > 0), 1), len(keys) - (len(starts) - at)))
        names = ["train", *[name for name, _ in starts]]
        for place, key in enumerate(keys):
            splits[key] = names[sum(place >= bound for bound in bounds[1:])]
    return splits


def by_time(rows, column: int, fractions: dict) -> dict[int, str]:
    """Each split starts at the time with the nearest share of rows before it."""
    times = np.array(sorted(row[column] for row in rows))
    different = sorted(set(times))
    starts, cuts = starts_of(fractions), []
    for at, (_, share) in enumerate(starts):
        last = len(different) - (len(starts) - at - 1)
        allowed = [time for time in different[1:last] if not cuts or time > cuts[-1]]
        cuts.append(min(allowed, key=lambda time: (abs((times < time).sum() - share * len(times)), time)))
    names = ["train", *[name for name, _ in starts]]
    return {row[0]: names[sum(row[column] >= cut for cut in cuts)] for row in rows}


def by_group(rows, fractions: dict) -> dict[int, str]:
    return {row[0]: by_share(drawn(row[2]), fractions) for row in rows}


# name -> (label, options, the splits of some rows)
NETWORKS = {
    "stratified": (
        "kind",
        {"example_id": "id", "split": {**THREE, "stratify": True}},
        lambda rows: stratified(rows, THREE),
    ),
    "stratified_by_default": (
        "kind",
        {"example_id": "id", "split": {"stratify": True}},
        lambda rows: stratified(rows, {"train": 0.8, "validation": 0.2}),
    ),
    "by_moment": ("price", {"split": {**THREE, "by_time": "ORDERED at"}}, lambda rows: by_time(rows, 3, THREE)),
    "by_day": (
        "kind",
        {"split": {"train": 0.75, "test": 0.25, "by_time": "day"}},
        lambda rows: by_time(rows, 4, {"train": 0.75, "test": 0.25}),
    ),
    "by_number": (
        "price",
        {"split": {"train": 0.5, "validation": 0.5, "by_time": "step"}},
        lambda rows: by_time(rows, 5, {"train": 0.5, "validation": 0.5}),
    ),
    "grouped": ("kind", {"split": {**THREE, "group": "shop"}}, lambda rows: by_group(rows, THREE)),
}
LEARNED = [name for name in NETWORKS if name != "grouped"]


def splits_in(project: Project, name: str) -> dict[int, str]:
    return dict(project.rows(f"select id, split from {name}_predictions"))


@pytest.fixture(scope="module")
def project(consumer) -> Project:
    consumer.table("examples", COLUMNS, examples())
    for name, (label, options, _) in NETWORKS.items():
        consumer.train(name, "examples", label=label, **SMALL, **options)
        consumer.predictions(f"{name}_predictions", name, "examples")
    consumer.write(
        "models/written_out.sql",
        "select * from (\n{{ dbt_nn.network_sql(ref('stratified'), examples=ref('examples')) }}\n) as predictions\n",
    )
    consumer.write("models/unlabelled.sql", "select id, size, \"ordered at\", shop from {{ ref('examples') }}\n")
    for name in ["stratified", "by_moment", "grouped"]:
        consumer.predictions(f"{name}_unlabelled", name, "unlabelled")
    consumer.built = consumer.dbt_ok("build")
    return consumer


@pytest.mark.parametrize("name", NETWORKS)
def test_every_row_is_where_the_reference_puts_it(project, name):
    *_, reference = NETWORKS[name]
    expected = reference(examples())
    assert splits_in(project, name) == expected
    assert len(set(expected.values())) > 1


@pytest.mark.parametrize("name", NETWORKS)
def test_training_counts_the_rows_of_the_splits(project, name):
    *_, reference = NETWORKS[name]
    expected = Counter(reference(examples()).values())
    ((train, validation, test),) = project.rows(
        "select "
        + ", ".join(
            f"max(case when input_name = '{split}_rows' then value end)" for split in ["train", "validation", "test"]
        )
        + f" from {name} where role = 'training'"
    )
    assert [train, validation, test] == [expected[split] for split in ["train", "validation", "test"]]


def test_the_reference_of_stratified_splits_is_scikit_learns_to_a_row():
    """StratifiedShuffleSplit's sizes per class, which rounds another way where the halves are."""
    from sklearn.model_selection import StratifiedShuffleSplit

    rows = examples()
    kinds = np.array([row[6] for row in rows])
    ((_, held_out),) = StratifiedShuffleSplit(n_splits=1, test_size=0.2, random_state=1).split(kinds, kinds)
    ours = stratified(rows, {"train": 0.8, "validation": 0.2})
    for kind in CLASSES:
        mine = sum(ours[row[0]] == "validation" for row in rows if row[6] == kind)
        assert abs(mine - (kinds[held_out] == kind).sum()) <= 1


def test_groups_are_disjoint_as_those_of_group_k_fold(project):
    sides = defaultdict(set)
    splits = splits_in(project, "grouped")
    for row in examples():
        sides[row[2]].add(splits[row[0]])
    assert {len(found) for found in sides.values()} == {1}
    assert len(sides) == 15


def test_held_out_rows_are_the_latest(project):
    splits, order = splits_in(project, "by_moment"), ["train", "validation", "test"]
    in_time = [order.index(splits[row[0]]) for row in sorted(examples(), key=lambda row: row[3])]
    assert in_time == sorted(in_time)


def test_a_query_that_is_written_out_has_the_same_splits(project):
    assert dict(project.rows("select id, split from written_out")) == splits_in(project, "stratified")


def test_rows_without_what_the_split_needs_have_none(project):
    assert set(project.rows("select distinct split from stratified_unlabelled")) == {(None,)}
    for name in ["by_moment", "grouped"]:
        assert dict(project.rows(f"select id, split from {name}_unlabelled")) == splits_in(project, name)


def test_the_column_of_the_time_or_group_is_no_feature_unless_named(project):
    project.train(
        "left_open", "examples", label="kind", hidden_layers=[], iterations=1, split={"by_time": "ordered at"}
    )
    project.train("left_open_group", "examples", label="kind", hidden_layers=[], iterations=1, split={"group": "shop"})
    for name, missing in [("left_open", "ordered at"), ("left_open_group", "shop")]:
        columns = [column for column in COLUMNS if column not in ("ordered at", "day", missing)]
        project.write(
            f"models/{name}_rows.sql",
            "select " + ", ".join(f'"{c}"' for c in [*columns, missing]) + " from {{ ref('examples') }}\n",
        )
        text = (project.path / f"models/{name}.sql").read_text()
        (project.path / f"models/{name}.sql").write_text(text.replace("ref('examples')", f"ref('{name}_rows')"))
    project.dbt_ok("build", "--select", "+left_open", "+left_open_group")
    for name, missing in [("left_open", "ordered at"), ("left_open_group", "shop")]:
        assert missing not in {row[0] for row in project.rows(f"select input_name from {name} where layer = 0")}


def test_appended_rows_move_no_old_row_and_a_new_class_gets_thresholds(project):
    """The appended rows are later, of other sizes, and of a class that there was not."""
    before = {name: splits_in(project, name) for name in NETWORKS}
    late = examples(60, seed=8)
    for at, row in enumerate(late):
        row[0] += 1000
        row[3] += datetime.timedelta(days=300)
        row[4], row[5] = row[3].date(), 13
        row[6] = "new" if at % 3 == 0 else row[6]
    project.table("examples", COLUMNS, examples() + late)
    outcome = project.dbt_ok("build")
    for name in NETWORKS:
        after = splits_in(project, name)
        assert {key: after[key] for key in before[name]} == before[name], name
        assert len(after) == ROWS + 60
    for name in LEARNED:
        assert f"neural_network {name}: the split keeps the thresholds of the existing network" in outcome.output
    after = splits_in(project, "stratified")
    assert {after[row[0]] for row in late if row[6] == "new"} == {"train", "validation", "test"}
    assert {splits_in(project, "by_moment")[row[0]] for row in late} == {"test"}


def test_refreshing_learns_the_thresholds_again_and_says_how_many_rows_move(project):
    rows = [list(row) for row in project.rows("select * from examples")]
    moved = Counter()
    for name in ["stratified", "by_moment"]:
        label, options, reference = NETWORKS[name]
        before, expected = splits_in(project, name), reference(rows)
        moved[name] = sum(before[key] != expected[key] for key in before)
        project.train(name, "examples", label=label, refresh_split=True, **SMALL, **options)
    outcome = project.dbt_ok("run", "--select", "stratified+", "by_moment+")
    for name in ["stratified", "by_moment"]:
        assert "training because option refresh_split changed from false to true" in outcome.output
        assert f"{name}: refresh_split: {moved[name]} of 150 rows with a label change sides" in outcome.output
        assert splits_in(project, name) == NETWORKS[name][2](rows)
        assert moved[name] > 0
        project.train(name, "examples", label=NETWORKS[name][0], **SMALL, **NETWORKS[name][1])
    outcome = project.dbt_ok("run", "--select", "stratified", "by_moment")
    assert outcome.output.count("options and examples are unchanged; training skipped") == 2


def test_a_view_that_was_compiled_with_other_thresholds_raises(project):
    project.predictions("seen", "by_day", "examples", materialized="view")
    project.dbt_ok("run", "--select", "seen")
    assert project.rows("select count(*) from seen where split = 'test'")[0][0] > 0
    project.train("by_day", "examples", label="kind", refresh_split=True, **SMALL, **NETWORKS["by_day"][1])
    project.dbt_ok("run", "--select", "by_day")
    with pytest.raises(
        Exception, match="was retrained with different features, classes, layers or loss after this query was compiled"
    ):
        project.rows("select count(*) from seen")


def test_a_network_that_starts_from_another_keeps_its_thresholds(project):
    """Else a row that the other was trained on might be held out."""
    given = "label='kind', example_id='id', hidden_layers=[], iterations=1, features=['size']"
    project.write(
        "models/continued.sql",
        "{{ dbt_nn.train(examples=ref('few'), warm_start=ref('stratified'), "
        + given
        + ", split={'train': 0.7, 'validation': 0.2, 'test': 0.1, 'stratify': true}) }}\n",
    )
    project.table("few", COLUMNS, examples()[::2])
    project.predictions("continued_predictions", "continued", "few")
    project.dbt_ok("build", "--select", "few", "continued+")
    known = splits_in(project, "stratified")
    found = splits_in(project, "continued")
    assert found == {key: known[key] for key in found}


# name -> (label, options, what the error says)
BAD = {
    "of_a_number": (
        "price",
        {"example_id": "id", "split": {"stratify": True}},
        "label price is DOUBLE, which is predicted as a number",
    ),
    "class_of_two_rows": (
        "pair",
        {"example_id": "id", "split": {**THREE, "stratify": True}},
        "class two of pair has 2 rows; 3 splits need a row each: at least 3",
    ),
    "stratified_without_id": (
        "kind",
        {"split": {"stratify": True}},
        "split is given as fractions, which requires example_id",
    ),
    "time_with_nulls": (
        "kind",
        {"split": {"by_time": "holes"}},
        "split by_time holes is null or infinite in 2 rows with a label",
    ),
    "time_infinite": (
        "kind",
        {"split": {"by_time": "endless"}},
        "split by_time endless is null or infinite in 1 row with a label",
    ),
    "number_with_nan": (
        "kind",
        {"split": {"by_time": "nan"}},
        "split by_time nan is null, NaN or infinite in 1 row with a label",
    ),
    "group_with_nulls": (
        "kind",
        {"split": {"group": "holes"}},
        "split group holes is TIMESTAMP; accepted: integers, text, uuid and dates",
    ),
    "group_with_null_texts": ("kind", {"split": {"group": "gap"}}, "split group gap is null in 1 row with a label"),
    "one_group": (
        "kind",
        {"split": {"group": "same"}},
        "split group same has the same value in every row with a label",
    ),
    "one_time": (
        "kind",
        {"split": {"by_time": "same_day"}},
        "split by_time same_day has 1 distinct value in the rows with a label, and 2 splits",
    ),
    "two_times": (
        "kind",
        {"split": {**THREE, "by_time": "two_days"}},
        "has 2 distinct values in the rows with a label, and 3 splits need",
    ),
    "time_of_text": (
        "kind",
        {"split": {"by_time": "shop"}},
        "split by_time shop is VARCHAR; accepted: a date, a timestamp or a number",
    ),
    "misspelt_time": ("kind", {"split": {"by_time": "days"}}, "column days is not in the examples"),
    "misspelt": ("kind", {"split": {"by_times": "day"}}, "accepted: a column name, or fractions such as"),
    "stratify_of_text": ("kind", {"split": {"stratify": "yes"}}, "accepted: a column name, or fractions such as"),
    "fractions_above_1": (
        "kind",
        {"split": {"train": 0.9, "test": 0.2, "by_time": "day"}},
        "accepted: a column name, or fractions",
    ),
    "two_ways": (
        "kind",
        {"example_id": "id", "split": {"stratify": True, "group": "shop"}},
        "split has stratify and group, which cannot be combined: rows of one group may have different classes",
    ),
    "time_and_group": (
        "kind",
        {"split": {"by_time": "day", "group": "shop"}},
        "split has by_time and group, which cannot be combined",
    ),
    "nothing_held_out": ("kind", {"split": {"train": 1, "by_time": "day"}}, "no share of validation or test rows"),
    "label_as_time": ("price", {"split": {"by_time": "price"}}, "split by_time price is also the label"),
    "refreshing_nothing": (
        "kind",
        {"example_id": "id", "refresh_split": True},
        "refresh_split is true, but split has no learned thresholds",
    ),
}


def test_what_can_not_be_split_so_is_refused_with_the_reason(project):
    columns = [*COLUMNS, "pair", "holes", "endless", "nan", "gap", "same", "same_day", "two_days"]
    rows = []
    for at, row in enumerate(examples(30)):
        rows.append(
            [
                *row,
                "two" if at < 2 else "many",
                None if at < 2 else row[3],
                row[3],
                float(at),
                None if at == 3 else "x",
                "one",
                START.date(),
                START + datetime.timedelta(days=at % 2),
            ]
        )
    project.table("awkward", columns, rows)
    project.write(
        "models/more_awkward.sql",
        "select * replace (case when id = 5 then cast('infinity' as timestamp) else endless end as endless, "
        "case when id = 5 then cast('nan' as double) else nan end as nan) from {{ ref('awkward') }}\n",
    )
    for name, (label, options, _) in BAD.items():
        project.train(f"bad_{name}", "more_awkward", label=label, **SMALL, **options)
    outcome = project.dbt("build", "--select", "awkward+")
    for name, (*_, message) in BAD.items():
        assert outcome.status[f"bad_{name}"] == "error", name
        assert message in outcome.message[f"bad_{name}"], (name, outcome.message[f"bad_{name}"])


def test_dates_at_the_ends_of_the_calendar_can_be_split_by(project):
    rows = [
        [k, float(k % 7), datetime.date([1, 1969, 2000, 9999][k % 4], 1 + k % 12, 28), "ab"[k % 3 % 2]]
        for k in range(24)
    ]
    project.table("long_ago", ["id", "size", "day", "kind"], rows)
    project.train(
        "eternal", "long_ago", label="kind", split={"train": 0.5, "validation": 0.5, "by_time": "day"}, **SMALL
    )
    project.predictions("eternal_predictions", "eternal", "long_ago")
    project.dbt_ok("build", "--select", "long_ago+")
    expected = by_time([[row[0], None, row[2]] for row in rows], 2, {"train": 0.5, "validation": 0.5})
    assert splits_in(project, "eternal") == expected
