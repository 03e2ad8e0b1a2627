"""Check the links of the documents: each file is there, and each anchor is a heading of it.

Addresses of the web are not opened.

python scripts/check_links.py FILE...    without files: every Markdown file that git tracks
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$", re.MULTILINE)
HEADING = re.compile(r"^#{1,6} (.*?)\s*$", re.MULTILINE)
WEB = re.compile(r"\w+:")


def anchors(text: str) -> set[str]:
    """The anchors of the headings, as GitHub makes them; a second heading of the same words ends in -1."""
    found: set[str] = set()
    for heading in HEADING.findall(FENCE.sub("", text)):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        anchor = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        number = 0
        while (f"{anchor}-{number}" if number else anchor) in found:
            number += 1
        found.add(f"{anchor}-{number}" if number else anchor)
    return found


def problems(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    found = []
    for match in LINK.finditer(FENCE.sub(lambda fence: "\n" * fence[0].count("\n"), text)):
        target = match[1] or match[2]
        if WEB.match(target):
            continue
        name, _, anchor = target.partition("#")
        there = path.parent / name if name else path
        where = f"{path}:{text.count(chr(10), 0, match.start()) + 1}"
        if not there.exists():
            found.append(f"{where}: {target}: there is no such file")
        elif anchor and anchor not in anchors(there.read_text(encoding="utf-8")):
            found.append(f"{where}: {target}: {there} has no such heading")
    return found


def main() -> int:
    tracked = ["git", "ls-files", "*.md"]
    names = sys.argv[1:] or subprocess.run(tracked, capture_output=True, text=True, check=True).stdout.split()
    found = [line for name in names if Path(name).is_file() for line in problems(Path(name))]
    print("\n".join(found) or f"the links of {len(names)} documents lead somewhere")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
