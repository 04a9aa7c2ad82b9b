#!/usr/bin/env bash
# shown.sh SERVICE: the header of a caller whom the HTTP door of a service lets in, while the mesh is up; TOKEN is a caller's.
set -euo pipefail
secret=$(grep -hso '^DEVELOPMENT = "[^"]*' libs/runtime/src/*/credentials.py | cut -d'"' -f2 || true)
case $(grep -hsoE '"(APIKeyHeader|HTTPBasic)": \{' "docs/openapi/$1.json" || true) in
  *APIKeyHeader*) echo "X-API-Key: $secret" ;;
  *HTTPBasic*) echo "Authorization: Basic $(printf 'judge:%s' "$secret" | base64)" ;;
  *) echo "Authorization: Bearer $TOKEN" ;;
esac
