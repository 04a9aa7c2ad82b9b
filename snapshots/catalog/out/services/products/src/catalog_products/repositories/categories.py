"""What products asks of the table `categories`, in messages of the contract."""

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from sqlalchemy import RowMapping, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from catalog_contracts.catalog.v1 import categories_pb2
from catalog_products.models import Base
from catalog_runtime.errors import AlreadyExists, NotFound
from catalog_runtime.resources import Page, new_key

TABLE = Base.metadata.tables["categories"]


class CategoryRepository:
    """Reads and writes `categories` within one session."""

    #: The fields that callers may change.
    CHANGEABLE: ClassVar[frozenset[str]] = frozenset(
        {
            "display_name",
        },
    )

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(
        self,
        key: str,
    ) -> categories_pb2.Category:
        """Find the one with this key; NotFound where there is none."""
        query = select(TABLE).where(TABLE.c.category_id == key)
        row = (await self._session.execute(query)).mappings().one_or_none()
        if row is None:
            raise NotFound("no such category")
        return _message(row)

    async def list(
        self,
        page: Page,
    ) -> tuple[Sequence[categories_pb2.Category], str]:
        """List one page by ascending key, and the token of the next one."""
        query = select(TABLE).limit(page.size + 1)
        query = query.order_by(TABLE.c.category_id)
        if page.after_key is not None:
            query = query.where(TABLE.c.category_id > page.after_key)
        rows = (await self._session.execute(query)).mappings().all()
        token = page.next_token(
            rows,
            key="category_id",
        )
        return [_message(row) for row in rows[: page.size]], token

    async def create(
        self,
        message: categories_pb2.Category,
        *,
        key: str = "",
    ) -> categories_pb2.Category:
        """Write a new one; AlreadyExists where its key is taken."""
        values = _values(message)
        values["category_id"] = new_key(key or message.category_id)
        statement = insert(TABLE).values(values).returning(TABLE)
        try:
            row = (await self._session.execute(statement)).mappings().one()
        except IntegrityError as error:
            raise AlreadyExists("the category exists already") from error
        return _message(row)

    async def update(
        self,
        message: categories_pb2.Category,
        fields: Collection[str],
    ) -> categories_pb2.Category:
        """Change these fields; NotFound where there is none with its key."""
        values = {name: value for name, value in _values(message).items() if name in fields}
        if not values:
            return await self.get(message.category_id)
        statement = update(TABLE).where(TABLE.c.category_id == message.category_id)
        statement = statement.values(values)
        row = (await self._session.execute(statement.returning(TABLE))).mappings().one_or_none()
        if row is None:
            raise NotFound("no such category")
        return _message(row)

    async def delete(self, key: str) -> None:
        """Delete the one with this key; NotFound where there is none."""
        statement = delete(TABLE).where(TABLE.c.category_id == key)
        deleted = await self._session.execute(statement.returning(TABLE.c.category_id))
        if deleted.one_or_none() is None:
            raise NotFound("no such category")


def _values(message: categories_pb2.Category) -> dict[str, Any]:
    """What a caller says of it, as a row keeps it."""
    return {
        "display_name": message.display_name,
    }


def _message(row: RowMapping) -> categories_pb2.Category:
    """A row as the contract says it."""
    return categories_pb2.Category(
        category_id=row["category_id"],
        display_name=row["display_name"],
    )
