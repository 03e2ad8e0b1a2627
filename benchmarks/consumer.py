"""The dbt project of a user: it installs the package by its path, and has a model per workload."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.workloads import Workload

ROOT = Path(__file__).resolve().parent.parent
THREADS = (1, 2)
EMPTY_MODEL = "empty"


def target_of(threads: int) -> str:
    return f"threads_{threads}"


def write(folder: Path, database: Path, workloads: list[Workload], threads: set[int]) -> None:
    """All but the packages, which `dbt deps` brings. Models of other workloads go: their tables may be missing."""
    outputs = {
        target_of(count): {"type": "duckdb", "path": str(database), "threads": 1, "settings": {"threads": count}}
        for count in sorted(threads)
    }
    # A target of its own, where DuckDB writes the profile of every statement down.
    for name, output in list(outputs.items()):
        settings = {
            **output["settings"],
            "enable_profiling": "json",
            "profiling_output": str(profile_file(folder)),
        }
        outputs[f"{name}_profiled"] = {**output, "settings": settings}
    files = {
        "dbt_project.yml": "name: bench\nversion: '1.0'\nconfig-version: 2\nprofile: bench\n",
        "packages.yml": f"packages:\n  - local: {json.dumps(str(ROOT))}\n",
        "profiles.yml": json.dumps({"bench": {"target": min(outputs), "outputs": outputs}}),
        "models/tables.yml": json.dumps(
            {
                "version": 2,
                "sources": [
                    {
                        "name": "tables",
                        "schema": "main",
                        "tables": [{"name": name} for name in sorted({workload.table for workload in workloads})],
                    }
                ],
            }
        ),
        f"models/{EMPTY_MODEL}.sql": "{{ config(materialized='table') }}\n\nselect 1 as one\n",
    }
    for name, text in files.items():
        put(folder / name, text)
    names = {EMPTY_MODEL, *(workload.name for workload in workloads)}
    for file in (folder / "models").glob("*.sql"):
        if file.stem not in names:
            file.unlink()
    for workload in workloads:
        write_model(folder, workload, workload.iterations)


def write_model(folder: Path, workload: Workload, iterations: int) -> None:
    """The model of a workload: dbt_nn.train, as the README has it."""
    options = {
        "label": "label",
        "example_id": "id",
        "hidden_layers": list(workload.hidden),
        "optimizer": workload.optimizer,
        "learning_rate": workload.learning_rate,
        "l2": 0,
        "early_stopping": False,
        "iterations": iterations,
    }
    if workload.batch_size:
        options["batch_size"] = workload.batch_size
    given = "".join(f",\n  {name}={value!r}" for name, value in options.items())
    put(
        folder / "models" / f"{workload.name}.sql",
        f"{{{{ dbt_nn.train(\n  examples=source('tables', '{workload.table}'){given}\n) }}}}\n",
    )


def profile_file(folder: Path) -> Path:
    return folder / "profile.json"


def put(file: Path, text: str) -> None:
    """Leave a file alone that has the text, so that dbt needn't parse it again."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")
