"""The charts of a fleet: groups by their rows, folds, trials."""

from __future__ import annotations

import math

from report_page.charts import BLUE, DOTTED, GRAY, GREEN, INK, MUTED, ORANGE, axis, data, line, points, texts
from report_page.fleet import DOTS, Fleet, name_of
from report_page.words import number, percent

# What is worse than twice the guess's error is drawn at the edge.
LOWEST = -1.0


def thinned(rows: list, most: int) -> list:
    """The first half of what fits, and of the others as many at equal distances, with the last."""
    if len(rows) <= most:
        return rows
    first, others = rows[: most // 2], rows[most // 2 :]
    wanted = most - len(first)
    return first + [others[round(at * (len(others) - 1) / (wanted - 1))] for at in range(wanted)]


def groups(fleet: Fleet) -> dict | None:
    """Every group by its rows and by what it gains; the worst have names."""
    if not fleet.measured:
        return None
    rows = [
        {
            "x": group["examples"],
            "y": max(group["gain"], LOWEST),
            "is": group["is_better"],
            "text": name_of(group["names"], 24),
        }
        for group in thinned(fleet.measured, DOTS)
    ]
    fewest, most = min(row["x"] for row in rows), max(row["x"] for row in rows)
    low, high = min(0, *(row["y"] for row in rows)), max(0, *(row["y"] for row in rows))
    room = 0.07 * (high - low) or 0.1
    is_log = most >= 10 * fewest
    x = axis("rows of the group, log scale" if is_log else "rows of the group", grid=False, tickCount=6, format=",d")
    side = 0.05 * (most - fewest) or 1
    span = [0.85 * fewest, 1.2 * most] if is_log else [fewest - side, most + side]
    x["scale"] = {"type": "log" if is_log else "linear", "domain": span, "nice": False}
    x["scale"] |= {} if is_log else {"zero": False}
    if not is_log:
        x["axis"] |= {"tickMinStep": 1}
    y = axis("share of the guess’s error that is removed", [low - room, high + room], tickCount=5, format=".0%")
    y["axis"] |= {"titleLimit": 400}
    zero = line([{"x": span[0], "y": 0}, {"x": span[1], "y": 0}], x, y, INK, None, 1.4)
    layers = [
        zero,
        texts([{"x": span[0], "y": 0, "text": "the guess"}], x, y, INK, align="left", dx=3, dy=10),
        {**points([row for row in rows if row["is"]], x, y, True, BLUE, 46)},
    ]
    layers[-1]["mark"] |= {"fillOpacity": 0.75, "strokeWidth": 1}
    worse = [row for row in rows if not row["is"]]
    if worse:
        diamonds = points(worse, x, y, True, ORANGE, 70)
        diamonds["mark"] |= {"shape": "diamond"}
        layers.append(diamonds)
    apart = []
    for row in sorted(worse, key=lambda row: row["y"])[:12]:
        # A name that would cover another one is left out; the table has all.
        if all(
            abs(row["y"] - other["y"]) > 0.06 * (high - low + 2 * room) or far(row["x"], other["x"], span, is_log)
            for other in apart
        ):
            apart.append(row)
    for row in apart:
        is_right = row["x"] > (span[0] * span[1]) ** 0.5 if is_log else row["x"] > sum(span) / 2
        layers.append(
            texts(
                [row],
                x,
                y,
                ORANGE,
                align="right" if is_right else "left",
                dx=-9 if is_right else 9,
                fontWeight="bold",
            )
        )
    return {"height": 300, "padding": {"left": 2, "right": 12, "top": 24, "bottom": 2}, "layer": layers}


def far(one: float, other: float, span: list[float], is_log: bool) -> bool:
    """Whether there is room for a name of 24 letters between two dots."""
    place = math.log if is_log else float
    return abs(place(one) - place(other)) > 0.16 * (place(span[1]) - place(span[0]))


def folds(fleet: Fleet) -> dict | None:
    rows = [row for row in fleet.all["by_fold"] if row["metric_value"] is not None]
    if not rows:
        return None
    own = [{"x": row["metric_value"], "f": f"fold {row['fold']}"} for row in rows]
    guess = [
        {"x": row["baseline_value"], "f": f"fold {row['fold']}"} for row in rows if row["baseline_value"] is not None
    ]
    mean = sum(row["x"] for row in own) / len(own)
    values = [row["x"] for row in own + guess]
    low, high = min(values), max(values)
    room = 0.08 * (high - low) or 0.1
    x = axis(fleet.measure, [low - room, high + room], tickCount=5)
    y = names_down([row["f"] for row in own])
    rule = {
        "data": data([{"x": mean}]),
        "mark": {"type": "rule", "stroke": MUTED, "strokeDash": DOTTED, "strokeWidth": 1.4},
        "encoding": {"x": {"field": "x", **x}},
    }
    is_left = mean < (low + high) / 2
    said = {"align": "left" if is_left else "right", "dx": 5 if is_left else -5, "baseline": "top"}
    label = {
        "data": data([{"x": mean, "text": f"mean {number(mean)}"}]),
        "mark": {"type": "text", "fill": MUTED, "fontSize": 11.5, **said},
        "encoding": {"x": {"field": "x", **x}, "y": {"value": -13}, "text": {"field": "text"}},
    }
    return named_rows(
        [rule, label, *([dots(guess, x, y, GRAY, False)] if guess else []), dots(own, x, y, BLUE, True)], len(own)
    )


def trials(fleet: Fleet) -> dict | None:
    """The best 15; where networks of a trial differ, with the standard deviation over them."""
    rows = [row for row in fleet.leaderboard if row["metric_mean"] is not None][:15]
    if not rows:
        return None
    rows = [
        {
            "f": f"trial {row['trial']}",
            "x": row["metric_mean"],
            "low": row["metric_mean"] - (row["metric_spread"] or 0),
            "high": row["metric_mean"] + (row["metric_spread"] or 0),
            "is": is_true(row["is_kept"]),
        }
        for row in rows
    ]
    low, high = min(row["low"] for row in rows), max(row["high"] for row in rows)
    room = 0.08 * (high - low) or 0.1
    x = axis(rows_measure(fleet), [low - room, high + room], tickCount=5)
    y = names_down([row["f"] for row in rows])
    spread = {
        "data": data(rows),
        "mark": {"type": "rule", "stroke": MUTED, "strokeWidth": 1.3},
        "encoding": {"x": {"field": "low", **x}, "x2": {"field": "high"}, "y": y},
    }
    kept, others = [row for row in rows if row["is"]], [row for row in rows if not row["is"]]
    layers = [spread, *([dots(others, x, y, GRAY, False)] if others else [])]
    return named_rows(layers + ([dots(kept, x, y, GREEN, True)] if kept else []), len(rows))


def rows_measure(fleet: Fleet) -> str:
    return fleet.all["best_by"].replace("_", " ")


def is_true(text) -> bool:
    return str(text).lower() in ("true", "1")


def dots(rows: list[dict], x: dict, y: dict, color: str, filled: bool) -> dict:
    drawn = points(rows, x, y, filled, color, 70)
    drawn["encoding"]["y"] = y
    return drawn


def names_down(names: list[str]) -> dict:
    look = {"labelColor": INK, "labelFontSize": 11.5, "ticks": False, "domain": False, "labelOverlap": False}
    return {"field": "f", "type": "nominal", "sort": None, "title": None, "axis": look, "scale": {"domain": names}}


def named_rows(layers: list[dict], rows: int) -> dict:
    padding = {"left": 2, "right": 12, "top": 22, "bottom": 2}
    return {"height": (28 if rows > 6 else 40) * rows + 40, "padding": padding, "layer": layers}


def bars_of_groups(fleet: Fleet) -> tuple[str, int, int]:
    """Shapes for an SVG: a bar per group from the worst to the best; of many groups one bar for each side."""
    groups, worse = len(fleet.measured), len(fleet.worse)
    wide = 436 / groups
    gap = min(2.0, wide / 4) if groups <= 110 else 0
    parts = []
    if groups <= 110:
        for at, group in enumerate(fleet.measured):
            top, high = (24, 24) if group["is_better"] else (16, 40)
            color = "var(--green)" if group["is_better"] else "var(--orange)"
            parts.append(
                f'<rect x="{2 + at * wide:.1f}" y="{top}" width="{wide - gap:.1f}" height="{high}" fill="{color}"/>'
            )
    else:
        middle = worse * wide
        parts.append(f'<rect x="2" y="16" width="{middle:.1f}" height="40" fill="var(--orange)"/>')
        parts.append(f'<rect x="{2 + middle:.1f}" y="24" width="{436 - middle:.1f}" height="24" fill="var(--green)"/>')
    if worse:
        parts.append(
            f'<text x="2" y="74" font-size="13" fill="var(--orange)">not better: {percent(worse / groups, 0)}</text>'
        )
    parts.append(
        '<text x="438" y="74" font-size="13" text-anchor="end" fill="var(--green)">better than a guess: '
        f"{percent(1 - worse / groups, 0)}</text>"
    )
    return "".join(parts), 440, 80
