"""What the page says of a fleet: its networks, and its groups from the worst to the best."""

from __future__ import annotations

from collections import Counter
from statistics import median

from report_page.words import METRICS, count, escape, name, plural

# Of more groups, the page has that many rows in a table, and dots in a chart.
ROWS, DOTS = 500, 1000


class Fleet:
    """The facts of a fleet; of a group also its names, and whether it is better than a constant guess."""

    def __init__(self, facts: dict, better: dict):
        self.all = facts
        self.group_by: list[str] = facts["group_by"]
        self.metric: str | None = facts["metric"]
        self.is_high = better.get(self.metric) == "high"
        self.networks: list[dict] = facts["networks"]
        self.kept = [network for network in self.networks if network["is_kept"]]
        self.trained = [network for network in self.networks if network["kept_iteration"] is not None]
        self.leaderboard = sorted(facts["leaderboard"], key=lambda row: row["rank"])
        self.groups = sorted(map(self.group, facts["by_group"]), key=worst_first)
        self.measured = [group for group in self.groups if group["gain"] is not None]
        # Of a single row, or of rows with one label, a guess makes no error, and nothing can be better.
        known = [group for group in self.groups if group["metric_value"] is not None]
        self.beyond = [group for group in known if group["gain"] is None]
        self.worse = [group for group in self.measured if not group["is_better"]]
        self.unpredicted = [group for group in self.groups if group["predicted"] < group["examples"]]

    def group(self, row: dict) -> dict:
        own, guess = row["metric_value"], row["baseline_value"]
        is_better = None not in (own, guess) and (own > guess if self.is_high else own < guess)
        return {**row, "names": names_of_key(row["group"]), "is_better": is_better}

    @property
    def median_gain(self) -> float | None:
        return median(group["gain"] for group in self.measured) if self.measured else None

    @property
    def measure(self) -> str:
        """The metric of the groups, in the middle of a sentence."""
        title = METRICS.get(self.metric, self.metric or "")
        return title if self.metric in ("r2", "roc_auc", "f1") else title[:1].lower() + title[1:]

    @property
    def has_keys(self) -> bool:
        """Whether its networks have rows of their own."""
        return bool(self.group_by or self.all["folds"])

    @property
    def has_only_restarts(self) -> bool:
        return self.all["trials"] < 2 <= self.all["restarts"]

    @property
    def chooses(self) -> bool:
        """Whether one of several networks of the same rows predicts."""
        return bool(self.chosen_of())

    @property
    def reasons(self) -> list[tuple[str, list[dict]]]:
        """Why networks don't predict: the most frequent reason first."""
        reasons = Counter(network["reason"] for network in self.networks if network["reason"])
        return [
            (reason, [network for network in self.networks if network["reason"] == reason])
            for reason, _ in sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
        ]

    def words(self) -> str:
        """`46 networks, one for each state, the best of 4 trials`"""
        parts = [plural(len(self.kept), "network")]
        if self.group_by:
            common = " and one of all groups" if self.all["unknown_group"] else ""
            parts.append(f"one for each {' and '.join(map(name, self.group_by))}{common}")
        if self.all["folds"]:
            parts.append(f"{count(self.all['folds'])} folds")
        parts += [f"the best of {' and '.join(self.chosen_of())}"] if self.chooses else []
        if self.all["restarts"] > 1 and self.all["combine"] == "mean":
            parts.append(f"the mean of {count(self.all['restarts'])} restarts")
        return ", ".join(parts)

    def chosen_of(self) -> list[str]:
        """What the network that predicts is chosen from."""
        trials, restarts = self.all["trials"], self.all["restarts"]
        found = [plural(trials, "trial")] if trials > 1 else []
        return found + ([plural(restarts, "restart")] if restarts > 1 and self.all["combine"] != "mean" else [])


def worst_first(group: dict) -> tuple:
    """Those without a gain come last."""
    return (group["gain"] is None, group["gain"] or 0, group["group"])


def names_of_key(key: str) -> list[str | None]:
    r"""The values of a group in its key, `country=de, segment=a\, b`; of a null the column's name stands alone."""
    values, text, has_value, is_escaped = [], "", False, False
    for sign in f"{key}, ":
        if is_escaped:
            text, is_escaped = text + sign, False
        elif sign == "\\":
            is_escaped = True
        elif sign == "=" and not has_value:
            text, has_value = "", True
        elif sign == ",":
            values.append(text if has_value else None)
            text, has_value = "", False
        elif sign != " " or text or has_value:
            text += sign
    return values


def said(value: str | None) -> str:
    return "(null)" if value is None else value or "(empty)"


def shown(text: str, longest: int = 60) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def name_of(names: list[str | None], longest: int) -> str:
    """A group's name in a sentence or at a dot."""
    return shown(", ".join(map(said, names)), longest)


def listed(groups: list[list[str | None]], most: int = 3) -> str:
    """The first names, as HTML, and how many more there are."""
    names = [f"<b>{escape(name_of(group, 40))}</b>" for group in groups[:most]]
    more = [f"{count(len(groups) - most)} more"] if len(groups) > most else []
    both = names + more
    return " and ".join([", ".join(both[:-1]), both[-1]] if len(both) > 1 else both)
