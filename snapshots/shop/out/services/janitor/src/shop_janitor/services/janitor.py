"""The use cases of janitor."""

from shop_janitor.services.ports import OrdersPort
from shop_runtime.logs import get_logger

log = get_logger(__name__)


class JanitorUseCases:
    """Takes away orders that nobody paid."""

    def __init__(
        self,
        *,
        orders: OrdersPort,
    ) -> None:
        self._orders = orders

    async def on_schedule(self) -> None:
        """What janitor is for, at `*/10 * * * *`."""
        await self._orders.delete_orders_abandoned()
        # The business rule goes here.
        log.info("use_case.done", operation="on_schedule")
