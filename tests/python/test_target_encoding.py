"""Categories by their mean label, out of fold, and by their frequency: scikit-learn's formula, NumPy's folds, and no row's own label."""

import hashlib
from collections import Counter

import numpy as np
import pytest
from conftest import Project
from reference import Network, split_of
from sklearn.preprocessing import TargetEncoder

ROWS = 400
COLUMNS = ["id", "size", "shop's", "weight", "bought", "kind", "amount"]
COMMON = {"hidden_layers": [], "iterations": 1, "example_id": "id", "l2": 0, "features": ["shop's"]}
KINDS = ["a", 'b "so"', "it's"]
# Network: (label, smoothing, options)
NETWORKS = {
    "classes": ("bought", 10, {"encode": {"shop's": ["target", "frequency"]}, "missing_indicator": True}),
    "kinds": ("kind", 2.5, {"encode": {"SHOP's": {"as": "target", "smoothing": 2.5}}}),
    "amounts": ("amount", 10, {"encode": {"shop's": "target"}}),
    "weighted": ("bought", 10, {"encode": {"shop's": "target"}, "example_weight": "weight"}),
    "frequencies": ("bought", 0, {"encode": {"shop's": "frequency"}}),
}


def examples(rows: int = ROWS):
    random = np.random.default_rng(5)
    found = []
    for k in range(rows):
        number = int(random.exponential(6))
        shop = None if k % 19 == 4 else f"shop '{number}'" if number < 25 else f"rare {k}"
        size = float(random.normal())
        amount = None if k % 50 == 7 else size + number
        bought = ["no", "yes"][int(random.random() < 0.2 + 0.6 * (number % 3 == 0))]
        kind = KINDS[int((number + (random.random() < 0.3)) % 3)]
        found.append([k, size, shop, [1.0, 0.0, 2.5][k % 3], bought, kind, amount])
    return found


@pytest.fixture(scope="module")
def project(consumer) -> Project:
    consumer.table("examples", COLUMNS, examples())
    for name, (label, _, options) in NETWORKS.items():
        consumer.train(name, "examples", label=label, **COMMON, **options)
        consumer.predictions(f"{name}_predictions", name, "examples")
    consumer.write(
        "models/written_out.sql",
        "select * from (\n{{ dbt_nn.network_sql(ref('classes'), examples=ref('examples')) }}\n) as predictions\n",
    )
    consumer.built = consumer.dbt_ok("build")
    return consumer


def fold_of(key) -> int:
    return int(5 * (int(hashlib.md5(f"fold-{key}".encode()).hexdigest()[:8], 16) / 2**32))


class Encoded:
    """The inputs of a network in NumPy: `full` is what predictions get, `trained` what the rows of training have."""

    def __init__(self, name):
        label, smoothing, options = NETWORKS[name]
        at = COLUMNS.index(label)
        rows = [row for row in examples() if row[at] is not None and (name != "weighted" or row[3] > 0)]
        self.ids = [row[0] for row in rows]
        self.train = np.array([split_of(key) == "train" for key in self.ids])
        self.folds = np.array([fold_of(key) for key in self.ids])
        self.shops = np.array([row[2] for row in rows], dtype=object)
        self.weights = np.array([row[3] if name == "weighted" else 1.0 for row in rows])
        self.labels = [row[at] for row in rows]
        self.classes = sorted(set(self.labels)) if label != "amount" else []
        counts = Counter(shop for shop, train in zip(self.shops, self.train) if train and shop is not None)
        self.kept = {shop for shop, rows in counts.items() if rows >= 5}
        self.smoothing, self.columns, self.raw = smoothing, {}, {}
        asked = next(iter(options["encode"].values()))
        asked = [one["as"] if isinstance(one, dict) else one for one in (asked if isinstance(asked, list) else [asked])]
        for encoding in asked:
            if encoding == "frequency":
                self.add("<frequency>", None)
            elif len(self.classes) > 2:
                for kind in self.classes:
                    self.add(f"<target of {kind}>", np.array([float(one == kind) for one in self.labels]))
            elif self.classes:
                self.add("<target>", np.array([float(one == self.classes[1]) for one in self.labels]))
            else:
                self.add("<target>", np.array(self.labels, dtype=float))

    def add(self, name, labels):
        weights, train = self.weights, self.train
        prior = 0.0 if labels is None else np.average(labels[train], weights=weights[train])

        def value(shop, among):
            if shop not in self.kept:
                return prior
            own = among & (self.shops == shop)
            if labels is None:
                return weights[train & (self.shops == shop)].sum() / weights[train].sum()
            mean = np.average(labels[among], weights=weights[among])
            return ((weights * labels)[own].sum() + self.smoothing * mean) / (weights[own].sum() + self.smoothing)

        full = np.array([value(shop, train) for shop in self.shops])
        # No row meets its own label: the mean is that of the other folds.
        out_of_fold = np.array(
            [value(shop, train & (self.folds != fold)) for shop, fold in zip(self.shops, self.folds)]
        )
        trained = np.where(train, out_of_fold, full)
        center = np.average(trained[train], weights=weights[train])
        scale = np.sqrt(np.average((trained[train] - center) ** 2, weights=weights[train]))
        self.raw[f"shop's={name}"] = full
        self.columns[f"shop's={name}"] = (center, scale, prior, (trained - center) / scale, (full - center) / scale)


def with_missing(name, encoded):
    """An input of its own where it is asked for, and where a text is missing often."""
    is_missing = np.array([float(shop is None) for shop in encoded.shops])
    is_often = 20 * is_missing[encoded.train].sum() >= encoded.train.sum()
    return {"shop's=<missing>": is_missing} if name == "classes" or is_often else {}


@pytest.mark.parametrize("name", NETWORKS)
def test_constants_are_those_of_the_out_of_fold_means(project, name):
    expected = Encoded(name).columns
    query = f"select input_name || '=' || output_name, 'x' from {name} where role = 'category'"
    assert {*expected} <= {row[0] for row in project.rows(query)}
    for role, at in [("center", 0), ("scale", 1), ("prior", 2)]:
        found = dict(project.rows(f"select output_name, value from {name} where role = '{role}' and layer = 0"))
        assert found == pytest.approx({key: column[at] for key, column in expected.items()}, rel=1e-10, abs=1e-13)


@pytest.mark.parametrize("name", NETWORKS)
def test_training_sees_the_means_of_the_other_folds(project, name):
    """The first loss is that of the starting parameters on the training rows; with the leaking means it is another one."""
    encoded = Encoded(name)
    inputs = [*(column[3] for column in encoded.columns.values()), *with_missing(name, encoded).values()]
    leaking = [*(column[4] for column in encoded.columns.values()), *with_missing(name, encoded).values()]
    network = Network(
        len(inputs), [], max(len(encoded.classes), 1), output="softmax" if encoded.classes else "identity"
    )
    if encoded.classes:
        y = np.array([encoded.classes.index(label) for label in encoded.labels])
    else:
        numbers = np.array(encoded.labels, dtype=float)
        y = (numbers - numbers[encoded.train].mean()) / numbers[encoded.train].std()
    losses = []
    for columns in (inputs, leaking):
        x = np.array(columns).T
        scores = x @ network.matrices[0][1:] + network.matrices[0][0]
        if encoded.classes:
            rows = np.logaddexp.reduce(scores, axis=1) - scores[np.arange(len(y)), y]
        else:
            rows = 0.5 * (scores[:, 0] - y) ** 2
        losses.append(np.average(rows[encoded.train], weights=encoded.weights[encoded.train]))
    ((found,),) = project.rows(f"select value from {name} where role = 'train_loss'")
    assert found == pytest.approx(losses[0], rel=1e-10)
    if name != "frequencies":
        assert abs(losses[0] - losses[1]) > 1e-4


@pytest.mark.parametrize("name", NETWORKS)
def test_predictions_get_the_mean_of_all_training_rows(project, name):
    encoded = Encoded(name)
    weights = {
        row[:2]: row[2] for row in project.rows(f"select input_name, output, value from {name} where role = 'weight'")
    }
    biases = dict(project.rows(f"select output, value from {name} where role = 'bias'"))
    inputs = {key: column[4] for key, column in encoded.columns.items()} | with_missing(name, encoded)
    assert {key[0] for key in weights} == set(inputs)
    scores = np.array([biases[k] + sum(weights[key, k] * value for key, value in inputs.items()) for k in biases]).T
    if not encoded.classes:
        ((center, scale),) = project.rows(
            f"select max(case when role = 'center' then value end), max(case when role = 'scale' then value end) from {name} where layer = 1"
        )
        expected = scores[:, 0] * scale + center
        column = "predicted_value"
    else:
        expected = np.exp(scores[:, -1] - np.logaddexp.reduce(scores, axis=1))
        column = "probability_yes" if "yes" in encoded.classes else "probability_it_s"
    found = dict(project.rows(f"select id, {column} from {name}_predictions"))
    assert [found[key] for key in encoded.ids] == pytest.approx(expected, rel=1e-9, abs=1e-10)


def test_the_mean_of_a_category_is_that_of_scikit_learns_target_encoder(project):
    """It keeps every category; those of fewer than five rows are not stored here."""
    encoded = Encoded("classes")
    shops = np.array([shop or "none" for shop in encoded.shops]).reshape(-1, 1)
    y = np.array([float(label == "yes") for label in encoded.labels])
    known = encoded.train & (shops[:, 0] != "none")
    prior = y[encoded.train].mean()
    # Its prior is the mean of the rows that it is given.
    encoder = TargetEncoder(smooth=10, target_type="continuous").fit(shops[encoded.train], y[encoded.train])
    theirs = dict(zip(encoder.categories_[0], encoder.encodings_[0]))
    stored = dict(project.rows("select output_name, value from classes where role = 'encoded' and output = 1"))
    assert set(stored) == encoded.kept
    assert {shop: theirs[shop] for shop in stored} == pytest.approx(stored, rel=1e-12)
    assert known.sum() < encoded.train.sum() and 0.3 < prior < 0.7


def test_rare_categories_enter_no_table(project):
    assert project.rows("select count(*) from classes where output_name like 'rare%' or input_name like 'rare%'") == [
        (0,)
    ]


def test_written_out_the_network_gives_the_same(project):
    one, other = (
        project.rows(f"select id, probability_yes from {name} order by id")
        for name in ("written_out", "classes_predictions")
    )
    assert np.array(one) == pytest.approx(np.array(other), abs=1e-12)


def test_held_out_rows_change_nothing(project):
    rows = [list(row) for row in examples()]
    for row in rows:
        if split_of(row[0]) != "train":
            row[2], row[4], row[6] = "shop '0'", "yes", 1e6
    project.table("others", COLUMNS, rows)
    project.train("of_others", "others", label="bought", **COMMON, **NETWORKS["classes"][2])
    project.dbt_ok("build", "--select", "others", "of_others")
    query = (
        "select * exclude (network_key) from {} where role not in ('training', 'validation_loss', 'validation_accuracy') "
        "and coalesce(input_name, '') not in ('fingerprint', 'rows_mark') order by all"
    )
    assert project.rows(query.format("of_others")) == project.rows(query.format("classes"))


def test_a_category_of_noise_gains_nothing(project):
    """Of 500 values and labels without any relation, the training loss stays that of a guess; the leaking means would be learned."""
    random = np.random.default_rng(8)
    rows = [[k, f"value {int(random.integers(0, 500))}", "ab"[int(random.random() < 0.5)]] for k in range(4000)]
    project.table("noise", ["id", "value", "label"], rows)
    options = {"label": "label", "example_id": "id", "hidden_layers": [], "iterations": 25, "features": ["value"]}
    project.train("of_noise", "noise", encode={"value": {"as": "target", "smoothing": 1}}, **options)
    project.predictions("of_noise_predictions", "of_noise", "noise")
    project.dbt_ok("build", "--select", "noise+")
    ((loss,),) = project.rows("select value from of_noise where role = 'train_loss' and iteration = 25")
    assert loss > np.log(2) - 0.004
    ((accuracy,),) = project.rows(
        "select avg(cast(label = predicted_label as int)) from of_noise_predictions where split = 'validation'"
    )
    assert 0.44 < accuracy < 0.56
    train = [row for row in rows if split_of(row[0]) == "train"]
    means = {value: np.mean([row[2] == "b" for row in train if row[1] == value]) for value in {row[1] for row in train}}
    assert np.corrcoef([means[row[1]] for row in train], [row[2] == "b" for row in train])[0, 1] > 0.3


def test_target_needs_an_id_and_no_warm_start(project):
    common = {key: value for key, value in COMMON.items() if key != "example_id"}
    project.train("without_id", "examples", label="bought", encode={"shop's": "target"}, **common)
    project.train("counts", "examples", label="bought", encode={"shop's": "frequency"}, **common)
    given = "label='bought', example_id='id', hidden_layers=[], features=[\"shop's\"], encode={\"shop's\": 'frequency'}"
    project.write(
        "models/continued.sql",
        f"{{{{ dbt_nn.train(examples=ref('examples'), warm_start=ref('frequencies'), {given}) }}}}\n",
    )
    project.train("smooth", "examples", label="bought", encode={"shop's": {"as": "target", "smoothing": 0}}, **COMMON)
    outcome = project.dbt("run", "--select", "without_id", "counts", "continued", "smooth")
    assert "encode: target requires example_id" in outcome.message["without_id"]
    assert outcome.status["counts"] == "success", outcome.message["counts"]
    assert (
        "encode has target or frequency, whose values cannot be taken from another network"
        in outcome.message["continued"]
    )
    assert "for shop's as target smoothing: a number above 0" in outcome.message["smooth"]
