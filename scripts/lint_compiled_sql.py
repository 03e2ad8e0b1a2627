"""Lint the SQL that the demo's models compile to, each stage on its own, before dbt inlines it into the next one.

`make lint` compiles them with --no-inject-ephemeral-ctes into target/lint.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

TARGET = Path("target/lint")
# Expressions and table expressions over several lines, which the rule of indentation would lay out otherwise.
WAIVED = {"init": "LT02", "predictions": "LT02", "two_clouds_predictions": "LT02"}
# The predictions of a network of `train` write out the names and categories that it was trained on, all of them.
DATA_SETS = ["breast_cancer", "cigarettes", "diabetes", "digits", "iris", "penguins"]
WAIVED |= {f"{name}_predictions": "LT02, LT05" for name in DATA_SETS}


def main() -> int:
    folder = TARGET / "sql"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    nodes = json.loads((TARGET / "manifest.json").read_text(encoding="utf-8"))["nodes"].values()
    models = [node for node in nodes if node["resource_type"] == "model" and node["package_name"] == "dbt_nn"]
    for model in models:
        # dbt leaves blank lines where the configuration stood
        sql = model["compiled_code"].strip() + "\n"
        if model["name"] in WAIVED:
            sql = f"-- noqa: disable={WAIVED[model['name']]}\n{sql}"
        (folder / f"{model['name']}.sql").write_text(sql, encoding="utf-8")
    print(f"{len(models)} compiled models in {folder}", flush=True)
    return subprocess.run(
        [sys.executable, "-m", "sqlfluff", "lint", "--templater", "raw", folder], check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
