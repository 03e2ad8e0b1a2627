"""scikit-learn's MLPClassifier, as an analyst uses it: fetch the rows out of DuckDB, standardise them, fit.

`max_iter` is the workload's iterations (of lbfgs; of adam, epochs), no penalty, everything else at its default; where
the workload is to reach a log loss, `max_iter` is the default too. The first weights are scikit-learn's own, so the log
loss is reported, not compared. Writing predictions back to the warehouse is left out: an export would have to pay it.
"""

from __future__ import annotations

import time
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from benchmarks import data
from benchmarks.contenders import Job, Measurement

DEFAULT_MAX_ITER = 200


def run(job: Job) -> Measurement:
    warnings.simplefilter("ignore", ConvergenceWarning)
    workload = job.workload
    started = time.perf_counter()
    x, label = data.fetch(job.database, workload, job.threads)
    x = StandardScaler(copy=False).fit_transform(x)
    before = time.perf_counter() - started
    network = MLPClassifier(
        hidden_layer_sizes=workload.hidden,
        solver=job.contender.removeprefix("sklearn_"),
        alpha=0,
        max_iter=DEFAULT_MAX_ITER if workload.to_target else job.iterations,
        random_state=42,
    )
    started = time.perf_counter()
    network.fit(x, label)
    training = time.perf_counter() - started
    return Measurement(before, training, iterations=network.n_iter_, matrices=matrices_of(network, x))


def matrices_of(network: MLPClassifier, x: np.ndarray) -> list[np.ndarray]:
    """The bias first in each; of two classes scikit-learn has one score, so the other's is 0; no columns left out."""
    matrices = [
        np.vstack([biases, weights]) for biases, weights in zip(network.intercepts_, network.coefs_, strict=True)
    ]
    if matrices[-1].shape[1] == 1:
        matrices[-1] = np.hstack([np.zeros_like(matrices[-1]), matrices[-1]])
    # The judge leaves out columns of one value, which are 0 here and add nothing.
    varies = np.concatenate([[True], np.ptp(x, axis=0) > 0])
    matrices[0] = matrices[0][varies]
    return matrices
