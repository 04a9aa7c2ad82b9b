"""The use cases of catalogue."""

from collections.abc import Sequence

from pydantic import JsonValue

from shop_catalogue.repositories.unit_of_work import UnitOfWork
from shop_contracts.shop.v1 import shop_pb2
from shop_runtime.cache import Cache


class CatalogueUseCases:
    """Knows what can be bought and for how much."""

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWork,
        cache: Cache,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._cache = cache

    async def get_products_sku(
        self,
        *,
        sku: str,
    ) -> dict[str, JsonValue]:
        """GET /products/{sku}."""
        # The business rule goes here.
        return {
            "sku": sku,
        }

    async def put_products_sku(
        self,
        *,
        sku: str,
        title: str,
        price: int,
        tags: Sequence[str],
    ) -> dict[str, JsonValue]:
        """PUT /products/{sku}."""
        async with self._unit_of_work.begin() as work:
            # The business rule goes here.
            await work.events.product_changed(
                shop_pb2.Product(
                    sku=sku,
                    title=title,
                    price=price,
                    tags=tags,
                ),
            )
        return {
            "sku": sku,
            "title": title,
            "price": price,
        }
