"""One job in a process of its own: python -m benchmarks.child JOB RESULT, both files of JSON.

A process each, so that the peak of memory is that of one run, and BLAS has the number of threads that was asked for.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

from benchmarks.contenders import Job, Measurement, run
from benchmarks.contenders.dbt_nn import SPAWNED
from benchmarks.workloads import Workload

ROOT = Path(__file__).resolve().parent.parent
THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def in_child(job: Job) -> Measurement:
    """Run a job in a new process. What goes wrong there is an error of the measurement, not of the benchmark."""
    question, answer = job.folder / "job.json", job.folder / "measurement.json"
    answer.unlink(missing_ok=True)
    question.write_text(json.dumps(asdict(job), default=str), encoding="utf-8")
    environment = os.environ | dict.fromkeys(THREAD_VARIABLES, str(job.threads)) | {SPAWNED: repr(time.time())}
    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks.child", str(question), str(answer)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if not answer.exists():
        return Measurement(error=(ended.stderr or ended.stdout).strip()[-2000:] or f"exit code {ended.returncode}")
    return Measurement(**json.loads(answer.read_text(encoding="utf-8")))


def in_process(job: Job) -> Measurement:
    """Run a job here, without the interpreter's start; parameters are left in a file for the judge."""
    reset_peak_memory()
    try:
        measurement = run(job)
    except Exception as error:
        return Measurement(error=f"{type(error).__name__}: {error}")
    measurement.peak_memory = peak_memory()
    if measurement.matrices:
        import numpy as np

        job.parameters.parent.mkdir(parents=True, exist_ok=True)
        np.savez(job.parameters, *measurement.matrices)
        measurement.matrices = None
    return measurement


def peak_memory() -> int:
    """Bytes. Linux tells the peak of this program; elsewhere it may be that of the one that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text()).group(1)) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def reset_peak_memory() -> None:
    peak = Path("/proc/self/clear_refs")
    if peak.exists():
        peak.write_text("5")


def main() -> None:
    question, answer = map(Path, sys.argv[1:])
    fields = json.loads(question.read_text(encoding="utf-8"))
    workload = fields.pop("workload")
    workload = Workload(
        **{**workload, "hidden": tuple(workload["hidden"]), "contenders": tuple(workload["contenders"])}
    )
    measurement = in_process(Job(**{**fields, "workload": workload, "folder": Path(fields["folder"])}))
    answer.write_text(json.dumps(measurement.as_json()), encoding="utf-8")


if __name__ == "__main__":
    main()
