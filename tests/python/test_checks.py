"""The checks of the repository find a planted fault."""

import shutil
import sys

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import check_version


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
