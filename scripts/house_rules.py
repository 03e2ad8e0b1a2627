"""The rules of the house: which room a file stands in, that calls only go down, and that a line knows its room."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from house import ADAPTERS, PUBLIC, TESTS, House, constant, is_attribute
from jinja2 import nodes

# From the ground up. The public macros stand above them all, and nobody calls those.
ROOMS = [
    *("warehouse", "problems", "relations", "activations", "optimizers", "losses", "network"),
    *("layouts", "examples", "fleets", "stages", "stored", "loops", "training"),
    *("inspection", "prediction", "evaluation", "explanations", "gates", "reports", "materializations"),
]
# The highest room that may be called from outside of the rooms.
REACH = {PUBLIC: ROOMS[-1], TESTS: "gates"}
LONGEST_LINE = 140

# The choices by name, which records in tables make: what an option may say, and what a network's scores become.
CHOICES = {
    *("relu", "leaky_relu", "elu", "selu", "tanh", "sigmoid", "softplus", "gelu", "identity"),
    *("gradient_descent", "momentum", "nesterov", "rprop", "adam", "adamw", "rmsprop"),
    *("cross_entropy", "squared_error", "absolute_error", "huber", "poisson", "quantile"),
    *("softmax", "exponential", "quantiles"),
}
JINJA_COMPARISONS = {"eq", "==", "equalto", "ne", "!=", "in"}

# What one engine calls so, and another one doesn't: lists, rows made of lists, digests, statistics.
ENGINE_FUNCTIONS = [
    *("list", r"list_\w+", "array", r"array_\w+", r"generate_\w+", r"json_\w+", r"to_json\w*", r"pg_\w+"),
    *(r"approx_\w+", r"struct_\w+", "struct", "named_struct", "row_to_json", "cardinality", "range"),
    *("unnest", "explode", "explode_outer", "posexplode", "posexplode_outer", "inline", "flatten", "element_at"),
    *("transform", "aggregate", "zip_with", "sequence", "slice", "reduce", "filter", "arrays_zip", "unpivot"),
    *("string_agg", "group_concat", "listagg", "collect_list", "collect_set", "any_value", "split_part"),
    *("arg_max", "arg_min", "max_by", "min_by", "nvl", "ifnull", "iff", "strlen", "chr"),
    *("bool_and", "bool_or", "logical_and", "logical_or", "every", "countif", "count_if", "div", "ieee_divide"),
    *("median", "quantile_cont", "quantile_disc", "percentile_cont", "percentile_disc", "percentile"),
    *("md5", "sha1", "sha2", "sha256", "hash", "xxhash64", "farm_fingerprint", "hashtextextended", "to_hex", "conv"),
    *("isfinite", "isnan", "isinf", "is_nan", "is_inf", "try_cast", "safe_cast", "raise_error", "error"),
    *("current_setting", "set_config", "raise", "ordinal", "offset"),
]
ENGINE_CALL = re.compile(rf"(?<![\w.])({'|'.join(ENGINE_FUNCTIONS)})\(", re.IGNORECASE)


class Violation(NamedTuple):
    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def breaks_in_jinja(house: House) -> Iterator[Violation]:
    for file in house.files:
        if file.error:
            yield Violation(file.path, *file.error)


def strange_rooms(house: House) -> Iterator[Violation]:
    for file in house.files:
        if file.room in {*ROOMS, PUBLIC, TESTS}:
            continue
        room, _, deeper = file.room.partition("/")
        if room in ROOMS:
            yield Violation(file.path, 1, f"stands in a folder of the room {room}: {deeper}; a room has no folders")
        else:
            yield Violation(file.path, 1, f"{room} is no room of the house; from the ground up: {', '.join(ROOMS)}")


def calls_up(house: House) -> Iterator[Violation]:
    """Calls of public macros are the next rule's."""
    for mention in house.mentions:
        here = house.rooms[mention.file]
        for macro in house.meant(mention):
            there = house.rooms[macro.file]
            if macro.file == mention.file or not macro.is_private:
                continue
            if there in (PUBLIC, TESTS):
                where = "which only that file may use; what others use belongs in a room"
                yield Violation(mention.file, mention.line, f"calls {macro.name} of {macro.file}, {where}")
            elif {here, there} <= {*ROOMS, *REACH} and ROOMS.index(there) > ROOMS.index(REACH.get(here, here)):
                yield Violation(mention.file, mention.line, f"{here} calls up: {macro.name} stands in {there}")


def public_macros_called(house: House) -> Iterator[Violation]:
    for mention in house.mentions:
        for macro in house.meant(mention):
            caller = house.by_name.get(mention.macro)
            if not macro.is_private:
                who = f"{'private' if caller.is_private else 'public'} {caller.name}" if caller else "a file"
                yield Violation(mention.file, mention.line, f"the {who} calls the public {macro.name}; nobody may")


def names_of_nothing(house: House) -> Iterator[Violation]:
    for mention in house.mentions:
        message = {
            "computed": "names a macro by an expression, which nobody can follow; write the name",
            "unqualified": f"{mention.name} is called without its package: dbt_nn.{mention.name}",
            "dispatch": f"dispatches {mention.name}, which has no default__{mention.name} and no other variant",
            "call": f"there is no macro {mention.name}",
        }[mention.how]
        if mention.how in ("computed", "unqualified") or not house.meant(mention):
            yield Violation(mention.file, mention.line, message)
        elif mention.how == "dispatch":
            elsewhere = sorted({macro.file for macro in house.meant(mention)} - {mention.file})
            if elsewhere:
                message = f"dispatches {mention.name}, of which variants stand elsewhere: {', '.join(elsewhere)}"
                yield Violation(mention.file, mention.line, message)


def two_of_a_name(house: House) -> Iterator[Violation]:
    for macro in house.macros:
        first = house.by_name[macro.name]
        if macro != first:
            yield Violation(macro.file, macro.line, f"{macro.name} is defined in {first.file}:{first.line}, too")


def dead_macros(house: House) -> Iterator[Violation]:
    """What neither a public macro nor dbt reaches: macros that only call each other are dead, too."""
    reached: dict[str, set[str]] = {}
    for mention in house.mentions:
        reached.setdefault(mention.macro, set()).update(macro.name for macro in house.meant(mention))
    waiting = [macro.name for macro in house.macros if macro.is_run_by_dbt or not macro.is_private]
    alive = set(waiting)
    while waiting:
        new = reached.get(waiting.pop(), set()) - alive
        alive |= new
        waiting += new
    for macro in house.macros:
        if macro.name not in alive:
            yield Violation(macro.file, macro.line, f"nothing calls {macro.name}")


def guesses_at_the_network(house: House) -> Iterator[Violation]:
    for file in house.files:
        for _, node in file.nodes(nodes.Call):
            if is_attribute(node.node, "network", "get"):
                yield Violation(
                    file.path, node.lineno, "network.get(...): a network has every key; read it as network.<key>"
                )


def long_lines(house: House) -> Iterator[Violation]:
    for file in house.files:
        for number, line in enumerate(file.lines, 1):
            if len(line) > LONGEST_LINE:
                yield Violation(file.path, number, f"has {len(line)} characters; at most {LONGEST_LINE}")


def engine_functions(house: House) -> Iterator[Violation]:
    for file in house.files:
        if file.room == "warehouse":
            continue
        variants = {macro.name for macro in file.macros if macro.variant_of and file.room == "layouts"}
        for macro, line, text in file.texts():
            for name in ENGINE_CALL.findall(text) if macro not in variants else []:
                yield Violation(file.path, line, f"{name}(...) is not every engine's; a macro of warehouse/ writes it")


def queries_without_names(house: House) -> Iterator[Violation]:
    for file in house.files:
        for _, node in file.nodes(nodes.Call) if file.room != "warehouse" else []:
            if isinstance(node.node, nodes.Name) and node.node.name == "run_query":
                yield Violation(
                    file.path,
                    node.lineno,
                    "run_query(...) gives columns the warehouse's names; dbt_nn._query, the package's",
                )


def file_names(house: House) -> Iterator[Violation]:
    """A file name means one thing; a public macro is found by it."""
    first: dict[str, str] = {}
    for file in house.files:
        if file.room == TESTS:
            continue
        if first.setdefault(file.stem, file.path) != file.path:
            yield Violation(file.path, 1, f"has the name of {first[file.stem]}; a file name means one thing")
        for macro in file.macros:
            if macro.is_private or macro.is_run_by_dbt:
                continue
            if file.stem != macro.name:
                yield Violation(file.path, macro.line, f"the public {macro.name} belongs in a file {macro.name}.sql")
            if file.room != PUBLIC and not macro.name.startswith("stage_"):
                yield Violation(file.path, macro.line, f"the public {macro.name} belongs in macros/, above the rooms")
        if file.room == PUBLIC and file.stem not in {macro.name for macro in file.macros}:
            yield Violation(file.path, 1, f"defines no public macro {file.stem}; what is private belongs in a room")


def compared(node: nodes.Node) -> set[str]:
    """The texts that a comparison, written as an operator or as a test of Jinja's, compares with."""
    if isinstance(node, nodes.Compare):
        sides = [node.expr, *(operand.expr for operand in node.ops)]
    elif isinstance(node, nodes.Test) and node.name in JINJA_COMPARISONS:
        sides = [node.node, *(node.args or [])]
    else:
        return set()
    flat = [item for side in sides for item in (side.items if isinstance(side, nodes.List | nodes.Tuple) else [side])]
    return {text for text in map(constant, flat) if text}


def asked_by_name(node: nodes.If) -> str:
    """What an `if` compares with a text by `==`: `kind`, `network.loss`; nothing where it asks anything else."""
    test = node.test
    if not isinstance(test, nodes.Compare) or test.ops[0].op != "eq" or not isinstance(constant(test.ops[0].expr), str):
        return ""
    place, path = test.expr, []
    while isinstance(place, nodes.Getattr):
        path.insert(0, place.attr)
        place = place.node
    return ".".join([place.name, *path]) if isinstance(place, nodes.Name) else ""


def adapters_named(house: House) -> Iterator[Violation]:
    for file in house.files:
        if file.room == "warehouse":
            continue
        for _, node in file.nodes(nodes.Getattr, nodes.Compare, nodes.Test):
            found = sorted(compared(node) & set(ADAPTERS))
            found += [f"{owner}.type" for owner in ("target", "adapter") if is_attribute(node, owner, "type")]
            for name in found:
                yield Violation(file.path, node.lineno, f"asks for the adapter: {name}; only warehouse/ knows it")


def ladders(house: House) -> Iterator[Violation]:
    for file in house.files:
        for _, node in file.nodes(nodes.If):
            rungs = [text for text in map(asked_by_name, [node, *node.elif_]) if text]
            for text in sorted({text for text in rungs if rungs.count(text) > 2}):
                yield Violation(
                    file.path, node.lineno, f"a ladder of names of {text}: a choice by name is a record in a table"
                )
        for _, node in file.nodes(nodes.Compare, nodes.Test):
            names = ", ".join(sorted(compared(node) & CHOICES))
            if names:
                yield Violation(
                    file.path, node.lineno, f"compares with {names}: a choice by name is a record in a table"
                )


RULES: dict[str, Callable[[House], Iterator[Violation]]] = {
    "no Jinja": breaks_in_jinja,
    "rooms": strange_rooms,
    "calls up": calls_up,
    "public macros called": public_macros_called,
    "names of nothing": names_of_nothing,
    "two of a name": two_of_a_name,
    "dead macros": dead_macros,
    "network.get": guesses_at_the_network,
    "long lines": long_lines,
    "engines' functions": engine_functions,
    "queries": queries_without_names,
    "file names": file_names,
    "adapters": adapters_named,
    "ladders by name": ladders,
}
