"""The table `products`."""

from typing import Any

from sqlalchemy import JSON, BigInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop_catalogue.models.base import Base


class ProductRow(Base):
    """What is sold."""

    __tablename__ = "products"

    sku: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    # In cents.
    price: Mapped[int] = mapped_column(BigInteger)
    tags: Mapped[list[Any]] = mapped_column(JSON)
