"""What partners see of a closed quarter, and the list of everybody in order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "partner_table",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column(
            "figures", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_partner_table_site_id_site")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_table")),
        sa.UniqueConstraint("site_id", "quarter", name=op.f("uq_partner_table_site_id_quarter")),
    )
    op.create_index(
        "ix_person_name_id",
        "person",
        ["name", "id"],
        sqlite_where=sa.text("erased_at is null"),
        postgresql_where=sa.text("erased_at is null"),
    )
    op.create_index(
        "ix_course_progress_person_id_signed_in_at_invited_at",
        "course_progress",
        ["person_id", "signed_in_at", "invited_at"],
    )


def downgrade() -> None:
    op.drop_index(
        "ix_course_progress_person_id_signed_in_at_invited_at", table_name="course_progress"
    )
    op.drop_index("ix_person_name_id", table_name="person")
    op.drop_table("partner_table")
