"""Who learns a split: dbt_nn in NumPy, and rivals with scikit-learn's defaults, all on the same encoded inputs."""

from __future__ import annotations

import warnings

import numpy as np

from .clone import Encoder, Options, chosen, losses_and_slopes, mean_labels, texts_of, train


class Split:
    """A table cut into 60 % training, 20 % validation and 20 % test rows; no contender sees the test rows' labels."""

    def __init__(self, features, labels, is_classes: bool, seed: int | None, parts=(0.6, 0.2), averages=True):
        """By a seed, or in the order of the rows."""
        order = np.arange(len(labels)) if seed is None else np.random.default_rng(seed).permutation(len(labels))
        ends = [round(len(order) * parts[0]), round(len(order) * sum(parts))]
        rows = order[: ends[0]], order[ends[0] : ends[1]], order[ends[1] :]
        self.is_classes, encoder = is_classes, Encoder(features.iloc[rows[0]])
        if is_classes:
            # As dbt_nn: classes are those of the training rows; others can't be judged.
            known = np.unique(labels[rows[0]])
            places = np.searchsorted(known, labels).clip(0, len(known) - 1)
            rows = [part[known[places[part]] == labels[part]] for part in rows]
            self.outputs, self.center, self.scale, targets = len(known), 0, 1, places
        else:
            self.outputs, self.center, self.scale = 1, labels[rows[0]].mean(), labels[rows[0]].std()
            targets = (labels - self.center) / self.scale
        means = {}
        if self.outputs <= 10 and averages:
            for name in encoder.many:
                means[name] = mean_labels(texts_of(features[name]), rows[0], targets, self.outputs)
        encoded = encoder(features, means)
        self.rows, self.trains, self.all_targets = rows, rows[0], targets
        self.x, self.held_x, self.test_x = (encoded[part] for part in rows)
        self.y, self.held_y, self.test_y = (targets[part] for part in rows)
        self.fit_x, self.fit_y = np.vstack([self.x, self.held_x]), np.concatenate([self.y, self.held_y])

    def score_of_scores(self, scores) -> float:
        """Log loss; of numbers R²."""
        losses, _ = losses_and_slopes(scores, self.test_y, self.is_classes)
        if self.is_classes:
            return float(losses.mean())
        return float(1 - 2 * losses.mean() / self.test_y.var())

    def score_of_probabilities(self, probabilities) -> float:
        own = probabilities[np.arange(len(self.test_y)), self.test_y]
        return float(-np.log(np.clip(own, 1e-15, 1)).mean())

    def score_of_rival(self, model) -> float:
        """Rivals train on training and validation rows: they have no use for the latter but as rows."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(self.fit_x, self.fit_y)
        if self.is_classes:
            return self.score_of_probabilities(model.predict_proba(self.test_x))
        predicted = model.predict(self.test_x)
        return float(1 - ((predicted - self.test_y) ** 2).mean() / self.test_y.var())


def by_rule(**changes):
    def run(split: Split):
        options = chosen(len(split.x), split.x.shape[1], len(split.held_x), **changes)
        return by_options(options)(split)

    return run


def by_options(options: Options):
    def run(split: Split):
        found = train(split.x, split.y, split.held_x, split.held_y, split.outputs, split.is_classes, options)
        return split.score_of_scores(found.scores(split.test_x))

    return run


def inverse_temperature(scores, labels) -> float:
    """Of the least log loss: macros/training/temperature.sql. Above 1 only where 5 rows or more are predicted wrong."""
    from scipy.optimize import minimize_scalar

    if len(labels) < 50:
        return 1.0
    best = minimize_scalar(
        lambda factor: losses_and_slopes(factor * scores, labels, True)[0].mean(), bounds=(0.05, 20), method="bounded"
    ).x
    wrong = (scores[np.arange(len(labels)), labels] < scores.max(axis=1)).sum()
    return best if best < 1 or wrong >= 5 else 1.0


def calibrated(split: Split):
    """The scores divided by the temperature."""
    options = chosen(len(split.x), split.x.shape[1], len(split.held_x))
    found = train(split.x, split.y, split.held_x, split.held_y, split.outputs, split.is_classes, options)
    inverse = inverse_temperature(found.scores(split.held_x), split.held_y) if split.is_classes else 1.0
    return split.score_of_scores(inverse * found.scores(split.test_x))


def before(split: Split):
    """The defaults of before: a constant penalty, 100 iterations, and validation rows that nobody looks at."""
    return by_options(Options(0.003 if split.is_classes else 0.01))(split)


def without_validation(split: Split):
    """Every row trains, as it is without an example_id."""
    options = chosen(len(split.fit_x), split.x.shape[1], 0, has_id=False)
    found = train(split.fit_x, split.fit_y, None, None, split.outputs, split.is_classes, options)
    return split.score_of_scores(found.scores(split.test_x))


def constant(split: Split):
    """The shares of the classes, or the mean."""
    if not split.is_classes:
        return float(1 - ((split.fit_y.mean() - split.test_y) ** 2).mean() / split.test_y.var())
    shares = np.bincount(split.fit_y, minlength=split.outputs) / len(split.fit_y)
    return split.score_of_probabilities(np.tile(shares, (len(split.test_y), 1)))


def linear(split: Split):
    from sklearn.linear_model import LogisticRegression, Ridge

    return split.score_of_rival(LogisticRegression(max_iter=1000) if split.is_classes else Ridge())


def mlp(early_stopping: bool):
    def run(split: Split):
        from sklearn.neural_network import MLPClassifier, MLPRegressor

        kind = MLPClassifier if split.is_classes else MLPRegressor
        return split.score_of_rival(kind(early_stopping=early_stopping, random_state=0))

    return run


def trees(split: Split):
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    kind = HistGradientBoostingClassifier if split.is_classes else HistGradientBoostingRegressor
    return split.score_of_rival(kind(random_state=0))


OURS = {"dbt_nn": by_rule(), "calibrated": calibrated, "before": before, "all_rows": without_validation}
RIVALS = {"constant": constant, "linear": linear, "mlp": mlp(False), "mlp_stopped": mlp(True), "trees": trees}
