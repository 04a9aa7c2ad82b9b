"""The table `sessions`."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from acme_chat_auth.models.base import Base
from acme_chat_runtime.database import UtcDateTime


class SessionRow(Base):
    """One sign-in of a user, until it expires or is ended."""

    __tablename__ = "sessions"

    # Opaque and unguessable.
    session_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    # Whose session it is.
    user_id: Mapped[str] = mapped_column(String(64), index=True)
    # When it ends by itself.
    expire_time: Mapped[datetime | None] = mapped_column(UtcDateTime)
