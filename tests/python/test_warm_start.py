"""A network that starts from another one goes on where that one stopped: 20 and 20 iterations are 40, with every optimizer."""

import numpy as np
import pytest
from conftest import CONSTANT, Project, jinja, new_consumer
from optimizers_reference import RATES, Optimizer, named
from reference import Batches, Network, encoded, learned_inputs, split_of
from test_estimate import said, statements

ROWS = 48
HALF = 20
MORE = 6
CLASSES = ["a", "b", "c"]
MEASURES = ["train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "gradient_norm", "learning_rate"]
# name -> options of both halves and of the whole
NETWORKS = {
    "descent": {"optimizer": "gradient_descent"},
    "momentum": {"optimizer": "momentum"},
    "nesterov": {"optimizer": {"name": "nesterov", "momentum": 0.8}, "layout": "dots", "loop": "stepwise"},
    "rprop": {},
    "adam": {"optimizer": "adam", "learning_rate": 0.03},
    "adamw": {"optimizer": "adamw", "learning_rate": 0.03, "clip_norm": 0.3, "layout": "packed"},
    "rmsprop": {"optimizer": "rmsprop", "learning_rate_schedule": {"name": "cosine", "iterations": 40, "warm_up": 25}},
    "batches": {"batch_size": 9, "learning_rate": 0.03, "learning_rate_schedule": "exponential"},
    "number": {"label": "amount", "features": ["size", "plan"]},
}
COSINES = {"open_cosine": "cosine", "told_cosine": {"name": "cosine", "iterations": 40}}
# Those that are trained in one go as well; the others are compared with NumPy.
WHOLE = ["rprop", "adam", "number"]
FEATURES = ["size", "plan", "visits"]
COMMON = {"label": "kind", "example_id": "id", "features": FEATURES, "hidden_layers": [3]}
OPTIONS = {name: {**COMMON, **options} for name, options in NETWORKS.items()}


def rows_of(seed: int):
    random = np.random.default_rng(seed)
    size, visits = random.normal(50, 12, ROWS), random.integers(0, 9, ROWS)
    plan = random.choice(["basic", "it's", "plus"], ROWS, p=[0.5, 0.3, 0.2])
    signal = size / 12 + visits / 4 + 2 * (plan == "it's") + random.normal(0, 0.5, ROWS)
    kinds = np.argsort(np.argsort(signal)) * 3 // ROWS
    return [
        [
            f"row {k}",
            float(size[k]),
            str(plan[k]) if k % 11 else None,
            int(visits[k]),
            CLASSES[kinds[k]],
            float(signal[k]),
        ]
        for k in range(ROWS)
    ]


COLUMNS = ["id", "size", "plan", "visits", "kind", "amount"]


def warm(project: Project, name: str, network: str, examples: str = "examples", **options):
    """A model of dbt_nn.train that starts from another one."""
    given = "".join(f",\n  {option}={jinja(value)}" for option, value in {**CONSTANT, **options}.items())
    project.write(
        f"models/{name}.sql",
        f"{{{{ dbt_nn.train(\n  examples=ref('{examples}'),\n  warm_start=ref('{network}'){given}\n) }}}}\n",
    )


@pytest.fixture(scope="module")
def trained(warehouse, tmp_path_factory) -> Project:
    """Every network by one command, on the warehouse that --warehouse names."""
    consumer = new_consumer(tmp_path_factory.mktemp("warm"), warehouse=warehouse)
    consumer.table("examples", COLUMNS, rows_of(5))
    consumer.table("others", COLUMNS[::-1], [row[::-1] for row in rows_of(6)])
    for name, options in OPTIONS.items():
        if options.get("layout") == "packed" and warehouse.name not in ("duckdb", "spark"):
            options.pop("layout")
        if name in WHOLE:
            consumer.train(f"{name}_whole", "examples", iterations=2 * HALF, **options)
        consumer.train(f"{name}_first", "examples", iterations=HALF, **options)
        warm(consumer, f"{name}_second", f"{name}_first", iterations=HALF, **options)
    hasty = {
        "optimizer": "adamw",
        "learning_rate": 0.3,
        "early_stopping": {"patience": 3, "minimum_improvement": 0.001},
    }
    consumer.train("stopping", "examples", **COMMON, **hasty, iterations=2 * HALF)
    warm(consumer, "after_stopping", "stopping", **COMMON, optimizer="adamw", learning_rate=0.3, iterations=MORE)
    warm(consumer, "after_rprop", "rprop_first", **COMMON, optimizer="adam", learning_rate=0.03, iterations=HALF)
    warm(consumer, "on_others", "rprop_first", "others", iterations=1, label="KIND", hidden_layers=[3], example_id="id")
    warm(consumer, "stopping_later", "rprop_first", **COMMON, iterations=HALF, early_stopping={"patience": 3})
    warm(consumer, "after_stopping_later", "stopping_later", **COMMON, iterations=MORE)
    warm(consumer, "resumed", "adam_first", iterations=7, **OPTIONS["adam"], keep_checkpoints=True)
    for name, schedule in COSINES.items():
        options = {**COMMON, "optimizer": "adam", "learning_rate_schedule": schedule}
        consumer.train(name, "examples", iterations=4, keep_checkpoints=True, **options)
    consumer.predictions("predicted", "adam_second", "examples")
    consumer.predictions("predicted_by_the_whole", "adam_whole", "examples")
    consumer.write("models/told.sql", "select * from {{ dbt_nn.history(ref('adam_second')) }}\n")
    consumer.train("empty_network", "examples", iterations=1, **COMMON)
    consumer.outcome = consumer.dbt_ok("run", "--log-level-file", "debug")
    consumer.sent = statements((consumer.path / "logs" / "dbt.log").read_text(encoding="utf-8"))
    return consumer


class Restated:
    """The network in NumPy, on the encoded rows of a table; the encoding is learned on `examples`."""

    def __init__(self, seed=5):
        first = {name: list(values) for name, values in zip(COLUMNS, zip(*rows_of(5)))}
        inputs = learned_inputs({name: first[name] for name in FEATURES}, [split_of(key) for key in first["id"]])
        table = {name: list(values) for name, values in zip(COLUMNS, zip(*rows_of(seed)))}
        self.x = encoded(inputs, table)
        self.y = np.array([CLASSES.index(kind) for kind in table["kind"]])
        self.ids = table["id"]
        self.splits = [split_of(key) for key in table["id"]]
        self.network = Network(len(inputs), [3], 3, l2=0.003)

    def start_from(self, parameters):
        for (layer, source, target), value in parameters.items():
            self.network.matrices[layer - 1][source, target - 1] = value

    def train(self, iterations, optimizer="rprop"):
        return list(self.network.fit(self.x, self.y, self.splits, iterations, lambda own: Optimizer(own, optimizer)))

    def stop(self, iterations, optimizer, patience, improvement):
        """The iteration whose parameters early stopping keeps, and the last one."""
        best, least = 0, None
        for row in self.train(iterations, optimizer):
            loss = row["validation_loss"] + row["penalty"]
            if least is None or loss < least - improvement:
                best, least = row["iteration"], loss
            elif row["iteration"] - best == patience:
                return best, row["iteration"]
        return best, iterations


def parameters_in(project, network, condition="role in ('weight', 'bias')"):
    rows = project.rows(f"select layer, input, output, value from {network} where {condition}")
    return {tuple(key): value for *key, value in rows}


def the_whole(name) -> tuple[dict, list[dict]]:
    """Parameters and history of both halves in one go, in NumPy."""
    options, own = OPTIONS[name], Restated()
    optimizer = options.get("optimizer", "adam" if "batch_size" in options else "rprop")
    own.network.learning_rate = options.get("learning_rate", RATES[named(optimizer)[0]])
    own.network.l2 = 0 if optimizer == "adamw" else 0.003
    batches = Batches(own.ids, own.splits, options["batch_size"]) if "batch_size" in options else None
    rest = (optimizer, options.get("learning_rate_schedule", "constant"), options.get("clip_norm"), 2 * HALF)
    history = own.network.fit(own.x, own.y, own.splits, 2 * HALF, lambda network: Optimizer(network, *rest), batches)
    return own.network, list(history)


@pytest.mark.parametrize("name", WHOLE)
def test_two_halves_are_the_whole(trained, name):
    whole, second = parameters_in(trained, f"{name}_whole"), parameters_in(trained, f"{name}_second")
    assert second == pytest.approx(whole, rel=0, abs=1e-12)
    first = parameters_in(trained, f"{name}_first")
    assert max(abs(value - first[key]) for key, value in whole.items()) > 1e-3, "nothing was left to learn"
    query = (
        f"select role, iteration, value from {{}} where role in {tuple(MEASURES)} and iteration > {HALF} order by 1, 2"
    )
    whole, second = (trained.rows(query.format(f"{name}_{part}")) for part in ("whole", "second"))
    assert [row[:2] for row in second] == [row[:2] for row in whole]
    assert [row[2] for row in second] == pytest.approx([row[2] for row in whole], rel=0, abs=1e-12)


@pytest.mark.parametrize("name", [name for name in NETWORKS if name != "number"])
def test_two_halves_are_the_whole_of_numpy(trained, name):
    network, history = the_whole(name)
    assert parameters_in(trained, f"{name}_second") == pytest.approx(network.parameters(), rel=0, abs=1e-9)
    assert trained.rows(f"select distinct iteration from {name}_second where role = 'weight'") == [(2 * HALF,)]
    rows = trained.rows(f"select iteration, role, value from {name}_second where role in {tuple(MEASURES)}")
    found = {(iteration, role): value for iteration, role, value in rows}
    expected = {
        (row["iteration"], measure): row[measure]
        for row in history[HALF:]
        for measure in MEASURES
        if row[measure] is not None
    }
    assert found == pytest.approx(expected, rel=0, abs=1e-9)


def test_the_history_macro_and_predictions_know_a_network_that_went_on(trained):
    assert trained.rows("select min(iteration), max(iteration), count(*) from told") == [(HALF + 1, 2 * HALF, HALF)]
    assert trained.rows("select iteration from told where is_best") == [(2 * HALF,)]
    query = "select id, predicted_label, probability_a from {} order by id"
    found, expected = (trained.rows(query.format(name)) for name in ("predicted", "predicted_by_the_whole"))
    assert [row[:2] for row in found] == [row[:2] for row in expected]
    assert [row[2] for row in found] == pytest.approx([row[2] for row in expected], rel=0, abs=1e-10)


def test_the_encoding_is_that_of_the_network_to_start_from(trained):
    """Other rows, other order of the columns, a column more: the inputs are those that the parameters know."""
    query = (
        "select role, layer, input, input_name, output, output_name, value from {} "
        "where (layer = 0 and role not in ('histogram', 'baseline')) or role = 'class' order by 1, 2, 3, 4, 5, 6"
    )
    first = trained.rows(query.format("rprop_first"))
    assert len(first) > 10
    assert trained.rows(query.format("on_others")) == first
    own = Restated(seed=6)
    own.start_from(parameters_in(trained, "rprop_first"))
    (expected,) = own.train(1)
    measures = dict(trained.rows("select role, value from on_others where iteration = 21 and layer is null"))
    for measure in ("train_loss", "validation_loss", "train_accuracy", "gradient_norm"):
        assert measures[measure] == pytest.approx(expected[measure], rel=0, abs=1e-9), measure


def test_another_optimizer_begins_anew(trained):
    assert "after_rprop: starting from" in trained.outcome.output
    assert (
        "adam's state and the iteration count are reset, because that network was trained by rprop"
        in trained.outcome.output
    )
    own = Restated()
    own.start_from(parameters_in(trained, "rprop_first"))
    own.network.learning_rate = 0.03
    own.train(HALF, "adam")
    expected = own.network.parameters()
    assert parameters_in(trained, "after_rprop") == pytest.approx(expected, rel=0, abs=1e-9)
    assert trained.rows("select min(iteration), max(iteration) from after_rprop where role = 'train_loss'") == [
        (1, HALF)
    ]


def test_a_network_that_stopped_early_goes_on_from_the_parameters_and_the_state_that_it_kept(trained):
    own = Restated()
    own.network.l2, own.network.learning_rate = 0, 0.3
    best, last = own.stop(2 * HALF, "adamw", 3, 0.001)
    assert 1 < best < last < 2 * HALF, "nothing was stopped"
    assert trained.rows("select distinct iteration from stopping where role = 'weight'") == [(best,)]
    assert trained.rows("select max(iteration) from stopping where role = 'train_loss'") == [(last,)]
    kept = Restated()
    kept.network.l2, kept.network.learning_rate = 0, 0.3
    kept.train(best - 1, "adamw")
    assert parameters_in(trained, "stopping") == pytest.approx(kept.network.parameters(), rel=0, abs=1e-9)
    assert trained.rows("select distinct iteration from stopping where role = 'optimizer_state'") == [(best,)]
    assert f"stopping after its iteration {best - 1}, with the state of adamw" in trained.outcome.output.replace(
        '"', ""
    )
    # The iteration that measured the kept parameters is the first of the new training.
    loss = "select value from {} where role = 'train_loss' and iteration = {}"
    ((found,),), ((expected,),) = (trained.rows(loss.format(name, best)) for name in ["after_stopping", "stopping"])
    assert found == pytest.approx(expected, rel=0, abs=1e-10)
    kept = Restated()
    kept.network.l2, kept.network.learning_rate = 0, 0.3
    kept.train(best - 1 + MORE, "adamw")
    assert parameters_in(trained, "after_stopping") == pytest.approx(kept.network.parameters(), rel=0, abs=1e-9)


def test_early_stopping_after_a_warm_start_counts_from_there(trained):
    whole = dict(trained.rows("select iteration, value from rprop_whole where role = 'validation_loss'"))
    best, least, last = HALF, None, 2 * HALF
    for iteration in range(HALF + 1, 2 * HALF + 1):
        if least is None or whole[iteration] < least - 0.0001:
            best, least = iteration, whole[iteration]
        elif iteration - best == 3:
            last = iteration
            break
    assert best > HALF
    assert trained.rows("select distinct iteration from stopping_later where role = 'bias'") == [(best,)]
    assert trained.rows("select max(iteration) from stopping_later where role = 'train_loss'") == [(last,)]
    own = Restated()
    own.train(best - 1)
    assert parameters_in(trained, "stopping_later") == pytest.approx(own.network.parameters(), rel=0, abs=1e-9)
    own = Restated()
    own.train(best - 1 + MORE)
    assert parameters_in(trained, "after_stopping_later") == pytest.approx(own.network.parameters(), rel=0, abs=1e-9)


def test_the_state_is_a_row_for_each_parameter(trained):
    assert trained.rows(
        "select output_name, count(*), min(iteration) from adam_second where role = 'optimizer_state' group by 1 order by 1"
    ) == [(name, len(parameters_in(trained, "adam_second")), 2 * HALF) for name in ("gradient_mean", "square_mean")]


# name -> (the network to start from, options, what the error says)
BAD = {
    "gone": ("gone_network", COMMON, ["warm_start is", "gone_network", "which does not exist; run its model first"]),
    "empty": ("empty_network", COMMON, ["empty_network", "which has no parameters; run its model first"]),
    "no_network": ("others", COMMON, ["is not a network trained by dbt_nn.train", "its columns are amount, kind"]),
    "two": ("two_networks", COMMON, ["two_networks", "which contains 2 networks"]),
    "part": ("part_of_a_network", COMMON, ["has 30 parameters, but layers of 6-3-3 units need 33"]),
    "other_shape": (
        "rprop_first",
        {
            "label": "plan",
            "features": ["size", "kind"],
            "hidden_layers": [4],
            "activation": "tanh",
            "missing_indicator": True,
            "classes": ["x", "y"],
            "max_categories": 2,
            "task": "classification",
        },
        [
            "because it was trained differently",
            "hidden_layers is [4] here and [3] in that network",
            "activation is tanh here and relu in that network",
            "max_categories is 2 here and 20 in that network",
            "missing_indicator is true here and false in that network",
            'classes are ["x", "y"] here and ["a", "b", "c"] in that network',
            "label is plan here and kind in that network",
            "feature plan of that network is missing here",
            "feature visits of that network is missing here",
            "feature kind is not in that network",
        ],
    ),
    "other_kinds": (
        "rprop_first",
        {"label": "kind", "hidden_layers": [3], "task": "regression"},
        [
            "task is regression here and classification in that network",
            "feature size is VARCHAR here and number in that network",
        ],
    ),
    "other_loss": (
        "number_first",
        {**OPTIONS["number"], "loss": "poisson"},
        [
            "loss is poisson here and squared_error in that network, and the scores of these losses have different meanings"
        ],
    ),
}


def test_errors_changes_and_resuming(trained):
    """One more command: what can't be started from, what trains again and what does not, and a training that goes on."""
    if trained.warehouse.name != "duckdb":
        pytest.skip("its tables are made in DuckDB's words")
    trained.table("gone_network", ["nothing"], [[1]])
    trained.write("models/two_networks.sql", "select * from {{ ref('rprop_first') }}\n")
    trained.write("models/part_of_a_network.sql", "select * from {{ ref('rprop_first') }}\n")
    trained.write("models/texts.sql", "select * replace (cast(size as varchar) as size) from {{ ref('examples') }}\n")
    trained.execute(
        "delete from empty_network",
        "create view texts as select * replace (cast(size as varchar) as size) from examples",
        "create table part_of_a_network as from rprop_first where role <> 'weight' or output < 3 or layer = 1",
        "create table two_networks as from rprop_first union all select * replace ('b' as network_key) from rprop_first",
    )
    for name, (network, options, _) in BAD.items():
        examples = "texts" if name == "other_kinds" else "examples"
        warm(trained, f"bad_{name}", network, examples, iterations=2, **options)
    trained.train("rprop_first", "examples", iterations=HALF + 1, **OPTIONS["rprop"])
    trained.execute("drop table resumed")
    for name, schedule in COSINES.items():
        options = {**COMMON, "optimizer": "adam", "learning_rate_schedule": schedule}
        trained.train(name, "examples", iterations=6, **options)
    warm(trained, "resumed", "adam_first", iterations=HALF, **OPTIONS["adam"])
    selected = [*(f"bad_{name}" for name in BAD), "rprop_first", "rprop_second", "adam_second", "resumed", *COSINES]
    outcome = trained.dbt("run", "--threads", "1", "--select", *selected)

    for name, (_, _, parts) in BAD.items():
        assert outcome.status[f"bad_{name}"] == "error", name
        for part in parts:
            assert part in outcome.message[f"bad_{name}"]
    assert not [name for name in trained.tables() if name.startswith("bad_")]
    assert "neural_network adam_second: options and examples are unchanged; training skipped" in outcome.output
    assert "neural_network rprop_second: training 20 iterations after 21" in outcome.output
    assert "neural_network resumed: resuming from the checkpoint at iteration 27 of 40" in outcome.output
    # A cosine that ends with the iterations is another one where there are more of them.
    assert "neural_network open_cosine: training 6 iterations (" in outcome.output
    assert "neural_network told_cosine: resuming from the checkpoint at iteration 4 of 6" in outcome.output
    expected = parameters_in(trained, "adam_whole")
    assert parameters_in(trained, "resumed") == pytest.approx(expected, rel=0, abs=1e-12)
    assert [name for name in trained.tables() if "__" in name] == []


def test_an_empty_run_needs_no_network_and_the_estimate_reads_both_relations(trained):
    warm(trained, "for_nothing", "not_built", **COMMON)
    trained.table("not_built", ["nothing"], [[1]])
    trained.dbt_ok("run", "--empty", "--select", "for_nothing")
    assert trained.rows("select count(*) from for_nothing") == [(0,)]
    outcome = trained.dbt_ok("run-operation", "dbt_nn.estimate", "--args", "{network: adam_second}")
    assert "parameters   33:" in outcome.output
    if trained.warehouse.name == "duckdb":
        sent = trained.sent["adam_second"]
        before = next(at for at, text in enumerate(sent) if "__iteration_" in text.split(" as (")[0])
        assert said(outcome.output, "before") == before, sent[:before]
