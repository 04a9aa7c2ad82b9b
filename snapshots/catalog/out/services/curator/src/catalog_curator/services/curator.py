"""The use cases of curator."""

from catalog_contracts.catalog.v1 import products_pb2
from catalog_curator.services.ports import ProductsPort
from catalog_runtime.logs import get_logger

log = get_logger(__name__)


class CuratorUseCases:
    """Takes away what nobody sells any more."""

    def __init__(
        self,
        *,
        products: ProductsPort,
    ) -> None:
        self._products = products

    async def on_schedule(self) -> None:
        """What curator is for, at `every 60m`."""
        await self._products.list_products(
            products_pb2.ListProductsRequest(),
        )
        await self._products.delete_product(
            # So far nothing fills: product_id.
            products_pb2.DeleteProductRequest(),
        )
        # The business rule goes here.
        log.info("use_case.done", operation="on_schedule")
