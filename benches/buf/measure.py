"""Runs scaffold and buf on the same protos, one after the other, and compares CPU, memory and findings."""

import os
import statistics
import sys
import tempfile

MOST_CPU = 1 / 5
MOST_MEMORY = 1 / 4


def measured(arguments: list[str], folder: str) -> tuple[float, float, list[str]]:
    """CPU seconds, peak MiB and the sorted lines of a run."""
    with tempfile.TemporaryFile("w+") as out:
        process = os.fork()
        if process == 0:
            os.chdir(folder)
            os.dup2(out.fileno(), 1)
            os.execv(arguments[0], arguments)
        _, status, usage = os.wait4(process, 0)
        if os.waitstatus_to_exitcode(status) not in (0, 1, 100):
            sys.exit(f"{arguments} failed")
        out.seek(0)
        cpu = usage.ru_utime + usage.ru_stime
        return cpu, usage.ru_maxrss / 1024, sorted(out.read().splitlines())


def main() -> None:
    scaffold, buf, before, now, rounds = sys.argv[1:]
    held = True
    for arguments in (["lint"], ["breaking", "--against", before]):
        print(arguments[0])
        commands = {
            "scaffold": [scaffold, *arguments, "-I", ".", "--format", "buf"],
            "buf": [buf, *arguments, "."],
        }
        held = holds(commands, now, int(rounds)) and held
    if not held:
        sys.exit("not held")


def holds(commands: dict[str, list[str]], now: str, rounds: int) -> bool:
    """Whether scaffold finds what buf finds, at its share of the cost."""
    runs = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(measured(command, now))
    figures = {}
    for name, all_of in runs.items():
        cpu = statistics.median(run[0] for run in all_of)
        memory = statistics.median(run[1] for run in all_of)
        figures[name] = cpu, memory
        print(f"{name:10} {cpu:8.2f} s CPU {memory:8.0f} MiB {len(all_of[0][2]):6} findings")
    cpu, memory = (ours / theirs for ours, theirs in zip(figures["scaffold"], figures["buf"], strict=True))
    print(f"scaffold / buf: CPU {cpu:.3f} (at most {MOST_CPU}), memory {memory:.3f} (at most {MOST_MEMORY})")
    ours, theirs = (set(runs[name][0][2]) for name in commands)
    for line in sorted(ours ^ theirs)[:20]:
        print("only", "scaffold" if line in ours else "buf", line)
    return cpu <= MOST_CPU and memory <= MOST_MEMORY and ours == theirs


if __name__ == "__main__":
    main()
