#!/usr/bin/env bash
# Squawk on the SQL of every migration, as PostgreSQL would get it; the timeouts are asked of the file that runs them.
set -euo pipefail
export DATABASE_URL=postgresql+asyncpg://nobody@127.0.0.1/none
# Tables are new and empty here, and what types they have is the contract's choice.
excluded=prefer-robust-stmts,prefer-bigint-over-int,prefer-bigint-over-smallint,prefer-text-field,prefer-identity,require-concurrent-index-creation
# Set on the connection, in the runtime library, where one place holds them for every service.
excluded=$excluded,require-timeout-settings,require-lock-timeout,require-statement-timeout
found=$(ls services/*/alembic.ini 2>/dev/null) || { echo "nothing to judge: no service has migrations"; exit 0; }
grep -q lock_timeout libs/runtime/src/*/migrations.py libs/runtime/src/*/database.py
grep -q statement_timeout libs/runtime/src/*/migrations.py libs/runtime/src/*/database.py
for ini in $found; do
  name=$(basename "$(dirname "$ini")")
  .venv/bin/alembic -c "$ini" upgrade head --sql >"$O/$name.sql"
  squawk --exclude=$excluded "$O/$name.sql"
done
