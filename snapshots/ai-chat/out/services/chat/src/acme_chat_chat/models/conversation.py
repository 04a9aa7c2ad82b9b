"""The table `conversations`."""

from datetime import UTC, datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from acme_chat_chat.models.base import Base
from acme_chat_runtime.database import UtcDateTime


class ConversationRow(Base):
    """A thread of messages between one user and the agent."""

    __tablename__ = "conversations"
    __table_args__ = (
        Index(
            None,
            "user_id",
            "create_time",
            "conversation_id",
        ),
    )

    conversation_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    # Whose conversation it is.
    user_id: Mapped[str] = mapped_column(String(64), index=True)
    # A few words that name it.
    title: Mapped[str] = mapped_column(Text)
    create_time: Mapped[datetime] = mapped_column(
        UtcDateTime,
        default=lambda: datetime.now(UTC),
    )
