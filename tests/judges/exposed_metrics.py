"""Every metric that rules and dashboards ask for is one that a running service or the cluster exposes: exposed_metrics.py PORT .."""

import json
import pathlib
import re
import sys
import urllib.request

import kube_state_metrics
import yaml

# What Prometheus itself makes.
OWN = {"up"}
WORDS = {"and", "or", "unless", "by", "without", "on", "ignoring", "bool", "offset", "vector"}
# Taken out first: a route among the labels may have braces.
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
NOT_NAMES = re.compile(
    r'\{[^}]*\}|\[[^\]]*\]|\b(?:by|without|on|ignoring)\s*\([^)]*\)|\$\w+',
)
NAME = re.compile(r"\b([a-zA-Z_:][\w:]*)\b(?!\s*\()")
SAMPLES = ("_total", "_bucket", "_count", "_sum", "")


def rule_files() -> list[pathlib.Path]:
    files = [*pathlib.Path("deploy/prometheus/rules").glob("*.yaml")]
    return files + [*pathlib.Path("deploy/k8s/overlays").rglob("rules.yaml")]


def of_rules() -> tuple[dict[str, str], set[str]]:
    """Expressions, and what rules record themselves."""
    asked, recorded = {}, set()
    for file in rule_files():
        for document in yaml.safe_load_all(file.read_text()):
            for group in document.get("spec", document)["groups"]:
                for rule in group["rules"]:
                    asked[rule["expr"]] = str(file)
                    recorded.add(rule.get("record"))
    return asked, recorded


def of_dashboards() -> dict[str, str]:
    asked = {}
    for file in pathlib.Path("deploy/grafana/dashboards").glob("*.json"):
        for panel in json.loads(file.read_text())["panels"]:
            asked |= {target["expr"]: str(file) for target in panel["targets"]}
    return asked


def exposed(port: str) -> set[str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    families = [line.split()[2] for line in lines if line.startswith("# TYPE ")]
    return {family + suffix for family in families for suffix in SAMPLES}


asked, recorded = of_rules()
asked |= of_dashboards()
known = set().union(*map(exposed, sys.argv[1:]), recorded, kube_state_metrics.METRICS, OWN, WORDS)
bare = {NOT_NAMES.sub(" ", STRING.sub(" ", expr)): file for expr, file in asked.items()}
names = {name: file for expr, file in bare.items() for name in NAME.findall(expr)}
faults = [f"{file}: no service exposes {name}" for name, file in sorted(names.items()) if name not in known]
print("\n".join(faults) or f"{len(names)} names in {len(asked)} expressions, all exposed")
sys.exit(bool(faults or not names))
