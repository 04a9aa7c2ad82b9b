"""The use cases of agent, with fakes for its peers."""

from collections.abc import AsyncIterator

import pytest
from pydantic import JsonValue

from acme_chat_agent.core.settings import Settings
from acme_chat_agent.repositories.unit_of_work import UnitOfWork
from acme_chat_agent.services.agent import AgentUseCases
from acme_chat_contracts.acme.agent.v1 import agent_pb2
from acme_chat_runtime.database import Database
from acme_chat_runtime.testing import local_settings


class FakeLlm:
    """Stands for llm; notes what it is asked."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    async def post_v1_chat_completions(
        self,
        request: agent_pb2.Prompt,
    ) -> JsonValue:
        self._asked.append(request)
        return {}


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
def asked() -> list[object]:
    """What the peers are asked, in order."""
    return []


@pytest.fixture
def use_cases(
    unit_of_work: UnitOfWork,
    asked: list[object],
) -> AgentUseCases:
    """The use cases under test."""
    return AgentUseCases(
        settings=local_settings(Settings),
        unit_of_work=unit_of_work,
        llm=FakeLlm(asked),
    )


async def test_run_asks_its_peers_and_answers(
    use_cases: AgentUseCases,
    asked: list[object],
) -> None:
    request = agent_pb2.RunRequest(
        conversation_id="conversation_id",
        text="text",
    )
    replies = [reply async for reply in use_cases.run(request)]
    assert replies == [
        agent_pb2.RunResponse(
            text="text",
        ),
    ]
    assert asked == [
        agent_pb2.Prompt(
            text="text",
        ),
    ]
