"""The reports of the demo in a browser: every chart is drawn, nothing is loaded, and everybody can read them."""

import copy
import json
import re

import pytest
from conftest import ROOT
from report_page.page import html

REPORTS = ROOT / "target" / "reports"
NETWORKS = ["breast_cancer", "cigarettes", "diabetes", "digits", "iris", "penguins"]
AXE = ROOT / ".venv-report" / "package" / "axe.min.js"
HOSTILE = {"malignant": '<script>window.seen = "class"</script>', "benign": '😀 "it\'s" {{ 1 }} <!-- ${window.seen=1}'}
LOOKS = [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The demo's pages, one with the names of an attacker, and one of a network without a single gate or held-out row."""
    folder = tmp_path_factory.mktemp("pages")
    found = {name: REPORTS / f"{name}_network.html" for name in NETWORKS}
    facts = json.loads((REPORTS / "breast_cancer_network.json").read_text(encoding="utf-8"))
    text = json.dumps(facts)
    for name, other in HOSTILE.items():
        text = text.replace(json.dumps(name), json.dumps(other))
    hostile = json.loads(text.replace("worst_texture", "a.b[0]['<img src=x onerror=window.seen=2>']" + "x" * 200))
    bare = copy.deepcopy(facts)
    bare |= {"gates": [], "trainings": [], "history": facts["history"][:1]}
    for name in (
        "importance",
        "dependence",
        "skew",
        "calibration",
        "histogram",
        "thresholds",
        "roc",
        "precision_recall",
    ):
        bare.pop(name)
    for name, known in {"hostile": hostile, "bare": bare, "hostile_fleet": hostile_fleet()}.items():
        found[name] = folder / f"{name}.html"
        found[name].write_text(html(known), encoding="utf-8")
    return found


def hostile_fleet() -> dict:
    """The demo's fleet with an attacker's names of groups, and with trials and folds beside its groups."""
    facts = json.loads((REPORTS / "cigarettes_network.json").read_text(encoding="utf-8"))
    text = json.dumps(facts)
    for number, other in {"11": HOSTILE["malignant"], "46": HOSTILE["benign"], "48": "x" * 300, "1": ""}.items():
        key = other.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=")
        text = text.replace(json.dumps(f"state={number}"), json.dumps(f"state={key}"))
    facts = json.loads(text)
    fleet, (board, *_) = facts["fleet"], facts["fleet"]["leaderboard"]
    group, split = fleet["by_group"][0], facts["data"]["splits"][0]
    group["examples"] = group["predicted"] = 4000
    fleet |= {"trials": 3, "folds": 3, "restarts": 2}
    fleet["leaderboard"] = [
        board | {"rank": n, "trial": n, "options": HOSTILE["benign"] * 9, "metric_mean": None if n == 3 else n / 10}
        for n in (1, 2, 3)
    ]
    fleet["by_fold"] = [{**group, "fold": str(n), "metric_value": 1 + n / 9} for n in (1, 2, 3)]
    fleet["folds_evaluated"] = [{**split, "fold": n, "mae": n} for n in (1, 2, 3)]
    return facts


class Look:
    """A page as it was opened: what the console said, what it asked for, whether it opened a dialog."""

    def __init__(self, browser, file, scheme="light", width=1280, **options):
        self.context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}, **options)
        self.page = self.context.new_page()
        self.said, self.asked = [], []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()


@pytest.mark.parametrize("scheme, width", LOOKS)
@pytest.mark.parametrize("name", [*NETWORKS, "hostile", "hostile_fleet", "bare"])
def test_every_chart_is_drawn_and_nothing_is_asked_for(browser, pages, name, scheme, width):
    with Look(browser, pages[name], scheme, width) as look:
        specs = json.loads(look.page.locator("#specs").text_content())
        look.page.wait_for_function("document.documentElement.dataset.charts === 'drawn'")
        drawn = look.page.eval_on_selector_all(".chart svg path, .chart svg rect", "found => found.length")
        assert look.page.locator(".chart").count() == look.page.locator(".chart svg").count() == len(specs)
        assert drawn > len(specs)
        assert look.said == []
        assert len(look.asked) == 1
        assert look.page.evaluate("window.seen") is None
        assert look.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme, width", LOOKS)
@pytest.mark.parametrize(
    "name", ["breast_cancer", "cigarettes", "diabetes", "digits", "hostile", "hostile_fleet", "bare"]
)
def test_axe_finds_nothing_folded_or_open(browser, pages, name, scheme, width):
    with Look(browser, pages[name], scheme, width, bypass_csp=True) as look:
        look.page.evaluate(AXE.read_text(encoding="utf-8"))
        for is_open in (False, True):
            look.page.eval_on_selector_all("details", "(found, open) => found.forEach(one => one.open = open)", is_open)
            found = look.page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
            assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
            assert look.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_keyboard_reaches_sections_and_tables(browser, pages):
    with Look(browser, pages["breast_cancer"]) as look:
        reached = []
        for _ in range(200):
            look.page.keyboard.press("Tab")
            tag, text = look.page.evaluate(
                "[document.activeElement.tagName, document.activeElement.innerText.slice(0, 40)]"
            )
            reached.append((tag, text))
            if tag == "SUMMARY":
                break
        assert reached[0] == ("A", "Skip to the gates")
        assert ("A", "Threshold") in reached
        look.page.keyboard.press("Enter")
        assert look.page.evaluate("document.activeElement.parentElement.open")


@pytest.mark.parametrize("name", ["breast_cancer", "cigarettes", "diabetes", "digits"])
def test_it_is_printed_light_with_everything_but_the_folded_tables(browser, pages, name, tmp_path):
    with Look(browser, pages[name], "dark") as look:
        assert look.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 28)"
        file = tmp_path / "page.pdf"
        look.page.pdf(path=file, prefer_css_page_size=True, print_background=True)
        assert 3 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", file.read_bytes())) <= 6
        look.page.emulate_media(media="print")
        assert look.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert look.page.evaluate("getComputedStyle(document.querySelector('details')).display") == "none"
        assert look.said == []


def test_without_scripts_the_summary_and_every_table_stand(browser, pages):
    with Look(browser, pages["breast_cancer"], java_script_enabled=False) as look:
        assert look.page.get_by_role("heading", name="Passes all 9 gates").is_visible()
        assert look.page.locator("table").count() > 15
        look.page.locator("summary").first.click()
        assert look.page.locator("details[open] td").first.is_visible()
