"""The use cases of welcome-mailer, with fakes for its peers."""

import pytest

from acme_chat_contracts.acme.auth.v1 import auth_pb2
from acme_chat_welcome_mailer.services.welcome_mailer import WelcomeMailerUseCases


class FakeSmtp:
    """Stands for smtp; notes what it is asked."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    async def send(
        self,
        request: bytes,
    ) -> bytes:
        self._asked.append(request)
        return b""


@pytest.fixture
def asked() -> list[object]:
    """What the peers are asked, in order."""
    return []


@pytest.fixture
def use_cases(
    asked: list[object],
) -> WelcomeMailerUseCases:
    """The use cases under test."""
    return WelcomeMailerUseCases(
        smtp=FakeSmtp(asked),
    )


async def test_on_user_registered_asks_its_peers(
    use_cases: WelcomeMailerUseCases,
    asked: list[object],
) -> None:
    event = auth_pb2.UserRegistered(
        user_id="user_id",
        email="email",
    )
    await use_cases.on_user_registered(event)
    assert asked == [
        event.SerializeToString(),
    ]
