"""The charts, as Vega-Lite. Fields are x, y and the like: users' names are values, so that dots in them do no harm."""

from __future__ import annotations

import math

from report_page.facts import Facts
from report_page.fleet import name_of, names_of_key
from report_page.words import exact, number, rounded, wilson

BLUE, GRAY, SOFT, GREEN, INK, MUTED, ORANGE = (
    f"var(--{color})" for color in ("blue", "gray", "soft", "green", "ink", "muted", "orange")
)
DASHED, DOTTED = [5, 4], [1.5, 3]


def axis(title: str | None, domain=None, values=None, grid=True, **more) -> dict:
    """A quantitative channel: its title, and a scale that does not force 0 into it."""
    channel = {"type": "quantitative", "title": title, "axis": {"format": ".4~g", "grid": grid, "title": title, **more}}
    if values is not None:
        channel["axis"]["values"] = values
    channel["scale"] = {"zero": False, "nice": False, **({"domain": domain} if domain else {})}
    return channel


def data(rows: list[dict]) -> dict:
    return {"values": [{key: rounded(v) if isinstance(v, float) else v for key, v in row.items()} for row in rows]}


def points(rows: list[dict], x: dict, y: dict, filled: bool, color: str, size=60) -> dict:
    return {
        "data": data(rows),
        "mark": {
            "type": "point",
            "filled": True,
            "fill": color if filled else "var(--paper)",
            "stroke": color,
            "strokeWidth": 1.8,
            "opacity": 1,
            "size": size,
        },
        "encoding": {"x": {"field": "x", **x}, "y": {"field": "y", **y}},
    }


def texts(rows: list[dict], x: dict, y: dict, color=MUTED, **mark) -> dict:
    return {
        "data": data(rows),
        "mark": {"type": "text", "fontSize": 11.5, "fill": color, **mark},
        "encoding": {"x": {"field": "x", **x}, "y": {"field": "y", **y}, "text": {"field": "text"}},
    }


def line(rows: list[dict], x: dict, y: dict, color: str, dash=None, width=2.0, order="x") -> dict:
    mark = {"type": "line", "stroke": color, "strokeWidth": width, **({"strokeDash": dash} if dash else {})}
    return {
        "data": data(rows),
        "mark": mark,
        "encoding": {
            "x": {"field": "x", **x},
            "y": {"field": "y", **y},
            "order": {"field": order, "type": "quantitative"},
        },
    }


def loss(facts: Facts) -> dict:
    train = [{"x": r["iteration"], "y": r["train_loss"]} for r in facts.history if r["train_loss"] is not None]
    held = [{"x": r["iteration"], "y": r["validation_loss"]} for r in facts.history if r["validation_loss"] is not None]
    values = [row["y"] for row in train + held]
    # A logarithm needs a loss above 0.
    is_log = min(values) > 0
    x = axis("iteration", [1, max(facts.last_iteration, 2)], grid=False)
    y = axis("loss, log scale" if is_log else "loss", tickCount=5)
    low, high = min(values), max(values)
    # A label has room below the lowest point.
    low = low * (low / high) ** 0.12 if is_log else low - 0.1 * (high - low)
    if is_log:
        y["axis"]["values"] = steps_of_logarithm(low, high * 1.02)
    y["scale"] = {"type": "log" if is_log else "linear", "domain": [low, high * 1.02] if is_log else [low, high]}
    y["scale"] |= {"nice": False, **({} if is_log else {"zero": False})}
    layers = [line(train, x, y, GRAY, DASHED, 1.6)]
    ends = [{**train[-1], "text": "training"}]
    if held:
        layers.append(line(held, x, y, BLUE))
        layers.append(texts([{**held[-1], "text": "held out"}], x, y, BLUE, align="left", dx=6, fontWeight="bold"))
        lowest = facts.lowest
        at = {"x": lowest["iteration"], "y": lowest["validation_loss"]}
        label = f"lowest {number(lowest['validation_loss'])} at {lowest['iteration']}"
        is_late = lowest["iteration"] > 0.5 * facts.last_iteration
        is_below = lowest["train_loss"] is not None and lowest["train_loss"] > lowest["validation_loss"]
        layers.append(points([at], x, y, False, BLUE))
        layers.append(
            texts(
                [{**at, "text": label}],
                x,
                y,
                INK,
                align="right" if is_late else "left",
                dx=0,
                dy=14 if is_below else -13,
            )
        )
        place = math.log if is_log else float
        apart = (place(train[-1]["y"]) - place(held[-1]["y"])) / (place(high) - place(low) or 1)
        layers.append(
            texts(ends, x, y, GRAY, align="left", dx=6, dy=(-13 if apart > 0 else 13) if abs(apart) < 0.08 else 0)
        )
    else:
        layers.append(texts(ends, x, y, GRAY, align="left", dx=6))
    return {"height": 230, "padding": {"left": 2, "right": 62, "top": 22, "bottom": 2}, "layer": layers}


def steps_of_logarithm(low: float, high: float) -> list[float]:
    """1, 2 and 5 times the powers of ten between two numbers; the powers alone where that is too many."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    steps = [float(f"{step}e{power}") for power in powers for step in ((1, 2, 5) if len(powers) < 5 else (1,))]
    return [step for step in steps if low <= step <= high]


def marks_of_thresholds(facts: Facts, of) -> tuple[list[dict], list[dict]]:
    """The points of 0.5 and of the cheapest threshold; `of(row)` is where they are."""
    half, cheapest = facts.threshold(0.5), facts.cheapest
    at_half = [{**of(half), "text": "0.5"}]
    is_same = half["threshold"] == cheapest["threshold"]
    return at_half, [] if is_same else [{**of(cheapest), "text": exact(cheapest["threshold"])}]


def with_marks(facts: Facts, layers: list[dict], x: dict, y: dict, of, shifts, names=None) -> list[dict]:
    """The two thresholds with their labels; `shifts` places the labels: {align, dx, dy} of 0.5 and of the cheapest."""
    half, cheapest = marks_of_thresholds(facts, of)
    names = names or {}
    for rows, color, filled, shift in ((half, INK, False, shifts[0]), (cheapest, GREEN, True, shifts[1])):
        if rows:
            layers.append(points(rows, x, y, filled, color))
            rows = [{**row, "text": names.get(row["text"], row["text"])} for row in rows]
            layers.append(texts(rows, x, y, color, fontWeight="bold" if filled else "normal", **shift))
    return layers


def cost(facts: Facts) -> dict:
    rows = [{"x": r["threshold"], "y": r["cost"]} for r in facts.all["thresholds"]]
    # At 1 hardly a row is predicted so: what that costs would press all else to the ground.
    top = max(row["y"] for row in rows if row["x"] < 1) or 1
    bottom = min(0, min(row["y"] for row in rows))
    x = axis("threshold", [0, 1], [0, 0.5, 1], grid=False)
    y = axis("cost", [bottom, top * 1.05], tickCount=4)
    curve = line(rows, x, y, BLUE)
    curve["mark"]["clip"] = True
    half, cheapest = facts.threshold(0.5), facts.cheapest
    names = {
        "0.5": f"0.5 costs {exact(half['cost'])}",
        exact(cheapest["threshold"]): f"{exact(cheapest['threshold'])} costs {exact(cheapest['cost'])}",
    }
    align = ["left" if row["threshold"] <= 0.5 else "right" for row in (half, cheapest)]
    # Below its point, where there is room for a label above the axis.
    side = [14 if row["cost"] - bottom > 0.2 * (top - bottom) else -14 for row in (half, cheapest)]
    shifts = [{"align": align[at], "dx": 0, "dy": side[at]} for at in (0, 1)]
    layers = with_marks(facts, [curve], x, y, lambda r: {"x": r["threshold"], "y": r["cost"]}, shifts, names)
    return {"height": 210, "padding": {"left": 2, "right": 8, "top": 22, "bottom": 2}, "layer": layers}


def rate(numerator, denominator) -> float:
    return numerator / denominator if denominator else 0.0


def roc(facts: Facts) -> dict | None:
    rows = [
        {"x": r["false_positive_rate"], "y": r["true_positive_rate"], "order": r["point"]}
        for r in facts.all["roc"]
        if r["false_positive_rate"] is not None and r["true_positive_rate"] is not None
    ]
    if not rows:
        return None
    x = axis(f"share of “{facts.negative}” in error", [0, 1], [0, 0.5, 1], grid=False, titleLimit=190)
    y = axis(f"share of “{facts.positive}” found", [0, 1], [0, 0.5, 1], titleLimit=190)
    layers = [
        line([{"x": 0, "y": 0}, {"x": 1, "y": 1}], x, y, GRAY, DOTTED, 1.2),
        texts([{"x": 0.62, "y": 0.5, "text": "chance"}], x, y, MUTED),
        line(rows, x, y, BLUE, order="order"),
    ]

    def of(row):
        return {
            "x": rate(row["false_positives"], row["false_positives"] + row["true_negatives"]),
            "y": rate(row["true_positives"], row["true_positives"] + row["false_negatives"]),
        }

    # The curve bends to the upper left: below it, to the right, is room.
    layers = with_marks(
        facts, layers, x, y, of, [{"align": "left", "dx": 7, "dy": 16}, {"align": "left", "dx": 8, "dy": 13}]
    )
    return {"height": 210, "padding": {"left": 2, "right": 8, "top": 22, "bottom": 2}, "layer": layers}


def precision_recall(facts: Facts) -> dict:
    rows = [{"x": r["recall"], "y": r["precision"], "order": r["point"]} for r in facts.all["precision_recall"]]
    share = rate(facts.rows_of(facts.positive, facts.held_out), facts.rows)
    x = axis(f"recall: share of “{facts.positive}” found", [0, 1], [0, 0.5, 1], grid=False, titleLimit=190)
    y = axis("precision: alarms that are right", [0, 1], [0, 0.5, 1], titleLimit=190)
    layers = [
        line([{"x": 0, "y": share}, {"x": 1, "y": share}], x, y, GRAY, DOTTED, 1.2),
        texts(
            [{"x": 0, "y": share, "text": f"all predicted “{facts.positive}”"}], x, y, MUTED, align="left", dx=6, dy=10
        ),
        line(rows, x, y, BLUE, order="order"),
    ]
    # The curve bends to the upper right.
    shifts = [{"align": "right", "dx": -10, "dy": 6}, {"align": "right", "dx": -10, "dy": 12}]
    layers = with_marks(facts, layers, x, y, lambda r: {"x": r["recall"], "y": r["precision"]}, shifts)
    return {"height": 210, "padding": {"left": 2, "right": 8, "top": 22, "bottom": 2}, "layer": layers}


def calibration(facts: Facts) -> dict:
    rows = []
    for row in facts.all["calibration"]:
        low, high = wilson(round(row["observed_rate"] * row["examples"]), row["examples"])
        rows.append(
            {"x": row["mean_probability"], "y": row["observed_rate"], "low": low, "high": high, "n": row["examples"]}
        )
    least = 0 if facts.is_binary else min([0.5, *(row["x"] for row in rows)])
    least = int(least * 10) / 10
    x = axis("predicted probability, mean of the bin", [least, 1.0], tickCount=5, grid=False)
    what = f"share that is “{facts.positive}”" if facts.is_binary else "share predicted correctly"
    y = axis(what, [0, 1.0], [0, 0.5, 1], titleLimit=300)
    sizes = {
        "type": "quantitative",
        "legend": None,
        "scale": {"range": [36, 320], "domain": [1, max(r["n"] for r in rows) + 1]},
    }

    def dots(chosen, fill):
        return {
            "data": data(chosen),
            "mark": {
                "type": "point",
                "filled": True,
                "fill": fill,
                "stroke": BLUE,
                "strokeWidth": 1.8,
                "opacity": 1,
                "clip": False,
            },
            "encoding": {"x": {"field": "x", **x}, "y": {"field": "y", **y}, "size": {"field": "n", **sizes}},
        }

    largest = sorted(rows, key=lambda row: -row["n"])[:2]
    labels = [{**row, "text": f"{row['n']:,} rows"} for row in largest]
    layers = [
        line([{"x": least, "y": least}, {"x": 1, "y": 1}], x, y, GRAY, DOTTED, 1.2),
        {
            "data": data(rows),
            "mark": {"type": "rule", "stroke": BLUE, "strokeWidth": 1.3, "opacity": 0.75},
            "encoding": {"x": {"field": "x", **x}, "y": {"field": "low", **y}, "y2": {"field": "high"}},
        },
    ]
    few, many = [row for row in rows if row["n"] < 10], [row for row in rows if row["n"] >= 10]
    layers += [dots(few, "var(--paper)")] if few else []
    layers += [dots(many, BLUE)] if many else []
    for label in labels:
        is_right = label["x"] > 0.5 * (least + 1)
        layers.append(texts([label], x, y, MUTED, align="right" if is_right else "left", dx=-15 if is_right else 15))
    return {"height": 250, "padding": {"left": 2, "right": 12, "top": 24, "bottom": 2}, "layer": layers}


def histogram(facts: Facts) -> dict:
    rows = facts.all["histogram"]
    up = [{"x": r["bin_start"], "x2": r["bin_end"], "y": r["came_true"]} for r in rows]
    down = [{"x": r["bin_start"], "x2": r["bin_end"], "y": -r["came_false"]} for r in rows]
    top, bottom = max(r["y"] for r in up) or 1, min(r["y"] for r in down) or -1
    room = 0.08 * (top - bottom)
    low, high = bottom - room, top + room
    least = 0 if facts.is_binary else int(min(r["bin_start"] for r in rows) * 10) / 10
    title = f"predicted probability of “{facts.positive}”" if facts.is_binary else "probability of the predicted class"
    x = axis(title, [least, 1.0], tickCount=5, grid=False, titleLimit=400)
    y = axis("rows", [low, high], tickCount=5, format=",d", labelExpr="format(abs(datum.value), ',d')")

    def bars(values, color):
        return {
            "data": data(values),
            "mark": {"type": "bar", "fill": color, "opacity": 1, "stroke": "var(--paper)", "strokeWidth": 1},
            "encoding": {
                "x": {"field": "x", **x},
                "x2": {"field": "x2"},
                "y": {"field": "y", **y},
                "y2": {"datum": 0},
            },
        }

    names = (f"is “{facts.positive}”", f"is “{facts.negative}”") if facts.is_binary else ("correct", "wrong")
    highest, lowest = max(up, key=lambda r: r["y"]), min(down, key=lambda r: r["y"])

    def beside(row, text, color):
        is_right = row["x"] > 0.5 * (least + 1)
        is_small = abs(row["y"]) < 0.12 * (top - bottom)
        at = {"x": row["x"] if is_right else row["x2"], "y": row["y"] * (1 if is_small else 0.8), "text": text}
        dy = (-9 if row["y"] > 0 else 9) if is_small else 0
        return texts(
            [at],
            x,
            y,
            color,
            align="right" if is_right else "left",
            dx=-6 if is_right else 6,
            dy=dy,
            fontWeight="bold",
        )

    layers = [bars(up, BLUE), bars(down, GRAY)]
    if facts.is_binary:
        layers.append(line([{"x": 0.5, "y": low}, {"x": 0.5, "y": high}], x, y, INK, DOTTED, 1.2, "y"))
    layers += [beside(highest, names[0], BLUE), beside(lowest, names[1], GRAY)]
    return {"height": 250, "padding": {"left": 2, "right": 12, "top": 24, "bottom": 2}, "layer": layers}


def bars_of_features(rows: list[dict], x: dict, layers) -> dict:
    y = {
        "field": "f",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {
            "labelColor": INK,
            "labelFontSize": 11.5,
            "labelLimit": 170,
            "ticks": False,
            "domain": False,
            "labelOverlap": False,
        },
        "scale": {"domain": [row["f"] for row in rows]},
    }
    return {
        "height": 23 * len(rows) + 40,
        "padding": {"left": 2, "right": 12, "top": 4, "bottom": 2},
        "layer": [layer(x, y) for layer in layers],
    }


def importance(facts: Facts) -> dict:
    first, others = facts.importance[:10], facts.importance[10:]
    rows = [{"f": r["feature"], "x": r["importance"], "s": r["spread"] or 0} for r in first]
    rows = [{**r, "low": r["x"] - r["s"], "high": r["x"] + r["s"], "is": 1} for r in rows]
    if others:
        total = sum(r["importance"] for r in others)
        rows.append({"f": f"{len(others)} others, sum", "x": total, "low": total, "high": total, "is": 0})
    least, most = min(0, *(r["low"] for r in rows)), max(r["high"] for r in rows)
    metric = first[0]["metric"]
    word = "rise" if facts.better[metric] == "low" else "fall"
    x = axis(f"{word} of {metric.replace('_', ' ')}", [least, most * 1.03 if most > least else least + 1], tickCount=5)

    def bars(x, y):
        return {
            "data": data([r for r in rows if r["is"]]),
            "mark": {"type": "bar", "fill": BLUE, "height": 14, "opacity": 1},
            "encoding": {"x": {"field": "x", **x}, "x2": {"datum": 0}, "y": y},
        }

    def rest(x, y):
        return {
            **bars(x, y),
            "data": data([r for r in rows if not r["is"]]),
            "mark": {"type": "bar", "fill": GRAY, "height": 14, "opacity": 1},
        }

    def spread(x, y):
        return {
            "data": data([r for r in rows if r["is"]]),
            "mark": {"type": "rule", "stroke": INK, "strokeWidth": 1.3, "opacity": 0.8},
            "encoding": {"x": {"field": "low", **x}, "x2": {"field": "high"}, "y": y},
        }

    return bars_of_features(rows, x, [bars, *([rest] if others else []), spread])


def skew(facts: Facts, chance: float) -> dict:
    def title(row: dict) -> str:
        if not facts.skew_is_by_group:
            return row["feature"]
        group = name_of(names_of_key(row["network_key"]), 30) if row["network_key"] else "all groups"
        return f"{row['feature']}, {group}"

    rows = [{"f": title(r), "x": r["population_stability_index"]} for r in facts.skew[:10]]
    rows = [row for row in rows if row["x"] is not None]
    most = max([0.3, *(row["x"] * 1.05 for row in rows)])
    x = axis("population stability index", [0, most], tickCount=4)

    def band(x, y):
        return {
            "data": {"values": [{"x": 0, "x2": rounded(min(chance, most))}]},
            "mark": {"type": "rect", "fill": SOFT, "opacity": 0.45},
            "encoding": {"x": {"field": "x", **x}, "x2": {"field": "x2"}},
        }

    def limits(x, y):
        return {
            "data": {"values": [{"x": 0.1}, {"x": 0.25}]},
            "mark": {"type": "rule", "stroke": MUTED, "strokeDash": DASHED, "strokeWidth": 1.2},
            "encoding": {"x": {"field": "x", **x}},
        }

    def dots(x, y):
        return {
            "data": data(rows),
            "mark": {"type": "point", "filled": True, "fill": BLUE, "stroke": BLUE, "size": 75, "opacity": 1},
            "encoding": {"x": {"field": "x", **x}, "y": y},
        }

    # With groups of different sizes, chance gives each another index.
    return bars_of_features(rows, x, [limits, dots] if facts.skew_is_by_group else [band, limits, dots])


def dependence(curve: dict, domain: list[float], mean: float | None) -> dict:
    rows = [{"x": r["grid_value"], "y": r["mean_prediction"]} for r in curve["points"]]
    y = axis(None, domain, tickCount=3)
    spec = {"height": 110, "padding": {"left": 2, "right": 8, "top": 6, "bottom": 2}}
    if not curve["is_number"]:
        rows = [{**row, "x": "missing" if row["x"] is None else row["x"]} for row in rows]
        x = {"type": "nominal", "sort": None, "title": None, "axis": {"labelAngle": 0, "labelLimit": 70, "grid": False}}
        return {**spec, "layer": [points(rows, x, y, True, BLUE, 70)]}
    rows = sorted((row for row in rows if row["x"] is not None), key=lambda row: row["x"])
    low, high = rows[0]["x"], rows[-1]["x"]
    pad = 0.04 * (high - low) or 0.5
    few = sorted({row["x"] for row in rows}) if len(rows) <= 4 else None
    x = axis(None, [low - pad, high + pad], few, tickCount=4, grid=False)
    layers = []
    if mean is not None:
        layers.append(line([{"x": low - pad, "y": mean}, {"x": high + pad, "y": mean}], x, y, GRAY, DOTTED, 1.2))
    layers.append(
        {
            "data": data(rows),
            "mark": {
                "type": "tick",
                "orient": "vertical",
                "stroke": MUTED,
                "size": 6,
                "thickness": 1,
                "yOffset": -3,
                "opacity": 0.9,
            },
            "encoding": {"x": {"field": "x", **x}, "y": {"value": "height"}},
        }
    )
    # Of a few values, what is between them is not known.
    layers.append(line(rows, x, y, BLUE) if len(rows) > 4 else points(rows, x, y, True, BLUE, 70))
    return {**spec, "layer": layers}


def squares(facts: Facts) -> dict:
    rows = facts.all["squares"]
    most = max(r["examples"] for r in rows)
    low = min(min(r["predicted_start"], r["label_start"]) for r in rows)
    high = max(max(r["predicted_end"], r["label_end"]) for r in rows)
    width = rows[0]["predicted_end"] - rows[0]["predicted_start"]
    low, high = min(low, low), max(high, low + width)
    values = [
        {
            "x": r["predicted_start"],
            "x2": r["predicted_end"],
            "y": r["label_start"],
            "y2": r["label_end"],
            "n": 0.2 + 0.8 * r["examples"] / most,
        }
        for r in rows
    ]
    x, y = axis("predicted", [low, high], tickCount=6, grid=False), axis("actual", [low, high], tickCount=6)
    layers = [
        {
            "data": data(values),
            "mark": {"type": "rect", "fill": BLUE, "stroke": "var(--paper)", "strokeWidth": 1},
            "encoding": {
                "x": {"field": "x", **x},
                "x2": {"field": "x2"},
                "y": {"field": "y", **y},
                "y2": {"field": "y2"},
                # The color is a variable of the page, so the share is its opacity.
                "fillOpacity": {"field": "n", "type": "quantitative", "scale": None, "legend": None},
            },
        },
        line([{"x": low, "y": low}, {"x": high, "y": high}], x, y, INK, DOTTED, 1.3),
    ]
    return {"height": 300, "padding": {"left": 2, "right": 12, "top": 24, "bottom": 2}, "layer": layers}


def residuals(facts: Facts) -> dict:
    rows = [
        {
            "x": r["mean_prediction"],
            "y": r["residual_50"],
            "a": r["residual_10"],
            "b": r["residual_25"],
            "c": r["residual_75"],
            "d": r["residual_90"],
        }
        for r in facts.all["bands"]
    ]
    low, high = min(r["x"] for r in rows), max(r["x"] for r in rows)
    pad = 0.06 * (high - low) or 0.5
    least, most = min(0, *(r["a"] for r in rows)), max(0, *(r["d"] for r in rows))
    room = 0.04 * (most - least) or 0.5
    x = axis("predicted, mean of the band", [low - pad, high + pad], tickCount=6, grid=False)
    y = axis("actual less predicted", [least - room, most + room], tickCount=6, titleLimit=300)

    def span(start, end, width, opacity):
        return {
            "data": data(rows),
            "mark": {"type": "rule", "stroke": BLUE, "strokeWidth": width, "opacity": opacity},
            "encoding": {"x": {"field": "x", **x}, "y": {"field": start, **y}, "y2": {"field": end}},
        }

    layers = [
        line([{"x": low - pad, "y": 0}, {"x": high + pad, "y": 0}], x, y, INK, DOTTED, 1.3),
        span("a", "d", 1.5, 0.8),
        span("b", "c", 9, 0.45),
        points(rows, x, y, False, BLUE, 45),
    ]
    return {"height": 300, "padding": {"left": 2, "right": 12, "top": 24, "bottom": 2}, "layer": layers}
