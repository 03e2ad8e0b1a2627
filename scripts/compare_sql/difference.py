"""How two captures differ."""

from __future__ import annotations

import difflib
from pathlib import Path

from .capture import SEPARATOR

FILES_SHOWN = 5
LINES_SHOWN = 60
LONGEST_LINE = 300


def files_of(out: Path) -> dict[str, Path]:
    return {str(file.relative_to(out)): file for file in sorted(out.rglob("*")) if file.is_file()}


def shown(name: str, a: Path | None, b: Path | None) -> str:
    """The difference of a file, the beginning of it. A line may hold a whole query, so it is cut."""
    texts = [[] if file is None else file.read_text(encoding="utf-8").splitlines() for file in (a, b)]
    lines = list(difflib.unified_diff(*texts, f"base/{name}", f"new/{name}", lineterm=""))
    cut = [line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] + " …" for line in lines[:LINES_SHOWN]]
    more = [f"… and {len(lines) - LINES_SHOWN} more lines"] if len(lines) > LINES_SHOWN else []
    return "\n".join(cut + more)


def compare(base: Path, new: Path) -> int:
    """Print how two captures differ; 0 if they don't."""
    a, b = files_of(base), files_of(new)
    if not a or not b:
        print(f"there is no capture in {base if not a else new}")
        return 1
    names = sorted(a.keys() | b.keys())
    different = [
        name for name in names if name not in a or name not in b or a[name].read_bytes() != b[name].read_bytes()
    ]
    if different:
        for name in different[:FILES_SHOWN]:
            print(shown(name, a.get(name), b.get(name)), end="\n\n")
        print(f"{len(different)} of {len(names)} files differ:")
        for name in different:
            print(
                f"  {name}"
                + (" (only in the new one)" if name not in a else " (only in base)" if name not in b else "")
            )
        return 1

    def count(*parts: str) -> list[Path]:
        return [file for name, file in a.items() if any(f"/{part}/" in name for part in parts)]

    statements = sum(file.read_text(encoding="utf-8").count(SEPARATOR) + 1 for file in count("statements"))
    # A relation stands in several steps of its project, and is counted once.
    tables = {(file.relative_to(base).parts[0], file.name): file for file in count("tables")}
    columns = [file.read_text(encoding="utf-8").split("\n", 1)[0] for file in tables.values()]
    networks = sum(all(f"{name} " in line for name in ("layer", "input", "output", "value")) for line in columns)
    print(f"identical: {len(count('compiled', 'run'))} files that dbt wrote, {statements} statements that it sent,")
    print(f"{len(columns)} relations row by row, {networks} of them with parameters, and all messages and results")
    return 0
