#!/usr/bin/env bash
# Runs a command beside an emulator of Snowflake: dbt-snowflake, as it is released, talks to it over the loopback interface.
#
#   scripts/warehouses/snowflake.sh COMMAND...
#
# For the command, DBT_NN_SNOWFLAKE_HOST and DBT_NN_SNOWFLAKE_PORT are where the emulator listens, and DBT_NN_SNOWFLAKE_STATEMENTS the file of
# all statements, one line of JSON each. The emulator goes into .venv-fakesnow. Everything is in memory, and gone when the command ends.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
venv=$root/.venv-fakesnow
requirements=$root/requirements-snowflake-tools.txt

[ $# -gt 0 ] || { echo "snowflake.sh: give a command to run beside the emulator" >&2; exit 2; }
if [ ! -f "$venv/.installed" ] || [ "$requirements" -nt "$venv/.installed" ]; then
  "${PYTHON:-python3.11}" -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
  touch "$venv/.installed"
fi

scratch=$(mktemp -d)
emulator=
stop() {
  local status=$?
  trap - EXIT
  if [ -n "$emulator" ]; then
    kill -INT "$emulator" 2> /dev/null || true
    wait "$emulator" 2> /dev/null || true
  fi
  rm -rf "$scratch"
  exit "$status"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

port=$("$venv/bin/python" -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')
export DBT_NN_SNOWFLAKE_STATEMENTS=${DBT_NN_SNOWFLAKE_STATEMENTS:-$scratch/statements.jsonl}
# Started in the background, it would be deaf to an interrupt.
set -m
"$venv/bin/python" "$root/scripts/warehouses/snowflake/emulator.py" "$port" "$DBT_NN_SNOWFLAKE_STATEMENTS" > "$scratch/emulator.log" 2>&1 &
emulator=$!
set +m
for _ in $(seq 300); do
  (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null && break
  kill -0 "$emulator" 2> /dev/null || { cat "$scratch/emulator.log" >&2; exit 1; }
  sleep 0.2
done
export DBT_NN_SNOWFLAKE_HOST=127.0.0.1 DBT_NN_SNOWFLAKE_PORT=$port DBT_NN_SNOWFLAKE_PROTOCOL=http

status=0
"$@" || status=$?
exit "$status"
