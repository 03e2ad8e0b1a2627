"""The way of the literature: matrices as rows of cells, a product as join and group by, all in one recursive CTE.

A restatement in our own words, for one hidden layer with ReLU and softmax. Row 0 of a weight matrix holds the biases;
the inputs have a column 0 of ones, and so have the hidden units.
"""

from __future__ import annotations

import time

import duckdb
import numpy as np

from benchmarks.contenders import Job, Measurement
from benchmarks.network import first_matrices

CELLS = """
create temp table inputs as
with standardised as (
  select id, {standardised} from {table}
)
select id as i, 0 as j, 1e0 as v from standardised
union all
select id as i, substr(name, 2) :: integer as j, v
from (unpivot standardised on columns(* exclude id) into name name value v)
"""

RECURSIVE = """
with recursive weights (iteration, layer, i, j, v) as (
  select 0, layer, i, j, v from first_weights

  union all

  (
    with latest as (
      select * from weights where iteration < {iterations}
    ),

    sums as (
      select inputs.i, latest.j, sum(inputs.v * latest.v) as v
      from inputs inner join latest on inputs.j = latest.i and latest.layer = 1
      group by inputs.i, latest.j
    ),

    units as (
      select i, j, greatest(v, 0e0) as v from sums
      union all
      select i, 0 as j, v from inputs where j = 0
    ),

    scores as (
      select units.i, latest.j, sum(units.v * latest.v) as v
      from units inner join latest on units.j = latest.i and latest.layer = 2
      group by units.i, latest.j
    ),

    greatest_scores as (
      select i, max(v) as v from scores group by i
    ),

    odds as (
      select scores.i, scores.j, exp(scores.v - greatest_scores.v) as v
      from scores inner join greatest_scores on scores.i = greatest_scores.i
    ),

    totals as (
      select i, sum(v) as v from odds group by i
    ),

    slopes as (
      select odds.i, odds.j, (odds.v / totals.v - labels.v) / {rows} as v
      from odds
      inner join totals on odds.i = totals.i
      inner join labels on odds.i = labels.i and odds.j = labels.j
    ),

    deltas as (
      select slopes.i, latest.i as j, sum(slopes.v * latest.v) as v
      from slopes inner join latest on slopes.j = latest.j and latest.layer = 2 and latest.i > 0
      group by slopes.i, latest.i
    ),

    gated as (
      select deltas.i, deltas.j, deltas.v
      from deltas inner join sums on deltas.i = sums.i and deltas.j = sums.j and sums.v > 0
    ),

    gradients as (
      select 1 as layer, inputs.j as i, gated.j, sum(inputs.v * gated.v) as v
      from inputs inner join gated on inputs.i = gated.i
      group by inputs.j, gated.j
      union all
      select 2 as layer, units.j as i, slopes.j, sum(units.v * slopes.v) as v
      from units inner join slopes on units.i = slopes.i
      group by units.j, slopes.j
    )

    select
      latest.iteration + 1, latest.layer, latest.i, latest.j, latest.v - {learning_rate} * coalesce(gradients.v, 0e0)
    from latest
    left join gradients on latest.layer = gradients.layer and latest.i = gradients.i and latest.j = gradients.j
  )
)

select layer, i, j, v from weights where iteration = {iterations}
"""


def run(job: Job) -> Measurement:
    workload = job.workload
    first = first_matrices([workload.features, *workload.hidden, workload.classes])
    with duckdb.connect(str(job.database), read_only=True, config={"threads": job.threads}) as connection:
        started = time.perf_counter()
        standardised = ", ".join(f"({x} - avg({x}) over ()) / stddev_pop({x}) over () as {x}" for x in workload.columns)
        connection.execute(CELLS.format(standardised=standardised, table=workload.table))
        connection.execute(
            f"""
            create temp table labels as
            select id as i, class as j, (label + 1 = class) :: double as v
            from {workload.table} cross join range(1, {workload.classes + 1}) as classes (class)
            """
        )
        cells = [
            (layer, i, j + 1, float(value))
            for layer, matrix in enumerate(first, start=1)
            for (i, j), value in np.ndenumerate(matrix)
        ]
        connection.execute("create temp table first_weights (layer integer, i integer, j integer, v double)")
        connection.executemany("insert into first_weights values (?, ?, ?, ?)", cells)
        before = time.perf_counter() - started
        query = RECURSIVE.format(
            iterations=job.iterations, rows=f"{workload.rows}e0", learning_rate=f"{workload.learning_rate!r} :: double"
        )
        started = time.perf_counter()
        trained = connection.execute(query).fetchall()
        training = time.perf_counter() - started
    for layer, i, j, value in trained:
        first[layer - 1][i, j - 1] = value
    return Measurement(before, training, iterations=job.iterations, matrices=first)
