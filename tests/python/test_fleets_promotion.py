"""A fleet is promoted network by network: a bad network of one group replaces none, and holds up none of the other groups."""

import random
import re

import pytest
from conftest import new_consumer

GROUPS = ["a", "b", 'o\'b, "q"=1\\', None]
KEYS = ["shop=a", "shop=b", 'shop=o\'b\\, "q"\\=1\\\\', "shop"]
COLUMNS = ["id", "shop", "x", "y", "label", "split"]
USUAL = {
    "label": "label", "example_id": "id", "split": "split", "features": ["x", "y"], "hidden_layers": [3], "group_by": ["shop"],
    "iterations": 40, "early_stopping": False, "l2": 0.01,
}  # fmt: skip
PROMOTE = {"metric": "accuracy", "at_least": 0.7}


def shop_rows(number, upside_down="", noise=False):
    """160 rows of a group: of the splits that are named the labels are the wrong ones."""
    draw = random.Random(number)
    rows = []
    for at in range(160):
        x, y = draw.gauss(0, 1), draw.gauss(0, 1)
        split = ["train", "train", "train", "validation"][at % 4]
        is_yes = draw.random() < 0.5 if noise else x - y > 0
        label = "yes" if is_yes != (split in upside_down.split()) else "no"
        rows.append([1000 * number + at, GROUPS[number], x, y, label, split])
    return rows


def network_rows(project, relation, key):
    return sorted(
        project.rows(
            f"select role, iteration, layer, input, output, input_name, output_name, value from {relation} where network_key = "
            f"'{key.replace(chr(39), chr(39) * 2)}'"
        ),
        key=repr,
    )


def answers(project, number):
    is_group = "shop is null" if GROUPS[number] is None else f"shop = '{GROUPS[number].replace(chr(39), chr(39) * 2)}'"
    return project.rows(
        f"select id, predicted_label, probability_yes, network_version from predictions where {is_group} order by id"
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = new_consumer(tmp_path_factory.mktemp("promoted_fleets"))
    project.write(
        "models/predictions.sql", "select * from {{ dbt_nn.predict(network=ref('fleet'), examples=ref('rows')) }}"
    )
    project.write("models/networks.sql", "select * from {{ dbt_nn.networks(ref('fleet')) }}")
    project.write("models/trainings.sql", "select * from {{ dbt_nn.trainings(ref('fleet')) }}")

    # First: one group can't be learned, and nothing stands.
    project.table("rows", COLUMNS, [row for n in range(3) for row in shop_rows(n, noise=n == 1)])
    project.train("fleet", "rows", **USUAL, promote=PROMOTE)
    project.first = project.dbt_ok("run").output
    project.first_networks = networks(project)
    project.first_answers = [answers(project, number) for number in range(3)]
    project.stood = {key: network_rows(project, "fleet", key) for key in KEYS}

    # Then: what the first group's network learns is wrong, the third's rows are others, and a fourth group comes.
    rows = shop_rows(0, "train") + shop_rows(1, noise=True) + shop_rows(2)[1:] + shop_rows(3)
    project.table("rows", COLUMNS, rows)
    project.second = project.dbt_ok("run").output
    return project


def networks(project):
    return {row[0]: row[1:] for row in project.rows("select network_key, is_kept, reason from networks")}


def test_where_nothing_stands_a_refused_group_has_no_network(project):
    assert "promoted: accuracy: 2 of 3 groups were promoted; refused: shop=b (accuracy is 0." in project.first
    kept, reason = project.first_networks["shop=b"]
    assert not kept
    said = re.fullmatch(r"refused by promote: accuracy is (0\.\d+) on 40 validation rows, below at_least 0\.7", reason)
    assert float(said[1]) < 0.7
    assert project.first_networks["shop=a"] == (True, None)
    assert {row[1:] for row in project.first_answers[1]} == {(None, None, None)}
    assert all(row[1] is not None and row[3] == 1 for number in (0, 2) for row in project.first_answers[number])


def test_the_standing_network_of_a_refused_group_stays_bit_by_bit(project):
    said = re.search(
        r"refused: shop=a \(accuracy is (\d\.\d+) on 40 validation rows, below at_least 0\.7; the standing network has (\d\.\d+)\)",
        project.second,
    )
    labels = {row[0]: row[4] for row in shop_rows(0, "train") if row[5] == "validation"}
    right = [answer == labels[number] for number, answer, *_ in answers(project, 0) if number in labels]
    assert float(said[1]) < 0.5 < float(said[2]) == pytest.approx(sum(right) / 40)
    assert network_rows(project, "fleet", "shop=a") == project.stood["shop=a"]
    assert answers(project, 0) == project.first_answers[0]
    assert networks(project)["shop=a"] == (True, None)


def test_the_others_are_replaced(project):
    assert network_rows(project, "fleet", KEYS[2]) != project.stood[KEYS[2]]
    assert {row[3] for row in answers(project, 2)} == {2} and {row[3] for row in answers(project, 3)} == {2}
    assert {row[3] for row in answers(project, 1)} == {None}


def test_what_was_refused_can_be_looked_at(project):
    assert network_rows(project, "fleet__candidate", "shop=a") != project.stood["shop=a"]
    log = project.dbt_ok("run", "--select", "fleet").output
    assert "training skipped" in log and "fleet__candidate" in project.tables()


def test_the_training_says_how_many(project):
    (row,) = project.rows(
        "select outcome, outcome_reason, metric, candidate_value, standing_value from trainings where training = 2"
    )
    assert (
        row[0] == "promoted"
        and row[1].startswith("accuracy: 2 of 4 groups were promoted; refused: shop=a (")
        and row[2] == "accuracy"
    )
    assert 0 < row[3] < 1 and 0.9 < row[4] <= 1


def test_a_row_back_to_its_good_labels_is_a_promotion(project):
    """Afterwards the whole fleet is new, its candidate is gone, and a roll back brings all networks back."""
    before = {key: network_rows(project, "fleet", key) for key in KEYS}
    project.table("rows", COLUMNS, shop_rows(0)[1:] + shop_rows(1) + shop_rows(2)[1:] + shop_rows(3))
    log = project.dbt_ok("run").output
    assert "promoted: accuracy: 2 of 2 groups were promoted" in log and "2 stay as they are" in log
    assert "fleet__candidate" not in project.tables()
    assert {row[3] for row in answers(project, 0)} == {3} and {row[3] for row in answers(project, 2)} == {2}
    project.dbt_ok("run-operation", "dbt_nn.roll_back", "--args", "{network: fleet}")
    assert {key: network_rows(project, "fleet", key) for key in KEYS} == before


@pytest.fixture(scope="module")
def further(tmp_path_factory):
    """A network of all groups, folds, a fleet that can't be mixed, and `otherwise`."""
    project = new_consumer(tmp_path_factory.mktemp("further"))
    project.table("rows", COLUMNS, [row for n in range(2) for row in shop_rows(n)] + shop_rows(2)[:20])
    for name, options in further_fleets().items():
        project.train(name, "rows", **USUAL | {"split": None} | options)
    project.dbt_ok("run")
    project.stood = {name: {key: network_rows(project, name, key) for key in ["", *KEYS]} for name in further_fleets()}
    project.table("rows", COLUMNS, shop_rows(0, "train validation") + shop_rows(1)[1:] + shop_rows(2)[:20])
    changed = further_fleets()
    changed["mixed"] |= {"hidden_layers": [2], "promote": {"metric": "accuracy", "at_most": 0.5}}
    for name, options in changed.items():
        project.train(name, "rows", **USUAL | {"split": None} | options)
    project.log = project.dbt("run").output
    return project


def further_fleets():
    promote = {"metric": "accuracy", "better_than_standing": True, "margin": 0.01}
    return {
        "common": {"split": "split", "unknown_group": "all", "promote": promote, "minimum_examples": 40},
        "folded": {"folds": 3, "promote": {"metric": "log_loss", "at_most": 0.6, "better_than_standing": False}},
        "mixed": {"split": "split", "promote": {"metric": "accuracy"}},
        "strict": {"split": "split", "promote": {"metric": "accuracy", "margin": 0.01, "otherwise": "fail"}},
    }


def test_the_network_of_all_groups_is_judged_by_all_rows(further):
    """Its rows are half upside down now, and those that it would answer alone are few."""
    assert re.search(
        r"common: promoted: .*the network of all groups \(accuracy is 0\.\d+ on 8\d validation rows", further.log
    )


def test_folds_are_judged_by_the_networks_that_have_not_seen_the_row(further):
    assert re.search(r"folded: promoted: log_loss: 2 of 2 groups were promoted", further.log)
    assert further.rows("select count(distinct network_key) from folded where role = 'weight'") == [(6,)]


def test_networks_of_other_layers_are_judged_as_a_whole(further):
    assert re.search(
        r"mixed: the candidate was refused: accuracy is \d\.\d+ on 80 validation rows, above at_most 0\.5", further.log
    )
    assert {key: network_rows(further, "mixed", key) for key in ["", *KEYS]} == further.stood["mixed"]


def test_one_refused_network_may_be_an_error(further):
    assert "strict: the candidate was refused: accuracy:" in further.log
    assert {key: network_rows(further, "strict", key) for key in ["", *KEYS]} == further.stood["strict"]
