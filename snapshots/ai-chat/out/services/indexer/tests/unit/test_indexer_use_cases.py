"""The use cases of indexer, with fakes for its peers."""

from collections.abc import AsyncIterator

import pytest

from acme_chat_contracts.acme.chat.v1 import chat_pb2
from acme_chat_indexer.repositories.unit_of_work import UnitOfWork
from acme_chat_indexer.services.indexer import IndexerUseCases
from acme_chat_runtime.database import Database


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database of its own for every test, without tables."""
    async with Database(database_url) as database:
        yield database


@pytest.fixture
def unit_of_work(database: Database) -> UnitOfWork:
    """What the use cases write in."""
    return UnitOfWork(database)


@pytest.fixture
def use_cases(
    unit_of_work: UnitOfWork,
) -> IndexerUseCases:
    """The use cases under test."""
    return IndexerUseCases(
        unit_of_work=unit_of_work,
    )


async def test_on_chat_message_sent_is_done(
    use_cases: IndexerUseCases,
    unit_of_work: UnitOfWork,
) -> None:
    event = chat_pb2.MessageSent()
    async with unit_of_work.begin() as work:
        await use_cases.on_chat_message_sent(event, work)


async def test_reindex_is_done(
    use_cases: IndexerUseCases,
) -> None:
    await use_cases.reindex({})
