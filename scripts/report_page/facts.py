"""What the page says of the facts that dbt printed: the held-out rows, verdicts, sentences."""

from __future__ import annotations

from collections import Counter

from report_page.fleet import Fleet
from report_page.words import METRICS, wilson

# The gates that fail come first, and then those of what the predictions are worth.
ORDER = [
    "metric",
    "beats_baseline",
    "calibrated",
    "no_skew",
    "no_drift",
    "no_leakage",
    "training_converged",
    "parameters_finite",
]
ORDER += ["trained_within"]


class Facts:
    """The facts of a network or a fleet, in the order of the page, whatever order the warehouse gave."""

    def __init__(self, facts: dict):
        self.all = facts
        self.network = facts["network"]
        self.made = facts["made"]
        self.classes: list[str] = self.network["classes"]
        self.positive: str | None = facts["positive_class"]
        self.held_out: str | None = facts["data"]["held_out"]
        self.splits = {row["split"]: row for row in facts["data"]["splits"]}
        self.metrics: dict = self.splits.get(self.held_out, {})
        self.training: dict = self.splits.get("train", {}) if self.held_out else {}
        self.baseline: dict = {k: v for k, v in facts.get("baseline", {}).items() if k != "examples"}
        self.rows: int = self.metrics.get("examples") or 0
        self.better: dict = facts["better"]
        self.confusion = Counter()
        self.labels = Counter()
        for row in facts.get("confusion", []):
            self.labels[(row["split"], row["label"])] += row["examples"]
            if row["is_held_out"]:
                self.confusion[(row["label"], row["predicted_label"])] += row["examples"]
        self.gates = sorted(
            facts["gates"],
            key=lambda gate: (not gate["fails"], gate["fails"] is None, ORDER.index(gate["gate"]), gate["name"]),
        )
        self.judged = [gate for gate in self.gates if gate["fails"] is not None]
        self.failed = [gate for gate in self.judged if gate["fails"]]
        self.history = sorted(facts["history"], key=lambda row: row["iteration"])
        self.trainings = sorted(facts["trainings"], key=lambda row: row["training"], reverse=True)
        self.importance = sorted(
            facts.get("importance", []), key=lambda row: (-(row["importance"] or 0), row["feature"])
        )
        self.skew = sorted(
            facts.get("skew", []),
            key=lambda row: (chance(row) - (row["population_stability_index"] or 0), row["feature"]),
        )
        # Of a fleet, each group is compared with its own training rows.
        self.skew_is_by_group = any(row["network_key"] for row in self.skew)
        self.is_binary = self.positive is not None
        self.fleet = Fleet(facts["fleet"], self.better) if facts.get("fleet") else None

    @property
    def negative(self) -> str:
        return next(label for label in self.classes if label != self.positive)

    @property
    def where(self) -> str:
        """The rows that the page judges, in words."""
        return "held-out rows" if self.held_out else "rows"

    @property
    def right(self) -> int:
        return sum(rows for (label, predicted), rows in self.confusion.items() if label == predicted)

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.right, self.rows)

    @property
    def most_frequent(self) -> tuple[str, int]:
        rows = Counter()
        for (split, label), examples in self.labels.items():
            if self.held_out in (None, split):
                rows[label] += examples
        return min(rows.items(), key=lambda item: (-item[1], item[0]))

    @property
    def calibration_error(self) -> float | None:
        rows = self.all.get("calibration") or [{}]
        return rows[0].get("expected_calibration_error")

    @property
    def kept_iteration(self) -> int | None:
        return next((row["iteration"] for row in self.history if str(row["is_best"]).lower() == "true"), None)

    @property
    def last_iteration(self) -> int:
        return self.history[-1]["iteration"] if self.history else 0

    @property
    def lowest(self) -> dict | None:
        """The iteration of the lowest validation loss."""
        rows = [row for row in self.history if row["validation_loss"] is not None]
        return min(rows, key=lambda row: (row["validation_loss"], row["iteration"])) if rows else None

    def threshold(self, at: float) -> dict | None:
        return next((row for row in self.all.get("thresholds", []) if abs(row["threshold"] - at) < 1e-9), None)

    @property
    def cheapest(self) -> dict | None:
        """The threshold of the lowest cost; of several, the one nearest to 0.5."""
        rows = self.all.get("thresholds", [])
        return min(rows, key=lambda row: (row["cost"], abs(row["threshold"] - 0.5))) if rows else None

    def rows_of(self, label: str, split: str | None) -> int:
        return sum(n for (own, name), n in self.labels.items() if name == label and split in (None, own))


def gate_label(gate: dict, positive: str | None) -> str:
    """What a gate measures, in words."""
    given = gate["arguments"]
    measured = METRICS.get(given.get("metric"), given.get("metric") or "")
    labels = {
        "metric": measured,
        "beats_baseline": f"{measured}, better than {'the baseline' if given.get('baseline') else 'a constant guess'}",
        "calibrated": "Calibration error",
        "no_drift": "Drift from the reference",
        "no_skew": "Skew against training",
        "no_leakage": "A feature that alone predicts the label",
        "training_converged": "Loss still falling at the end",
        "parameters_finite": "Parameters that are not finite",
        "trained_within": f"Trained in the last {given.get('days')} days",
    }
    return labels[gate["gate"]]


def measured(gate: dict) -> dict | None:
    """The row of a gate to show: they come with those that fail first, then those that are nearest to it."""
    return gate["rows"][0] if gate["rows"] else None


def chance(row: dict) -> float:
    """The population stability index that so many rows have by chance alone, in ten bins."""
    return 9 * (1 / max(row["examples"] or 1, 1) + 1 / max(row["training_rows"] or 1, 1))
