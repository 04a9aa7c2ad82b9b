"""The use cases of payments."""

from pydantic import JsonValue

from shop_contracts.shop.v1 import shop_pb2
from shop_payments.core.settings import Settings
from shop_payments.repositories.unit_of_work import UnitOfWork
from shop_payments.services.ports import AcquirerPort


class PaymentsUseCases:
    """Has orders paid by the acquirer."""

    def __init__(
        self,
        *,
        settings: Settings,
        unit_of_work: UnitOfWork,
        acquirer: AcquirerPort,
    ) -> None:
        self._settings = settings
        self._unit_of_work = unit_of_work
        self._acquirer = acquirer

    async def post_charges(
        self,
        *,
        sku: str,
        quantity: int,
    ) -> dict[str, JsonValue]:
        """POST /charges."""
        await self._acquirer.post_v2_charges(
            shop_pb2.Charge(
                sku=sku,
                quantity=quantity,
            ),
        )
        async with self._unit_of_work.begin() as work:
            # The business rule goes here; so far nothing fills: order_id, amount.
            await work.events.payment_settled(
                shop_pb2.PaymentSettled(),
            )
        return {
            "sku": sku,
            "quantity": quantity,
        }

    async def post_refunds(self) -> dict[str, JsonValue]:
        """POST /refunds."""
        # The business rule goes here.
        return {}
