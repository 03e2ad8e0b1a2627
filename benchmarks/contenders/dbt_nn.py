"""dbt_nn, as users run it: `dbt run` of a model of dbt_nn.train, in a project that installs the package by its path.

The time is that of the statements that dbt sends, which dbt's own events tell: `training` is the loop (the segments,
the batches laid out for them, the checks and commits of checkpoints), `before` what comes ahead of it (looking at the
examples, learning the encoding, encoding), `after` the storing of the network. The rest of dbt's time is shown apart.
"""

from __future__ import annotations

import os
import time

import duckdb

from benchmarks import consumer
from benchmarks.contenders import Job, Measurement
from benchmarks.dbt_command import Command, dbt, phases, total

SPAWNED = "BENCHMARK_SPAWNED"


def run(job: Job) -> Measurement:
    started = float(os.environ.get(SPAWNED, time.time()))
    command = run_model(job, job.workload.name)
    if not command.success:
        if "not yet there" in command.message or "is not an option" in command.message:
            return Measurement(skipped="not yet: " + command.message.strip().splitlines()[-1].strip())
        return Measurement(error=command.message)
    parts = phases(command.statements)
    segments = [statement for statement in parts.loop if statement.is_segment]
    batches = [statement for statement in parts.loop if statement.lays_out_batches]
    matrices, losses = stored(job)
    return Measurement(
        before=total(parts.before),
        training=total(parts.loop),
        after=total(parts.after),
        iterations=job.iterations,
        matrices=matrices,
        losses=losses,
        details={
            "process": command.ended - started,
            "dbt": command.seconds,
            "node": command.node_seconds,
            "segments": total(segments),
            "segment_statements": len(segments),
            "batches": total(batches),
            "checkpoints": total(parts.loop) - total(segments) - total(batches),
            "largest_statement": max(len(statement.sql.encode()) for statement in command.statements),
        },
    )


def run_model(job: Job, model: str, target: str | None = None, **options) -> Command:
    """`dbt run` of one model, anew. Targets have folders of their own, or dbt would parse everything at each change."""
    target = target or consumer.target_of(job.threads)
    return dbt(
        job.project,
        *("run", "--full-refresh", "--select", model),
        *("--target", target, "--target-path", f"target/{target}", "--log-path", f"logs/{target}"),
        **options,
    )


def stored(job: Job) -> tuple[list, list[float]]:
    """The parameters in the network's table, and the training loss of every iteration."""
    import numpy as np

    with duckdb.connect(str(job.database), read_only=True) as connection:
        cells = connection.execute(
            f"select layer, input, output, value from {job.workload.name} where role in ('weight', 'bias')"
        ).fetchnumpy()
        losses = connection.execute(
            f"select value from {job.workload.name} where role = 'train_loss' order by iteration"
        ).fetchall()
    matrices = []
    for layer in range(1, cells["layer"].max() + 1):
        of_layer = cells["layer"] == layer
        source, target = cells["input"][of_layer], cells["output"][of_layer]
        matrix = np.full((source.max() + 1, target.max()), np.nan)
        matrix[source, target - 1] = cells["value"][of_layer]
        matrices.append(matrix)
    return matrices, [loss for (loss,) in losses]
