"""The table `messages`."""

from datetime import UTC, datetime

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from acme_chat_chat.models.base import Base
from acme_chat_runtime.database import UtcDateTime


class MessageRow(Base):
    """One message of a conversation."""

    __tablename__ = "messages"

    message_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(64), index=True)
    author: Mapped[int] = mapped_column(Integer)
    # What was written, as plain text.
    text: Mapped[str] = mapped_column(Text)
    create_time: Mapped[datetime] = mapped_column(
        UtcDateTime,
        default=lambda: datetime.now(UTC),
    )
