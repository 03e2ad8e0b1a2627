"""The best trial and restart by any metric of `evaluate` on validation rows: what evaluate says of the same networks alone."""

import random

import numpy as np
import pytest
from conftest import new_consumer

COLUMNS = ["id", "shop", "x", "y", "label", "amount", "grade"]
USUAL = {"example_id": "id", "features": ["x", "y"], "hidden_layers": [3], "iterations": 25, "early_stopping": False}
TRIALS = [{"l2": 0.3}, {"l2": 0.0001}, {"hidden_layers": [2, 2]}]
SAME_LAYERS = TRIALS[:2]
# name -> options; the metric is that of best_by.
FLEETS = {
    "ranked": {"label": "label", "best_by": "roc_auc", "trials": TRIALS},
    "of_a_class": {"label": "label", "best_by": {"metric": "f1", "positive_class": "it's"}, "trials": SAME_LAYERS},
    "of_numbers": {"label": "grade", "best_by": "log_loss", "trials": SAME_LAYERS, "batch_size": 32, "optimizer": "adam"},
    "by_error": {"label": "amount", "best_by": "mae", "trials": SAME_LAYERS},
    "by_median": {"label": "amount", "best_by": "median_absolute_error", "trials": SAME_LAYERS, "loss": "quantile"},
}  # fmt: skip


def rows():
    draw = random.Random(11)
    found = []
    for number in range(360):
        x, y = draw.gauss(0, 1), draw.gauss(0, 1)
        score = x * y + 0.3 * x + draw.gauss(0, 0.3)
        found.append([
            number, ["north", "o'south", None][number % 3], x, y, "it's" if score > 0 else "no", 40 + 12 * score, int(score > 0) + int(score > 1),
        ])  # fmt: skip
    return found


def metric_of(options):
    best_by = options["best_by"]
    return (best_by["metric"], best_by["positive_class"]) if isinstance(best_by, dict) else (best_by, None)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = new_consumer(tmp_path_factory.mktemp("best_by"))
    project.table("rows", COLUMNS, rows())

    def evaluated(name, network, label, metric, positive, by):
        project.write(
            f"models/{name}_predictions.sql",
            f"select * from {{{{ dbt_nn.predict(network=ref('{network}'), examples=ref('rows')) }}}} where split = 'validation'",
        )
        positive_class = f', positive_class="{positive}"' if positive else ""
        project.write(
            f"models/{name}_metrics.sql",
            f"select * from {{{{ dbt_nn.evaluate(ref('{name}_predictions'), label='{label}', metrics=['{metric}'], by={by}"
            f"{positive_class}) }}}}",
        )

    for name, options in FLEETS.items():
        metric, positive = metric_of(options)
        project.train(name, "rows", **USUAL, is_open=True, **options)
        project.write(f"models/{name}_leaders.sql", f"select * from {{{{ dbt_nn.leaderboard(ref('{name}')) }}}}")
        alone = {key: value for key, value in options.items() if key not in ("best_by", "trials")}
        for number, trial in enumerate(options["trials"], 1):
            project.train(f"{name}_{number}", "rows", is_open=True, **USUAL | alone | trial)
            evaluated(f"{name}_{number}", f"{name}_{number}", options["label"], metric, positive, [])
    project.train(
        "grouped", "rows", label="amount", **USUAL, group_by=["shop"], best_by="rmse", l2=0.01, restarts=2, is_open=True
    )
    project.write("models/grouped_leaders.sql", "select * from {{ dbt_nn.leaderboard(ref('grouped')) }}")
    evaluated("grouped", "grouped", "amount", "rmse", None, ["shop"])
    project.log = project.dbt_ok("run", "--threads", "1").output
    return project


@pytest.mark.parametrize("name", FLEETS)
def test_a_trial_is_worth_what_its_network_is_alone(project, name):
    metric, _ = metric_of(FLEETS[name])
    leaders = {
        row[0]: row[1:] for row in project.rows(f"select trial, metric, metric_mean, rank, is_kept from {name}_leaders")
    }
    values = {}
    for number in leaders:
        (row,) = project.rows(f"select {metric} from {name}_{number}_metrics")
        values[number] = row[0]
        assert leaders[number][0] == metric and leaders[number][1] == pytest.approx(row[0], rel=1e-9)
    assert len(set(values.values())) == len(values)
    best = (max if metric in ("roc_auc", "f1") else min)(values, key=values.get)
    assert [number for number, row in leaders.items() if row[3]] == [best] and leaders[best][2] == 1


def test_each_group_has_its_own_rows(project):
    """Of two restarts the better one answers, and is not worse than the mean of both."""
    (leader,) = project.rows("select metric_mean, metric_spread, members from grouped_leaders")
    kept = [row[0] for row in project.rows("select rmse from grouped_metrics")]
    assert len(kept) == 3 and leader[2] == 6
    stored = project.rows(
        "select best.value, kept.value from grouped as best inner join grouped as kept using (network_key) "
        "where best.input_name = 'best_value' and kept.input_name = 'is_kept'"
    )
    assert leader[0] == pytest.approx(np.mean([row[0] for row in stored])) and leader[1] == pytest.approx(
        np.std([row[0] for row in stored])
    )
    assert sorted(row[0] for row in stored if row[1]) == pytest.approx(sorted(kept), rel=1e-9)


def test_nothing_is_left_beside(project):
    assert not [table for table in project.tables() if "__" in table]


REFUSED = {
    "misspelt": ({"label": "label", "best_by": "roc_acu"}, "did you mean roc_auc?"),
    "needs_class": (
        {"label": "label", "best_by": "recall"},
        "best_by is recall, which is computed for one class; accepted: {metric: recall",
    ),
    "no_class": ({"label": "label", "best_by": {"metric": "f1", "positive_class": "its"}}, "positive_class is"),
    "of_task": ({"label": "amount", "best_by": "log_loss"}, "best_by is log_loss, which is for classification"),
    "odd": ({"label": "amount", "best_by": {"metric": "mae"}}, "best_by is"),
}


def test_what_cannot_choose_is_said(project):
    for name, (options, _) in REFUSED.items():
        project.train(name, "rows", **USUAL, trials=SAME_LAYERS, is_open=True, **options)
    log = project.dbt("run", "--select", *REFUSED).output
    for _, message in REFUSED.values():
        assert message in log, message
