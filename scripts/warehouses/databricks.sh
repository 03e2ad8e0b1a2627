#!/usr/bin/env bash
# Runs a command with what stands where Databricks would be: dbt-databricks, as it is released, talks to a proxy, which translates its
# Thrift for the Spark cluster of spark.sh.
#
#   scripts/warehouses/databricks.sh COMMAND...
#
# For the command, DBT_NN_DATABRICKS_HOST is where the proxy listens. The adapter is in .venv-databricks, Spark itself in VENV, .venv by
# default; spark.sh says what else it needs.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
[ $# -gt 0 ] || { echo "databricks.sh: give a command to run beside the cluster" >&2; exit 2; }

# The first time, this starts the cluster, which starts this again beside itself.
if [ -z "${DBT_NN_SPARK_LOGS:-}" ]; then
  exec "$root/scripts/warehouses/spark.sh" "$root/scripts/warehouses/databricks.sh" "$@"
fi

python=$root/.venv-databricks/bin/python
proxy=
stop() {
  local status=$?
  trap - EXIT
  [ -z "$proxy" ] || kill "$proxy" 2> /dev/null || true
  exit "$status"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

port=$("$python" -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')
"$python" "$root/scripts/warehouses/databricks/proxy.py" "$port" "$DBT_NN_SPARK_PORT" > "$DBT_NN_SPARK_LOGS/proxy.log" 2>&1 &
proxy=$!
for _ in $(seq 100); do
  (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null && break
  kill -0 "$proxy" 2> /dev/null || { cat "$DBT_NN_SPARK_LOGS/proxy.log" >&2; exit 1; }
  sleep 0.2
done
# Without http:// before it, the connector would look for a server of logins without end.
export DBT_NN_DATABRICKS_HOST=http://127.0.0.1:$port

status=0
"$@" || status=$?
exit "$status"
