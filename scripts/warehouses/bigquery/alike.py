"""Statements that differ in nothing but comments and the names of tables, as those of a training's iterations do."""

from __future__ import annotations

import re

# Texts and quoted names come first, so that what looks like a comment inside of them is none.
PIECES = re.compile(
    r"""(?P<other>\b(?:r|b|rb|br)(?=['"])|'{3}|"{3})"""
    r"""|(?P<path>`[^`.]+`\.`[^`.]+`\.`[^`.]+`)|(?P<name>`[^`]*`)"""
    r"""|(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<comment>--[^\n]*|\#[^\n]*|/\*.*?\*/)""",
    re.S | re.I,
)
# What is not the same in every table or at every time.
UNLIKE = re.compile(r"@|\*`|information_schema|\bfor\s+system_time\b|\bsession_user\b", re.I)
WORD = re.compile(r"\w+")


def shape_of(sql: str) -> tuple[str, list[tuple[str, ...]]] | None:
    """A statement without comments, with numbers for its tables' paths, and the paths. None where a name may matter.

    The name of a table may also be its alias or a column's name, so none may stand anywhere else but in texts.
    """
    pieces, paths, words, at = [], {}, set(), 0
    for found in PIECES.finditer(sql):
        between, at = sql[at : found.start()], found.end()
        words.update(WORD.findall(between.casefold()))
        pieces.append(between)
        if found["other"]:
            return None
        if found["path"]:
            pieces.append(f"`{paths.setdefault(found['path'], len(paths))}`")
        else:
            pieces.append(" " if found["comment"] else found[0])
            words.update(WORD.findall(found["name"].casefold()) if found["name"] else [])
    pieces.append(sql[at:])
    words.update(WORD.findall(sql[at:].casefold()))
    shape = "".join(pieces)
    found = [tuple(path[1:-1].split("`.`")) for path in paths]
    named = {word for path in found for word in WORD.findall(" ".join(path).casefold())}
    return None if named & words or UNLIKE.search(shape) else (shape, found)
