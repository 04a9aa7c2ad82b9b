"""The use cases of agent."""

from collections.abc import AsyncIterator

from acme_chat_agent.core.settings import Settings
from acme_chat_agent.repositories.unit_of_work import UnitOfWork
from acme_chat_agent.services.ports import LlmPort
from acme_chat_contracts.acme.agent.v1 import agent_pb2


class AgentUseCases:
    """Runs tools and the language model."""

    def __init__(
        self,
        *,
        settings: Settings,
        unit_of_work: UnitOfWork,
        llm: LlmPort,
    ) -> None:
        self._settings = settings
        self._unit_of_work = unit_of_work
        self._llm = llm

    async def run(
        self,
        request: agent_pb2.RunRequest,
    ) -> AsyncIterator[agent_pb2.RunResponse]:
        """Answers a text, piece by piece, until the answer is complete."""
        await self._llm.post_v1_chat_completions(
            agent_pb2.Prompt(
                text=request.text,
            ),
        )
        # The business rule goes here.
        yield agent_pb2.RunResponse(
            text=request.text,
        )
