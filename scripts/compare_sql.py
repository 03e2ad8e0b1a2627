"""Prove that two checkouts of this package send the same SQL to DuckDB, byte by byte, and get the same numbers.

python scripts/compare_sql.py BASE NEW                capture both checkouts and compare
python scripts/compare_sql.py capture CHECKOUT OUT    capture one into a folder, to compare with later
python scripts/compare_sql.py compare OUT_A OUT_B     compare two captures; either may be a checkout, too

Exits with 1 and shows the first differences, or with 0 and says how much was compared. A capture is of the dbt and the
DuckDB that run it, and of the projects in scripts/compare_sql: capture anew when any of them changes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from compare_sql.capture import capture
from compare_sql.difference import compare


def main() -> int:
    words = sys.argv[1:]
    command = words.pop(0) if words and words[0] in ("capture", "compare") else "compare"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    given = parser.parse_args(words)
    if command == "capture":
        capture(given.first, given.second)
        print(f"{given.first} is captured in {given.second}")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        captures = []
        for place, path in enumerate((given.first, given.second)):
            if (path / "dbt_project.yml").is_file():
                captures.append(Path(temporary) / str(place))
                capture(path, captures[-1])
            else:
                captures.append(path)
        return compare(*captures)


if __name__ == "__main__":
    sys.exit(main())
