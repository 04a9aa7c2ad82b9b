"""What orders asks of the table `orders`."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop_orders.models.order import OrderRow


class OrderRepository:
    """Reads and writes `orders` within one session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, key: str) -> OrderRow | None:
        """Find the row with this key."""
        return await self._session.get(OrderRow, key)

    async def list(self, *, after: str = "", limit: int = 50) -> Sequence[OrderRow]:
        """List at most `limit` rows by ascending key, those beyond `after`."""
        query = select(OrderRow)
        query = query.where(OrderRow.id > after)
        query = query.order_by(OrderRow.id)
        query = query.limit(limit)
        return (await self._session.scalars(query)).all()

    async def add(self, row: OrderRow) -> None:
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
