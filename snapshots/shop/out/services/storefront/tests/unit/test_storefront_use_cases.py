"""The use cases of storefront, with fakes for its peers."""

import pytest
from pydantic import JsonValue

from shop_contracts.shop.v1 import shop_pb2
from shop_storefront.services.storefront import StorefrontUseCases


class FakeCatalogue:
    """Stands for catalogue; notes what it is asked."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    async def get_products_sku(
        self,
        request: dict[str, JsonValue],
    ) -> JsonValue:
        self._asked.append(request)
        return {}


class FakeOrders:
    """Stands for orders; notes what it is asked."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    async def post_orders(
        self,
        request: shop_pb2.PlaceOrder,
    ) -> JsonValue:
        self._asked.append(request)
        return {}

    async def get_orders_order_id(
        self,
        request: dict[str, JsonValue],
    ) -> JsonValue:
        self._asked.append(request)
        return {}


@pytest.fixture
def asked() -> list[object]:
    """What the peers are asked, in order."""
    return []


@pytest.fixture
def use_cases(
    asked: list[object],
) -> StorefrontUseCases:
    """The use cases under test."""
    return StorefrontUseCases(
        catalogue=FakeCatalogue(asked),
        orders=FakeOrders(asked),
    )


async def test_get_v1_products_sku_asks_its_peers_and_answers(
    use_cases: StorefrontUseCases,
    asked: list[object],
) -> None:
    reply = await use_cases.get_v1_products_sku(
        token="token",
        sku="sku",
    )
    assert reply == {
        "sku": "sku",
    }
    assert asked == [
        {
            "sku": "sku",
        },
    ]


async def test_post_v1_orders_asks_its_peers_and_answers(
    use_cases: StorefrontUseCases,
    asked: list[object],
) -> None:
    reply = await use_cases.post_v1_orders(
        token="token",
        sku="sku",
        quantity=1,
        email="email",
        address="address",
    )
    assert reply == {
        "sku": "sku",
        "quantity": 1,
    }
    assert asked == [
        {
            "sku": "sku",
        },
        shop_pb2.PlaceOrder(
            sku="sku",
            quantity=1,
            email="email",
            address="address",
        ),
    ]


async def test_get_v1_orders_order_id_asks_its_peers_and_answers(
    use_cases: StorefrontUseCases,
    asked: list[object],
) -> None:
    reply = await use_cases.get_v1_orders_order_id(
        token="token",
        order_id="order_id",
    )
    assert reply == {
        "order_id": "order_id",
    }
    assert asked == [
        {
            "order_id": "order_id",
        },
    ]


async def test_on_product_changed_is_done(
    use_cases: StorefrontUseCases,
) -> None:
    event = shop_pb2.Product()
    await use_cases.on_product_changed(event)
