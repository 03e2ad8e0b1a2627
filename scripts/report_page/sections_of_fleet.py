"""The sections that only a fleet's page has: groups, folds, trials, networks."""

from __future__ import annotations

from statistics import fmean, pstdev

from report_page import charts_of_fleet as charts
from report_page.fleet import ROWS, Fleet, listed, names_of_key, said, shown
from report_page.pieces import Html, data_table, figure, section, strip, table
from report_page.words import METRICS, count, exact, metric, number, percent, plural

COMPARED = ["metric", "metric_value", "baseline_value", "gain", "examples", "predicted"]
NETWORK = ["network_key", "trial", "fold", "restart", "train_rows", "validation_rows", "kept_iteration", "train_loss"]
NETWORK += ["validation_loss", "is_kept", "reason"]
LEADERBOARD = ["rank", "trial", "options", "members", "metric", "metric_mean", "metric_spread", "iterations", "is_kept"]


def sections_of_fleet(page) -> list[tuple[str, str, Html]]:
    """(id, name in the navigation, HTML), in order."""
    fleet: Fleet = page.facts.fleet
    found = []
    if fleet.groups:
        found.append(("groups", "Groups", groups(page, fleet)))
    if fleet.all["folds_evaluated"]:
        found.append(("folds", "Folds", folds(page, fleet)))
    if fleet.all["trials"] > 1:
        found.append(("trials", "Trials", trials(page, fleet)))
    elif fleet.has_only_restarts:
        found.append(("restarts", "Restarts", restarts(fleet)))
    return [*found, ("networks", "Networks", networks(fleet))]


# Groups


def groups(page, fleet: Fleet) -> Html:
    where = page.caption().lower()
    note = (
        f"Each group is compared with its own constant guess, by the {fleet.measure} of its {where}. The guess is "
        f"{the_guess(page, fleet)} of these rows, so it is a strict one."
    )
    rows = fleet.measured[:8]
    which = (
        f"the {len(rows)} worst of {count(len(fleet.measured))}" if len(fleet.measured) > len(rows) else "worst first"
    )
    left = figure(
        "Worst first",
        f"{which[:1].upper() + which[1:]}. Line: the guess. Dot: the share of its error that the network removes.",
        worst(fleet, rows) if rows else '<p class="small">No group can be compared with a guess.</p>',
    )
    text = "One dot per group. Groups above the line are better than the guess."
    if fleet.median_gain is not None:
        text += f" Half of the groups gain {percent(fleet.median_gain, 0)} or more."
    if fleet.worse:
        text += " Diamonds: groups that are no better."
    if fleet.measured and fleet.measured[0]["gain"] < charts.LOWEST:
        text += " Groups below −100% are drawn at the edge."
    if len(fleet.measured) > charts.DOTS:
        text += f" {count(charts.DOTS)} of {count(len(fleet.measured))} are drawn, half of them the worst groups."
    right = figure(
        "Every group, by its rows",
        text,
        page.chart(
            "groups-by-rows", charts.groups(fleet), "Share of the guess’s error removed, by the rows of the group"
        ),
        data_of_groups(fleet),
    )
    return section("groups", "Groups compared with a constant guess", note, f"{left}\n{right}")


def the_guess(page, fleet: Fleet) -> str:
    if not page.facts.classes:
        return "the mean"
    return "the most frequent class" if fleet.is_high else "the shares of the classes"


def worst(fleet: Fleet, rows: list[dict]) -> Html:
    gains = [row["gain"] for row in rows]
    span = (max(min([*gains, 0]), charts.LOWEST) - 0.05, max([*gains, 0]) + 0.05)
    lines = []
    for row in rows:
        drawn = strip(max(row["gain"], span[0]), 0, None, (None, None), not row["is_better"], span)
        word = (
            '<span class="passes-word">✓ better</span>'
            if row["is_better"]
            else '<span class="fails-word">✗ no better</span>'
        )
        lines.append(
            [
                *(shown(said(value)) for value in row["names"]),
                count(row["examples"]),
                metric(row["metric_value"], fleet.metric),
                metric(row["baseline_value"], fleet.metric),
                percent(row["gain"], 0),
                drawn,
                Html(word),
            ]
        )
    own = len(fleet.group_by)
    head = [
        *fleet.group_by,
        "Rows",
        METRICS[fleet.metric],
        "Guess",
        "Error removed",
        Html('<span class="hidden">Drawn</span>'),
        "Result",
    ]
    return table(head, lines, numbers=set(range(own, own + 4)), of="groups", name="Worst groups")


def data_of_groups(fleet: Fleet) -> Html:
    rows = [
        dict(zip(fleet.group_by, map(said, group["names"]), strict=True)) | {c: group[c] for c in COMPARED}
        for group in fleet.groups[:ROWS]
    ]
    return folded(rows, [*fleet.group_by, *COMPARED], {*fleet.group_by, "metric"}, "groups", len(fleet.groups))


def folded(rows: list[dict], columns: list[str], texts: set[str], of: str, all_of: int) -> Html:
    """The relation under a chart; of a long one the first rows, and how many there are."""
    below = data_table(rows, columns, texts, of)
    if len(rows) == all_of:
        return below
    return Html(f'{below}<p class="small">The first {count(len(rows))} of {count(all_of)} rows.</p>')


# Folds


def folds(page, fleet: Fleet) -> Html:
    rows = fleet.all["folds_evaluated"]
    left = figure(
        f"{METRICS[fleet.metric]} by fold",
        "Filled: the networks that have not seen the fold. Hollow: a constant guess.",
        page.chart(
            "folds-compared", charts.folds(fleet), f"{METRICS[fleet.metric]} of each fold, and of a constant guess"
        ),
        data_table(fleet.all["by_fold"], ["fold", *COMPARED], {"metric"}, "folds compared with a guess"),
    )
    names = [measure for measure in rows[0] if measure in METRICS and measure not in page.left_out()]
    lines = []
    for measure in names:
        values = [row[measure] for row in rows if row[measure] is not None]
        if values:
            arrow = "" if page.facts.better[measure] == "high" else " ↓"
            spread = number(pstdev(values)) if len(values) > 1 else "–"
            lines.append(
                [
                    METRICS[measure] + arrow,
                    Html(f"<b>{number(fmean(values))}</b>"),
                    spread,
                    number(min(values)),
                    number(max(values)),
                ]
            )
    right = figure(
        "Metrics over the folds",
        f"Mean, standard deviation, lowest and highest of {plural(len(rows), 'fold')}. ↓: lower is better.",
        table(
            ["Metric", "Mean", "Deviation", "Lowest", "Highest"],
            lines,
            numbers={1, 2, 3, 4},
            name="Metrics over the folds",
        ),
        data_table(rows, list(rows[0]), set(), "metrics by fold"),
    )
    text = (
        "Every row is predicted by networks that were trained without its fold. The more the folds differ, the less "
        "certain these numbers are."
    )
    return section("folds", "Variation between folds", text, f'<div class="columns">{left}{right}</div>')


# Trials and restarts


def trials(page, fleet: Fleet) -> Html:
    board = fleet.leaderboard
    measure = charts.rows_measure(fleet)
    least = "highest" if measure.endswith("accuracy") else "lowest"
    each = " The best trial may differ by group." if fleet.group_by else ""
    which = f"The best 15 of {count(len(board))}. " if len(board) > 15 else ""
    of_several = any(row["members"] > 1 for row in board)
    line = " Line: the standard deviation over a trial’s networks." if of_several else ""
    left = figure(
        "Trials, best first",
        f"{which}Filled: predictions come from it.{line}",
        page.chart(
            "trials-compared", charts.trials(fleet), f"{measure} by trial; trial {board[0]['trial']} is the best"
        ),
        data_table(board, LEADERBOARD, {"options", "metric", "is_kept"}, "trials"),
    )
    rows = [
        [
            row["rank"],
            f"trial {row['trial']}",
            options_in_words(row["options"]),
            number(row["metric_mean"]),
            exact(row["iterations"]),
            Html('<span class="passes-word">✓ predicts</span>' if charts.is_true(row["is_kept"]) else ""),
        ]
        for row in board[:10]
    ]
    head = ["Rank", "Trial", "Options", "Mean", "Iterations", Html('<span class="hidden">Use</span>')]
    right = figure(
        "What each trial changes",
        f"Mean {measure} over a trial’s networks."
        + (f" The first 10 of {count(len(board))}." if len(board) > 10 else ""),
        table(head, rows, numbers={3, 4}, of="groups", name="Leaderboard"),
    )
    text = (
        f"The trial with the {least} {measure} is kept.{each} Metrics on the rows that chose it are slightly too good: "
        "evaluate it on other rows."
    )
    return section("trials", "Comparison of trials", text, f'<div class="columns">{left}{right}</div>')


def options_in_words(text: str | None) -> str:
    """`{"l2": 0.1}` without its braces and quotes."""
    return shown((text or "").strip("{}").replace('"', ""), 120)


def restarts(fleet: Fleet) -> Html:
    row, measure = fleet.leaderboard[0], charts.rows_measure(fleet)
    what = "The mean of their predictions is used." if fleet.all["combine"] == "mean" else "The best one predicts."
    text = (
        f"{plural(row['members'], 'network')} from {count(fleet.all['restarts'])} random starts: mean {measure} "
        f"{number(row['metric_mean'])}, standard deviation {number(row['metric_spread'])}. {what}"
    )
    return section(
        "restarts",
        "Effect of the random start",
        text,
        data_table(fleet.leaderboard, LEADERBOARD, {"options", "metric", "is_kept"}, "restarts"),
    )


# Networks


def networks(fleet: Fleet) -> Html:
    rows = [
        ["predictions come from it", count(len(fleet.kept)), said_of_rows(fleet.kept)],
        *([reason, count(len(of)), listed_networks(fleet, of)] for reason, of in fleet.reasons),
    ]
    rows = [[first, second, Html(third)] for first, second, third in rows]
    left = table(["Status", "Networks", "Details"], rows, numbers={1}, of="groups", name="Networks")
    order = sorted(fleet.networks, key=lambda one: (one["is_kept"], one["network_key"]))
    below = folded(
        [{**one, "is_kept": str(one["is_kept"]).lower()} for one in order[:ROWS]],
        NETWORK,
        {"network_key", "is_kept", "reason"},
        "networks",
        len(order),
    )
    least = fleet.all["minimum_examples"]
    text = f"{plural(len(fleet.networks), 'network')}: {count(len(fleet.trained))} trained."
    if fleet.group_by and least:
        text += f" A group needs {plural(least, 'training row')}."
    if fleet.all["unknown_group"]:
        text += " One more network is trained on all groups; it predicts for groups without a network."
    elif any(one["kept_iteration"] is None for one in fleet.networks):
        text += " Rows of a group without a network have no prediction."
    return section("networks", "Networks of the fleet", text, f"{left}\n{below}")


def said_of_rows(networks: list[dict]) -> str:
    rows = sorted(one["train_rows"] for one in networks if one["train_rows"] is not None)
    if not rows:
        return ""
    if rows[0] == rows[-1]:
        return f"{plural(rows[0], 'training row')}{' each' if len(rows) > 1 else ''}"
    return f"{count(rows[0])} to {plural(rows[-1], 'training row')}, median {count(rows[len(rows) // 2])}"


def listed_networks(fleet: Fleet, networks: list[dict]) -> str:
    """Groups that have no network, by name; of trials and restarts that lost, their number is enough."""
    if any(one["kept_iteration"] is not None for one in networks) or not fleet.group_by:
        return ""
    keys = sorted({one["group"] for one in networks})
    return listed([names_of_key(key) for key in keys], 5)
