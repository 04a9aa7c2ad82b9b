"""The standard methods on categories, through the whole process, in a database of their own."""

from collections.abc import AsyncIterator, Awaitable

import grpc
import pytest

from catalog_contracts.catalog.v1 import categories_pb2, categories_pb2_grpc
from catalog_products.bootstrap import MIGRATIONS, bootstrap
from catalog_products.core.settings import Settings
from catalog_products.repositories.unit_of_work import UnitOfWork
from catalog_runtime.api_keys import own_key
from catalog_runtime.database import Database
from catalog_runtime.errors import AlreadyExists, NotFound
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


def sample(key: str) -> categories_pb2.Category:
    """Something to keep, with all that a caller says of it."""
    return categories_pb2.Category(
        category_id=key,
        display_name="display_name",
    )


def as_sent(message: categories_pb2.Category) -> categories_pb2.Category:
    """What is kept, without what the service adds."""
    sent = categories_pb2.Category()
    sent.CopyFrom(message)
    return sent


async def kept(unit_of_work: UnitOfWork, *keys: str) -> None:
    """Write samples, one after the other."""
    for key in keys:
        async with unit_of_work.begin() as work:
            await work.categories.create(sample(key))


async def status(call: Awaitable[object]) -> grpc.StatusCode:
    """How a call ends."""
    try:
        await call
    except grpc.aio.AioRpcError as error:
        return error.code()
    return grpc.StatusCode.OK


async def test_what_was_written_is_found_changed_and_deleted(unit_of_work: UnitOfWork) -> None:
    async with unit_of_work.begin() as work:
        repository = work.categories
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


async def test_get_category_finds_what_is_there(
    channel: grpc.aio.Channel,
    unit_of_work: UnitOfWork,
    metadata: Metadata,
) -> None:
    stub = categories_pb2_grpc.CategoryServiceStub(
        channel,
    )
    await kept(unit_of_work, "1")
    reply = await stub.GetCategory(
        categories_pb2.GetCategoryRequest(
            category_id="1",
        ),
        metadata=metadata,
    )
    assert as_sent(reply.category) == sample("1")
    code = await status(
        stub.GetCategory(
            categories_pb2.GetCategoryRequest(
                category_id="2",
            ),
            metadata=metadata,
        ),
    )
    assert code is grpc.StatusCode.NOT_FOUND


async def test_list_categories_turns_the_pages(
    channel: grpc.aio.Channel,
    unit_of_work: UnitOfWork,
    metadata: Metadata,
) -> None:
    stub = categories_pb2_grpc.CategoryServiceStub(
        channel,
    )
    await kept(unit_of_work, "1", "2", "3")
    first = await stub.ListCategories(
        categories_pb2.ListCategoriesRequest(
            page_size=2,
        ),
        metadata=metadata,
    )
    rest = await stub.ListCategories(
        categories_pb2.ListCategoriesRequest(
            page_size=2,
            page_token=first.next_page_token,
        ),
        metadata=metadata,
    )
    items = [*first.categories, *rest.categories]
    assert [item.category_id for item in items] == ["1", "2", "3"]
    assert rest.next_page_token == ""


async def test_list_categories_refuses_pages_that_it_did_not_name(
    channel: grpc.aio.Channel,
    unit_of_work: UnitOfWork,
    metadata: Metadata,
) -> None:
    stub = categories_pb2_grpc.CategoryServiceStub(
        channel,
    )
    code = await status(
        stub.ListCategories(
            categories_pb2.ListCategoriesRequest(
                page_size=-1,
            ),
            metadata=metadata,
        ),
    )
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    code = await status(
        stub.ListCategories(
            categories_pb2.ListCategoriesRequest(
                page_token="?",
            ),
            metadata=metadata,
        ),
    )
    assert code is grpc.StatusCode.INVALID_ARGUMENT


async def test_create_category_keeps_what_was_sent(
    channel: grpc.aio.Channel,
    unit_of_work: UnitOfWork,
    metadata: Metadata,
) -> None:
    stub = categories_pb2_grpc.CategoryServiceStub(
        channel,
    )
    reply = await stub.CreateCategory(
        categories_pb2.CreateCategoryRequest(
            category=sample("1"),
        ),
        metadata=metadata,
    )
    assert as_sent(reply.category) == sample("1")
    async with unit_of_work.snapshot() as work:
        assert await work.categories.get("1") == reply.category
    code = await status(
        stub.CreateCategory(
            categories_pb2.CreateCategoryRequest(
                category=sample("1"),
            ),
            metadata=metadata,
        ),
    )
    assert code is grpc.StatusCode.ALREADY_EXISTS
    reply = await stub.CreateCategory(
        categories_pb2.CreateCategoryRequest(),
        metadata=metadata,
    )
    assert len(reply.category.category_id) == 36


async def test_delete_category_forgets_it(
    channel: grpc.aio.Channel,
    unit_of_work: UnitOfWork,
    metadata: Metadata,
) -> None:
    stub = categories_pb2_grpc.CategoryServiceStub(
        channel,
    )
    await kept(unit_of_work, "1")
    await stub.DeleteCategory(
        categories_pb2.DeleteCategoryRequest(
            category_id="1",
        ),
        metadata=metadata,
    )
    code = await status(
        stub.DeleteCategory(
            categories_pb2.DeleteCategoryRequest(
                category_id="1",
            ),
            metadata=metadata,
        ),
    )
    assert code is grpc.StatusCode.NOT_FOUND
