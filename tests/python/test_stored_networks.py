"""Networks that a released version has stored are read, gone on from, and left standing by this one; tests/networks/README.md."""

import json
import re

import duckdb
import pytest
from conftest import ROOT, Project, new_consumer
from stored_networks import ANSWERS, NETWORK, csv_query, write_examples, write_models, write_network

FOLDER = ROOT / "tests" / "networks"
VERSIONS = {
    file.parent.name: json.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*/networks.json"))
}
EVERY = pytest.mark.parametrize(
    ("stored", "name"),
    [(version, name) for version, facts in VERSIONS.items() for name in facts["networks"]],
    indirect=["stored"],
)
BY_VERSION = pytest.mark.parametrize("stored", VERSIONS, indirect=True)

CLOSE = {"rel": 1e-12, "abs": 1e-12}
LEFT = r"\b{}: .*training skipped"
TRAINED = r"\b{}: training \d+ iterations"
# What a later version may store beside what this one knows: no reader may stumble over it.
UNKNOWN = "from_a_later_version"
UNKNOWN_ROWS = [
    f"('', '{UNKNOWN}', null, null, null, 'a fact', null, 'its text', 1e9)",
    f"('', '{UNKNOWN}', 99, 1, 1, 'tenure', 1, 'hidden_1_1', 1e9)",
    f"('', '{UNKNOWN}', null, 0, 1, null, 1, 'weight', 1e9)",
]
# Everything that docs/networks.md lists.
ROLES = {
    *("center", "scale", "fill", "category", "weight", "bias", "class", "optimizer_state", "option"),
    *("train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "gradient_norm", "learning_rate"),
}
# An option changed. What starts from a network that is trained again is trained again too.
CHANGES = {
    "two_classes": {"l2": 0.02},
    "three_classes": {"activation": ["gelu", "tanh"]},
    "number": {"split": {"train": 0.7, "validation": 0.2, "test": 0.1}},
    "quantiles": {"loss": {"name": "quantile", "levels": [0.2, 0.5, 0.9]}},
    "poisson": {"random_seed": 7},
    "split_column": {"optimizer": {"name": "nesterov", "momentum": 0.8}},
}
GATES = """
      - name: {name}
        data_tests:
          - dbt_nn.parameters_finite: {{name: {name}_is_finite}}
          - dbt_nn.training_converged: {{name: {name}_has_converged, arguments: {{at_most: 0.99, last_iterations: 2}}}}
"""


class Stored:
    """A project that has a version's networks standing where its models of the same options put theirs."""

    def __init__(self, version: str, path):
        self.folder, self.facts = FOLDER / version, VERSIONS[version]
        self.networks = self.facts["networks"]
        self.project = new_consumer(path)
        for name, columns in self.facts["examples"].items():
            write_examples(self.project, name, self.folder / f"{name}.csv", columns)
        for name, network in self.networks.items():
            write_models(self.project, name, network)
        gates = "".join(GATES.format(name=name) for name in self.networks)
        self.project.write("models/gates.yml", f"    models:\n{gates}")

    def stand(self) -> None:
        """The tables as the version left them, and rows of a role that it did not know."""
        for name in self.networks:
            self.project.execute(
                f"create or replace table {name} as {csv_query(self.folder / name / 'network.csv', NETWORK)}",
                f"insert into {name} values {', '.join(UNKNOWN_ROWS)}",
            )

    def standing(self) -> dict[str, list[tuple]]:
        return {name: self.project.rows(f"select * from {name} order by all") for name in self.networks}

    def file(self, name: str, answer: str) -> list[dict]:
        columns = NETWORK if answer in ("network", "later") else self.networks[name]["columns"][answer]
        return named(self.project, csv_query(self.folder / name / f"{answer}.csv", columns))

    def train_again(self, changes: dict[str, dict]) -> tuple[set[str], set[str]]:
        """With options changed: the networks whose training the log tells of, and those whose table is another one."""
        for name, network in self.networks.items():
            options = network["options"] | changes.get(name, {})
            write_network(self.project, name, network["examples"], options, network.get("warm_start"))
        outcome = self.project.dbt_ok("run", "--select", *self.networks)
        told = {name for name in self.networks if re.search(TRAINED.format(name), outcome.output)}
        query = f"select count(*) from {{}} where role = '{UNKNOWN}'"
        return told, {name for name in self.networks if self.project.rows(query.format(name)) == [(0,)]}


def named(project: Project, query: str) -> list[dict]:
    names = [name for name, *_ in project.rows(f"describe {query}")]
    return [dict(zip(names, row)) for row in project.rows(query)]


@pytest.fixture(scope="module")
def stored(request, tmp_path_factory) -> Stored:
    """Everything that reads the networks runs first, so that a network that is wrongly trained again changes no answer."""
    own = Stored(request.param, tmp_path_factory.mktemp("stored"))
    own.stand()
    own.before = own.standing()
    own.answers = own.project.dbt("run", "--exclude", *own.networks)
    own.built = own.project.dbt("build", "--select", *own.networks)
    own.after = own.standing()
    return own


def numbers_apart(rows: list[dict]) -> tuple[list[dict], list[float]]:
    """Rows with a sign where a number with a fraction is, and those numbers."""
    numbers = [value for row in rows for value in row.values() if isinstance(value, float)]
    return [{name: ... if isinstance(value, float) else value for name, value in row.items()} for row in rows], numbers


def assert_same(found: list[dict], expected: list[dict]) -> None:
    (found, found_numbers), (expected, expected_numbers) = numbers_apart(found), numbers_apart(expected)
    assert found == expected
    assert found_numbers == pytest.approx(expected_numbers, **CLOSE, nan_ok=True)


@BY_VERSION
def test_the_files_hold_every_role(stored):
    roles = {row["role"] for name in stored.networks for row in stored.file(name, "network")}
    assert roles >= ROLES


@EVERY
@pytest.mark.parametrize("answer", ANSWERS)
def test_a_stored_network_gives_the_stored_answer(stored, name, answer):
    model = f"{name}_{answer}"
    assert stored.answers.status[model] == "success", stored.answers.message[model]
    columns = stored.networks[name]["columns"][answer]
    kinds = {column: kind for column, kind, *_ in stored.project.rows(f"describe {model}")}
    known = [column for column in kinds if column in columns]
    assert known == list(columns)
    # Predictions may have further columns after those; a measure or a metric more stands among its like.
    if answer in ("predictions", "network_sql"):
        assert list(kinds)[: len(columns)] == list(columns)
    assert {column: kinds[column] for column in columns} == columns
    order = {"history": "iteration", "evaluation": "all"}.get(answer)
    order = order or ", ".join(stored.facts["examples"][stored.networks[name]["examples"]])
    found = named(stored.project, f"select {', '.join(columns)} from {model} order by {order}")
    assert_same(found, stored.file(name, answer))


@EVERY
def test_a_warm_start_goes_on_from_the_stored_parameters(stored, name):
    """With the stored state: three more iterations give the parameters and the history that the version itself had."""
    model = f"{name}_later"
    assert stored.answers.status[model] == "success", stored.answers.message[model]
    expected = stored.file(name, "later")
    found = named(stored.project, f"select * from {model} order by {', '.join(NETWORK)}")
    roles = {row["role"] for row in expected}
    assert {"weight", "bias", "train_loss"} <= roles
    keys = [key for key in NETWORK if key != "value"]
    found = {tuple(row[key] for key in keys): row["value"] for row in found if row["role"] in roles if is_learned(row)}
    expected = {tuple(row[key] for key in keys): row["value"] for row in expected}
    if "batch_size" in stored.networks[name]["options"] and stored.folder.name == "0.1.0":
        # That version laid out other batches in every epoch: the same iterations follow, of other rows. See docs/decisions.md.
        assert found.keys() == expected.keys()
        assert found != pytest.approx(expected, **CLOSE)
        return
    if stored.networks[name]["options"].get("loss") == "poisson" and stored.folder.name == "0.1.0":
        # That version left out the part of the loss that depends on the labels alone: the same number in every iteration.
        losses = [key for key in expected if key[keys.index("role")] == "train_loss"]
        left_out = [found.pop(key) - expected.pop(key) for key in losses]
        assert len(left_out) == 3
        assert left_out == pytest.approx([left_out[0]] * 3, **CLOSE)
    if stored.folder.name == "0.1.0":
        # That version's validation loss had the penalty in it: that of the stored parameters, before the first of these iterations.
        first = min(key[keys.index("iteration")] for key in found if key[keys.index("role")] == "gradient_norm")
        losses = [key for key in expected if key[keys.index("role")] == "validation_loss"]
        held = {key[keys.index("iteration")]: expected.pop(key) - found.pop(key) for key in losses}
        if first in held and stored.networks[name]["options"].get("loss") != "poisson":
            assert held[first] == pytest.approx(penalty_in(stored.file(name, "network")), **CLOSE)
    assert found == pytest.approx(expected, **CLOSE)


def penalty_in(network: list[dict]) -> float:
    options = {row["input_name"]: row["output_name"] for row in network if row["role"] == "option"}
    weights = [row["value"] for row in network if row["role"] == "weight"]
    squares, sizes = sum(weight**2 for weight in weights), sum(map(abs, weights))
    return 0.5 * float(options["l2"]) * squares + float(options["l1"]) * sizes


def is_learned(row: dict) -> bool:
    return row["role"] in ("weight", "bias", "optimizer_state") or row["layer"] is None


@EVERY
def test_a_warm_start_takes_over_the_encoding_and_loses_no_role_or_option(stored, name):
    network = stored.file(name, "network")
    later = named(stored.project, f"select * from {name}_later")
    roles = {row["role"] for row in network}
    assert roles - {row["role"] for row in later} == set()
    names = [{row["input_name"] for row in rows if row["role"] == "option"} for rows in (network, later)]
    # How a version remembers whether a network is trained is its own affair.
    assert names[0] - names[1] - {"fingerprint"} == set()
    encodings = [
        sorted(tuple(str(cell) for cell in row.values()) for row in rows if row["role"] in roles if not is_learned(row))
        for rows in (network, later)
    ]
    assert len(encodings[0]) > 4
    assert encodings[1] == encodings[0]


@EVERY
def test_a_gate_of_a_stored_network_passes(stored, name):
    for gate in (f"{name}_is_finite", f"{name}_has_converged"):
        assert stored.built.status[gate] == "pass", stored.built.message[gate]


@EVERY
def test_a_stored_network_is_not_trained_again(stored, name):
    assert stored.built.status[name] == "success", stored.built.message[name]
    made_with = stored.facts["made_with"]["duckdb"]
    why = f"the hash of rows is DuckDB's own, here that of {duckdb.__version__}, and of {made_with} in the file"
    assert stored.after[name] == stored.before[name], why
    assert re.search(LEFT.format(name), stored.built.output)
    assert not re.search(TRAINED.format(name), stored.built.output)


@BY_VERSION
def test_another_option_trains_a_stored_network_again_and_no_other(stored):
    stored.stand()
    starts = {name: network.get("warm_start") for name, network in stored.networks.items()}
    expected = {name for name, start in starts.items() if name in CHANGES or start in CHANGES}
    assert set(CHANGES) <= expected < set(stored.networks)
    assert stored.train_again(CHANGES) == (expected, expected)


@BY_VERSION
def test_another_row_trains_the_networks_of_its_table_again_and_no_other(stored):
    stored.stand()
    stored.project.execute("update customers set charges = charges + 1 where customer_id = 1")
    expected = {name for name, network in stored.networks.items() if network["examples"] == "customers"}
    assert set() < expected < set(stored.networks)
    assert stored.train_again({}) == (expected, expected)


@BY_VERSION
def test_promotion_measures_a_stored_network_by_its_predictions(stored):
    """A network without a memory: its number is not known, its successor is training 1, and it is kept."""
    name, project = "number", stored.project
    stored.stand()
    # More rows, so that more than 30 are held out; the stored network predicts them.
    more = "select * exclude (k) replace (parcel || '-' || k as parcel) from parcels, range(5) as copies (k)"
    project.predictions("number_of_more", name, "parcels")
    project.execute(f"insert into parcels {more}")
    project.dbt_ok("run", "--select", "number_of_more")
    network = stored.networks[name]
    label = network["options"]["label"]
    squares = project.rows(
        f"select ({label} - predicted_value)^2 from number_of_more where split = 'test' and {label} is not null"
    )
    assert len(squares) > 30
    options = network["options"] | {
        "random_seed": 99,
        "promote": {"metric": "rmse", "better_than_standing": False, "at_most": 1e9},
    }
    write_network(project, name, network["examples"], options, network.get("warm_start"))
    outcome = project.dbt_ok("run", "--select", name)
    assert f"on {len(squares)} test rows; the standing network has " in outcome.output
    ((value,),) = project.rows(f"select value from {name} where role = 'training' and input_name = 'standing_value'")
    assert value == pytest.approx((sum(square for (square,) in squares) / len(squares)) ** 0.5, **CLOSE)
    known = f"role not in ('training', '{UNKNOWN}')"
    before = sorted(row for row in map(str, stored.before[name]) if UNKNOWN not in row)
    project.dbt_ok("run-operation", "dbt_nn.roll_back", "--args", f"{{network: {name}}}")
    assert sorted(map(str, project.rows(f"select * from {name} where {known}"))) == before
    outcome = project.dbt_ok("run", "--select", name)
    assert "training 1, of the same options and rows, was rolled back; training skipped" in outcome.output
    project.execute("delete from parcels where parcel like '%-_'")
