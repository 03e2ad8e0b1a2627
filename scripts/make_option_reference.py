"""Write docs/options.md from the one table of options, macros/network/options.sql.

python scripts/make_option_reference.py            write the page
python scripts/make_option_reference.py --check    say whether the page is the one that would be written
"""

from __future__ import annotations

import json
import sys
import textwrap
from pathlib import Path

import jinja2

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "macros/network/options.sql"
PAGE = ROOT / "docs/options.md"
# What a check accepts, in words; a choice names its values itself.
ACCEPTED = {
    "columns": "a list of different column names",
    "column": "a column name",
    "text": "a column name",
    "split": "a column name; in `train` also fractions, `{'train': 0.7, 'validation': 0.2, 'test': 0.1}`",
    "early_stopping": "`true`, `false`, or a dict of its constants",
    "classes": "a list of at least two different values of the label",
    "layer_sizes": "a list of whole numbers of at least 1",
    "boolean": "`true` or `false`",
    "integer": "a whole number",
    "positive_integer": "a whole number of at least 1",
    "positive_integer_or_auto": "a whole number of at least 1, or `auto`",
    "positive_number": "a number above 0",
    "positive_number_or_none": "a number above 0",
    "network": "`ref('...')` of a network",
    "learning_rate": "a number above 0, or `by optimizer`",
    "penalty": "a number of at least 0",
    "dropout": "a number of at least 0 and below 1, or a list of them",
    "class_weights": "`balanced`, or a dict of weights of at least 0",
}
DOORS = {"train": "`train`", "stage": "stages", "loop": "loop"}


class Returned(Exception):
    """The value that a macro returned."""


class Macros:
    """The macros of the table's file, to be called as dbt would: `dbt_nn.<name>()`."""

    def __init__(self):
        self.environment = jinja2.Environment(extensions=["jinja2.ext.do"])
        self.environment.globals |= {"dbt_nn": self, "return": self._return}
        self.source = TABLE.read_text(encoding="utf-8")

    @staticmethod
    def _return(value):
        raise Returned(value)

    def __getattr__(self, name):
        def call():
            try:
                self.environment.from_string(f"{self.source}{{% do {name}() %}}").render()
            except Returned as returned:
                return returned.args[0]
            raise ValueError(f"{TABLE}: {name} returned nothing")

        return call


def options() -> list[dict]:
    """The table, as the macro `_options` returns it to dbt."""
    return Macros()._options()


def as_code(value) -> str:
    """A value as one would write it in a model."""
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`" if isinstance(value, str) else f"`{json.dumps(value)}`"


def default(option: dict) -> str:
    """What stands where the option is not given; then the stages' own default, where that is another."""
    texts = {}
    for door in [door for door in ["train", "stage", "loop"] if door in option["doors"]]:
        value = option.get("stage_default", option["default"]) if door == "stage" else option["default"]
        if value is not None:
            texts[door] = as_code(value)
        else:
            found = "as found" if option["name"] in ("features", "classes") else "none"
            texts[door] = found if door in option.get("optional", []) else "needed"
    first, *others = texts.items()
    return "; ".join([first[1], *(f"{DOORS[door]}: {text}" for door, text in others if text != first[1])])


def accepted(option: dict) -> str:
    if option["accepts"] == "choice":
        return ", ".join(f"`{choice}`" for choice in option["choices"])
    if option["accepts"] == "choice_with_constants":
        return ", ".join(f"`{choice}`{constants_of(option, choice)}" for choice in option["choices"])
    constants = ", ".join(f"`{name}` {as_code(value)}" for name, value in option.get("constants", {}).items())
    cases = [
        f"`by {what}`: " + ", ".join(f"{as_code(value)} for {case}" for case, value in option[f"by_{what}"].items())
        for what in ("task", "optimizer")
        if f"by_{what}" in option
    ]
    return "; ".join(text for text in [ACCEPTED[option["accepts"]], constants, *cases] if text)


def constants_of(option: dict, choice: str) -> str:
    """The constants of a choice with their defaults, in brackets."""
    constants = option["constants_of"].get(choice, {})
    texts = [f"`{name}`" + ("" if value is None else f" {as_code(value)}") for name, value in constants.items()]
    return f" ({', '.join(texts)})" if texts else ""


def row(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def page() -> str:
    there = [option for option in options() if option["accepts"] != "not_yet"]
    planned = [option["name"] for option in options() if option["accepts"] == "not_yet"]
    lines = [
        "# Options",
        "",
        "<!-- Written by scripts/make_option_reference.py (make option-reference) from macros/network/options.sql. -->",
        "",
        "`dbt_nn.train` takes options by name. The macros of the [stages](stages.md) take a dict of them, and the",
        "materialization of the [loop](loop.md) finds them in `meta`. An option that is not given takes its value from",
        "the project variable `dbt_nn_defaults`, a dict; else the default of this table. Two doors may have different",
        "defaults.",
        "",
        "All options are checked before anything is written, and all that is wrong is reported at once.",
        "",
        row(["option", "default", "taken by", "accepted", "meaning"]),
        row(["---"] * 5),
    ]
    for option in there:
        doors = ", ".join(DOORS[door] for door in ["train", "stage", "loop"] if door in option["doors"])
        lines.append(row([f"`{option['name']}`", default(option), doors, accepted(option), option["meaning"]]))
    lines += [
        "",
        "*as found*: taken from the examples, as the meaning says. *needed*: there is no default.",
        "",
        "## Planned",
        "",
        "These are refused with “not yet there”, so that their names stay free:",
        textwrap.fill(", ".join(f"`{name}`" for name in planned) + ".", width=120),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    if "--check" in sys.argv:
        is_current = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
        print(f"{PAGE.relative_to(ROOT)} is {'current' if is_current else 'out of date: run `make option-reference`'}")
        return 0 if is_current else 1
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} is written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
