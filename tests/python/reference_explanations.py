"""Explanations of a stored network in NumPy: its rows read, its inputs encoded and its path integrated, independently of the package."""

import itertools
import json
from dataclasses import dataclass, field

import numpy as np
from reference_activations import SLOPES, VALUES

NODES, NODE_WEIGHTS = np.polynomial.legendre.leggauss(24)


def is_missing(value) -> bool:
    return value is None or value != value


@dataclass
class Stored:
    """A network by its rows: (network_key, role, iteration, layer, input, input_name, output, output_name, value)."""

    rows: list[tuple]
    options: dict[str, str] = field(init=False)

    def __post_init__(self):
        self.options = {row[5]: row[7] for row in self.rows if row[1] == "option"}
        self.classes = [row[7] for row in sorted(self.of("class"), key=lambda row: row[6])]
        hidden = json.loads(self.options["hidden_layers"])
        stored = self.options["activation"]
        self.activations = json.loads(stored) if stored.startswith("[") else [stored] * len(hidden)
        self.matrices = []
        for layer in range(1, len(hidden) + 2):
            parameters = [row for row in self.rows if row[1] in ("weight", "bias") and row[3] == layer]
            matrix = np.zeros((max(row[4] for row in parameters) + 1, max(row[6] for row in parameters)))
            for row in parameters:
                matrix[row[4], row[6] - 1] = row[8]
            self.matrices.append(matrix)
        encoding = [row for row in self.rows if row[3] == 0 and row[1] not in ("histogram", "encoded", "knot")]
        self.inputs = {}
        for row in encoding:
            known = self.inputs.setdefault(row[6], {"feature": row[5], "name": row[7]})
            known["feature"] = row[5]
            if row[1] == "category":
                known |= {"category": row[7], "count": row[8]}
            elif row[1] == "fill" and row[8] is None:
                known["is_fill"] = True
            elif row[1] != "baseline":
                known |= {row[1]: row[8], "name": row[7]}
            else:
                known["baseline"] = row[8]
        self.inputs = [self.inputs[k] for k in sorted(self.inputs)]
        self.features = list(dict.fromkeys(known["feature"] for known in self.inputs))
        last = len(self.matrices)
        self.target = {row[1]: row[8] for row in self.rows if row[1] in ("center", "scale") and row[3] == last}

    def of(self, role: str) -> list[tuple]:
        return [row for row in self.rows if row[1] == role]

    def encoded(self, examples: list[dict]) -> np.ndarray:
        fills = {known["feature"]: known["category"] for known in self.inputs if known.get("is_fill")}
        categories = {}
        for known in self.inputs:
            if known.get("count") is not None:
                categories.setdefault(known["feature"], []).append(known["category"])
        x = np.zeros((len(examples), len(self.inputs)))
        for at, example in enumerate(examples):
            for k, known in enumerate(self.inputs):
                raw = example[known["feature"]]
                missing = is_missing(raw)
                if known.get("count") is not None:
                    x[at, k] = (fills[known["feature"]] if missing else raw) == known["category"]
                elif known.get("category") == "<missing>":
                    x[at, k] = missing
                elif known.get("category") == "<other>":
                    x[at, k] = not missing and raw not in categories[known["feature"]]
                elif "center" in known:
                    x[at, k] = ((known["fill"] if missing else raw) - known["center"]) / known["scale"]
                else:
                    x[at, k] = known["fill"] if missing else raw
        return x

    def baseline(self) -> np.ndarray:
        return np.array([known["baseline"] for known in self.inputs])

    def passed(self, x: np.ndarray) -> list[np.ndarray]:
        """The weighted sums of every layer, the scores last."""
        sums, values = [], x
        for layer, matrix in enumerate(self.matrices):
            sums.append(matrix[0] + values @ matrix[1:])
            values = VALUES[self.activations[layer]](sums[-1]) if layer < len(self.matrices) - 1 else sums[-1]
        return sums

    def slopes(self, x: np.ndarray, last: np.ndarray) -> np.ndarray:
        """The derivative by the inputs of what has the slopes `last` by the scores."""
        sums = self.passed(x)
        delta = last
        for layer in reversed(range(len(self.matrices))):
            delta = delta @ self.matrices[layer][1:].T
            if layer:
                delta = delta * SLOPES[self.activations[layer - 1]](sums[layer - 1])
        return delta

    def middle(self) -> int:
        """How many scores the predicted quantile is made of; 1 of any other number."""
        loss = json.loads(self.options["loss"]) if self.options["loss"].startswith("{") else {}
        levels = loss.get("levels", [0.5])
        return int(np.argmin([round(abs(level - 0.5), 6) for level in levels])) + 1

    def explained(self, scores: np.ndarray, chosen: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
        """The score that is explained, and its slope by every score. `chosen` are the rows' classes, from 0."""
        if chosen is not None:
            slopes = np.full(scores.shape, -1 / (scores.shape[1] - 1))
            slopes[np.arange(len(scores)), chosen] = 1
            return (slopes * scores).sum(axis=1), slopes
        scale, center = self.target.get("scale", 1), self.target.get("center", 0)
        slopes = np.zeros(scores.shape)
        slopes[:, 0] = scale
        value = scores[:, 0].copy()
        for k in range(1, self.middle()):
            value += np.logaddexp(0, scores[:, k])
            slopes[:, k] = scale / (1 + np.exp(-scores[:, k]))
        return value * scale + center, slopes

    def integrated(self, start: np.ndarray, end: np.ndarray, chosen: int | None) -> np.ndarray:
        """Contributions of the inputs of one example: Gauss nodes between the places where any unit changes its sign."""

        def at(t):
            return start + np.outer(t, end - start)

        def signs(t):
            return np.hstack([sums > 0 for sums in self.passed(at(t))])

        grid = np.linspace(0, 1, 1001)
        pattern = signs(grid)
        ends = [0.0]
        for k in np.flatnonzero((pattern[1:] != pattern[:-1]).any(axis=1)):
            for unit in np.flatnonzero(pattern[k + 1] != pattern[k]):
                low, high = grid[k], grid[k + 1]
                for _ in range(60):
                    middle = (low + high) / 2
                    low, high = (middle, high) if signs([middle])[0, unit] == pattern[k, unit] else (low, middle)
                ends.append(low)
        ends = sorted({*ends, *np.linspace(0, 1, 9)})
        total = np.zeros(len(start))
        for low, high in itertools.pairwise(ends):
            t = (low + high) / 2 + (high - low) / 2 * NODES
            x = at(t)
            picked = None if chosen is None else np.full(len(t), chosen)
            slopes = self.slopes(x, self.explained(self.passed(x)[-1], picked)[1])
            total += (high - low) / 2 * NODE_WEIGHTS @ slopes
        return (end - start) * total

    def explanations(self, examples, start=None, chosen=None):
        """Of every example: {feature: contribution}, baseline_score, score, and the class from 0. `chosen` is a class for all."""
        x = self.encoded(examples)
        start = self.baseline() if start is None else start
        scores = self.passed(x)[-1]
        found = []
        for row, score in zip(x, scores):
            picked = None
            if self.classes:
                two = 1 if len(self.classes) == 2 else int(np.argmax(score))
                picked = two if chosen is None else chosen
            parts = self.integrated(start, row, picked)
            by_feature = dict.fromkeys(self.features, 0.0)
            for known, part in zip(self.inputs, parts):
                by_feature[known["feature"]] += part
            both = self.passed(np.array([start, row]))[-1]
            values = self.explained(both, None if picked is None else np.full(2, picked))[0]
            found.append((by_feature, values[0], values[1], picked))
        return found
