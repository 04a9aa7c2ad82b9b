"""The use cases of orders."""

from uuid import UUID

from storefront_contracts import billing_http, orders_http
from storefront_orders.services.ports import BillingPort
from storefront_runtime.errors import NotImplementedYet


class OrdersUseCases:
    """Takes orders and has them billed."""

    def __init__(
        self,
        *,
        billing: BillingPort,
    ) -> None:
        self._billing = billing

    async def list_orders(
        self,
        *,
        token: str,
        customer_id: str,
        state: orders_http.State | None,
        limit: int,
        x_client_version: str | None,
    ) -> orders_http.OrderPage:
        """List the orders of a customer."""
        # The business rule goes here; the topology says nothing of it.
        raise NotImplementedYet("GET /v1/orders")

    async def create_order(
        self,
        *,
        token: str,
        body: orders_http.OrderDraft,
    ) -> orders_http.Order:
        """Places an order and has it billed."""
        await self._billing.create_invoice(
            # So far nothing gives: order_id, amount_cents, currency.
            billing_http.InvoiceDraft.model_validate(
                {
                    "order_id": "order_id",
                    "amount_cents": 1,
                    "currency": "EUR",
                },
            ),
        )
        # The business rule goes here; so far nothing fills: orderId, state, placedAt.
        return orders_http.Order.model_validate(
            {
                "customer_id": body.customer_id,
                "lines": body.lines,
                "payment": body.payment,
                "orderId": "0af76519-16cd-43dd-8448-eb211c80319c",
                "state": "placed",
                "placedAt": "2026-01-31T12:00:00Z",
            },
        )

    async def get_order(
        self,
        *,
        token: str,
        order_id: UUID,
    ) -> orders_http.Order:
        """Read an order."""
        # The business rule goes here; the topology says nothing of it.
        raise NotImplementedYet("GET /v1/orders/{orderId}")

    async def cancel_order(
        self,
        *,
        token: str,
        order_id: UUID,
    ) -> None:
        """Cancel an order."""
        # The business rule goes here; the topology says nothing of it.
        raise NotImplementedYet("DELETE /v1/orders/{orderId}")
