"""The use cases of reports."""

from collections.abc import Mapping

from pydantic import JsonValue

from shop_contracts.shop.v1 import shop_pb2
from shop_reports.repositories.unit_of_work import UnitOfWork, Work
from shop_runtime.jobs import JobAccepted, JobOutcome, Jobs
from shop_runtime.logs import get_logger

log = get_logger(__name__)


class ReportsUseCases:
    """Says what was sold."""

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWork,
        jobs: Jobs,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._jobs = jobs

    async def post_reports(self) -> JobAccepted:
        """POST /reports."""
        job_id = await self._jobs.submit("sales-report")
        # The business rule goes here.
        return JobAccepted(job_id=job_id)

    async def get_reports_report_id(
        self,
        *,
        report_id: str,
    ) -> JobOutcome:
        """GET /reports/{report_id}."""
        # The business rule goes here.
        return await self._jobs.outcome("sales-report", report_id)

    async def on_payment_settled(
        self,
        event: shop_pb2.PaymentSettled,
        work: Work,
    ) -> None:
        """Told once money has come in. Once an event: `work` commits with it."""
        # The business rule goes here.
        log.info("use_case.done", operation="on_payment_settled")

    async def sales_report(
        self,
        given: Mapping[str, JsonValue],
    ) -> dict[str, JsonValue]:
        """The job sales-report."""
        # The business rule goes here.
        log.info("use_case.done", operation="sales_report")
        return {}

    async def month_end(self) -> None:
        """The job month-end, at `0 2 1 * *`."""
        # The business rule goes here.
        log.info("use_case.done", operation="month_end")
