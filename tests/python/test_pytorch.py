"""Networks with a falling penalty and PyTorch's optimizers on the same loss, iteration by iteration; skipped without requirements-captum.txt."""

import pytest
from conftest import new_consumer
from reference import Batches, factor_of
from test_falling_penalty import COLUMNS, COMMON, FALLS, ITERATIONS, Restated, rows_of

torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install -r requirements-captum.txt")

NEAR = {"rel": 1e-10, "abs": 1e-10}
MEASURES = ["train_loss", "validation_loss", "train_accuracy", "validation_accuracy", "gradient_norm", "l2"]
L1_FALLS = {"from": 0.05, "to": 0.0002, "over": 15}
NUMBER = {"label": "number"}
SLOWLY = {"from": 0.2, "to": 0.01, "over": 40}
# name -> options. Two hidden layers, so that a penalty reaches the gradients of one through the other.
NETWORKS = {
    "descent": {"optimizer": "gradient_descent", "learning_rate": 0.3, "l2": FALLS},
    "descent_number": {"optimizer": "gradient_descent", "learning_rate": 0.05, "l2": FALLS, **NUMBER},
    "descent_both": {"optimizer": "gradient_descent", "learning_rate": 0.3, "l2": FALLS, "l1": L1_FALLS},
    "adam": {"optimizer": "adam", "learning_rate": 0.05, "l2": FALLS},
    "adam_number": {"optimizer": "adam", "learning_rate": 0.05, "l2": SLOWLY, **NUMBER},
    "adam_both": {"optimizer": "adam", "learning_rate": 0.05, "l2": FALLS, "l1": L1_FALLS, **NUMBER},
    "adam_batches": {"optimizer": "adam", "learning_rate": 0.03, "l2": FALLS, "batch_size": 11},
    "adamw_l1": {"optimizer": "adamw", "learning_rate": 0.05, "l2": 0.02, "l1": L1_FALLS},
    "momentum": {"optimizer": "momentum", "learning_rate": 0.02, "l2": SLOWLY, **NUMBER},
    "nesterov": {"optimizer": "nesterov", "learning_rate": 0.05, "l2": FALLS},
    "rmsprop": {"optimizer": "rmsprop", "learning_rate": 0.02, "l2": FALLS},
    "rprop": {"optimizer": "rprop", "learning_rate": 0.1, "l2": FALLS},
}
# Those that are not in columns. Every iteration leaves a table.
LAYOUTS = {"adam": "dots", "descent_both": "packed"}
EVERY_ITERATION = {"loop": "stepwise", "checkpoint_every": 1, "keep_checkpoints": True}
OPTIMIZERS = {
    "gradient_descent": torch.optim.SGD,
    "momentum": lambda groups, lr: torch.optim.SGD(groups, lr=lr, momentum=0.9),
    "nesterov": lambda groups, lr: torch.optim.SGD(groups, lr=lr, momentum=0.9, nesterov=True),
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
    "rmsprop": torch.optim.RMSprop,
    "rprop": torch.optim.Rprop,
}


class InTorch:
    """A network of these options, which starts where dbt_nn's does: the loss of each iteration and the parameters after it."""

    def __init__(self, options: dict):
        start = Restated(options, iterations=0)
        self.options, self.is_class = options, options.get("label", "kind") == "kind"
        self.x, self.splits = torch.from_numpy(start.x), start.splits
        self.y = torch.from_numpy(start.y)
        layers = []
        for matrix in start.network.matrices:
            layer = torch.nn.Linear(len(matrix) - 1, matrix.shape[1], dtype=torch.float64)
            with torch.no_grad():
                layer.weight.copy_(torch.from_numpy(matrix[1:].T.copy()))
                layer.bias.copy_(torch.from_numpy(matrix[0].copy()))
            layers += [layer, torch.nn.ReLU()]
        self.layers = torch.nn.Sequential(*layers[:-1])
        self.linear = layers[::2]
        # adamw has a decay of its own, of which the biases are free.
        groups = [
            {"params": [layer.weight for layer in self.linear]},
            {"params": [layer.bias for layer in self.linear], "weight_decay": 0},
        ]
        self.optimizer = OPTIMIZERS[options["optimizer"]](groups, lr=options["learning_rate"])

    def loss_and_accuracy(self, rows: list[int]):
        scores, y = self.layers(self.x[rows]), self.y[rows]
        if not self.is_class:
            return torch.nn.functional.mse_loss(scores[:, 0], y) / 2, None
        accuracy = (scores.argmax(dim=1) == y).double().mean()
        return torch.nn.functional.cross_entropy(scores, y), accuracy.item()

    def penalty(self, done: int):
        l2, l1 = (factor_of(self.options.get(name, 0), done) for name in ("l2", "l1"))
        return sum(l2 / 2 * layer.weight.square().sum() + l1 * layer.weight.abs().sum() for layer in self.linear)

    def parameters(self) -> dict:
        found = {}
        for at, layer in enumerate(self.linear, start=1):
            matrix = torch.vstack([layer.bias[None, :], layer.weight.T]).detach()
            for source, row in enumerate(matrix.tolist()):
                found |= {(at, source, target): value for target, value in enumerate(row, start=1)}
        return found

    def iterations(self, count: int):
        train, held_out = (
            [at for at, split in enumerate(self.splits) if split == part] for part in ("train", "validation")
        )
        ids = [row[0] for row in rows_of()]
        batches = Batches(ids, self.splits, self.options["batch_size"]) if "batch_size" in self.options else None
        for done in range(count):
            batch, is_last = batches(done + 1) if batches else (train, True)
            self.optimizer.zero_grad()
            loss, accuracy = self.loss_and_accuracy(batch)
            loss = loss + self.penalty(done)
            loss.backward()
            held_loss, held_accuracy = self.loss_and_accuracy(held_out)
            norm = torch.cat([parameter.grad.ravel() for parameter in self.layers.parameters()]).norm()
            history = {
                "train_loss": loss.item(),
                "validation_loss": held_loss.item() if is_last else None,
                "train_accuracy": accuracy,
                "validation_accuracy": held_accuracy if is_last else None,
                "gradient_norm": norm.item(),
                "l2": factor_of(self.options["l2"], done),
            }
            self.optimizer.step()
            yield done + 1, {name: value for name, value in history.items() if value is not None}, self.parameters()


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = new_consumer(tmp_path_factory.mktemp("pytorch"))
    project.table("examples", COLUMNS, rows_of())
    for name, options in NETWORKS.items():
        own = {"layout": LAYOUTS[name]} if name in LAYOUTS else {}
        project.train(name, "examples", **{**COMMON, "hidden_layers": [4, 3], **options, **own, **EVERY_ITERATION})
    project.dbt_ok("run")
    return project


@pytest.mark.parametrize("name", NETWORKS)
def test_every_iteration_is_that_of_pytorch(project, name):
    rows = project.rows(f"select iteration, role, value from {name} where role in {tuple(MEASURES)}")
    history = {}
    for iteration, role, value in rows:
        history.setdefault(iteration, {})[role] = value
    assert sorted(history) == list(range(1, ITERATIONS + 1))
    for iteration, expected, parameters in InTorch({"hidden_layers": [4, 3], **NETWORKS[name]}).iterations(ITERATIONS):
        assert history[iteration] == pytest.approx(expected, **NEAR), iteration
        query = f"select layer, input, output, value from {name}__iteration_{iteration} where layer > 0"
        found = {tuple(key): value for *key, value in project.rows(query)}
        assert found == pytest.approx(parameters, **NEAR), iteration
