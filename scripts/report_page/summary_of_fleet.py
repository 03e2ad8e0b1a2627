"""What the first screen says of a fleet's groups: how many are better than a constant guess, and which are not."""

from __future__ import annotations

from report_page.charts_of_fleet import bars_of_groups
from report_page.facts import Facts
from report_page.fleet import Fleet, listed
from report_page.pieces import Html, svg
from report_page.words import count, metric, number, percent, plural


def verdict_of_groups(facts: Facts) -> str:
    """How many groups fail where a gate asks each group; '' where none does."""
    fleet = facts.fleet
    wanted = [column.lower() for column in fleet.group_by]
    failing, asked = set(), set()
    for gate in facts.judged:
        by = gate["arguments"].get("by") or []
        if fleet.group_by and [column.lower() for column in ([by] if isinstance(by, str) else by)] == wanted:
            failing |= {row["group"] for row in gate["rows"] if row["fails"]}
            asked |= {row["group"] for row in gate["rows"]}
    if not failing:
        return ""
    return f"{count(len(failing))} of {plural(len(asked), 'group')} {'fails' if len(failing) == 1 else 'fail'} a gate"


def sentence_of_groups(facts: Facts) -> str:
    fleet = facts.fleet
    better = len(fleet.measured) - len(fleet.worse)
    said = f"Better than a constant guess in <b>{count(better)} of {plural(len(fleet.measured), 'group')}</b>"
    said += f"; not in {listed([group['names'] for group in fleet.worse])}. " if fleet.worse else ". "
    rows = f"{plural(facts.rows, 'row')} that it {'had not seen' if facts.held_out else 'learned from'}"
    if facts.classes:
        return said + f"Correct on {percent(facts.right / facts.rows)} of {rows}." if facts.rows else said
    return said + f"On {rows}, it is off by {number(facts.metrics['mae'], 2)} on average."


def drawing_of_groups(fleet: Fleet) -> Html:
    return svg(*bars_of_groups(fleet))


def stats_of_groups(facts: Facts) -> list[tuple]:
    fleet = facts.fleet
    sizes = sorted(group["predicted"] for group in fleet.groups if group["predicted"])
    spread = (
        f"{count(sizes[0])} to {count(sizes[-1])} a group" if sizes[0] < sizes[-1] else f"{count(sizes[0])} a group"
    )
    first = fleet.measured[0]
    own, guess = (metric(first[column], fleet.metric) for column in ("metric_value", "baseline_value"))
    none = {one["group"] for one in fleet.networks if one["kept_iteration"] is None}
    return [
        ("Median gain", percent(fleet.median_gain, 0), "", f"of the guess’s {fleet.measure} is removed"),
        (
            "Worst group",
            percent(first["gain"], 0),
            "",
            f"{fleet.measure} {own}, the guess’s {guess}",
        ),
        ("Rows held out" if facts.held_out else "Rows", count(facts.rows), "", spread),
        (
            "Networks",
            count(len(fleet.kept)),
            "",
            f"{plural(len(none), 'group')} without one" if none else "every group has one",
        ),
    ]


def unpredicted(facts: Facts) -> str:
    groups = facts.fleet.unpredicted
    rows = sum(group["examples"] - group["predicted"] for group in groups)
    if not rows:
        return ""
    return (
        f"{plural(rows, 'row')} of {plural(len(groups), 'group')} {'has' if rows == 1 else 'have'} no prediction, "
        'because there is <a href="#networks">no network</a> for them. No number here is of them.'
    )


def chosen_on_these(facts: Facts) -> str:
    fleet = facts.fleet
    if (
        not fleet.chooses
        or fleet.all["folds"]
        or facts.held_out != "validation"
        or fleet.all["best_by"].startswith("train")
    ):
        return ""
    best = " and ".join(fleet.chosen_of())
    said = f"The validation rows chose the best of {best}, so metrics on them are slightly too good."
    return f"{said} Evaluate it on test rows."


def small_groups(facts: Facts) -> str:
    sizes = sorted(group["examples"] for group in facts.fleet.measured)
    if not sizes or sizes[len(sizes) // 2] >= 30:
        return ""
    where = "held-out rows" if facts.held_out else "rows"
    half = count(sizes[len(sizes) // 2])
    return f"Half of the groups have {half} {where} or fewer, so metrics of a single group are uncertain."


def beyond_a_guess(facts: Facts) -> str:
    groups = facts.fleet.beyond
    if not groups:
        return ""
    names = listed([group["names"] for group in groups])
    said = f"{plural(len(groups), 'group')} {'is' if len(groups) == 1 else 'are'} not compared with a guess"
    return f"{said}, because it makes no error on a single row, or on equal labels: {names}."


RULES_OF_FLEET = [unpredicted, chosen_on_these, small_groups, beyond_a_guess]
