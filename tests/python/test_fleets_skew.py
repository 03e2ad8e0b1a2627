"""Skew of a fleet: every group is compared with its own training rows, as a network of its rows alone would be."""

import numpy as np
import pytest
from conftest import new_consumer
from test_skew import histogram, index_of

GROUPS = ["a", "b\"=1,'\\", None]
KEYS = ["shop=a", "shop=b\"\\=1\\,'\\\\", "shop"]
FEATURES = ["size", "visits", "is new", "plan"]
COLUMNS = ["id", "shop", *FEATURES, "kind"]
USUAL = {
    "label": "kind",
    "example_id": "id",
    "features": FEATURES,
    "hidden_layers": [],
    "iterations": 2,
    "group_by": ["shop"],
}
NEW, SMALL = "new", "small"
# name -> options
FLEETS = {
    "plain": {},
    "common": {"unknown_group": "all"},
    "several": {"folds": 3, "trials": [{"l2": 0.1}, {"l2": 0.2}], "restarts": 2, "combine": "mean"},
}


def shop_rows(shop, count, seed, shift=0.0, first=0):
    random = np.random.default_rng(seed)
    rows = []
    for at in range(first, first + count):
        size = None if random.random() < 0.1 else float(random.normal() + shift)
        plan = None if random.random() < 0.05 else "ab"[int(random.random() < 0.3 + shift / 5)] + str(seed % 2)
        visits = 0 if random.random() < 0.4 else int(random.poisson(3 + shift))
        rows.append(
            [f"{shop} {at}", shop, size, visits, bool(random.random() < 0.3), plan, "xy"[int(random.random() < 0.5)]]
        )
    return rows


def first_rows():
    rows = [row for n, shop in enumerate(GROUPS) for row in shop_rows(shop, 200 + 40 * n, n, shift=n)]
    # What all rows of a group lack.
    rows = [[*row[:2], None, *row[3:]] if row[1] is None else row for row in rows]
    return rows + shop_rows(SMALL, 12, 7)


def later_rows():
    """As before, of other sizes, of a group whose sizes were all missing, and of groups without a network."""
    return (
        shop_rows(GROUPS[0], 150, 20, first=1000)
        + shop_rows(GROUPS[1], 130, 21, shift=3, first=1000)
        + shop_rows(GROUPS[2], 110, 22, shift=2, first=1000)
        + shop_rows(SMALL, 110, 23, first=1000)
        + shop_rows(NEW, 120, 24, first=1000)
    )


def text(value):
    return value.replace("'", "''")


def is_group(shop):
    return "shop is null" if shop is None else f"shop = '{text(shop)}'"


def column(rows, name):
    return [row[COLUMNS.index(name)] for row in rows]


def stored(project, network, key):
    return sorted(
        project.rows(
            "select layer, input, input_name, output, output_name, value from "
            f"{network} where role = 'histogram' and network_key = '{text(key)}'"
        )
    )


def numbers(project, relation):
    """Of each key and feature the index, rows and training rows."""
    rows = project.rows(f"select * from {relation}")
    found = {tuple(row[:2]): row[2:] for row in rows}
    assert len(found) == len(rows)
    return found


def index_of_group(expected, actual):
    """A number that all rows lacked gets a bin for those of today, which counts as 0.0001 of the rows."""
    if any(value is not None for value in expected):
        return index_of(expected, actual)
    shares = [
        sum(value is None for value in actual) / len(actual),
        sum(value is not None for value in actual) / len(actual),
    ]
    return float(sum((a - e) * np.log(a / e) for a, e in zip(np.maximum(shares, 0.0001), [1, 0.0001], strict=True)))


def training_rows(project, shop=...):
    """What the plain fleet's split calls training rows."""
    ids = {row[0] for row in project.rows("select id from splits where split = 'train'")}
    return [row for row in first_rows() if row[0] in ids and shop in (..., row[1])]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = new_consumer(tmp_path_factory.mktemp("skewed_fleets"))
    project.table("rows", COLUMNS, first_rows())
    project.table("later", COLUMNS, later_rows())
    twice = "select * from {{ ref('later') }}"
    project.write("models/twice.sql", f"{twice} union all {twice}")
    project.write("models/without_shop.sql", "select size, visits, \"is new\", plan from {{ ref('later') }}")
    for at, shop in enumerate(GROUPS):
        for name in ["rows", "later"]:
            project.write(f"models/{name}_{at}.sql", f"select * from {{{{ ref('{name}') }}}} where {is_group(shop)}")
    for name, options in FLEETS.items():
        project.train(f"{name}_fleet", "rows", **USUAL, **options)
        project.write(
            f"models/{name}_skew.sql",
            "{{ config(materialized='table') }}\n"
            f"select * from {{{{ dbt_nn.skew(network=ref('{name}_fleet'), examples=ref('later')) }}}}\n",
        )
    project.train("folded_fleet", "rows", **{**USUAL, "group_by": []}, folds=2)
    project.write("models/folded_skew.sql", "select * from {{ dbt_nn.skew(ref('folded_fleet'), ref('later')) }}")
    project.write("models/splits.sql", "select id, split from {{ dbt_nn.predict(ref('common_fleet'), ref('rows')) }}")
    for at in range(len(GROUPS)):
        project.write(
            f"models/alone_{at}.sql",
            f"{{{{ dbt_nn.train(examples=ref('rows_{at}'), encoding_from=ref('plain_fleet'), label='kind', example_id='id',\n"
            f"  features={FEATURES!r}, hidden_layers=[], iterations=2, classes=['x', 'y']) }}}}\n",
        )
        project.write(
            f"models/alone_{at}_skew.sql",
            f"select * from {{{{ dbt_nn.skew(network=ref('alone_{at}'), examples=ref('later_{at}')) }}}}\n",
        )
    project.write(
        "models/gates.yml",
        """
        models:
          - name: rows
            data_tests: [{dbt_nn.no_skew: {name: training_holds, arguments: {network: ref('plain_fleet')}}}]
          - name: twice
            data_tests:
              - dbt_nn.no_skew: {name: above_198, arguments: {network: ref('plain_fleet'), minimum_rows: 198}}
              - dbt_nn.no_skew: {name: above_199, arguments: {network: ref('plain_fleet'), minimum_rows: 199}}
              - dbt_nn.no_skew: {name: above_221, arguments: {network: ref('plain_fleet'), minimum_rows: 221}}
          - name: later
            data_tests:
              - dbt_nn.no_skew: {name: later_fails, arguments: {network: ref('plain_fleet'), features: [size, visits]}}
              - dbt_nn.no_skew: {name: with_common, arguments: {network: ref('common_fleet'), at_most: 1, features: [visits]}}
              - dbt_nn.no_skew: {name: too_few, arguments: {network: ref('plain_fleet'), minimum_rows: 151}}
              - dbt_nn.no_skew:
                  {name: one_group, arguments: {network: ref('plain_fleet')}, config: {where: "shop = 'a'"}}
              - dbt_nn.no_skew:
                  {name: no_network, arguments: {network: ref('plain_fleet')}, config: {where: "shop = 'new'"}}
              - dbt_nn.no_skew: {name: no_rows, arguments: {network: ref('plain_fleet')}, config: {where: "1 = 0"}}
        """,
    )
    project.dbt_ok("run")
    project.tested = project.dbt("test", "--exclude", "twice")
    project.few = project.dbt("test", "--select", "twice")
    return project


def test_every_group_stores_the_histograms_of_its_training_rows(project):
    """Those of NumPy, and those of a network of its rows alone."""
    for at, (shop, key) in enumerate(zip(GROUPS, KEYS, strict=True)):
        rows = training_rows(project, shop)
        found = stored(project, "plain_fleet", key)
        assert found == stored(project, f"alone_{at}", "") and found
        for feature in FEATURES:
            expected = histogram(column(rows, feature))
            own = {row[3]: row[4:] for row in found if row[2] == feature}
            assert own.keys() == expected.keys()
            for bin_, (name, count) in own.items():
                known, rows_in_it = expected[bin_]
                assert count == rows_in_it
                assert (name if bin_ < 1 or isinstance(known, str) else float(name)) == known


def test_no_other_key_has_histograms(project):
    keys = "select distinct network_key from {} where role = 'histogram' order by 1"
    assert [row[0] for row in project.rows(keys.format("plain_fleet"))] == sorted(KEYS)
    assert [row[0] for row in project.rows(keys.format("common_fleet"))] == sorted(["", *KEYS])


def test_the_network_of_all_groups_has_those_of_all_rows(project):
    rows = stored(project, "common_fleet", "")
    for feature in FEATURES:
        expected = histogram(column(training_rows(project), feature))
        assert {row[3]: row[5] for row in rows if row[2] == feature} == {at: rows for at, (_, rows) in expected.items()}


def test_trials_folds_and_restarts_share_those_of_their_group(project):
    assert project.rows("select count(distinct network_key) > 10 from several_fleet where role = 'weight'") == [(True,)]
    for key in KEYS:
        assert stored(project, "several_fleet", key) == stored(project, "plain_fleet", key)
    keys = "select distinct network_key from several_fleet where role = 'histogram' order by 1"
    assert [row[0] for row in project.rows(keys)] == sorted(KEYS)


def test_every_row_is_compared_with_the_group_whose_network_predicts_it(project):
    found = {name: numbers(project, f"{name}_skew") for name in FLEETS}
    for shop, key in zip(GROUPS, KEYS, strict=True):
        rows = [row for row in later_rows() if row[1] == shop]
        for feature in FEATURES:
            expected, actual = column(training_rows(project, shop), feature), column(rows, feature)
            for name in FLEETS:
                index, examples, training = found[name][key, feature]
                assert (examples, training) == (len(rows), len(expected))
                assert index == pytest.approx(index_of_group(expected, actual), rel=1e-9, abs=1e-12)
    others = [row for row in later_rows() if row[1] in (NEW, SMALL)]
    for feature in FEATURES:
        assert found["plain"][None, feature] == found["several"][None, feature] == (None, len(others), 0)
        index, examples, training = found["common"]["", feature]
        assert (examples, training) == (len(others), len(training_rows(project)))
        assert index == pytest.approx(index_of(column(training_rows(project), feature), column(others, feature)))
    assert {name: len(rows) for name, rows in found.items()} == {"plain": 16, "common": 16, "several": 16}


def test_it_is_what_a_network_of_the_rows_alone_has(project):
    fleet = numbers(project, "plain_skew")
    for at, key in enumerate(KEYS):
        assert {("", feature): row for (one, feature), row in fleet.items() if one == key} == {
            place: pytest.approx(row) for place, row in numbers(project, f"alone_{at}_skew").items()
        }


def test_without_groups_all_rows_are_compared_with_all_training_rows(project):
    for (key, feature), (index, examples, training) in numbers(project, "folded_skew").items():
        assert (key, examples, training) == ("", len(later_rows()), len(training_rows(project)))
        expected = column(training_rows(project), feature), column(later_rows(), feature)
        assert index == pytest.approx(index_of(*expected))


def test_the_gate_names_the_groups_that_fail(project):
    status = project.tested.status
    assert {name for name, it in status.items() if it == "fail"} == {"later_fails", "no_network", "no_rows"}
    failing = {
        key
        for key, row in numbers(project, "plain_skew").items()
        if key[1] in ("size", "visits") and (row[0] or 0) > 0.2
    }
    assert {key for key, _ in failing} == set(KEYS[1:])
    assert f"Got {len(failing)} results" in project.tested.message["later_fails"]
    assert f"in 130 rows of {KEYS[1]}, above at_most 0.2" in project.tested.output
    # One for each feature, not for each group.
    assert "Got 4 results" in project.tested.message["no_rows"]
    assert "Got 4 results" in project.tested.message["no_network"]
    assert "there are no rows that a network predicts" in project.tested.output


def test_groups_of_few_rows_or_few_training_rows_are_not_tested(project):
    """Of the second group, all rows twice are 260, and its training rows 198; of the third, 220 and 217."""
    status, message = project.few.status, project.few.message
    assert status == {"above_198": "fail", "above_199": "fail", "above_221": "pass"}
    skewed = [key for key, row in numbers(project, "plain_skew").items() if (row[0] or 0) > 0.2]
    assert {key for key, _ in skewed} == set(KEYS[1:])
    assert f"Got {len(skewed)} results" in message["above_198"]
    assert f"Got {sum(key == KEYS[2] for key, _ in skewed)} result" in message["above_199"]


def test_the_examples_need_the_column_of_the_groups(project):
    project.write("models/lacking.sql", "select * from {{ dbt_nn.skew(ref('plain_fleet'), ref('without_shop')) }}")
    outcome = project.dbt("run", "--select", "lacking")
    assert "column shop is not in the examples" in outcome.message["lacking"]
    (project.path / "models/lacking.sql").unlink()


def test_a_fleet_that_stores_those_of_all_rows_is_read_as_before(project):
    """As the fleets of older versions do."""
    project.execute(
        "create or replace table older as select * from common_fleet where role <> 'histogram' or network_key = ''",
        "create or replace table oldest as select * from common_fleet where role <> 'histogram'",
    )
    project.write(
        "models/sources.yml", "sources: [{name: old, schema: main, tables: [{name: older}, {name: oldest}]}]\n"
    )
    for name in ["older", "oldest"]:
        project.write(
            f"models/{name}_skew.sql", f"select * from {{{{ dbt_nn.skew(source('old', '{name}'), ref('later')) }}}}"
        )
    outcome = project.dbt("run", "--select", "older_skew", "oldest_skew")
    assert "stores no histograms, because an earlier version trained it" in outcome.message["oldest_skew"]
    assert numbers(project, "older_skew") == {
        key: (pytest.approx(row[0]), *row[1:]) for key, row in numbers(project, "folded_skew").items()
    }
    for file in ["sources.yml", "older_skew.sql", "oldest_skew.sql"]:
        (project.path / "models" / file).unlink()


def test_before_the_training_the_columns_are_there(project):
    project.train("later_fleet", "rows", **USUAL)
    project.write("models/early.sql", "select * from {{ dbt_nn.skew(ref('later_fleet'), ref('later')) }}")
    project.dbt_ok("build", "--empty", "--select", "later_fleet", "early")
    assert [row[0] for row in project.rows("describe early")] == [row[0] for row in project.rows("describe plain_skew")]


def test_what_stays_keeps_its_histograms(project):
    """Also where an older version trained it, which has none of a group."""
    before = {key: stored(project, "plain_fleet", key) for key in KEYS}
    project.execute("delete from plain_fleet where role = 'histogram'")
    more = shop_rows(GROUPS[1], 50, 30, shift=5, first=2000)
    project.table("rows", COLUMNS, first_rows() + more)
    output = project.dbt_ok("run", "--select", "rows", "plain_fleet").output
    assert "2 stay as they are" in output
    after = {key: stored(project, "plain_fleet", key) for key in KEYS}
    assert [after[key] == before[key] for key in KEYS] == [True, False, True]
    assert sum(row[5] for row in after[KEYS[1]] if row[2] == "size") > sum(
        row[5] for row in before[KEYS[1]] if row[2] == "size"
    )
    # Each row once.
    assert project.rows(
        "select max(n) from (select count(*) as n from plain_fleet where role = 'histogram' group by network_key, input, output)"
    ) == [(1,)]


# Promotion: a refused group is compared with the rows that its standing network learned from.
SIGNED = {"label": "kind", "example_id": "id", "split": "split", "features": ["x"], "hidden_layers": [], "group_by": ["shop"],
          "iterations": 30, "early_stopping": False, "l2": 0.01, "trials": [{"l2": 0.01}, {"l2": 0.02}],
          "unknown_group": "all"}  # fmt: skip


def signed(shop, seed, scale, wrong=False):
    """The sign of x says the kind; with `wrong`, the training rows say it the other way round."""
    random = np.random.default_rng(seed)
    rows = []
    for at, x in enumerate(random.normal(size=160) * scale):
        split = "validation" if at % 4 == 0 else "train"
        is_yes = (x > 0) != (wrong and split == "train")
        rows.append([f"{shop} {at}", shop, float(x), split, "yes" if is_yes else "no"])
    return rows


def test_a_refused_group_keeps_the_histograms_of_its_standing_network(tmp_path):
    project = new_consumer(tmp_path)
    columns = ["id", "shop", "x", "split", "kind"]
    project.train("fleet", "rows", **SIGNED, promote={"metric": "accuracy", "at_least": 0.7})
    project.write("models/skewed.sql", "select * from {{ dbt_nn.skew(ref('fleet'), ref('rows')) }}")
    project.table("rows", columns, [*signed("a", 1, 1), *signed("b", 2, 1)])
    project.dbt_ok("run")
    keys = ["", "shop=a", "shop=b", "shop=c"]
    before = {key: stored(project, "fleet", key) for key in keys}
    assert [len(before[key]) for key in keys] == [11, 11, 11, 0]

    # The labels of two groups are wrong: one has a network, the other one is new.
    project.table(
        "rows",
        columns,
        [*signed("a", 3, 9, wrong=True), *signed("b", 4, 5), *signed("c", 5, 1, wrong=True), *signed(None, 6, 1)],
    )
    output = project.dbt_ok("run").output
    assert "refused: " in output and "shop=a (" in output and "shop=c (" in output
    after = {key: stored(project, "fleet", key) for key in keys}
    candidate = {key: stored(project, "fleet__candidate", key) for key in keys}
    assert after["shop=a"] == before["shop=a"] != candidate["shop=a"]
    assert after["shop=b"] == candidate["shop=b"] != before["shop=b"]
    assert after["shop=c"] == [] != candidate["shop=c"]
    is_refused = "the network of all groups (" in output
    assert after[""] == (before if is_refused else candidate)[""]
    found = {key for key, _ in numbers(project, "skewed")}
    # Rows of the group without a network are predicted by the network of all groups.
    assert found == {"", "shop=a", "shop=b", "shop"}
    assert numbers(project, "skewed")["shop=a", "x"][0] > 1 > numbers(project, "skewed")["shop=b", "x"][0]
