"""The use cases of chat, with fakes for its peers."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from acme_chat_chat.core.settings import Settings
from acme_chat_chat.repositories.unit_of_work import UnitOfWork
from acme_chat_chat.services.chat import ChatUseCases
from acme_chat_contracts.acme.agent.v1 import agent_pb2
from acme_chat_contracts.acme.auth.v1 import auth_pb2
from acme_chat_contracts.acme.chat.v1 import chat_pb2
from acme_chat_runtime.database import Database
from acme_chat_runtime.outbox import outbox
from acme_chat_runtime.testing import local_settings


class FakeAgent:
    """Stands for agent; notes what it is asked."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    async def run(
        self,
        request: agent_pb2.RunRequest,
    ) -> AsyncIterator[agent_pb2.RunResponse]:
        self._asked.append(request)
        yield agent_pb2.RunResponse(
            text="text",
        )


class FakeAuth:
    """Stands for auth; notes what it is asked."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    async def get_user(
        self,
        request: auth_pb2.GetUserRequest,
    ) -> auth_pb2.GetUserResponse:
        self._asked.append(request)
        return auth_pb2.GetUserResponse(
            user=auth_pb2.User(),
        )


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database of its own for every test, with the outbox only."""
    async with Database(database_url) as database:
        await database.create_tables(outbox.metadata)
        yield database


@pytest.fixture
def unit_of_work(database: Database) -> UnitOfWork:
    """What the use cases write in."""
    return UnitOfWork(database)


@pytest.fixture
def asked() -> list[object]:
    """What the peers are asked, in order."""
    return []


@pytest.fixture
def use_cases(
    unit_of_work: UnitOfWork,
    asked: list[object],
) -> ChatUseCases:
    """The use cases under test."""
    return ChatUseCases(
        settings=local_settings(Settings),
        unit_of_work=unit_of_work,
        agent=FakeAgent(asked),
        auth=FakeAuth(asked),
    )


async def test_send_message_asks_its_peers_and_answers(
    use_cases: ChatUseCases,
    asked: list[object],
) -> None:
    request = chat_pb2.SendMessageRequest(
        user_id="user_id",
        conversation_id="conversation_id",
        text="text",
    )
    replies = [reply async for reply in use_cases.send_message(request)]
    assert replies == [
        chat_pb2.SendMessageResponse(
            conversation_id="conversation_id",
            text="text",
        ),
    ]
    assert asked == [
        auth_pb2.GetUserRequest(
            user_id="user_id",
        ),
        agent_pb2.RunRequest(
            conversation_id="conversation_id",
            text="text",
        ),
    ]


async def test_send_message_publishes_chat_message_sent(
    use_cases: ChatUseCases,
    database: Database,
) -> None:
    request = chat_pb2.SendMessageRequest(
        user_id="user_id",
        conversation_id="conversation_id",
        text="text",
    )
    async for _ in use_cases.send_message(request):
        pass
    query = select(outbox).where(outbox.c.topic == "chat.message.sent")
    async with database.snapshot() as session:
        rows = (await session.execute(query)).all()
    assert [chat_pb2.MessageSent.FromString(row.payload) for row in rows] == [
        chat_pb2.MessageSent(
            conversation_id="conversation_id",
            user_id="user_id",
            text="text",
        ),
    ]
