#!/usr/bin/env bash
# Kills a training half-way and starts it again: the network must be the one of a training that nobody interrupted.
#
#   ./interrupt.sh --target mine        its arguments are dbt's; DBT is the program, `dbt` by default
#
# SECONDS_TO_WAIT after the kill, 8 by default, are for a statement under way, which may go on in the warehouse.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
dbt=${DBT:-dbt}
export DBT_NN_INTERRUPT=yes
log=$(mktemp)
trap 'rm -f "$log"' EXIT

fail() {
  cat "$log" >&2
  echo "interrupt.sh: $*" >&2
  exit 1
}

"$dbt" build --resource-type seed --resource-type model --select shoppers undisturbed "$@"
"$dbt" run-operation forget_interrupted "$@"

# A process group of its own: dbt may be a script that starts another program.
set -m
PYTHONUNBUFFERED=1 "$dbt" run --select interrupted --full-refresh "$@" > "$log" 2>&1 &
set +m
killed=$!
until grep -q "interrupted: iteration" "$log"; do
  kill -0 "$killed" 2> /dev/null || fail "the training ended before its first checkpoint"
  sleep 0.05
done
kill -KILL -- "-$killed"
wait "$killed" 2> /dev/null || true
echo "interrupt.sh: killed after: $(grep "interrupted: iteration" "$log" | tail -n 1)"
sleep "${SECONDS_TO_WAIT:-8}"

"$dbt" build --select interrupted "$@" 2>&1 | tee "$log" || fail "the second run failed"
grep -q "resuming from the checkpoint" "$log" || fail "the second run did not resume: the first one was killed too late"
echo "interrupt.sh: the interrupted training came to the network of the undisturbed one"
