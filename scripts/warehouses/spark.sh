#!/usr/bin/env bash
# Runs a command beside a Spark cluster of its own: a master, two workers and a Thrift server, on the loopback interface only.
# When the command ends, however it ends, the cluster is stopped and everything that it wrote is removed.
#
#   scripts/warehouses/spark.sh dbt build --target spark
#
# VENV is the virtual environment that holds pyspark, .venv by default. The command finds these in its environment:
#   DBT_NN_SPARK_HOST, DBT_NN_SPARK_PORT   where the Thrift server listens
#   DBT_NN_SPARK_LOGS                      the folder of the logs: master.log, thrift.log, worker-<k>.log, worker-<k>/<application>/<executor>/stderr
set -euo pipefail

say() { echo "spark.sh: $*" >&2; }
[ $# -gt 0 ] || { say "which command?"; exit 2; }

cd "$(dirname "$0")/../.."
python="${VENV:-.venv}/bin/python"
SPARK_HOME=$("$python" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))') || { say "no pyspark in ${VENV:-.venv}; see requirements-spark.txt"; exit 1; }

java_version() { java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p'; }
if [ "$(java_version || true)" -lt 17 ] 2>/dev/null || ! command -v java >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -qq && apt-get install -qq -y --no-install-recommends openjdk-17-jre-headless; } >&2
  fi
  [ "$(java_version || true)" -ge 17 ] 2>/dev/null || { say "Spark needs Java 17 or later: install it, for example openjdk-17-jre-headless"; exit 1; }
fi

mkdir -p target/warehouses
scratch=$(mktemp -d "$PWD/target/warehouses/spark.XXXXXX")
logs=$scratch/logs
mkdir "$logs" "$scratch/conf"
groups=()
command_group=

# Every part runs in a process group of its own, which the executors of a worker belong to.
stop() {
  trap - EXIT
  trap '' INT TERM HUP
  for signal in TERM KILL; do
    for group in $command_group "${groups[@]}"; do kill -$signal -- "-$group" 2>/dev/null || true; done
    for _ in $(seq 50); do
      left=
      for group in $command_group "${groups[@]}"; do ! kill -0 -- "-$group" 2>/dev/null || left=yes; done
      [ "$left" ] || break 2
      sleep 0.1
    done
  done
  rm -rf "$scratch"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# The usual ports, or free ones where they are taken.
read -r master_port thrift_port < <("$python" - 7077 "${DBT_NN_SPARK_PORT:-10000}" <<'PYTHON'
import socket
import sys


def bound(port):
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.bind(("127.0.0.1", 0))
    return listener


listeners = [bound(int(port)) for port in sys.argv[1:]]
print(*(listener.getsockname()[1] for listener in listeners))
PYTHON
)

# Small tables: two tasks at most, and neither adapted plans nor generated code, which take longer than what they save; nor does an executor compile its own code twice. The metastore lives in memory.
cat > "$scratch/conf/spark-defaults.conf" <<SETTINGS
spark.ui.enabled false
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.driver.extraJavaOptions -XX:+UseSerialGC -Dderby.system.home=$scratch
spark.executor.memory 512m
spark.executor.extraJavaOptions -XX:+UseSerialGC -XX:TieredStopAtLevel=1
spark.cores.max 2
spark.scheduler.minRegisteredResourcesRatio 1.0
spark.default.parallelism 2
spark.sql.shuffle.partitions 2
spark.sql.adaptive.enabled false
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.sql.warehouse.dir $scratch/warehouse
spark.hadoop.javax.jdo.option.ConnectionURL jdbc:derby:memory:metastore;create=true
SETTINGS
cat > "$scratch/conf/log4j2.properties" <<'LOGGING'
rootLogger.level = warn
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n
logger.tasks.name = org.apache.spark.executor.Executor
logger.tasks.level = info
logger.deploy.name = org.apache.spark.deploy
logger.deploy.level = info
LOGGING

export SPARK_HOME SPARK_CONF_DIR=$scratch/conf SPARK_LOCAL_IP=127.0.0.1
export PYSPARK_PYTHON="$python" DBT_NN_SPARK_HOST=127.0.0.1 DBT_NN_SPARK_PORT=$thrift_port DBT_NN_SPARK_LOGS=$logs

start() {  # name, memory, then what spark-class takes
  local name=$1 memory=$2
  shift 2
  set -m
  (cd "$scratch" && SPARK_DAEMON_MEMORY=$memory exec "$SPARK_HOME/bin/spark-class" "$@") > "$logs/$name.log" 2>&1 < /dev/null &
  set +m
  groups+=($!)
}

await() {  # name, port
  for _ in $(seq 1500); do
    (exec 3<> "/dev/tcp/127.0.0.1/$2") 2>/dev/null && return
    kill -0 "${groups[-1]}" 2>/dev/null || break
    sleep 0.2
  done
  say "the $1 did not start:"
  grep -v "^\s*at " "$logs/$1.log" | tail -n 20 >&2
  exit 1
}

master=spark://127.0.0.1:$master_port
start master 256m org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$master_port" --webui-port 0
await master "$master_port"
for worker in 1 2; do
  start "worker-$worker" 256m org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --cores 1 --memory 1G --work-dir "$logs/worker-$worker" --webui-port 0 "$master"
done
start thrift 1500m org.apache.spark.deploy.SparkSubmit --master "$master" --class org.apache.spark.sql.hive.thriftserver.HiveThriftServer2 --name dbt_nn spark-internal \
  --hiveconf hive.server2.thrift.bind.host=127.0.0.1 --hiveconf "hive.server2.thrift.port=$thrift_port" --hiveconf hive.server2.authentication=NOSASL
await thrift "$thrift_port"

set -m
"$@" < /dev/null &
command_group=$!
set +m
trap 'kill -INT -- "-$command_group" 2>/dev/null; wait "$command_group"; exit 130' INT
wait "$command_group"
