"""The first screen: the verdict in words and counts, what to read with care, and what the network is."""

from __future__ import annotations

from report_page.facts import Facts
from report_page.pieces import Html, bar_of_share, bars_of_error, mark
from report_page.summary_of_fleet import (
    RULES_OF_FLEET,
    drawing_of_groups,
    sentence_of_groups,
    stats_of_groups,
    verdict_of_groups,
)
from report_page.words import WAREHOUSES, count, escape, exact, name, number, percent, plural


def header(facts: Facts) -> Html:
    made = facts.made
    warehouse = WAREHOUSES.get(made["warehouse"], made["warehouse"])
    return Html(
        f'<p class="small">Network report · target {name(made["target"])} on {escape(warehouse)} · schema '
        f"{name(made['schema'])}</p>\n"
        f'<h1>{escape(facts.network["name"])}</h1>\n<p class="lead">{lead(facts)}</p>'
    )


def lead(facts: Facts) -> str:
    what = predicts(facts)
    return f"{facts.fleet.words()}. The fleet {what[0].lower()}{what[1:]}" if facts.fleet else what


def predicts(facts: Facts) -> str:
    features = plural(len(facts.network["features"]), "feature")
    label = name(facts.network["label"])
    if not facts.classes:
        return f"Predicts the number {label} from {features}."
    if len(facts.classes) == 2:
        return f"Predicts whether {label} is {escape(facts.classes[0])} or {escape(facts.classes[1])}, from {features}."
    return f"Predicts which of {len(facts.classes)} classes {label} has, from {features}."


def verdict_of_gates(facts: Facts) -> tuple[str, str]:
    gates, failed = len(facts.judged), len(facts.failed)
    if not gates:
        return "open", "Has no gates"
    if failed and facts.fleet and verdict_of_groups(facts):
        return "fails", verdict_of_groups(facts)
    if failed:
        return "fails", "Fails its only gate" if gates == 1 else f"Fails {failed} of {gates} gates"
    return "passes", {1: "Passes its only gate", 2: "Passes both gates"}.get(gates, f"Passes all {gates} gates")


def sentence(facts: Facts) -> str:
    if facts.fleet and facts.fleet.measured:
        return sentence_of_groups(facts)
    unseen = "rows that it had not seen" if facts.held_out else "rows that it learned from"
    if not facts.rows:
        return "There are no rows with a label to evaluate it on."
    if facts.classes:
        label, rows = facts.most_frequent
        return (
            f"Correct on <b>{count(facts.right)} of {count(facts.rows)}</b> {unseen}. "
            f"Always predicting “{escape(label)}” would be correct on {count(rows)}."
        )
    mae, constant = facts.metrics["mae"], facts.baseline.get("mae")
    return (
        f"On {count(facts.rows)} {unseen}, it is off by <b>{number(mae, 2)}</b> on average. "
        f"Always predicting the mean would be off by {number(constant, 2)}."
    )


def threshold_of(facts: Facts, measure: str, bound: str) -> float | None:
    """What a gate of the held-out rows asks of a metric."""
    for gate in facts.judged:
        given = gate["arguments"]
        if gate["gate"] == "metric" and given.get("metric") == measure and bound in given:
            return given[bound]
    return None


def drawing(facts: Facts) -> str:
    if not facts.rows:
        return ""
    if facts.fleet and facts.fleet.measured:
        return drawing_of_groups(facts.fleet)
    if facts.classes:
        label, rows = facts.most_frequent
        said = f"always “{label if len(label) <= 18 else label[:17] + '…'}”"
        gate = threshold_of(facts, "accuracy", "at_least")
        return bar_of_share(facts.right / facts.rows, rows / facts.rows, said, gate, facts.interval)
    mae, constant = facts.metrics["mae"], facts.baseline.get("mae") or 0
    gate = threshold_of(facts, "mae", "at_most")
    for judged in facts.judged:
        if judged["gate"] == "beats_baseline" and judged["arguments"].get("metric") == "mae" and gate is None:
            gate = constant - (judged["arguments"].get("margin") or 0)
    words = (number(mae, 2), f"{number(constant, 2)} the mean", f"gate {number(gate, 2)}" if gate is not None else "")
    return bars_of_error(mae, constant, gate, words)


def summary(facts: Facts) -> Html:
    kind, words = verdict_of_gates(facts)
    return Html(
        f'<div class="verdict {kind}">\n<div><h2>{mark(kind)}{words}</h2>\n<p>{sentence(facts)}</p></div>\n'
        f"<div>{drawing(facts)}</div>\n</div>\n{stats(facts)}\n{care(facts)}\n{about_network(facts)}"
    )


def stats(facts: Facts) -> str:
    """Four numbers in words: what they are of, the value, what follows."""
    if not facts.rows:
        return ""
    if facts.fleet and facts.fleet.measured:
        four = stats_of_groups(facts)
    elif not facts.classes:
        four = stats_of_numbers(facts)
    else:
        four = stats_of_two_classes(facts) if facts.is_binary else stats_of_classes(facts)
    cells = "".join(
        f'<div><dt>{escape(what)}</dt><dd class="value"><b>{escape(value)}</b> {escape(unit)}</dd>'
        f'<dd class="under">{escape(under)}</dd></div>'
        for what, value, unit, under in four
    )
    return f'<dl class="stats">{cells}</dl>'


def probabilities_off(facts: Facts) -> tuple:
    error = facts.calibration_error
    value = "–" if error is None else f"{100 * error:.1f}"
    return "Probabilities off by", value, "points", "on average (calibration error)"


def stats_of_two_classes(facts: Facts) -> list[tuple]:
    yes, no = facts.positive, facts.negative
    found, alone = facts.confusion[(yes, yes)], facts.confusion[(no, no)]
    all_yes, all_no = facts.rows_of(yes, facts.held_out), facts.rows_of(no, facts.held_out)
    area = facts.metrics.get("roc_auc")
    return [
        (f"“{yes}” found", count(found), f"of {count(all_yes)}", f"{count(all_yes - found)} missed"),
        (f"“{no}” left alone", count(alone), f"of {count(all_no)}", plural(all_no - alone, "false alarm")),
        ("Ranked in the right order", percent(area), "", "of pairs (ROC AUC)"),
        probabilities_off(facts),
    ]


def stats_of_classes(facts: Facts) -> list[tuple]:
    wrong = {pair: rows for pair, rows in facts.confusion.items() if pair[0] != pair[1]}
    total = sum(wrong.values())
    most = min(wrong.items(), key=lambda item: (-item[1], item[0])) if wrong else None
    under = f"most often “{most[0][0]}” as “{most[0][1]}”: {count(most[1])}" if most else "no mistakes"
    recalls = {}
    for label in facts.classes:
        rows = sum(n for pair, n in facts.confusion.items() if pair[0] == label)
        if rows:
            recalls[label] = (facts.confusion[(label, label)] / rows, facts.confusion[(label, label)], rows)
    worst = min(recalls, key=lambda label: (recalls[label][0], label))
    sure = [row["bin_end"] for row in facts.all.get("histogram", []) if row["came_false"]]
    return [
        ("Wrong", count(total), f"of {count(facts.rows)}", under),
        ("Worst class", f"{worst}", "", f"{count(recalls[worst][1])} of {count(recalls[worst][2])} found"),
        ("Most confident error", f"below {max(sure):.2f}" if sure else "none", "", "predicted probability"),
        probabilities_off(facts),
    ]


def stats_of_numbers(facts: Facts) -> list[tuple]:
    measures = facts.metrics
    four = [
        ("Half of the errors are below", number(measures["median_absolute_error"], 2), "", "median error"),
        ("Variance explained", percent(measures["r2"], 0), "", "R²"),
        ("Typical error", number(measures["rmse"], 2), "", "root of the mean squared error"),
        ("Error as a share of the label", percent(measures["mape"], 0), "", "on average"),
    ]
    if measures.get("coverage") is not None:
        wanted = facts.network["options"].get("interval")
        four[3] = (
            "Within the interval",
            percent(measures["coverage"]),
            "",
            f"interval is set to {percent(float(wanted), 0)}",
        )
    return four


def care(facts: Facts) -> str:
    """At most three warnings, the gravest first."""
    rules = [*RULES[:1], *RULES_OF_FLEET, *RULES[1:]] if facts.fleet else RULES
    lines = [line for rule in rules for line in [rule(facts)] if line]
    if not lines:
        return ""
    items = "".join(f"<li>{line}</li>" for line in lines[:3])
    return f'<div class="care" role="note" aria-label="Read with care"><h2>Read with care</h2><ul>{items}</ul></div>'


def not_held_out(facts: Facts) -> str:
    if facts.rows and not facts.held_out:
        return "No rows were held out: every number here is of rows that the network may have learned from."
    return ""


def few_rows(facts: Facts) -> str:
    if not facts.rows or not facts.held_out:
        return ""
    held = f"{plural(facts.rows, 'row')} {'was' if facts.rows == 1 else 'were'} held out"
    if not facts.classes:
        return f"Only {held}, so the second digit of these numbers is uncertain." if facts.rows < 200 else ""
    low, high = facts.interval
    if high - low <= 0.05:
        return ""
    return f"Only {held}, so the true accuracy may be anywhere from {percent(low, 0)} to {percent(high, 0)}."


def cheaper_threshold(facts: Facts) -> str:
    half, cheapest = facts.threshold(0.5), facts.cheapest
    if not half or cheapest["cost"] >= half["cost"]:
        return ""
    positives = half["true_positives"] + half["false_negatives"]
    return (
        f"{count(half['false_negatives'])} of {count(positives)} “{escape(facts.positive)}” are missed at a "
        f"threshold of 0.5. "
        f"At {exact(cheapest['threshold'])}, {count(cheapest['false_negatives'])} of them, with "
        f'{plural(cheapest["false_positives"], "false alarm")}: <a href="#threshold">choose a threshold</a>.'
    )


def learned_by_heart(facts: Facts) -> str:
    measure = "log_loss" if facts.classes else "mse"
    held, trained = facts.metrics.get(measure), facts.training.get(measure)
    if not held or not trained or held <= 3 * trained:
        return ""
    words = "the log loss" if facts.classes else "the squared error"
    values = f"({number(held)} compared with {number(trained)})"
    right = (
        f"{percent(facts.training['accuracy'], 0)} of the training rows are predicted correctly; on held-out rows, "
        if facts.classes
        else "On held-out rows, "
    )
    return f"{right}{words} is {held / trained:,.0f} times as high {values}."


def stopped_late(facts: Facts) -> str:
    lowest, kept = facts.lowest, facts.kept_iteration
    if not lowest or not kept or lowest["iteration"] > 0.9 * kept or lowest["iteration"] == kept:
        return ""
    held = next((row["validation_loss"] for row in facts.history if row["iteration"] == kept), None)
    if not held or held < 1.02 * lowest["validation_loss"]:
        return ""
    return f"The held-out loss was lowest at iteration {lowest['iteration']}; the network kept iteration {kept}."


def no_gate_of(facts: Facts) -> str:
    kinds = {gate["gate"] for gate in facts.judged}
    missing = []
    if "beats_baseline" not in kinds:
        missing.append("compares it with a baseline")
    if not kinds & {"no_skew", "no_drift"}:
        missing.append("tests for skew against training")
    return f"No gate {' or '.join(missing)}." if missing else ""


def no_interval(facts: Facts) -> str:
    if facts.classes or facts.metrics.get("coverage") is not None or not facts.rows:
        return ""
    return (
        f"It explains {percent(facts.metrics['r2'], 0)} of the variance and predicts no interval; set <code>"
        f"interval=0.9</code> to get one."
    )


RULES = [not_held_out, few_rows, cheaper_threshold, learned_by_heart, stopped_late, no_interval, no_gate_of]


def about_network(facts: Facts) -> str:
    network, trained = facts.network, facts.trainings[0] if facts.trainings else None
    hidden = ", ".join(str(units) for units in network["hidden_layers"]) or "no"
    output = plural(len(facts.classes), "class", "classes") if facts.classes else "1 number"
    splits = {split: row["examples"] for split, row in facts.splits.items()}
    held = f", {count(facts.rows)} held out" if facts.held_out else ""
    learned = splits.get("train") if facts.held_out else None
    rows = f"{plural(learned, 'training row')}{held}" if learned else plural(facts.rows, "row")
    by = f" by hash of {name(network['example_id'])}" if facts.held_out and network["example_id"] else ""
    four = [
        ("Trained", when(trained) if trained else "at a time that is not recorded"),
        ("On", f"{rows} of {name(facts.all['data']['name'])}{by}"),
        (
            "Each network" if facts.fleet else "Network",
            f"{plural(network['inputs'], 'input')}, {hidden} hidden, {output}<br>"
            f"{plural(network['parameters'], 'parameter')}",
        ),
        ("Since the last training", since(facts)),
    ]
    return '<dl class="facts">' + "".join(f"<div><dt>{what}</dt><dd>{said}</dd></div>" for what, said in four) + "</dl>"


def when(training: dict) -> str:
    took = f"<br>in {number(training['seconds'], 1)} s" if training["seconds"] is not None else ""
    return f"{escape(str(training['trained_at'])[:16])} UTC{took}"


def since(facts: Facts) -> str:
    """What the last two trainings that were promoted reached."""
    done = [row for row in facts.trainings if row["outcome"] != "refused"]
    if len(done) < 2:
        return "nothing to compare: this is the first"
    now, before = done[:2]
    if now["validation_loss"] is None or before["validation_loss"] is None:
        return f"training {before['training']} on {plural(before['train_rows'] or 0, 'row')}"
    change = now["validation_loss"] - before["validation_loss"]
    word = "better" if change < 0 else "worse" if change > 0 else "the same"
    return f"validation loss {number(before['validation_loss'])} → {number(now['validation_loss'])}, {word}"
