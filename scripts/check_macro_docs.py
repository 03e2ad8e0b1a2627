"""Compare the package's macros with their documentation in YAML.

A public macro needs a description, and its arguments in the signature's order, each with a type and a description.
A private one (a leading underscore, or a warehouse's variant of a macro) needs an entry that hides it from dbt's docs.

dbt knows no arguments of a generic test: its description names them.

All macros are in the manifest of every consumer, and dbt reads them at each parse: their text has a limit.

python scripts/check_macro_docs.py            say what is missing, wrong or left over
python scripts/check_macro_docs.py --write    write macros/_private_macros.yml anew
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import yaml

MANIFEST = Path("target/lint/manifest.json")
PRIVATE = Path("macros/_private_macros.yml")
PUBLIC = [Path("macros/_macros.yml")]
# Bytes of all macros, as the manifest has them.
MOST_SQL = 1_300_000
TYPE = re.compile(
    r"(string|bool|integer|float|any|relation|column)$"
    r"|(list|optional)\[(.+)\]$"
    r"|dict\[(string|bool|integer|float), ?(.+)\]$"
)


def is_private(name: str) -> bool:
    return name.startswith("_") or "__" in name


def is_type(text: str) -> bool:
    """Whether dbt takes the text for an argument's type."""
    match = TYPE.match(text)
    return bool(match) and all(is_type(inner) for inner in (match[3], match[5]) if inner)


def signature(macro_sql: str) -> list[str]:
    """The arguments of a macro or a generic test, in order; none for a materialization."""
    head = re.match(r"\s*\{%-?\s*(?:macro|test)\s+\w+\((.*?)\)\s*-?%\}", macro_sql, re.DOTALL)
    if not head or not head[1].strip():
        return []
    return [argument.split("=")[0].strip() for argument in re.split(r",(?![^\[{(]*[\]})])", head[1])]


def package_macros() -> dict[str, str]:
    """The text of each macro."""
    macros = json.loads(MANIFEST.read_text(encoding="utf-8"))["macros"].values()
    ours = [macro for macro in macros if macro["package_name"] == "dbt_nn"]
    ours.sort(key=lambda macro: (macro["original_file_path"], macro["macro_sql"].lstrip()))
    return {macro["name"]: macro["macro_sql"] for macro in ours}


def size_problems(size: int) -> list[str]:
    if size <= MOST_SQL:
        return []
    return [f"the macros have {size:,} bytes; at most {MOST_SQL:,}, because every consumer's manifest holds them"]


def entries(paths: list[Path]) -> dict[str, dict]:
    found = {}
    for path in paths:
        if path.exists():
            for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["macros"]:
                found[entry["name"]] = entry
    return found


def write_private(names: list[str]) -> None:
    lines = [
        "version: 2",
        "",
        "# Written by scripts/check_macro_docs.py --write: hides what is not for users.",
        "macros:",
    ]
    lines += [f"  - {{name: {name}, docs: {{show: false}}}}" for name in names]
    PRIVATE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def public_problems(name: str, arguments: list[str], entry: dict | None) -> list[str]:
    if entry is None:
        return [f"{name}: public, but not in {PUBLIC[0]}"]
    problems = [] if entry.get("description") else [f"{name}: no description"]
    documented = entry.get("arguments", [])
    if name.startswith("test_"):
        return problems + [
            f"{name}: the description does not name {argument}"
            for argument in arguments
            if argument != "model" and not re.search(rf"- .*\b{argument}\b.*:", entry.get("description", ""))
        ]
    if [argument["name"] for argument in documented] != arguments:
        problems.append(f"{name}: the signature has {arguments}, the YAML {[item['name'] for item in documented]}")
    for argument in documented:
        if not is_type(argument.get("type", "")):
            problems.append(f"{name}: {argument['name']} has no type that dbt knows: {argument.get('type')}")
        if not argument.get("description"):
            problems.append(f"{name}: {argument['name']} has no description")
    return problems


def main() -> int:
    macros = package_macros()
    private = [name for name in macros if is_private(name)]
    if "--write" in sys.argv:
        write_private(private)

    hidden, shown = entries([PRIVATE]), entries(PUBLIC)
    problems = [f"{name}: not in {PRIVATE}; run this script with --write" for name in private if name not in hidden]
    problems += [f"{name}: documented, but there is no such macro" for name in [*hidden, *shown] if name not in macros]
    for name, text in macros.items():
        if not is_private(name):
            problems += public_problems(name, signature(text), shown.get(name))
    size = sum(len(text.encode("utf-8")) for text in macros.values())
    problems += size_problems(size)
    counted = f"{len(macros)} macros, {len(macros) - len(private)} of them public, {size // 1000} kB"
    print("\n".join(problems) or f"{counted}, are in step with the YAML")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
