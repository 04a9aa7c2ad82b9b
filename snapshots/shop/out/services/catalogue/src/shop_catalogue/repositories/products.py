"""What catalogue asks of the table `products`."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop_catalogue.models.product import ProductRow


class ProductRepository:
    """Reads and writes `products` within one session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, key: str) -> ProductRow | None:
        """Find the row with this key."""
        return await self._session.get(ProductRow, key)

    async def list(self, *, after: str = "", limit: int = 50) -> Sequence[ProductRow]:
        """List at most `limit` rows by ascending key, those beyond `after`."""
        query = select(ProductRow)
        query = query.where(ProductRow.sku > after)
        query = query.order_by(ProductRow.sku)
        query = query.limit(limit)
        return (await self._session.scalars(query)).all()

    async def add(self, row: ProductRow) -> None:
        """Write a new row now, so that a clash shows here and not at the commit."""
        self._session.add(row)
        await self._session.flush()

    async def delete(self, key: str) -> bool:
        """Delete the row with this key; False when there is none."""
        row = await self.get(key)
        if row is None:
            return False
        await self._session.delete(row)
        await self._session.flush()
        return True
