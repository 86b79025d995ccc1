"""Practice reports that are being written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

FIELDS = ("who", "what", "where", "when", "how", "vehicle", "unknown")


def upgrade() -> None:
    op.create_table(
        "report_draft",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("course", sa.String(80), nullable=False),
        sa.Column("report", sa.String(80), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in FIELDS),
        sa.Column("route", sa.String(60), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_report_draft_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "course", "report", name=op.f("pk_report_draft")),
    )
    op.create_index("ix_report_draft_started_at", "report_draft", ["started_at"])


def downgrade() -> None:
    op.drop_table("report_draft")
