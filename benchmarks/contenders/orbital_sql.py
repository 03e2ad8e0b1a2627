"""A network as orbital writes it down: https://pypi.org/project/orbital. It has an environment of its own.

Reads JSON from standard input: {centers, scales, hidden: a list per input, hidden_biases, score: the difference of the
two scores' weights, score_bias}. Prints the SELECT of the probabilities from a table `points` with columns f0, f1, …
"""

from __future__ import annotations

import json
import sys
import warnings

import numpy as np
import orbital
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler


def pipeline_of(given: dict) -> Pipeline:
    """A fitted pipeline whose numbers are replaced by those of the network."""
    random = np.random.default_rng(0)
    x, y = random.normal(size=(20, len(given["centers"]))), np.where(np.arange(20) % 2, "true", "false")
    pipeline = Pipeline(
        [("scaler", StandardScaler()), ("network", MLPClassifier((len(given["hidden_biases"]),), max_iter=1))]
    ).fit(x, y)
    scaler, network = pipeline.named_steps["scaler"], pipeline.named_steps["network"]
    scaler.mean_, scaler.scale_ = np.array(given["centers"]), np.array(given["scales"])
    network.coefs_ = [np.array(given["hidden"]), np.array(given["score"]).reshape(-1, 1)]
    network.intercepts_ = [np.array(given["hidden_biases"]), np.array([given["score_bias"]])]
    return pipeline


def main() -> None:
    given = json.load(sys.stdin)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pipeline = pipeline_of(given)
    features = {f"f{k}": orbital.types.DoubleColumnType() for k in range(len(given["centers"]))}
    print(orbital.export_sql("points", orbital.parse_pipeline(pipeline, features=features), dialect="duckdb"))


if __name__ == "__main__":
    main()
