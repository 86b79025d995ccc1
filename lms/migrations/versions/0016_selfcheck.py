"""The three questions about oneself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

QUESTIONS = ("recognise", "route", "act")


def upgrade() -> None:
    op.create_table(
        "self_check",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("course", sa.String(length=80), nullable=False),
        sa.Column("moment", sa.String(length=10), nullable=False),
        *(sa.Column(name, sa.SmallInteger(), nullable=True) for name in QUESTIONS),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.CheckConstraint(f"{name} between 1 and 5", name=op.f(f"ck_self_check_{name}"))
            for name in QUESTIONS
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_self_check_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "course", "moment", name=op.f("pk_self_check")),
    )


def downgrade() -> None:
    op.drop_table("self_check")
