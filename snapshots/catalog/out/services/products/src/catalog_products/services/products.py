"""The use cases of products."""

from google.protobuf import empty_pb2

from catalog_contracts.catalog.v1 import categories_pb2, products_pb2
from catalog_products.repositories.products import ProductRepository
from catalog_products.repositories.unit_of_work import UnitOfWork
from catalog_runtime.resources import Page, changed_fields, present


class ProductsUseCases:
    """Keeps products and categories."""

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWork,
    ) -> None:
        self._unit_of_work = unit_of_work

    async def get_category(
        self,
        request: categories_pb2.GetCategoryRequest,
    ) -> categories_pb2.GetCategoryResponse:
        """Returns one category."""
        async with self._unit_of_work.snapshot() as work:
            found = await work.categories.get(request.category_id)
        return categories_pb2.GetCategoryResponse(category=found)

    async def list_categories(
        self,
        request: categories_pb2.ListCategoriesRequest,
    ) -> categories_pb2.ListCategoriesResponse:
        """Lists all categories."""
        page = Page.of(request, size=request.page_size, token=request.page_token)
        async with self._unit_of_work.snapshot() as work:
            found, token = await work.categories.list(page)
        return categories_pb2.ListCategoriesResponse(categories=found, next_page_token=token)

    async def create_category(
        self,
        request: categories_pb2.CreateCategoryRequest,
    ) -> categories_pb2.CreateCategoryResponse:
        """Adds a category."""
        async with self._unit_of_work.begin() as work:
            found = await work.categories.create(request.category)
        return categories_pb2.CreateCategoryResponse(category=found)

    async def delete_category(
        self,
        request: categories_pb2.DeleteCategoryRequest,
    ) -> categories_pb2.DeleteCategoryResponse:
        """Deletes a category; products keep its id."""
        async with self._unit_of_work.begin() as work:
            await work.categories.delete(request.category_id)
        return categories_pb2.DeleteCategoryResponse()

    async def get_product(
        self,
        request: products_pb2.GetProductRequest,
    ) -> products_pb2.Product:
        """Returns one product."""
        async with self._unit_of_work.snapshot() as work:
            return await work.products.get(request.product_id)

    async def list_products(
        self,
        request: products_pb2.ListProductsRequest,
    ) -> products_pb2.ListProductsResponse:
        """Lists products, the newest first."""
        page = Page.of(request, size=request.page_size, token=request.page_token)
        async with self._unit_of_work.snapshot() as work:
            found, token = await work.products.list(
                page,
                category_id=present(request, "category_id"),
                availability=request.availability,
            )
        return products_pb2.ListProductsResponse(products=found, next_page_token=token)

    async def create_product(
        self,
        request: products_pb2.CreateProductRequest,
    ) -> products_pb2.Product:
        """Adds a product."""
        async with self._unit_of_work.begin() as work:
            return await work.products.create(request.product, key=request.product_id)

    async def update_product(
        self,
        request: products_pb2.UpdateProductRequest,
    ) -> products_pb2.Product:
        """Changes the fields of a product that the mask names."""
        fields = changed_fields(request.product, request.update_mask, ProductRepository.CHANGEABLE)
        async with self._unit_of_work.begin() as work:
            return await work.products.update(request.product, fields)

    async def delete_product(
        self,
        request: products_pb2.DeleteProductRequest,
    ) -> empty_pb2.Empty:
        """Deletes a product."""
        async with self._unit_of_work.begin() as work:
            await work.products.delete(request.product_id, etag=request.etag)
        return empty_pb2.Empty()
