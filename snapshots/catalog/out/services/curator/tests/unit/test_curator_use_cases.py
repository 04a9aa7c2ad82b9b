"""The use cases of curator, with fakes for its peers."""

import pytest
from google.protobuf import empty_pb2

from catalog_contracts.catalog.v1 import products_pb2
from catalog_curator.services.curator import CuratorUseCases


class FakeProducts:
    """Stands for products; notes what it is asked."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    async def list_products(
        self,
        request: products_pb2.ListProductsRequest,
    ) -> products_pb2.ListProductsResponse:
        self._asked.append(request)
        return products_pb2.ListProductsResponse(
            products=[products_pb2.Product()],
            next_page_token="next_page_token",
        )

    async def delete_product(
        self,
        request: products_pb2.DeleteProductRequest,
    ) -> empty_pb2.Empty:
        self._asked.append(request)
        return empty_pb2.Empty()


@pytest.fixture
def asked() -> list[object]:
    """What the peers are asked, in order."""
    return []


@pytest.fixture
def use_cases(
    asked: list[object],
) -> CuratorUseCases:
    """The use cases under test."""
    return CuratorUseCases(
        products=FakeProducts(asked),
    )


async def test_on_schedule_asks_its_peers(
    use_cases: CuratorUseCases,
    asked: list[object],
) -> None:
    await use_cases.on_schedule()
    assert asked == [
        products_pb2.ListProductsRequest(),
        products_pb2.DeleteProductRequest(),
    ]
