"""The report of a fleet: its facts equal the relations that a user selects, and its page stands whatever groups are called."""

import json
import re
import sys

import numpy as np
import pytest
from conftest import ROOT, new_consumer
from test_report import Tables, facts_of, in_order, same

sys.path.insert(0, str(ROOT / "scripts"))
from report_page.charts_of_fleet import thinned
from report_page.fleet import names_of_key, said
from report_page.page import html
from report_page.words import exact

LONG = "a very long name of a shop " * 12
HOSTILE = ['<script>alert("1")</script>', 'o\'b, "q"=1\\', "😀 & é", LONG, "", "null", "{{ 1 }} {% x %}", None]
COLUMNS = ["id", "sh,op", "x", "kind", "price", "bought"]
OPTIONS = {"example_id": "id", "features": ["x", "kind"], "hidden_layers": [], "early_stopping": False}
TRIALS = [{"l2": 0.5}, {"l2": 0.001, "learning_rate": 0.1}]
# Its loss is not finite; where numbers must be, another one that loses.
LOST = {"optimizer": "gradient_descent", "learning_rate": 1e200}
GROUPS, ROWS = 200, 12

HELD = """{% set held = "(select * from " ~ ref('{predictions}') ~ " where split = 'validation') as held" %}\n"""
# relation -> the predictions of which held-out rows are read, and the call
RELATIONS = {
    "shops_groups": ("shops", "dbt_nn.baseline_comparison(held, label='price', metric='rmse', by=['sh,op'])"),
    "shops_networks": ("shops", "dbt_nn.networks(ref('shops_network'))"),
    "tried_leaderboard": ("tried", "dbt_nn.leaderboard(ref('tried_network'))"),
    "folded_guess": ("folded", "dbt_nn.baseline_comparison(held, label='bought', metric='log_loss', by=['fold'])"),
    "folded_folds": ("folded", "dbt_nn.evaluate(held, label='bought', positive_class='yes', by=['fold'])"),
    "folded_accuracy": ("folded", "dbt_nn.baseline_comparison(held, label='bought', metric='accuracy', by=['fold'])"),
    "by_label": ("folded", "dbt_nn.baseline_comparison(held, label='bought', metric='log_loss', by=['bought'])"),
    "shops_importance": (
        "shops",
        "dbt_nn.feature_importance(ref('shops_network'), ref('rows'), repeats=5, max_rows=20000)",
    ),
    "shops_skew": ("shops", "dbt_nn.skew(ref('shops_network'), held)"),
    "all_at_once": ("shops", "dbt_nn.baseline_comparison(ref('shops_predictions'), label='price', metric='r2')"),
}
GATES = """
models:
  - name: shops_predictions
    data_tests:
      - dbt_nn.beats_baseline:
          name: every_shop
          arguments: {metric: rmse, label: price, by: ["sh,op"]}
          config: {where: "split = 'validation' and predicted_value is not null", severity: warn}
"""


def shops():
    """Groups whose names do harm where they can, one of them too small for a network, and one that is nothing but noise."""
    draw = np.random.default_rng(6)
    rows = []
    for at, shop in enumerate([*HOSTILE, "tiny", "noise"]):
        for _ in range(8 if shop == "tiny" else 60):
            x, kind = float(draw.normal()), "ab"[int(draw.integers(2))]
            x = x if shop != "noise" else abs(x) ** 3
            price = 3 * at + (0 if shop == "noise" else 2 * x) + float(draw.normal(scale=0.5))
            rows.append([len(rows), shop, x, kind, price, "yes" if x + draw.normal() > 0 else "no"])
    return rows


def many():
    draw = np.random.default_rng(5)
    return [
        [n, n % GROUPS, float(x), float((n % 7) * x + draw.normal(scale=0.3))]
        for n, x in enumerate(draw.normal(size=GROUPS * ROWS))
    ]


@pytest.fixture(scope="module")
def chain(tmp_path_factory, warehouse):
    project = new_consumer(tmp_path_factory.mktemp("chain"), warehouse=warehouse)
    project.table("rows", COLUMNS, shops())
    project.table("many", ["id", "store", "x", "amount"], many())
    project.train("shops_network", "rows", **OPTIONS, label="price", group_by=["sh,op"], iterations=30)
    lost = LOST if warehouse.name == "duckdb" else {"l2": 5}
    project.train("tried_network", "rows", **OPTIONS, label="price", trials=[*TRIALS, lost], restarts=2, iterations=20)
    project.train("folded_network", "rows", **OPTIONS, label="bought", folds=3, iterations=20)
    project.train("many_network", "many", example_id="id", label="amount", features=["x"], hidden_layers=[],
                  early_stopping=False, group_by=["store"], minimum_examples=5, iterations=5)  # fmt: skip
    for name, examples in {"shops": "rows", "tried": "rows", "folded": "rows", "many": "many"}.items():
        project.predictions(f"{name}_predictions", f"{name}_network", examples)
    for name, (predictions, call) in RELATIONS.items():
        head = HELD.replace("{predictions}", f"{predictions}_predictions") if "held" in call else ""
        project.write(
            f"models/{name}.sql", f"{{{{ config(materialized='table') }}}}\n{head}select * from {{{{ {call} }}}}\n"
        )
    project.write("models/gates.yml", GATES)
    project.dbt_ok("run")
    return project


@pytest.fixture(scope="module")
def facts(chain):
    return {name: facts_of(chain, f"{name}_network") for name in ("shops", "tried", "folded", "many")}


@pytest.fixture(scope="module")
def pages(facts):
    return {name: html(known) for name, known in facts.items()}


def relation(project, name: str, columns: list[str]) -> list[dict]:
    """The rows of a model, with numbers as the facts have them."""
    quoted = ", ".join(f'"{column}"' for column in columns)
    rows = [dict(zip(columns, row, strict=True)) for row in project.rows(f"select {quoted} from {name}")]
    return [{k: v if v is None or isinstance(v, str) else float(v) for k, v in row.items()} for row in rows]


def assert_same(got: list[dict], expected: list[dict], what: str) -> None:
    got = [{k: float(v) if isinstance(v, int) else v for k, v in row.items()} for row in got]
    assert len(got) == len(expected) > 0, what
    for one, other in zip(in_order(got), in_order(expected), strict=True):
        assert same(one, other), (what, one, other)


def test_the_facts_of_a_fleet_are_the_relations_that_a_user_selects(chain, facts):
    """Groups come under their key; a name and its key are one and the same."""
    columns = ["metric", "metric_value", "baseline_value", "gain", "examples", "predicted"]
    fleet = facts["shops"]["fleet"]
    got = [{"sh,op": names_of_key(row["group"])[0]} | {c: row[c] for c in columns} for row in fleet["by_group"]]
    assert {row["sh,op"] for row in got} == {*HOSTILE, "tiny", "noise"}
    assert_same(got, relation(chain, "shops_groups", ["sh,op", *columns]), "groups")

    columns = [
        "network_key",
        "trial",
        "fold",
        "restart",
        "train_rows",
        "validation_rows",
        "kept_iteration",
        "train_loss",
    ]
    columns += ["validation_loss", "reason"]
    got = [{c: row[c] for c in columns} for row in fleet["networks"]]
    assert_same(got, relation(chain, "shops_networks", columns), "networks")
    assert all(one["is_kept"] == (one["reason"] is None) for one in fleet["networks"])

    columns = ["rank", "trial", "options", "members", "metric", "metric_mean", "metric_spread", "iterations"]
    got = [{c: row[c] for c in columns} for row in facts["tried"]["fleet"]["leaderboard"]]
    assert_same(got, relation(chain, "tried_leaderboard", columns), "leaderboard")

    columns = ["feature", "metric", "metric_value", "importance", "spread", "repeats"]
    got = [{c: row[c] for c in columns} for row in facts["shops"]["importance"]]
    assert_same(got, relation(chain, "shops_importance", columns), "importance")

    folded = facts["folded"]["fleet"]
    columns = list(folded["by_fold"][0])
    got = [{**row, "fold": float(row["fold"])} for row in folded["by_fold"]]
    assert_same(got, relation(chain, "folded_guess", columns), "folds beside a guess")
    assert_same(folded["folds_evaluated"], relation(chain, "folded_folds", list(folded["folds_evaluated"][0])), "folds")


def test_each_group_is_compared_with_its_own_training_rows(chain, facts, pages):
    columns = ["network_key", "feature", "population_stability_index", "examples", "training_rows"]
    expected = [row for row in relation(chain, "shops_skew", columns) if row["population_stability_index"] is not None]
    assert_same(facts["shops"]["skew"], expected, "skew")
    assert {row["feature"] for row in expected} == {"x", "kind"} and len({row["network_key"] for row in expected}) == 9
    for name, by_group in {"shops": True, "tried": False, "folded": False}.items():
        found, *body = Tables(pages[name]).rows["Data: skew"]
        assert found == columns[0 if by_group else 1 :] and len(body) == len(facts[name]["skew"]) > 0
        assert "Each group compared with its own training rows" in pages[name] or not by_group
    assert len(facts["many"]["skew"]) == 100


def test_a_gain_is_the_share_of_a_guesss_error_that_is_removed(chain, facts):
    """In NumPy, of the rows themselves; a group without a network is not measured."""
    rows = chain.rows("select \"sh,op\", price, predicted_value from shops_predictions where split = 'validation'")
    for group in facts["shops"]["fleet"]["by_group"]:
        own = [(price, predicted) for shop, price, predicted in rows if shop == names_of_key(group["group"])[0]]
        assert group["examples"] == len(own)
        price = np.array([row[0] for row in own], dtype=float)
        guess = price.std()
        assert group["baseline_value"] == pytest.approx(guess)
        if group["group"].endswith("=tiny"):
            assert (group["predicted"], group["metric_value"], group["gain"]) == (0, None, None)
            continue
        error = np.sqrt(np.mean((price - np.array([row[1] for row in own], dtype=float)) ** 2))
        assert group["predicted"] == len(own)
        assert group["gain"] == pytest.approx(1 - error / guess)

    # Of a metric that is better the higher it is, what is left to 1 is the error.
    ((value, guess, gain),) = chain.rows("select metric_value, baseline_value, gain from all_at_once")
    assert value is None and guess == pytest.approx(0) and gain is None
    folds = chain.rows("select metric_value, baseline_value, gain from folded_accuracy")
    assert len(folds) == 3
    assert all(gain == pytest.approx((value - guess) / (1 - guess)) for value, guess, gain in folds)
    # Of rows with one label, a guess is right.
    labels = chain.rows("select bought, metric_value, baseline_value, gain from by_label order by bought")
    assert [(row[0], row[3]) for row in labels] == [("no", None), ("yes", None)]
    assert all(row[1] > 0 and row[2] < 1e-12 for row in labels)
    folds = facts["folded"]["fleet"]["by_fold"]
    assert all(row["gain"] == pytest.approx(1 - row["metric_value"] / row["baseline_value"]) for row in folds)


def test_every_table_of_a_fleets_page_has_the_numbers_of_its_relation(facts, pages):
    comparison = {"Data: groups": ("shops", "by_group"), "Data: folds compared with a guess": ("folded", "by_fold")}
    further = {
        "Data: networks": ("shops", "networks"),
        "Data: trials": ("tried", "leaderboard"),
        "Data: metrics by fold": ("folded", "folds_evaluated"),
    }
    columns, *body = Tables(pages["shops"]).rows["Data: importance"]
    assert len(body) == len(facts["shops"]["importance"]) == 2
    for title, (name, key) in (comparison | further).items():
        columns, *body = Tables(pages[name]).rows[title]
        rows = [dict(row) for row in facts[name]["fleet"][key]]
        for row in rows:
            row |= {"sh,op": said(names_of_key(row["group"])[0])} if key == "by_group" else {}
            row |= {"is_kept": str(row["is_kept"]).lower()} if key == "networks" else {}
        expected = [
            [value if isinstance(value, str) else exact(value) for value in map(row.get, columns)] for row in rows
        ]
        assert sorted(body) == sorted(expected), title


def test_a_page_says_which_groups_fail_and_which_have_no_network(facts, pages):
    page = pages["shops"]
    assert "1 of 9 groups fails a gate" in page
    worse = [
        row["group"] for row in facts["shops"]["fleet"]["by_group"] if row["gain"] is not None and row["gain"] <= 0
    ]
    assert worse == ["sh\\,op=noise"]
    assert "Better than a constant guess in <b>8 of 9 groups</b>; not in <b>noise</b>." in page
    assert "have no prediction, because there is" in page
    reasons = {row[0]: row[1:] for row in Tables(page).rows["Networks"]}
    assert reasons["too few rows"] == ["1", "tiny"] and reasons["predictions come from it"][0] == "9"
    first, *_ = Tables(page).rows["Worst groups"][1:]
    assert first[0] == "noise" and first[-1] == "✗ no better"
    sections = {name: re.findall(r'<section id="([a-z]+)"', page) for name, page in pages.items()}
    assert sections["shops"] == ["gates", "groups", "networks", "errors", "features", "training", "data", "about"]
    assert sections["tried"] == ["gates", "trials", "networks", "errors", "features", "training", "data", "about"]
    assert sections["folded"][:4] == ["gates", "folds", "networks", "errors"]
    assert "not drawn for a fleet" in page


def test_trials_and_folds_have_their_sections(facts, pages):
    tried = Tables(pages["tried"]).rows["Leaderboard"]
    board = facts["tried"]["fleet"]["leaderboard"]
    assert [row[1] for row in tried[1:]] == [f"trial {row['trial']}" for row in board]
    assert [row[-1] for row in tried[1:]] == ["✓ predicts", "", ""]
    # Of one network that predicts there is a history, and its trials were chosen on the rows that are shown.
    assert facts["tried"]["history"] and not facts["shops"]["history"]
    assert "The validation rows chose the best of 3 trials and 2 restarts" in pages["tried"]

    rows = {row[0]: row[1:] for row in Tables(pages["folded"]).rows["Metrics over the folds"]}
    losses = [row["log_loss"] for row in facts["folded"]["fleet"]["folds_evaluated"]]
    assert len(losses) == 3 and [row["fold"] for row in facts["folded"]["fleet"]["folds_evaluated"]] == [1, 2, 3]
    mean, deviation, lowest, highest = map(float, rows["Log loss ↓"])
    assert [mean, lowest, highest] == pytest.approx([np.mean(losses), min(losses), max(losses)], abs=6e-4)
    assert deviation == pytest.approx(np.std(losses), abs=6e-4)
    assert sum(row["examples"] for row in facts["folded"]["fleet"]["folds_evaluated"]) == len(shops())


def test_names_of_groups_are_texts(pages, facts):
    page = pages["shops"]
    assert "<script>alert" not in page and Tables(page).scripts == 5
    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;" in page and "😀 &amp; é" in page
    names = [row[0] for row in Tables(page).rows["Worst groups"][1:]]
    assert len({"(null)", "null", "(empty)", "{{ 1 }} {% x %}"} & set(names)) > 2 and all(
        len(name) <= 60 for name in names
    )
    (specs,) = re.findall(r'<script type="application/json" id="specs">(.*?)</script>', page, re.DOTALL)
    assert "<" not in specs and {"groups-by-rows", "squares", "residuals"} <= set(json.loads(specs))


@pytest.mark.parametrize(
    "key, names",
    [
        ("state=1", ["1"]),
        ("country=de, segment=a\\, b\\=c\\\\", ["de", "a, b=c\\"]),
        ("sh\\,op", [None]),
        ("country, segment=", [None, ""]),
        ("country= x , segment=y", [" x ", "y"]),
    ],
)
def test_names_are_read_back_from_a_key(key, names):
    assert names_of_key(key) == names


def test_a_fleet_of_200_groups_is_a_page_of_reasonable_size(facts, pages):
    fleet = facts["many"]["fleet"]
    assert len(fleet["by_group"]) <= GROUPS == len(fleet["networks"])
    assert len(pages["many"]) < 1_100_000
    tables = Tables(pages["many"]).rows
    assert len(tables["Worst groups"]) == 1 + 8 and len(tables["Data: groups"]) == 1 + len(fleet["by_group"])
    bars = re.search(r'<div class="verdict.*?</svg></div>\n</div>', pages["many"], re.DOTALL).group(0)
    assert bars.count("<rect") == 2


def test_of_thousands_of_groups_a_page_has_the_worst_and_some_of_the_others(facts):
    known = json.loads(json.dumps(facts["many"]))
    group, network = known["fleet"]["by_group"][0], known["fleet"]["networks"][0]
    known["fleet"]["by_group"] = [
        {**group, "group": f"store={n}", "gain": n / 5000, "metric_value": 1 - n / 5000, "baseline_value": 1}
        for n in range(5000)
    ]
    known["fleet"]["networks"] = [{**network, "network_key": f"store={n}", "group": f"store={n}"} for n in range(5000)]
    page = html(known)
    assert len(page) < 1_250_000
    table = Tables(page).rows["Data: groups"]
    assert len(table) == 1 + 500 and table[1][0] == "0" and "The first 500 of 5,000 rows." in page
    (specs,) = re.findall(r'<script type="application/json" id="specs">(.*?)</script>', page, re.DOTALL)
    dots = [layer["data"]["values"] for layer in json.loads(specs)["groups-by-rows"]["layer"]]
    assert sum(map(len, dots[2:4])) == 1000
    assert thinned(list(range(10)), 4) == [0, 1, 2, 9]


def test_aggregates_only(facts):
    """No id of a row; a group's name is a name of many rows."""
    for name, known in facts.items():
        shown = json.dumps({k: v for k, v in known.items() if k not in ("network", "gates")})
        assert '"id"' not in shown, name


def test_the_card_of_a_fleet_has_its_groups(chain, facts):
    done = chain.dbt_ok("run-operation", "dbt_nn.model_card", "--args", json.dumps({"network": "shops_network"}))
    card = done.output
    assert "9 networks predict; not used: 1 (too few rows)." in card
    assert "## Groups, 1 of 9 not better than a constant guess" in card
    table = card[card.index("## Groups") :].splitlines()[2:12]
    assert table[2].startswith("| sh\\\\,op=noise |")
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in table} == {6}
    assert "<script>" not in card


@pytest.mark.parametrize(
    "arguments, message",
    [
        ("label='price', metric='rsme'", "did you mean rmse?"),
        ("label='price', metric='coverage'", "a constant guess has no interval"),
        ("label='price'", "metric is"),
        ("label='price', metric='rmse', bins=3", "bins"),
    ],
)
def test_a_comparison_that_cannot_be_made_is_an_error(chain, arguments, message):
    chain.write(
        "analyses/wrong.sql",
        f"select * from {{{{ dbt_nn.baseline_comparison(ref('shops_predictions'), {arguments}) }}}}\n",
    )
    done = chain.dbt("compile", "--select", "wrong")
    (chain.path / "analyses" / "wrong.sql").unlink()
    assert not done.success and message in done.output
