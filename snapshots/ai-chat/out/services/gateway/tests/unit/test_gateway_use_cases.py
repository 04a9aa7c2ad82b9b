"""The use cases of gateway, with fakes for its peers."""

from collections.abc import AsyncIterator

import pytest

from acme_chat_contracts.acme.auth.v1 import auth_pb2
from acme_chat_contracts.acme.chat.v1 import chat_pb2
from acme_chat_gateway.services.gateway import GatewayUseCases


class FakeAuth:
    """Stands for auth; notes what it is asked."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    async def authenticate(
        self,
        request: auth_pb2.AuthenticateRequest,
    ) -> auth_pb2.AuthenticateResponse:
        self._asked.append(request)
        return auth_pb2.AuthenticateResponse(
            user_id="user_id",
        )


class FakeChat:
    """Stands for chat; notes what it is asked."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    async def send_message(
        self,
        request: chat_pb2.SendMessageRequest,
    ) -> AsyncIterator[chat_pb2.SendMessageResponse]:
        self._asked.append(request)
        yield chat_pb2.SendMessageResponse(
            conversation_id="conversation_id",
            text="text",
        )

    async def list_conversations(
        self,
        request: chat_pb2.ListConversationsRequest,
    ) -> chat_pb2.ListConversationsResponse:
        self._asked.append(request)
        return chat_pb2.ListConversationsResponse(
            conversations=[chat_pb2.Conversation()],
            next_page_token="next_page_token",
        )


@pytest.fixture
def asked() -> list[object]:
    """What the peers are asked, in order."""
    return []


@pytest.fixture
def use_cases(
    asked: list[object],
) -> GatewayUseCases:
    """The use cases under test."""
    return GatewayUseCases(
        auth=FakeAuth(asked),
        chat=FakeChat(asked),
    )


async def test_post_v1_messages_asks_its_peers_and_answers(
    use_cases: GatewayUseCases,
    asked: list[object],
) -> None:
    replies = [
        reply
        async for reply in use_cases.post_v1_messages(
            token="token",
            conversation_id="conversation_id",
            text="text",
        )
    ]
    assert replies == [
        chat_pb2.SendMessageResponse(
            conversation_id="conversation_id",
            text="text",
        ),
    ]
    assert asked == [
        auth_pb2.AuthenticateRequest(
            token="token",
        ),
        chat_pb2.SendMessageRequest(
            user_id="user_id",
            conversation_id="conversation_id",
            text="text",
        ),
    ]


async def test_get_v1_conversations_asks_its_peers_and_answers(
    use_cases: GatewayUseCases,
    asked: list[object],
) -> None:
    reply = await use_cases.get_v1_conversations(
        token="token",
        page_size=1,
        page_token="page_token",
    )
    assert reply == chat_pb2.ListConversationsResponse(
        conversations=[chat_pb2.Conversation()],
        next_page_token="next_page_token",
    )
    assert asked == [
        auth_pb2.AuthenticateRequest(
            token="token",
        ),
        chat_pb2.ListConversationsRequest(
            user_id="user_id",
            page_size=1,
            page_token="page_token",
        ),
    ]
