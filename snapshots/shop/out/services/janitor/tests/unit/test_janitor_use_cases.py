"""The use cases of janitor, with fakes for its peers."""

import pytest
from pydantic import JsonValue

from shop_janitor.services.janitor import JanitorUseCases


class FakeOrders:
    """Stands for orders; notes what it is asked."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    async def delete_orders_abandoned(self) -> JsonValue:
        self._asked.append("delete_orders_abandoned")
        return {}


@pytest.fixture
def asked() -> list[object]:
    """What the peers are asked, in order."""
    return []


@pytest.fixture
def use_cases(
    asked: list[object],
) -> JanitorUseCases:
    """The use cases under test."""
    return JanitorUseCases(
        orders=FakeOrders(asked),
    )


async def test_on_schedule_asks_its_peers(
    use_cases: JanitorUseCases,
    asked: list[object],
) -> None:
    await use_cases.on_schedule()
    assert asked == [
        "delete_orders_abandoned",
    ]
