"""The table `categories`."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from catalog_products.models.base import Base


class CategoryRow(Base):
    """A shelf of the shop."""

    __tablename__ = "categories"

    category_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    # What customers read.
    display_name: Mapped[str] = mapped_column(Text)
