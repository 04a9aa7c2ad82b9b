"""The standard methods on users, through the whole process, in a database of their own."""

from collections.abc import AsyncIterator, Awaitable
from pathlib import Path

import grpc
import pytest

from acme_chat_auth.bootstrap import MIGRATIONS, bootstrap
from acme_chat_auth.core.settings import Settings
from acme_chat_auth.repositories.unit_of_work import UnitOfWork
from acme_chat_contracts.acme.auth.v1 import auth_pb2, auth_pb2_grpc
from acme_chat_runtime.database import Database
from acme_chat_runtime.errors import AlreadyExists, NotFound
from acme_chat_runtime.grpc_client import open_channel
from acme_chat_runtime.migrations import upgrade
from acme_chat_runtime.resources import Page
from acme_chat_runtime.testing import local_settings, running

pytestmark = pytest.mark.integration


@pytest.fixture
async def unit_of_work(database_url: str) -> AsyncIterator[UnitOfWork]:
    """Make the tables as production does: by migration."""
    await upgrade(url=database_url, folder=MIGRATIONS)
    async with Database(database_url) as database:
        yield UnitOfWork(database)


@pytest.fixture
async def channel(
    unit_of_work: UnitOfWork,
    database_url: str,
    tmp_path: Path,
) -> AsyncIterator[grpc.aio.Channel]:
    """A channel to the service as a process."""
    settings = local_settings(
        Settings,
        grpc_port=0,
        database_url=database_url,
        events_url="memory://",
        jwt_development_key=tmp_path / "jwt.pem",
    )
    async with (
        bootstrap(settings) as process,
        running(process),
        open_channel(f"127.0.0.1:{process.grpc_port}") as channel,
    ):
        yield channel


def sample(key: str) -> auth_pb2.User:
    """Something to keep, with all that a caller says of it."""
    return auth_pb2.User(
        user_id=key,
        email="email",
        display_name="display_name",
    )


def as_sent(message: auth_pb2.User) -> auth_pb2.User:
    """What is kept, without what the service adds."""
    sent = auth_pb2.User()
    sent.CopyFrom(message)
    sent.ClearField("create_time")
    return sent


async def kept(unit_of_work: UnitOfWork, *keys: str) -> None:
    """Write samples, one after the other."""
    for key in keys:
        async with unit_of_work.begin() as work:
            await work.users.create(sample(key))


async def status(call: Awaitable[object]) -> grpc.StatusCode:
    """How a call ends."""
    try:
        await call
    except grpc.aio.AioRpcError as error:
        return error.code()
    return grpc.StatusCode.OK


async def test_what_was_written_is_found_changed_and_deleted(unit_of_work: UnitOfWork) -> None:
    async with unit_of_work.begin() as work:
        repository = work.users
        created = await repository.create(sample("1"))
        assert as_sent(created) == sample("1")
        assert await repository.get("1") == created
        listed = await repository.list(
            Page(size=1),
        )
        assert listed == ([created], "")
        unchanged = await repository.update(created, [])
        assert as_sent(unchanged) == sample("1")
        changed = await repository.update(unchanged, repository.CHANGEABLE)
        assert as_sent(changed) == sample("1")
        await repository.delete("1")
        with pytest.raises(NotFound):
            await repository.get("1")
        with pytest.raises(NotFound):
            await repository.update(created, repository.CHANGEABLE)
        with pytest.raises(NotFound):
            await repository.delete("1")


async def test_a_key_is_taken_once(unit_of_work: UnitOfWork) -> None:
    await kept(unit_of_work, "1")
    with pytest.raises(AlreadyExists):
        await kept(unit_of_work, "1")


async def test_get_user_finds_what_is_there(
    channel: grpc.aio.Channel,
    unit_of_work: UnitOfWork,
) -> None:
    stub = auth_pb2_grpc.AuthServiceStub(
        channel,
    )
    await kept(unit_of_work, "1")
    reply = await stub.GetUser(
        auth_pb2.GetUserRequest(
            user_id="1",
        ),
    )
    assert as_sent(reply.user) == sample("1")
    code = await status(
        stub.GetUser(
            auth_pb2.GetUserRequest(
                user_id="2",
            ),
        ),
    )
    assert code is grpc.StatusCode.NOT_FOUND
