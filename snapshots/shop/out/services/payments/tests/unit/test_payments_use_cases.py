"""The use cases of payments, with fakes for its peers."""

from collections.abc import AsyncIterator

import pytest
from pydantic import JsonValue
from sqlalchemy import select

from shop_contracts.shop.v1 import shop_pb2
from shop_payments.core.settings import Settings
from shop_payments.repositories.unit_of_work import UnitOfWork
from shop_payments.services.payments import PaymentsUseCases
from shop_runtime.database import Database
from shop_runtime.outbox import outbox
from shop_runtime.testing import local_settings


class FakeAcquirer:
    """Stands for acquirer; notes what it is asked."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    async def post_v2_charges(
        self,
        request: shop_pb2.Charge,
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
) -> PaymentsUseCases:
    """The use cases under test."""
    return PaymentsUseCases(
        settings=local_settings(Settings),
        unit_of_work=unit_of_work,
        acquirer=FakeAcquirer(asked),
    )


async def test_post_charges_asks_its_peers_and_answers(
    use_cases: PaymentsUseCases,
    asked: list[object],
) -> None:
    reply = await use_cases.post_charges(
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


async def test_post_charges_publishes_payment_settled(
    use_cases: PaymentsUseCases,
    database: Database,
) -> None:
    await use_cases.post_charges(
        sku="sku",
        quantity=1,
    )
    query = select(outbox).where(outbox.c.topic == "payment.settled")
    async with database.snapshot() as session:
        rows = (await session.execute(query)).all()
    assert [shop_pb2.PaymentSettled.FromString(row.payload) for row in rows] == [
        shop_pb2.PaymentSettled(),
    ]


async def test_post_refunds_answers(
    use_cases: PaymentsUseCases,
) -> None:
    reply = await use_cases.post_refunds()
    assert reply == {}
