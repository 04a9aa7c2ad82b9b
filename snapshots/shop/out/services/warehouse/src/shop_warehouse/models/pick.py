"""The table `picks`."""

from sqlalchemy import BigInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop_warehouse.models.base import Base


class PickRow(Base):
    """Something that somebody takes off a shelf."""

    __tablename__ = "picks"

    order_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    sku: Mapped[str] = mapped_column(Text)
    quantity: Mapped[int] = mapped_column(BigInteger)
    address: Mapped[str] = mapped_column(Text)
