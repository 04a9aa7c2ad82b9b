"""The use cases of reports, with fakes for its peers."""

from collections.abc import AsyncIterator

import pytest

from shop_contracts.shop.v1 import shop_pb2
from shop_reports.jobs.tasks import tasks
from shop_reports.repositories.unit_of_work import UnitOfWork
from shop_reports.services.reports import ReportsUseCases
from shop_runtime.database import Database
from shop_runtime.errors import NotFound
from shop_runtime.jobs import Jobs
from shop_runtime.testing import eventually


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
def jobs() -> Jobs:
    """Jobs that are done in this process."""
    return Jobs(service="reports")


@pytest.fixture
def use_cases(
    unit_of_work: UnitOfWork,
    jobs: Jobs,
) -> ReportsUseCases:
    """The use cases under test."""
    use_cases = ReportsUseCases(
        unit_of_work=unit_of_work,
        jobs=jobs,
    )
    jobs.add(tasks(use_cases))
    return use_cases


async def test_post_reports_hands_a_job_over(
    use_cases: ReportsUseCases,
    jobs: Jobs,
) -> None:
    reply = await use_cases.post_reports()

    async def is_over() -> bool:
        outcome = await jobs.outcome("sales-report", reply.job_id)
        return outcome.state != "waiting"

    await eventually(is_over)


async def test_get_reports_report_id_finds_no_other_job(
    use_cases: ReportsUseCases,
) -> None:
    with pytest.raises(NotFound):
        await use_cases.get_reports_report_id(
            report_id="report_id",
        )


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
    await use_cases.sales_report({})


async def test_month_end_is_done(
    use_cases: ReportsUseCases,
) -> None:
    await use_cases.month_end()
