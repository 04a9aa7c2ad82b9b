"""A collector's configuration holds together: pipelines use what is declared, and all that is declared is used."""

import sys

import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    config = yaml.safe_load(file)

faults = []
service = config["service"]
used = {kind: set() for kind in ("receivers", "processors", "exporters")}
for name, pipeline in service["pipelines"].items():
    if name.split("/")[0] not in {"traces", "metrics", "logs"}:
        faults.append(f"{name} is no kind of pipeline")
    for kind in used:
        used[kind].update(pipeline.get(kind, []))
    if pipeline.get("processors", [""])[0] != "memory_limiter":
        faults.append(f"{name}: memory_limiter comes first, or memory runs out before it can refuse")
used["extensions"] = set(service.get("extensions", []))
for kind, names in used.items():
    declared = set(config.get(kind, {}))
    faults += [f"{kind}: {one} is not declared" for one in sorted(names - declared)]
    faults += [f"{kind}: nothing uses {one}" for one in sorted(declared - names)]
print("\n".join(faults))
sys.exit(bool(faults))
