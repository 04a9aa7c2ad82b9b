#!/usr/bin/env bash
# The load scripts against the mesh: they pass where there is time enough and fail where there is none, or where an operation is still
# to be written; then whatever rules and dashboards ask for is exposed. The promised times themselves are not judged here: this machine does other things too.
set -euo pipefail
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for script in load/*.py; do
  port=$(grep -o "http://127.0.0.1:[0-9]* --locustfile $script" Makefile | grep -o ':[0-9]\+ ' | tr -d ': ')
  service=$(basename "$script" .py | tr _ -)
  shown=$("$KIT/shown.sh" "$service")
  unwritten=$(grep -rl 'raise NotImplementedYet' "services/$service/src" || true)
  for most in 60000 0.001; do
    { cat "$script"; printf '\nP99.update(dict.fromkeys(P99, %s))\n' "$most"; } >"$scratch/script.py"
    grep -q '^P99: dict\[str, float\] = {}' "$script" && [ "$most" = 0.001 ] && continue
    # The time runs from before locust has started, and is over before the first request where the machine is busy.
    for seconds in 4 16 64; do
      code=0
      LOAD_TOKEN=${shown##* } locust --headless --users 4 --run-time "${seconds}s" --host "http://127.0.0.1:$port" --locustfile "$scratch/script.py" --only-summary >"$scratch/log" 2>&1 || code=$?
      grep -qE '^ +Aggregated +0 ' "$scratch/log" || break
    done
    [ "$most" = 60000 ] && [ -z "$unwritten" ] && wanted=0 || wanted=1
    [ "$code" = "$wanted" ] || { cat "$scratch/log"; echo "$script with at most $most ms ends with $code, not $wanted"; exit 1; }
  done
done
python3 "$KIT/exposed_metrics.py" $(grep -ho 'http_port: int = [0-9]*' services/*/src/*/core/settings.py | grep -o '[0-9]*$')
