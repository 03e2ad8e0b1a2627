"""`dbt run` of a model that is `select 1`, in the same project: what dbt itself takes."""

from __future__ import annotations

import os
import time

from benchmarks.consumer import EMPTY_MODEL
from benchmarks.contenders import Job, Measurement
from benchmarks.contenders.dbt_nn import SPAWNED, run_model
from benchmarks.dbt_command import total


def run(job: Job) -> Measurement:
    started = float(os.environ.get(SPAWNED, time.time()))
    command = run_model(job, EMPTY_MODEL)
    if not command.success:
        return Measurement(error=command.message)
    return Measurement(
        training=total(command.statements),
        details={"process": command.ended - started, "dbt": command.seconds, "node": command.node_seconds},
    )
