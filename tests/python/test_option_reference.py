"""The page of options is written from the table of options, and from nothing else."""

import subprocess
import sys

from conftest import ROOT

SCRIPT = ROOT / "scripts/make_option_reference.py"


def test_the_page_is_the_one_that_the_table_of_options_gives():
    check = subprocess.run([sys.executable, str(SCRIPT), "--check"], capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stdout + check.stderr


def test_every_option_of_the_table_is_on_the_page():
    table = (ROOT / "macros/network/options.sql").read_text(encoding="utf-8")
    page = (ROOT / "docs/options.md").read_text(encoding="utf-8")
    names = [line.split("'name': '")[1].split("'")[0] for line in table.splitlines() if "{'name': '" in line]
    assert len(names) > 20
    assert [name for name in names if f"| `{name}` |" not in page] == []


def test_the_version_that_a_network_remembers_is_the_package_s():
    project = (ROOT / "dbt_project.yml").read_text(encoding="utf-8")
    (version,) = [line.split()[1] for line in project.splitlines() if line.startswith("version:")]
    assert f"return('{version}')" in (ROOT / "macros/network/version.sql").read_text(encoding="utf-8")
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
