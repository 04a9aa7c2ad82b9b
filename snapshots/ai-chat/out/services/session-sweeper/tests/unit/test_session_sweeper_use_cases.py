"""The use cases of session-sweeper, with fakes for its peers."""

import pytest

from acme_chat_contracts.acme.auth.v1 import auth_pb2
from acme_chat_session_sweeper.services.session_sweeper import SessionSweeperUseCases


class FakeAuth:
    """Stands for auth; notes what it is asked."""

    def __init__(self, asked: list[object]) -> None:
        self._asked = asked

    async def delete_expired_sessions(
        self,
        request: auth_pb2.DeleteExpiredSessionsRequest,
    ) -> auth_pb2.DeleteExpiredSessionsResponse:
        self._asked.append(request)
        return auth_pb2.DeleteExpiredSessionsResponse(
            deleted_count=1,
        )


@pytest.fixture
def asked() -> list[object]:
    """What the peers are asked, in order."""
    return []


@pytest.fixture
def use_cases(
    asked: list[object],
) -> SessionSweeperUseCases:
    """The use cases under test."""
    return SessionSweeperUseCases(
        auth=FakeAuth(asked),
    )


async def test_on_schedule_asks_its_peers(
    use_cases: SessionSweeperUseCases,
    asked: list[object],
) -> None:
    await use_cases.on_schedule()
    assert asked == [
        auth_pb2.DeleteExpiredSessionsRequest(),
    ]
