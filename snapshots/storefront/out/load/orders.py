"""Load on the public door of orders: `make load`, while the system runs.

It fails when an objective of the topology is missed.
"""

import os

from locust import FastHttpUser, constant_throughput, events, task
from locust.env import Environment

#: The caller's token, for doors that verify it.
TOKEN = os.environ.get("LOAD_TOKEN", "token")

#: Milliseconds that 99 of 100 requests take at most, by operation.
P99: dict[str, float] = {
    "GET /v1/orders": 1000,
    "POST /v1/orders": 1000,
    "GET /v1/orders/{orderId}": 1000,
    "DELETE /v1/orders/{orderId}": 1000,
}
#: The share of requests that may fail.
FAILURES = 0.005


class Caller(FastHttpUser):
    """One client that asks once a second for everything, over and over."""

    wait_time = constant_throughput(1)

    @task
    def list_orders(self) -> None:
        """Ask for it as the topology declares it."""
        self.client.request(
            "GET",
            "/v1/orders?customer_id=customer_id",
            name="GET /v1/orders",
            headers={"authorization": f"Bearer {TOKEN}"},
        )

    @task
    def create_order(self) -> None:
        """Ask for it as the topology declares it."""
        self.client.request(
            "POST",
            "/v1/orders",
            name="POST /v1/orders",
            headers={"authorization": f"Bearer {TOKEN}"},
            json={
                "customer_id": "customer_id",
                "lines": [
                    {
                        "quantity": 1,
                        "sku": "AAA",
                    },
                ],
                "payment": {
                    "kind": "card",
                    "token": "tokennnn",
                },
            },
        )

    @task
    def get_order(self) -> None:
        """Ask for it as the topology declares it."""
        self.client.request(
            "GET",
            "/v1/orders/0af76519-16cd-43dd-8448-eb211c80319c",
            name="GET /v1/orders/{orderId}",
            headers={"authorization": f"Bearer {TOKEN}"},
        )

    @task
    def cancel_order(self) -> None:
        """Ask for it as the topology declares it."""
        self.client.request(
            "DELETE",
            "/v1/orders/0af76519-16cd-43dd-8448-eb211c80319c",
            name="DELETE /v1/orders/{orderId}",
            headers={"authorization": f"Bearer {TOKEN}"},
        )


@events.quitting.add_listener
def judge(environment: Environment, **_: object) -> None:
    """Compare what was measured with what is promised."""
    stats = environment.stats
    broken = [
        f"{name}: {stats.get(name, method).get_response_time_percentile(0.99)} ms"
        for name, method in stats.entries
        if name in P99 and stats.get(name, method).get_response_time_percentile(0.99) > P99[name]
    ]
    if stats.total.fail_ratio > FAILURES:
        broken.append(f"{stats.total.num_failures} of {stats.total.num_requests} requests failed")
    for fault in broken:
        print(f"objective missed: {fault}")
    environment.process_exit_code = 1 if broken else 0
