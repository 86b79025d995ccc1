"""How sure people were of an answer, and the totals of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

COUNTS = ("sure_right", "sure_wrong", "unsure_right", "unsure_wrong")


def upgrade() -> None:
    with op.batch_alter_table("response") as batch:
        batch.add_column(sa.Column("sure", sa.Boolean(), nullable=True))
    op.create_table(
        "sureness_total",
        sa.Column("course", sa.String(length=80), nullable=False),
        sa.Column("quiz", sa.String(length=80), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.PrimaryKeyConstraint("course", "quiz", "item", name=op.f("pk_sureness_total")),
    )


def downgrade() -> None:
    op.drop_table("sureness_total")
    with op.batch_alter_table("response") as batch:
        batch.drop_column("sure")
