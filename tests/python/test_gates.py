"""The generic tests that users put into YAML: each holds and fails where it should, and says value, threshold and group."""

import csv
import io
import json

import numpy as np
import pytest


def as_csv(rows) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def predictions(skill: float) -> list[dict]:
    """Of 400 rows in two regions; the better, the more `skill`. The north is answered better."""
    random = np.random.default_rng(3)
    rows = []
    for at in range(400):
        region = ["north", "south"][at % 2]
        churned = random.random() < 0.3
        noise = random.random()
        p = (
            skill * churned + (1 - skill) * noise
            if region == "north"
            else 0.5 * skill * churned + (1 - 0.5 * skill) * noise
        )
        rows.append(
            {
                "id": at,
                "region": region,
                "split": ["train", "validation"][at % 4 // 2],
                "churned": "yes" if churned else "no",
                "predicted_label": "yes" if p > 0.5 else "no",
                "predicted_probability": max(p, 1 - p),
                "probability_no": 1 - p,
                "probability_yes": p,
            }
        )
    return rows


def amounts(noise: float) -> list[dict]:
    random = np.random.default_rng(5)
    return [
        {"id": at, "amount": float(at % 7), "predicted_value": float(at % 7 + noise * random.normal())}
        for at in range(60)
    ]


def customers(shift: float = 0.0, plan: float = 0.5, leak: bool = False) -> list[dict]:
    random = np.random.default_rng(11)
    rows = []
    for at in range(500):
        tenure = random.normal(24 + shift, 8)
        churned = random.random() < 0.3
        rows.append(
            {
                "customer_id": f"c{at}",
                "tenure": round(float(tenure), 2) if at % 25 else None,
                "plan": "basic" if random.random() < plan else "premium",
                "is_paperless": bool(random.random() < 0.4),
                "churned": "yes" if churned else "no",
                **({"cancelled_on": f"day {at}" if churned else "never"} if leak else {}),
                **({"refund": float(churned) * 20 + random.random() * 5} if leak else {}),
            }
        )
    return rows


SEEDS = {
    "challenger": predictions(0.8),
    "champion": predictions(0.6),
    "worthless": [row | {"predicted_label": "no"} for row in predictions(0.0)],
    "estimates": amounts(0.5),
    "bad_estimates": amounts(9),
    "customers": customers(),
    "same_customers": customers()[:250],
    "other_customers": customers(shift=6, plan=0.9),
    "leaking_customers": customers(leak=True),
}
LABEL = {"label": "churned"}
LOG = {**LABEL, "metric": "log_loss"}
ACCURACY = {**LABEL, "metric": "accuracy"}

# name -> (model, test, arguments, config, whether it holds, parts of its messages)
GATES = {
    "auc_holds": (
        "challenger",
        "metric",
        {**LABEL, "metric": "roc_auc", "positive_class": "yes", "at_least": 0.9},
        {},
        True,
        [],
    ),
    "auc_fails": (
        "champion",
        "metric",
        {**LABEL, "metric": "roc_auc", "at_least": 0.99},
        {},
        False,
        ["roc_auc is 0.", "below at_least 0.99"],
    ),
    "recall_fails": (
        "champion",
        "metric",
        {**LABEL, "metric": "recall", "positive_class": "yes", "at_least": 0.99},
        {},
        False,
        ["recall is 0."],
    ),
    "median_holds": (
        "estimates",
        "metric",
        {"label": "amount", "metric": "median_absolute_error", "at_most": 0.6},
        {},
        True,
        [],
    ),
    "by_region_fails": (
        "challenger",
        "metric",
        {**ACCURACY, "by": ["region"], "at_least": 0.95},
        {},
        False,
        ["accuracy is 0.", "below at_least 0.95, region = south"],
    ),
    "by_two_columns_holds": (
        "challenger",
        "metric",
        {**ACCURACY, "by": ["region", "split"], "at_least": 0.5},
        {},
        True,
        [],
    ),
    "by_finds_no_row": (
        "challenger",
        "metric",
        {**ACCURACY, "by": ["region"], "at_least": 0.001},
        {"where": "id < 0"},
        False,
        ["accuracy cannot be computed: there are no rows to evaluate"],
    ),
    "by_stored": (
        "challenger",
        "metric",
        {**ACCURACY, "by": ["region"], "at_least": 0.95},
        {"store_failures": True},
        False,
        [],
    ),
    "weighted_holds": ("challenger", "metric", {**ACCURACY, "example_weight": "id", "at_least": 0.7}, {}, True, []),
    "warns_above": (
        "challenger",
        "metric",
        {**LOG, "by": ["region"], "at_most": 0.0001},
        {"severity": "error", "error_if": ">2", "warn_if": ">1"},
        "warn",
        [],
    ),
    "many_groups_fail": (
        "challenger",
        "metric",
        {**LOG, "by": ["id"], "at_most": 0.0001},
        {},
        False,
        ["and 380 more"],
    ),
    "beats_most_frequent": ("challenger", "beats_baseline", ACCURACY, {}, True, []),
    "beats_shares": ("challenger", "beats_baseline", {**LOG, "margin": 0.1}, {}, True, []),
    "worthless_beats_nothing": (
        "worthless",
        "beats_baseline",
        ACCURACY,
        {},
        False,
        ["accuracy is 0.", "not above the baseline's 0."],
    ),
    "worthless_brier": (
        "worthless",
        "beats_baseline",
        {**LABEL, "metric": "brier_score", "positive_class": "yes"},
        {},
        False,
        ["brier_score is 0.", "not below the baseline's 0."],
    ),
    "beats_random_ranks": (
        "challenger",
        "beats_baseline",
        {**LABEL, "metric": "roc_auc", "margin": 0.2, "by": ["region"]},
        {},
        True,
        [],
    ),
    "beats_mean": ("estimates", "beats_baseline", {"label": "amount", "metric": "rmse"}, {}, True, []),
    "bad_mean": (
        "bad_estimates",
        "beats_baseline",
        {"label": "amount", "metric": "mae"},
        {},
        False,
        ["mae is ", "not below the baseline's "],
    ),
    "beats_champion": (
        "challenger",
        "beats_baseline",
        {**LOG, "baseline": "ref('champion')"},
        {"where": "split = 'validation'"},
        True,
        [],
    ),
    "champion_is_better": (
        "champion",
        "beats_baseline",
        {**LOG, "baseline": "ref('challenger')", "by": ["region"]},
        {},
        False,
        ["log_loss is 0.", "not below the baseline's 0.", ", region = north", ", region = south"],
    ),
    "not_by_enough": (
        "challenger",
        "beats_baseline",
        {**ACCURACY, "baseline": "ref('champion')", "margin": 0.5},
        {},
        False,
        ["by more than 0.5"],
    ),
    "nobody_beats_itself": (
        "champion",
        "beats_baseline",
        {**ACCURACY, "baseline": "ref('champion')"},
        {},
        False,
        ["not above the baseline's"],
    ),
    "baseline_on_no_row": (
        "champion",
        "beats_baseline",
        {**ACCURACY, "by": ["region"]},
        {"where": "id < 0"},
        False,
        ["accuracy cannot be computed: there are no rows to evaluate"],
    ),
    "calibration_holds": ("champion", "calibrated", {**LABEL, "positive_class": "yes", "at_most": 0.35}, {}, True, []),
    "calibration_fails": (
        "champion",
        "calibrated",
        {**LABEL, "at_most": 0.01, "bins": 5, "by": ["region"]},
        {},
        False,
        ["expected_calibration_error is 0.", "above at_most 0.01, region = north"],
    ),
    "calibration_of_nobody": (
        "champion",
        "calibrated",
        {**LABEL, "at_most": 0.999},
        {"where": "id < 0"},
        False,
        ["there are no rows to evaluate"],
    ),
    "no_drift_holds": (
        "same_customers",
        "no_drift",
        {"reference": "ref('customers')", "features": ["tenure", "plan", "is_paperless"]},
        {},
        True,
        [],
    ),
    "drift": (
        "other_customers",
        "no_drift",
        {"reference": "ref('customers')", "features": ["tenure", "plan", "is_paperless"], "at_most": 0.2},
        {},
        False,
        ["population_stability_index is ", "above at_most 0.2, feature = tenure", "above at_most 0.2, feature = plan"],
    ),
    "drift_of_ids": (
        "other_customers",
        "no_drift",
        {"reference": "ref('customers')", "reference_where": "customer_id < 'c3'"},
        {"where": "customer_id > 'c3'"},
        False,
        ["feature = customer_id"],
    ),
    "drift_of_nobody": (
        "customers",
        "no_drift",
        {"reference": "ref('customers')", "features": ["plan"]},
        {"where": "1 = 0"},
        False,
        ["there are no rows to evaluate"],
    ),
    "no_leakage_holds": ("customers", "no_leakage", {"label": "churned"}, {}, True, []),
    "leakage": (
        "leaking_customers",
        "no_leakage",
        {"label": "churned", "at_most": 0.9},
        {},
        False,
        ["the share of errors in predicting churned that one feature removes is ", "feature = refund"],
    ),
    "leakage_of_numbers": (
        "estimates",
        "no_leakage",
        {"label": "amount", "at_most": 0.6, "task": "regression"},
        {},
        False,
        ["the share of errors in predicting amount that one feature removes is 0.", "feature = predicted_value"],
    ),
    "ids_tell_nothing": (
        "leaking_customers",
        "no_leakage",
        {"label": "churned", "features": ["customer_id"], "at_most": 0},
        {},
        True,
        [],
    ),
    "converged": ("network", "training_converged", {"at_most": 0.5}, {}, True, []),
    "not_converged": (
        "network",
        "training_converged",
        {"at_most": 0.0001, "last_iterations": 5},
        {},
        False,
        ["train_loss still fell by a fraction of ", "over the last 5 iterations, above at_most 0.0001"],
    ),
    "too_few_iterations": (
        "network",
        "training_converged",
        {"last_iterations": 100},
        {},
        False,
        ["there are 20 iterations, but last_iterations is 100"],
    ),
    "diverged": ("broken_network", "training_converged", {}, {}, False, ["train_loss rose from 0."]),
    "not_trained": ("network", "training_converged", {}, {"where": "role = 'option'"}, False, ["there is no history"]),
    "finite": ("network", "parameters_finite", {}, {}, True, []),
    "not_finite": (
        "broken_network",
        "parameters_finite",
        {},
        {},
        False,
        ["1 of ", " parameters of layer 1 are not finite numbers"],
    ),
    "no_parameters": (
        "network",
        "parameters_finite",
        {},
        {"where": "role = 'option'"},
        False,
        ["there are no parameters"],
    ),
}
WRONG = {
    "beats_metric": (
        "test_beats_baseline(ref('champion'), 'log_los', 'churned')",
        ['metric is "log_los"; did you mean log_loss?'],
    ),
    "beats_text": (
        "test_beats_baseline(ref('champion'), 'accuracy', 'churned', baseline='champion')",
        ['baseline is the string "champion"'],
    ),
    "beats_missing": (
        "test_beats_baseline(ref('champion'), 'accuracy', 'churned', missing_baseline='ignore')",
        ['missing_baseline is "ignore"'],
    ),
    "beats_margin": (
        "test_beats_baseline(ref('champion'), 'accuracy', 'churned', margin='some')",
        ['margin is "some"; accepted: a number'],
    ),
    "calibrated_bins": (
        "test_calibrated(ref('champion'), 'churned', at_most='low', bins=0.5)",
        ['at_most is "low"', "bins is 0.5"],
    ),
    "drift_reference": (
        "test_no_drift(ref('champion'), reference='customers')",
        ['reference is the string "customers"; pass it as reference: ref'],
    ),
    "drift_in_one_bin": (
        "test_no_drift(ref('champion'), ref('champion'), bins=1)",
        ["bins is 1; accepted: an integer from 2 to 1000"],
    ),
    "leakage_in_one_bin": (
        "test_no_leakage(ref('champion'), 'churned', bins=1)",
        ["bins is 1; accepted: an integer from 2 to 1000"],
    ),
    "nan_threshold": (
        "test_metric(ref('champion'), 'log_loss', 'churned', at_most=var('no_such', 'nan') | float)",
        ["at_most is NaN; accepted: a number"],
    ),
    "endless_margin": (
        "test_beats_baseline(ref('champion'), 'accuracy', 'churned', margin=var('no_such', '-inf') | float)",
        ["margin is -Infinity; accepted: a number"],
    ),
    "leakage_task": (
        "test_no_leakage(ref('champion'), 'churned', task='regress')",
        ['task is "regress"; did you mean regression?'],
    ),
    "converged_loss": (
        "test_training_converged(ref('network'), loss='loss')",
        ['loss is "loss"', "train_loss, validation_loss"],
    ),
}
ERRORS = {
    "no_network": (
        "champion",
        "parameters_finite",
        {},
        ["is neither a network of dbt_nn.train nor the result of a training loop"],
    ),
    "no_history": (
        "champion",
        "training_converged",
        {},
        ["is neither a network of dbt_nn.train nor the result of a training loop"],
    ),
    "no_such_feature": (
        "customers",
        "no_drift",
        {"reference": "ref('customers')", "features": ["tenur"]},
        ["feature tenur is not in"],
    ),
    "no_such_label": (
        "customers",
        "no_leakage",
        {"label": "churn"},
        ["column churn is not in the examples; did you mean churned?"],
    ),
    "no_such_weight": (
        "champion",
        "metric",
        {**ACCURACY, "at_least": 0.001, "example_weight": "weigt"},
        ["column weigt is not in the predictions"],
    ),
    "does_not_fit": (
        "estimates",
        "metric",
        {"label": "amount", "metric": "accuracy", "at_least": 0.001},
        ["accuracy is for classification", "metrics that fit: mae, mse, rmse"],
    ),
    "missing_champion": (
        "champion",
        "beats_baseline",
        {**ACCURACY, "baseline": "source('elsewhere', 'nowhere')"},
        ["which does not exist; run its model first", "missing_baseline: constant"],
    ),
}


@pytest.fixture(scope="module")
def project(consumer):
    for name, rows in SEEDS.items():
        consumer.write(f"seeds/{name}.csv", as_csv(rows))
    consumer.train(
        "network", "customers", label="churned", features=["tenure", "plan"], hidden_layers=[2], iterations=20
    )
    consumer.write(
        "models/broken_network.sql",
        """
        {{ config(materialized='table') }}
        select * replace (
          case when role = 'weight' and layer = 1 and input = 1 and output = 1 then cast('nan' as double)
            when role = 'train_loss' and iteration = 20 then 99 else value end as value
        )
        from {{ ref('network') }}
        """,
    )
    for name, (call, _) in WRONG.items():
        consumer.write(
            f"models/wrong/wrong_{name}.sql",
            f"-- depends_on: {{{{ ref('champion') }}}} {{{{ ref('network') }}}}\n{{% if execute %}}{{{{ dbt_nn.{call} }}}}{{% endif %}}\n",
        )
    nodes = {}
    for name, (model, test, arguments, config, *_) in GATES.items():
        nodes.setdefault(model, []).append({f"dbt_nn.{test}": {"name": name, "arguments": arguments, "config": config}})
    for name, (model, test, arguments, _) in ERRORS.items():
        nodes.setdefault(model, []).append({f"dbt_nn.{test}": {"name": name, "arguments": arguments}})
    nodes["champion"].append(
        {
            "dbt_nn.beats_baseline": {
                "name": "no_champion_yet",
                "arguments": {**ACCURACY, "baseline": "source('elsewhere', 'nowhere')", "missing_baseline": "constant"},
            }
        }
    )
    described = {"seeds": [], "models": []}
    for name, tests in nodes.items():
        described["seeds" if name in SEEDS else "models"].append({"name": name, "data_tests": tests})
    described["sources"] = [{"name": "elsewhere", "schema": "main", "tables": [{"name": "nowhere"}]}]
    consumer.write("models/schema.yml", json.dumps({"version": 2, **described}))
    consumer.dbt_ok("compile", "--exclude", "wrong")
    consumer.wrong = consumer.dbt("build", "--exclude-resource-type", "test")
    consumer.outcome = consumer.dbt("test")
    return consumer


def messages(project) -> list[str]:
    return [line for line in project.outcome.output.splitlines() if line.startswith("dbt_nn.")]


@pytest.mark.parametrize("name", GATES)
def test_a_gate_holds_or_fails_and_says_why(project, name):
    model, test, _, _, holds, parts = GATES[name]
    expected = {True: "pass", False: "fail"}.get(holds, holds)
    assert project.outcome.status[name] == expected, project.outcome.message[name]
    compiled = (next((project.path / "target" / "compiled").rglob(f"{name}.sql"))).read_text(encoding="utf-8")
    for part in parts:
        assert any(part in line for line in messages(project) if line.startswith(f"dbt_nn.{test} on {model}: ")), part
        if part != "and 380 more":
            assert part.replace("'", "''") in compiled


def test_a_gate_runs_its_query_once(project):
    """dbt gets the rows as literals; what was asked is there to be read, as a comment."""
    (file,) = (project.path / "target" / "compiled").rglob("auc_fails.sql")
    text = file.read_text(encoding="utf-8")
    assert "--   with evaluation as (" in text
    code = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    assert "champion" not in code
    assert project.rows(code)[0][0] == "roc_auc"


def test_a_stored_failure_tells_the_group(project):
    rows = project.rows("select region, metric, at_least, examples from main_dbt_test__audit.by_stored")
    assert rows == [("south", "accuracy", 0.95, 200)]


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_argument_is_one_clear_error(project, name):
    assert project.wrong.status[f"wrong_{name}"] == "error"
    for part in ["dbt_nn.", *WRONG[name][1]]:
        assert part in project.wrong.message[f"wrong_{name}"]


@pytest.mark.parametrize("name", ERRORS)
def test_what_the_tables_do_not_have_is_one_clear_error(project, name):
    assert project.outcome.status[name] == "error"
    for part in ERRORS[name][3]:
        assert part in project.outcome.message[name]


def test_a_baseline_that_is_not_there_yet_can_be_the_constant_one(project):
    assert project.outcome.status["no_champion_yet"] == "pass", project.outcome.message["no_champion_yet"]
    assert any("compared with the most frequent class or the mean" in line for line in messages(project))
