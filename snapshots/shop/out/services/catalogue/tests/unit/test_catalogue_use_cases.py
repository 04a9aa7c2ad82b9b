"""The use cases of catalogue, with fakes for its peers."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from shop_catalogue.repositories.unit_of_work import UnitOfWork
from shop_catalogue.services.catalogue import CatalogueUseCases
from shop_contracts.shop.v1 import shop_pb2
from shop_runtime.cache_memory import MemoryCache
from shop_runtime.database import Database
from shop_runtime.outbox import outbox


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
) -> CatalogueUseCases:
    """The use cases under test."""
    return CatalogueUseCases(
        unit_of_work=unit_of_work,
        cache=MemoryCache(),
    )


async def test_get_products_sku_answers(
    use_cases: CatalogueUseCases,
) -> None:
    reply = await use_cases.get_products_sku(
        sku="sku",
    )
    assert reply == {
        "sku": "sku",
    }


async def test_put_products_sku_answers(
    use_cases: CatalogueUseCases,
) -> None:
    reply = await use_cases.put_products_sku(
        sku="sku",
        title="title",
        price=1,
        tags=["tags"],
    )
    assert reply == {
        "sku": "sku",
        "title": "title",
        "price": 1,
    }


async def test_put_products_sku_publishes_product_changed(
    use_cases: CatalogueUseCases,
    database: Database,
) -> None:
    await use_cases.put_products_sku(
        sku="sku",
        title="title",
        price=1,
        tags=["tags"],
    )
    query = select(outbox).where(outbox.c.topic == "product.changed")
    async with database.snapshot() as session:
        rows = (await session.execute(query)).all()
    assert [shop_pb2.Product.FromString(row.payload) for row in rows] == [
        shop_pb2.Product(
            sku="sku",
            title="title",
            price=1,
            tags=["tags"],
        ),
    ]
