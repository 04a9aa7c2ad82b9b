"""Runs scaffold and grpcio-tools on the same protos, one after the other, and compares CPU, time, memory and every byte."""

import filecmp
import os
import shutil
import statistics
import sys
import time
from pathlib import Path
from typing import NamedTuple

MOST_CPU = 0.4
MOST_UNCHANGED = 1 / 20
MOST_FOR_ONE = 0.010
ONE = "google/type/date.proto"


class Run(NamedTuple):
    """What a run took: CPU and wall seconds, peak MiB."""

    cpu: float
    wall: float
    memory: float


def measured(arguments: list[str]) -> Run:
    """One run; it is spawned, not forked, so that nothing of this process counts."""
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    begun = time.monotonic()
    process = os.posix_spawn(arguments[0], arguments, os.environ, file_actions=silent)
    _, status, usage = os.wait4(process, 0)
    wall = time.monotonic() - begun
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{arguments[:8]} failed")
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def median(what: str, runs: list[Run]) -> Run:
    middle = Run(*(statistics.median(values) for values in zip(*runs, strict=True)))
    print(f"{what:28} {middle.cpu:8.3f} s CPU {middle.wall:8.3f} s {middle.memory:6.0f} MiB")
    return middle


def held(what: str, share: float, most: float) -> bool:
    print(f"  {what}: {share:.4f} (at most {most:.4f})")
    return share <= most


def main() -> None:
    scaffold, python, protos, work, rounds = sys.argv[1:]
    root, theirs, ours = Path(protos), Path(work, "theirs"), Path(work, "ours")
    files = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.proto"))
    listed = Path(work, "files")
    listed.write_text("\n".join(files))
    os.chdir(root)

    def protoc(names: str) -> list[str]:
        outs = [f"--{kind}_out={theirs}" for kind in ("python", "pyi", "grpc_python")]
        return [python, "-m", "grpc_tools.protoc", "-I.", *outs, names]

    stubs = [scaffold, "stubs", "-I", ".", "--out", str(ours)]
    runs = {name: [] for name in ("grpc_tools", "scaffold", "unchanged", "one_theirs", "one")}
    for _ in range(int(rounds)):
        for folder in (theirs, ours):
            shutil.rmtree(folder, ignore_errors=True)
        theirs.mkdir()
        runs["grpc_tools"].append(measured(protoc(f"@{listed}")))
        runs["scaffold"].append(measured(stubs))
        runs["unchanged"].append(measured(stubs))
    different = differing(ours, theirs)
    print(f"{len(files)} protos, {different} stubs differ")
    # One proto is over in a moment: many runs, each into an empty folder, once the disk has taken what came before.
    os.sync()
    for _ in range(20):
        for folder in (theirs, ours):
            shutil.rmtree(folder, ignore_errors=True)
        theirs.mkdir()
        runs["one_theirs"].append(measured(protoc(ONE)))
        runs["one"].append(measured([*stubs, ONE]))

    theirs_all = median("grpc_tools, all stubs", runs["grpc_tools"])
    ours_all = median("scaffold, all stubs", runs["scaffold"])
    unchanged = median("scaffold, nothing changed", runs["unchanged"])
    median("grpc_tools, one proto", runs["one_theirs"])
    one = median("scaffold, one proto", runs["one"])
    sound = [
        different == 0,
        held("CPU of all stubs, of grpc_tools'", ours_all.cpu / theirs_all.cpu, MOST_CPU),
        held("CPU when nothing changed, of grpc_tools'", unchanged.cpu / theirs_all.cpu, MOST_UNCHANGED),
        held("seconds of CPU for one proto", one.cpu, MOST_FOR_ONE),
    ]
    if not all(sound):
        sys.exit("not held")


def differing(ours: Path, theirs: Path) -> int:
    """How many stubs of grpcio-tools are not the same bytes here."""
    paths = [path for path in theirs.rglob("*") if path.is_file()]
    if not paths:
        sys.exit("grpcio-tools wrote nothing")
    same = [
        (ours / path.relative_to(theirs)).is_file()
        and filecmp.cmp(path, ours / path.relative_to(theirs), shallow=False)
        for path in paths
    ]
    return same.count(False)


if __name__ == "__main__":
    main()
