"""A fully connected network with ReLU units and a softmax in NumPy, float64: the yardstick of every comparison.

A list of matrices is a network: one per layer, a row per input with the bias first, a column per output.
"""

from __future__ import annotations

import hashlib
from itertools import pairwise

import numpy as np

Matrices = list[np.ndarray]


def draw(seed: int, layer: int, source: int, target: int) -> float:
    """dbt_nn's bell-shaped draw: four words of an md5 digest, each over 2^32; their sum less 2, times the root of 3."""
    digest = hashlib.md5(f"{seed}-{layer}-{source}-{target}".encode()).digest()
    words = np.frombuffer(digest, dtype=">u4") / 2**32
    return (float(words[0]) + float(words[1]) + float(words[2]) + float(words[3]) - 2) * 1.7320508075688772


def first_matrices(sizes: list[int], seed: int = 42) -> Matrices:
    """Biases of 0; weights scaled by He before a ReLU, by Glorot in the last layer."""
    matrices = []
    for layer, (inputs, outputs) in enumerate(pairwise(sizes), start=1):
        is_last = layer == len(sizes) - 1
        scale = np.sqrt(2 / (inputs + outputs) if is_last else 2 / inputs)
        matrix = np.zeros((inputs + 1, outputs))
        for source in range(1, inputs + 1):
            for target in range(1, outputs + 1):
                matrix[source, target - 1] = draw(seed, layer, source, target) * scale
        matrices.append(matrix)
    return matrices


def forward(matrices: Matrices, x: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    """What feeds each layer, and the logarithms of the probabilities."""
    feeds = [x]
    for matrix in matrices[:-1]:
        units = feeds[-1] @ matrix[1:]
        units += matrix[0]
        feeds.append(np.maximum(units, 0, out=units))
    scores = feeds[-1] @ matrices[-1][1:]
    scores += matrices[-1][0]
    scores -= scores.max(axis=1, keepdims=True)
    scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return feeds, scores


def loss_and_gradients(matrices: Matrices, x: np.ndarray, label: np.ndarray) -> tuple[float, Matrices]:
    """The mean log loss of the rows, and its gradient by every matrix."""
    rows = np.arange(len(x))
    feeds, log_probabilities = forward(matrices, x)
    loss = -log_probabilities[rows, label].mean()
    delta = np.exp(log_probabilities, out=log_probabilities)
    delta[rows, label] -= 1
    delta /= len(x)
    gradients = []
    for layer in reversed(range(len(matrices))):
        gradient = np.empty_like(matrices[layer])
        gradient[0] = delta.sum(axis=0)
        np.matmul(feeds[layer].T, delta, out=gradient[1:])
        gradients.insert(0, gradient)
        if layer:
            delta = delta @ matrices[layer][1:].T
            delta *= feeds[layer] > 0
    return float(loss), gradients


def log_loss(matrices: Matrices, x: np.ndarray, label: np.ndarray, block: int = 100_000) -> float:
    """The mean log loss of the rows, a block at a time."""
    total = 0.0
    for start in range(0, len(x), block):
        part = label[start : start + block]
        _, log_probabilities = forward(matrices, x[start : start + block])
        total -= log_probabilities[np.arange(len(part)), part].sum()
    return float(total / len(x))


class GradientDescent:
    """value - learning_rate * gradient"""

    def __init__(self, learning_rate: float):
        self.learning_rate = learning_rate

    def step(self, matrices: Matrices, gradients: Matrices) -> None:
        for matrix, gradient in zip(matrices, gradients, strict=True):
            gradient *= self.learning_rate
            matrix -= gradient
