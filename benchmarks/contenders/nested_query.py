"""The published way to train a network in one query, restated in our own words: a SELECT around a SELECT per iteration.

Every row carries every parameter as a column of its own. A sum over all rows is a window's, so that each row finds it
beside it and updates its own copy. As in the original, a level of SELECT follows the other: units, scores,
probabilities, loss, slopes, gradients of the second layer, of the first, update; and the result has a row per example,
of which one is read here. What is ours: standardised rows, the maximum shift of the softmax, and the right gates.
Written for 2-2-2 with ReLU and softmax.
"""

from __future__ import annotations

import time

import duckdb
import numpy as np

from benchmarks.contenders import Job, Measurement
from benchmarks.network import first_matrices

# The query grows with every iteration, and the time of an iteration with it.
MOST_ITERATIONS = 10

WEIGHTS = ["b1_1", "b1_2", "w1_11", "w1_12", "w1_21", "w1_22", "b2_1", "b2_2", "w2_11", "w2_12", "w2_21", "w2_22"]

ITERATION = """
select x1, x2, is_1, is_2,
{updates}
from (
  select *,
    sum(delta_1) over () as grad_b1_1, sum(delta_2) over () as grad_b1_2,
    sum(x1 * delta_1) over () as grad_w1_11, sum(x1 * delta_2) over () as grad_w1_12,
    sum(x2 * delta_1) over () as grad_w1_21, sum(x2 * delta_2) over () as grad_w1_22
  from (
    select *,
      sum(slope_1) over () as grad_b2_1, sum(slope_2) over () as grad_b2_2,
      sum(unit_1 * slope_1) over () as grad_w2_11, sum(unit_1 * slope_2) over () as grad_w2_12,
      sum(unit_2 * slope_1) over () as grad_w2_21, sum(unit_2 * slope_2) over () as grad_w2_22,
      case when unit_1 > 0 then slope_1 * w2_11 + slope_2 * w2_12 else 0 end as delta_1,
      case when unit_2 > 0 then slope_1 * w2_21 + slope_2 * w2_22 else 0 end as delta_2
    from (
      select *, (probability_1 - is_1) / examples as slope_1, (probability_2 - is_2) / examples as slope_2
      from (
        select *, sum(surprise) over () / examples as loss
        from (
          select *, -ln(is_1 * probability_1 + is_2 * probability_2) as surprise, count(*) over () as examples
          from (
            select *,
              exp(score_1 - top) / (exp(score_1 - top) + exp(score_2 - top)) as probability_1,
              exp(score_2 - top) / (exp(score_1 - top) + exp(score_2 - top)) as probability_2
            from (
              select *, greatest(score_1, score_2) as top
              from (
                select *,
                  b2_1 + unit_1 * w2_11 + unit_2 * w2_21 as score_1, b2_2 + unit_1 * w2_12 + unit_2 * w2_22 as score_2
                from (
                  select *,
                    case when b1_1 + x1 * w1_11 + x2 * w1_21 > 0 then b1_1 + x1 * w1_11 + x2 * w1_21 else 0 end
                      as unit_1,
                    case when b1_2 + x1 * w1_12 + x2 * w1_22 > 0 then b1_2 + x1 * w1_12 + x2 * w1_22 else 0 end
                      as unit_2
                  from (
{inner}
                  ) as parameters
                ) as units
              ) as scores
            ) as tops
          ) as probabilities
        ) as surprises
      ) as losses
    ) as slopes
  ) as second_layer
) as first_layer
"""


def nested(iterations: int, first: list[np.ndarray], learning_rate: float) -> str:
    """The whole query."""
    values = [*first[0][0], *first[0][1:].ravel(), *first[1][0], *first[1][1:].ravel()]
    literals = ", ".join(
        f"{value!r} :: double as {name}" for name, value in zip(WEIGHTS, map(float, values), strict=True)
    )
    query = f"select x1, x2, is_1, is_2, {literals} from standardised"
    updates = ",\n".join(f"  {name} - {learning_rate!r} :: double * grad_{name} as {name}" for name in WEIGHTS)
    for _ in range(iterations):
        query = ITERATION.format(updates=updates, inner=query)
    return query


def run(job: Job) -> Measurement:
    workload = job.workload
    iterations = min(job.iterations, MOST_ITERATIONS)
    with duckdb.connect(str(job.database), read_only=True, config={"threads": job.threads}) as connection:
        started = time.perf_counter()
        connection.execute(
            f"""
            create temp table standardised as
            select
              (x1 - avg(x1) over ()) / stddev_pop(x1) over () as x1,
              (x2 - avg(x2) over ()) / stddev_pop(x2) over () as x2,
              (label = 0) :: double as is_1,
              (label = 1) :: double as is_2
            from {workload.table}
            """
        )
        before = time.perf_counter() - started
        query = nested(iterations, first_matrices([2, 2, 2]), workload.learning_rate)
        started = time.perf_counter()
        connection.execute(f"create temp table trained as {query}")
        training = time.perf_counter() - started
        (trained,) = connection.execute(f"select {', '.join(WEIGHTS)} from trained limit 1").fetchall()
    matrices = [np.array(trained[:6]).reshape(3, 2), np.array(trained[6:]).reshape(3, 2)]
    return Measurement(before, training, iterations=iterations, matrices=matrices)
