"""The activations of dbt_nn in NumPy: values from the definitions, slopes from the weighted sums alone."""

import numpy as np

SELU_SCALE, SELU_ALPHA = 1.0507009873554804934193349852946, 1.6732632423543772848170429916717
GELU_SCALE = np.sqrt(2 / np.pi)


def sigmoid(s):
    return np.exp(-np.logaddexp(0, -s))


def gelu_tanh(s):
    return np.tanh(GELU_SCALE * (s + 0.044715 * s**3))


VALUES = {
    "relu": lambda s: np.maximum(s, 0),
    "leaky_relu": lambda s: np.maximum(s, 0.01 * s),
    "elu": lambda s: np.where(s > 0, s, np.expm1(np.minimum(s, 0))),
    "selu": lambda s: SELU_SCALE * np.where(s > 0, s, SELU_ALPHA * np.expm1(np.minimum(s, 0))),
    "tanh": np.tanh,
    "sigmoid": sigmoid,
    "softplus": lambda s: np.logaddexp(0, s),
    "gelu": lambda s: 0.5 * s * (1 + gelu_tanh(s)),
    "identity": lambda s: s,
}
SLOPES = {
    "relu": lambda s: (s > 0).astype(float),
    "leaky_relu": lambda s: np.where(s > 0, 1.0, 0.01),
    "elu": lambda s: np.exp(np.minimum(s, 0)),
    "selu": lambda s: SELU_SCALE * np.where(s > 0, 1, SELU_ALPHA * np.exp(np.minimum(s, 0))),
    "tanh": lambda s: 1 - np.tanh(s) ** 2,
    "sigmoid": lambda s: sigmoid(s) * sigmoid(-s),
    "softplus": sigmoid,
    "gelu": lambda s: (
        0.5 * (1 + gelu_tanh(s)) + 0.5 * s * (1 - gelu_tanh(s) ** 2) * GELU_SCALE * (1 + 3 * 0.044715 * s**2)
    ),
    "identity": np.ones_like,
}
# The variance of first weights, times the inputs; Glorot's, which counts the outputs too, where there is none.
VARIANCES = {"relu": 2, "leaky_relu": 2, "elu": 2, "softplus": 2, "gelu": 2, "selu": 1}
