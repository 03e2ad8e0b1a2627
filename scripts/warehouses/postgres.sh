#!/usr/bin/env bash
# Runs a command beside a PostgreSQL of its own on loopback, and leaves nothing behind: postgres.sh COMMAND...
# The server's port is DBT_NN_POSTGRES_PORT, by default 55432; where that is taken, the next free one, which COMMAND finds in the variable.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

say() { echo "postgres.sh: $*" >&2; }
[ $# -gt 0 ] || { say "give a command to run beside the server"; exit 2; }

# The programs of the newest server: Debian keeps them off the path.
find_programs() {
  local found
  found=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort --version-sort | tail -n 1) || true
  found=${found:-$(command -v initdb || true)}
  [ -n "$found" ] && programs=$(dirname "$(readlink -f "$found")")
}

# PostgreSQL refuses to run as root.
as_owner() { "$@"; }
if [ "$(id -u)" = 0 ]; then
  as_owner() { runuser -u postgres -- "$@"; }
fi

if ! find_programs; then
  if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql; } > /dev/null || true
  fi
  find_programs || { say "there is no PostgreSQL server here: install the package postgresql, which brings initdb"; exit 1; }
fi

folder=
stop() {
  trap - EXIT
  trap '' INT TERM
  [ -n "$folder" ] || return 0
  if [ -f "$folder/data/postmaster.pid" ]; then
    (cd "$folder" && as_owner "$programs/pg_ctl" --pgdata="$folder/data" --mode=immediate --silent stop) || true
  fi
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# A folder of its own for every run, in the project where the server's user can get there.
mkdir -p target/warehouses
folder=$(mktemp -d "$PWD/target/warehouses/postgres.XXXXXX")
[ "$(id -u)" != 0 ] || chown postgres "$folder"
if ! as_owner test -w "$folder" 2> /dev/null; then
  rm -rf "$folder"
  folder=$(mktemp -d)
  [ "$(id -u)" != 0 ] || chown postgres "$folder"
fi

export DBT_NN_POSTGRES_HOST=127.0.0.1 DBT_NN_POSTGRES_USER=nn DBT_NN_POSTGRES_DATABASE=nn
port=${DBT_NN_POSTGRES_PORT:-55432}
while (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; do
  port=$((port + 1))
done
export DBT_NN_POSTGRES_PORT=$port

# Text sorts by the rules of a language, as on most servers: a query that leans on the order of code points fails here.
locale=(--locale=C.UTF-8)
if "$programs/initdb" --help | grep -q -e --icu-locale; then
  locale+=(--locale-provider=icu --icu-locale=en-US)
fi
# Nothing needs to survive a crash of the machine, so the server does not wait for the disk.
settings="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
start() {
  cd "$folder" &&
    as_owner "$programs/initdb" --pgdata="$folder/data" --username=nn --auth=trust --encoding=UTF8 "${locale[@]}" --no-sync &&
    as_owner "$programs/pg_ctl" --pgdata="$folder/data" --log="$folder/log" --options="$settings" --wait start &&
    "$programs/createdb" --host=127.0.0.1 --port="$port" --username=nn nn
}
if ! (start) > "$folder/start" 2>&1; then
  cat "$folder/start" "$folder/log" >&2 2> /dev/null || true
  say "the server did not start"
  exit 1
fi

status=0
"$@" || status=$?
exit "$status"
