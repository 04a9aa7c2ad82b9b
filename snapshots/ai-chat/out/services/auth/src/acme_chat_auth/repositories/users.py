"""What auth asks of the table `users`, in messages of the contract."""

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from sqlalchemy import RowMapping, delete, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from acme_chat_auth.models import Base
from acme_chat_contracts.acme.auth.v1 import auth_pb2
from acme_chat_runtime.errors import AlreadyExists, NotFound
from acme_chat_runtime.resources import Page, new_key

TABLE = Base.metadata.tables["users"]


class UserRepository:
    """Reads and writes `users` within one session."""

    #: The fields that callers may change.
    CHANGEABLE: ClassVar[frozenset[str]] = frozenset(
        {
            "email",
            "display_name",
        },
    )

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(
        self,
        key: str,
    ) -> auth_pb2.User:
        """Find the one with this key; NotFound where there is none."""
        query = select(TABLE).where(TABLE.c.user_id == key)
        row = (await self._session.execute(query)).mappings().one_or_none()
        if row is None:
            raise NotFound("no such user")
        return _message(row)

    async def list(
        self,
        page: Page,
    ) -> tuple[Sequence[auth_pb2.User], str]:
        """List one page, the newest first, and the token of the next one."""
        query = select(TABLE).limit(page.size + 1)
        query = query.order_by(
            TABLE.c.create_time.desc(),
            TABLE.c.user_id.desc(),
        )
        if page.after_key is not None:
            place = tuple_(
                TABLE.c.create_time,
                TABLE.c.user_id,
            )
            query = query.where(place < (page.after_time, page.after_key))
        rows = (await self._session.execute(query)).mappings().all()
        token = page.next_token(
            rows,
            key="user_id",
            time="create_time",
        )
        return [_message(row) for row in rows[: page.size]], token

    async def create(
        self,
        message: auth_pb2.User,
        *,
        key: str = "",
    ) -> auth_pb2.User:
        """Write a new one; AlreadyExists where its key is taken."""
        values = _values(message)
        values["user_id"] = new_key(key or message.user_id)
        statement = insert(TABLE).values(values).returning(TABLE)
        try:
            row = (await self._session.execute(statement)).mappings().one()
        except IntegrityError as error:
            raise AlreadyExists("the user exists already") from error
        return _message(row)

    async def update(
        self,
        message: auth_pb2.User,
        fields: Collection[str],
    ) -> auth_pb2.User:
        """Change these fields; NotFound where there is none with its key."""
        values = {name: value for name, value in _values(message).items() if name in fields}
        if not values:
            return await self.get(message.user_id)
        statement = update(TABLE).where(TABLE.c.user_id == message.user_id)
        statement = statement.values(values)
        row = (await self._session.execute(statement.returning(TABLE))).mappings().one_or_none()
        if row is None:
            raise NotFound("no such user")
        return _message(row)

    async def delete(self, key: str) -> None:
        """Delete the one with this key; NotFound where there is none."""
        statement = delete(TABLE).where(TABLE.c.user_id == key)
        deleted = await self._session.execute(statement.returning(TABLE.c.user_id))
        if deleted.one_or_none() is None:
            raise NotFound("no such user")


def _values(message: auth_pb2.User) -> dict[str, Any]:
    """What a caller says of it, as a row keeps it."""
    return {
        "email": message.email,
        "display_name": message.display_name,
    }


def _message(row: RowMapping) -> auth_pb2.User:
    """A row as the contract says it."""
    return auth_pb2.User(
        user_id=row["user_id"],
        email=row["email"],
        display_name=row["display_name"],
        create_time=row["create_time"],
    )
