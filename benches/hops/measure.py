"""Measures three hops, generated beside written by hand, in one run: `measure.py [ROUNDS [SECONDS]]`.

CPU is what the serving processes used (user and system), for each request. The two sides take turns, so that a busy
machine is busy for both. Everything is on: a tenth of the traces goes to a collector, every access line to a file.
p50 and p99 are of 16 connections, from wrk or a gRPC client in a process of its own.
"""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

HERE = Path(__file__).parent
TICKS = os.sysconf("SC_CLK_TCK")
ITEM = "item-1"
#: The most that a generated hop may cost, times the one by hand.
HTTP, GRPC, CHAIN = 2.5, 1.8, 1.5


@dataclass
class Side:
    """Processes that serve one side of a comparison, and what was measured of them."""

    processes: list[subprocess.Popen[bytes]]
    port: int
    requests: int = 0
    cpu: float = 0.0
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)

    @property
    def micros(self) -> float:
        """CPU microseconds a request."""
        return self.cpu / self.requests * 1e6

    def ticks(self) -> float:
        """CPU seconds so far."""
        fields = (Path(f"/proc/{one.pid}/stat").read_text().split() for one in self.processes)
        return sum(int(parts[13]) + int(parts[14]) for parts in fields) / TICKS

    def measure(self, load: list[str]) -> None:
        """One round."""
        before = self.ticks()
        out = subprocess.run(load, check=True, capture_output=True, text=True).stdout
        self.cpu += self.ticks() - before
        requests, p50, p99 = wrk_figures(out) if load[0] == "wrk" else out.split()
        self.requests += int(requests)
        self.p50.append(float(p50))
        self.p99.append(float(p99))


def wrk_figures(out: str) -> tuple[str, str, str]:
    """Requests, p50 and p99 as wrk prints them."""
    if "Non-2xx" in out:
        raise SystemExit(out)
    requests = re.search(r"(\d+) requests in", out)
    found = {k: v for k, *v in re.findall(r"(50|99)%\s+([\d.]+)(us|ms|s)", out)}
    scale = {"us": 0.001, "ms": 1.0, "s": 1000.0}
    p50, p99 = (str(float(number) * scale[unit]) for number, unit in (found["50"], found["99"]))
    assert requests
    return requests[1], p50, p99


@contextmanager
def served(*argv: str, port: int, **env: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that listens on the port, within the block."""
    with Path(f"{argv[-1]}.{port}.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, *argv], env=os.environ | env, stdout=log, stderr=log)
        try:
            wait_for(port, process)
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Returns once somebody listens."""
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1.0).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
        if process.poll() is not None:
            break
    raise SystemExit(f"nobody listens on {port}: see {process.args}'s log")


async def seed(url: str) -> None:
    """One row to read."""
    engine = create_async_engine(url)
    insert = text("INSERT INTO items (item_id, name, price, created_at) VALUES (:id, 'Lamp', 5, :at)")
    async with engine.begin() as connection:
        await connection.execute(insert, {"id": ITEM, "at": datetime.now(UTC)})
    await engine.dispose()


def compare(name: str, limit: float, bare: Side, generated: Side, load: list[str], rounds: int) -> bool:
    """Prints a row of the table; whether the limit is kept."""
    sides = {"by hand": bare, "generated": generated}
    for side in sides.values():
        subprocess.run([word.format(side.port) for word in load], check=True, capture_output=True)
    for _ in range(rounds):
        for side in sides.values():
            side.measure([word.format(side.port) for word in load])
    for label, side in sides.items():
        p50, p99 = (sorted(values)[len(values) // 2] for values in (side.p50, side.p99))
        print(f"{name:28} {label:10} {side.micros:8.0f} us {p50:9.2f} ms {p99:9.2f} ms")
    ratio = generated.micros / bare.micros
    print(f"{name:28} {'ratio':10} {ratio:8.2f}    (at most {limit})", flush=True)
    return ratio <= limit


def main(rounds: int, seconds: int) -> bool:
    """Serves both sides of each comparison, and prints the table."""
    database = os.environ.get("DATABASE_URL", f"sqlite+aiosqlite:///{Path('hops.db').resolve()}")
    print(f"{'hop':28} {'side':10} {'CPU each':>11} {'p50':>12} {'p99':>12}")
    wrk = ["wrk", "-t1", "-c16", f"-d{seconds}s", "--latency"]
    with ExitStack() as stack:
        def serve(*argv: str, **env: str) -> subprocess.Popen[bytes]:
            return stack.enter_context(served(*argv, **env))

        serve(str(HERE / "collector.py"), "7104", port=7104)
        on = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:7104", "OTEL_TRACES_SAMPLER_ARG": "0.1"}
        bare = str(HERE / "bare.py")
        ports = {"GRPC_PORT": "7101", "HTTP_PORT": "7102"}
        store = serve("-m", "hops_store", port=7101, DATABASE_URL=database, **ports, **on)
        asyncio.run(seed(database))
        web = serve("-m", "hops_web", port=7103, HTTP_PORT="7103", STORE_TARGET="127.0.0.1:7101", **on)
        bare_store = serve(bare, "store", "7111", port=7111, DATABASE_URL=database)
        bare_web = serve(bare, "web", "7113", port=7113, TARGET="127.0.0.1:7111")
        for port in (7103, 7113):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/items/{ITEM}").read()
        calls = [sys.executable, str(HERE / "client.py"), "{}", str(seconds)]
        kept = [
            compare(
                "HTTP",
                HTTP,
                Side([bare_web], 7113),
                Side([web], 7103),
                [*wrk, "http://127.0.0.1:{}/hello/you"],
                rounds,
            ),
            compare("gRPC", GRPC, Side([bare_store], 7111), Side([store], 7101), calls, rounds),
            compare(
                "HTTP -> gRPC -> database",
                CHAIN,
                Side([bare_web, bare_store], 7113),
                Side([web, store], 7103),
                [*wrk, "http://127.0.0.1:{}/items/" + ITEM],
                rounds,
            ),
        ]
    return all(kept)


if __name__ == "__main__":
    sys.exit(0 if main(*(int(word) for word in [*sys.argv[1:], "4", "4"][:2])) else 1)
