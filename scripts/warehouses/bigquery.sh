#!/usr/bin/env bash
# Runs a command with what stands where BigQuery would be: dbt-bigquery talks to a proxy, which has every statement type-checked by
# GoogleSQL's own analyzer, then runs it on an emulator.
#
#   scripts/warehouses/bigquery.sh COMMAND...
#
# For the command, DBT_NN_BIGQUERY_ENDPOINT is where the proxy listens and DBT_NN_BIGQUERY_STATEMENTS the file of all statements, one
# line of JSON each. The tools need Python 3.13, and go into .venv-bigquery.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
venv=$root/.venv-bigquery
requirements=$root/requirements-bigquery-tools.txt

# A shim of pyenv is on the PATH even where it refuses to run, so every candidate is tried.
find_python() {
  local candidate
  for candidate in python3.13 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13*/bin/python3.13; do
    if "$candidate" -c pass 2> /dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo "the tools for BigQuery need Python 3.13, and no python3.13 runs here: install it, or put it on the PATH" >&2
  return 1
}

if [ ! -f "$venv/.installed" ] || [ "$requirements" -nt "$venv/.installed" ]; then
  python=$(find_python)
  "$python" -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$requirements"
  touch "$venv/.installed"
fi

scratch=$(mktemp -d)
processes=()
stop() {
  local status=$?
  trap - EXIT
  for process in "${processes[@]}"; do
    kill "$process" 2> /dev/null || true
    wait "$process" 2> /dev/null || true
  done
  rm -rf "$scratch"
  exit "$status"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

read -r emulator_port proxy_port < <("$venv/bin/python" -c '
import socket
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(s.getsockname()[1] for s in sockets))')

"$venv/bin/python" "$root/scripts/warehouses/bigquery/emulator.py" "$emulator_port" "$scratch" > "$scratch/emulator.log" 2>&1 &
processes+=($!)
export DBT_NN_BIGQUERY_STATEMENTS=${DBT_NN_BIGQUERY_STATEMENTS:-$scratch/statements.jsonl}
"$venv/bin/python" "$root/scripts/warehouses/bigquery/proxy.py" \
  "$proxy_port" "$emulator_port" "$DBT_NN_BIGQUERY_STATEMENTS" > "$scratch/proxy.log" 2>&1 &
processes+=($!)
export DBT_NN_BIGQUERY_ENDPOINT=http://127.0.0.1:$proxy_port

# The analyzer is compiled at its first start, which may take a minute or two.
"$venv/bin/python" - "$emulator_port" "$proxy_port" "${processes[@]}" << 'WAIT' || { cat "$scratch"/*.log >&2; exit 1; }
import os, socket, sys, time

ports, processes = sys.argv[1:3], sys.argv[3:]
until = time.monotonic() + 300
for port in ports:
    while True:
        try:
            socket.create_connection(("127.0.0.1", int(port))).close()
            break
        except OSError:
            if time.monotonic() > until:
                sys.exit("the emulator or the proxy does not answer")
            for process in processes:
                os.kill(int(process), 0)
            time.sleep(0.2)
WAIT

status=0
"$@" || status=$?
exit "$status"
