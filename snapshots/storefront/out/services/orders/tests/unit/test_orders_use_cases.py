"""The use cases of orders, with fakes for its peers."""

from uuid import UUID

import pytest

from storefront_contracts import billing_http, orders_http
from storefront_orders.services.orders import OrdersUseCases
from storefront_runtime.errors import NotImplementedYet


class FakeBilling:
    """Stands for billing; notes what it is asked."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    async def create_invoice(
        self,
        request: billing_http.InvoiceDraft,
    ) -> billing_http.Invoice:
        self._asked.append(request)
        return billing_http.Invoice.model_validate(
            {
                "order_id": "order_id",
                "amount_cents": 1,
                "currency": "EUR",
                "invoiceId": "0af76519-16cd-43dd-8448-eb211c80319c",
                "issuedAt": "2026-01-31T12:00:00Z",
            },
        )


@pytest.fixture
def asked() -> list[object]:
    """What the peers are asked, in order."""
    return []


@pytest.fixture
def use_cases(
    asked: list[object],
) -> OrdersUseCases:
    """The use cases under test."""
    return OrdersUseCases(
        billing=FakeBilling(asked),
    )


async def test_list_orders_is_not_implemented_yet(
    use_cases: OrdersUseCases,
) -> None:
    with pytest.raises(NotImplementedYet):
        await use_cases.list_orders(
            token="token",
            customer_id="customer_id",
            state=None,
            limit=20,
            x_client_version=None,
        )


async def test_create_order_asks_its_peers_and_answers(
    use_cases: OrdersUseCases,
    asked: list[object],
) -> None:
    body = orders_http.OrderDraft.model_validate(
        {
            "customer_id": "customer_id",
            "lines": [
                {
                    "quantity": 1,
                    "sku": "AAA",
                },
            ],
            "payment": {
                "kind": "card",
                "token": "tokennnn",
            },
        },
    )
    reply = await use_cases.create_order(
        token="token",
        body=body,
    )
    assert reply == orders_http.Order.model_validate(
        {
            "customer_id": "customer_id",
            "lines": [
                {
                    "quantity": 1,
                    "sku": "AAA",
                },
            ],
            "payment": {
                "kind": "card",
                "token": "tokennnn",
            },
            "orderId": "0af76519-16cd-43dd-8448-eb211c80319c",
            "state": "placed",
            "placedAt": "2026-01-31T12:00:00Z",
        },
    )
    assert asked == [
        billing_http.InvoiceDraft.model_validate(
            {
                "order_id": "order_id",
                "amount_cents": 1,
                "currency": "EUR",
            },
        ),
    ]


async def test_get_order_is_not_implemented_yet(
    use_cases: OrdersUseCases,
) -> None:
    with pytest.raises(NotImplementedYet):
        await use_cases.get_order(
            token="token",
            order_id=UUID("0af76519-16cd-43dd-8448-eb211c80319c"),
        )


async def test_cancel_order_is_not_implemented_yet(
    use_cases: OrdersUseCases,
) -> None:
    with pytest.raises(NotImplementedYet):
        await use_cases.cancel_order(
            token="token",
            order_id=UUID("0af76519-16cd-43dd-8448-eb211c80319c"),
        )
