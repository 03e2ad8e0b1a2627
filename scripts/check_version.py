"""Compare the version of macros/network/version.sql, which is the one place, with everything else that states it.

python scripts/check_version.py [ROOT]
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

PLACE = "macros/network/version.sql"
# Where the version is stated, and how. The changelog's first section is that of the current version.
STATED = {
    "dbt_project.yml": r"^version: (\S+)$",
    "CHANGELOG.md": r"^## (\d\S*?),",
    "CITATION.cff": r"^version: (\S+)$",
    "docs/versions.md": r"^The current version is (\d+\.\d+\.\d+)\.",
    "docs/networks.md": r"; dbt_nn (\d\S*)$",
    ".github/ISSUE_TEMPLATE/bug.yml": r"placeholder: (\d\S*)$",
}


def stated(file: Path, pattern: str) -> str | None:
    match = re.search(pattern, file.read_text(encoding="utf-8"), re.MULTILINE) if file.is_file() else None
    return match[1] if match else None


def problems(root: Path) -> list[str]:
    version = stated(root / PLACE, r"return\('(.+?)'\)")
    if not version or not re.fullmatch(r"\d+\.\d+\.\d+", version):
        return [f"{PLACE}: the version is {version}; accepted: three numbers, as in 1.2.3"]
    found = {name: stated(root / name, pattern) for name, pattern in STATED.items()}
    return [
        f"{name}: the version is {there}; {PLACE} has {version}" for name, there in found.items() if there != version
    ]


def main() -> int:
    found = problems(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
    print("\n".join(found) or f"{len(STATED)} files state the version of {PLACE}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
