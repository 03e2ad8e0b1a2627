"""Explanations, importances and dependences of a fleet: those of each of its networks, in NumPy and of networks that are trained alone."""

import hashlib

import numpy as np
import pytest
from conftest import new_consumer
from reference import split_of
from reference_explanations import Stored
from sklearn.metrics import log_loss
from test_fleets import ALONE, COLUMNS, GROUPS, KEY, examples, fold_of
from test_fleets import alone as train_alone
from test_importance import predicted

FEATURES = ["x", "y", "kind", "flag"]
USUAL = {"example_id": "id", "features": FEATURES, "iterations": 10, "l2": 0.01, "early_stopping": False}
BY_GROUP = {"group_by": ["coun,try"]}
# name -> (label, options of the network, options of the fleet): every way along a path, of every kind of fleet.
FLEETS = {
    "one_layer": ("label", {"hidden_layers": [3]}, BY_GROUP),
    "common": ("amount", {"hidden_layers": [3], "activation": "gelu"}, BY_GROUP | {"unknown_group": "all"}),
    "lacking": ("three", {"hidden_layers": [2], "activation": "tanh"}, BY_GROUP),
    "cut": ("three", {"hidden_layers": [3, 2]}, BY_GROUP | {"trials": [{"l2": 0.1}, {"l2": 0.001}]}),
    "smooth": ("amount", {"hidden_layers": [3, 2], "activation": "tanh"}, BY_GROUP),
    "steps": ("label", {"hidden_layers": [2, 2], "activation": "elu"}, BY_GROUP),
    "wide_lists": ("three", {"hidden_layers": [12]}, {"trials": [{"l2": 0.1}, {"l2": 0.001}], "restarts": 2}),
    "folded": ("label", {"hidden_layers": [3]}, {"folds": 3}),
    "crossed": ("label", {"hidden_layers": [2], "minimum_examples": 10}, BY_GROUP | {"folds": 2}),
    "averaged": ("amount", {"hidden_layers": [3]}, {"folds": 2, "restarts": 2, "combine": "mean"}),
    "averaged_deep": ("amount", {"hidden_layers": [3, 2]}, {"restarts": 2, "combine": "mean"}),
    "averaged_classes": ("label", {"hidden_layers": [3]}, {"folds": 3, "restarts": 2, "combine": "mean"}),
    "averaged_counts": ("count", {"hidden_layers": [2], "loss": "poisson"}, {"restarts": 2, "combine": "mean"}),
}  # fmt: skip
EXPLAINED = [name for name in FLEETS if name not in ("averaged_classes", "averaged_counts")]
COMBINED = ["averaged", "averaged_deep", "averaged_classes"]
# These are trained alone, too: each of the groups of ALONE.
TWINS = ["one_layer", "smooth"]
# What else is asked: model -> (network, arguments as Jinja)
ASKED = {
    "top": ("one_layer", "top=1"),
    "top_averaged": ("averaged", "top=2"),
    "other_class": ("lacking", "class='a'"),
    "lacking_class": ("lacking", "class='c'"),
    "from_values": ("one_layer", "baseline={'X': 0.5, 'kind': none}"),
    "from_rows": ("common", "baseline=ref('some_rows')"),
}
IMPORTANCES = {
    "one_layer_importance": ("one_layer", "split=none, by=['network_key'], repeats=3"),
    "one_layer_together": ("one_layer", "split=none, repeats=3"),
    "lacking_importance": ("lacking", "split=none, by='network_key', repeats=1, metric='accuracy'"),
    "averaged_importance": ("averaged_classes", "by='network_key', repeats=2"),
    "averaged_together": ("averaged_classes", "repeats=2, metric='roc_auc'"),
}
DEPENDENCES = {
    "on_x": ("one_layer", "'x', grid=5"),
    "on_kind": ("one_layer", "'kind'"),
    "on_x_of_three": ("lacking", "'x', grid=[0.0, 1.5, none]"),
    "on_x_averaged": ("averaged_classes", "'x', grid=3"),
    "on_y_common": ("common", "'y', grid=4"),
}
ROWS = [dict(zip(COLUMNS, row)) for row in examples()]
for row in ROWS:
    # The rows of one group lack the class c, and a few of another group are not labeled.
    row["three"] = "abc"[(row["x"] > 0.5) + (row["id"] // 6 % 3 == 0 and row["coun,try"] != "DE")]
    row["count"] = row["id"] % 4
    row["label"] = None if row["id"] % 50 == 7 else row["label"]


def select(project, name, call):
    project.write(
        f"models/{name}.sql", f"{{{{ config(materialized='table') }}}}\nselect * from {{{{ dbt_nn.{call} }}}}\n"
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = new_consumer(tmp_path_factory.mktemp("explained"))
    project.table("rows", list(ROWS[0]), [list(row.values()) for row in ROWS])
    project.write("models/some_rows.sql", "select * from {{ ref('rows') }} where x > 2")
    for at, group in enumerate(ALONE):
        condition = "is null" if group is None else "= '" + group.replace("'", "''") + "'"
        project.write(f"models/rows_{at}.sql", f"""select * from {{{{ ref('rows') }}}} where "coun,try" {condition}""")
    for name, (label, options, fleet) in FLEETS.items():
        project.train(name, "rows", label=label, **USUAL | options | fleet)
        project.predictions(f"{name}_predictions", name, "rows")
        if name in EXPLAINED:
            select(project, f"{name}_why", f"explain(ref('{name}'), ref('rows'))")
        for at in range(len(ALONE) if name in TWINS else 0):
            classes = {"classes": ["no", "yes"]} if label == "label" else {}
            train_alone(project, f"{name}_{at}", f"rows_{at}", name, label=label, **classes, **USUAL | options)
            select(project, f"{name}_{at}_why", f"explain(ref('{name}_{at}'), ref('rows_{at}'))")
    for name, (network, arguments) in ASKED.items():
        select(project, name, f"explain(ref('{network}'), ref('rows'), {arguments})")
    for name, (network, arguments) in IMPORTANCES.items():
        select(project, name, f"feature_importance(ref('{network}'), ref('rows'), {arguments})")
    for name, (network, arguments) in DEPENDENCES.items():
        select(project, name, f"partial_dependence(ref('{network}'), ref('rows'), {arguments})")
    for at in range(len(ALONE)):
        those = f"ref('one_layer_{at}'), ref('rows_{at}')"
        select(project, f"importance_{at}", f"feature_importance({those}, split=none, repeats=3)")
        for name in ("on_x", "on_kind"):
            select(project, f"{name}_{at}", f"partial_dependence({those}, {DEPENDENCES[name][1]})")
    project.dbt_ok("run")
    return project


class Member(Stored):
    """A network of a fleet by its rows and those that all share."""

    def __init__(self, rows, key):
        shared = ("option", "class", "category", "center", "scale", "fill")
        own = [
            row for row in rows if row[0] == key and row[1] in ("weight", "bias", "center", "scale", "fill", "baseline")
        ]
        super().__init__([row for row in rows if row[0] == "" and row[1] in shared] + own)


class Fleet:
    """The networks that answer, and which of them answers a row."""

    def __init__(self, project, name):
        self.name, (self.label, _, self.options) = name, FLEETS[name]
        rows = project.rows(f"select * from {name}")
        answers = [(row[0], row[7] or "") for row in rows if row[1] == "member" and row[5] == "answers"]
        self.keys = {}
        for key, row_key in sorted(answers):
            self.keys.setdefault(row_key, []).append(key)
        self.members = {key: Member(rows, key) if key else self.of_all_groups(rows) for key, _ in answers}
        self.lacks = {
            key: [
                k for k, name in enumerate(network.classes)
                if self.options.get("group_by") and key
                and not any(row[0] == key and row[1] == "class" and row[7] == name for row in rows)
            ]
            for key, network in self.members.items()
        }  # fmt: skip

    @staticmethod
    def of_all_groups(rows):
        return Stored([row for row in rows if row[0] == "" and row[1] != "histogram"])

    def row_key(self, row):
        parts = [KEY.get(row["coun,try"], f"coun\\,try={row['coun,try']}")] if "group_by" in self.options else []
        folds = self.options.get("folds")
        parts += [f"fold={fold_of(row['id'], folds)}"] if folds else []
        key = ", ".join(parts)
        return key if key in self.keys else "" if self.options.get("unknown_group") and "" in self.keys else None

    def networks_of(self, row):
        return {key: self.members[key] for key in self.keys.get(self.row_key(row), [])}

    def chosen(self, row, key, network):
        if not network.classes or len(network.classes) == 2:
            return None
        scores = network.passed(network.encoded([row]))[-1][0]
        scores[self.lacks[key]] = -np.inf
        return int(np.argmax(scores))

    def explained(self, row, start=None, chosen=None):
        """{feature: contribution}, baseline_score, score, class: the mean of the networks that answer; None where there is none."""
        found = [
            network.explanations([row], start and start(network), self.chosen(row, key, network) if chosen is None else chosen)[0]
            for key, network in self.networks_of(row).items()
        ]  # fmt: skip
        if not found:
            return None
        parts = {feature: np.mean([each[0][feature] for each in found]) for feature in found[0][0]}
        return parts, np.mean([each[1] for each in found]), np.mean([each[2] for each in found]), found[0][3]

    def told_key(self, row):
        key = self.row_key(row)
        return key if key is None or self.name in COMBINED else self.keys[key][0]

    def answered(self, rows):
        """The mean prediction of the networks of these rows, which are all of one key."""
        return np.mean([predicted(n, n.encoded(rows)) for n in self.networks_of(rows[0]).values()], axis=0)


@pytest.fixture(scope="module")
def fleets(project):
    return {name: Fleet(project, name) for name in FLEETS if name != "averaged_counts"}


def explained(project, relation):
    """By example: key, version, class, {feature: contribution}, baseline_score, score, residual."""
    found = {}
    for example, key, version, label, feature, _, contribution, *scores in project.rows(f"select * from {relation}"):
        known = found.setdefault(example, (key, version, label, {}, *scores))
        assert known == (key, version, label, known[3], *scores) and feature not in known[3]
        known[3][feature] = contribution
    return found


def assert_explained(fleet, found, rows, near=1e-9, **asked):
    for row in rows:
        key, version, label, parts, baseline_score, score, residual = found[row["id"]]
        expected = fleet.explained(row, **asked)
        assert version == (None if key is None else 1) and set(parts) == set(FEATURES) and key == fleet.told_key(row)
        if expected is None:
            assert {label, baseline_score, score, residual, *parts.values()} == {None}
            continue
        classes = next(iter(fleet.members.values())).classes
        assert label == (classes[expected[3]] if classes else None)
        scale = max(abs(expected[1]), abs(expected[2]), 1)
        assert parts == pytest.approx(expected[0], abs=near * scale)
        assert (baseline_score, score) == pytest.approx(expected[1:3], rel=1e-9, abs=1e-11)
        assert score - baseline_score - sum(parts.values()) == pytest.approx(residual, abs=1e-12 * scale)
        assert abs(residual) < (5e-6 if fleet.name == "smooth" else 1e-11) * scale


def some_of_each_group(count=3):
    return [
        row for group in [*GROUPS, "tiny", "flat"] for row in [row for row in ROWS if row["coun,try"] == group][:count]
    ]


@pytest.mark.parametrize("name", EXPLAINED)
def test_each_row_is_explained_by_the_network_that_predicts_it(project, fleets, name):
    found = explained(project, f"{name}_why")
    assert len(found) == len(ROWS)
    near = {"steps": 2e-3, "smooth": 5e-6}.get(name, 1e-9)
    assert_explained(fleets[name], found, some_of_each_group(), near)
    keys = {row[0] for row in found.values()}
    assert keys == {fleets[name].told_key(row) for row in ROWS} and (len(keys) > 1 or "restarts" in FLEETS[name][2])


@pytest.mark.parametrize("name", EXPLAINED)
def test_the_contributions_of_all_rows_add_up(project, name):
    ((count, gap, of_scores),) = project.rows(f"""
        select count(*), max(abs(score - baseline_score - total)), max(abs(score)) from (
            select id, any_value(score) as score, any_value(baseline_score) as baseline_score, sum(contribution) as total
            from {name}_why group by id having count(score) > 0
        )""")
    assert count >= 300 and gap < (5e-6 if name == "smooth" else 1e-11) * max(of_scores, 1)


def test_a_group_without_a_network_has_nulls_and_so_has_a_class_that_its_rows_lack(project):
    query = """select count(*), count(network_key), count(network_version), count(feature), count(class), count(contribution),
        count(baseline_score), count(score), count(residual) from {} where id in (select id from rows where "coun,try" = '{}')"""
    tiny = 9 * len(FEATURES)
    assert project.rows(query.format("one_layer_why", "tiny")) == [(tiny, 0, 0, tiny, 0, 0, 0, 0, 0)]
    assert project.rows(query.format("common_why", "tiny")) == [(tiny, tiny, tiny, tiny, 0, tiny, tiny, tiny, tiny)]
    own = 60 * len(FEATURES)
    assert project.rows(query.format("lacking_class", "DE")) == [(own, own, own, own, 0, 0, 0, 0, 0)]
    assert project.rows(query.format("lacking_class", "de")) == [(own, own, own, own, own, own, own, own, own)]
    assert project.rows("select count(probability_c) from lacking_predictions where \"coun,try\" = 'DE'") == [(0,)]


@pytest.mark.parametrize("name", TWINS)
def test_explanations_are_those_of_the_networks_alone(project, name):
    for at, group in enumerate(ALONE):
        fleet, alone = explained(project, f"{name}_why"), explained(project, f"{name}_{at}_why")
        assert len(alone) == 60
        for example, row in alone.items():
            member = fleet[example]
            assert member[:2] == (KEY[group], 1) and member[2] == row[2]
            assert member[3] == pytest.approx(row[3], rel=1e-9, abs=1e-9)
            assert member[4:6] == pytest.approx(row[4:6], rel=1e-9, abs=1e-9)


def test_every_baseline_is_that_of_the_network(project, fleets):
    fleet = fleets["one_layer"]

    def values(network):
        start = network.encoded([{"x": 0.5, "y": None, "kind": None, "flag": True}])[0]
        return np.where([known["feature"] in ("x", "kind") for known in network.inputs], start, network.baseline())

    assert_explained(fleet, explained(project, "from_values"), some_of_each_group(), start=values)
    some = [row for row in ROWS if row["x"] > 2]
    assert_explained(
        fleets["common"],
        explained(project, "from_rows"),
        some_of_each_group(),
        start=lambda network: network.encoded(some).mean(axis=0),
    )
    starts = {row[4] for row in explained(project, "one_layer_why").values() if row[4] is not None}
    assert len(starts) == len(GROUPS)


def test_a_class_that_is_given_is_explained(project, fleets):
    rows = [row for row in some_of_each_group() if row["coun,try"] not in ("tiny", "flat")]
    assert_explained(fleets["lacking"], explained(project, "other_class"), rows, chosen=0)


@pytest.mark.parametrize("name, whole, count", [("top", "one_layer_why", 1), ("top_averaged", "averaged_why", 2)])
def test_top_keeps_the_largest(project, name, whole, count):
    every, found = explained(project, whole), explained(project, name)
    assert found.keys() == every.keys()
    for example, (key, _, _, parts, *scores) in found.items():
        expected = every[example]
        if expected[5] is not None:
            largest = sorted(FEATURES, key=lambda feature: (-abs(expected[3][feature]), FEATURES.index(feature)))[
                :count
            ]
            assert parts == pytest.approx({feature: expected[3][feature] for feature in largest}, abs=1e-12)
            assert key == expected[0] and scores[:2] == pytest.approx(expected[4:6], abs=1e-12)


@pytest.mark.parametrize(
    "name, averaged", [("averaged_classes", "probabilities"), ("averaged_counts", "expected values")]
)
def test_a_mean_of_probabilities_is_refused(project, name, averaged):
    outcome = project.dbt("compile", "--inline", f"select * from {{{{ dbt_nn.explain(ref('{name}'), ref('rows')) }}}}")
    assert not outcome.success
    assert f"a fleet with combine='mean', which predicts the mean {averaged} of its restarts" in outcome.output
    assert "Train it without combine, so that the best restart predicts" in outcome.output


def test_importances_by_network_are_those_of_the_networks_alone(project):
    rows = project.rows("select * from one_layer_importance")
    assert {row[0] for row in rows} == set(KEY.values()) and len(rows) == len(KEY) * len(FEATURES)
    members = {(row[0], row[1]): row[2:] for row in rows}
    for at, group in enumerate(ALONE):
        for _, feature, *told in project.rows(f"select * from importance_{at}"):
            member = members[KEY[group], feature]
            assert member[0] == told[0] and member[1:] == pytest.approx(told[1:], rel=1e-9, abs=1e-9)


def test_together_they_are_measured_over_the_rows_of_all(project):
    """A mean over all rows is that of the networks' means, by their rows."""
    counts = dict(
        project.rows("""
        select network_key, count(*) from one_layer_why inner join rows using (id)
        where feature = 'x' and label is not null and network_key is not null group by all""")
    )
    by_network = project.rows("select network_key, feature, metric_value, importance from one_layer_importance")
    found = {row[1]: row for row in project.rows("select * from one_layer_together")}
    assert set(found) == set(FEATURES)
    for feature, (key, _, metric, value, importance, _, repeats) in found.items():
        assert (key, metric, repeats) == ("", "log_loss", 3)
        of_feature = [row for row in by_network if row[1] == feature]
        weights = [counts[row[0]] for row in of_feature]
        assert value == pytest.approx(np.average([row[2] for row in of_feature], weights=weights), abs=1e-10)
        assert importance == pytest.approx(np.average([row[3] for row in of_feature], weights=weights), abs=1e-10)
    assert max(row[4] for row in found.values()) > 0.1


def test_a_class_that_a_network_lacks_is_not_predicted_by_it(project):
    told = dict(project.rows("select network_key, any_value(metric_value) from lacking_importance group by all"))
    for group, key in KEY.items():
        where = '"coun,try" is null' if group is None else '"coun,try" = ' + "'" + group.replace("'", "''") + "'"
        accuracy = "avg(case when predicted_label = three then 1.0 else 0.0 end)"
        ((expected,),) = project.rows(f"select {accuracy} from lacking_predictions where {where}")
        assert told[key] == pytest.approx(float(expected), abs=1e-12)


def in_circle(rows):
    return sorted(rows, key=lambda row: hashlib.md5(f"importance-42-{row['id']}".encode()).hexdigest())


def test_importances_of_averaged_restarts_are_numpys(project, fleets):
    fleet = fleets["averaged_classes"]
    found = {(row[0], row[1]): row[2:] for row in project.rows("select * from averaged_importance")}
    keys = {f"fold={fold}" for fold in (1, 2, 3)}
    assert {key for key, _ in found} == keys and len(found) == 3 * len(FEATURES)
    for key in keys:
        # With folds, rows of `train` are rows of validation.
        rows = in_circle([row for row in ROWS if row["label"] and fleet.row_key(row) == key])
        labels = [row["label"] for row in rows]
        whole = log_loss(labels, fleet.answered(rows), labels=["no", "yes"])
        for f, feature in enumerate(FEATURES):
            differences = []
            for repetition in range(2):
                donors = rows[(shift := (2 * f + repetition) % (len(rows) - 1) + 1) :] + rows[:shift]
                mixed = [{**row, feature: donor[feature]} for row, donor in zip(rows, donors)]
                differences.append(log_loss(labels, fleet.answered(mixed), labels=["no", "yes"]) - whole)
            metric, value, importance, spread, repeats = found[key, feature]
            assert (metric, repeats) == ("log_loss", 2)
            assert (value, importance, spread) == pytest.approx(
                (whole, np.mean(differences), np.std(differences)), abs=1e-9
            )


def test_the_metric_of_all_rows_is_that_of_the_predictions(project):
    call = "dbt_nn.evaluate(ref('averaged_classes_predictions'), label='label', metrics=['roc_auc'])"
    outcome = project.dbt_ok("compile", "--inline", f"select * from {{{{ {call} }}}}")
    ((expected,),) = project.rows(f"select roc_auc from ({outcome.result.results[0].node.compiled_code})")
    assert [row[0] for row in project.rows("select distinct metric_value from averaged_together")] == [
        pytest.approx(expected, abs=1e-12)
    ]


@pytest.mark.parametrize("name", ["on_x", "on_kind"])
def test_dependences_are_those_of_the_networks_alone(project, name):
    rows = project.rows(f"select * from {name}")
    assert {row[0] for row in rows} == set(KEY.values())
    for at, group in enumerate(ALONE):
        members = {row[3]: row[1:] for row in rows if row[0] == KEY[group]}
        alone = {row[3]: row[1:] for row in project.rows(f"select * from {name}_{at}")}
        assert members.keys() == alone.keys() and len(alone) in (3, 5)
        for value, told in alone.items():
            assert members[value][:3] == told[:3] and members[value][6] == told[6] == 60
            assert members[value][3:6] == pytest.approx(told[3:6], rel=1e-9, abs=1e-9)


def told_of(project, relation):
    """By key: {(class, grid_value): mean_prediction, low, high, examples}"""
    found = {}
    for key, label, _, value, *told in project.rows(f"select * from {relation}"):
        assert (label, value) not in found.setdefault(key, {})
        found[key][label, value] = told
    return found


@pytest.mark.parametrize("name, feature", [("on_x_of_three", "x"), ("on_x_averaged", "x"), ("on_y_common", "y")])
def test_dependences_are_numpys(project, fleets, name, feature):
    fleet = fleets[DEPENDENCES[name][0]]
    found = told_of(project, name)
    assert found.keys() == {fleet.told_key(row) for row in ROWS} - {None}
    for key, told in found.items():
        rows = [row for row in ROWS if fleet.told_key(row) == key]
        network = next(iter(fleet.networks_of(rows[0]).values()))
        assert {value for _, value in told} == expected_grid(name, rows, feature)
        for (label, value), (mean, low, high, count) in told.items():
            answers = fleet.answered([{**row, feature: value} for row in rows])
            k = network.classes.index(label) if label else None
            assert count == len(rows)
            if k is not None and k in fleet.lacks[next(iter(fleet.networks_of(rows[0])))]:
                assert (mean, low, high) == (None, None, None)
                continue
            answers = answers if k is None else answers[:, k]
            bounds = np.quantile(answers, [0.1, 0.9], method="inverted_cdf")
            assert (mean, low, high) == pytest.approx((answers.mean(), *bounds), rel=1e-9, abs=1e-9)


def expected_grid(name, rows, feature):
    if name == "on_x_of_three":
        return {0.0, 1.5, None}
    grid = {"on_x_averaged": 3, "on_y_common": 4}[name]
    training = [row for row in rows if split_of(row["id"]) == "train"] or rows
    values = sorted(row[feature] for row in training if row[feature] is not None)
    return {values[int(np.ceil((point - 0.5) * len(values) / grid)) - 1] for point in range(1, grid + 1)}


BAD = {
    "explain(ref('one_layer'), ref('without_group'))": "the network's column coun,try is not in the examples",
    "explain(ref('folded'), ref('without_id'))": "the network's column id is not in the examples",
    "feature_importance(ref('one_layer'), ref('rows'), by=['label'])": "accepted: ['network_key'], or [] for all networks together",
    "feature_importance(ref('folded'), ref('rows'), split='train')": (
        "split is train, but with folds every row is predicted by the network that has not seen it; accepted: validation"
    ),
    "partial_dependence(ref('one_layer'), ref('without_group'), 'x')": "the network's column coun,try is not in the examples",
}  # fmt: skip


def test_what_does_not_fit_is_refused_in_one_sentence(project):
    project.write("models/without_group.sql", """select * exclude ("coun,try") from {{ ref('rows') }}""")
    project.write("models/without_id.sql", "select * exclude (id) from {{ ref('rows') }}")
    project.dbt_ok("run", "--select", "without_group", "without_id")
    for call, message in BAD.items():
        outcome = project.dbt("compile", "--inline", f"select * from {{{{ dbt_nn.{call} }}}}")
        assert not outcome.success and message in outcome.output, outcome.output


def test_one_network_is_measured_by_its_key_too(project):
    call = "feature_importance(ref('one_layer_0'), ref('rows_0'), split=none, repeats=3, by=['network_key'])"
    select(project, "by_key", call)
    project.dbt_ok("run", "--select", "by_key")
    found, alone = (sorted(project.rows(f"select * from {name}")) for name in ("by_key", "importance_0"))
    assert len(found) == len(alone) > 3
    for row, expected in zip(found, alone, strict=True):
        assert list(row) == [
            pytest.approx(value, rel=1e-12) if isinstance(value, float) else value for value in expected
        ]


def test_a_class_that_a_network_lacks_is_not_explained_however_high_its_score(project):
    """The last test of this module: it raises the bias of that class."""
    is_of_group = f"network_key = '{KEY['DE']}' and role = 'bias'"
    project.execute(f"update lacking set value = value + 50 where {is_of_group} and layer = 2 and output = 3")
    project.dbt_ok("run", "--select", "lacking_why", "lacking_predictions")
    found, fleet = explained(project, "lacking_why"), Fleet(project, "lacking")
    rows = [row for row in ROWS if row["coun,try"] == "DE"]
    assert all(np.argmax(fleet.answered([row])) == 2 for row in rows)
    assert_explained(fleet, found, rows)
    predictions = dict(project.rows("select id, predicted_label from lacking_predictions"))
    assert {key: row[2] for key, row in found.items()} == predictions
    assert {predictions[row["id"]] for row in rows} == {"a", "b"}
