"""The use cases of orders."""

from pydantic import JsonValue

from shop_contracts.shop.v1 import shop_pb2
from shop_orders.repositories.unit_of_work import UnitOfWork, Work
from shop_orders.services.ports import PaymentsPort
from shop_runtime.compensation import compensating
from shop_runtime.logs import get_logger

log = get_logger(__name__)


class OrdersUseCases:
    """Keeps orders from the first click to the last mile."""

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWork,
        payments: PaymentsPort,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._payments = payments

    async def post_orders(
        self,
        *,
        sku: str,
        quantity: int,
    ) -> dict[str, JsonValue]:
        """POST /orders."""
        async with compensating() as undo:
            await self._payments.post_charges(
                shop_pb2.Charge(
                    sku=sku,
                    quantity=quantity,
                ),
            )
            undo.push(
                "payments POST /refunds",
                lambda: self._payments.post_refunds(
                    shop_pb2.Refund(
                        sku=sku,
                        quantity=quantity,
                    ),
                ),
            )
            async with self._unit_of_work.begin() as work:
                # The business rule goes here; so far nothing fills: order_id, email, address, placed_at.
                await work.events.order_placed(
                    shop_pb2.OrderPlaced(
                        sku=sku,
                        quantity=quantity,
                    ),
                )
            return {
                "sku": sku,
                "quantity": quantity,
            }

    async def get_orders_order_id(
        self,
        *,
        order_id: str,
    ) -> dict[str, JsonValue]:
        """GET /orders/{order_id}."""
        # The business rule goes here.
        return {
            "order_id": order_id,
        }

    async def delete_orders_abandoned(self) -> dict[str, JsonValue]:
        """DELETE /orders/abandoned."""
        # The business rule goes here.
        return {}

    async def on_parcel_shipped(
        self,
        event: shop_pb2.ParcelShipped,
        work: Work,
    ) -> None:
        """Told once a parcel has left the house. Once an event: `work` commits with it."""
        # The business rule goes here.
        log.info("use_case.done", operation="on_parcel_shipped")
