#!/usr/bin/env bash
# Whole-process times of a release build, beside `cp -r` of the same tree on the same disk; the best of five runs each.
# MOST=200 leaves out the largest system.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --release --quiet
scaffold=$PWD/target/release/scaffold
work=$(mktemp -d "$PWD/target/whole-process-XXXXXX")
trap 'rm -rf "$work"' EXIT

# Milliseconds of the fastest of five runs; what it prepares before each run is not counted.
best() {
  local prepare=$1 fastest=""
  shift
  for _ in 1 2 3 4 5; do
    $prepare
    local begun took
    begun=$(date +%s%N)
    "$@" >/dev/null 2>&1 || true
    took=$((($(date +%s%N) - begun) / 10000))
    if [[ -z $fastest || $took -lt $fastest ]]; then fastest=$took; fi
  done
  printf '%d.%02d' $((fastest / 100)) $((fastest % 100))
}

# A topology of $1 services: each serves three RPCs, calls two others, owns a store, publishes a topic.
topology() {
  local count=$1 index
  printf 'system: bench\ndefaults: {timeout: 1s}\nservices:\n'
  for ((index = 0; index < count; index++)); do
    printf '  service-%d:\n    grpc: bench.s%d.v1.ItemService\n' "$index" "$index"
    printf '    owns: {store-%d: [items]}\n    outbox: true\n    publishes: [changed.%d]\n' "$index" "$index"
    if ((index > 1)); then
      printf '    endpoints:\n      DoA: [service-%d.DoB, service-%d.DoC]\n' $((index / 2)) $((index / 3))
    fi
  done
  printf 'topics:\n'
  for ((index = 0; index < count; index++)); do
    printf '  changed.%d: {payload: bench.s%d.v1.Changed, key: item_id}\n' "$index" "$index"
  done
}

# The proto of service number $1.
proto() {
  printf 'syntax = "proto3";\n\npackage bench.s%d.v1;\n\n// Serves items.\nservice ItemService {\n' "$1"
  local rpc
  for rpc in DoA DoB DoC; do
    printf '  // Does it.\n  rpc %s(%sRequest) returns (%sResponse);\n' $rpc $rpc $rpc
  done
  printf '}\n\nmessage Item {\n  string item_id = 1;\n  string name = 2;\n}\n\nmessage Changed {\n  string item_id = 1;\n}\n'
  for rpc in DoA DoB DoC; do
    printf '\nmessage %sRequest {\n  string item_id = 1;\n}\n' $rpc
    printf '\nmessage %sResponse {\n  string item_id = 1;\n  Item item = 2;\n}\n' $rpc
  done
}

system() {
  local count=$1 folder=$2 index
  mkdir -p "$folder"
  topology "$count" >"$folder/topology.yaml"
  for ((index = 0; index < count; index++)); do
    mkdir -p "$folder/proto/bench/s$index/v1"
    proto "$index" >"$folder/proto/bench/s$index/v1/item.proto"
  done
}

printf 'cold start (--version): %s ms\n' "$(best true "$scaffold" --version)"
printf '%8s %13s %13s %13s %13s\n' services check generate unchanged 'cp -r'
for count in 4 20 200 2000; do
  if ((count > ${MOST:-2000})); then continue; fi
  tree=$work/$count
  system "$count" "$tree"
  fresh() { rm -rf "$work/out" && cp -r "$tree" "$work/out"; }
  nothing() { rm -rf "$work/copy"; }
  check=$(best true "$scaffold" -C "$tree" check)
  generate=$(best fresh "$scaffold" -C "$work/out" generate)
  unchanged=$(best true "$scaffold" -C "$work/out" generate)
  copied=$(best nothing cp -r "$work/out" "$work/copy")
  printf '%8d %10s ms %10s ms %10s ms %10s ms\n' "$count" "$check" "$generate" "$unchanged" "$copied"
done
