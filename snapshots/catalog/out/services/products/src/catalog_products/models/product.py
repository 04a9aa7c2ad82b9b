"""The table `products`."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Float, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from catalog_products.models.base import Base
from catalog_runtime.database import UtcDateTime
from catalog_runtime.resources import new_etag
from catalog_runtime.unsigned import UnsignedBigInteger


class ProductRow(Base):
    """Something that the shop sells."""

    __tablename__ = "products"
    __table_args__ = (
        Index(
            None,
            "create_time",
            "product_id",
        ),
    )

    # Unique in the shop; chosen by the caller or made up.
    product_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    # What customers read.
    display_name: Mapped[str] = mapped_column(Text)
    # The category that it stands in.
    category_id: Mapped[str] = mapped_column(String(64), index=True)
    availability: Mapped[int] = mapped_column(Integer, index=True)
    price: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # Words by which it is found.
    tags: Mapped[list[Any]] = mapped_column(JSON)
    # Anything else, by name.
    attributes: Mapped[dict[str, Any]] = mapped_column(JSON)
    # As sent; absent where it has no weight.
    weight_grams: Mapped[int | None] = mapped_column(Integer)
    fragile: Mapped[bool] = mapped_column(Boolean)
    width_metres: Mapped[float] = mapped_column(Float)
    thumbnail: Mapped[bytes] = mapped_column(LargeBinary)
    # When it is first sold.
    launch_time: Mapped[datetime | None] = mapped_column(UtcDateTime)
    create_time: Mapped[datetime] = mapped_column(
        UtcDateTime,
        default=lambda: datetime.now(UTC),
    )
    update_time: Mapped[datetime] = mapped_column(
        UtcDateTime,
        default=lambda: datetime.now(UTC),
        onupdate=lambda: datetime.now(UTC),
    )
    # Changes with every change of the product; sent back, it keeps others' changes from being overwritten.
    etag: Mapped[str] = mapped_column(
        String(32),
        default=new_etag,
        onupdate=new_etag,
    )
    # What its label says, as a number.
    bar_code: Mapped[int] = mapped_column(UnsignedBigInteger)
