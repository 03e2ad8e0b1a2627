"""The macros of the package as Jinja's syntax tree shows them: what a file defines, what it mentions, and its SQL.

Names in texts and comments are no calls. The rules, and the order of the rooms, are in house_rules.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from dbt_common.clients.jinja import get_environment
from jinja2 import TemplateSyntaxError, nodes

PACKAGE = "dbt_nn"
JINJA = get_environment()
# Where a file is that stands in no room.
PUBLIC = "the public macros"
TESTS = "tests/generic"
# dbt puts this before the name of what it parses.
DBT_PREFIX = "dbt_macro__"
ADAPTERS = ("bigquery", "clickhouse", "databricks", "postgres", "redshift", "snowflake", "spark", "duckdb")
VARIANT = re.compile(rf"(?:default|{'|'.join(ADAPTERS)})__(\w+)$")


@dataclass(frozen=True, order=True)
class Macro:
    file: str
    line: int
    name: str

    @property
    def variant_of(self) -> str:
        """The name that this macro is dispatched for; nothing if it is called by its own."""
        match = VARIANT.match(self.name)
        return match[1] if match else ""

    @property
    def is_private(self) -> bool:
        return self.name.startswith("_") or bool(self.variant_of)

    @property
    def is_run_by_dbt(self) -> bool:
        """Whether dbt finds it by its name: a test, a materialization, a variant of a macro of dbt's own."""
        is_dbts_own = bool(self.variant_of) and not self.variant_of.startswith("_")
        return self.name.startswith(("test_", "materialization_")) or is_dbts_own


@dataclass(frozen=True, order=True)
class Mention:
    """A macro named in code; `how` is `call`, `dispatch`, `unqualified` or, where no name can be read, `computed`."""

    file: str
    line: int
    name: str
    how: str
    macro: str


@dataclass
class File:
    """A file. Its nodes are in the order of the text, each with the name of the macro that it belongs to."""

    path: str
    lines: list[str]
    macros: list[Macro] = field(default_factory=list)
    all_nodes: list[tuple[str, nodes.Node]] = field(default_factory=list)
    error: tuple[int, str] | None = None

    @property
    def room(self) -> str:
        folders = PurePosixPath(self.path).parts[:-1]
        if folders[0] == "tests":
            return TESTS
        return "/".join(folders[1:]) or PUBLIC

    @property
    def stem(self) -> str:
        return PurePosixPath(self.path).stem

    def nodes(self, *types: type[nodes.Node]) -> Iterator[tuple[str, nodes.Node]]:
        # The nodes that dbt adds to a tree stand on no line.
        return ((macro, node) for macro, node in self.all_nodes if isinstance(node, types) and node.lineno)

    def texts(self) -> Iterator[tuple[str, int, str]]:
        """What may reach the warehouse, line by line: (macro, line, text). SQL's own comments are left out."""
        for macro, node in self.nodes(nodes.TemplateData, nodes.Const):
            if isinstance(node, nodes.TemplateData):
                for offset, line in enumerate(node.data.split("\n")):
                    yield macro, node.lineno + offset, line.split("--")[0]
            elif isinstance(node.value, str):
                yield macro, node.lineno, node.value

    @cached_property
    def mentions(self) -> list[Mention]:
        found = set()
        for macro, node in self.nodes(nodes.Getattr, nodes.Getitem, nodes.Call, nodes.Name):
            name, how = mentioned(node)
            if how:
                found.add(Mention(self.path, node.lineno, name, how, macro))
        return sorted(found)


@dataclass
class House:
    files: list[File]

    @cached_property
    def macros(self) -> list[Macro]:
        return [macro for file in self.files for macro in file.macros]

    @cached_property
    def by_name(self) -> dict[str, Macro]:
        return {macro.name: macro for macro in reversed(self.macros)}

    @cached_property
    def variants(self) -> dict[str, list[Macro]]:
        found: dict[str, list[Macro]] = {}
        for macro in self.macros:
            found.setdefault(macro.variant_of, []).append(macro)
        return found

    @cached_property
    def rooms(self) -> dict[str, str]:
        return {file.path: file.room for file in self.files}

    @cached_property
    def mentions(self) -> list[Mention]:
        """A bare name counts where it is that of a private macro: others are names of variables, too."""
        everything = [mention for file in self.files for mention in file.mentions]
        return [
            mention
            for mention in everything
            if mention.how != "unqualified" or (mention.name.startswith("_") and mention.name in self.by_name)
        ]

    def meant(self, mention: Mention) -> list[Macro]:
        """The macros that a mention reaches: one, or all variants of a dispatched name, or none."""
        if mention.how == "dispatch":
            return self.variants.get(mention.name, [])
        return [self.by_name[mention.name]] if mention.name in self.by_name else []


def constant(node: nodes.Node) -> str | None:
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else None


def is_name(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == name


def is_attribute(node: nodes.Node, owner: str, name: str) -> bool:
    return isinstance(node, nodes.Getattr) and node.attr == name and is_name(node.node, owner)


def mentioned(node: nodes.Node) -> tuple[str, str]:
    """The macro that a node names, and how; nothing and nothing for other nodes."""
    if isinstance(node, nodes.Getattr) and is_name(node.node, PACKAGE):
        return node.attr, "call"
    if isinstance(node, nodes.Getitem) and is_name(node.node, PACKAGE):
        name = constant(node.arg)
        return (name, "call") if name else ("", "computed")
    if isinstance(node, nodes.Call) and is_attribute(node.node, "adapter", "dispatch"):
        name, *package = [constant(argument) for argument in node.args] or [None]
        if name and package == [PACKAGE]:
            return name, "dispatch"
        return "", "computed"
    if isinstance(node, nodes.Name) and node.ctx == "load":
        return node.name, "unqualified"
    return "", ""


def read_file(path: Path, root: Path) -> File:
    text = path.read_text(encoding="utf-8")
    file = File(path.relative_to(root).as_posix(), text.split("\n"))
    try:
        tree = JINJA.parse(text)
    except TemplateSyntaxError as error:
        file.error = (error.lineno, f"is no Jinja: {error.message}")
        return file
    for node in tree.body:
        name = node.name.removeprefix(DBT_PREFIX) if isinstance(node, nodes.Macro) else ""
        if name:
            file.macros.append(Macro(file.path, node.lineno, name))
        file.all_nodes += [(name, inner) for inner in node.find_all(nodes.Node)]
    return file


def read_house(root: Path) -> House:
    paths = sorted((root / "macros").rglob("*.sql")) + sorted((root / "tests/generic").rglob("*.sql"))
    return House([read_file(path, root) for path in paths])
