"""The use cases of warehouse."""

from shop_contracts.shop.v1 import shop_pb2
from shop_runtime.logs import get_logger
from shop_warehouse.repositories.unit_of_work import UnitOfWork, Work

log = get_logger(__name__)


class WarehouseUseCases:
    """Has orders picked."""

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWork,
    ) -> None:
        self._unit_of_work = unit_of_work

    async def on_order_placed(
        self,
        event: shop_pb2.OrderPlaced,
        work: Work,
    ) -> None:
        """Told once for every order. Once an event: `work` commits with it."""
        # The business rule goes here.
        await work.events.pick_requested(
            shop_pb2.Pick(
                order_id=event.order_id,
                sku=event.sku,
                quantity=event.quantity,
                address=event.address,
            ),
        )
        log.info("use_case.done", operation="on_order_placed")
