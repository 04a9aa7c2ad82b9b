"""The standard methods on products, through the whole process, in a database of their own."""

from collections.abc import AsyncIterator, Awaitable
from datetime import UTC, datetime

import grpc
import pytest
from google.protobuf.field_mask_pb2 import FieldMask

from catalog_contracts.catalog.v1 import products_pb2, products_pb2_grpc
from catalog_products.bootstrap import MIGRATIONS, bootstrap
from catalog_products.core.settings import Settings
from catalog_products.repositories.unit_of_work import UnitOfWork
from catalog_runtime.api_keys import own_key
from catalog_runtime.database import Database
from catalog_runtime.errors import Aborted, AlreadyExists, NotFound
from catalog_runtime.grpc_client import open_channel
from catalog_runtime.migrations import upgrade
from catalog_runtime.resources import Page
from catalog_runtime.testing import local_settings, running

pytestmark = pytest.mark.integration

Metadata = tuple[tuple[str, str], ...]


@pytest.fixture
async def unit_of_work(database_url: str) -> AsyncIterator[UnitOfWork]:
    """Make the tables as production does: by migration."""
    await upgrade(url=database_url, folder=MIGRATIONS)
    async with Database(database_url) as database:
        yield UnitOfWork(database)


@pytest.fixture
async def channel(
    unit_of_work: UnitOfWork,
    database_url: str,
) -> AsyncIterator[grpc.aio.Channel]:
    """A channel to the service as a process."""
    settings = local_settings(
        Settings,
        grpc_port=0,
        database_url=database_url,
    )
    async with (
        bootstrap(settings) as process,
        running(process),
        open_channel(f"127.0.0.1:{process.grpc_port}") as channel,
    ):
        yield channel


@pytest.fixture
def metadata() -> Metadata:
    """What a caller shows in local."""
    settings = local_settings(Settings)
    return tuple(own_key(settings, "", None).items())


def sample(key: str) -> products_pb2.Product:
    """Something to keep, with all that a caller says of it."""
    return products_pb2.Product(
        product_id=key,
        display_name="display_name",
        category_id="category_id",
        availability="AVAILABILITY_SOLD_OUT",
        price=products_pb2.Money(),
        tags=["tags"],
        weight_grams=1,
        fragile=True,
        width_metres=1.0,
        thumbnail=b"thumbnail",
        launch_time=datetime(2026, 11, 21, tzinfo=UTC),
        bar_code=2**64 - 1,
    )


def as_sent(message: products_pb2.Product) -> products_pb2.Product:
    """What is kept, without what the service adds."""
    sent = products_pb2.Product()
    sent.CopyFrom(message)
    sent.ClearField("create_time")
    sent.ClearField("update_time")
    sent.ClearField("etag")
    return sent


async def kept(unit_of_work: UnitOfWork, *keys: str) -> None:
    """Write samples, one after the other."""
    for key in keys:
        async with unit_of_work.begin() as work:
            await work.products.create(sample(key))


async def status(call: Awaitable[object]) -> grpc.StatusCode:
    """How a call ends."""
    try:
        await call
    except grpc.aio.AioRpcError as error:
        return error.code()
    return grpc.StatusCode.OK


async def test_what_was_written_is_found_changed_and_deleted(unit_of_work: UnitOfWork) -> None:
    async with unit_of_work.begin() as work:
        repository = work.products
        created = await repository.create(sample("1"))
        assert as_sent(created) == sample("1")
        assert await repository.get("1") == created
        listed = await repository.list(
            Page(size=1),
        )
        assert listed == ([created], "")
        unchanged = await repository.update(created, [])
        assert as_sent(unchanged) == sample("1")
        changed = await repository.update(unchanged, repository.CHANGEABLE)
        assert as_sent(changed) == sample("1")
        await repository.delete("1")
        with pytest.raises(NotFound):
            await repository.get("1")
        with pytest.raises(NotFound):
            await repository.update(created, repository.CHANGEABLE)
        with pytest.raises(NotFound):
            await repository.delete("1")


async def test_a_key_is_taken_once(unit_of_work: UnitOfWork) -> None:
    await kept(unit_of_work, "1")
    with pytest.raises(AlreadyExists):
        await kept(unit_of_work, "1")


async def test_a_change_that_was_not_seen_is_not_overwritten(unit_of_work: UnitOfWork) -> None:
    async with unit_of_work.begin() as work:
        seen = await work.products.create(sample("1"))
        await work.products.update(seen, [])
        with pytest.raises(Aborted):
            await work.products.update(seen, [])
        with pytest.raises(Aborted):
            await work.products.delete("1", etag=seen.etag)


async def test_get_product_finds_what_is_there(
    channel: grpc.aio.Channel,
    unit_of_work: UnitOfWork,
    metadata: Metadata,
) -> None:
    stub = products_pb2_grpc.ProductServiceStub(
        channel,
    )
    await kept(unit_of_work, "1")
    reply = await stub.GetProduct(
        products_pb2.GetProductRequest(
            product_id="1",
        ),
        metadata=metadata,
    )
    assert as_sent(reply) == sample("1")
    code = await status(
        stub.GetProduct(
            products_pb2.GetProductRequest(
                product_id="2",
            ),
            metadata=metadata,
        ),
    )
    assert code is grpc.StatusCode.NOT_FOUND


async def test_list_products_turns_the_pages(
    channel: grpc.aio.Channel,
    unit_of_work: UnitOfWork,
    metadata: Metadata,
) -> None:
    stub = products_pb2_grpc.ProductServiceStub(
        channel,
    )
    await kept(unit_of_work, "1", "2", "3")
    first = await stub.ListProducts(
        products_pb2.ListProductsRequest(
            page_size=2,
        ),
        metadata=metadata,
    )
    rest = await stub.ListProducts(
        products_pb2.ListProductsRequest(
            page_size=2,
            page_token=first.next_page_token,
        ),
        metadata=metadata,
    )
    items = [*first.products, *rest.products]
    assert [item.product_id for item in items] == ["3", "2", "1"]
    assert rest.next_page_token == ""


async def test_list_products_refuses_pages_that_it_did_not_name(
    channel: grpc.aio.Channel,
    unit_of_work: UnitOfWork,
    metadata: Metadata,
) -> None:
    stub = products_pb2_grpc.ProductServiceStub(
        channel,
    )
    code = await status(
        stub.ListProducts(
            products_pb2.ListProductsRequest(
                page_size=-1,
            ),
            metadata=metadata,
        ),
    )
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    code = await status(
        stub.ListProducts(
            products_pb2.ListProductsRequest(
                page_token="?",
            ),
            metadata=metadata,
        ),
    )
    assert code is grpc.StatusCode.INVALID_ARGUMENT


async def test_list_products_by_category_id(
    channel: grpc.aio.Channel,
    unit_of_work: UnitOfWork,
    metadata: Metadata,
) -> None:
    stub = products_pb2_grpc.ProductServiceStub(
        channel,
    )
    await kept(unit_of_work, "1", "2")
    reply = await stub.ListProducts(
        products_pb2.ListProductsRequest(
            category_id="category_id",
        ),
        metadata=metadata,
    )
    assert len(reply.products) == 2
    reply = await stub.ListProducts(
        products_pb2.ListProductsRequest(
            category_id="other",
        ),
        metadata=metadata,
    )
    assert len(reply.products) == 0


async def test_list_products_by_availability(
    channel: grpc.aio.Channel,
    unit_of_work: UnitOfWork,
    metadata: Metadata,
) -> None:
    stub = products_pb2_grpc.ProductServiceStub(
        channel,
    )
    await kept(unit_of_work, "1", "2")
    reply = await stub.ListProducts(
        products_pb2.ListProductsRequest(
            availability="AVAILABILITY_SOLD_OUT",
        ),
        metadata=metadata,
    )
    assert len(reply.products) == 2


async def test_create_product_keeps_what_was_sent(
    channel: grpc.aio.Channel,
    unit_of_work: UnitOfWork,
    metadata: Metadata,
) -> None:
    stub = products_pb2_grpc.ProductServiceStub(
        channel,
    )
    reply = await stub.CreateProduct(
        products_pb2.CreateProductRequest(
            product=sample("1"),
        ),
        metadata=metadata,
    )
    assert as_sent(reply) == sample("1")
    async with unit_of_work.snapshot() as work:
        assert await work.products.get("1") == reply
    code = await status(
        stub.CreateProduct(
            products_pb2.CreateProductRequest(
                product=sample("1"),
            ),
            metadata=metadata,
        ),
    )
    assert code is grpc.StatusCode.ALREADY_EXISTS
    reply = await stub.CreateProduct(
        products_pb2.CreateProductRequest(),
        metadata=metadata,
    )
    assert len(reply.product_id) == 36
    reply = await stub.CreateProduct(
        products_pb2.CreateProductRequest(
            product_id="2",
        ),
        metadata=metadata,
    )
    assert reply.product_id == "2"
    code = await status(
        stub.CreateProduct(
            products_pb2.CreateProductRequest(
                product_id="2" * 65,
            ),
            metadata=metadata,
        ),
    )
    assert code is grpc.StatusCode.INVALID_ARGUMENT


async def test_update_product_changes_what_is_named(
    channel: grpc.aio.Channel,
    unit_of_work: UnitOfWork,
    metadata: Metadata,
) -> None:
    stub = products_pb2_grpc.ProductServiceStub(
        channel,
    )
    await kept(unit_of_work, "1")
    reply = await stub.UpdateProduct(
        products_pb2.UpdateProductRequest(
            product=products_pb2.Product(product_id="1"),
            update_mask=FieldMask(paths=["display_name"]),
        ),
        metadata=metadata,
    )
    expected = sample("1")
    expected.ClearField("display_name")
    assert as_sent(reply) == expected
    code = await status(
        stub.UpdateProduct(
            products_pb2.UpdateProductRequest(
                product=products_pb2.Product(product_id="1"),
                update_mask=FieldMask(paths=["?"]),
            ),
            metadata=metadata,
        ),
    )
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    code = await status(
        stub.UpdateProduct(
            products_pb2.UpdateProductRequest(
                product=products_pb2.Product(product_id="2"),
            ),
            metadata=metadata,
        ),
    )
    assert code is grpc.StatusCode.NOT_FOUND


async def test_delete_product_forgets_it(
    channel: grpc.aio.Channel,
    unit_of_work: UnitOfWork,
    metadata: Metadata,
) -> None:
    stub = products_pb2_grpc.ProductServiceStub(
        channel,
    )
    await kept(unit_of_work, "1")
    await stub.DeleteProduct(
        products_pb2.DeleteProductRequest(
            product_id="1",
        ),
        metadata=metadata,
    )
    code = await status(
        stub.DeleteProduct(
            products_pb2.DeleteProductRequest(
                product_id="1",
            ),
            metadata=metadata,
        ),
    )
    assert code is grpc.StatusCode.NOT_FOUND
