"""The repositories of chat against a real, migrated database."""

from collections.abc import AsyncIterator

import pytest

from acme_chat_chat.bootstrap import MIGRATIONS
from acme_chat_chat.models.message import MessageRow
from acme_chat_chat.repositories.unit_of_work import UnitOfWork
from acme_chat_runtime.database import Database
from acme_chat_runtime.migrations import upgrade

pytestmark = pytest.mark.integration


@pytest.fixture
async def unit_of_work(database_url: str) -> AsyncIterator[UnitOfWork]:
    """Make the tables as production does: by migration."""
    await upgrade(url=database_url, folder=MIGRATIONS)
    async with Database(database_url) as database:
        yield UnitOfWork(database)


async def test_messages_are_added_listed_and_deleted(unit_of_work: UnitOfWork) -> None:
    async with unit_of_work.begin() as work:
        await work.messages.add(
            MessageRow(
                message_id="message-1",
                conversation_id="conversation_id-1",
                author=1,
                text="text",
            ),
        )
    async with unit_of_work.snapshot() as work:
        rows = await work.messages.list()
        beyond = await work.messages.list(after="message-1")
    assert [row.message_id for row in rows] == ["message-1"]
    assert beyond == []
    async with unit_of_work.begin() as work:
        assert await work.messages.delete("message-1")
        assert not await work.messages.delete("message-1")


async def test_a_block_that_raises_writes_nothing(unit_of_work: UnitOfWork) -> None:
    with pytest.raises(RuntimeError):
        await _add_then_fail(unit_of_work)
    async with unit_of_work.snapshot() as work:
        assert await work.messages.list() == []


async def _add_then_fail(unit_of_work: UnitOfWork) -> None:
    async with unit_of_work.begin() as work:
        await work.messages.add(
            MessageRow(
                message_id="message-1",
                conversation_id="conversation_id-1",
                author=1,
                text="text",
            ),
        )
        raise RuntimeError
