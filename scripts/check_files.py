"""Check files as .editorconfig asks: LF, no trailing space, one newline at the end; and that YAML can be read.

python scripts/check_files.py FILE...    without files: every file that git tracks
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yaml

TEXT = {".cff", ".cjs", ".csv", ".md", ".py", ".sql", ".toml", ".txt", ".yaml", ".yml"}


def problems(path: Path) -> list[str]:
    text = path.read_bytes().decode("utf-8")
    found = []
    if "\r" in text:
        found.append("has a carriage return")
    if text and (not text.endswith("\n") or text.endswith("\n\n")):
        found.append("does not end with one newline")
    found += [
        f"line {number} has trailing space" for number, line in enumerate(text.split("\n"), 1) if line != line.rstrip()
    ]
    if path.suffix in {".cff", ".yml", ".yaml"}:
        try:
            yaml.safe_load(text)
        except yaml.YAMLError as error:
            found.append(f"is no YAML: {error}")
    return [f"{path}: {problem}" for problem in found]


def main() -> int:
    names = (
        sys.argv[1:] or subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True).stdout.split()
    )
    paths = [Path(name) for name in names]
    found = [line for path in paths if path.suffix in TEXT and path.is_file() for line in problems(path)]
    print("\n".join(found) or f"{len(paths)} files are in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
