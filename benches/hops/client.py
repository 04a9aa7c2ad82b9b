"""Calls SayHello with 16 callers: `client.py PORT SECONDS`; prints calls, p50 and p99 in milliseconds."""

import asyncio
import sys
import time

import grpc
import uvloop
from hops_contracts.hops.v1 import store_pb2, store_pb2_grpc

CALLERS = 16


async def main(port: int, seconds: float) -> None:
    latencies: list[float] = []
    end = time.perf_counter() + seconds
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        stub = store_pb2_grpc.StoreServiceStub(channel)

        async def caller() -> None:
            request = store_pb2.SayHelloRequest(name="you")
            while (start := time.perf_counter()) < end:
                await stub.SayHello(request, timeout=5.0)
                latencies.append(time.perf_counter() - start)

        await asyncio.gather(*(caller() for _ in range(CALLERS)))
    latencies.sort()
    p50, p99 = (latencies[int(len(latencies) * part)] * 1000 for part in (0.5, 0.99))
    print(len(latencies), f"{p50:.2f}", f"{p99:.2f}")


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), float(sys.argv[2])))
