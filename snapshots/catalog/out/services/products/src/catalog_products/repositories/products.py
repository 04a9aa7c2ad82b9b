"""What products asks of the table `products`, in messages of the contract."""

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from sqlalchemy import RowMapping, delete, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from catalog_contracts.catalog.v1 import products_pb2
from catalog_products.models import Base
from catalog_runtime.errors import Aborted, AlreadyExists, NotFound
from catalog_runtime.resources import Page, json_fields, moment, new_key, present, with_json

TABLE = Base.metadata.tables["products"]


class ProductRepository:
    """Reads and writes `products` within one session."""

    #: The fields that callers may change.
    CHANGEABLE: ClassVar[frozenset[str]] = frozenset(
        {
            "display_name",
            "category_id",
            "availability",
            "price",
            "tags",
            "attributes",
            "weight_grams",
            "fragile",
            "width_metres",
            "thumbnail",
            "launch_time",
            "bar_code",
        },
    )

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(
        self,
        key: str,
    ) -> products_pb2.Product:
        """Find the one with this key; NotFound where there is none."""
        query = select(TABLE).where(TABLE.c.product_id == key)
        row = (await self._session.execute(query)).mappings().one_or_none()
        if row is None:
            raise NotFound("no such product")
        return _message(row)

    async def list(
        self,
        page: Page,
        *,
        category_id: str | None = None,
        availability: int = 0,
    ) -> tuple[Sequence[products_pb2.Product], str]:
        """List one page, the newest first, and the token of the next one."""
        query = select(TABLE).limit(page.size + 1)
        query = query.order_by(
            TABLE.c.create_time.desc(),
            TABLE.c.product_id.desc(),
        )
        if category_id is not None:
            query = query.where(TABLE.c.category_id == category_id)
        if availability:
            query = query.where(TABLE.c.availability == availability)
        if page.after_key is not None:
            place = tuple_(
                TABLE.c.create_time,
                TABLE.c.product_id,
            )
            query = query.where(place < (page.after_time, page.after_key))
        rows = (await self._session.execute(query)).mappings().all()
        token = page.next_token(
            rows,
            key="product_id",
            time="create_time",
        )
        return [_message(row) for row in rows[: page.size]], token

    async def create(
        self,
        message: products_pb2.Product,
        *,
        key: str = "",
    ) -> products_pb2.Product:
        """Write a new one; AlreadyExists where its key is taken."""
        values = _values(message)
        values["product_id"] = new_key(key or message.product_id)
        statement = insert(TABLE).values(values).returning(TABLE)
        try:
            row = (await self._session.execute(statement)).mappings().one()
        except IntegrityError as error:
            raise AlreadyExists("the product exists already") from error
        return _message(row)

    async def update(
        self,
        message: products_pb2.Product,
        fields: Collection[str],
    ) -> products_pb2.Product:
        """Change these fields; Aborted where it has another etag than the given one."""
        values = {name: value for name, value in _values(message).items() if name in fields}
        statement = update(TABLE).where(TABLE.c.product_id == message.product_id)
        if message.etag:
            statement = statement.where(TABLE.c.etag == message.etag)
        statement = statement.values(values)
        row = (await self._session.execute(statement.returning(TABLE))).mappings().one_or_none()
        if row is None:
            await self.get(message.product_id)
            raise Aborted("the product has changed since it was read")
        return _message(row)

    async def delete(self, key: str, *, etag: str = "") -> None:
        """Delete the one with this key; Aborted where it has another etag than the given one."""
        statement = delete(TABLE).where(TABLE.c.product_id == key)
        if etag:
            statement = statement.where(TABLE.c.etag == etag)
        deleted = await self._session.execute(statement.returning(TABLE.c.product_id))
        if deleted.one_or_none() is None:
            await self.get(key)
            raise Aborted("the product has changed since it was read")


def _values(message: products_pb2.Product) -> dict[str, Any]:
    """What a caller says of it, as a row keeps it."""
    return {
        "display_name": message.display_name,
        "category_id": message.category_id,
        "availability": message.availability,
        "weight_grams": present(message, "weight_grams"),
        "fragile": message.fragile,
        "width_metres": message.width_metres,
        "thumbnail": message.thumbnail,
        "launch_time": moment(present(message, "launch_time")),
        "bar_code": message.bar_code,
        **json_fields(
            message,
            "price",
            "tags",
            "attributes",
        ),
    }


def _message(row: RowMapping) -> products_pb2.Product:
    """A row as the contract says it."""
    message = products_pb2.Product(
        product_id=row["product_id"],
        display_name=row["display_name"],
        category_id=row["category_id"],
        availability=row["availability"],
        weight_grams=row["weight_grams"],
        fragile=row["fragile"],
        width_metres=row["width_metres"],
        thumbnail=row["thumbnail"],
        launch_time=row["launch_time"],
        create_time=row["create_time"],
        update_time=row["update_time"],
        etag=row["etag"],
        bar_code=row["bar_code"],
    )
    return with_json(
        message,
        {
            "price": row["price"],
            "tags": row["tags"],
            "attributes": row["attributes"],
        },
    )
