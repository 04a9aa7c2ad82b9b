"""The first tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from catalog_runtime.database import UtcDateTime
from catalog_runtime.unsigned import UnsignedBigInteger

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "categories",
        sa.Column("category_id", sa.String(64), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "category_id",
            name="pk_categories",
        ),
    )
    op.create_table(
        "products",
        sa.Column("product_id", sa.String(64), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("category_id", sa.String(64), nullable=False),
        sa.Column("availability", sa.Integer(), nullable=False),
        sa.Column("price", sa.JSON(), nullable=True),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("weight_grams", sa.Integer(), nullable=True),
        sa.Column("fragile", sa.Boolean(), nullable=False),
        sa.Column("width_metres", sa.Float(), nullable=False),
        sa.Column("thumbnail", sa.LargeBinary(), nullable=False),
        sa.Column("launch_time", UtcDateTime(), nullable=True),
        sa.Column("create_time", UtcDateTime(), nullable=False),
        sa.Column("update_time", UtcDateTime(), nullable=False),
        sa.Column("etag", sa.String(32), nullable=False),
        sa.Column("bar_code", UnsignedBigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "product_id",
            name="pk_products",
        ),
    )
    op.create_index(
        "ix_products_category_id",
        "products",
        ["category_id"],
    )
    op.create_index(
        "ix_products_availability",
        "products",
        ["availability"],
    )
    op.create_index(
        "ix_products_create_time_product_id",
        "products",
        ["create_time", "product_id"],
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("caller", sa.String(255), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("claim", sa.String(36), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("form", sa.String(255), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("expires", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("caller", "key", name="pk_idempotency_keys"),
    )
    op.create_index("ix_idempotency_keys_expires", "idempotency_keys", ["expires"])


def downgrade() -> None:
    """Take the tables back to the revision before."""
    op.drop_index("ix_idempotency_keys_expires", table_name="idempotency_keys")
    op.drop_table("idempotency_keys")
    op.drop_index(
        "ix_products_create_time_product_id",
        table_name="products",
    )
    op.drop_index(
        "ix_products_availability",
        table_name="products",
    )
    op.drop_index(
        "ix_products_category_id",
        table_name="products",
    )
    op.drop_table("products")
    op.drop_table("categories")
