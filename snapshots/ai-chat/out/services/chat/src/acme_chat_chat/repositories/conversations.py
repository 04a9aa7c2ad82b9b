"""What chat asks of the table `conversations`, in messages of the contract."""

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from sqlalchemy import RowMapping, delete, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from acme_chat_chat.models import Base
from acme_chat_contracts.acme.chat.v1 import chat_pb2
from acme_chat_runtime.errors import AlreadyExists, NotFound
from acme_chat_runtime.resources import Page, new_key

TABLE = Base.metadata.tables["conversations"]


class ConversationRepository:
    """Reads and writes `conversations` within one session."""

    #: The fields that callers may change.
    CHANGEABLE: ClassVar[frozenset[str]] = frozenset(
        {
            "user_id",
            "title",
        },
    )

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(
        self,
        key: str,
    ) -> chat_pb2.Conversation:
        """Find the one with this key; NotFound where there is none."""
        query = select(TABLE).where(TABLE.c.conversation_id == key)
        row = (await self._session.execute(query)).mappings().one_or_none()
        if row is None:
            raise NotFound("no such conversation")
        return _message(row)

    async def list(
        self,
        page: Page,
        *,
        user_id: str,
    ) -> tuple[Sequence[chat_pb2.Conversation], str]:
        """List one page, the newest first, and the token of the next one."""
        query = select(TABLE).limit(page.size + 1)
        query = query.order_by(
            TABLE.c.create_time.desc(),
            TABLE.c.conversation_id.desc(),
        )
        query = query.where(TABLE.c.user_id == user_id)
        if page.after_key is not None:
            place = tuple_(
                TABLE.c.create_time,
                TABLE.c.conversation_id,
            )
            query = query.where(place < (page.after_time, page.after_key))
        rows = (await self._session.execute(query)).mappings().all()
        token = page.next_token(
            rows,
            key="conversation_id",
            time="create_time",
        )
        return [_message(row) for row in rows[: page.size]], token

    async def create(
        self,
        message: chat_pb2.Conversation,
        *,
        key: str = "",
    ) -> chat_pb2.Conversation:
        """Write a new one; AlreadyExists where its key is taken."""
        values = _values(message)
        values["conversation_id"] = new_key(key or message.conversation_id)
        statement = insert(TABLE).values(values).returning(TABLE)
        try:
            row = (await self._session.execute(statement)).mappings().one()
        except IntegrityError as error:
            raise AlreadyExists("the conversation exists already") from error
        return _message(row)

    async def update(
        self,
        message: chat_pb2.Conversation,
        fields: Collection[str],
    ) -> chat_pb2.Conversation:
        """Change these fields; NotFound where there is none with its key."""
        values = {name: value for name, value in _values(message).items() if name in fields}
        if not values:
            return await self.get(message.conversation_id)
        statement = update(TABLE).where(TABLE.c.conversation_id == message.conversation_id)
        statement = statement.values(values)
        row = (await self._session.execute(statement.returning(TABLE))).mappings().one_or_none()
        if row is None:
            raise NotFound("no such conversation")
        return _message(row)

    async def delete(self, key: str) -> None:
        """Delete the one with this key; NotFound where there is none."""
        statement = delete(TABLE).where(TABLE.c.conversation_id == key)
        deleted = await self._session.execute(statement.returning(TABLE.c.conversation_id))
        if deleted.one_or_none() is None:
            raise NotFound("no such conversation")


def _values(message: chat_pb2.Conversation) -> dict[str, Any]:
    """What a caller says of it, as a row keeps it."""
    return {
        "user_id": message.user_id,
        "title": message.title,
    }


def _message(row: RowMapping) -> chat_pb2.Conversation:
    """A row as the contract says it."""
    return chat_pb2.Conversation(
        conversation_id=row["conversation_id"],
        user_id=row["user_id"],
        title=row["title"],
        create_time=row["create_time"],
    )
