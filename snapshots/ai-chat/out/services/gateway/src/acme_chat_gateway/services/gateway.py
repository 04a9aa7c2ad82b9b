"""The use cases of gateway."""

from collections.abc import AsyncIterator

from acme_chat_contracts.acme.auth.v1 import auth_pb2
from acme_chat_contracts.acme.chat.v1 import chat_pb2
from acme_chat_gateway.services.ports import AuthPort, ChatPort


class GatewayUseCases:
    """Authenticates every request, then forwards it."""

    def __init__(
        self,
        *,
        auth: AuthPort,
        chat: ChatPort,
    ) -> None:
        self._auth = auth
        self._chat = chat

    async def post_v1_messages(
        self,
        *,
        token: str,
        conversation_id: str,
        text: str,
    ) -> AsyncIterator[chat_pb2.SendMessageResponse]:
        """POST /v1/messages."""
        auth_authenticate = await self._auth.authenticate(
            auth_pb2.AuthenticateRequest(
                token=token,
            ),
        )
        # The business rule goes here.
        async for chat_send_message in self._chat.send_message(
            chat_pb2.SendMessageRequest(
                user_id=auth_authenticate.user_id,
                conversation_id=conversation_id,
                text=text,
            ),
        ):
            yield chat_send_message

    async def get_v1_conversations(
        self,
        *,
        token: str,
        page_size: int,
        page_token: str,
    ) -> chat_pb2.ListConversationsResponse:
        """GET /v1/conversations."""
        auth_authenticate = await self._auth.authenticate(
            auth_pb2.AuthenticateRequest(
                token=token,
            ),
        )
        chat_list_conversations = await self._chat.list_conversations(
            chat_pb2.ListConversationsRequest(
                user_id=auth_authenticate.user_id,
                page_size=page_size,
                page_token=page_token,
            ),
        )
        # The business rule goes here.
        return chat_list_conversations
