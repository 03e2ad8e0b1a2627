"""The report of a network: its facts equal the relations that they name, its page shows them, and a user's names do no harm."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT, new_consumer

sys.path.insert(0, str(ROOT / "scripts"))
from report_page.page import html
from report_page.words import exact, json_for_html, wilson

YES, NO = '<script>alert("1")</script>', "😀 & 'no' | `x`"
COLUMNS = ["customer_id", "Size.of[it]", "on", "bought", "price"]
OPTIONS = {"example_id": "customer_id", "features": ["Size.of[it]", "on"], "hidden_layers": []}
ROWS = 260
MARK = "dbt_nn.report: "

# The relations behind the facts, as a user selects them, of the held-out rows or of all, by what the facts are called.
HELD = """{% set held = "(select * from " ~ ref('class_predictions') ~ " where split = 'validation') as held" %}\n"""
OF_CLASS = f"held, label='bought', positive_class={YES!r}"
RELATIONS = {
    "calibration": f"dbt_nn.calibration_curve({OF_CLASS})",
    "histogram": f"dbt_nn.probability_histogram({OF_CLASS})",
    "roc": f"dbt_nn.roc_curve({OF_CLASS}, points=200)",
    "precision_recall": f"dbt_nn.precision_recall_curve({OF_CLASS}, points=200)",
    "thresholds": f"dbt_nn.threshold_table({OF_CLASS}, false_negative_cost=10)",
    "skew": "dbt_nn.skew(ref('class_network'), held)",
    "confusion": "dbt_nn.confusion_matrix(ref('class_predictions'), label='bought', by=['split'])",
    "splits": f"dbt_nn.evaluate(ref('class_predictions'), label='bought', positive_class={YES!r}, by=['split'])",
    "history": "dbt_nn.history(ref('class_network'))",
    "importance": "dbt_nn.feature_importance(ref('class_network'), ref('class_predictions'))",
    "dependence": f"dbt_nn.partial_dependence(ref('class_network'), ref('class_predictions'), "
    f"feature='Size.of[it]', class={YES!r})",
}
GATES = """
models:
  - name: class_network
    data_tests: [dbt_nn.parameters_finite]
  - name: class_predictions
    data_tests:
      - dbt_nn.metric:
          name: reached
          arguments: {metric: accuracy, at_least: 0.5, label: bought, by: [split]}
      - dbt_nn.metric:
          name: missed
          arguments: {metric: log_loss, at_most: 0.0001, label: bought}
          config: {where: "split = 'validation'", severity: warn}
      - dbt_nn.beats_baseline:
          name: better
          arguments: {metric: accuracy, label: bought}
          config: {where: "split = 'validation'"}
      - dbt_nn.no_skew:
          name: alike
          arguments: {network: ref('class_network'), at_most: 5, minimum_rows: 10}
"""


def customers():
    random = np.random.default_rng(8)
    sizes = random.normal(size=ROWS)
    return [
        [k, float(s), ["<b>", "b"][k % 2], YES if s + random.normal() > 0 else NO, float(30 + 3 * s + random.normal())]
        for k, s in enumerate(sizes)
    ]


@pytest.fixture(scope="module")
def shop(tmp_path_factory, warehouse):
    project = new_consumer(tmp_path_factory.mktemp("shop"), warehouse=warehouse)
    project.table("customers", COLUMNS, customers())
    # On Databricks, every iteration is a job of its own.
    iterations = 20 if warehouse.name == "databricks" else 60
    project.train("class_network", "customers", **OPTIONS, label="bought", iterations=iterations)
    project.train("price_network", "customers", **OPTIONS, label="price", iterations=iterations, interval=0.8)
    project.train("no_split_network", "customers", label="bought", features=["on"], hidden_layers=[], iterations=3)
    for name in ["class", "price", "no_split"]:
        project.predictions(f"{name}_predictions", f"{name}_network", "customers")
    many = [[k, float(k % 20), float(k // 20), f"class {k % 20}"] for k in range(200)]
    project.table("many", ["id", "x", "y", "label"], many)
    project.train("many_network", "many", example_id="id", label="label", hidden_layers=[], iterations=3)
    random = np.random.default_rng(3)
    wide = [[k, *map(float, random.normal(size=16)), "ab"[k % 2]] for k in range(60)]
    project.table("wide", ["id", *(f"f{k}" for k in range(16)), "label"], wide)
    project.train("wide_network", "wide", example_id="id", label="label", hidden_layers=[], iterations=3)
    project.train("later_network", "customers", **OPTIONS, label="bought")
    project.write("models/gates.yml", GATES)
    for name, call in RELATIONS.items():
        config = "{{ config(materialized='table') }}\n" + (HELD if "held" in call else "")
        project.write(f"models/of_{name}.sql", config + f"select * from {{{{ {call} }}}}\n")
    project.dbt_ok("run", "--exclude", "later_network")
    project.tested = project.dbt("test")
    return project


def facts_of(project, network: str, **arguments) -> dict:
    done = project.dbt("run-operation", "dbt_nn.report", "--args", json.dumps({"network": network, **arguments}))
    assert done.success, done.output
    (line,) = [line for line in done.output.splitlines() if line.startswith(MARK)]
    return json.loads(line[len(MARK) :])


@pytest.fixture(scope="module")
def facts(shop):
    return {
        "class": facts_of(shop, "class_network", positive_class=YES, false_negative_cost=10),
        "price": facts_of(shop, "price_network"),
        "no_split": facts_of(shop, "no_split_network"),
        "many": facts_of(shop, "many_network"),
        "wide": facts_of(shop, "wide_network"),
    }


@pytest.fixture(scope="module")
def pages(facts):
    return {name: html(known) for name, known in facts.items()}


def same(one: dict, other: dict) -> bool:
    """Texts equal, numbers to 1e-9."""
    texts = [{k: v for k, v in row.items() if v is None or isinstance(v, str)} for row in (one, other)]
    numbers = [{k: v for k, v in row.items() if v is not None and not isinstance(v, str)} for row in (one, other)]
    return texts[0] == texts[1] and numbers[0] == pytest.approx(numbers[1], rel=1e-9, abs=1e-12)


def in_order(rows: list[dict]) -> list[dict]:
    return sorted(rows, key=lambda row: [(value is not None, str(type(value)), value) for value in row.values()])


def test_every_relation_of_the_facts_is_the_one_that_a_user_selects(shop, facts):
    known = facts["class"]
    shown = {name: known[name] for name in RELATIONS if name not in ("splits", "dependence")}
    shown["splits"] = known["data"]["splits"]
    shown["dependence"] = next(c["points"] for c in known["dependence"] if c["feature"] == "Size.of[it]")
    for name, rows in shown.items():
        columns = [column for column in rows[0] if column not in ("is_best", "is_held_out")]
        quoted = ", ".join(map(shop.warehouse.quoted, columns))
        expected = [dict(zip(columns, row, strict=True)) for row in shop.rows(f"select {quoted} from of_{name}")]
        for row in expected:
            row.update({k: float(v) for k, v in row.items() if v is not None and not isinstance(v, str)})
        got = [
            {column: float(row[column]) if isinstance(row[column], int) else row[column] for column in columns}
            for row in rows
        ]
        assert len(got) == len(expected) > 0, name
        for one, other in zip(in_order(got), in_order(expected), strict=True):
            assert same(one, other), (name, one, other)


def test_histogram_squares_and_bands_are_those_of_numpy(shop, facts):
    label, probability = np.array(
        shop.rows(
            "select case when bought like '<%' then 1 else 0 end, probability_script_alert_1_script from "
            "class_predictions where split = 'validation'"
        ),
        dtype=float,
    ).T
    bins = np.clip(np.ceil(probability * 20), 1, 20)
    for row in facts["class"]["histogram"]:
        assert row["examples"] == np.sum(bins == row["bin"])
        assert row["came_true"] == np.sum(label[bins == row["bin"]])
        assert row["came_false"] == row["examples"] - row["came_true"]
    assert sum(row["examples"] for row in facts["class"]["histogram"]) == len(label)

    actual, predicted = np.array(
        shop.rows("select price, predicted_value from price_predictions where split = 'validation'"), dtype=float
    ).T
    edges = np.linspace(min(actual.min(), predicted.min()), max(actual.max(), predicted.max()), 13)
    counts, _, _ = np.histogram2d(predicted, actual, bins=[edges, edges])
    squares = facts["price"]["squares"]
    assert len(squares) == np.sum(counts > 0)
    for row in squares:
        at = int(np.argmin(abs(edges - row["predicted_start"]))), int(np.argmin(abs(edges - row["label_start"])))
        assert row["examples"] == counts[at]
        assert [row["predicted_end"], row["label_end"]] == pytest.approx([edges[at[0] + 1], edges[at[1] + 1]])

    order = np.lexsort((actual, predicted))
    for row, rows in zip(facts["price"]["bands"], np.array_split(order, 10), strict=True):
        residual = np.sort(actual[rows] - predicted[rows])
        assert row["examples"] == len(rows)
        assert row["mean_prediction"] == pytest.approx(predicted[rows].mean())
        assert row["mean_residual"] == pytest.approx(residual.mean())
        for part in (10, 25, 50, 75, 90):
            assert row[f"residual_{part}"] == pytest.approx(residual[-(-part * len(rows) // 100) - 1])


def test_thinned_curves_keep_their_ends(shop, facts):
    """Of as many probabilities as rows, at most the points that were asked for, the first and the last among them."""
    shop.write(
        "models/thin.sql",
        "select * from {{ dbt_nn.roc_curve(ref('class_predictions'), label='bought', positive_class="
        + repr(YES)
        + ", points=20) }}\n",
    )
    shop.write(
        "models/thick.sql",
        "select * from {{ dbt_nn.roc_curve(ref('class_predictions'), label='bought', positive_class="
        + repr(YES)
        + ") }}\n",
    )
    shop.dbt_ok("run", "--select", "thin", "thick")
    thick, thin = (shop.rows(f"select * from {name} order by point") for name in ("thick", "thin"))
    assert len(thick) > 100
    assert 10 <= len(thin) <= 20
    assert thin[0] == thick[0] and thin[-1] == thick[-1]
    assert set(thin) <= set(thick)


def test_verdicts_are_those_of_the_data_tests(shop, facts):
    gates = {gate["name"]: gate for gate in facts["class"]["gates"]}
    ran = {name: shop.tested.status[name] for name in gates if name in shop.tested.status}
    assert set(ran) == set(gates) and len(gates) == 5
    assert {name: gate["fails"] for name, gate in gates.items()} == {
        name: status != "pass" for name, status in ran.items()
    }
    assert [row["group"] for row in gates["reached"]["rows"]] != []
    assert {row["group"] for row in gates["reached"]["rows"]} == {"split = train", "split = validation"}
    (missed,) = gates["missed"]["rows"]
    held = next(row for row in facts["class"]["data"]["splits"] if row["split"] == "validation")
    assert missed["value"] == pytest.approx(held["log_loss"])
    assert "above at_most 0.0001" in missed["message"]
    assert gates["better"]["rows"][0]["baseline_value"] == pytest.approx(facts["class"]["baseline"]["accuracy"])


class Tables(HTMLParser):
    """Every table's rows, by the name of the region that it is in; and the scripts."""

    def __init__(self, page: str):
        super().__init__()
        self.rows, self.name, self.cell, self.scripts = {}, "", None, 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.name = attributes["aria-label"] if attributes.get("role") == "region" else self.name
        self.scripts += tag == "script"
        if tag == "tr":
            self.rows.setdefault(self.name, []).append([])
        elif tag in ("td", "th"):
            self.cell = ""

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self.cell is not None:
            self.rows[self.name][-1].append(self.cell)
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data


def test_every_table_of_the_page_has_the_numbers_of_its_relation(facts, pages):
    tables = Tables(pages["class"]).rows
    known = facts["class"]
    shown = {
        "Data: thresholds": known["thresholds"],
        "Data: ROC curve": known["roc"],
        "Data: precision and recall": known["precision_recall"],
        "Data: reliability": known["calibration"],
        "Data: probabilities": known["histogram"],
        "Data: importance": known["importance"],
        "Data: partial dependence": [row for curve in known["dependence"] for row in curve["points"]],
        "Data: loss": known["history"],
        "Data: skew": known["skew"],
    }
    assert {name for name in tables if name.startswith("Data: ")} == set(shown)
    for name, rows in shown.items():
        columns, *body = tables[name]
        expected = [
            [value if isinstance(value, str) else exact(value) for value in map(row.get, columns)] for row in rows
        ]
        assert sorted(body) == sorted(expected), name
    prices = Tables(pages["price"]).rows
    assert len(prices["Data: residuals"]) == 1 + 10
    assert len(prices["Data: predicted and actual"]) == 1 + len(facts["price"]["squares"])


def test_a_users_names_are_texts(pages, facts):
    """A class called <script>, quotes, an emoji, a feature with a dot and brackets."""
    page = pages["class"]
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;" in page and "😀 &amp; &#x27;no&#x27;" in page
    assert Tables(page).scripts == 5
    (specs,) = re.findall(r'<script type="application/json" id="specs">(.*?)</script>', page, re.DOTALL)
    charts = json.loads(specs)
    assert {"cost", "roc", "precision-recall", "calibration", "histogram", "importance", "loss", "skew"} <= set(charts)
    assert "Size.of[it]" in json.dumps(charts["importance"]["layer"][0]["encoding"]["y"])
    assert "<" not in specs
    assert json.loads(json_for_html(["</script>\u2028<!--"])) == ["</script>\u2028<!--"]


def test_a_page_loads_nothing(pages):
    for page in pages.values():
        (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
        assert "default-src 'none'" in policy and "unsafe" not in policy
        outside = page.split('<script type="application/json"')[0]
        assert not re.findall(r'(?:src|href)="(?!#)|url\(|@import', outside)


def test_unusual_networks_have_a_page_too(facts, pages):
    assert facts["no_split"]["data"]["held_out"] is None
    assert "No rows were held out" in pages["no_split"]
    assert "the 15 with the most errors" in pages["many"] and re.search(r"\d others", pages["many"])
    assert len(facts["many"]["network"]["classes"]) == 20
    assert "6 others, sum" in pages["wide"] and len(facts["wide"]["importance"]) == 16
    assert "Within the interval" in pages["price"]
    assert all(len(page) < 1_300_000 for page in pages.values())


def test_aggregates_only(facts, pages):
    """No id, and no value of a row: what is in the facts are counts, means and quantiles of the relations."""
    for known in facts.values():
        assert "customer_id" not in json.dumps({k: v for k, v in known.items() if k not in ("network", "gates")})


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"network": "class_netwrok"}, 'network is "class_netwrok"'),
        ({"network": "later_network"}, "later_network is not trained yet; run its model first"),
        ({"network": "class_network", "data": "custmers"}, "customers"),
        ({"network": "class_network", "positive_class": "maybe"}, "positive_class is"),
        ({"network": "class_network", "repeats": 0}, "repeats is 0"),
        ({"network": "class_network", "limit": 3}, "limit"),
    ],
)
def test_what_it_cannot_report_is_an_error(shop, arguments, message):
    done = shop.dbt("run-operation", "dbt_nn.report", "--args", json.dumps(arguments))
    assert not done.success
    assert message in done.output


def test_rows_that_are_not_predicted_are(shop, facts):
    """`data` names rows with a label; without predictions they are predicted, and the numbers are the same."""
    again = facts_of(shop, "class_network", data="customers", positive_class=YES, false_negative_cost=10)
    assert again["data"]["name"] == "customers"
    for name in ("thresholds", "calibration", "importance", "skew"):
        for one, other in zip(again[name], facts["class"][name], strict=True):
            assert same(one, other), name


def test_the_card_is_markdown_with_the_same_verdicts(shop, facts):
    card = shop.dbt(
        "run-operation", "dbt_nn.model_card", "--args", json.dumps({"network": "class_network", "positive_class": YES})
    ).output
    assert "**Fails 1 of 5 gates.**" in card
    rows = [line for line in card.splitlines() if line.startswith("| `")]
    assert [line for line in rows if "✗ fails" in line] == [line for line in rows if line.startswith("| `missed`")]
    assert "<script>" not in card and "&lt;script&gt;" in card
    table = card[card.index("## Confusion matrix") :].splitlines()[2:6]
    columns = {len(re.findall(r"(?<!\\)\|", line)) for line in table}
    assert columns == {4}
    counts = [int(number) for line in table[2:] for number in re.findall(r"(?<= )\d+(?= \|)", line)]
    assert sum(counts) == next(
        row["examples"] for row in facts["class"]["data"]["splits"] if row["split"] == "validation"
    )


def test_the_script_writes_the_page(shop, tmp_path):
    """In a process of its own, with what is not its own handed to dbt."""
    if shop.warehouse.name != "duckdb":
        pytest.skip("the script only starts dbt, which the other tests do on this warehouse")
    command = [
        sys.executable,
        str(ROOT / "scripts" / "report.py"),
        "price_network",
        "--output",
        str(tmp_path / "a" / "page.html"),
    ]
    dbt = ["--dbt", str(Path(sys.executable).parent / "dbt"), "--profiles-dir", str(shop.profiles)]
    done = subprocess.run([*command, *dbt], cwd=shop.path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / "a" / "page.html").read_text(encoding="utf-8")
    assert "<h1>price_network</h1>" in page
    missing = subprocess.run(
        [*command, "--dbt", "no_such_dbt"], cwd=shop.path, capture_output=True, text=True, check=False
    )
    assert missing.returncode and "no_such_dbt was not found" in missing.stderr


def test_the_defaults_of_gates_are_those_of_their_tests():
    """A report asks with the defaults of gate_queries.sql, dbt with those of the test's signature."""
    table = (ROOT / "macros/gates/gate_queries.sql").read_text(encoding="utf-8")
    for file in (ROOT / "tests" / "generic").glob("*.sql"):
        signature = re.search(r"{% test \w+\((.*?)\) %}", file.read_text(encoding="utf-8"), re.DOTALL).group(1)
        record = re.search(rf"'{file.stem}': {{.*?\n?.*?(?=\n    '|\n  }})", table, re.DOTALL).group(0)
        for name, default in re.findall(r"(\w+)=([^,\n]+)", signature):
            if name in ("label", "positive_class", "by", "example_weight") and file.stem != "no_leakage":
                continue
            assert f"'{name}': {default}" in record or f"{name}={default}" in record, (file.stem, name, default)


def test_wilson():
    assert wilson(111, 115) == pytest.approx((0.9140, 0.9864), abs=2e-4)
    assert wilson(0, 0) == (0, 1)
