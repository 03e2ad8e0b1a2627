"""Pieces of a page: tables, paragraphs, and figures with their spread."""

from __future__ import annotations

import textwrap

from benchmarks.results import Spread


def table(heads: list[str], rows: list[list[str]], left: int = 1) -> str:
    """The first columns to the left, the others to the right."""
    lines = [f"| {' | '.join(heads)} |", "|" + " --- |" * left + " ---: |" * (len(heads) - left)]
    return "\n".join(lines + [f"| {' | '.join(row)} |" for row in rows])


def paragraph(text: str) -> str:
    """In lines of at most 120 letters."""
    return textwrap.fill(" ".join(text.split()), 120, break_long_words=False, break_on_hyphens=False)


def page(*parts: str) -> str:
    """Parts with an empty line between them; empty parts are left out."""
    return "\n\n".join(part for part in parts if part)


def number(value: float) -> str:
    """Three digits that count, two below 1."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 or value == 0 else f"{value:.2g}"


def spread(found: Spread | None, unit: str = "", scale: float = 1.0) -> str:
    """The median, and the range where there is one: 1.2× (1.1–1.5)."""
    if found is None:
        return ""
    median, least, greatest = (number(value * scale) for value in (found.median, found.least, found.greatest))
    return f"{median}{unit}" + (f" ({least}–{greatest})" if least != greatest else "")
