"""Write docs/options.md from the one table of options, macros/network/options.sql, and what it takes from other tables.

python scripts/make_option_reference.py            write the page
python scripts/make_option_reference.py --check    say whether the page is the one that would be written
"""

from __future__ import annotations

import json
import re
import sys
from decimal import Decimal
from pathlib import Path

import jinja2

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/options.md"
DOORS = {"train": "`train`", "stage": "stages", "loop": "loop"}
MACRO = re.compile(r"{%-?\s*macro\s+(\w+)\(")
# What one would write as it stands, in the words of a check.
CODE = re.compile(r"\b(?:true|false|auto|balanced)\b|{.*?}|\b\w+=ref\(.*?\)")


class Returned(Exception):
    """The value that a macro returned."""


class Macros:
    """The package's macros, called as dbt would: `dbt_nn.<name>(...)`; one that is only mentioned is not read."""

    def __init__(self):
        self.environment = jinja2.Environment(extensions=["jinja2.ext.do"])
        self.environment.globals |= {"dbt_nn": self, "return": self._return}
        self.sources = {path: path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("macros/**/*.sql"))}
        self.files = {name: path for path, source in self.sources.items() for name in MACRO.findall(source)}

    @staticmethod
    def _return(value):
        raise Returned(value)

    def __getattr__(self, name):
        if name not in self.files:
            raise AttributeError(f"there is no macro {name}")

        def call(*arguments, **named):
            try:
                return self._macro(name)(*arguments, **named)
            except Returned as returned:
                return returned.args[0]

        return call

    def _macro(self, name):
        template = self.environment.from_string(self.sources[self.files[name]])
        context = template.new_context()
        for _ in template.root_render_func(context):
            pass
        # Not of `template.module`: that leaves out names that begin with an underscore.
        return context.vars[name]


MACROS = Macros()
OPTIONS = MACROS._options()
CHECKS = MACROS._checks()


def as_code(value) -> str:
    """A value as one would write it in a model."""
    if value is None or value == "":
        return "none"
    return f"`{value}`" if isinstance(value, str) else f"`{as_written(value)}`"


def as_written(value) -> str:
    """Numbers as plain decimals: YAML reads 1e-06 as text."""
    if isinstance(value, list):
        return f"[{', '.join(as_written(one) for one in value)}]"
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}"
    return json.dumps(value)


def default(option: dict) -> str:
    """What stands where the option is not given; then the stages' own default, where that is another."""
    texts = {}
    for door in [door for door in ["train", "stage", "loop"] if door in option["doors"]]:
        value = option.get("stage_default", option["default"]) if door == "stage" else option["default"]
        if value is not None:
            texts[door] = as_code(value)
        else:
            found = "as found" if option["name"] in ("features", "classes") else "none"
            texts[door] = found if door in option.get("optional", []) else "required"
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
    return "; ".join(text for text in [*in_words(option), constants, *cases] if text)


def in_words(option: dict) -> list[str]:
    """What the option's check accepts; then what it accepts in a stage, where that is something else."""
    check = CHECKS[option["accepts"]]
    in_stage = [f"stages: {check['stage_accepted']}"] if "stage_accepted" in check else []
    return [CODE.sub(r"`\g<0>`", text) for text in [check["accepted"], *in_stage]]


def constants_of(option: dict, choice: str) -> str:
    """The constants of a choice with their defaults, in brackets."""
    constants = option["constants_of"].get(choice, {})
    values = {name: constant["default"] for name, constant in constants.items()}
    texts = [f"`{name}`" + ("" if value is None else f" {as_code(value)}") for name, value in values.items()]
    return f" ({', '.join(texts)})" if texts else ""


def row(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def page() -> str:
    lines = [
        "# Options",
        "",
        "<!-- Written by scripts/make_option_reference.py (make option-reference) from macros/network/options.sql. -->",
        "",
        "`dbt_nn.train` takes options by name. The [stage macros](stages.md) take a dict of them, and the",
        "materialization of the [loop](loop.md) reads them from `meta`. If you do not set an option, its value comes",
        "from the project variable `dbt_nn_defaults`, a dict. If it is not set there either, it has the default of",
        "this table. The defaults of stages and of the loop can differ from those of `train`.",
        "",
        "All options are checked before anything is written, and all problems are reported together.",
        "",
        row(["option", "default", "used in", "accepted", "meaning"]),
        row(["---"] * 5),
    ]
    for option in OPTIONS:
        doors = ", ".join(DOORS[door] for door in ["train", "stage", "loop"] if door in option["doors"])
        lines.append(row([f"`{option['name']}`", default(option), doors, accepted(option), option["meaning"]]))
    lines += [
        "",
        "*as found*: taken from the examples, as the last column describes. *required*: there is no default.",
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
