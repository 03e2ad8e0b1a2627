"""The known numbers of integration_tests/, computed in NumPy and scikit-learn from its seeds of examples."""

import csv
import warnings
from collections import Counter
from pathlib import Path

import numpy as np
from metrics_reference import classification, regression
from optimizers_reference import Optimizer
from reference import Batches, Network, encoded, learned_inputs, split_of
from reference_losses import quantiles
from reference_weights import WeightedNetwork, weighted_inputs
from sklearn import metrics as sk

SEEDS = Path(__file__).resolve().parents[2] / "integration_tests" / "seeds"
SHOPPERS = {
    "shopper": str,
    "size": float,
    "visits": int,
    "is_new": lambda text: text == "true",
    "plan": str,
    "weight": float,
    "churned": str,
    "kind": str,
    "amount": float,
    "orders": int,
}
POINTS = {"point": int, "x1": float, "x2": float, "side": str, "part": str}
MEASURES = [
    "train_loss",
    "validation_loss",
    "train_accuracy",
    "validation_accuracy",
    "gradient_norm",
    "learning_rate",
]
COLUMNS = {
    "expected_networks": ["network", "role", "iteration", "layer", "input", "output", "output_name", "value"],
    "expected_predictions": ["network", "example", "split", "answer", "measure", "value"],
    "expected_evaluations": ["evaluation", "place", "measure", "value"],
}
# A loss that is in no training: models/resumed/resumed.sql.
LOSS_OF_THE_CHECKPOINT = 1234.5


def seed(name: str, types: dict) -> dict[str, list]:
    """The columns of a seed; an empty cell is missing."""
    with (SEEDS / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {column: [read(row[column]) if row[column] else None for row in rows] for column, read in types.items()}


class Trained:
    """A network of `train`: what it learned of the examples, its history, and the parameters that it keeps."""

    def __init__(self, label, features, iterations, hidden, weight=None, balanced=False, **options):
        self.data, self.label = seed("shoppers", SHOPPERS), label
        self.ids = self.data["shopper"]
        self.splits = [split_of(key) for key in self.ids]
        self.labels = self.data[label]
        self.classes = sorted(set(self.labels)) if isinstance(self.labels[0], str) else []
        self.weights = np.array(self.data[weight] if weight else [1.0] * len(self.ids))
        if balanced:
            totals = {c: sum(self.weights[self.chosen(c)]) for c in self.classes}
            share = sum(totals.values()) / len(self.classes)
            self.weights = np.array([w * share / totals[c] for w, c in zip(self.weights, self.labels)])
        self.is_weighted = bool(weight or balanced)
        self.encode(features, options.pop("missing_indicator", False))
        self.fit(iterations, hidden, **options)

    def chosen(self, label):
        return [part == "train" and own == label for part, own in zip(self.splits, self.labels)]

    def encode(self, features, missing_indicator):
        columns = {name: self.data[name] for name in features}
        if self.is_weighted:
            self.inputs = weighted_inputs(columns, self.splits, self.weights)
        else:
            self.inputs = learned_inputs(columns, self.splits, missing_indicator=missing_indicator)
        self.features, self.x = features, encoded(self.inputs, self.data)

    def fit(self, iterations, hidden, optimizer="rprop", rate=0.1, loss=None, levels=(), patience=None, **options):
        schedule, clip, batch_size = (options.pop(name, None) for name in ("schedule", "clip", "batch_size"))
        is_count = loss == "poisson"
        self.center, self.scale = (0, 1) if self.classes or is_count else self.center_and_scale()
        if self.classes:
            self.y = np.array([self.classes.index(label) for label in self.labels])
        else:
            self.y = (np.array(self.labels, float) - self.center) / self.scale
        self.loss, self.levels = loss, levels
        self.network = (WeightedNetwork if self.is_weighted else Network)(
            len(self.inputs),
            hidden,
            len(self.classes or levels or [1]),
            output="softmax" if self.classes else "identity",
            l2=options.pop("l2", 0.003 if self.classes else 0.01),
            learning_rate=rate,
            **({"loss": {"name": "quantile", "levels": levels} if levels else loss} if loss else {}),
            **options,
        )
        batches = Batches(self.ids, self.splits, batch_size) if batch_size else None
        if self.is_weighted:
            history = self.network.fit_weighted(
                self.x, self.y, self.splits, self.weights, iterations, optimizer, batches, self.ids
            )
        else:

            def step(network):
                return Optimizer(network, optimizer, schedule or "constant", clip, iterations)

            history = self.network.fit(self.x, self.y, self.splits, iterations, step, batches)
        self.keep(history, patience)

    def center_and_scale(self):
        weights = [w * (part == "train") for w, part in zip(self.weights, self.splits)]
        mean = np.average(self.labels, weights=weights)
        return mean, np.sqrt(np.average((np.array(self.labels) - mean) ** 2, weights=weights))

    def keep(self, history, patience):
        """Parameters after the last iteration; with a patience, those that had the least validation loss."""
        self.history, best, least, kept = [], 0, np.inf, None
        before = self.network.matrices
        for row in history:
            self.history.append(row)
            if patience and row["validation_loss"] + row["penalty"] < least:
                best, least, kept = row["iteration"], row["validation_loss"] + row["penalty"], before
            before = self.network.matrices
            if patience and row["iteration"] - best >= patience:
                break
        self.kept_iteration = best if patience else self.history[-1]["iteration"]
        self.network.matrices = kept if patience else self.network.matrices

    def rows(self, name, first=0):
        """The rows of expected_networks. Iterations up to `first` belong to another network."""
        found = self.encoding_rows()
        for (layer, source, target), value in self.network.parameters().items():
            found.append(["weight" if source else "bias", self.kept_iteration, layer, source, target, None, value])
        for row in self.history[first:]:
            for measure in MEASURES:
                if row[measure] is not None:
                    found.append([measure, row["iteration"], None, None, None, None, row[measure]])
        return [[name, *row] for row in found]

    def encoding_rows(self):
        found, last = [], len(self.network.matrices)
        for at, inp in enumerate(self.inputs, start=1):
            feature = self.features.index(inp.feature) + 1
            values, name = self.data[inp.feature], inp.name.removeprefix(f"{inp.feature}=")
            if isinstance(next(v for v in values if v is not None), str) or name == "<missing>":
                counted = sum(self.weights[[v == name and part == "train" for v, part in zip(values, self.splits)]])
                found.append(["category", None, 0, feature, at, name, 0 if name == "<missing>" else counted])
            elif not isinstance(next(v for v in values if v is not None), bool):
                # A number is encoded as (value - center) / scale.
                scale = 1 / (inp.encode(1) - inp.encode(0))
                found.append(["center", None, 0, feature, at, None, -inp.encode(0) * scale])
                found.append(["scale", None, 0, feature, at, None, scale])
        for at, name in enumerate(self.classes, start=1):
            found.append(["class", None, last, None, at, name, at])
        if not self.classes and self.loss != "poisson":
            found.append(["center", None, last, None, 1, None, self.center])
            found.append(["scale", None, last, None, 1, None, self.scale])
        return found

    def answers(self):
        """Of every shopper the predicted class, or None, and the columns of predictions."""
        if self.classes:
            probabilities = self.network.probabilities(self.x)
            for row in probabilities:
                named = {f"probability_{name}": p for name, p in zip(self.classes, row)}
                yield self.classes[int(row.argmax())], {"predicted_probability": row.max(), **named}
        elif self.levels:
            for row in quantiles(self.network.forward(self.x)[1][-1]) * self.scale + self.center:
                named = {f"predicted_quantile_{str(k).replace('.', '_')}": v for k, v in zip(self.levels, row)}
                yield None, {"predicted_value": named["predicted_quantile_0_5"], **named}
        else:
            scores = self.network.forward(self.x)[1][-1][:, 0]
            for value in np.exp(scores) if self.loss == "poisson" else scores * self.scale + self.center:
                yield None, {"predicted_value": value}

    def predictions(self, name):
        return [
            [name, key, part, answer, measure, value]
            for key, part, (answer, columns) in zip(self.ids, self.splits, self.answers())
            for measure, value in columns.items()
        ]


def networks() -> dict[str, Trained]:
    """The networks of integration_tests/models, under the names that its tests give them."""
    adamw = {
        "hidden": [4, 3],
        "activation": ["tanh", "gelu"],
        "optimizer": {"name": "adamw", "weight_decay": 0.05},
        "rate": 0.05,
        "schedule": {"name": "cosine", "warm_up": 2, "iterations": 12},
        "clip": 0.5,
        "l2": 0,
    }
    three, numbers = ["size", "visits", "plan"], ["size", "visits"]
    return {
        "two_classes": Trained(
            "churned",
            ["size", "visits", "is_new", "plan"],
            8,
            [3],
            activation="tanh",
            missing_indicator=True,
        ),
        "several_classes": Trained("kind", three, 5, **adamw),
        "continued": Trained("kind", three, 9, **adamw),
        "regression": Trained("amount", ["size", "plan"], 6, [], weight="weight"),
        "quantiles": Trained(
            "amount",
            ["size", "plan"],
            5,
            [3],
            activation="leaky_relu",
            loss="quantile",
            levels=(0.1, 0.5, 0.9),
            optimizer="nesterov",
            rate=0.01,
        ),
        "counts": Trained(
            "orders",
            numbers,
            5,
            [3],
            activation="softplus",
            loss="poisson",
            optimizer="rmsprop",
            rate=0.01,
            schedule={"name": "step", "every": 2},
        ),
        "batches": Trained(
            "churned",
            [*numbers, "is_new"],
            7,
            [3],
            activation="tanh",
            optimizer="adam",
            rate=0.05,
            batch_size=12,
        ),
        "stopped": Trained(
            "churned",
            [*numbers, "is_new"],
            40,
            [4],
            optimizer="gradient_descent",
            rate=1,
            seed=1,
            patience=2,
        ),
        "weighted": Trained(
            "kind",
            ["size", "plan"],
            5,
            [4],
            weight="weight",
            balanced=True,
            optimizer="adam",
            rate=0.02,
            dropout=(0.3,),
            l1=0.01,
        ),
        "forms": Trained("churned", three, 4, [2], activation="tanh"),
        "resumed": Trained("kind", numbers, 6, [3]),
    }


def points_network(iterations: int) -> tuple[Network, list[float]]:
    """The network of the stage models after some iterations, and their losses."""
    data = seed("points", POINTS)
    x = np.array([data["x1"], data["x2"]]).T
    y = np.array([["left", "right"].index(side) for side in data["side"]])
    train = np.array([part == "train" for part in data["part"]])
    network = Network(features=2, hidden=[2], outputs=2, l2=0.01, learning_rate=0.5)
    return network, [loss for loss, _ in network.train(x[train], y[train], iterations)]


def points_rows() -> list[list]:
    found = []
    for name, iterations in {"points_init": 0, "points_update": 6}.items():
        network, losses = points_network(iterations)
        for (layer, source, target), value in network.parameters().items():
            found.append([name, "weight" if source else "bias", iterations, layer, source, target, None, value])
        for at, loss in enumerate(losses, start=1):
            found.append([name, "train_loss", at, None, None, None, None, loss])
    return found


def points_predictions() -> list[list]:
    data, found = seed("points", POINTS), []
    network, _ = points_network(6)
    for key, part, row in zip(data["point"], data["part"], network.probabilities(np.array([data["x1"], data["x2"]]).T)):
        answer = ["left", "right"][int(row.argmax())]
        for measure, value in zip(["probability_left", "probability_right"], row):
            found.append(["points", str(key), part, answer, measure, value])
    return found


def evaluations(trained: dict[str, Trained]) -> list[list]:
    """What scikit-learn says of the predictions, and counts."""
    found = []
    two, three, number = trained["two_classes"], trained["several_classes"], trained["regression"]
    answers = list(two.answers())
    yes = np.array([columns["probability_yes"] for _, columns in answers])
    labels, predicted = np.array(two.labels), np.array([answer for answer, _ in answers])
    for part in sorted(set(two.splits)):
        at = np.array(two.splits) == part
        measured = classification(labels[at], predicted[at], {"no": 1 - yes[at], "yes": yes[at]}, positive="yes")
        found += [["two_classes", part, name, value] for name, value in measured.items() if value is not None]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        false_positives, true_positives, _ = sk.roc_curve(labels == "yes", yes, drop_intermediate=False)
    for at, rates in enumerate(zip(false_positives, true_positives)):
        found += [
            ["roc", str(at), name, value] for name, value in zip(["false_positive_rate", "true_positive_rate"], rates)
        ]

    bins = np.maximum(np.ceil(yes * 4), 1).astype(int)
    for at in sorted(set(bins)):
        chosen = bins == at
        columns = {"examples": chosen.sum(), "mean_probability": yes[chosen].mean()}
        columns["observed_rate"] = (labels[chosen] == "yes").mean()
        found += [["calibration", str(at), name, value] for name, value in columns.items()]

    pairs = Counter(zip(three.labels, (answer for answer, _ in three.answers())))
    for (label, answer), count in sorted(pairs.items()):
        of_label = sum(n for (own, _), n in pairs.items() if own == label)
        found += [["confusion", f"{label} {answer}", "examples", count]]
        found += [["confusion", f"{label} {answer}", "share_of_label", count / of_label]]

    values = [columns["predicted_value"] for _, columns in number.answers()]
    measured = regression(number.labels, values, number.weights)
    found += [["regression", "all", name, value] for name, value in measured.items() if value is not None]
    return found


def expected() -> dict[str, list[list]]:
    """The rows of each seed of known numbers."""
    trained = networks()
    rows = []
    for name, network in trained.items():
        rows += network.rows(name, first=5 if name == "continued" else 0)
    for row in rows:
        if row[:3] == ["resumed", "train_loss", 1]:
            row[-1] = LOSS_OF_THE_CHECKPOINT
    predicted = ["two_classes", "several_classes", "regression", "quantiles", "counts"]
    return {
        "expected_networks": rows + points_rows(),
        "expected_predictions": [row for name in predicted for row in trained[name].predictions(name)]
        + points_predictions(),
        "expected_evaluations": evaluations(trained),
    }
