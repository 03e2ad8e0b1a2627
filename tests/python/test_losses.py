"""The losses for numbers: every iteration as NumPy has it, gradients as central differences, predictions in the label's units, errors.

`pytest --warehouse postgres`, or another: the layout `packed` is left out where it needs functions that are missing there.
"""

import json

import numpy as np
import pytest
from conftest import Project, new_consumer
from reference import Batches, Network
from reference_losses import loss_and_slopes, quantiles
from sklearn.linear_model import PoissonRegressor
from sklearn.metrics import mean_pinball_loss

ITERATIONS = 30
ROWS = 48
FEATURES = ["x1", "x2", "x3"]
MEASURES = ["train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "gradient_norm"]
LEVELS = [0.1, 0.25, 0.75]
# name -> (label, loss)
KINDS = {
    "absolute": ("number", "absolute_error"),
    "huber": ("number", {"name": "huber", "delta": 0.6}),
    "poisson": ("count", "poisson"),
    "quantile": ("number", {"name": "quantile", "levels": LEVELS}),
}
# name -> (label, options)
NETWORKS = {
    f"{kind}_{layout}": (label, {"loss": loss, "hidden_layers": [4], "activation": "tanh", "layout": layout})
    for kind, (label, loss) in KINDS.items()
    for layout in ("wide", "dots", "packed")
}
NETWORKS |= {
    "absolute_linear": ("number", {"loss": "absolute_error", "hidden_layers": []}),
    "huber_stepwise": ("number", {"loss": "huber", "hidden_layers": [3], "loop": "stepwise", "checkpoint_every": 30}),
    "poisson_batches": ("count", {"loss": "poisson", "hidden_layers": [3], "batch_size": 9}),
    "poisson_line": ("count", {"loss": "poisson", "hidden_layers": [], "l2": 0.1, "iterations": 150}),
    "quantile_median": ("number", {"loss": {"name": "quantile", "levels": 0.5}, "hidden_layers": [3]}),
    "quantile_batches": ("number", {"loss": "quantile", "hidden_layers": [3], "batch_size": 9, "layout": "packed"}),
    "quantile_stepwise": ("number", {**NETWORKS["quantile_packed"][1], "loop": "stepwise", "checkpoint_every": 30}),
}
PREDICTED = [
    "absolute_wide",
    "huber_dots",
    "poisson_packed",
    "quantile_wide",
    "quantile_packed",
    "quantile_median",
    "poisson_line",
]
WRITTEN_OUT = ["huber_dots", "poisson_packed", "quantile_wide"]
# Stage by stage, where the label is in its own units: name -> options.
STAGES = {
    "staged_poisson": {"label": "count", "loss": "poisson", "learning_rate": 0.05},
    "staged_quantile": {"label": "count", "loss": {"name": "quantile", "levels": [0.9, 0.2]}, "learning_rate": 0.3},
}
SPLITS = ["train" if at % 4 else "validation" for at in range(ROWS)]
SCORES = [0.3, -2.0, 50.0, -90.0, 1e4, -1e4]


LOSSES_OF_SCORES = {kind: loss for kind, (_, loss) in KINDS.items()}


def data():
    random = np.random.default_rng(33)
    x = random.normal(size=(ROWS, 3))
    number = 900 + 40 * (x[:, 0] - x[:, 1] ** 2) + random.normal(0, 10, ROWS)
    return x, {"number": number, "count": random.poisson(np.exp(0.8 + 0.5 * x[:, 0])).astype(float)}


def name_of(loss) -> str:
    return loss if isinstance(loss, str) else loss["name"]


def levels_of(loss) -> list[float]:
    given = [0.1, 0.5, 0.9] if loss == "quantile" else loss["levels"]
    return given if isinstance(given, list) else [given]


def is_left_out(name, warehouse) -> bool:
    return NETWORKS[name][1].get("layout") == "packed" and warehouse.name not in ("duckdb", "spark")


def skip_if_left_out(name, project):
    if is_left_out(name, project.warehouse):
        pytest.skip("no functions over lists of lists")


class Restated:
    """A network of NETWORKS in NumPy, trained."""

    def __init__(self, name: str):
        x, labels = data()
        label, options = NETWORKS[name]
        self.loss, size = options["loss"], options.get("batch_size")
        train = np.array([split == "train" for split in SPLITS])
        self.x = (x - x[train].mean(axis=0)) / x[train].std(axis=0)
        self.center, self.scale = 0.0, 1.0
        if name_of(self.loss) != "poisson":
            self.center, self.scale = labels[label][train].mean(), labels[label][train].std()
        if name_of(self.loss) == "quantile":
            self.loss = {"name": "quantile", "levels": levels_of(self.loss)}
        self.network = Network(
            3,
            options["hidden_layers"],
            len(self.loss["levels"]) if name_of(self.loss) == "quantile" else 1,
            activation=options.get("activation", "relu"),
            output="number",
            loss=self.loss,
            l2=options.get("l2", 0.01),
            learning_rate=0.001 if size else 0.1,
        )
        self.start = self.network.parameters()
        batches = Batches(range(ROWS), SPLITS, size) if size else None
        y = (labels[label] - self.center) / self.scale
        iterations = options.get("iterations", ITERATIONS)
        self.history = list(self.network.fit(self.x, y, SPLITS, iterations, "adam" if size else "rprop", batches))

    def predicted(self):
        scores = self.network.forward(self.x)[1][-1]
        if name_of(self.loss) == "poisson":
            return np.exp(scores)
        return (quantiles(scores) if name_of(self.loss) == "quantile" else scores) * self.scale + self.center


def write_examples(project):
    x, labels = data()
    rows = [
        [at, *map(float, x[at]), float(labels["number"][at]), int(labels["count"][at]), SPLITS[at]]
        for at in range(ROWS)
    ]
    project.table("examples", ["id", *FEATURES, "number", "count", "split"], rows)


@pytest.fixture(scope="module")
def trained(warehouse, tmp_path_factory) -> Project:
    """Every network and the predictions of some, built by one command."""
    project = new_consumer(tmp_path_factory.mktemp("consumer"), warehouse=warehouse)
    write_examples(project)
    for name, (label, options) in NETWORKS.items():
        if not is_left_out(name, warehouse):
            given = {"features": FEATURES, "example_id": "id", "iterations": ITERATIONS, **options}
            project.train(name, "examples", label=label, **given)
            if name in PREDICTED:
                project.predictions(f"{name}_predictions", name, "examples")
    for name in WRITTEN_OUT:
        if not is_left_out(name, warehouse):
            call = f"dbt_nn.network_sql(ref('{name}'), ref('examples'))"
            project.write(f"models/{name}_written_out.sql", f"select * from (\n{{{{ {call} }}}}\n) as written_out\n")
    for name, options in STAGES.items():
        given = {"features": FEATURES, "split": "split", "hidden_layers": [2], **options}
        project.network(f"{name}_", given, "examples", {"iterations": ITERATIONS})
        call = f"dbt_nn.stage_predictions({given}, examples=ref('examples'), parameters=dbt_nn.checkpoints(ref('{name}_update')))"
        project.write(f"models/{name}_predictions.sql", f"{{{{ {call} }}}}\n")
    write_losses_of_scores(project)
    project.dbt_ok("build")
    return project


def write_losses_of_scores(project):
    """Each loss and its slopes of some scores, as the stages have them."""
    rows = [[float(a), float(b), float(c), y] for a in SCORES for b in SCORES for c in SCORES[:3] for y in (0.0, 2.0)]
    project.table("scores", ["score_1", "score_2", "score_3", "target"], rows)
    for kind, loss in LOSSES_OF_SCORES.items():
        network = {"features": ["x"], "label": "y", "hidden_layers": [], "loss": loss}
        deltas = range(1, 4 if kind == "quantile" else 2)
        columns = ", ".join(
            f"{{{{ dbt_nn._loss_in(dbt_nn._network(network)).delta(dbt_nn._network(network), {k}) }}}} as delta_{k}"
            for k in deltas
        )
        project.write(
            f"models/loss_{kind}.sql",
            f"{{% set network = {network} %}}\nselect *, {columns}\n"
            "from ({{ dbt_nn.stage_loss(network, scores=ref('scores')) }}) as losses\n",
        )


@pytest.fixture(scope="module")
def restated():
    return {name: Restated(name) for name in NETWORKS}


@pytest.mark.parametrize("name", NETWORKS)
def test_every_iteration_is_that_of_numpy(trained, restated, name):
    skip_if_left_out(name, trained)
    expected = restated[name]
    rows = trained.rows(f"select iteration, role, value from {name} where iteration > 0 and layer is null")
    found = {(iteration, role): value for iteration, role, value in rows}
    for measured in expected.history:
        for measure in MEASURES:
            value = found.get((measured["iteration"], measure))
            if measured[measure] is None:
                assert value is None
            else:
                assert value == pytest.approx(measured[measure], rel=1e-9, abs=1e-10), (measured["iteration"], measure)
    rows = trained.rows(f"select layer, input, output, value from {name} where role in ('weight', 'bias')")
    parameters = expected.network.parameters()
    assert {tuple(key): value for *key, value in rows} == pytest.approx(parameters, rel=0, abs=1e-9)
    assert max(abs(value - expected.start[key]) for key, value in parameters.items()) > 1e-2


@pytest.mark.parametrize("name", PREDICTED)
def test_predictions_are_in_the_labels_own_units(trained, restated, name):
    skip_if_left_out(name, trained)
    expected = restated[name].predicted()
    if name.startswith("quantile"):
        levels = levels_of(NETWORKS[name][1]["loss"])
        columns = [f"predicted_quantile_{level}".replace(".", "_") for level in levels]
        (at,) = (levels.index(level) for level in (0.25, 0.5) if level in levels)
        expected = np.hstack([expected[:, at : at + 1], expected])
    else:
        columns = []
    found = np.array(
        trained.rows(f"select {', '.join(['predicted_value', *columns])} from {name}_predictions order by id")
    )
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)
    if len(columns) > 1:
        assert (np.diff(found[:, 1:], axis=1) >= 0).all(), "quantiles cross"


def test_the_network_stores_its_loss_with_the_constants(trained):
    stored = {
        name: trained.rows(f"select output_name from {name} where input_name = 'loss'")[0][0]
        for name in ("absolute_wide", "huber_stepwise", "poisson_wide", "quantile_median")
    }
    assert stored.pop("absolute_wide") == "absolute_error"
    assert stored.pop("poisson_wide") == "poisson"
    assert {name: json.loads(text) for name, text in stored.items()} == {
        "huber_stepwise": {"name": "huber", "delta": 1},
        "quantile_median": {"name": "quantile", "levels": [0.5]},
    }
    rows = trained.rows(
        "select distinct output, output_name from quantile_wide where role = 'bias' and layer = 2 order by 1"
    )
    assert [name for _, name in rows] == ["quantile_0_1", "increment_0_25", "increment_0_75"]


def test_a_count_has_no_scale(trained):
    assert trained.rows("select role from poisson_wide where layer = 2 and role in ('center', 'scale')") == []


def test_poisson_is_scikit_learns_regression(trained, restated):
    """The same objective: half the deviance is the loss up to a constant, alpha is l2."""
    own, (_, labels) = restated["poisson_line"], data()
    train = [at for at, split in enumerate(SPLITS) if split == "train"]
    theirs = PoissonRegressor(alpha=0.1, tol=1e-10, max_iter=1000).fit(own.x[train], labels["count"][train])
    found = np.array(trained.rows("select predicted_value from poisson_line_predictions order by id"))[:, 0]
    np.testing.assert_allclose(found, theirs.predict(own.x), rtol=1e-4)


def test_the_loss_of_a_quantile_is_scikit_learns():
    """Of the restatement, which the networks are compared with."""
    random = np.random.default_rng(5)
    scores, y = random.normal(size=(40, 3)), random.normal(size=40)
    losses, _ = loss_and_slopes({"name": "quantile", "levels": LEVELS}, scores, y)
    theirs = [mean_pinball_loss(y, column, alpha=level) for column, level in zip(quantiles(scores).T, LEVELS)]
    assert losses.mean() == pytest.approx(np.mean(theirs), rel=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_losses_and_slopes_of_extreme_scores(trained, kind):
    """Nothing overflows at scores of 1e4, and nothing is too small for a double; a count's loss is a straight line beyond 100."""
    outputs = 3 if kind == "quantile" else 1
    scores, deltas = (", ".join(f"{name}_{k + 1}" for k in range(outputs)) for name in ("score", "delta"))
    rows = np.array(trained.rows(f"select {scores}, target, example_loss, {deltas} from loss_{kind}"), dtype=float)
    assert len(rows) == len(SCORES) ** 2 * 6
    scores, (y, losses), slopes = rows[:, :outputs], rows[:, outputs : outputs + 2].T, rows[:, outputs + 2 :]
    if kind == "poisson":
        near = np.clip(scores[:, 0], -100, 100)
        least = np.where(y > 0, y * np.log(np.where(y > 0, y, 1)) - y, 0)
        expected_losses = np.exp(near) * (1 + scores[:, 0] - near) - y * scores[:, 0] + least
        expected_slopes = (np.exp(near) - y)[:, None]
    else:
        with np.errstate(over="ignore"):
            expected_losses, expected_slopes = loss_and_slopes(LOSSES_OF_SCORES[kind], scores, y)
    assert np.isfinite(rows).all()
    np.testing.assert_allclose(losses, expected_losses, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(slopes, expected_slopes, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", WRITTEN_OUT)
def test_a_network_that_is_written_out_predicts_the_same(trained, name):
    skip_if_left_out(name, trained)
    written, predicted = (
        trained.rows(f"select * from {name}_{kind} order by id") for kind in ("written_out", "predictions")
    )
    assert written == predicted


@pytest.mark.parametrize("name", STAGES)
def test_a_network_of_stages_has_these_losses_too(trained, name):
    options, (x, labels) = STAGES[name], data()
    loss, y = options["loss"], labels["count"]
    if name == "staged_quantile":
        loss = {"name": "quantile", "levels": [0.2, 0.9]}
    train = [at for at, split in enumerate(SPLITS) if split == "train"]
    outputs, rate = 2 if name == "staged_quantile" else 1, options["learning_rate"]
    network = Network(3, [2], outputs, output="number", loss=loss, learning_rate=rate)
    found = dict(trained.rows(f"select iteration, train_loss from {name}_update where layer is null"))
    for iteration, (expected, _) in enumerate(network.train(x[train], y[train], ITERATIONS), start=1):
        assert found[iteration] == pytest.approx(expected, rel=0, abs=1e-10)
    scores = network.forward(x)[1][-1]
    if name == "staged_quantile":
        columns, expected = "predicted_value, predicted_quantile_0_2, predicted_quantile_0_9", quantiles(scores)
        expected = np.hstack([expected[:, :1], expected])
    else:
        columns, expected = "predicted_value", np.exp(scores)
    found = trained.rows(f"select {columns} from {name}_predictions where iteration = {ITERATIONS} order by id")
    np.testing.assert_allclose(np.array(found), expected, rtol=1e-9, atol=1e-9)


def test_quantiles_have_their_columns_before_there_is_a_network(trained):
    options = {"label": "number", "features": FEATURES, "loss": {"name": "quantile", "levels": [0.9, 0.125]}}
    trained.train("planned", "examples", **options)
    trained.predictions("planned_predictions", "planned", "examples")
    trained.dbt_ok("run", "--empty", "--select", "planned", "planned_predictions")
    with trained.warehouse.cursor() as cursor:
        cursor.execute("select * from planned_predictions")
        names = [column[0] for column in cursor.description]
    assert names[-4:] == ["predicted_value", "predicted_quantile_0_125", "predicted_quantile_0_9", "network_version"]


def test_a_network_of_another_loss_needs_new_predictions(trained):
    """A view that was compiled for numbers would take the logarithm of a count for the count."""
    if trained.warehouse.name == "postgres":
        pytest.skip("a view goes with the table that it reads")
    trained.train(
        "changing", "examples", label="count", features=FEATURES, task="regression", hidden_layers=[2], iterations=2
    )
    trained.predictions("changing_predictions", "changing", "examples", materialized="view")
    trained.dbt_ok("run", "--select", "changing", "changing_predictions")
    options = {"label": "count", "features": FEATURES, "loss": "poisson", "hidden_layers": [2], "iterations": 2}
    trained.train("changing", "examples", **options)
    trained.dbt_ok("run", "--select", "changing")
    with pytest.raises(Exception, match="was retrained with different features"):
        trained.rows("select * from changing_predictions")
