"""Pieces of HTML: tables, figures, the strips of gates and the bar of the summary."""

from __future__ import annotations

from report_page.words import escape, exact, percent


class Html(str):
    """A text that is HTML already."""


def cell(value) -> str:
    return value if isinstance(value, Html) else escape(exact(value) if isinstance(value, int | float) else value)


def table(
    head: list[str], rows: list[list], caption: str = "", numbers: set[int] = frozenset(), of="", name=""
) -> Html:
    """A table whose first column is the row's name; the columns of `numbers` stand at the right."""
    lines = [f'<table class="{of}">' if of else "<table>"]
    if caption:
        lines.append(f"<caption>{caption}</caption>")
    right = [' class="number"' if at in numbers else "" for at in range(len(head))]
    lines.append(
        "<thead><tr>"
        + "".join(f'<th scope="col"{r}>{cell(h)}</th>' for h, r in zip(head, right, strict=True))
        + "</tr></thead>"
    )
    lines.append("<tbody>")
    for row in rows:
        first = f'<th scope="row"{right[0]}>{cell(row[0])}</th>'
        lines.append(
            f"<tr>{first}"
            + "".join(f"<td{r}>{cell(v)}</td>" for v, r in zip(row[1:], right[1:], strict=True))
            + "</tr>"
        )
    lines.append("</tbody></table>")
    return scroller("\n".join(lines), name or caption or "Table")


def scroller(html: str, name: str) -> Html:
    return Html(f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(name)}">{html}</div>')


def data_table(rows: list[dict], columns: list[str], texts: set[str], name: str) -> Html:
    """The relation under a chart, folded: its columns and its numbers."""
    numbers = {at for at, column in enumerate(columns) if column not in texts}
    body = table(
        columns, [[row.get(column) for column in columns] for row in rows], numbers=numbers, name=f"Data: {name}"
    )
    return Html(f'<details><summary>Data<span class="hidden">: {escape(name)}</span></summary>{body}</details>')


def chart(identifier: str, label: str) -> str:
    return f'<div class="chart" id="{identifier}" role="img" aria-label="{escape(label)}"></div>'


def figure(title: str, note: str, body: str, below: str = "") -> Html:
    return Html(
        f"<figure><figcaption><h3>{title}</h3><p>{note}</p></figcaption>\n<div>{body}</div>\n<div>{below}</div>"
        f"</figure>"
    )


def section(identifier: str, title: str, note: str, body: str) -> Html:
    said = f'<p class="note">{note}</p>' if note else ""
    return Html(
        f'<section id="{identifier}" aria-labelledby="{identifier}-title">\n<h2 id="{identifier}-title">'
        f"{title}</h2>{said}\n{body}\n</section>"
    )


MARKS = {
    "passes": '<circle cx="14" cy="14" r="14" fill="var(--green)"/><path d="M8 14.5l4 4 8-9" fill="none" '
    'stroke="var(--paper)" stroke-width="3"/>',
    "fails": '<circle cx="14" cy="14" r="14" fill="var(--orange)"/><path d="M14 6.5v9.5M14 18.8v2.8" '
    'stroke="var(--paper)" stroke-width="3.2"/>',
    "open": '<circle cx="14" cy="14" r="12.5" fill="none" stroke="var(--gray)" stroke-width="3"/><path d="M8.5 '
    '14h11" stroke="var(--gray)" stroke-width="3"/>',
}


def mark(kind: str) -> str:
    return f'<svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true" focusable="false">{MARKS[kind]}</svg>'


def strip(value: float, least: float | None, most: float | None, limits: tuple, fails: bool, span=None) -> Html:
    """A gate on a line of 120, from and to `span`: shaded where it passes, its threshold a line, the value a dot."""
    bounds = [bound for bound in (least, most) if bound is not None]
    reach = max([abs(value - bound) for bound in bounds] + [0.15 * max(abs(bound) for bound in bounds), 1e-12])
    low, high = min([value, *bounds]) - 0.35 * reach, max([value, *bounds]) + 0.35 * reach
    low = max(low, limits[0]) if limits[0] is not None else low
    high = min(high, limits[1]) if limits[1] is not None else high
    low, high = span or (low, high)

    def at(x):
        return 4 + 112 * (x - low) / (high - low or 1)

    start, end = at(least) if least is not None else 4, at(most) if most is not None else 116
    lines = "".join(f'<path d="M{at(bound):.1f} 1v14" stroke="var(--ink)" stroke-width="1.6"/>' for bound in bounds)
    color = "var(--orange)" if fails else "var(--green)"
    dot = (
        f'<path d="M{at(value):.1f} 3l5 5-5 5-5-5z" fill="{color}"/>'
        if fails
        else f'<circle cx="{at(value):.1f}" cy="8" r="4.5" fill="{color}"/>'
    )
    return Html(
        '<svg width="120" height="16" viewBox="0 0 120 16" aria-hidden="true" focusable="false">'
        '<rect x="4" y="5" width="112" height="6" rx="1" fill="var(--soft)" fill-opacity=".55"/>'
        f'<rect x="{start:.1f}" y="5" width="{max(end - start, 0):.1f}" height="6" fill="var(--green-soft)"/>'
        f"{lines}{dot}</svg>"
    )


def bar_of_share(value: float, baseline: float, said: str, gate: float | None, interval: tuple[float, float]) -> Html:
    """The share of right predictions from 0 to 100%, with the constant guess, the gate and the interval."""
    left, width = 2.0, 436.0

    def at(share):
        return left + width * share

    def label(x, y, text, of="", size=13):
        x, anchor = (at(x), "middle")
        anchor, x = ("end", min(x + 24, 438)) if x > 330 else ("start", max(x - 24, 2)) if x < 110 else (anchor, x)
        return (
            f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}" font-size="{size}" '
            f"{of or 'fill=' + chr(34) + 'var(--muted)' + chr(34)}>{escape(text)}</text>"
        )

    parts = [
        f'<rect x="{left}" y="24" width="{width}" height="14" fill="var(--faint)"/>',
        f'<rect x="{left}" y="24" width="{width * value:.1f}" height="14" fill="var(--blue)"/>',
        f'<rect x="{left}" y="24" width="{width * min(baseline, value):.1f}" height="14" fill="var(--soft)"/>',
        f'<path d="M{at(baseline):.1f} 22v20" stroke="var(--gray)" stroke-width="2" stroke-dasharray="2 2"/>',
        f'<path d="M{at(interval[0]):.1f} 44h{width * (interval[1] - interval[0]):.1f}" stroke="var(--blue)" '
        f'stroke-width="3"/>',
        '<text x="2" y="17" font-size="13" fill="var(--muted)">0%</text>',
        label(baseline, 56 if abs(baseline - value) > 0.25 else 98, f"{said} {percent(baseline)}"),
        label(value, 64, percent(value), 'fill="var(--blue)" font-weight="700"', 17),
        label(value, 82, f"95% interval {percent(interval[0], 0)} to {percent(interval[1], 0)}"),
    ]
    if gate is not None:
        parts.append(f'<path d="M{at(gate):.1f} 19v24" stroke="var(--ink)" stroke-width="2"/>')
        parts.append(label(gate, 15, f"gate {percent(gate, 0)}", 'fill="var(--ink)"'))
    return svg("".join(parts), 440, 104)


def bars_of_error(value: float, baseline: float, gate: float | None, words: tuple[str, str, str]) -> Html:
    """A mean error above that of the constant guess; shorter is better."""
    scale = 300 / max(value, baseline, gate or 0, 1e-300)
    parts = [
        '<text x="2" y="14" font-size="13" fill="var(--muted)">mean error; shorter is better</text>',
        f'<rect x="2" y="24" width="{value * scale:.1f}" height="17" fill="var(--blue)"/>',
        f'<text x="{value * scale + 10:.1f}" y="38" font-size="17" font-weight="700" fill="var(--blue)">'
        f"{escape(words[0])}</text>",
        f'<rect x="2" y="46" width="{baseline * scale:.1f}" height="17" fill="var(--soft)"/>',
        f'<text x="{baseline * scale + 10:.1f}" y="59" font-size="13" fill="var(--muted)">{escape(words[1])}</text>',
    ]
    if gate is not None:
        at = 2 + gate * scale
        parts.append(f'<path d="M{at:.1f} 19v50" stroke="var(--ink)" stroke-width="2"/>')
        parts.append(
            f'<text x="{at:.1f}" y="84" font-size="13" text-anchor="middle" fill="var(--ink)">{escape(words[2])}</text>'
        )
    return svg("".join(parts), 440, 90)


def svg(parts: str, width: int, height: int) -> Html:
    return Html(
        f'<svg class="bullet" viewBox="0 0 {width} {height}" aria-hidden="true" focusable="false">{parts}</svg>'
    )
