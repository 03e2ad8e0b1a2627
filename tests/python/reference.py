"""The networks of dbt_nn in NumPy: the same arithmetic, written independently of the package."""

import hashlib
import itertools
from dataclasses import dataclass, field

import numpy as np

VALUES = {
    "relu": lambda s: np.maximum(s, 0),
    "tanh": np.tanh,
    "sigmoid": lambda s: 1 / (1 + np.exp(-s)),
    "identity": lambda s: s,
}
SLOPES = {
    "relu": lambda s: (s > 0).astype(float),
    "tanh": lambda s: 1 - np.tanh(s) ** 2,
    "sigmoid": lambda s: VALUES["sigmoid"](s) * (1 - VALUES["sigmoid"](s)),
    "identity": np.ones_like,
}


def draw(seed: int, layer: int, source: int, target: int) -> float:
    """Four 32-bit words of an md5 digest, each over 2^32: their sum less 2, times the root of 3."""
    digest = hashlib.md5(f"{seed}-{layer}-{source}-{target}".encode()).hexdigest()
    uniforms = [int(digest[at : at + 8], 16) / 2**32 for at in (0, 8, 16, 24)]
    return (sum(uniforms) - 2) * 1.7320508075688772


@dataclass
class Network:
    """A fully connected network. `matrices[l]` has a row per input, the bias first, and a column per output."""

    features: int
    hidden: list[int]
    outputs: int
    activation: str = "relu"
    output: str = "softmax"
    l2: float = 0.0
    learning_rate: float = 0.1
    seed: int = 42
    matrices: list[np.ndarray] = field(init=False)

    def __post_init__(self):
        sizes = [self.features, *self.hidden, self.outputs]
        self.matrices = []
        for layer, (inputs, outputs) in enumerate(itertools.pairwise(sizes), start=1):
            he = self.activation == "relu" and layer < len(sizes) - 1
            scale = np.sqrt(2 / inputs if he else 2 / (inputs + outputs))
            matrix = np.zeros((inputs + 1, outputs))
            for source in range(1, inputs + 1):
                for target in range(1, outputs + 1):
                    matrix[source, target - 1] = draw(self.seed, layer, source, target) * scale
            self.matrices.append(matrix)

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
            values.append(sums[-1] if layer == len(self.matrices) else VALUES[self.activation](sums[-1]))
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
            delta = (1 / (1 + np.exp(-score)) - y)[:, None]
        else:
            delta = scores - np.reshape(y, (-1, 1))
            losses = 0.5 * delta[:, 0] ** 2

        gradients = []
        for layer in reversed(range(len(self.matrices))):
            inputs = np.hstack([np.ones((rows, 1)), values[layer]])
            penalty = self.l2 * self.matrices[layer]
            penalty[0] = 0
            gradients.insert(0, inputs.T @ delta / rows + penalty)
            if layer:
                delta = (delta @ self.matrices[layer][1:].T) * SLOPES[self.activation](sums[layer - 1])
        weights = sum((matrix[1:] ** 2).sum() for matrix in self.matrices)
        return losses.mean() + 0.5 * self.l2 * weights, gradients

    def train(self, x, y, iterations):
        """Yields, for iterations 1, 2, …, the loss before the update and the parameters after it."""
        for _ in range(iterations):
            loss, gradients = self.loss_and_gradients(x, y)
            self.matrices = [m - self.learning_rate * g for m, g in zip(self.matrices, gradients)]
            yield loss, self.parameters()
