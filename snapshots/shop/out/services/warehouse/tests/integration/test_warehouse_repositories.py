"""The repositories of warehouse against a real, migrated database."""

from collections.abc import AsyncIterator

import pytest

from shop_runtime.database import Database
from shop_runtime.migrations import upgrade
from shop_warehouse.bootstrap import MIGRATIONS
from shop_warehouse.models.pick import PickRow
from shop_warehouse.repositories.unit_of_work import UnitOfWork

pytestmark = pytest.mark.integration


@pytest.fixture
async def unit_of_work(database_url: str) -> AsyncIterator[UnitOfWork]:
    """Make the tables as production does: by migration."""
    await upgrade(url=database_url, folder=MIGRATIONS)
    async with Database(database_url) as database:
        yield UnitOfWork(database)


async def test_picks_are_added_listed_and_deleted(unit_of_work: UnitOfWork) -> None:
    async with unit_of_work.begin() as work:
        await work.picks.add(
            PickRow(
                order_id="pick-1",
                sku="sku",
                quantity=1,
                address="address",
            ),
        )
    async with unit_of_work.snapshot() as work:
        rows = await work.picks.list()
        beyond = await work.picks.list(after="pick-1")
    assert [row.order_id for row in rows] == ["pick-1"]
    assert beyond == []
    async with unit_of_work.begin() as work:
        assert await work.picks.delete("pick-1")
        assert not await work.picks.delete("pick-1")


async def test_a_block_that_raises_writes_nothing(unit_of_work: UnitOfWork) -> None:
    with pytest.raises(RuntimeError):
        await _add_then_fail(unit_of_work)
    async with unit_of_work.snapshot() as work:
        assert await work.picks.list() == []


async def _add_then_fail(unit_of_work: UnitOfWork) -> None:
    async with unit_of_work.begin() as work:
        await work.picks.add(
            PickRow(
                order_id="pick-1",
                sku="sku",
                quantity=1,
                address="address",
            ),
        )
        raise RuntimeError
