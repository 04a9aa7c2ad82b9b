"""The use cases of warehouse, with fakes for its peers."""

from collections.abc import AsyncIterator

import pytest

from shop_contracts.shop.v1 import shop_pb2
from shop_runtime.database import Database
from shop_runtime.outbox import outbox
from shop_warehouse.repositories.unit_of_work import UnitOfWork
from shop_warehouse.services.warehouse import WarehouseUseCases


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
def use_cases(
    unit_of_work: UnitOfWork,
) -> WarehouseUseCases:
    """The use cases under test."""
    return WarehouseUseCases(
        unit_of_work=unit_of_work,
    )


async def test_on_order_placed_is_done(
    use_cases: WarehouseUseCases,
    unit_of_work: UnitOfWork,
) -> None:
    event = shop_pb2.OrderPlaced(
        order_id="order_id",
        sku="sku",
        quantity=1,
        email="email",
        address="address",
    )
    async with unit_of_work.begin() as work:
        await use_cases.on_order_placed(event, work)
