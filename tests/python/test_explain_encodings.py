"""Explanations of dates, buckets, mean labels, frequencies, logarithms, ranks and a temperature: NumPy's integrals, permutations and means."""

import datetime
import hashlib

import numpy as np
import pytest
from conftest import Project
from reference import split_of
from reference_explanations import Stored
from test_dates import encoded as encoded_dates
from test_encode import hashed, ranks, signed_log, standard

ROWS = 320
COLUMNS = ["id", "ordered at", "since", "city's", "Shop", "income", "visits", "kind", "amount"]
KINDS = ["a", "it's", "z"]
CLASSES = ["ordered at", "city's", "Shop", "income", "visits"]
NUMBERS = ["since", "Shop"]
NETWORKS = {
    "kinds": {
        "label": "kind",
        "features": CLASSES,
        "hidden_layers": [5],
        "activation": "tanh",
        "missing_indicator": True,
        "calibrate": "temperature",
        "encode": {
            "city's": {"as": "hash", "buckets": 6},
            "SHOP": ["target", "frequency"],
            "income": "log",
            "visits": "rank",
        },
    },
    "amounts": {
        "label": "amount",
        "features": NUMBERS,
        "hidden_layers": [4, 3],
        "encode": {"Shop": "frequency", "since": {"as": "date", "parts": ["month", "days"]}},
    },
}
START = datetime.datetime(2023, 12, 3, 5, 30)


def examples() -> list[dict]:
    random = np.random.default_rng(9)
    found = []
    for k in range(ROWS):
        moment = START + datetime.timedelta(hours=int(random.integers(0, 24 * 300)), microseconds=250_000 * (k % 3))
        shop = int(random.exponential(4))
        income = float(np.exp(random.normal())) * (-1 if k % 9 == 1 else 1)
        visits = int(random.poisson(3))
        signs = [moment.month / 6 - 1, income / 2 - 0.5, (shop % 3) - 1.0]
        kind = KINDS[int(np.argmax(signs + 0.7 * random.normal(size=3)))]
        row = [
            k,
            None if k % 13 == 4 else moment.replace(hour=0, minute=0, second=0, microsecond=0) if k == 7 else moment,
            moment.date(),
            None if k % 17 == 3 else f"cité '{int(random.exponential(3))}'",
            None if k % 19 == 2 else f"shop; {shop}",
            None if k % 11 == 6 else income,
            visits,
            kind,
            20 + 3 * shop + moment.month + float(random.normal()),
        ]
        found.append(dict(zip(COLUMNS, row)))
    return found


EXAMPLES = examples()
# name -> (network, arguments as Jinja)
WHY = {
    "kinds_why": ("kinds", "keep='id'"),
    "kinds_values": (
        "kinds",
        "class='z', baseline={'ordered AT': '2024-02-29T08:30', 'Shop': 'shop; 1', \"city's\": none, 'income': -2.5}",
    ),
    "kinds_rows": ("kinds", "class='a', baseline=ref('some_examples')"),
    "amounts_why": ("amounts", ""),
    "amounts_values": ("amounts", "baseline={'since': '2024-05-01', 'Shop': none}"),
    "amounts_rows": ("amounts", "baseline=ref('some_examples')"),
}
# name -> (network, feature, further arguments as Jinja)
DEPENDENCES = {
    "on_moments": ("kinds", "ordered at", "grid=6"),
    "on_given_moments": ("kinds", "ordered at", "class='z', grid=['2024-02-29 08:30:00.25', '2030-01-01', none]"),
    "on_buckets": ("kinds", "city's", "class='a', grid=4"),
    "on_means": ("kinds", "Shop", "class='a', grid=5, max_rows=none"),
    "on_given_shops": ("kinds", "shop", "class='a', grid=['shop; 0', 'unheard of', none]"),
    "on_logarithms": ("kinds", "income", "class='a', grid=3"),
    "on_ranks": ("kinds", "visits", "class='a', grid=3"),
    "on_dates": ("amounts", "since", "grid=4"),
    "on_frequencies": ("amounts", "Shop", "grid=30"),
}
IMPORTANCES = {
    "kinds_importance": ("kinds", "repeats=2, split='validation'", "validation", 2),
    "amounts_importance": ("amounts", "repeats=3, split=none", None, 3),
}


def write_models(project) -> None:
    project.table("examples", COLUMNS, [list(row.values()) for row in EXAMPLES])
    project.write("models/some_examples.sql", "select * from {{ ref('examples') }} where id % 3 = 0\n")
    for name, options in NETWORKS.items():
        project.train(name, "examples", example_id="id", iterations=40, **options)
        project.predictions(f"{name}_predictions", name, "examples")
    for name, (network, arguments) in WHY.items():
        write(project, name, f"explain(ref('{network}'), ref('examples'), {arguments})")
    for name, (network, feature, arguments) in DEPENDENCES.items():
        write(project, name, f"partial_dependence(ref('{network}'), ref('examples'), \"{feature}\", {arguments})")
    for name, (network, arguments, *_) in IMPORTANCES.items():
        write(project, name, f"feature_importance(ref('{network}'), ref('examples'), {arguments})")
    write(project, "kinds_metrics", "evaluate(ref('kinds_predictions'), label='kind', by=['split'])")


def write(project, name, call) -> None:
    project.write(
        f"models/{name}.sql", f"{{{{ config(materialized='table') }}}}\nselect * from {{{{ dbt_nn.{call} }}}}\n"
    )


@pytest.fixture(scope="module")
def project(consumer) -> Project:
    write_models(consumer)
    consumer.dbt_ok("build")
    return consumer


class Network(Stored):
    """A network whose inputs the references make, but for the values of categories, which test_target_encoding.py has proven."""

    def constant(self, role, k):
        return next((row[8] for row in self.of(role) if row[3] == 0 and row[6] == k), None)

    def encoded(self, examples):
        rows = EXAMPLES + examples
        trains = np.array([at < ROWS and split_of(row["id"]) == "train" for at, row in enumerate(rows)])
        columns = {name: [row[name] for row in rows] for name in COLUMNS}
        made = {
            "income=<log>": standard(signed_log(columns["income"]), trains),
            "visits=<rank>": ranks(columns["visits"], trains),
            **hashed("city's", columns["city's"], trains, 6),
        }
        for name, parts in [("ordered at", ["month", "weekday", "hour", "days"]), ("since", ["month", "days"])]:
            made |= {f"{name}={key}": value for key, value in encoded_dates(columns[name], list(trains), parts).items()}
        made |= {f"{name}=<missing>": np.array([float(one is None) for one in columns[name]]) for name in COLUMNS}
        names = dict((row[4], row[5]) for row in self.of("weight") if row[3] == 1)
        x = []
        for k in sorted(names):
            if "<target" in names[k] or "<frequency" in names[k]:
                known = {row[7]: row[8] for row in self.of("encoded") if row[6] == k}
                values = np.array([known.get(one, self.constant("prior", k)) for one in columns["Shop"]])
                x.append((values - self.constant("center", k)) / self.constant("scale", k))
            else:
                x.append(made[names[k]])
        return np.array(x).T[ROWS:]

    @property
    def temperature(self):
        return self.of("temperature")[0][8] if self.classes else 1.0

    def passed(self, x):
        *sums, scores = super().passed(x)
        return [*sums, scores / self.temperature]

    def slopes(self, x, last):
        return super().slopes(x, last / self.temperature)

    def predicted(self, x):
        scores = self.passed(x)[-1]
        if not self.classes:
            return scores[:, 0] * self.target["scale"] + self.target["center"]
        exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
        return exponentials / exponentials.sum(axis=1, keepdims=True)


@pytest.fixture(scope="module")
def networks(project):
    return {name: Network(project.rows(f"select * from {name}")) for name in NETWORKS}


def test_the_references_predict_what_the_networks_do(project, networks):
    assert networks["kinds"].classes == KINDS and networks["kinds"].temperature != 1
    probabilities = [name for name, *_ in project.rows("describe kinds_predictions") if name.startswith("probability_")]
    columns = ", ".join(f'"{name}"' for name in probabilities)
    found = np.array(project.rows(f"select {columns} from kinds_predictions order by id"), dtype=float)
    assert found == pytest.approx(networks["kinds"].predicted(networks["kinds"].encoded(EXAMPLES)), abs=1e-10)
    found = np.array(project.rows("select predicted_value from amounts_predictions order by id"), dtype=float)[:, 0]
    assert found == pytest.approx(networks["amounts"].predicted(networks["amounts"].encoded(EXAMPLES)), rel=1e-10)
    kinds = {row[5].split("<")[1].split(" ")[0] for row in networks["kinds"].of("weight") if "<" in row[5]}
    assert {"month", "weekday", "hour", "days>", "bucket", "target", "frequency>", "log>", "rank>", "missing>"} == kinds


def start_of(name, network):
    """Where the explanations start, in NumPy; none for the stored means."""
    if name.endswith("_rows"):
        return network.encoded([row for row in EXAMPLES if row["id"] % 3 == 0]).mean(axis=0)
    if name == "kinds_values":
        moment = datetime.datetime(2024, 2, 29, 8, 30)
        given = {"ordered at": moment, "Shop": "shop; 1", "city's": None, "income": -2.5}
    elif name == "amounts_values":
        given = {"since": datetime.date(2024, 5, 1), "Shop": None}
    else:
        return network.baseline()
    is_given = [known["feature"] in given for known in network.inputs]
    return np.where(is_given, network.encoded([{**EXAMPLES[0], **given}])[0], network.baseline())


@pytest.mark.parametrize("name", WHY)
def test_contributions_are_the_integrals_of_the_path(project, networks, name):
    network = networks[WHY[name][0]]
    chosen = {"kinds_values": 2, "kinds_rows": 0}.get(name)
    expected = network.explanations(EXAMPLES[:30], start=start_of(name, network), chosen=chosen)
    found = {}
    columns = "id, class, feature, contribution, baseline_score, score, residual"
    for example, label, feature, part, *scores in project.rows(f"select {columns} from {name}"):
        found.setdefault(example, (label, {}, scores))[1][feature] = part
    assert len(found) == ROWS
    largest = max(max(abs(score) for score in row[1:3]) for row in expected)
    for row, (parts, baseline_score, score, picked) in zip(EXAMPLES, expected):
        label, mine, scores = found[row["id"]]
        assert label == (KINDS[picked] if network.classes else None)
        assert mine == pytest.approx(parts, abs=1e-9 * largest)
        assert scores[:2] == pytest.approx([baseline_score, score], abs=1e-10 * largest)
    for _, mine, (baseline_score, score, residual) in found.values():
        assert abs(residual) <= 1e-12 * largest
        assert residual == pytest.approx(score - baseline_score - sum(mine.values()), abs=1e-12 * largest)


def test_the_score_of_a_class_is_the_logarithm_of_what_predict_says(project):
    rows = project.rows(
        "select max(score), max(ln(probability_z) - (ln(probability_a) + ln(probability_it_s)) / 2) from kinds_values join "
        " kinds_predictions using (id) group by id"
    )
    assert [row[0] for row in rows] == pytest.approx([row[1] for row in rows], abs=1e-9)


def text_of(value) -> str | None:
    if isinstance(value, datetime.datetime):
        is_midnight = value.time() == datetime.time()
        return str(value.date() if is_midnight else value)
    return None if value is None else str(value)


def test_values_of_dates_are_their_text_in_utc(project):
    found = dict(project.rows("select id, feature_value from kinds_why where feature = 'ordered at'"))
    assert found == {row["id"]: text_of(row["ordered at"]) for row in EXAMPLES}
    assert found[7] == str(EXAMPLES[7]["ordered at"].date()) and found[1].endswith(".250000") and found[4] is None
    found = dict(project.rows("select id, feature_value from amounts_why where feature = 'since'"))
    assert found == {row["id"]: str(row["since"]) for row in EXAMPLES}


def grid_of(name) -> list:
    """The values of a grid that the query looks for itself."""
    _, feature, arguments = DEPENDENCES[name]
    grid = int(arguments.split("grid=")[1].split(",")[0])
    values = [row[feature] for row in EXAMPLES if split_of(row["id"]) == "train" and row[feature] is not None]
    if isinstance(values[0], str):
        return sorted(set(values), key=lambda value: (-values.count(value), value))[:grid]
    values.sort()
    return sorted({values[int(np.ceil((point - 0.5) * len(values) / grid)) - 1] for point in range(1, grid + 1)})


GIVEN = {
    "on_given_moments": [datetime.datetime(2024, 2, 29, 8, 30, 0, 250_000), datetime.datetime(2030, 1, 1), None],
    "on_given_shops": ["shop; 0", "unheard of", None],
}


@pytest.mark.parametrize("name", DEPENDENCES)
def test_dependences_are_means_of_predictions_with_the_value_set(project, networks, name):
    network, feature, arguments = DEPENDENCES[name]
    feature = "Shop" if feature == "shop" else feature
    network = networks[network]
    chosen = [k for k, kind in enumerate(KINDS) if f"class='{kind}'" in arguments or "class=" not in arguments]
    expected = {}
    for value in GIVEN.get(name) or grid_of(name):
        answer = network.predicted(network.encoded([{**row, feature: value} for row in EXAMPLES]))
        shown = float(value) if isinstance(value, int | float) else text_of(value)
        for k in chosen if network.classes else [None]:
            mine = answer if k is None else answer[:, k]
            low, high = np.quantile(mine, [0.1, 0.9], method="inverted_cdf")
            expected[None if k is None else KINDS[k], shown] = [mine.mean(), low, high, ROWS]
    rows = project.rows(f"select class, grid_value, mean_prediction, low, high, examples from {name}")
    assert len(rows) == len(expected)
    for label, value, *numbers in rows:
        assert numbers == pytest.approx(expected[label, value], rel=1e-9)


@pytest.mark.parametrize("name", IMPORTANCES)
def test_importances_are_those_of_the_same_permutations(project, networks, name):
    of_network, _, split, repeats = IMPORTANCES[name]
    network, features = networks[of_network], NETWORKS[of_network]["features"]
    rows = [row for row in EXAMPLES if split in (None, split_of(row["id"]))]
    rows.sort(key=lambda row: hashlib.md5(f"importance-42-{row['id']}".encode()).hexdigest())
    x = network.encoded(rows)

    def metric(x):
        answer = network.predicted(x)
        if network.classes:
            return -np.mean([np.log(one[KINDS.index(row["kind"])]) for one, row in zip(answer, rows)])
        return np.sqrt(np.mean([(one - row["amount"]) ** 2 for one, row in zip(answer, rows)]))

    found = {row[1]: row for row in project.rows(f"select * from {name}")}
    assert set(found) == set(features)
    for f, feature in enumerate(features):
        differences = []
        for r in range(repeats):
            donors = np.roll(x, -((f * repeats + r) % (len(rows) - 1) + 1), axis=0)
            permuted = [known["feature"] == feature for known in network.inputs]
            differences.append(metric(np.where(permuted, donors, x)) - metric(x))
        assert found[feature][3:6] == pytest.approx(
            (metric(x), np.mean(differences), np.std(differences)), rel=1e-9, abs=1e-9
        )


def test_importance_starts_from_evaluates_loss_of_the_calibrated_network(project):
    [[expected]] = project.rows("select log_loss from kinds_metrics where split = 'validation'")
    found = [row[0] for row in project.rows("select metric_value from kinds_importance")]
    assert found == pytest.approx([expected] * len(CLASSES), abs=1e-12)


MOMENT = "accepted: a date as text, such as '2024-12-31' or '2024-12-31 08:30:00', or none for missing"
BAD = {
    "explain(ref('kinds'), ref('examples'), baseline={'ordered at': 'March'})": f'ordered at is "March"; {MOMENT}',
    "explain(ref('kinds'), ref('examples'), baseline={'ordered at': '2023-02-29'})": f'is "2023-02-29"; {MOMENT}',
    "explain(ref('kinds'), ref('examples'), baseline={'ordered at': '2023-02-28 24:00'})": MOMENT,
    "explain(ref('kinds'), ref('examples'), baseline={'ordered at': 20230228})": f"is 20230228; {MOMENT}",
    "explain(ref('kinds'), ref('examples'), baseline={'Shop': 4})": "Shop is 4; accepted: a text, or none for missing",
    "partial_dependence(ref('amounts'), ref('examples'), 'since', grid=['1.5.2024'])": (
        f'grid: "1.5.2024" is not a value of feature since; {MOMENT}'
    ),
}


@pytest.mark.parametrize("call", BAD)
def test_a_value_that_is_none_of_its_feature_is_refused(project, call):
    outcome = project.dbt("compile", "--inline", f"select * from {{{{ dbt_nn.{call} }}}}")
    assert not outcome.success and BAD[call] in outcome.output, outcome.output
