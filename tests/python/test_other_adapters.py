"""On an adapter that dbt_nn was not written for, every macro that would run says so in one sentence; dbt parses and compiles.

The adapters here are DuckDB's by other names: dbt lets them inherit DuckDB's variants, as Redshift inherits PostgreSQL's.
"""

import sys
import types
from pathlib import Path

import pytest
from conftest import ROOT, new_consumer
from dbt.adapters import duckdb as real
from dbt.adapters.base import AdapterPlugin
from dbt.adapters.duckdb import __version__ as real_version
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from warehouses import DuckDB

SENTENCE = "dbt_nn runs on DuckDB, PostgreSQL, Spark, Databricks, BigQuery and Snowflake; "
WHY = {
    "trino": "the adapter of this target is trino, which dbt_nn does not support",
    "redshift": "Redshift does not have the arrays that dbt_nn needs",
}
# Every public macro that a model can select from or consist of; model -> (the macro, the model's text).
SELECTED = {
    "predictions": "predict(ref('stored'), ref('rows'))",
    "history": "history(ref('stored'))",
    "trainings": "trainings(ref('stored'))",
    "members": "networks(ref('stored'))",
    "ranks": "leaderboard(ref('stored'))",
    "kept": "checkpoints(ref('stored'))",
    "skewed": "skew(ref('stored'), ref('rows'))",
    "why": "explain(ref('stored'), ref('rows'))",
    "importance": "feature_importance(ref('stored'), ref('rows'), label='y')",
    "dependence": "partial_dependence(ref('stored'), ref('rows'), 'x')",
    "evaluation": "evaluate(ref('answers'), label='y')",
    "by_class": "evaluate_classes(ref('answers'), label='y')",
    "confusion": "confusion_matrix(ref('answers'), label='y')",
    "roc": "roc_curve(ref('answers'), label='y')",
    "recall": "precision_recall_curve(ref('answers'), label='y')",
    "calibration": "calibration_curve(ref('answers'), label='y')",
    "lift": "lift_curve(ref('answers'), label='y')",
    "thresholds": "threshold_table(ref('answers'), label='y')",
    "histogram": "probability_histogram(ref('answers'), label='y')",
    "squares": "prediction_squares(ref('answers'), label='y')",
    "compared": "baseline_comparison(ref('answers'), label='y', metric='accuracy')",
    "bands": "residual_bands(ref('answers'), label='y')",
}
MODELS = {
    "network": "{{ dbt_nn.train(ref('rows'), label='y') }}",
    **{name: f"select * from {{{{ dbt_nn.{call} }}}}" for name, call in SELECTED.items()},
    "written_out": "{{ dbt_nn.network_sql(ref('stored'), ref('rows')) }}",
    "once": "{{ dbt_nn.iteration(ref('network')) }}",
}
GATES = """
models:
  - name: answers
    data_tests:
      - dbt_nn.metric: {name: gate_metric, arguments: {metric: accuracy, at_least: 0.5, label: y}}
      - dbt_nn.beats_baseline: {name: gate_baseline, arguments: {metric: accuracy, label: y}}
      - dbt_nn.calibrated: {name: gate_calibrated, arguments: {label: y, at_most: 0.5}}
      - dbt_nn.no_drift: {name: gate_drift, arguments: {reference: ref('rows')}}
      - dbt_nn.no_leakage: {name: gate_leakage, arguments: {label: y}}
      - dbt_nn.no_skew: {name: gate_skew, arguments: {network: ref('rows')}}
      - dbt_nn.parameters_finite: {name: gate_finite}
      - dbt_nn.trained_within: {name: gate_age, arguments: {days: 7}}
      - dbt_nn.training_converged: {name: gate_converged}
"""
OPERATIONS = ["estimate", "roll_back", "model_yaml", "check_gradients", "report", "model_card"]
SCORES = {"features": ["x"], "label": "y", "classes": ["a", "b"], "hidden_layers": [2]}
STAGES = ["init", "hidden", "scores", "loss", "gradients", "update"]


def adapter_named(name: str, path: Path, monkeypatch) -> None:
    """DuckDB's adapter as one of another type, which inherits from it."""
    (path / "macros").mkdir(parents=True)
    (path / "dbt_project.yml").write_text(
        f"name: dbt_{name}\nversion: '1.0'\nmacro-paths: [macros]\n", encoding="utf-8"
    )
    manager = type("Manager", (DuckDBConnectionManager,), {"TYPE": name})
    credentials = type("Credentials", (real.DuckDBCredentials,), {"type": property(lambda self: name)})
    adapter = type(f"{name.title()}Adapter", (real.DuckDBAdapter,), {"ConnectionManager": manager})
    module = types.ModuleType(f"dbt.adapters.{name}")
    module.Plugin = AdapterPlugin(adapter, credentials, str(path), dependencies=["duckdb"])
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(sys.modules, f"{module.__name__}.__version__", real_version)


@pytest.fixture(scope="module", params=WHY)
def elsewhere(request, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        adapter_named(request.param, tmp_path_factory.mktemp("adapter"), patch)
        path = tmp_path_factory.mktemp("consumer")
        warehouse = DuckDB(path / "consumer.duckdb")
        warehouse.name = warehouse.output["type"] = request.param
        project = new_consumer(path, warehouse=warehouse)
        project.table("rows", ["x", "y"], [[1.0, "a"], [2.0, "b"]])
        project.write(
            "models/answers.sql",
            "select x, y, y as predicted_label, 0.5 as probability_a, 0.5 as probability_b from {{ ref('rows') }}\n",
        )
        project.table("stored", ["role"], [["weight"]])
        project.write("models/answers.yml", GATES)
        for name, text in MODELS.items():
            project.write(f"models/{name}.sql", text + "\n")
        project.network("stage_", SCORES, "rows", {"iterations": 1})
        yield project, request.param
        project.warehouse.release()


@pytest.fixture(scope="module")
def built(elsewhere):
    project, _ = elsewhere
    tables = ["rows", "answers", "stored"]
    project.dbt_ok("run", "--select", *tables)
    run = project.dbt("run", "--exclude", *tables, "stage_update", "once")
    # Behind a model that was refused, they would be skipped.
    last = project.dbt("run", "--select", "stage_update", "once")
    return {**run.message, **last.message}, project.dbt("test").message


def test_dbt_parses_compiles_and_lists(elsewhere):
    project, _ = elsewhere
    for command in (["parse"], ["compile"], ["ls"]):
        project.dbt_ok(*command)


def refused(message: str, adapter: str) -> bool:
    return f": {SENTENCE}{WHY[adapter]}. " in message and "docs/warehouses.md" in message


def test_every_macro_that_would_run_says_so_in_one_sentence(elsewhere, built):
    _, adapter = elsewhere
    messages, _ = built
    assert messages.keys() == {*MODELS, "stage_init", "stage_update"}
    assert [message for message in messages.values() if not refused(message, adapter)] == []
    assert messages["predictions"].count("dbt_nn.predict: ") == 1


def test_every_gate_says_so(elsewhere, built):
    _, adapter = elsewhere
    _, messages = built
    assert len(messages) == 9
    assert [message for message in messages.values() if not refused(message, adapter)] == []


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_says_so(elsewhere, operation):
    project, adapter = elsewhere
    outcome = project.dbt("run-operation", f"dbt_nn.{operation}", "--args", "{network: network}")
    assert not outcome.success and refused(outcome.output, adapter), outcome.output


def test_all_public_macros_are_tried_here():
    tried = {text.split("dbt_nn.")[1].split("(")[0] for text in MODELS.values()} | {*OPERATIONS}
    public = {file.stem for file in (ROOT / "macros").glob("*.sql")}
    # A stage's marks, which the stages of the test read through.
    assert public - tried == {"parameters", "examples"}
    gates = {file.stem for file in (ROOT / "tests/generic").glob("*.sql")}
    assert gates == {line.split("dbt_nn.")[1].split(":")[0] for line in GATES.splitlines() if "dbt_nn." in line}
