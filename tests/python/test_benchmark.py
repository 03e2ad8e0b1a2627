"""The benchmark, in quick sizes: it runs from one end to the other, and its contenders compute what NumPy computes."""

import subprocess
import sys

import numpy as np
import pytest
from conftest import ROOT
from reference import Network

sys.path.insert(0, str(ROOT))

from benchmarks import data, network
from benchmarks.contenders import CONTENDERS
from benchmarks.dbt_command import Statement, phases
from benchmarks.goals import GOALS
from benchmarks.results import Results, Spread, per_iteration
from benchmarks.workloads import FULL, workloads

SAME = [
    (workload.name, contender)
    for workload in FULL
    for contender in workload.contenders
    if CONTENDERS[contender].is_same_arithmetic and contender not in ("numpy", "pytorch") and not workload.to_target
]


@pytest.fixture(scope="module")
def benchmark(tmp_path_factory):
    folder = tmp_path_factory.mktemp("benchmark")
    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--runs", "1", "--folder", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
    assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-3000:]
    return folder, Results.read(folder / "results.json"), (folder / "RESULTS.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("workload", workloads(is_quick=True), ids=lambda workload: workload.name)
def test_every_contender_of_a_workload_was_measured_and_is_on_the_page(benchmark, workload):
    _, results, page = benchmark
    assert workload.title in page
    for contender in workload.contenders:
        found = results.of(workload.name, contender)
        assert CONTENDERS[contender].title in page or contender == "empty_dbt_run"
        if found.get("skipped"):
            assert contender == "pytorch"
        else:
            assert len(found["runs"]) == 1 and found["runs"][0]["training"] > 0


@pytest.mark.parametrize("workload, contender", SAME)
def test_the_same_arithmetic_gives_the_same_loss(benchmark, workload, contender):
    assert benchmark[1].of(workload, contender)["relative_difference"] < 1e-8


def test_every_goal_is_on_the_page_and_none_is_met_unmeasured(benchmark):
    _, results, page = benchmark
    for goal in GOALS:
        assert goal.text in page
    assert len(results.goals) == len(GOALS)
    assert not any(goal["met"] for goal in results.goals if not goal["measured"])


def test_the_page_has_versions_charts_and_a_profile(benchmark):
    folder, results, page = benchmark
    assert "duckdb" in page and results.machine["commit"] in page and "Quick sizes" in page
    for chart in ("time_by_workload", "growth_with_rows", "growth_with_parameters"):
        assert f"images/{chart}.svg" in page and (folder / "images" / f"{chart}.svg").stat().st_size > 1000
    (profile,) = results.profiles.values()
    assert any(line["what"] == "planning" for line in profile) and "| planning |" in page
    assert sum(line["share"] for line in profile[:-1]) == pytest.approx(1)


def test_one_workload_alone_and_an_unknown_one():
    assert [workload.name for workload in workloads(False, ["iris"])] == ["iris"]
    with pytest.raises(ValueError, match="no workload is called nowhere"):
        workloads(False, ["nowhere"])


@pytest.mark.parametrize("hidden", [[5], [4, 3], []])
def test_numpy_s_gradients_are_those_of_the_tests_reference(hidden):
    random = np.random.default_rng(1)
    x, label = random.normal(size=(40, 3)), random.integers(3, size=40)
    reference = Network(3, hidden, 3)
    matrices = network.first_matrices([3, *hidden, 3])
    for ours, theirs in zip(matrices, reference.matrices):
        assert np.array_equal(ours, theirs) or np.allclose(ours, theirs, rtol=1e-15, atol=0)
    loss, gradients = network.loss_and_gradients(matrices, x, label)
    expected, expected_gradients = reference.loss_and_gradients(x, label)
    assert loss == pytest.approx(expected, rel=1e-12)
    assert network.log_loss(matrices, x, label, block=7) == pytest.approx(expected, rel=1e-12)
    for ours, theirs in zip(gradients, expected_gradients):
        assert np.allclose(ours, theirs, rtol=1e-10, atol=1e-14)


def test_a_feature_of_one_value_is_left_out():
    x = data.standardise(np.array([[1.0, 7.0], [3.0, 7.0]]))
    assert x.tolist() == [[-1.0], [1.0]]


def test_what_belongs_to_the_loop():
    texts = [
        "select count(*) from examples",
        'create table "d"."main"."net__dbt_nn_examples" as (select 1)',
        'drop table if exists "d"."main"."net__dbt_nn_batches"',
        'create table "d"."main"."net__iteration_5" as (select 1)',
        'with trained as (select * from "d"."main"."net__iteration_5") select 1',
        "COMMIT",
        'create table "d"."main"."net__dbt_tmp" as (select * from "d"."main"."net__iteration_5")',
        "COMMIT",
    ]
    parts = phases([Statement(text) for text in texts])
    assert [len(part) for part in (parts.before, parts.loop, parts.after)] == [2, 4, 2]


def test_a_ratio_is_taken_within_a_repetition():
    results = Results({}, {})
    runs = {"one": [2.0, 30.0, 4.0], "other": [1.0, 10.0, 4.0]}
    results.workloads["w"] = {
        "contenders": {
            name: {"runs": [{"training": t, "iterations": 1} for t in times]} for name, times in runs.items()
        }
    }
    assert results.ratio(("w", "one"), ("w", "other")) == Spread(2.0, 1.0, 3.0)
    assert results.spread("w", "one", per_iteration) == Spread(4.0, 2.0, 30.0)
    assert results.ratio(("w", "one"), ("w", "nobody")) is None
