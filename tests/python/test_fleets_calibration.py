"""The temperature of each network of a fleet: its own, where its validation rows are enough; else that of all rows, by SciPy."""

import random

import numpy as np
import pytest
from conftest import new_consumer
from scipy.optimize import minimize_scalar

COLUMNS = ["id", "shop", "x", "y", "label"]
SIZES = {'o\'b, "q"': 320, None: 280, "small": 90, "smaller": 70, "clear": 360}
KEYS = ['shop=o\'b\\, "q"', "shop", "shop=small", "shop=smaller", "shop=clear"]
USUAL = {
    "label": "label", "example_id": "id", "features": ["x", "y"], "hidden_layers": [5], "iterations": 40, "l2": 0, "early_stopping": False,
    "calibrate": "temperature",
}  # fmt: skip
CLASSES = ["no", "yes"]


def rows():
    draw = random.Random(9)
    found = []
    for shop, size in SIZES.items():
        for _ in range(size):
            x, y = draw.gauss(0, 1), draw.gauss(0, 1)
            x, noise = (x + (2 if x > y else -2), 0) if shop == "clear" else (x, draw.gauss(0, 1))
            found.append([len(found), shop, x, y, "yes" if x - y + noise > 0 else "no"])
    return found


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = new_consumer(tmp_path_factory.mktemp("calibrated_fleet"))
    project.table("rows", COLUMNS, rows())
    project.write("models/first_rows.sql", """select * from {{ ref('rows') }} where shop = 'o''b, "q"'""")
    project.train("fleet", "rows", **USUAL, group_by=["shop"], is_open=True)
    given = "".join(f", {option}={value!r}" for option, value in USUAL.items())
    project.write(
        "models/alone.sql",
        f"{{{{ dbt_nn.train(examples=ref('first_rows'), encoding_from=ref('fleet'), classes={CLASSES}{given}) }}}}",
    )
    project.write(
        "models/predictions.sql", "select * from {{ dbt_nn.predict(network=ref('fleet'), examples=ref('rows')) }}"
    )
    project.log = project.dbt_ok("run", "--threads", "1").output
    project.temperatures = dict(project.rows("select network_key, value from fleet where role = 'temperature'"))
    return project


def test_a_network_with_enough_rows_has_its_own(project):
    (alone,) = project.rows("select value from alone where role = 'temperature'")
    assert project.temperatures[KEYS[0]] == pytest.approx(alone[0], abs=1e-9)
    assert len({round(project.temperatures[key], 6) for key in KEYS}) == 3
    assert (
        "; 3 networks with 50 rows or more have their own, except 1 with fewer than 5 rows predicted wrong"
        in project.log
    )


def test_the_others_take_that_of_all_rows(project):
    """The scores are found back from the probabilities; each network's validation rows weigh 1 together."""
    common = project.temperatures["shop=small"]
    assert project.temperatures["shop=smaller"] == project.temperatures["shop=clear"] == common != 1
    found = project.rows(
        "select shop, label, probability_no, probability_yes, predicted_label from predictions where split = 'validation'"
    )
    clear = [row[1] == row[4] for row in found if row[0] == "clear"]
    assert all(clear) and len(clear) >= 50
    keys = dict(zip(SIZES, KEYS, strict=True))
    scores = np.array([project.temperatures[keys[row[0]]] * np.log(row[2:4]) for row in found], dtype=float)
    own = np.array([CLASSES.index(row[1]) for row in found])
    counts = {shop: sum(row[0] == shop for row in found) for shop in SIZES}
    share = np.array([1 / counts[row[0]] for row in found])

    def log_loss(temperature):
        scaled = scores / temperature
        return share @ (np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(own)), own])

    best = minimize_scalar(log_loss, bounds=(0.05, 20), method="bounded", options={"xatol": 1e-10})
    assert common == pytest.approx(best.x, rel=1e-5)
