"""The use cases of reports."""

from pydantic import JsonValue

from shop_contracts.shop.v1 import shop_pb2
from shop_reports.repositories.unit_of_work import UnitOfWork, Work
from shop_runtime.logs import get_logger

log = get_logger(__name__)


class ReportsUseCases:
    """Says what was sold."""

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWork,
    ) -> None:
        self._unit_of_work = unit_of_work

    async def post_reports(self) -> dict[str, JsonValue]:
        """POST /reports."""
        # The business rule goes here.
        return {}

    async def get_reports_report_id(
        self,
        *,
        report_id: str,
    ) -> dict[str, JsonValue]:
        """GET /reports/{report_id}."""
        # The business rule goes here.
        return {}

    async def on_payment_settled(
        self,
        event: shop_pb2.PaymentSettled,
        work: Work,
    ) -> None:
        """Told once money has come in. Once an event: `work` commits with it."""
        # The business rule goes here.
        log.info("use_case.done", operation="on_payment_settled")

    async def sales_report(self) -> dict[str, JsonValue]:
        """The job sales-report."""
        # The business rule goes here.
        log.info("use_case.done", operation="sales_report")
        return {}

    async def month_end(self) -> None:
        """The job month-end, at `0 2 1 * *`."""
        # The business rule goes here.
        log.info("use_case.done", operation="month_end")
