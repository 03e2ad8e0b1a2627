"""The networks of dbt_nn in NumPy: the same arithmetic, written independently of the package."""

import hashlib
import itertools
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from reference_activations import SLOPES, VALUES, VARIANCES
from reference_losses import loss_and_slopes


def draw(seed: int, layer: int, source: int, target: int) -> float:
    """Four 32-bit words of an md5 digest, each over 2^32: their sum less 2, times the root of 3."""
    digest = hashlib.md5(f"{seed}-{layer}-{source}-{target}".encode()).hexdigest()
    uniforms = [int(digest[at : at + 8], 16) / 2**32 for at in (0, 8, 16, 24)]
    return (sum(uniforms) - 2) * 1.7320508075688772


def factor_of(penalty: float | dict, done: int) -> float:
    """A penalty's factor after so many iterations: a number, or one that falls in equal ratios."""
    if not isinstance(penalty, dict):
        return penalty
    start, end, over = penalty.get("from", 0.05), penalty.get("to", 0.0001), penalty.get("over", 150)
    return max(start * (end / start) ** (min(done, over) / over), penalty.get("floor", 0))


@dataclass
class Network:
    """A fully connected network. `matrices[l]` has a row per input, the bias first, and a column per output."""

    features: int
    hidden: list[int]
    outputs: int
    activation: str | list[str] = "relu"
    output: str = "softmax"
    l2: float | dict = 0.0
    learning_rate: float = 0.1
    seed: int = 42
    loss: str | dict | None = None
    matrices: list[np.ndarray] = field(init=False)
    done: int = field(default=0, init=False)

    def __post_init__(self):
        sizes = [self.features, *self.hidden, self.outputs]
        self.matrices = []
        for layer, (inputs, outputs) in enumerate(itertools.pairwise(sizes), start=1):
            variance = VARIANCES.get(self.activation_of(layer)) if layer < len(sizes) - 1 else None
            scale = np.sqrt(variance / inputs if variance else 2 / (inputs + outputs))
            matrix = np.zeros((inputs + 1, outputs))
            for source in range(1, inputs + 1):
                for target in range(1, outputs + 1):
                    matrix[source, target - 1] = draw(self.seed, layer, source, target) * scale
            self.matrices.append(matrix)

    def activation_of(self, layer: int) -> str:
        """Of a hidden layer, from 1."""
        return self.activation if isinstance(self.activation, str) else self.activation[layer - 1]

    def penalty(self) -> float:
        """The l2 of the next iteration."""
        return factor_of(self.l2, self.done)

    def parameters(self) -> dict[tuple[int, int, int], float]:
        """(layer, input, output) -> value, as the package numbers them."""
        return {
            (layer, source, target + 1): float(matrix[source, target])
            for layer, matrix in enumerate(self.matrices, start=1)
            for source in range(matrix.shape[0])
            for target in range(matrix.shape[1])
        }

    def forward(self, x):
        sums, values = [], [x]
        for layer, matrix in enumerate(self.matrices, start=1):
            sums.append(matrix[0] + values[-1] @ matrix[1:])
            values.append(sums[-1] if layer == len(self.matrices) else VALUES[self.activation_of(layer)](sums[-1]))
        return sums, values

    def loss_and_gradients(self, x, y):
        """The objective (mean loss and penalty) and its gradient by every matrix. y: class positions, or numbers."""
        sums, values = self.forward(x)
        scores, rows = values[-1], len(x)
        if self.output == "softmax":
            shifted = scores - scores.max(axis=1, keepdims=True)
            log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
            losses = -log_probabilities[np.arange(rows), y]
            delta = np.exp(log_probabilities)
            delta[np.arange(rows), y] -= 1
        elif self.output == "sigmoid":
            score = scores[:, 0]
            losses = np.logaddexp(0, score) - y * score
            delta = (np.exp(-np.logaddexp(0, -score)) - y)[:, None]
        elif self.loss:
            losses, delta = loss_and_slopes(self.loss, scores, y)
        else:
            delta = scores - np.reshape(y, (-1, 1))
            losses = 0.5 * delta[:, 0] ** 2

        gradients = []
        for layer in reversed(range(len(self.matrices))):
            inputs = np.hstack([np.ones((rows, 1)), values[layer]])
            penalty = self.penalty() * self.matrices[layer]
            penalty[0] = 0
            gradient = inputs.T @ delta / rows
            if self.loss and self.loss != "poisson":
                # What cancels out would be left to the last digits of a sum.
                gradient[np.abs(gradient) < 1e-12] = 0
            gradients.insert(0, gradient + penalty)
            if layer:
                delta = (delta @ self.matrices[layer][1:].T) * SLOPES[self.activation_of(layer)](sums[layer - 1])
        return losses.mean() + self.penalty_of_weights(), gradients

    def penalty_of_weights(self) -> float:
        return 0.5 * self.penalty() * sum((matrix[1:] ** 2).sum() for matrix in self.matrices)

    def train(self, x, y, iterations):
        """Yields, for iterations 1, 2, …, the loss before the update and the parameters after it."""
        for _ in range(iterations):
            loss, gradients = self.loss_and_gradients(x, y)
            self.matrices = [m - self.learning_rate * g for m, g in zip(self.matrices, gradients)]
            self.done += 1
            yield loss, self.parameters()

    def probabilities(self, x):
        """Of every class, from the softmax of the scores."""
        scores = self.forward(x)[1][-1]
        exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
        return exponentials / exponentials.sum(axis=1, keepdims=True)

    def measure(self, x, y):
        """Loss (with the penalty) and accuracy; None where there are no rows, or no classes."""
        if not len(x):
            return None, None
        loss, _ = self.loss_and_gradients(x, y)
        right = self.forward(x)[1][-1].argmax(axis=1) == y
        return loss, right.mean() if self.output == "softmax" else None

    def fit(self, x, y, splits, iterations, optimizer="rprop", batches=None):
        """What dbt_nn.train does with encoded examples: yields the history of iterations 1, 2, …, parameters updated in place.

        `optimizer` is a name, or what makes a step (optimizers_reference.py) of a network.
        `batches` gives the places of an iteration's training rows, and whether it is the last one of its epoch.
        """
        whole, held_out = (
            np.flatnonzero([split == part for split in splits]).astype(int) for part in ("train", "validation")
        )
        known = {"rprop": Rprop, "adam": Adam, "gradient_descent": Descent}
        step = optimizer(self) if callable(optimizer) else known[optimizer](self)
        for iteration in range(1, iterations + 1):
            batch, is_last = batches(iteration) if batches else (whole, True)
            train_loss, train_accuracy = self.measure(x[batch], y[batch])
            measured = held_out if is_last else held_out[:0]
            validation_loss, validation_accuracy = self.measure(x[measured], y[measured])
            if validation_loss is not None:
                validation_loss -= self.penalty_of_weights()
            penalties = {"l2": self.penalty(), "penalty": self.penalty_of_weights()}
            _, gradients = self.loss_and_gradients(x[batch], y[batch])
            self.matrices = step(self.matrices, gradients)
            self.done += 1
            rate = np.concatenate([s.ravel() for s in step.steps]).mean() if hasattr(step, "steps") else step.rate
            yield {
                "iteration": iteration,
                "train_loss": train_loss,
                "validation_loss": validation_loss,
                "train_accuracy": train_accuracy,
                "validation_accuracy": validation_accuracy,
                "gradient_norm": math.sqrt(sum((gradient**2).sum() for gradient in gradients)),
                "learning_rate": rate,
                **penalties,
            }


class Descent:
    """Against the gradient."""

    def __init__(self, network: Network):
        self.rate = network.learning_rate

    def __call__(self, matrices, gradients):
        return [matrix - self.rate * gradient for matrix, gradient in zip(matrices, gradients)]


class Adam:
    """Running means of gradients and of their squares, freed of their start at 0."""

    def __init__(self, network: Network, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.rate, self.beta1, self.beta2, self.epsilon = network.learning_rate, beta1, beta2, epsilon
        self.means = [np.zeros(matrix.shape) for matrix in network.matrices]
        self.squares = [np.zeros(matrix.shape) for matrix in network.matrices]
        self.iteration = 0

    def __call__(self, matrices, gradients):
        self.iteration += 1
        moved = []
        for at, (matrix, gradient) in enumerate(zip(matrices, gradients)):
            self.means[at] = self.beta1 * self.means[at] + (1 - self.beta1) * gradient
            self.squares[at] = self.beta2 * self.squares[at] + (1 - self.beta2) * gradient**2
            mean = self.means[at] / (1 - self.beta1**self.iteration)
            square = self.squares[at] / (1 - self.beta2**self.iteration)
            moved.append(matrix - self.rate * mean / (np.sqrt(square) + self.epsilon))
        return moved


class Batches:
    """The training rows in the order of a hash of seed and id, cut into batches once, the same ones in each epoch."""

    def __init__(self, ids, splits, size: int, seed: int = 42):
        self.ids, self.size = list(ids), size
        train = [at for at, split in enumerate(splits) if split == "train"]
        self.train = sorted(train, key=lambda at: hashlib.md5(f"batch-{seed}-{self.ids[at]}".encode()).hexdigest())
        self.per_epoch = -(-len(train) // size)

    def __call__(self, iteration: int):
        batch = (iteration - 1) % self.per_epoch
        return self.train[batch * self.size : (batch + 1) * self.size], batch == self.per_epoch - 1


class Rprop:
    """iRprop-: a step per parameter, which grows while the gradient keeps its sign and shrinks where it turned."""

    def __init__(self, network: Network):
        self.steps = [np.full(matrix.shape, network.learning_rate) for matrix in network.matrices]
        self.previous = [np.zeros(matrix.shape) for matrix in network.matrices]

    def __call__(self, matrices, gradients):
        moved = []
        for at, (matrix, gradient) in enumerate(zip(matrices, gradients)):
            turned = gradient * self.previous[at]
            self.steps[at] = np.where(turned > 0, np.minimum(self.steps[at] * 1.2, 50), self.steps[at])
            self.steps[at] = np.where(turned < 0, np.maximum(self.steps[at] * 0.5, 1e-6), self.steps[at])
            self.previous[at] = np.where(turned < 0, 0, gradient)
            moved.append(matrix - np.sign(self.previous[at]) * self.steps[at])
        return moved


def split_of(example_id, train: float = 0.8, validation: float = 0.2) -> str:
    """The split of a row: the first 32-bit word of the digest of its id, over 2^32."""
    drawn = int(hashlib.md5(f"split-{example_id}".encode()).hexdigest()[:8], 16) / 2**32
    return "train" if drawn < train else "validation" if drawn < round(train + validation, 9) else "test"


@dataclass
class Input:
    """One input of a network: how it comes from its feature's values."""

    name: str
    feature: str
    encode: Callable


# A category of fewer training rows has no input of its own.
FEWEST_ROWS = 5


def is_missing(value) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def learned_inputs(columns: dict[str, list], splits, max_categories=20, missing_indicator=False) -> list[Input]:
    """The encoding of columns of numbers, booleans and texts, learned on the training rows."""
    inputs = []
    for name, values in columns.items():
        seen = [value for value, split in zip(values, splits) if split == "train"]
        present = [value for value in seen if not is_missing(value)]
        if not present:
            continue
        most = Counter(present)
        if isinstance(present[0], str):
            ranked = sorted(most, key=lambda category: (-most[category], category))
            kept = [category for category in ranked[:max_categories] if most[category] >= FEWEST_ROWS]
            inputs += text_inputs(name, kept, len(ranked)) if kept and len(ranked) > 1 else []
        elif isinstance(present[0], bool):
            fill = most[True] > most[False]
            inputs += [Input(name, name, lambda v, f=fill: float(f if is_missing(v) else v))] if len(most) > 1 else []
        elif len(most) > 1:
            mean, deviation = np.mean(np.array(present, float)), np.std(np.array(present, float))
            inputs.append(Input(name, name, lambda v, m=mean, d=deviation: 0.0 if is_missing(v) else (v - m) / d))
        missing = len(seen) - len(present)
        if missing and (missing_indicator or (isinstance(present[0], str) and 20 * missing >= len(seen))):
            inputs.append(Input(f"{name}=<missing>", name, lambda v: float(is_missing(v))))
    return inputs


def text_inputs(name: str, kept: list[str], categories: int) -> list[Input]:
    """One per frequent category, the first of which stands for missing values; one for all others if there are any."""
    inputs = [Input(f"{name}={c}", name, lambda v, c=c: float((kept[0] if v is None else v) == c)) for c in kept]
    if categories > len(kept):
        inputs.append(Input(f"{name}=<other>", name, lambda v: float(v is not None and v not in kept)))
    return inputs


def encoded(inputs: list[Input], columns: dict[str, list]) -> np.ndarray:
    """A row per example, a column per input."""
    return np.array([[i.encode(value) for value in columns[i.feature]] for i in inputs], dtype=float).T
