"""An attempt keeps the hash of the quiz it was started with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column(
        "attempt",
        sa.Column("quiz_hash", sa.String(length=64), server_default="", nullable=False),
    )


def downgrade() -> None:
    op.drop_column("attempt", "quiz_hash")
