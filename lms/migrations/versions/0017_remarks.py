"""What people say of sections and questions, and the answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "remark",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("course", sa.String(length=80), nullable=False),
        sa.Column("part", sa.String(length=100), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("line", sa.String(length=300), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", KEY, nullable=True),
        sa.CheckConstraint(
            "(answered_at is null) = (outcome = '')", name=op.f("ck_remark_answered_with_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_remark_answered_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_remark_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
        sa.UniqueConstraint("public_id", name=op.f("uq_remark_public_id")),
        sa.UniqueConstraint(
            "person_id",
            "course",
            "part",
            "place",
            name=op.f("uq_remark_person_id_course_part_place"),
        ),
    )
    op.create_index("ix_remark_place", "remark", ["course", "part", "place"])


def downgrade() -> None:
    op.drop_index("ix_remark_place", table_name="remark")
    op.drop_table("remark")
