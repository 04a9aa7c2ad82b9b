"""The first tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "agent_configs",
        sa.Column("agent_config_id", sa.String(64), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("instructions", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "agent_config_id",
            name="pk_agent_configs",
        ),
    )


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_table("agent_configs")
