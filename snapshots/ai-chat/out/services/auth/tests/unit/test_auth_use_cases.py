"""The use cases of auth, with fakes for its peers."""

from collections.abc import AsyncIterator

import pytest

from acme_chat_auth.core.settings import Settings
from acme_chat_auth.repositories.unit_of_work import UnitOfWork
from acme_chat_auth.services.auth import AuthUseCases
from acme_chat_contracts.acme.auth.v1 import auth_pb2
from acme_chat_runtime.cache_memory import MemoryCache
from acme_chat_runtime.database import Database
from acme_chat_runtime.errors import NotImplementedYet
from acme_chat_runtime.testing import local_settings
from acme_chat_runtime.testing_tokens import TokenIssuer


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
) -> AuthUseCases:
    """The use cases under test."""
    return AuthUseCases(
        settings=local_settings(Settings),
        unit_of_work=unit_of_work,
        signer=TokenIssuer().signer(),
        cache=MemoryCache(),
    )


async def test_authenticate_answers(
    use_cases: AuthUseCases,
) -> None:
    request = auth_pb2.AuthenticateRequest()
    reply = await use_cases.authenticate(request)
    assert reply == auth_pb2.AuthenticateResponse(
        user_id="user_id",
    )


async def test_authenticate_is_refused_outside_of_local(
    unit_of_work: UnitOfWork,
) -> None:
    use_cases = AuthUseCases(
        settings=local_settings(Settings, environment="prod"),
        unit_of_work=unit_of_work,
        signer=TokenIssuer().signer(),
        cache=MemoryCache(),
    )
    request = auth_pb2.AuthenticateRequest()
    with pytest.raises(NotImplementedYet):
        await use_cases.authenticate(request)


async def test_delete_expired_sessions_answers(
    use_cases: AuthUseCases,
) -> None:
    request = auth_pb2.DeleteExpiredSessionsRequest()
    reply = await use_cases.delete_expired_sessions(request)
    assert reply == auth_pb2.DeleteExpiredSessionsResponse()


async def test_post_oauth_token_is_not_implemented_yet(
    use_cases: AuthUseCases,
) -> None:
    with pytest.raises(NotImplementedYet):
        await use_cases.post_oauth_token()
