"""The losses for numbers in NumPy: of every example its loss, and the loss's slope by each of its scores."""

import numpy as np


def absolute_error(scores, y):
    difference = scores[:, 0] - y
    return np.abs(difference), np.sign(difference)[:, None]


def huber(scores, y, delta=1.0):
    difference = scores[:, 0] - y
    size = np.abs(difference)
    is_near = size <= delta
    losses = np.where(is_near, difference**2 / 2, delta * (size - delta / 2))
    return losses, np.where(is_near, difference, delta * np.sign(difference))[:, None]


def poisson(scores, y):
    """Half the deviance: 0 where the expected value is the target."""
    expected = np.exp(scores[:, 0])
    least = np.where(y > 0, y * np.log(np.where(y > 0, y, 1)) - y, 0)
    return expected - y * scores[:, 0] + least, (expected - y)[:, None]


def quantiles(scores):
    """From the least on: the first score, then softplus of each further one on top."""
    return np.cumsum(np.hstack([scores[:, :1], np.logaddexp(0, scores[:, 1:])]), axis=1)


def quantile(scores, y, levels=(0.1, 0.5, 0.9)):
    levels = np.array(levels)
    above = np.reshape(y, (-1, 1)) - quantiles(scores)
    losses = np.maximum(levels * above, (levels - 1) * above).mean(axis=1)
    by_quantile = np.where(above < 0, 1 - levels, -levels) / len(levels)
    by_score = by_quantile[:, ::-1].cumsum(axis=1)[:, ::-1]
    by_score[:, 1:] /= 1 + np.exp(-scores[:, 1:])
    return losses, by_score


LOSSES = {"absolute_error": absolute_error, "huber": huber, "poisson": poisson, "quantile": quantile}


def loss_and_slopes(loss, scores, y):
    """`loss` is a name, or a dict with its constants, as in the package."""
    constants = {} if isinstance(loss, str) else {key: value for key, value in loss.items() if key != "name"}
    return LOSSES[loss if isinstance(loss, str) else loss["name"]](scores, y, **constants)
