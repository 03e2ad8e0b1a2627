"""Every line knows its room: adapters are named in macros/warehouse only, and docs/warehouses.md lists all leaves."""

import re

from conftest import ROOT

MACROS = sorted((ROOT / "macros").rglob("*.sql"))
ADAPTERS = re.compile(
    r"\b(duckdb|postgres|postgresql|redshift|spark|databricks|bigquery|snowflake|target\.type|adapter\.type)\b", re.I
)


def test_no_adapter_is_named_outside_of_the_warehouse_room():
    named = {
        str(file.relative_to(ROOT)): ADAPTERS.findall(file.read_text(encoding="utf-8"))
        for file in MACROS
        if "warehouse" not in file.parts
    }
    # The estimate prints the name of the target it was made for.
    assert {name: found for name, found in named.items() if set(found) - {"target.type"}} == {}


def test_every_leaf_is_on_the_page_for_a_fifth_warehouse():
    leaves = set()
    for file in MACROS:
        leaves |= set(re.findall(r"adapter\.dispatch\('(\w+)'", file.read_text(encoding="utf-8")))
    page = (ROOT / "docs/warehouses.md").read_text(encoding="utf-8").split("### Leaves")[1]
    assert leaves == set(re.findall(r"`(_\w+)`", page))
    assert len(leaves) > 40


def test_every_leaf_has_a_default_or_a_variant_for_each_warehouse():
    text = "\n".join(file.read_text(encoding="utf-8") for file in MACROS)
    for leaf in set(re.findall(r"adapter\.dispatch\('(\w+)'", text)):
        variants = set(re.findall(rf"macro (\w+?)__{leaf}\(", text))
        assert "default" in variants, leaf
