"""Weights of rows, l1 and dropout in NumPy, on top of the networks of reference.py."""

import hashlib
import math
from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
from reference import (
    FEWEST_ROWS,
    SLOPES,
    VALUES,
    Adam,
    Descent,
    Input,
    Network,
    Rprop,
    factor_of,
    is_missing,
    text_inputs,
)

OPTIMIZERS = {"rprop": Rprop, "adam": Adam, "gradient_descent": Descent}


@dataclass
class WeightedNetwork(Network):
    """Rows count by their weights; hidden units are multiplied by masks, a matrix per hidden layer."""

    l1: float | dict = 0.0
    dropout: tuple = ()

    def objective(self, x, y, weights, masks=None):
        """Loss with its penalties, accuracy (None for a number), and the gradient by every matrix."""
        sums, plain, values = [], [x], [x]
        for layer, matrix in enumerate(self.matrices):
            sums.append(matrix[0] + values[-1] @ matrix[1:])
            is_last = layer == len(self.matrices) - 1
            plain.append(sums[-1] if is_last else VALUES[self.activation](sums[-1]))
            values.append(plain[-1] if is_last or masks is None else plain[-1] * masks[layer])
        scores, shares, accuracy = values[-1], np.array(weights) / np.sum(weights), None
        if self.output == "softmax":
            logs = scores - scores.max(axis=1, keepdims=True)
            logs -= np.log(np.exp(logs).sum(axis=1, keepdims=True))
            own = np.eye(scores.shape[1])[y]
            losses, delta = -(logs * own).sum(axis=1), np.exp(logs) - own
            accuracy = shares @ (scores.argmax(axis=1) == y)
        else:
            delta = scores - np.reshape(y, (-1, 1))
            losses = delta[:, 0] ** 2 / 2

        delta = delta * shares[:, None]
        gradients, weight_parts = [], [np.vstack([np.zeros((1, m.shape[1])), m[1:]]) for m in self.matrices]
        for layer in reversed(range(len(self.matrices))):
            slope_of_penalty = self.penalty() * weight_parts[layer] + self.l1_now() * np.sign(weight_parts[layer])
            gradients.insert(0, np.hstack([np.ones((len(x), 1)), values[layer]]).T @ delta + slope_of_penalty)
            if layer:
                delta = (delta @ self.matrices[layer][1:].T) * SLOPES[self.activation](sums[layer - 1])
                delta = delta if masks is None else delta * masks[layer - 1]
        return shares @ losses + self.penalty_of_weights(), accuracy, gradients

    def l1_now(self) -> float:
        """The l1 of the next iteration."""
        return factor_of(self.l1, self.done)

    def penalty_of_weights(self) -> float:
        return super().penalty_of_weights() + self.l1_now() * sum(np.abs(matrix[1:]).sum() for matrix in self.matrices)

    def masks(self, ids, iteration: int):
        """Eight hex digits of a digest are a unit's draw, four units to a digest; what is kept counts 1 / (1 - rate) times."""
        if not self.dropout:
            return None
        found = []
        for layer, (units, rate) in enumerate(zip(self.hidden, self.dropout), start=1):
            mask = np.ones((len(ids), units))
            for (row, unit), _ in np.ndenumerate(mask):
                text = f"dropout-{self.seed}-{iteration}-{layer}-{unit // 4 + 1}-{ids[row]}"
                word = hashlib.md5(text.encode()).hexdigest()[unit % 4 * 8 :][:8]
                mask[row, unit] = 0 if int(word, 16) / 2**32 < rate else 1 / (1 - rate)
            found.append(mask)
        return found

    def fit_weighted(self, x, y, splits, weights, iterations, optimizer="rprop", batches=None, ids=None):
        """The history of iterations 1, 2, …, as `Network.fit` gives it."""
        x, y, weights, splits = np.asarray(x), np.asarray(y), np.asarray(weights, float), np.asarray(splits)
        counts = weights > 0
        whole, held_out = (np.flatnonzero((splits == part) & counts) for part in ("train", "validation"))
        step = optimizer(self) if callable(optimizer) else OPTIMIZERS[optimizer](self)
        for iteration in range(1, iterations + 1):
            batch, is_last = batches(iteration) if batches else (whole, True)
            masks = self.masks([ids[row] for row in batch], iteration) if self.dropout else None
            loss, accuracy, gradients = self.objective(x[batch], y[batch], weights[batch], masks)
            held_loss, held_accuracy = None, None
            if is_last and len(held_out):
                held_loss, held_accuracy, _ = self.objective(x[held_out], y[held_out], weights[held_out])
                held_loss -= self.penalty_of_weights()
            penalties = {"l2": self.penalty(), "l1": self.l1_now(), "penalty": self.penalty_of_weights()}
            before = [matrix.copy() for matrix in self.matrices]
            self.matrices = step(self.matrices, gradients)
            self.done += 1
            rate = np.concatenate([s.ravel() for s in step.steps]).mean() if hasattr(step, "steps") else step.rate
            yield {
                "iteration": iteration,
                "learning_rate": rate,
                "train_loss": loss,
                "validation_loss": held_loss,
                "train_accuracy": accuracy,
                "validation_accuracy": held_accuracy,
                "gradient_norm": math.sqrt(sum((gradient**2).sum() for gradient in gradients)),
                "before": before,
                **penalties,
            }


def weighted_inputs(columns: dict[str, list], splits, weights) -> list[Input]:
    """The encoding of columns of numbers and texts, learned on training rows that count by their weights."""
    inputs = []
    for name, values in columns.items():
        seen = [(v, w) for v, split, w in zip(values, splits, weights) if split == "train" and w > 0]
        rows = [(value, weight) for value, weight in seen if not is_missing(value)]
        if isinstance(rows[0][0], str):
            counted, rows_of = defaultdict(float), Counter(value for value, _ in rows)
            for value, weight in rows:
                counted[value] += weight
            kept = sorted(counted, key=lambda category, counted=counted: (-counted[category], category))
            kept = [category for category in kept if rows_of[category] >= FEWEST_ROWS]
            inputs += text_inputs(name, kept, len(counted))
            if 20 * (len(seen) - len(rows)) >= len(seen) > len(rows):
                inputs.append(Input(f"{name}=<missing>", name, lambda v: float(v is None)))
        else:
            numbers, counts = map(np.array, zip(*rows))
            mean = np.average(numbers, weights=counts)
            deviation = math.sqrt(np.average((numbers - mean) ** 2, weights=counts))
            inputs.append(Input(name, name, lambda v, m=mean, d=deviation: 0.0 if is_missing(v) else (v - m) / d))
    return inputs
