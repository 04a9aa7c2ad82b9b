"""The repositories of auth against a real, migrated database."""

from collections.abc import AsyncIterator

import pytest

from acme_chat_auth.bootstrap import MIGRATIONS
from acme_chat_auth.models.session import SessionRow
from acme_chat_auth.repositories.unit_of_work import UnitOfWork
from acme_chat_runtime.database import Database
from acme_chat_runtime.migrations import upgrade

pytestmark = pytest.mark.integration


@pytest.fixture
async def unit_of_work(database_url: str) -> AsyncIterator[UnitOfWork]:
    """Make the tables as production does: by migration."""
    await upgrade(url=database_url, folder=MIGRATIONS)
    async with Database(database_url) as database:
        yield UnitOfWork(database)


async def test_sessions_are_added_listed_and_deleted(unit_of_work: UnitOfWork) -> None:
    async with unit_of_work.begin() as work:
        await work.sessions.add(
            SessionRow(
                session_id="session-1",
                user_id="user_id-1",
            ),
        )
    async with unit_of_work.snapshot() as work:
        rows = await work.sessions.list()
        beyond = await work.sessions.list(after="session-1")
    assert [row.session_id for row in rows] == ["session-1"]
    assert beyond == []
    async with unit_of_work.begin() as work:
        assert await work.sessions.delete("session-1")
        assert not await work.sessions.delete("session-1")


async def test_a_block_that_raises_writes_nothing(unit_of_work: UnitOfWork) -> None:
    with pytest.raises(RuntimeError):
        await _add_then_fail(unit_of_work)
    async with unit_of_work.snapshot() as work:
        assert await work.sessions.list() == []


async def _add_then_fail(unit_of_work: UnitOfWork) -> None:
    async with unit_of_work.begin() as work:
        await work.sessions.add(
            SessionRow(
                session_id="session-1",
                user_id="user_id-1",
            ),
        )
        raise RuntimeError
