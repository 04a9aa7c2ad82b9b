"""The repositories of agent against a real, migrated database."""

from collections.abc import AsyncIterator

import pytest

from acme_chat_agent.bootstrap import MIGRATIONS
from acme_chat_agent.models.agent_config import AgentConfigRow
from acme_chat_agent.repositories.unit_of_work import UnitOfWork
from acme_chat_runtime.database import Database
from acme_chat_runtime.migrations import upgrade

pytestmark = pytest.mark.integration


@pytest.fixture
async def unit_of_work(database_url: str) -> AsyncIterator[UnitOfWork]:
    """Make the tables as production does: by migration."""
    await upgrade(url=database_url, folder=MIGRATIONS)
    async with Database(database_url) as database:
        yield UnitOfWork(database)


async def test_agent_configs_are_added_listed_and_deleted(unit_of_work: UnitOfWork) -> None:
    async with unit_of_work.begin() as work:
        await work.agent_configs.add(
            AgentConfigRow(
                agent_config_id="agent_config-1",
                model="model",
                instructions="instructions",
            ),
        )
    async with unit_of_work.snapshot() as work:
        rows = await work.agent_configs.list()
        beyond = await work.agent_configs.list(after="agent_config-1")
    assert [row.agent_config_id for row in rows] == ["agent_config-1"]
    assert beyond == []
    async with unit_of_work.begin() as work:
        assert await work.agent_configs.delete("agent_config-1")
        assert not await work.agent_configs.delete("agent_config-1")


async def test_a_block_that_raises_writes_nothing(unit_of_work: UnitOfWork) -> None:
    with pytest.raises(RuntimeError):
        await _add_then_fail(unit_of_work)
    async with unit_of_work.snapshot() as work:
        assert await work.agent_configs.list() == []


async def _add_then_fail(unit_of_work: UnitOfWork) -> None:
    async with unit_of_work.begin() as work:
        await work.agent_configs.add(
            AgentConfigRow(
                agent_config_id="agent_config-1",
                model="model",
                instructions="instructions",
            ),
        )
        raise RuntimeError
