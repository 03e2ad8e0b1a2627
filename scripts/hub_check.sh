#!/usr/bin/env bash
# Checks the package as dbt Hub does before it lists a version: dbt Fusion parses it in strict mode, under a profile that is not the package's own.
#
#   scripts/hub_check.sh .venv-fusion/bin/dbt
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/profiles.yml" <<'YAML'
elsewhere:
  target: dev
  outputs:
    dev: {type: duckdb, path: elsewhere.duckdb}
YAML
_DBT_FUSION_STRICT_MODE=1 "$1" parse --warn-error --profile elsewhere --profiles-dir "$folder" --target-path "$folder/target" --log-path "$folder/logs"
