"""The estimate before a training is what the training then sends, counted in dbt's log, and reads, by the formula of docs/cost.md."""

import json
import re

import pytest
from conftest import new_consumer

ROWS, ITERATIONS = 30, 7
# name -> (options, encoded columns, parameters, columns of the optimizer's state, early stopping's among it)
NETWORKS = {
    # x_1 … x_4 (size, is_new, plan=a, plan=b), 2 classes, 2 shares
    "rprop": ({"label": "kind", "example_id": "example", "features": ["size", "is_new", "plan"]}, 8, 114, 2),
    "every_third": (
        {
            "label": "kind",
            "example_id": "example",
            "features": ["size", "plan"],
            "checkpoint_every": 3,
            "hidden_layers": [2],
        },
        7,
        14,
        2,
    ),
    "number": (
        {"label": "target_number", "features": ["size"], "optimizer": "gradient_descent", "hidden_layers": []},
        3,
        2,
        0,
    ),
    "batches": (
        {
            "label": "kind",
            "example_id": "example",
            "features": ["size"],
            "hidden_layers": [2],
            "batch_size": 8,
            "checkpoint_every": ITERATIONS,
        },
        5,
        10,
        2,
    ),
    "stopping": (
        {
            "label": "kind",
            "example_id": "example",
            "features": ["size"],
            "hidden_layers": [2],
            "early_stopping": {"patience": 1000},
            "checkpoint_every": ITERATIONS,
        },
        5,
        10,
        8,
    ),
}
# Two groups and two shapes: each trial is a loop of its own, which trains both groups.
FLEET = {
    "label": "kind",
    "example_id": "example",
    "features": ["size"],
    "group_by": ["plan"],
    "minimum_examples": 5,
    "trials": [{"hidden_layers": [2]}, {"hidden_layers": [3]}],
    "checkpoint_every": ITERATIONS,
}


@pytest.fixture(scope="module")
def estimated(tmp_path_factory):
    """What `estimate` says of each network, and the statements of the run that follows."""
    project = new_consumer(tmp_path_factory.mktemp("estimate"))
    rows = [
        [f"row {k}", k * 1.5, k % 3 == 0, "ab"[k % 2], "yes" if (k * 7) % 10 < 5 else "no", k * 0.25 - 3]
        for k in range(ROWS)
    ]
    project.table("customers", ["example", "size", "is_new", "plan", "kind", "target_number"], rows)
    for name, (options, *_) in NETWORKS.items():
        project.train(name, "customers", loop="stepwise", iterations=ITERATIONS, **options)
    project.train("fleet", "customers", loop="stepwise", iterations=ITERATIONS, **FLEET)
    project.dbt_ok("run", "--select", "customers")
    estimates = {}
    for name in [*NETWORKS, "fleet"]:
        outcome = project.dbt_ok("run-operation", "dbt_nn.estimate", "--args", json.dumps({"network": name}))
        estimates[name] = outcome.output
    project.dbt_ok("run", "--exclude", "customers", "--threads", "1", "--log-level-file", "debug")
    return project, estimates, statements((project.path / "logs" / "dbt.log").read_text())


def statements(log: str) -> dict[str, list[str]]:
    """The statements of each model that ask for types, read or make rows: not those that list, rename or drop tables, nor transactions."""
    found = {}
    for model, text in re.findall(r"On model\.\w+\.(\w+): (.*?)(?=\n[^\n]*\d\d:\d\d:\d\d\.\d+ \[)", log, re.S):
        parts = re.sub(r"/\* \{.*?\} \*/", "", text, flags=re.S).split(";")
        for part in parts:
            lines = [line for line in part.splitlines() if not line.strip().startswith("--")]
            words = " ".join(" ".join(lines).lower().split())
            is_of_data = words.startswith(("select", "with", "create table", "create or replace table", "describe"))
            if is_of_data and not re.search(r"information_schema|duckdb_", words):
                found.setdefault(model, []).append(words)
    return found


def said(estimate: str, line: str) -> int:
    """The number of statements that a line of the estimate names."""
    return int(re.search(rf"  {line} +(?:at most )?(\d+)", estimate)[1])


@pytest.mark.parametrize("name", NETWORKS)
def test_a_run_sends_the_statements_that_were_estimated(estimated, name):
    _, estimates, sent = estimated
    steps = [text for text in sent[name] if re.match(r"create table \S+__iteration_\d+", text)]
    is_check = re.compile(r"started_with|^select count\(\*\) from \S+ as parameters where layer is not null")
    checks = [text for text in sent[name] if is_check.search(text)]
    assert said(estimates[name], "iterations") == ITERATIONS == len(steps)
    first = sent[name].index(steps[0])
    assert said(estimates[name], "before") == first - (name == "batches"), sent[name][:first]
    if "checkpoint_every" in NETWORKS[name][0]:
        assert said(estimates[name], "checks") == len(checks)
        assert said(estimates[name], "in all") == len(sent[name])
    else:
        assert said(estimates[name], "checks") == ITERATIONS >= len(checks) >= 1
    assert said(estimates[name], "after") == 1
    laid_out = [text for text in sent[name] if re.match(r"create table \S+__dbt_nn_batches", text)]
    assert len(laid_out) == (1 if name == "batches" else 0)
    assert ("  batches      1 statement" in estimates[name]) == (name == "batches")


def test_a_fleet_is_estimated_with_all_its_networks_and_loops(estimated):
    _, estimates, sent = estimated
    steps = [text for text in sent["fleet"] if re.match(r"create table \S+__iteration_\d+", text)]
    assert said(estimates["fleet"], "iterations") == 2 * ITERATIONS == len(steps)
    assert said(estimates["fleet"], "checks") == 2
    assert said(estimates["fleet"], "in all") == len(sent["fleet"])
    # two classes: 2 * 2 + 3 * 2 and 2 * 3 + 4 * 2 parameters in each group
    assert "  parameters   48 in 4 networks: " in estimates["fleet"]


@pytest.mark.parametrize("name", NETWORKS)
def test_bytes_are_eight_for_each_number(estimated, name):
    _, estimates, _ = estimated
    _, columns, parameters, state = NETWORKS[name]
    examples = 8 * ROWS * columns
    # network_key and fingerprint are text; iteration, layer, input, output, value, six columns of history and the state are numbers
    of_parameters = parameters * (2 + 34 + 8 * (5 + 6 + state))
    assert f"{columns} encoded columns: {readable(examples)}" in estimates[name]
    assert f"{parameters}: {readable(of_parameters)}" in estimates[name]
    assert f"the parameters: {readable(examples + of_parameters)}" in estimates[name]


def readable(size: float) -> str:
    return f"{size} B" if size < 1024 else f"{size / 1024:.1f} kB"


def test_the_columns_that_were_estimated_are_those_of_the_tables(estimated):
    _, _, sent = estimated
    for name, (_, columns, _, _) in NETWORKS.items():
        (made,) = [text for text in sent[name] if re.match(r"create table \S+__dbt_nn_examples\S* as", text)]
        # A batch's own shares are computed when it is laid out.
        written = r" as (?:x_\d+|is_class_\d+|target|validation_share|train_share|is_train)\b"
        assert len(re.findall(written, made)) == columns


def test_an_estimate_of_something_else_names_the_networks(estimated):
    project, *_ = estimated
    outcome = project.dbt("run-operation", "dbt_nn.estimate", "--args", "{network: customers}")
    assert not outcome.success
    assert (
        'network is "customers", which is not a model of dbt_nn.train; accepted: batches, every_third, fleet, number, rprop, stopping'
        in outcome.output
    )


def test_the_cap_of_a_pull_request_caps_the_estimate(estimated):
    project, estimates, _ = estimated
    arguments = ["--args", "{network: number}", "--vars", "{dbt_nn_iterations: 2}"]
    capped = project.dbt_ok("run-operation", "dbt_nn.estimate", *arguments).output
    assert said(capped, "iterations") == 2
    assert said(capped, "in all") < said(estimates["number"], "in all")


def test_the_time_is_guessed(estimated):
    _, estimates, _ = estimated
    for estimate in estimates.values():
        assert re.search(
            r"  time +about \d+ s, a rough estimate; training logs a better one after its first iterations", estimate
        )
