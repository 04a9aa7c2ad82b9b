#!/usr/bin/env bash
# Schemathesis against every service that has routes, with the whole mesh up in a network of its own. That a page size or a
# token may be refused stands in no schema (positive_data_acceptance).
set -euo pipefail
if [ -z "${INSIDE:-}" ]; then
  for with in "unshare -n" "unshare -rn"; do
    if $with true 2>/dev/null; then INSIDE=1 exec $with bash "$0"; fi
  done
fi
ip link set lo up 2>/dev/null || true
"$SCAFFOLD" up >"$O/mesh.log" 2>&1 &
mesh=$!
trap 'kill -TERM $mesh; wait $mesh || true' EXIT
for _ in $(seq 300); do grep -q "all services are ready" "$O/mesh.log" && break; sleep 0.2; done
runtime=$(basename "$(dirname libs/runtime/src/*/http.py)")
token=token
if [ -f "libs/runtime/src/$runtime/tokens.py" ]; then token=$(.venv/bin/python -m "$runtime.tokens" --sub judge); fi
for door in $(ls -d services/*/src/*/api); do
  name=$(echo "$door" | cut -d/ -f2)
  port=$(grep -o 'http_port: int = [0-9]*' "services/$name"/src/*/core/settings.py | grep -o '[0-9]*$')
  schemathesis --config-file "$KIT/schemathesis.toml" run "http://127.0.0.1:$port/openapi.json" --header "Authorization: Bearer $token" -n 20 --seed 1 --exclude-checks positive_data_acceptance --no-color
done
