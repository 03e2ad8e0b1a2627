"""Write a network's report: one HTML file that opens anywhere, without a connection.

    python dbt_packages/dbt_nn/scripts/report.py churn_network
    python dbt_packages/dbt_nn/scripts/report.py churn_network --data new_customers --positive-class yes

Run it in the folder of your dbt project. It needs Python 3.10 and the dbt that is on the PATH, or that --dbt names, and
nothing else. Arguments that are not its own go to dbt: --target, --profiles-dir, --vars and so on. dbt_nn.report prints
the numbers, and this script makes the page.
"""

from __future__ import annotations

import argparse
import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from report_page.page import html

MARK = "dbt_nn.report: "


def arguments() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(
        description="Write a network's report: one HTML file that opens anywhere, without a connection.",
        epilog="Other arguments go to dbt, such as --target, --profiles-dir and --vars; name the network before them.",
        allow_abbrev=False,
    )
    parser.add_argument("network", help="name of a model of dbt_nn.train")
    parser.add_argument(
        "--data", help="model, seed or source with labeled rows; by default the model of the network's predictions"
    )
    parser.add_argument("--output", type=Path, help="the file to write; by default target/<network>_report.html")
    parser.add_argument("--json", type=Path, help="a file for the numbers of the page, as JSON")
    parser.add_argument("--positive-class", help="the positive class, if there are two classes")
    parser.add_argument("--class", dest="class_name", help="with more classes, the one to draw partial dependence of")
    parser.add_argument("--false-positive-cost", type=float, help="cost of a false positive; 1 by default")
    parser.add_argument("--false-negative-cost", type=float, help="cost of a false negative; 1 by default")
    parser.add_argument("--repeats", type=int, help="permutations of each feature for its importance; 5 by default")
    parser.add_argument("--dbt", default="dbt", help="the dbt to run, if it is not the one on the PATH")
    return parser.parse_known_args()


def asked(given: argparse.Namespace) -> dict:
    named = {
        "network": given.network,
        "data": given.data,
        "positive_class": given.positive_class,
        "class": given.class_name,
        "false_positive_cost": given.false_positive_cost,
        "false_negative_cost": given.false_negative_cost,
        "repeats": given.repeats,
    }
    return {name: value for name, value in named.items() if value is not None}


def facts_of(given: argparse.Namespace, further: list[str]) -> dict:
    """What dbt prints of the network; ends with dbt's own message where it can't."""
    dbt = shlex.split(given.dbt)
    if not shutil.which(dbt[0]):
        sys.exit(
            f"report.py: {dbt[0]} was not found; activate the environment that contains dbt, or give its path: "
            f"--dbt path/to/dbt"
        )
    command = [*dbt, "--quiet", "run-operation", "dbt_nn.report", "--args", json.dumps(asked(given)), *further]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith(MARK)]
    if done.returncode or not lines:
        sys.exit(f"{done.stdout}{done.stderr}".strip() or f"report.py: dbt printed no numbers of {given.network}")
    return json.loads(lines[-1][len(MARK) :])


def main() -> None:
    given, further = arguments()
    facts = facts_of(given, further)
    output = given.output or Path("target") / f"{given.network}_report.html"
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(html(facts), encoding="utf-8")
    if given.json:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"{output}: {output.stat().st_size / 1024:,.0f} kB")


if __name__ == "__main__":
    main()
