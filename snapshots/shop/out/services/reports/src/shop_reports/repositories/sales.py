"""What reports asks of the table `sales`."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop_reports.models.sale import SaleRow


class SaleRepository:
    """Reads and writes `sales` within one session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, key: str) -> SaleRow | None:
        """Find the row with this key."""
        return await self._session.get(SaleRow, key)

    async def list(self, *, after: str = "", limit: int = 50) -> Sequence[SaleRow]:
        """List at most `limit` rows by ascending key, those beyond `after`."""
        query = select(SaleRow)
        query = query.where(SaleRow.id > after)
        query = query.order_by(SaleRow.id)
        query = query.limit(limit)
        return (await self._session.scalars(query)).all()

    async def add(self, row: SaleRow) -> None:
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
