"""The use cases of orders, with fakes for its peers."""

from collections.abc import AsyncIterator
from unittest.mock import Mock

import pytest
from pydantic import JsonValue
from sqlalchemy import select

from shop_contracts.shop.v1 import shop_pb2
from shop_orders.repositories.unit_of_work import UnitOfWork
from shop_orders.services.orders import OrdersUseCases
from shop_runtime.database import Database
from shop_runtime.errors import PeerUnavailable
from shop_runtime.outbox import outbox


class FakePayments:
    """Stands for payments; notes what it is asked."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    async def post_charges(
        self,
        request: shop_pb2.Charge,
    ) -> JsonValue:
        self._asked.append(request)
        return {}

    async def post_refunds(
        self,
        request: shop_pb2.Refund,
    ) -> JsonValue:
        self._asked.append(request)
        return {}


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database of its own for every test, with the outbox only."""
    async with Database(database_url) as database:
        await database.create_tables(outbox.metadata)
        yield database


@pytest.fixture
def unit_of_work(database: Database) -> UnitOfWork:
    """What the use cases write in."""
    return UnitOfWork(database)


@pytest.fixture
def asked() -> list[object]:
    """What the peers are asked, in order."""
    return []


@pytest.fixture
def use_cases(
    unit_of_work: UnitOfWork,
    asked: list[object],
) -> OrdersUseCases:
    """The use cases under test."""
    return OrdersUseCases(
        unit_of_work=unit_of_work,
        payments=FakePayments(asked),
    )


async def test_post_orders_asks_its_peers_and_answers(
    use_cases: OrdersUseCases,
    asked: list[object],
) -> None:
    reply = await use_cases.post_orders(
        sku="sku",
        quantity=1,
    )
    assert reply == {
        "sku": "sku",
        "quantity": 1,
    }
    assert asked == [
        shop_pb2.Charge(
            sku="sku",
            quantity=1,
        ),
    ]


async def test_post_orders_takes_back_what_it_did(
    use_cases: OrdersUseCases,
    asked: list[object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failing = Mock(side_effect=PeerUnavailable("down"))
    monkeypatch.setattr(UnitOfWork, "begin", failing)
    with pytest.raises(PeerUnavailable):
        await use_cases.post_orders(
            sku="sku",
            quantity=1,
        )
    assert asked == [
        shop_pb2.Charge(
            sku="sku",
            quantity=1,
        ),
        shop_pb2.Refund(
            sku="sku",
            quantity=1,
        ),
    ]


async def test_post_orders_publishes_order_placed(
    use_cases: OrdersUseCases,
    database: Database,
) -> None:
    await use_cases.post_orders(
        sku="sku",
        quantity=1,
    )
    query = select(outbox).where(outbox.c.topic == "order.placed")
    async with database.snapshot() as session:
        rows = (await session.execute(query)).all()
    assert [shop_pb2.OrderPlaced.FromString(row.payload) for row in rows] == [
        shop_pb2.OrderPlaced(
            sku="sku",
            quantity=1,
        ),
    ]


async def test_get_orders_order_id_answers(
    use_cases: OrdersUseCases,
) -> None:
    reply = await use_cases.get_orders_order_id(
        order_id="order_id",
    )
    assert reply == {
        "order_id": "order_id",
    }


async def test_delete_orders_abandoned_answers(
    use_cases: OrdersUseCases,
) -> None:
    reply = await use_cases.delete_orders_abandoned()
    assert reply == {}


async def test_on_parcel_shipped_is_done(
    use_cases: OrdersUseCases,
    unit_of_work: UnitOfWork,
) -> None:
    event = shop_pb2.ParcelShipped()
    async with unit_of_work.begin() as work:
        await use_cases.on_parcel_shipped(event, work)
