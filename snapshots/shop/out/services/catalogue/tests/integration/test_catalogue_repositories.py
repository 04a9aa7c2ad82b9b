"""The repositories of catalogue against a real, migrated database."""

from collections.abc import AsyncIterator

import pytest

from shop_catalogue.bootstrap import MIGRATIONS
from shop_catalogue.models.product import ProductRow
from shop_catalogue.repositories.unit_of_work import UnitOfWork
from shop_runtime.database import Database
from shop_runtime.migrations import upgrade

pytestmark = pytest.mark.integration


@pytest.fixture
async def unit_of_work(database_url: str) -> AsyncIterator[UnitOfWork]:
    """Make the tables as production does: by migration."""
    await upgrade(url=database_url, folder=MIGRATIONS)
    async with Database(database_url) as database:
        yield UnitOfWork(database)


async def test_products_are_added_listed_and_deleted(unit_of_work: UnitOfWork) -> None:
    async with unit_of_work.begin() as work:
        await work.products.add(
            ProductRow(
                sku="product-1",
                title="title",
                price=1,
                tags=[],
            ),
        )
    async with unit_of_work.snapshot() as work:
        rows = await work.products.list()
        beyond = await work.products.list(after="product-1")
    assert [row.sku for row in rows] == ["product-1"]
    assert beyond == []
    async with unit_of_work.begin() as work:
        assert await work.products.delete("product-1")
        assert not await work.products.delete("product-1")


async def test_a_block_that_raises_writes_nothing(unit_of_work: UnitOfWork) -> None:
    with pytest.raises(RuntimeError):
        await _add_then_fail(unit_of_work)
    async with unit_of_work.snapshot() as work:
        assert await work.products.list() == []


async def _add_then_fail(unit_of_work: UnitOfWork) -> None:
    async with unit_of_work.begin() as work:
        await work.products.add(
            ProductRow(
                sku="product-1",
                title="title",
                price=1,
                tags=[],
            ),
        )
        raise RuntimeError
