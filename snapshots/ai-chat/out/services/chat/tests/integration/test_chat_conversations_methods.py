"""The standard methods on conversations, through the whole process, in a database of their own."""

from collections.abc import AsyncIterator, Awaitable

import grpc
import pytest

from acme_chat_chat.bootstrap import MIGRATIONS, bootstrap
from acme_chat_chat.core.settings import Settings
from acme_chat_chat.repositories.unit_of_work import UnitOfWork
from acme_chat_contracts.acme.chat.v1 import chat_pb2, chat_pb2_grpc
from acme_chat_runtime.database import Database
from acme_chat_runtime.errors import AlreadyExists, NotFound
from acme_chat_runtime.grpc_client import open_channel
from acme_chat_runtime.migrations import upgrade
from acme_chat_runtime.resources import Page
from acme_chat_runtime.testing import local_settings, running

pytestmark = pytest.mark.integration


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
        events_url="memory://",
    )
    async with (
        bootstrap(settings) as process,
        running(process),
        open_channel(f"127.0.0.1:{process.grpc_port}") as channel,
    ):
        yield channel


def sample(key: str) -> chat_pb2.Conversation:
    """Something to keep, with all that a caller says of it."""
    return chat_pb2.Conversation(
        conversation_id=key,
        user_id="user_id",
        title="title",
    )


def as_sent(message: chat_pb2.Conversation) -> chat_pb2.Conversation:
    """What is kept, without what the service adds."""
    sent = chat_pb2.Conversation()
    sent.CopyFrom(message)
    sent.ClearField("create_time")
    return sent


async def kept(unit_of_work: UnitOfWork, *keys: str) -> None:
    """Write samples, one after the other."""
    for key in keys:
        async with unit_of_work.begin() as work:
            await work.conversations.create(sample(key))


async def status(call: Awaitable[object]) -> grpc.StatusCode:
    """How a call ends."""
    try:
        await call
    except grpc.aio.AioRpcError as error:
        return error.code()
    return grpc.StatusCode.OK


async def test_what_was_written_is_found_changed_and_deleted(unit_of_work: UnitOfWork) -> None:
    async with unit_of_work.begin() as work:
        repository = work.conversations
        created = await repository.create(sample("1"))
        assert as_sent(created) == sample("1")
        assert await repository.get("1") == created
        listed = await repository.list(
            Page(size=1),
            user_id="user_id",
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


async def test_list_conversations_turns_the_pages(
    channel: grpc.aio.Channel,
    unit_of_work: UnitOfWork,
) -> None:
    stub = chat_pb2_grpc.ChatServiceStub(
        channel,
    )
    await kept(unit_of_work, "1", "2", "3")
    first = await stub.ListConversations(
        chat_pb2.ListConversationsRequest(
            user_id="user_id",
            page_size=2,
        ),
    )
    rest = await stub.ListConversations(
        chat_pb2.ListConversationsRequest(
            user_id="user_id",
            page_size=2,
            page_token=first.next_page_token,
        ),
    )
    items = [*first.conversations, *rest.conversations]
    assert [item.conversation_id for item in items] == ["3", "2", "1"]
    assert rest.next_page_token == ""


async def test_list_conversations_refuses_pages_that_it_did_not_name(
    channel: grpc.aio.Channel,
    unit_of_work: UnitOfWork,
) -> None:
    stub = chat_pb2_grpc.ChatServiceStub(
        channel,
    )
    code = await status(
        stub.ListConversations(
            chat_pb2.ListConversationsRequest(
                page_size=-1,
            ),
        ),
    )
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    code = await status(
        stub.ListConversations(
            chat_pb2.ListConversationsRequest(
                page_token="?",
            ),
        ),
    )
    assert code is grpc.StatusCode.INVALID_ARGUMENT


async def test_list_conversations_by_user_id(
    channel: grpc.aio.Channel,
    unit_of_work: UnitOfWork,
) -> None:
    stub = chat_pb2_grpc.ChatServiceStub(
        channel,
    )
    await kept(unit_of_work, "1", "2")
    reply = await stub.ListConversations(
        chat_pb2.ListConversationsRequest(
            user_id="user_id",
        ),
    )
    assert len(reply.conversations) == 2
    reply = await stub.ListConversations(
        chat_pb2.ListConversationsRequest(
            user_id="other",
        ),
    )
    assert len(reply.conversations) == 0
