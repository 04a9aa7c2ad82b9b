#!/usr/bin/env bash
# judge.sh TOOLS PROJECT OUT: every third party's opinion of a generated project, two at a time.
# OUT/results.tsv has gate, exit code and seconds; OUT/GATE.log what it said. Exit 1 when any gate fails.
# The project needs its .venv (`uv sync --all-packages`); TOOLS is what install.sh made.
#
# Not among them, and why: pytest and mypy (tests/python.rs runs both, as the project configures them); amtool (no configuration of Alertmanager is generated: who is paged is not in a topology);
# axe (tests/atlas.rs asks it about the page of `scaffold spec --html`; a tree has no HTML); deptry (it does not know workspaces of uv);
# buf lint (protos are the user's, and its rules and those of resource-oriented design contradict each other).
# Every check that is left out has its reason where it is.
set -u
T=$(realpath "$1") W=$(realpath "$2") O=$(mkdir -p "$3" && realpath "$3")
export T W O J="$T" UV_OFFLINE=1 UV_PYTHON_DOWNLOADS=never REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
export PATH="$T/py/bin:$T/deb/usr/bin:$PATH" POSTGRES_PASSWORD=judged
cd "$W" || exit 2

# Runs a gate: its name, then a line of bash.
gate() {
  local name=$1 from code
  from=$(date +%s.%N)
  (timeout 300 bash -c "set -o pipefail; $2") >"$O/$name.log" 2>&1 </dev/null
  code=$?
  printf '%s\t%s\t%.1f\n' "$name" $code "$(echo "$(date +%s.%N) - $from" | bc)" >>"$O/results.tsv"
}
export -f gate

# Needs a folder or file; without it the gate says so and passes.
if_there() { ls $1 >/dev/null 2>&1 && return 0; echo "nothing to judge: no $1"; exit 0; }
export -f if_there

# What a cluster would get: every overlay, rendered.
render() { for o in deploy/k8s/overlays/*/; do kubectl kustomize "$o" >"$O/k8s/$(basename "$o").yaml" || return 1; done; }
mkdir -p "$O/k8s" && rm -f "$O"/k8s/*.yaml
if [ -d deploy/k8s ]; then render || { echo "kubectl kustomize fails"; exit 1; }; fi

: >"$O/results.tsv"
grep -v '^#' >"$O/gates" <<'G'
# The namespace comes from the overlay (21); a digest is known only once the image is pushed (43); the process reads its
# environment once, secrets included (35); an image in an ARG is not seen (DOCKER_7), hence the gate `digests`.
checkov	"$T/ck/bin/checkov" --quiet --compact --skip-download --framework kubernetes --skip-check CKV_K8S_35,CKV_K8S_43 -d "$O/k8s" && "$T/ck/bin/checkov" --quiet --compact --skip-download --framework dockerfile github_actions --skip-check CKV_DOCKER_7 -d .
pyright	pyright --pythonpath .venv/bin/python services/*/src libs/runtime/src
# Of tests mypy judges: this one does not follow assignments that must fail, nor protobuf's enums.
# AsyncIterator is what the standard library of 3.11 documents for context managers (deprecated).
# Celery's state is annotated as the None that it begins with (invalid-assignment, which mypy judges).
ty	ty check --ignore deprecated --ignore invalid-assignment --python .venv --output-format concise services/*/src libs/runtime/src
schemathesis	bash "$KIT/mesh.sh" bash "$KIT/schemathesis.sh"
load	if_there 'load/*.py'; bash "$KIT/mesh.sh" bash "$KIT/load.sh"
ruff	ruff check --no-cache .
ruff-format	ruff format --no-cache --check .
bandit	bandit -q -r -c pyproject.toml services libs
# The names of parameters are those of the library that calls; IdGenerator is named in a cast only, which vulture does not read.
vulture	vulture --ignore-names revoked,args,format,exc_type,exc_val,exc_tb,IdGenerator services/*/src libs/runtime/src libs/runtime/tests services/*/tests $(ls -d tests 2>/dev/null) --min-confidence 80
import-linter	.venv/bin/lint-imports --no-cache
uv-lock	uv lock --check
validate-pyproject	validate-pyproject pyproject.toml services/*/pyproject.toml libs/*/pyproject.toml
hadolint	if_there 'services/*/Dockerfile'; hadolint services/*/Dockerfile
digests	if_there deploy; ! grep -hE '^ARG .*IMAGE=|^ *image: ' services/*/Dockerfile deploy/compose.yaml | grep -v ':dev$' | grep -v '@sha256:[0-9a-f]\{64\}$'
compose-config	if_there deploy/compose.yaml; docker-compose -f deploy/compose.yaml config --quiet
compose-lint	if_there deploy/compose.yaml; compose-lint --fail-on high deploy/compose.yaml
compose-schema	if_there deploy/compose.yaml; check-jsonschema --builtin-schema vendor.compose-spec deploy/compose.yaml
k8s-schema	if_there deploy/k8s; kubernetes-validate --strict --quiet "$O"/k8s/*.yaml
custom-resources	if_there deploy/k8s; node "$J/custom_resources.mjs" "$O"/k8s/*.yaml
gha-schema	if_there .github/workflows; check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*
actionlint	if_there .github/workflows; actionlint .github/workflows/*
zizmor	if_there .github/workflows; zizmor --offline --no-progress --pedantic .github/workflows
pre-commit	if_there .pre-commit-config.yaml; prek validate-config .pre-commit-config.yaml
promtool-config	if_there deploy/prometheus; promtool check config deploy/prometheus/prometheus.yaml
promtool-rules	if_there 'deploy/prometheus/tests/*'; promtool check rules deploy/prometheus/rules/*.yaml && promtool test rules deploy/prometheus/tests/*.yaml
metric-names	if_there deploy/prometheus; python3 "$KIT/metric_names.py"
collector	if_there deploy/otel-collector.yaml; python3 "$KIT/pipelines.py" deploy/otel-collector.yaml
grafana	if_there deploy/grafana; check-jsonschema --schemafile "$KIT/dashboard.schema.json" deploy/grafana/dashboards/*.json
yamllint	if_there deploy; yamllint --strict -d '{extends: default, rules: {indentation: {spaces: consistent, indent-sequences: whatever}, line-length: disable, document-start: disable, comments: {min-spaces-from-content: 1}, truthy: {check-keys: false}}}' $(ls -d deploy .github mkdocs.yml catalog-info.yaml .pre-commit-config.yaml 2>/dev/null)
backstage	if_there catalog-info.yaml; node "$J/backstage.mjs" catalog-info.yaml
buf-format	if_there proto; buf format -d --exit-code proto
# Names of the spec's own, such as operation ids and tags, are judged; a licence and contacts are the team's to add.
spectral-openapi	if_there 'docs/openapi/*'; node "$J/node_modules/.bin/spectral" lint -r "$KIT/.spectral.yaml" -F error docs/openapi/*
openapi	if_there 'docs/openapi/*'; openapi-spec-validator docs/openapi/*
redocly	if_there 'docs/openapi/*'; node "$J/node_modules/.bin/redocly" lint --config "$KIT/redocly.yaml" docs/openapi/*
asyncapi	if_there docs/asyncapi; for f in docs/asyncapi/*; do node "$J/asyncapi.mjs" $f || exit 1; done
# Identity columns, bigint and text are the contract's choice; robust statements and concurrent indexes matter for tables with rows.
alembic-squawk	bash "$KIT/squawk.sh"
markdown	node "$J/node_modules/.bin/markdownlint-cli2" --config "$KIT/.markdownlint.json" README.md AGENTS.md "docs/**/*.md" "services/*/README.md" "tasks/*/_techspec.md"
mermaid	node "$J/mermaid.mjs" tasks/*/_techspec.md
secrets	for folder in services libs deploy docs load; do [ ! -d $folder ] || gitleaks dir --no-banner --redact --verbose --config "$KIT/gitleaks.toml" $folder || exit 1; done
typos	typos --config "$KIT/typos.toml" --force-exclude .
G
began=$(date +%s)
tr '\n' '\0' <"$O/gates" | xargs -0 -P 2 -I{} bash -c 'l=$1; gate "${l%%$'"'\t'"'*}" "${l#*$'"'\t'"'}"' _ {}
sort -o "$O/results.tsv" "$O/results.tsv"
failed=$(awk -F'\t' '$2 != 0 { print $1 }' "$O/results.tsv")
cat "$O/results.tsv"
echo "$(wc -l <"$O/results.tsv") gates in $(($(date +%s) - began)) s, failed: ${failed:-none}"
[ -z "$failed" ]
