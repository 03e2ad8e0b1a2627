"""Train small networks with this checkout's package and store them in tests/networks/<version of the package>.

python scripts/make_stored_networks.py             run from a checkout of the version whose networks it stores
python scripts/make_stored_networks.py CHECKOUT    where that version has no such script: the path of a checkout of it

Once for each version, at its release, with the requirements that the version pins. What a version has stored is never
made again, so a folder that is there is refused: later versions are tested against it, by
tests/python/test_stored_networks.py. tests/networks/README.md says what the files hold.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "python"))

from conftest import Project, new_consumer  # noqa: E402
from stored_networks import ANSWERS, NETWORK, csv_query, write_examples, write_models  # noqa: E402

STORED = ROOT / "tests" / "networks"
SEED = 20_240_229

CUSTOMERS = {
    "customer_id": "INTEGER",
    "tenure": "INTEGER",
    "charges": "DOUBLE",
    "contract": "VARCHAR",
    "is_paperless": "BOOLEAN",
    "months": "INTEGER",
    "churned": "VARCHAR",
    "plan": "VARCHAR",
    "is_lucky": "BOOLEAN",
}
PARCELS = {
    "parcel": "VARCHAR",
    "weight": "DOUBLE",
    "distance": "INTEGER",
    "carrier": "VARCHAR",
    "part": "VARCHAR",
    "price": "DOUBLE",
    "days": "DOUBLE",
    "claims": "INTEGER",
}
FLOWERS = {"length": "DOUBLE", "width": "DOUBLE", "split": "VARCHAR", "kind": "INTEGER"}

PLANS = ["it's", '"quoted", with a comma', "größe"]
# More than max_categories, so that some share an input; an empty text is one of them, and is not a missing one.
CONTRACTS = ["month-to-month", "one year", "", 'two years, "new"', "größe", "it's"]


def customers(draw: random.Random) -> list[list]:
    """Classes. The last rows have no label, and a contract that no training row has."""
    rows = []
    for at in range(64):
        tenure, charges = draw.randint(0, 72), draw.gauss(70, 25)
        contract = draw.choices(CONTRACTS, [6, 5, 4, 2, 2, 1])[0]
        is_paperless = draw.random() < 0.6
        signal = charges / 25 - tenure / 20 + is_paperless + draw.gauss(0, 0.7)
        label = ["yes" if signal > 1.6 else "no", PLANS[min(2, int(abs(signal) / 1.2))], signal + tenure / 30 > 2.6]
        if at >= 57:
            contract, label = f"unheard of {at}", [None] * 3
        row = [at + 1, tenure, charges, contract, is_paperless]
        gaps = [False, at % 9 == 4, at % 11 == 3, at % 13 == 5, at % 10 == 7]
        rows.append([None if gap else cell for cell, gap in zip(row, gaps, strict=True)] + [at % 4 + 1, *label])
    return rows


def parcels(draw: random.Random) -> list[list]:
    """Numbers. The last rows have no label."""
    rows = []
    for at in range(60):
        weight, distance = draw.lognormvariate(0.5, 0.6), draw.randint(5, 900)
        carrier = draw.choice(["post", "van", "bike"])
        slow = {"post": 2.0, "van": 1.0, "bike": 0.3}[carrier]
        price = 4 + 2 * weight + distance / 100 + draw.gauss(0, 0.5)
        days = round(slow + distance / 300 + draw.expovariate(1.5), 3)
        claims = min(6, int(draw.expovariate(1 / (0.4 + slow * weight / 3))))
        label = [price, days, claims] if at < 55 else [None] * 3
        part = ["train", "train", "train", "validation", "test"][at % 5]
        rows.append([f"parcel {at + 1}", weight, None if at % 8 == 2 else distance, carrier, part, *label])
    return rows


def flowers(draw: random.Random) -> list[list]:
    """Classes that are numbers, a column called split, nothing that identifies a row."""
    rows = []
    for at in range(60):
        kind = at % 3 + 1
        row = [round(draw.gauss(1 + kind, 0.5), 2), round(draw.gauss(4 - kind / 2, 0.4), 2)]
        rows.append([*row, "train" if at < 40 else "validation" if at < 50 else "test", kind])
    return rows


EXAMPLES = {"customers": (CUSTOMERS, customers), "parcels": (PARCELS, parcels), "flowers": (FLOWERS, flowers)}

CHURN = {
    "label": "churned",
    "example_id": "customer_id",
    "features": ["tenure", "charges", "contract", "is_paperless"],
    "hidden_layers": [3],
    "max_categories": 3,
}
PRICE = {"label": "price", "example_id": "parcel", "features": ["weight", "distance", "carrier"], "hidden_layers": [3]}
BY_SPLIT = {"by": ["split"]}
OF_CHURN = {"label": "churned", "positive_class": "yes", **BY_SPLIT}
NETWORKS = {
    "two_classes": {
        "examples": "customers",
        "options": {**CHURN, "missing_indicator": True, "iterations": 12},
        "evaluation": OF_CHURN,
    },
    "three_classes": {
        "examples": "flowers",
        "options": {"label": "kind", "hidden_layers": [4, 3], "activation": ["tanh", "gelu"], "iterations": 12},
        "evaluation": {"label": "kind", **BY_SPLIT},
    },
    "text_classes": {
        "examples": "customers",
        "options": {
            **CHURN,
            "label": "plan",
            "hidden_layers": [],
            "optimizer": {"name": "momentum", "momentum": 0.8},
            "learning_rate": 0.1,
            "learning_rate_schedule": {"name": "cosine", "iterations": 40, "warm_up": 3},
            "clip_norm": 0.6,
            "iterations": 12,
        },
        "evaluation": {"label": "plan", **BY_SPLIT},
    },
    "number": {
        "examples": "parcels",
        "options": {
            **PRICE,
            "split": {"train": 0.6, "validation": 0.2, "test": 0.2},
            "activation": "softplus",
            "iterations": 12,
        },
        "evaluation": {"label": "price", **BY_SPLIT},
    },
    "quantiles": {
        "examples": "parcels",
        "options": {
            **PRICE,
            "label": "days",
            "loss": {"name": "quantile", "levels": [0.1, 0.5, 0.9]},
            "iterations": 12,
        },
        "evaluation": {"label": "days"},
    },
    "poisson": {
        "examples": "parcels",
        "options": {
            **PRICE,
            "label": "claims",
            "task": "regression",
            "loss": "poisson",
            "optimizer": "adamw",
            "learning_rate": 0.05,
            "iterations": 12,
        },
        "evaluation": {"label": "claims"},
    },
    "batches": {
        "examples": "customers",
        "options": {**CHURN, "batch_size": 16, "optimizer": "adam", "learning_rate": 0.03, "iterations": 12},
        "evaluation": OF_CHURN,
    },
    # Its steps are long, so that it does stop: the parameters that it keeps are not the last ones.
    "early_stopping": {
        "examples": "customers",
        "options": {
            **CHURN,
            "label": "is_lucky",
            "optimizer": "rmsprop",
            "learning_rate": 0.2,
            "early_stopping": {"patience": 3, "minimum_improvement": 0.001},
            "iterations": 30,
        },
        "evaluation": {"label": "is_lucky", **BY_SPLIT},
    },
    "weights": {
        "examples": "customers",
        "options": {
            **CHURN,
            "classes": ["yes", "no"],
            "class_weights": "balanced",
            "example_weight": "months",
            "l1": 0.001,
            "dropout": 0.2,
            "optimizer": "adam",
            "learning_rate": 0.05,
            "iterations": 12,
        },
        "evaluation": {**OF_CHURN, "example_weight": "months"},
    },
    "split_column": {
        "examples": "parcels",
        "options": {
            **PRICE,
            "split": "part",
            "loss": {"name": "huber", "delta": 1.35},
            "optimizer": "nesterov",
            "random_seed": 7,
            "iterations": 12,
        },
        "evaluation": {"label": "price", "by": ["part"]},
    },
    "warm_start": {
        "examples": "customers",
        "warm_start": "two_classes",
        "options": {**CHURN, "missing_indicator": True, "iterations": 4, "l2": 0.01},
        "evaluation": OF_CHURN,
    },
}


def cell(value) -> str:
    """Every digit of a number; a text in quotes, so that an empty one is not a missing one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return '"' + value.replace('"', '""') + '"' if isinstance(value, str) else repr(value)


def write_csv(file: Path, columns: dict[str, str], rows: list) -> None:
    lines = [columns, *([cell(value) for value in row] for row in rows)]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")


def store(project: Project, query: str, file: Path) -> dict[str, str]:
    """Write the rows of a query, see that they read back as they are, and return the columns' types."""
    columns = {name: kind for name, kind, *_ in project.rows(f"describe {query}")}
    rows = project.rows(query)
    write_csv(file, columns, rows)
    if project.rows(csv_query(file, columns)) != rows:
        raise ValueError(f"{file} does not read back as it was written")
    return columns


def store_network(project: Project, name: str, examples: dict[str, str], folder: Path) -> dict[str, dict[str, str]]:
    """Everything about one network; returns the types of the columns of its answers."""
    order = ", ".join(NETWORK)
    kinds = store(project, f"select * from {name} order by {order}", folder / name / "network.csv")
    if kinds != NETWORK:
        raise ValueError(f"{name} has the columns {kinds}; a network has {NETWORK}")
    # What a warm start takes over is in the network, and what it only repeats of it is left out here.
    learned = "role in ('weight', 'bias', 'optimizer_state') or (layer is null and role not in ('option', 'training'))"
    store(project, f"select * from {name}_later where {learned} order by {order}", folder / name / "later.csv")
    keys = {"history": "iteration", "evaluation": "all"}
    return {
        answer: store(
            project,
            f"select * from {name}_{answer} order by {keys.get(answer, ', '.join(examples))}",
            folder / name / f"{answer}.csv",
        )
        for answer in ANSWERS
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path, nargs="?", default=ROOT)
    package = parser.parse_args().checkout.resolve()
    released = yaml.safe_load((package / "dbt_project.yml").read_text(encoding="utf-8"))["version"]
    folder = STORED / released
    if folder.exists():
        print(f"{folder} is there; the networks of a version are stored once")
        return 1
    with tempfile.TemporaryDirectory() as temporary:
        written = Path(temporary) / "stored"
        project = new_consumer(Path(temporary), package=package)
        draw = random.Random(SEED)
        for name, (columns, rows) in EXAMPLES.items():
            write_csv(written / f"{name}.csv", columns, rows(draw))
            write_examples(project, name, written / f"{name}.csv", columns)
        for name, network in NETWORKS.items():
            write_models(project, name, network)
        project.dbt_ok("run")
        networks = {}
        for name, network in NETWORKS.items():
            columns, _ = EXAMPLES[network["examples"]]
            networks[name] = {**network, "columns": store_network(project, name, columns, written)}
        facts = {
            "version": released,
            # The hash of the rows is DuckDB's own.
            "made_with": {package: version(package) for package in ("dbt-core", "dbt-duckdb", "duckdb")},
            "examples": {name: columns for name, (columns, _) in EXAMPLES.items()},
            "networks": networks,
        }
        (written / "networks.json").write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        shutil.copytree(written, folder)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    print(f"{folder.relative_to(ROOT)}: {len(NETWORKS)} networks, {size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
