"""The use cases of chat."""

from collections.abc import AsyncIterator

from acme_chat_chat.core.settings import Settings
from acme_chat_chat.repositories.unit_of_work import UnitOfWork
from acme_chat_chat.services.ports import AgentPort, AuthPort
from acme_chat_contracts.acme.agent.v1 import agent_pb2
from acme_chat_contracts.acme.auth.v1 import auth_pb2
from acme_chat_contracts.acme.chat.v1 import chat_pb2
from acme_chat_runtime.resources import Page


class ChatUseCases:
    """Keeps conversations, asks the agent for answers."""

    def __init__(
        self,
        *,
        settings: Settings,
        unit_of_work: UnitOfWork,
        agent: AgentPort,
        auth: AuthPort,
    ) -> None:
        self._settings = settings
        self._unit_of_work = unit_of_work
        self._agent = agent
        self._auth = auth

    async def send_message(
        self,
        request: chat_pb2.SendMessageRequest,
    ) -> AsyncIterator[chat_pb2.SendMessageResponse]:
        """Adds a message to a conversation and streams the answer as it is written."""
        await self._auth.get_user(
            auth_pb2.GetUserRequest(
                user_id=request.user_id,
            ),
        )
        async with self._unit_of_work.begin() as work:
            # The business rule goes here; so far nothing fills: message_id, send_time.
            await work.events.chat_message_sent(
                chat_pb2.MessageSent(
                    conversation_id=request.conversation_id,
                    user_id=request.user_id,
                    text=request.text,
                ),
            )
        async for agent_run in self._agent.run(
            agent_pb2.RunRequest(
                conversation_id=request.conversation_id,
                text=request.text,
            ),
        ):
            yield chat_pb2.SendMessageResponse(
                conversation_id=request.conversation_id,
                text=agent_run.text,
            )

    async def list_conversations(
        self,
        request: chat_pb2.ListConversationsRequest,
    ) -> chat_pb2.ListConversationsResponse:
        """Lists the conversations of a user, the newest first."""
        page = Page.of(request, size=request.page_size, token=request.page_token)
        async with self._unit_of_work.snapshot() as work:
            found, token = await work.conversations.list(page, user_id=request.user_id)
        return chat_pb2.ListConversationsResponse(conversations=found, next_page_token=token)
