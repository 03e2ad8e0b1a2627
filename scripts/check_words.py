"""Check the words of the package: macros, YAML and documents say things in plain English, and in one way.

python scripts/check_words.py FILE...    without files: all of them

Each word or phrase below has a better one. Python files and stored data are not read. A line that must keep a word,
as a quotation does, is in KEPT.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

READ = re.compile(
    r"(macros|models|docs|seeds|integration_tests|tests/generic|tests/networks|benchmarks|\.github)/.*|[^/]*"
)
SUFFIXES = {".cff", ".md", ".sql", ".txt", ".yaml", ".yml"}
NAMES = {"Makefile"}
# Quoted word by word, written before, or written by a program.
LEFT_ALONE = {"LICENSE", "NOTICE", "CHANGELOG.md", "benchmarks/RESULTS.md"}

# (what is not written, what is written instead)
WORDS = [
    (r"hangs? on\b", "depends on"),
    (r"told\b", "given, set, predicted: say who knows what"),
    (r"anew\b", "again, or from scratch"),
    (r"whole numbers?\b", "integer"),
    (r"(who|what|which|when)ever (wants|gives|writes|reads|makes)\b|whoever\b", "you, or the name of the reader"),
    (r"who wants\b", "you, or a command"),
    (r"but for\b", "except, except for"),
    (r"go(es)? by\b", "uses, follows, depends on"),
    (r"kin\b", "and similar ones: name them"),
    (r"dear(er)?\b", "expensive"),
    (r"(row|column|value|network|table|iteration|feature|class|letter|model|line|time)\(s\)", "1 row, 12 rows"),
    (r"shall\b", "must, or the present"),
    (r"so many\b", "that many, or the number"),
    (r"bears?\b", "has, contains"),
    (r"(is|are) refused\b", "raises an error; only a network that is not promoted is refused"),
    (
        r"(colour|behaviour|neighbour|favour|licence|labelled|unlabelled|centre|artefact|tumour)s?\b",
        "the American spelling",
    ),
    (
        r"(standardi|normali|initiali|minimi|maximi|optimi|summari|recogni|regulari|materiali|generali)s(e|es|ed|ing|ation)\b",
        "-ize",
    ),
]
# "There is no row" is fine, "a text is no number" is not.
NOT = re.compile(
    r"(?<!there )(?<!There )(?<!which )\b(is|are) no (?!longer\b|more\b|one\b|less\b)[a-z]+", re.IGNORECASE
)
PATTERNS = [(re.compile(rf"(?<![\w-])({pattern})", re.IGNORECASE), better) for pattern, better in WORDS] + [
    (NOT, "is not a, is not an")
]
# Parts of lines that are right as they are.
KEPT: list[str] = []


def written(sql: str) -> str:
    """What people read of a macro or model, line by line: its comments, and texts of more than one word."""

    def marked(block: re.Match) -> str:
        return "".join(f"\0{line}" for line in block[0].splitlines(True))

    in_jinja = re.sub(r"\{#.*?#\}", marked, sql, flags=re.DOTALL)
    lines = []
    for line in in_jinja.split("\n"):
        comment = "".join(re.findall(r"\0.*|--.*", line)).replace("\0", "")
        texts = [text for text in re.findall(r"'[^']*'|\"[^\"]*\"", "" if comment else line) if " " in text]
        lines.append(comment or " ".join(texts))
    return "\n".join(lines)


def problems(name: str, text: str) -> list[str]:
    found = []
    if name.endswith(".sql"):
        text = written(text)
    for number, line in enumerate(text.split("\n"), 1):
        for kept in KEPT:
            line = line.replace(kept, "")
        # The name of a macro, a column or a file is not a word, and neither is an address.
        line = re.sub(r"\S+://\S+|\]\([^)]*\)", "", line)
        for pattern, better in PATTERNS:
            found += [f"{name}:{number}: “{match[0]}”; better: {better}" for match in pattern.finditer(line)]
    return found


def files() -> list[str]:
    tracked = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True).stdout.split("\n")
    return [
        name
        for name in tracked
        if READ.fullmatch(name)
        and name not in LEFT_ALONE
        and (Path(name).suffix in SUFFIXES or name in NAMES)
        and Path(name).is_file()
    ]


def main() -> int:
    names = sys.argv[1:] or files()
    found = [line for name in names for line in problems(name, Path(name).read_text(encoding="utf-8"))]
    print("\n".join(found) or f"the words of {len(names)} files are in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
