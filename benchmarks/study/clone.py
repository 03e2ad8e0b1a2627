"""dbt_nn.train in NumPy: encoding, choice of options, training. Tests prove it against dbt."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache

import numpy as np

MANY_ROWS, ROWS_THAT_WATCH, FEWEST_ROWS = 20000, 10, 5


class Encoder:
    """Numbers are standardised, texts become an input per category; learned on training rows."""

    def __init__(self, features, most: int = 20):
        self.numbers, self.texts, self.many = {}, {}, []
        for name in features:
            column = features[name]
            if column.dtype.kind in "iufb":
                values = column.to_numpy(float)
                values = values[np.isfinite(values)]
                is_boolean = column.dtype.kind == "b"
                if len(values) and values.min() < values.max():
                    center, scale = (0.0, 1.0) if is_boolean else (values.mean(), values.std())
                    fill = float(values.mean() > 0.5) if is_boolean else center
                    self.numbers[name] = center, scale, fill
            else:
                counts = column.dropna().astype(str).value_counts()
                ordered = sorted(counts.index, key=lambda category, counts=counts: (-counts[category], category))
                kept = [category for category in ordered[:most] if counts[category] >= FEWEST_ROWS]
                kept = kept if len(ordered) > 1 else []
                is_missing_often = len(ordered) > 0 and 20 * (len(column) - counts.sum()) >= len(column)
                if kept or is_missing_often:
                    self.texts[name] = kept, len(ordered) > len(kept) > 0, is_missing_often
                if len(ordered) > most:
                    self.many.append(name)

    def __call__(self, features, means: dict[str, list] | None = None) -> np.ndarray:
        """`means` are the inputs of mean labels, of the texts of many categories."""
        columns = []
        for name in features:
            if name in self.numbers:
                center, scale, fill = self.numbers[name]
                values = features[name].to_numpy(float)
                columns.append((np.where(np.isfinite(values), values, fill) - center) / scale)
            elif name in self.texts:
                kept, has_others, has_missing = self.texts[name]
                is_missing = features[name].isna().to_numpy()
                values = texts_of(features[name], kept[0] if kept else "")
                columns += [(values == category).astype(float) for category in kept]
                if has_others:
                    columns.append((~np.isin(values, kept)).astype(float))
                columns += (means or {}).get(name, [])
                if has_missing:
                    columns.append(is_missing.astype(float))
        return np.column_stack(columns)


def texts_of(column, fill: str = "") -> np.ndarray:
    return column.astype(object).where(column.notna(), fill).astype(str).to_numpy()


def mean_labels(values, trains, targets, outputs: int, smoothing: float = 10) -> list[np.ndarray]:
    """The mean label of each category, standardised, for each class of more than two; out of fold for training rows.

    Drawn to the mean of all as if `smoothing` more rows had it; five folds, by the number of the row as its id.
    """
    kinds = [targets == one for one in range(outputs)] if outputs > 1 else [targets]
    fold = np.full(len(values), -1)
    drawn = [int(hashlib.md5(f"fold-{row}".encode()).hexdigest()[:8], 16) / 2**32 for row in trains]
    fold[trains] = np.floor(5 * np.array(drawn))
    columns = []
    for kind in kinds[1:] if len(kinds) == 2 else kinds:
        column, prior = np.zeros(len(values)), kind[trains].mean()
        names, counts = np.unique(values[trains], return_counts=True)
        frequent = set(names[counts >= FEWEST_ROWS])
        for part in range(-1, 5):
            known = trains[fold[trains] != part]
            mean = kind[known].mean()
            names, places, counts = np.unique(values[known], return_inverse=True, return_counts=True)
            means = (np.bincount(places, kind[known]) + smoothing * mean) / (counts + smoothing)
            means = dict(zip(names, means, strict=True))
            held = fold == part
            column[held] = [means.get(value, mean) if value in frequent else prior for value in values[held]]
        columns.append((column - column[trains].mean()) / (column[trains].std() or 1))
    return columns


@dataclass
class Options:
    """What `train` goes by."""

    l2: float | dict = 0.003
    learning_rate: float = 0.1
    iterations: int = 100
    patience: int | None = None
    since: int = 1
    improvement: float = 0.0001
    batch_size: int | None = None
    hidden: tuple[int, ...] = (16,)
    activation: str = "relu"
    loss: str = "usual"
    seed: int = 42


def falling(start: float = 0.05, end: float = 0.0001, over: int = 150, floor: float = 0.0) -> dict:
    return {"from": start, "to": end, "over": over, "floor": floor}


def chosen(rows: int, inputs: int, watching: int, has_id: bool = True, **changes) -> Options:
    """What `train` chooses: macros/network/chosen.sql."""
    if rows >= MANY_ROWS and has_id:
        options = Options(0.1 * inputs / rows, 0.05, 900, batch_size=-(-rows // 60))
    elif watching >= ROWS_THAT_WATCH:
        options = Options(falling(floor=min(0.1 * inputs / rows, 0.3)), 0.03, 300, 20, 20)
    else:
        options = Options(falling(over=100, floor=min(0.2 * inputs / rows, 0.3)), 0.1, 100)
    for name, value in changes.items():
        setattr(options, name, value)
    return options


# The value of a sum, and the slope from sum and value.
ACTIVATIONS = {
    "relu": (lambda sums: np.maximum(sums, 0), lambda sums, values: sums > 0),
    "tanh": (np.tanh, lambda sums, values: 1 - values**2),
}


@cache
def start(seed: int, sizes: tuple[int, ...], activation: str = "relu") -> list[np.ndarray]:
    """The first parameters: a matrix per layer, the bias its first row."""
    matrices = []
    for layer in range(1, len(sizes)):
        inputs, outputs = sizes[layer - 1], sizes[layer]
        is_bent = layer < len(sizes) - 1 and activation == "relu"
        scale = np.sqrt(2 / inputs if is_bent else 2 / (inputs + outputs))
        matrix = np.zeros((inputs + 1, outputs))
        for source in range(1, inputs + 1):
            for target in range(1, outputs + 1):
                digest = hashlib.md5(f"{seed}-{layer}-{source}-{target}".encode()).hexdigest()
                uniforms = sum(int(digest[at : at + 8], 16) / 2**32 for at in (0, 8, 16, 24))
                matrix[source, target - 1] = (uniforms - 2) * 1.7320508075688772 * scale
        matrices.append(matrix)
    return matrices


def forward(matrices, x, activation):
    """The inputs of every layer, the sums of the hidden ones, and the scores."""
    inputs, sums = [x], []
    for matrix in matrices[:-1]:
        sums.append(inputs[-1] @ matrix[1:] + matrix[0])
        inputs.append(ACTIVATIONS[activation][0](sums[-1]))
    return inputs, sums, inputs[-1] @ matrices[-1][1:] + matrices[-1][0]


@dataclass
class Trained:
    matrices: list[np.ndarray]
    iterations: int
    kept: int
    history: list[tuple] = field(default_factory=list)
    activation: str = "relu"

    def scores(self, x):
        return forward(self.matrices, x, self.activation)[2]


def losses_and_slopes(scores, y, is_classes: bool, loss: str = "usual"):
    if not is_classes:
        slopes = scores - y[:, None]
        if loss == "huber":
            sizes = np.abs(slopes[:, 0])
            return np.where(sizes <= 1, 0.5 * sizes**2, sizes - 0.5), np.clip(slopes, -1, 1)
        return 0.5 * slopes[:, 0] ** 2, slopes
    shifted = scores - scores.max(axis=1, keepdims=True)
    exponentials = np.exp(shifted)
    sums = exponentials.sum(axis=1)
    places = np.arange(len(y)), y
    slopes = exponentials / sums[:, None]
    slopes[places] -= 1
    return np.log(sums) - shifted[places], slopes


def gradients_of(matrices, x, y, is_classes, l2, activation="relu", loss="usual"):
    inputs, sums, scores = forward(matrices, x, activation)
    losses, slopes = losses_and_slopes(scores, y, is_classes, loss)
    slopes = slopes / len(x)
    gradients = []
    for layer in reversed(range(len(matrices))):
        gradients.insert(0, np.vstack([slopes.sum(0), inputs[layer].T @ slopes]))
        if layer:
            slope = ACTIVATIONS[activation][1](sums[layer - 1], inputs[layer])
            slopes = (slopes @ matrices[layer][1:].T) * slope
    for matrix, gradient in zip(matrices, gradients, strict=True):
        gradient[1:] += l2 * matrix[1:]
    return losses.mean(), gradients


def train(x, y, held_x, held_y, outputs: int, is_classes: bool, options: Options) -> Trained:
    sizes, activation = (x.shape[1], *options.hidden, outputs), options.activation
    matrices = [matrix.copy() for matrix in start(options.seed, sizes, activation)]
    step = Adam(matrices, options) if options.batch_size else Rprop(matrices, options.learning_rate)
    batches = batches_of(len(x), options) if options.batch_size else None
    best, least, kept, history = options.since - 1, None, None, []
    for iteration in range(1, options.iterations + 1):
        l2 = options.l2
        if isinstance(l2, dict):
            power = min(iteration - 1, l2["over"]) / l2["over"]
            l2 = max(l2["from"] * (l2["to"] / l2["from"]) ** power, l2["floor"])
        if options.patience:
            held_scores = forward(matrices, held_x, activation)[2]
            loss = losses_and_slopes(held_scores, held_y, is_classes, options.loss)[0].mean()
            history.append((iteration, loss))
            compared = loss
            if not isinstance(options.l2, dict):
                compared += 0.5 * l2 * sum((matrix[1:] ** 2).sum() for matrix in matrices)
            if iteration >= options.since and (least is None or compared < least - options.improvement):
                best, least, kept = iteration, compared, matrices
        rows = next(batches) if batches else slice(None)
        _, gradients = gradients_of(matrices, x[rows], y[rows], is_classes, l2, activation, options.loss)
        matrices = step(matrices, gradients)
        if options.patience and iteration - best >= options.patience:
            break
    return Trained(kept or matrices, iteration, best if kept else iteration, history, activation)


def batches_of(rows: int, options: Options):
    """dbt_nn orders an epoch by hashes; here it is drawn."""
    random = np.random.default_rng(options.seed)
    while True:
        order = random.permutation(rows)
        for at in range(0, rows, options.batch_size):
            yield order[at : at + options.batch_size]


class Rprop:
    def __init__(self, matrices, rate):
        self.steps = [np.full(matrix.shape, rate) for matrix in matrices]
        self.before = [np.zeros(matrix.shape) for matrix in matrices]

    def __call__(self, matrices, gradients):
        moved = []
        for at, (matrix, gradient) in enumerate(zip(matrices, gradients, strict=True)):
            turned = gradient * self.before[at]
            steps = np.where(turned > 0, np.minimum(self.steps[at] * 1.2, 50), self.steps[at])
            self.steps[at] = np.where(turned < 0, np.maximum(steps * 0.5, 1e-6), steps)
            self.before[at] = np.where(turned < 0, 0, gradient)
            moved.append(matrix - np.sign(self.before[at]) * self.steps[at])
        return moved


class Adam:
    """With a cosine over all iterations."""

    def __init__(self, matrices, options):
        self.options, self.done = options, 0
        self.means = [np.zeros(matrix.shape) for matrix in matrices]
        self.squares = [np.zeros(matrix.shape) for matrix in matrices]

    def __call__(self, matrices, gradients):
        rate = self.options.learning_rate * (1 + np.cos(np.pi * self.done / self.options.iterations)) / 2
        self.done += 1
        moved = []
        for at, (matrix, gradient) in enumerate(zip(matrices, gradients, strict=True)):
            self.means[at] = 0.9 * self.means[at] + 0.1 * gradient
            self.squares[at] = 0.999 * self.squares[at] + 0.001 * gradient**2
            mean, square = self.means[at] / (1 - 0.9**self.done), self.squares[at] / (1 - 0.999**self.done)
            moved.append(matrix - rate * mean / (np.sqrt(square) + 1e-8))
        return moved
