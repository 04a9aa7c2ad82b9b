"""The use cases of reports, with fakes for its peers."""

from collections.abc import AsyncIterator

import pytest

from shop_contracts.shop.v1 import shop_pb2
from shop_reports.repositories.unit_of_work import UnitOfWork
from shop_reports.services.reports import ReportsUseCases
from shop_runtime.database import Database


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database of its own for every test, without tables."""
    async with Database(database_url) as database:
        yield database


@pytest.fixture
def unit_of_work(database: Database) -> UnitOfWork:
    """What the use cases write in."""
    return UnitOfWork(database)


@pytest.fixture
def use_cases(
    unit_of_work: UnitOfWork,
) -> ReportsUseCases:
    """The use cases under test."""
    return ReportsUseCases(
        unit_of_work=unit_of_work,
    )


async def test_post_reports_answers(
    use_cases: ReportsUseCases,
) -> None:
    reply = await use_cases.post_reports()
    assert reply == {}


async def test_get_reports_report_id_answers(
    use_cases: ReportsUseCases,
) -> None:
    reply = await use_cases.get_reports_report_id(
        report_id="report_id",
    )
    assert reply == {}


async def test_on_payment_settled_is_done(
    use_cases: ReportsUseCases,
    unit_of_work: UnitOfWork,
) -> None:
    event = shop_pb2.PaymentSettled()
    async with unit_of_work.begin() as work:
        await use_cases.on_payment_settled(event, work)


async def test_sales_report_is_done(
    use_cases: ReportsUseCases,
) -> None:
    await use_cases.sales_report()


async def test_month_end_is_done(
    use_cases: ReportsUseCases,
) -> None:
    await use_cases.month_end()
