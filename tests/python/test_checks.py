"""The checks of the repository find a planted fault."""

import shutil
import sys

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import check_links
import check_version
import check_words


@pytest.mark.parametrize("name", [check_version.PLACE, *check_version.STATED])
def test_a_version_that_differs_is_found(name, tmp_path):
    for file in [check_version.PLACE, *check_version.STATED]:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    assert check_version.problems(tmp_path) == []
    text = (tmp_path / name).read_text(encoding="utf-8")
    version = check_version.stated(ROOT / check_version.PLACE, r"return\('(.+?)'\)")
    (tmp_path / name).write_text(text.replace(version, "9.9.9", 1), encoding="utf-8")
    assert check_version.problems(tmp_path)


WORDS = {
    "a network is told": "told",
    "begins anew": "anew",
    "in 3 row(s)": "row(s)",
    "hiden_layers is no option": "is no option",
    "a column is refused": "is refused",
    "the standardised value": "standardised",
}


@pytest.mark.parametrize("text", WORDS)
def test_a_word_that_has_a_better_one_is_found(text):
    found = [f"docs/page.md:2: “{WORDS[text]}”"]
    assert [line.split(";")[0] for line in check_words.problems("docs/page.md", f"# A page\n{text}\n")] == found
    macro = f"{{%- macro name() -%}}\n{{#\n  {text}\n#}}\n{{%- do raise(\"one two\" ~ '{text}') -%}}\n-- {text}\n"
    numbers = [line.split(":")[1] for line in check_words.problems("macros/name.sql", macro)]
    assert numbers == ["3", "5", "6"]


def test_the_names_of_code_are_not_words():
    assert check_words.problems("macros/name.sql", "with told as (select 1), labelled as (select * from told)\n") == []
    assert check_words.problems("docs/page.md", "There is no row; `labelled_rows` and exp(s) stay\n") == []


def test_a_link_that_leads_nowhere_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "# Page\n\n## A heading: `code`\n\n[good](#a-heading-code), [good](page.md), [web](https://example.org)\n"
    )
    assert check_links.problems(page) == []
    page.write_text("# Page\n\n[bad](#no-heading), [gone](gone.md)\n\n```sql\n[1](2)\n```\n")
    assert [line.split(": ")[1] for line in check_links.problems(page)] == ["#no-heading", "gone.md"]
