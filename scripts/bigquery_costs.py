"""Write the tables of docs/cost.md: the demo's networks on BigQuery by dbt_nn.estimate, beside a DNN of BigQuery ML.

    make bigquery-costs

It loads the demo's seeds into the emulator of scripts/warehouses/bigquery.sh, asks dbt_nn.estimate for each network,
and multiplies by the list prices below. tests/python/test_bigquery_costs.py compares the page with them.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs/cost.md"
MARKS = "<!-- written by `make bigquery-costs` -->", "<!-- until here -->"
NETWORKS = ["iris", "penguins", "breast_cancer", "diabetes", "digits", "cigarettes"]
# US dollars: a TiB on demand, for a DNN's `create model` too; an hour of n1-standard-4 in Vertex AI's training.
PER_TIB, PER_HOUR = 6.25, 0.21849885
LEAST = 10 * 1024**2
UNITS = {"B": 1, "kB": 1024, "MB": 1024**2, "GB": 1024**3, "TB": 1024**4}
# The network of `diabetes`, with more rows.
MORE_ROWS = [100_000, 1_000_000, 10_000_000, 100_000_000]
FEATURES_AND_LABEL, BYTES_OF_A_NUMBER = 11, 8


@dataclass
class Estimate:
    """What dbt_nn.estimate printed of a network."""

    rows: int
    columns: int
    examples: float
    parameters: int
    of_parameters: float
    before: int
    iterations: int
    checks: int
    after: int
    statements: int
    read: str
    time: str
    billed: str

    def bytes_billed(self, rows: int | None = None) -> float:
        """By the formula of macros/training/cost.sql; with other rows, of the same network."""
        examples = self.examples if rows is None else BYTES_OF_A_NUMBER * rows * self.columns
        examples, parameters = max(examples, LEAST), max(self.of_parameters, LEAST)
        return (
            self.iterations * (examples + parameters)
            + 2 * self.checks * parameters
            + (self.before + self.after) * examples
            + self.after * parameters
        )


def estimate_in(output: str) -> Estimate:
    """What the lines of a log say."""

    def found(pattern: str) -> list[str]:
        return list(re.search(pattern, output).groups())

    size = r"([\d.]+) (B|kB|MB|GB|TB)"
    rows, columns, number, unit = found(rf"  examples +(\d+) rows, (\d+) encoded columns: {size}")
    parameters, of_number, of_unit = found(rf"  parameters +(\d+)[^:]*: {size}")
    counts = [
        int(found(rf"  {line} +(?:at most )?(\d+) statement")[0])
        for line in ("before", "iterations", "checks", "after")
    ]
    statements, read = found(r"  in all +at most (\d+) statements, (.+) read")
    return Estimate(
        int(rows), int(columns), float(number) * UNITS[unit], int(parameters), float(of_number) * UNITS[of_unit],
        *counts, int(statements), read, found(r"  time +about ([^,]+),")[0], found(r"  billed +(\S+ \S+) ")[0],
    )  # fmt: skip


def readable(size: float) -> str:
    """As dbt_nn writes bytes."""
    unit = next((unit for unit in UNITS if size < 1024 * UNITS[unit]), "TB")
    return f"{size / UNITS[unit]:.1f} {unit}"


def dollars(size: float) -> float:
    return size / UNITS["TB"] * PER_TIB


def row(*cells) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def as_dear(ours: float, theirs: float) -> str:
    """A training query of BigQuery ML's, and how long Vertex AI may train for the same money."""
    minutes = (dollars(ours) - dollars(theirs)) / PER_HOUR * 60
    return f"${dollars(theirs):.5f} and {f'{minutes:.0f} min' if minutes < 100 else f'{minutes / 60:.1f} h'}"


def tables(estimates: dict[str, Estimate]) -> str:
    head = ["network", "rows", "columns", "parameters", "iterations", "statements", "read", "time", "billed", "price"]
    lines = [row(*head, "BigQuery ML costs the same at"), row(*["---"] * 11)]
    for name, one in estimates.items():
        counts = one.rows, one.columns, one.parameters, one.iterations, one.statements
        billed = one.bytes_billed()
        lines.append(
            row(
                f"`{name}_network`",
                *(f"{count:,}" for count in counts),
                one.read,
                one.time,
                one.billed,
                f"${dollars(billed):.3f}",
                as_dear(billed, LEAST),
            )
        )
    head = "rows", "billed to dbt_nn", "price", "read by `create model`", "BigQuery ML costs the same at"
    lines += ["", row(*head), row(*["---"] * 5)]
    for rows in MORE_ROWS:
        ours = estimates["diabetes"].bytes_billed(rows)
        theirs = max(BYTES_OF_A_NUMBER * rows * FEATURES_AND_LABEL, LEAST)
        lines.append(row(f"{rows:,}", readable(ours), f"${dollars(ours):.2f}", readable(theirs), as_dear(ours, theirs)))
    return "\n".join(lines)


def written() -> str:
    """The tables as they are on the page."""
    return PAGE.read_text(encoding="utf-8").split(MARKS[0])[1].split(MARKS[1])[0].strip()


def dbt(*arguments: str) -> str:
    command = [str(Path(sys.executable).parent / "dbt"), *arguments, "--target", "bigquery"]
    done = subprocess.run(
        command, cwd=PAGE.parent.parent, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return done.stdout


def main() -> None:
    dbt("seed", "--select", *NETWORKS)
    found = {}
    for name in NETWORKS:
        asked = json.dumps({"network": f"{name}_network"})
        found[name] = estimate_in(dbt("run-operation", "dbt_nn.estimate", "--args", asked))
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(MARKS[0])
    PAGE.write_text(f"{before}{MARKS[0]}\n\n{tables(found)}\n\n{MARKS[1]}{rest.split(MARKS[1])[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
