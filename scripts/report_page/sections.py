"""The sections below the first screen: proof, then causes, then provenance."""

from __future__ import annotations

from report_page import charts
from report_page.facts import Facts, chance, gate_label, measured
from report_page.pieces import Html, chart, data_table, figure, scroller, section, strip, table
from report_page.sections_of_fleet import sections_of_fleet
from report_page.words import METRICS, count, escape, exact, metric, name, number, percent, plural

# As the package's table of metrics has them: between what the value of a gate lies.
RANGES = {
    "metric": (None, None),
    "calibrated": (0, 1),
    "no_leakage": (None, 1),
    "no_skew": (0, None),
    "no_drift": (0, None),
}
SHARES = {
    "accuracy",
    "balanced_accuracy",
    "roc_auc",
    "average_precision",
    "precision",
    "recall",
    "f1",
    "coverage",
    "precision_macro",
}
SHARES |= {"recall_macro", "f1_macro", "f1_weighted"}
# Those whose names are words.
MACROS = {"evaluate", "history", "trainings", "skew", "leaderboard", "networks"}


class Page:
    """The sections in order, and the charts that they need: {id: Vega-Lite}."""

    def __init__(self, facts: Facts):
        self.facts, self.specs = facts, {}

    def chart(self, identifier: str, spec: dict | None, label: str) -> str:
        if spec is None:
            return '<p class="small">There are too few rows for this chart.</p>'
        self.specs[identifier] = spec
        return chart(identifier, label)

    def sections(self) -> list[tuple[str, str, Html]]:
        """(id, name in the navigation, HTML)"""
        facts = self.facts
        found = [("gates", "Gates", self.gates())]
        found += sections_of_fleet(self) if facts.fleet else []
        if facts.rows:
            found.append(("errors", "Errors", self.errors() if facts.classes else self.numbers()))
        if facts.all.get("thresholds"):
            found.append(("threshold", "Threshold", self.thresholds()))
        if facts.all.get("calibration"):
            found.append(("probabilities", "Probabilities", self.probabilities()))
        if facts.importance or facts.all.get("dependence"):
            found.append(("features", "Features", self.features()))
        found.append(("training", "Training", self.training()))
        if facts.skew or facts.labels:
            found.append(("data", "Data", self.data()))
        found.append(("about", "About", self.about()))
        return found

    # Gates

    def gates(self) -> Html:
        facts = self.facts
        if not facts.gates:
            text = "There is no data test of dbt_nn on this network, on what it reads, or on its predictions."
            return section("gates", "Gates", text, "")
        head = "".join(
            f'<th scope="col"{of}>{title}</th>'
            for title, of in (
                ("Gate", ""),
                ("On", ""),
                ("Measured", ' class="number"'),
                ("Must be", ' class="number"'),
                ('<span class="hidden">Measured and threshold</span>', ""),
                ("Result", ""),
            )
        )
        rows = "\n".join(self.gate(gate) for gate in facts.gates)
        text = (
            "The data tests of this network, run again for this page. Dot: measured. Line: the threshold. "
            "Shaded: passes."
        )
        html = f'<table class="gates"><thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table>'
        return section("gates", "Gates", text, scroller(html, "Table of the gates"))

    def gate(self, gate: dict) -> str:
        facts = self.facts
        row = measured(gate)
        label = escape(gate_label(gate, facts.positive))
        group = row["group"] if row else ""
        # Parameters are counted by layer, which are no groups, and in all of them.
        has_groups = len(gate["rows"]) > 1 and group and gate["gate"] != "parameters_finite"
        among = f": {plural(len(gate['rows']), 'group')}, shown {name(group)}" if has_groups else ""
        message = f'<span class="message">{escape(row["message"])}</span>' if row and row["message"] else ""
        value, bound, drawn = self.gate_values(gate, row)
        word = {
            True: f'<span class="fails-word">✗ {"warns" if gate["severity"] == "warn" else "fails"}</span>',
            False: '<span class="passes-word">✓ passes</span>',
            None: '<span class="none-word">– not built</span>',
        }[gate["fails"]]
        return (
            f'<tr><th scope="row">{label}{among}<small>{name(gate["name"])}</small>{message}</th>'
            f'<td class="on">{self.gate_rows(gate)}</td>'
            f'<td class="number" data-label="measured">{escape(value)}</td><td class="number" data-label="must '
            f'be">{escape(bound)}</td>'
            f'<td class="strip">{drawn}</td><td class="said">{word}</td></tr>'
        )

    def gate_rows(self, gate: dict) -> str:
        where = gate["where"]
        if (
            where
            and self.facts.held_out
            and where.replace('"', "'").replace(" ", "") == f"split='{self.facts.held_out}'"
        ):
            return "held out"
        if where:
            return name(where)
        return "network" if gate["model"] == self.facts.network["name"] else name(gate["model"])

    def gate_values(self, gate: dict, row: dict | None) -> tuple[str, str, str]:
        """What was measured, what it must be, and both drawn."""
        given = gate["arguments"]
        measure = given.get("metric", "")
        if row is None:
            return "–", "–", ""
        if gate["gate"] == "parameters_finite":
            return count(sum(each["value"] or 0 for each in gate["rows"])), "0", ""
        if gate["gate"] == "trained_within":
            return "", f"≤ {exact(given['days'])} days", ""
        value, least, most = row["value"], given.get("at_least"), given.get("at_most")
        if gate["gate"] == "beats_baseline":
            higher = self.facts.better[measure] == "high"
            gain = None
            if value is not None and row["baseline_value"] is not None:
                gain = value - row["baseline_value"] if higher else row["baseline_value"] - value
            value, least, most = gain, given.get("margin") or 0, None
        if value is None:
            return "–", bounds(least, most, measure), ""
        limits = RANGES.get(gate["gate"], (None, None))
        limits = (0, 1) if gate["gate"] == "metric" and measure in SHARES else limits
        drawn = strip(value, least, most, limits, bool(gate["fails"]))
        if gate["gate"] == "beats_baseline":
            more = "+" if value >= 0 else "−"
            by = percent(abs(value)).replace("%", " points") if measure == "accuracy" else number(abs(value))
            least_by = percent(least).replace("%", " points") if measure == "accuracy" else number(least)
            return f"{more}{by}", f"> {least_by}", drawn
        return metric(value, measure), bounds(least, most, measure), drawn

    # Errors of classes

    def errors(self) -> Html:
        facts = self.facts
        two = len(facts.classes) == 2 and facts.is_binary
        left = self.confusion_of_two() if two else self.confusion()
        body = f'<div class="columns"><div>{left}</div><div>{self.metrics()}</div></div>'
        text = f"{self.of_whom()}; a row is predicted as its most probable class."
        return section("errors", "Correct and wrong predictions", text, body)

    def confusion_of_two(self) -> str:
        facts, classes = self.facts, [self.facts.positive, self.facts.negative]
        said = {(0, 0): "found", (0, 1): "missed", (1, 0): "false alarm", (1, 1): "left alone"}
        lines = []
        for i, label in enumerate(classes):
            rows = facts.rows_of(label, facts.held_out)
            cells = []
            for j, predicted in enumerate(classes):
                n = facts.confusion[(label, predicted)]
                of = heat(n / rows if rows else 0) if i == j else "wrong" if n else "zero"
                part = f"{percent(n / rows)} {said[(i, j)]}" if rows else said[(i, j)]
                cells.append(f'<td class="{of}"><b>{count(n)}</b>{part}</td>')
            lines.append(f'<tr><th scope="row">is {escape(label)}</th>{"".join(cells)}</tr>')
        head = "".join(f'<th scope="col">predicted {escape(c)}</th>' for c in classes)
        html = (
            f'<table class="confusion two"><caption>{self.caption()}; shares of the row</caption><thead><tr>'
            f"<td></td>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
        )
        found, called = (
            facts.confusion[(classes[0], classes[0])],
            sum(facts.confusion[(c, classes[0])] for c in classes),
        )
        all_of = facts.rows_of(classes[0], facts.held_out)
        text = (
            f'<p class="errors-said">Of {count(all_of)} “{escape(classes[0])}”, it finds {count(found)} '
            f"(recall {percent(found / all_of if all_of else None)}). "
            f"Of {count(called)} that it predicts as “{escape(classes[0])}”, {count(found)} are correct (precision "
            f"{percent(found / called if called else None)}).</p>"
        )
        return scroller(html, "Confusion matrix") + text

    def of_whom(self) -> str:
        """The rows that are judged, and of a fleet by whom they are predicted."""
        rows = "Rows of held-out data" if self.facts.held_out else "All rows"
        fleet = self.facts.fleet
        return f"{rows}, each predicted by its own network" if fleet and fleet.has_keys else rows

    def caption(self) -> str:
        return "Held-out rows" if self.facts.held_out else "All rows"

    def confusion(self) -> str:
        facts = self.facts
        rows_of = {c: sum(n for pair, n in facts.confusion.items() if pair[0] == c) for c in self.labels_found()}
        errors = {c: rows_of[c] - facts.confusion[(c, c)] for c in rows_of}
        shown = sorted(rows_of, key=lambda c: (-errors[c], -rows_of[c], c))[:15]
        shown = [c for c in rows_of if c in shown]
        others = [c for c in rows_of if c not in shown]
        groups = [[c] for c in shown] + ([others] if others else [])
        titles = [*shown, *([f"{len(others)} others"] if others else [])]
        lines = []
        for i, group in enumerate(groups):
            total = sum(rows_of[c] for c in group)
            cells = []
            for j, other in enumerate(groups):
                n = sum(facts.confusion[(a, b)] for a in group for b in other)
                of = "zero" if not n else heat(n / total) if i == j else "wrong"
                cells.append(f'<td class="{of}">{count(n) if n else "·"}</td>')
            found = sum(facts.confusion[(c, c)] for c in group)
            recall = percent(found / total if total else None, 0)
            lines.append(f'<tr><th scope="row">{escape(titles[i])}</th>{"".join(cells)}<td>{recall}</td></tr>')
        head = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
        note = f"{self.caption()}. Down: labels. Across: predicted labels. Right: share found (recall)."
        if others:
            note += f" Of {len(rows_of)} classes, the 15 with the most errors; the others are one row."
        html = (
            f'<table class="confusion"><caption>{note}</caption><thead><tr><td></td>{head}<th scope="col">'
            f"found</th></tr></thead><tbody>{''.join(lines)}</tbody></table>"
        )
        pairs = sorted(facts.confusion.items(), key=lambda item: (item[0][0] == item[0][1], -item[1], item[0]))
        rows = [{"label": a, "predicted_label": b, "examples": n} for (a, b), n in pairs]
        below = data_table(
            rows, ["label", "predicted_label", "examples"], {"label", "predicted_label"}, "confusion matrix"
        )
        return scroller(html, "Confusion matrix") + below

    def labels_found(self) -> list[str]:
        found = {label for pair in self.facts.confusion for label in pair if label is not None}
        return [c for c in self.facts.classes if c in found] + sorted(found - set(self.facts.classes))

    def left_out(self) -> set[str]:
        """Of two classes, those of the one that is looked for say more than means over both."""
        return {"precision_macro", "recall_macro", "f1_macro", "f1_weighted"} if self.facts.is_binary else set()

    def metrics(self) -> str:
        """Every metric of the held-out rows, of the training rows and of the constant guess."""
        facts = self.facts
        names = [m for m in facts.metrics if m in METRICS and m not in self.left_out()]
        rows = []
        for m in names:
            label = METRICS[m] + (f", {facts.positive}" if m in ("precision", "recall", "f1") else "")
            label += "" if facts.better[m] == "high" else " ↓"
            row = [label, Html(f"<b>{number(facts.metrics[m])}</b>")]
            row += [number(facts.training.get(m))] if facts.training else []
            rows.append([*row, number(facts.baseline.get(m))])
        head = ["Metric", self.caption(), *(["Training"] if facts.training else []), "Baseline"]
        guess = "the most frequent class, or the classes’ shares" if facts.classes else "the mean"
        return table(head, rows, f"Baseline: {guess}. ↓: lower is better.", numbers=set(range(1, 5)), name="Metrics")

    # Errors of numbers

    def numbers(self) -> Html:
        facts = self.facts
        body = f'<div class="half">{self.metrics()}</div>'
        squares, bands = facts.all.get("squares"), facts.all.get("bands")
        if squares and bands:
            most = max(row["examples"] for row in squares)
            left = figure(
                "Predicted and actual",
                f"Rows by square; darker: more, at most {count(most)}. On the dotted line the prediction is "
                f"right, above it too low.",
                self.chart(
                    "squares",
                    charts.squares(facts),
                    "Predicted numbers against actual ones, as squares; the table has the counts",
                ),
                data_table(
                    sorted(squares, key=lambda r: (r["predicted_start"], r["label_start"])),
                    ["predicted_start", "predicted_end", "label_start", "label_end", "examples"],
                    set(),
                    "predicted and actual",
                ),
            )
            columns = [
                "bin",
                "examples",
                "mean_prediction",
                "mean_residual",
                "residual_10",
                "residual_25",
                "residual_50",
                "residual_75",
            ]
            right = figure(
                "Residuals by prediction",
                "Rows in the order of their prediction, in bands of equal size. Dot: the median. Thick: the "
                "middle half. Thin: the middle four fifths. "
                "Level bands of equal length are good.",
                self.chart(
                    "residuals",
                    charts.residuals(facts),
                    "Quantiles of the residuals by band of the prediction; the table has them",
                ),
                data_table(sorted(bands, key=lambda r: r["bin"]), [*columns, "residual_90"], set(), "residuals"),
            )
            body += f'<div class="columns">{left}{right}</div>'
        return section(
            "errors",
            "Size of the errors",
            f"In units of the label, {name(facts.network['label'])}. {self.of_whom()}.",
            body,
        )

    # Thresholds and probabilities

    def thresholds(self) -> Html:
        facts, costs = self.facts, self.facts.all["costs"]
        yes = escape(facts.positive)
        columns = [
            "threshold",
            "true_positives",
            "false_positives",
            "true_negatives",
            "false_negatives",
            "precision",
            "recall",
            "f1",
            "cost",
        ]
        cheapest = facts.cheapest
        first = figure(
            "What a threshold costs",
            f"A row is predicted as “{yes}” if its probability reaches the threshold. A missed one costs "
            f"{exact(costs['false_negative_cost'])}, a false alarm "
            f"{exact(costs['false_positive_cost'])}.",
            self.chart(
                "cost", charts.cost(facts), f"Cost by threshold; the cheapest is {exact(cheapest['threshold'])}"
            ),
            data_table(facts.all["thresholds"], columns, set(), "thresholds"),
        )
        second = figure(
            "ROC curve",
            f"Area {number(facts.metrics.get('roc_auc'))}; 0.5 is chance.",
            self.chart("roc", charts.roc(facts), f"ROC curve, area {number(facts.metrics.get('roc_auc'))}"),
            data_table(
                facts.all["roc"],
                ["point", "threshold", "false_positive_rate", "true_positive_rate"],
                set(),
                "ROC curve",
            ),
        )
        share = facts.rows_of(facts.positive, facts.held_out) / facts.rows
        third = figure(
            "Precision and recall",
            f"Average precision {number(facts.metrics.get('average_precision'))}; {number(share)} is chance.",
            self.chart(
                "precision-recall", charts.precision_recall(facts), "Precision by recall; the table has the points"
            ),
            data_table(
                facts.all["precision_recall"],
                ["point", "threshold", "precision", "recall"],
                set(),
                "precision and recall",
            ),
        )
        text = (
            f'{self.caption()}. Hollow: 0.5. <b class="passes-word">Filled: the cheapest</b>, slightly too '
            f"good because it is chosen on these rows."
        )
        return section("threshold", "Thresholds", text, f'<div class="columns three">{first}{second}{third}</div>')

    def probabilities(self) -> Html:
        facts = self.facts
        error = number(facts.calibration_error)
        what = (
            "a probability of 0.7 comes true in 7 of 10 rows"
            if facts.is_binary
            else "a prediction of probability 0.7 is correct in 7 of 10 rows"
        )
        first = figure(
            "Predicted and observed frequency",
            f"On the dotted line, {what}. Expected calibration error {error}. Lines: 95% interval. Hollow: "
            f"fewer than 10 rows.",
            self.chart(
                "calibration",
                charts.calibration(facts),
                f"Reliability of the probabilities; expected calibration error {error}",
            ),
            data_table(
                facts.all["calibration"],
                ["bin_start", "bin_end", "examples", "mean_probability", "observed_rate"],
                set(),
                "reliability",
            ),
        )
        if facts.is_binary:
            note = (
                f"Up: rows that are “{escape(facts.positive)}”. Down: those that are not. Rows on the wrong "
                f"side of the dotted line are errors."
            )
        else:
            note = "Of the predicted class. Up: correct. Down: wrong."
        second = figure(
            "Distribution of the probabilities",
            note,
            self.chart(
                "histogram",
                charts.histogram(facts),
                "Rows by predicted probability, and for how many it came true; the table has the counts",
            ),
            data_table(
                facts.all["histogram"],
                ["bin_start", "bin_end", "examples", "came_true", "came_false"],
                set(),
                "probabilities",
            ),
        )
        return section(
            "probabilities",
            "Calibration of the probabilities",
            f"{self.caption()}.",
            f'<div class="columns">{first}{second}</div>',
        )

    # Features

    def features(self) -> Html:
        facts, body = self.facts, ""
        if facts.importance:
            first = facts.importance[0]
            measure = (
                METRICS[first["metric"]].lower()
                if first["metric"] not in ("r2", "roc_auc")
                else METRICS[first["metric"]]
            )
            word = "rises" if facts.better[first["metric"]] == "low" else "falls"
            body += figure(
                "Importance of features",
                f"By how much the {measure} ({number(first['metric_value'])}) {word} when a feature is "
                f"permuted among {plural(facts.all['importance_rows'], 'row')}. "
                f"Line: standard deviation of {count(first['repeats'])} permutations. Correlated features "
                f"share their importance.",
                self.chart(
                    "importance",
                    charts.importance(facts),
                    f"Importance of features; first {facts.importance[0]['feature']}",
                ),
                data_table(
                    facts.importance,
                    ["feature", "metric", "metric_value", "importance", "spread", "repeats"],
                    {"feature", "metric"},
                    "importance",
                ),
            )
        if facts.all.get("dependence"):
            body += self.dependence()
        text = "What the predictions depend on; it need not be what causes the label."
        if len(facts.classes) > 2 and not facts.all.get("dependence") and not facts.fleet:
            text += " To draw partial dependence, name a class with <code>--class</code>."
        return section("features", "Importance and effect of features", text, f'<div class="columns">{body}</div>')

    def dependence(self) -> Html:
        facts, curves = self.facts, self.facts.all["dependence"]
        curves = [curve for curve in curves if curve["points"]]
        values = [row["mean_prediction"] for curve in curves for row in curve["points"]]
        low, high = min(values), max(values)
        if facts.classes:
            low, high = max(0.0, low - 0.06), min(1.0, high + 0.06)
        pad = 0.08 * (high - low) or 0.5
        domain = [low, high] if facts.classes else [low - pad, high + pad]
        parts, rows = [], []
        for at, curve in enumerate(curves):
            mean = sum(r["mean_prediction"] for r in curve["points"]) / len(curve["points"])
            drawn = self.chart(
                f"dependence-{at + 1}",
                charts.dependence(curve, domain, mean),
                f"Mean prediction by {curve['feature']}; the table has the points",
            )
            parts.append(f"<div><h4>{name(curve['feature'])}</h4>{drawn}</div>")
            order = sorted(
                curve["points"],
                key=lambda r: (
                    r["grid_value"] is None,
                    r["grid_value"] if curve["is_number"] else str(r["grid_value"]),
                ),
            )
            rows += order
        of = (
            f"Probability of “{escape(curves[0]['class'])}”"
            if facts.classes
            else f"Predicted {name(facts.network['label'])}"
        )
        columns = ["feature", "grid_value", "mean_prediction", "low", "high", "examples"]
        return figure(
            f"{of}, all else unchanged",
            "Mean over the rows with the feature set to each value, on one scale. Dotted: the curve’s mean. "
            "Ticks: one for each 20th of the training rows.",
            f'<div class="grid">{"".join(parts)}</div>',
            data_table(rows, columns, {"feature"}, "partial dependence"),
        )

    # Training, data, about

    def training(self) -> Html:
        facts, options = self.facts, self.facts.network["options"]
        drawn = ""
        if facts.history:
            kept = (
                f" The network has the parameters of iteration {count(facts.kept_iteration)}."
                if facts.kept_iteration
                else ""
            )
            drawn = figure(
                "Loss by iteration",
                f"{escape(facts.network['loss'].replace('_', ' ').capitalize())}; the training loss includes "
                f"the penalty.{kept}",
                self.chart(
                    "loss",
                    charts.loss(facts),
                    f"Training and validation loss by iteration, {count(facts.last_iteration)} iterations",
                ),
                data_table(
                    facts.history, ["iteration", "train_loss", "validation_loss", "learning_rate"], set(), "loss"
                ),
            )
        rows = []
        for row in facts.trainings:
            word = {
                "refused": '<span class="fails-word">✗ refused</span>',
                "rolled_back": '<span class="fails-word">✗ rolled back</span>',
            }
            in_use = facts.network["version"] in (None, row["training"])
            said = word.get(row["outcome"], '<span class="passes-word">✓ in use</span>' if in_use else "replaced")
            rows.append(
                [
                    str(row["trained_at"])[:16],
                    count(row["train_rows"]),
                    number(row["validation_loss"]),
                    Html(said),
                    row["reason"] or "",
                ]
            )
        head = ["Trained (UTC)", "Rows", "Validation loss", "Outcome", "Reason"]
        right = (
            figure(
                "Trainings",
                "Newest first. A refused network did not meet the conditions of <code>promote</code>.",
                table(head, rows, numbers={1, 2}, name="Trainings"),
            )
            if rows
            else ""
        )
        batches = options.get("batch_size")
        size = (
            f"batches of {escape(batches)} rows"
            if batches not in (None, "null", "", "none")
            else "all rows in each iteration"
        )
        text = (
            f"{escape(options.get('optimizer'))}, {size}, l2 {escape(options.get('l2'))}, seed "
            f"{escape(options.get('random_seed'))}."
        )
        return section("training", "Training", text, f'<div class="columns">{drawn}{right}</div>')

    def data(self) -> Html:
        facts, body = self.facts, ""
        if facts.skew:
            first, by_group = facts.skew[0], facts.skew_is_by_group
            shown = min(10, len(facts.skew))
            if by_group:
                note = f"Each group compared with its own training rows: the {shown} that differ most, minus chance. "
            else:
                note = (
                    f"{shown} of {plural(len(facts.skew), 'feature')}, the most different. Gray: what chance alone "
                    f"gives with that many rows ({number(chance(first), 2)}). "
                )
            body += figure(
                f"{self.caption()} compared with training rows",
                f"{note}Dashed: 0.1 and 0.25, the usual marks of a moderate and a large change.",
                self.chart(
                    "skew",
                    charts.skew(facts, chance(first)),
                    f"Population stability index by feature; highest {first['feature']}",
                ),
                data_table(
                    facts.skew,
                    (["network_key"] if by_group else [])
                    + ["feature", "population_stability_index", "examples", "training_rows"],
                    {"network_key", "feature"},
                    "skew",
                ),
            )
        if facts.classes:
            body += f"<div><h3>Labels</h3>{self.labels()}</div>"
        return section(
            "data",
            "Similarity to the training rows",
            "A network predicts well only for rows like those that it learned from.",
            f'<div class="columns">{body}</div>',
        )

    def labels(self) -> str:
        """Rows by class and split; the classes across where they are few."""
        facts = self.facts
        order = ["train", "validation", "test", None]
        splits = sorted({split for split, _ in facts.labels}, key=lambda s: order.index(s) if s in order else 9)
        titles = [
            {"train": "training", None: "no split" if len(splits) > 1 else "all rows"}.get(split, split)
            for split in splits
        ]
        totals = [sum(n for (s, _), n in facts.labels.items() if s == split) for split in splits]
        classes = sorted(facts.classes, key=lambda c: -sum(facts.labels[(s, c)] for s in splits))[:15]
        classes = [c for c in facts.classes if c in classes]

        def of(at, label):
            n = facts.labels[(splits[at], label)]
            return f"{count(n)} ({percent(n / totals[at], 0)})"

        more = (
            f"; the {len(classes)} most frequent of {len(facts.classes)} classes"
            if len(facts.classes) > len(classes)
            else ""
        )
        caption = f"Labeled rows of each split{more}"
        if len(classes) <= 3:
            rows = [[titles[at], *(of(at, c) for c in classes), count(totals[at])] for at in range(len(splits))]
            return table(["Rows", *classes, "all"], rows, caption, set(range(1, 5)), name="Labels")
        rows = [[c, *(of(at, c) for at in range(len(splits)))] for c in classes]
        return table(
            ["Class", *titles], [*rows, ["all", *map(count, totals)]], caption, set(range(1, 9)), name="Labels"
        )

    def about(self) -> Html:
        facts, network = self.facts, self.facts.network
        made = [
            ("Summary, gates", "the queries of the data tests, run again", True),
            ("Groups", "baseline_comparison", facts.fleet and facts.fleet.groups),
            ("Folds", "baseline_comparison, evaluate", facts.fleet and facts.fleet.all["folds_evaluated"]),
            ("Trials", "leaderboard", facts.fleet and facts.fleet.all["trials"] > 1),
            ("Restarts", "leaderboard", facts.fleet and facts.fleet.has_only_restarts),
            ("Networks", "networks", facts.fleet),
            (
                "Errors",
                "evaluate, confusion_matrix" if facts.classes else "evaluate, prediction_squares, residual_bands",
                facts.rows,
            ),
            ("Threshold", "threshold_table, roc_curve, precision_recall_curve", facts.all.get("thresholds")),
            ("Probabilities", "calibration_curve, probability_histogram", facts.all.get("calibration")),
            (
                "Features",
                "feature_importance" if facts.fleet else "feature_importance, partial_dependence",
                facts.importance,
            ),
            ("Training", "history, trainings" if facts.history else "trainings", True),
            ("Data", "skew, confusion_matrix" if facts.classes else "skew", facts.skew or facts.labels),
        ]
        rows = [
            [
                what,
                Html(", ".join(name(m) if "_" in m or m in MACROS else m for m in of.split(", "))),
            ]
            for what, of, there in made
            if there
        ]
        options = [
            [option, value if len(value) < 400 else value[:399] + "…"] for option, value in network["options"].items()
        ]
        features = [[f["feature"], f["kind"], f["inputs"]] for f in network["features"]]
        right = (
            f"<details><summary>All {len(options)} resolved options</summary>"
            f"{table(['option', 'value'], options, name='Options')}</details>"
            f"<details><summary>All {plural(len(features), 'feature')}</summary>"
            f"{table(['feature', 'kind', 'inputs'], features, numbers={2}, name='Features')}</details>"
        )
        body = (
            f'<div class="columns"><div>{table(["Section", "Made from"], rows, name="Sources")}</div><div>'
            f"{right}</div></div>"
        )
        text = (
            "Aggregates only: no row of the data is in this file. It needs no connection. The numbers of "
            "every chart are in the table under it."
        )
        if facts.fleet:
            text += " Partial dependence is not drawn for a fleet."
        return section("about", "About this page", text, body)


def bounds(least, most, measure: str) -> str:
    said = [f"≥ {metric(least, measure)}"] if least is not None else []
    return " and ".join(said + ([f"≤ {metric(most, measure)}"] if most is not None else []))


def heat(share: float) -> str:
    return f"h{min(6, max(1, round(6 * share)))}"
