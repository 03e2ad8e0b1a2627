"""What testers from outside found: values that SQL text, hashes and doubles don't carry by themselves."""

import pytest
from conftest import Project

BREAKS = ["\n", "\f", "\v", "\x1c", "\x85", "\u2028"]
LAYOUTS = ["wide", "dots", "packed"]
CALL = {"label": "label", "example_id": "id", "iterations": 20.0, "hidden_layers": [4.0]}


@pytest.fixture(scope="module")
def project(consumer) -> Project:
    rows = []
    for k in range(240):
        x = (k * 37 % 101) / 50 - 1
        side = f"x{BREAKS[k % 6]}y" if x > 0.4 else "xy"
        rows.append([k, x, side, "a\nb" if x > 0 else "a"])
    consumer.table("lines", ["id", "x", "side", "label"], rows)
    consumer.train("lines_network", "lines", **CALL)
    consumer.predictions("lines_predictions", "lines_network", "lines")
    consumer.write(
        "models/lines_written_out.sql",
        "{{ config(materialized='table') }}\n"
        "select * from ({{ dbt_nn.network_sql(ref('lines_network'), ref('lines')) }}) as written_out\n",
    )
    consumer.write(
        "models/nobody.sql", "select cast(null as integer) as id, 1e308 as x, side from {{ ref('lines') }}\n"
    )
    consumer.predictions("nobody_predictions", "lines_network", "nobody")
    # A feature at its mean makes no difference to the first scores, which are equal then.
    consumer.table("ties", ["x", "label"], [[0.0, "b"]] * 10 + [[-1.0, "a"], [1.0, "b"]])
    for layout in LAYOUTS:
        consumer.train(f"ties_{layout}", "ties", label="label", hidden_layers=[], iterations=1, layout=layout)
    consumer.dbt_ok("build")
    return consumer


@pytest.mark.parametrize("layout", LAYOUTS)
def test_of_equal_scores_the_first_class_is_the_answer(project, layout):
    ((accuracy,),) = project.rows(f"select value from ties_{layout} where role = 'train_accuracy'")
    assert accuracy <= 2 / 12


def test_line_breaks_in_categories_and_classes_are_kept(project):
    stored = {
        row[0] for row in project.rows("select output_name from lines_network where role in ('category', 'class')")
    }
    assert stored == {f"x{sign}y" for sign in BREAKS} | {"xy", "a", "a\nb"}
    ((right, rows, labels),) = project.rows(
        "select avg((label = predicted_label)::int), count(*), count(distinct predicted_label) from lines_predictions"
    )
    assert right > 0.95 and (rows, labels) == (240, 2)


def test_a_network_written_out_keeps_line_breaks_too(project):
    assert project.rows("select * from lines_written_out order by id") == project.rows(
        "select * from lines_predictions order by id"
    )


def test_whole_numbers_may_be_written_with_a_point(project):
    stored = dict(project.rows("select input_name, output_name from lines_network where role = 'option'"))
    assert (stored["iterations"], stored["hidden_layers"]) == ("20", "[4]")


def test_a_row_without_an_id_is_in_no_split_and_no_finite_answer_is_no_label(project):
    assert project.rows("select distinct split, predicted_label from nobody_predictions") == [(None, None)]


def test_predicting_with_no_network_raises_and_leaves_what_stands(project):
    before = project.rows("select * from lines_predictions order by id")
    project.execute("create table kept as from lines_network", "drop table lines_network")
    outcome = project.dbt("run", "--select", "lines_predictions")
    project.execute("alter table kept rename to lines_network")
    assert not outcome.success
    assert "does not contain a trained network" in outcome.output
    assert project.rows("select * from lines_predictions order by id") == before


def test_a_history_of_another_table_is_refused(project):
    project.write("models/no_history.sql", "select * from {{ dbt_nn.history(ref('lines')) }}\n")
    outcome = project.dbt("run", "--select", "no_history")
    assert not outcome.success
    assert "neither a network of dbt_nn.train nor the result of a training loop" in outcome.output


def test_an_update_that_does_not_count_on_is_refused_instead_of_running_for_ever(project):
    options = {"features": ["x"], "label": "label", "classes": ["a", "a\nb"], "hidden_layers": []}
    project.network(
        "stuck_",
        options,
        "lines",
        {"iterations": 4},
        update="select network_key, iteration - 1 as iteration, layer, input, output, value, train_loss from ({call}) as u",
    )
    outcome = project.dbt("run", "--select", "stuck_init+")
    assert not outcome.success
    assert "the update must return the iteration that it read, plus 1; from iteration 0 it returns 0" in outcome.output


def test_a_gate_on_numbers_fails_where_predictions_are_missing(project):
    project.write(
        "models/gaps.sql",
        "select i::double as target, case when i < 3 then i::double end as predicted_value from range(100) as numbers(i)\n",
    )
    gates = [("mae", "at_most: 0.1"), ("rmse", "at_most: 0.1"), ("r2", "at_least: 0.9")]
    tests = "".join(
        f"      - dbt_nn.metric:\n          name: gaps_{metric}\n"
        f"          arguments: {{metric: {metric}, {threshold}, label: target}}\n"
        for metric, threshold in gates
    )
    project.write("models/gaps.yml", "models:\n  - name: gaps\n    data_tests:\n" + tests)
    outcome = project.dbt("build", "--select", "gaps")
    assert [outcome.status[f"gaps_{metric}"] for metric, _ in gates] == ["fail"] * 3
