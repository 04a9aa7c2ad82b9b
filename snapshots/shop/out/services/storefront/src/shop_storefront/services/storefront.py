"""The use cases of storefront."""

from pydantic import JsonValue

from shop_contracts.shop.v1 import shop_pb2
from shop_runtime.logs import get_logger
from shop_storefront.services.ports import CataloguePort, OrdersPort

log = get_logger(__name__)


class StorefrontUseCases:
    """Shows products to customers and takes their orders."""

    def __init__(
        self,
        *,
        catalogue: CataloguePort,
        orders: OrdersPort,
    ) -> None:
        self._catalogue = catalogue
        self._orders = orders

    async def get_v1_products_sku(
        self,
        *,
        token: str,
        sku: str,
    ) -> dict[str, JsonValue]:
        """GET /v1/products/{sku}."""
        await self._catalogue.get_products_sku(
            {
                "sku": sku,
            },
        )
        # The business rule goes here.
        return {
            "sku": sku,
        }

    async def post_v1_orders(
        self,
        *,
        token: str,
        sku: str,
        quantity: int,
        email: str,
        address: str,
    ) -> dict[str, JsonValue]:
        """POST /v1/orders."""
        await self._catalogue.get_products_sku(
            {
                "sku": sku,
            },
        )
        await self._orders.post_orders(
            shop_pb2.PlaceOrder(
                sku=sku,
                quantity=quantity,
                email=email,
                address=address,
            ),
        )
        # The business rule goes here.
        return {
            "sku": sku,
            "quantity": quantity,
        }

    async def get_v1_orders_order_id(
        self,
        *,
        token: str,
        order_id: str,
    ) -> dict[str, JsonValue]:
        """GET /v1/orders/{order_id}."""
        await self._orders.get_orders_order_id(
            {
                "order_id": order_id,
            },
        )
        # The business rule goes here.
        return {
            "order_id": order_id,
        }

    async def on_product_changed(
        self,
        event: shop_pb2.Product,
    ) -> None:
        """What is sold."""
        # The business rule goes here.
        log.info("use_case.done", operation="on_product_changed")
