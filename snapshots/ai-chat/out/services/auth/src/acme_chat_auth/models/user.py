"""The table `users`."""

from datetime import UTC, datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from acme_chat_auth.models.base import Base
from acme_chat_runtime.database import UtcDateTime


class UserRow(Base):
    """A person who may use the system."""

    __tablename__ = "users"
    __table_args__ = (
        Index(
            None,
            "create_time",
            "user_id",
        ),
    )

    # Opaque and stable; never reused.
    user_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    # Where the user can be reached; unique among users.
    email: Mapped[str] = mapped_column(Text)
    # The name that others see.
    display_name: Mapped[str] = mapped_column(Text)
    # When the user registered.
    create_time: Mapped[datetime] = mapped_column(
        UtcDateTime,
        default=lambda: datetime.now(UTC),
    )
