"""What payments asks of the table `payments`."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop_payments.models.payment import PaymentRow


class PaymentRepository:
    """Reads and writes `payments` within one session."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, key: str) -> PaymentRow | None:
        """Find the row with this key."""
        return await self._session.get(PaymentRow, key)

    async def list(self, *, after: str = "", limit: int = 50) -> Sequence[PaymentRow]:
        """List at most `limit` rows by ascending key, those beyond `after`."""
        query = select(PaymentRow)
        query = query.where(PaymentRow.id > after)
        query = query.order_by(PaymentRow.id)
        query = query.limit(limit)
        return (await self._session.scalars(query)).all()

    async def add(self, row: PaymentRow) -> None:
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
