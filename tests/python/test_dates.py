"""Dates and timestamps as features: their parts on circles and their days, as NumPy has them."""

import datetime

import numpy as np
import pytest
from conftest import Project
from reference import split_of

ROWS = 120
COLUMNS = ["id", "size", "signed up", "born", "same day", "at", "kind"]
SMALL = {"hidden_layers": [], "iterations": 1, "example_id": "id", "label": "kind"}
START = datetime.datetime(2023, 11, 28, 3, 0)
PARTS = {"month": 12, "weekday": 7, "hour": 24}


def examples(rows: int = ROWS):
    random = np.random.default_rng(31)
    found = []
    for k in range(rows):
        moment = START + datetime.timedelta(
            hours=int(random.integers(0, 24 * 400)), seconds=int(random.integers(0, 3600))
        )
        born = datetime.date(1931, 3, 1) + datetime.timedelta(days=int(random.integers(0, 30000)))
        size = float(random.normal())
        found.append(
            [
                k,
                size,
                None if k % 11 == 3 else moment,
                born,
                START.date(),
                moment,
                "ab"[int(size + moment.month / 6 > 1)],
            ]
        )
    return found


NETWORKS = {
    "by_default": {"features": ["size", "signed up", "born"], "missing_indicator": True},
    "chosen": {
        "features": ["signed up", "born"],
        "encode": {"SIGNED up": {"as": "date", "parts": ["hour", "days"]}, "born": "date"},
    },
    "left_open": {},
}


@pytest.fixture(scope="module")
def project(consumer) -> Project:
    consumer.table("examples", COLUMNS, examples())
    consumer.write(
        "models/zoned.sql",
        "select * replace (cast(\"signed up\" as timestamp) at time zone 'UTC' as \"signed up\") from {{ ref('examples') }}\n",
    )
    for name, options in NETWORKS.items():
        consumer.train(name, "examples", **SMALL, **options)
        consumer.predictions(f"{name}_predictions", name, "examples")
    consumer.train("of_zoned", "zoned", **SMALL, **NETWORKS["by_default"])
    consumer.write(
        "models/written_out.sql",
        "select * from (\n{{ dbt_nn.network_sql(ref('by_default'), examples=ref('examples')) }}\n) as predictions\n",
    )
    consumer.built = consumer.dbt_ok("build")
    return consumer


def parts_of(value) -> dict[str, int]:
    return {"month": value.month - 1, "weekday": value.weekday(), "hour": getattr(value, "hour", 0)}


def day_of(value) -> int:
    day = value.date() if isinstance(value, datetime.datetime) else value
    return (day - datetime.date(1970, 1, 1)).days


def encoded(values, trains, parts) -> dict[str, np.ndarray]:
    """Name of the input to its column. A missing date is the middle of each circle and the mean day."""
    known = [value for value, train in zip(values, trains) if train and value is not None]
    inputs = {}
    for part in [part for part in PARTS if part in parts]:
        if len({parts_of(value)[part] for value in known}) > 1:
            angles = [None if value is None else 2 * np.pi * parts_of(value)[part] / PARTS[part] for value in values]
            inputs[f"<{part} sin>"] = np.array([0 if angle is None else np.sin(angle) for angle in angles])
            inputs[f"<{part} cos>"] = np.array([0 if angle is None else np.cos(angle) for angle in angles])
    if "days" in parts:
        days = np.array([day_of(value) for value in known])
        inputs["<days>"] = np.array(
            [
                0 if value is None else (min(max(day_of(value), days.min()), days.max()) - days.mean()) / days.std()
                for value in values
            ]
        )
    return inputs


def expected_inputs(rows, name: str) -> dict[str, np.ndarray]:
    trains = [split_of(row[0]) == "train" for row in rows]
    column = {given: [row[at] for row in rows] for at, given in enumerate(COLUMNS)}
    every = [*PARTS, "days"]
    size = np.array(column["size"])
    standard = (size - size[trains].mean()) / size[trains].std()
    missing = np.array([float(value is None) for value in column["signed up"]])
    signed_up, born = encoded(column["signed up"], trains, every), encoded(column["born"], trains, every)
    if name == "by_default":
        return {
            "size": standard,
            **{f"signed up={key}": value for key, value in signed_up.items()},
            "signed up=<missing>": missing,
            **{f"born={key}": value for key, value in born.items()},
        }
    if name == "chosen":
        chosen = encoded(column["signed up"], trains, ["hour", "days"])
        return {
            **{f"signed up={key}": value for key, value in chosen.items()},
            **{f"born={key}": value for key, value in born.items()},
        }
    at = encoded(column["at"], trains, every)
    return {
        "size": standard,
        **{
            f"{name}={key}": value
            for name, some in [("signed up", signed_up), ("born", born), ("at", at)]
            for key, value in some.items()
        },
    }


def logits(project, name: str, rows) -> np.ndarray:
    """The scores of a network without hidden layers, from its stored weights and the inputs as NumPy has them."""
    inputs = expected_inputs(rows, name)
    weights = {
        row[:2]: row[2] for row in project.rows(f"select input_name, output, value from {name} where role = 'weight'")
    }
    biases = dict(project.rows(f"select output, value from {name} where role = 'bias'"))
    assert {key[0] for key in weights} == set(inputs)
    return np.array([biases[k] + sum(weights[key, k] * value for key, value in inputs.items()) for k in (1, 2)]).T


@pytest.mark.parametrize("name", NETWORKS)
def test_predictions_are_those_of_the_inputs_that_numpy_makes(project, name):
    scores = logits(project, name, examples())
    expected = 1 / (1 + np.exp(scores[:, 0] - scores[:, 1]))
    found = [row[0] for row in project.rows(f"select probability_b from {name}_predictions order by id")]
    assert found == pytest.approx(expected, abs=1e-10)
    assert np.std(expected) > 0.01


def test_inputs_are_in_the_order_of_features_and_parts(project):
    found = [
        row[0]
        for row in project.rows(
            "select distinct input_name, input from by_default where role = 'weight' order by input"
        )
    ]
    assert found == list(expected_inputs(examples(), "by_default"))
    assert "born=<hour sin>" not in found


def test_a_date_that_never_changes_is_left_out(project):
    assert "neural_network left_open: feature same day is constant" in project.built.output


def test_written_out_the_network_gives_the_same(project):
    one, other = (
        project.rows(f"select id, probability_b from {name} order by id")
        for name in ("written_out", "by_default_predictions")
    )
    assert np.array(one) == pytest.approx(np.array(other), abs=1e-12)


def test_a_time_with_a_zone_is_read_in_utc(project):
    query = "select role, layer, input, output, value from {} where role not in ('option', 'training') order by all"
    assert project.rows(query.format("of_zoned")) == project.rows(query.format("by_default"))


def test_days_beyond_the_training_count_as_its_last_or_first(project):
    """And a date where a timestamp was is its midnight."""
    trained = [row for row in examples() if split_of(row[0]) == "train"]
    late, early = max(row[3] for row in trained), min(row[3] for row in trained)
    held_out = [key for key in range(1000, 1100) if split_of(key) != "train"]
    rows = []
    for k, (base, born) in zip(held_out, [(late, late), (late, None), (early, early), (early, None)]):
        far = base.replace(year=9999 if base == late else 1)
        # The same month and day, so the same parts but the weekday.
        rows.append([k, 0.0, START, far if born is None else born, START.date(), START, "a"])
    project.table("far", COLUMNS, rows)
    project.predictions("far_predictions", "by_default", "far")
    project.dbt_ok("build", "--select", "far", "far_predictions")
    scores = logits(project, "by_default", examples() + rows)[ROWS:]
    expected = 1 / (1 + np.exp(scores[:, 0] - scores[:, 1]))
    found = [row[0] for row in project.rows("select probability_b from far_predictions order by id")]
    assert found == pytest.approx(expected, abs=1e-10)


def test_held_out_dates_change_nothing(project):
    rows = [list(row) for row in examples()]
    for row in rows:
        if split_of(row[0]) != "train":
            row[2], row[3], row[5] = datetime.datetime(2031, 1, 1), datetime.date(1800, 1, 1), None
    project.table("others", COLUMNS, rows)
    project.train("of_others", "others", **SMALL, **NETWORKS["by_default"])
    project.dbt_ok("build", "--select", "others", "of_others")
    query = (
        "select * exclude (network_key) from {} where role not in ('training', 'validation_loss', 'validation_accuracy') "
        "and coalesce(input_name, '') not in ('fingerprint', 'rows_mark') order by all"
    )
    assert project.rows(query.format("of_others")) == project.rows(query.format("by_default"))


BAD = {
    "time_of_day": ({"features": ["size", "clock"]}, "feature clock is TIME; derive a number from it"),
    "span": ({"features": ["size", "span"]}, "feature span is INTERVAL; derive a number from it"),
    "endless": ({"features": ["size", "endless"]}, "column endless is infinite in 1 row;"),
    "one_day": ({"features": ["same day"]}, "every feature is constant"),
    "unknown_part": (
        {"encode": {"born": {"as": "date", "parts": ["year"]}}},
        "for born as date parts: a list of month, weekday, hour and days",
    ),
    "no_part": (
        {"encode": {"born": {"as": "date", "parts": []}}},
        "for born as date parts: a list of month, weekday, hour and days",
    ),
    "misspelt_constant": ({"encode": {"born": {"as": "date", "part": ["hour"]}}}, "for born as date parts"),
    "unknown_encoding": ({"encode": {"born": "fourier"}}, "for born one of one_hot, hash"),
    "no_dict": ({"encode": "date"}, 'encode is "date"; accepted: a dict of features and their encodings'),
    "unknown_feature": ({"features": ["size"], "encode": {"born": "date"}}, "encode: born is not in the features"),
    "not_a_date": (
        {"encode": {"size": "date"}},
        "encode: feature size is DOUBLE, but date is for dates and timestamps",
    ),
    "date_as_label": ({"label": "born", "features": ["size"]}, "label born is DATE"),
}


def test_what_is_no_date_is_refused_with_the_reason(project):
    project.write(
        "models/strange.sql",
        "select *, cast('12:00' as time) as clock, interval 2 days as span, "
        "case when id = 3 then cast('infinity' as timestamp) else \"at\" end as endless from {{ ref('examples') }}\n",
    )
    common = {"features": ["size", "born"], **SMALL}
    for name, (options, _) in BAD.items():
        project.train(f"bad_{name}", "strange", **{**common, **options})
    outcome = project.dbt("build", "--select", "strange", "bad_*")
    for name, (_, message) in BAD.items():
        assert outcome.status[f"bad_{name}"] == "error", name
        assert message in outcome.message[f"bad_{name}"], (name, outcome.message[f"bad_{name}"])


def test_a_text_where_a_date_was_is_refused(project):
    project.write("models/as_text.sql", "select * replace (cast(born as varchar) as born) from {{ ref('examples') }}\n")
    project.predictions("of_text", "by_default", "as_text")
    outcome = project.dbt("build", "--select", "as_text", "of_text")
    assert (
        "the network's feature born was DATE in training and is VARCHAR in the examples" in outcome.message["of_text"]
    )
