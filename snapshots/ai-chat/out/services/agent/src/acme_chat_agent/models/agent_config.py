"""The table `agent_configs`."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from acme_chat_agent.models.base import Base


class AgentConfigRow(Base):
    """How an agent is set up."""

    __tablename__ = "agent_configs"

    agent_config_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    # The language model to ask, by the provider's name for it.
    model: Mapped[str] = mapped_column(Text)
    # What the model is told before every prompt.
    instructions: Mapped[str] = mapped_column(Text)
