"""Every metric that rules and dashboards ask for is one that the runtime library or the cluster registers, with these labels."""

import pathlib
import re
import sys

import kube_state_metrics

KIND = re.compile(r'(?:Counter|Gauge|Histogram)\(\s*"([a-z_]+)",\s*"[^"]*",\s*\(([^)]*)\)', re.S)
SERIES = re.compile(r"\b([a-z]+(?:_[a-z]+)+?)(?:_(?:count|bucket|sum))?\{([^}]*)\}|\b(events_lag|client_circuit_open)\b")
SCRAPED = {"job", "instance", "le"}

registered: dict[str, set[str]] = dict(kube_state_metrics.METRICS)
for source in pathlib.Path("libs/runtime/src").rglob("*.py"):
    for name, labels in KIND.findall(source.read_text()):
        registered[name.removesuffix("_total")] = set(re.findall(r'"(\w+)"', labels))

faults = []
files = [*pathlib.Path("deploy/prometheus/rules").glob("*.yaml"), *pathlib.Path("deploy/grafana").rglob("*.json")]
for file in files:
    for name, labels, bare in SERIES.findall(file.read_text().replace('\\"', '"')):
        metric = (name or bare).removesuffix("_total")
        if metric.startswith(("objective", "label_values")):
            continue
        used = set(re.findall(r'(\w+)(?:=~|!~|!=|=)"', labels))
        known = registered.get(metric)
        if known is None:
            faults.append(f"{file}: nothing registers {metric}")
        elif used - known - SCRAPED:
            faults.append(f"{file}: {metric} has no label {sorted(used - known - SCRAPED)}")
print("\n".join(faults) or f"{len(registered)} metrics, all that are asked for are there")
sys.exit(bool(faults))
