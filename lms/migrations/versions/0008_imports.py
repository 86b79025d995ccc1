"""Uploads and their rows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column(
            "counts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('waiting', 'checking', 'checked', 'confirmed', 'done', 'failed')",
            name=op.f("ck_upload_state"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_upload_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("public_id", name=op.f("uq_upload_public_id")),
    )
    with op.batch_alter_table("upload") as batch_op:
        batch_op.create_index(op.f("ix_upload_person_id"), ["person_id"], unique=False)
    op.create_table(
        "upload_row",
        sa.Column(
            "upload_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fate", sa.String(length=10), nullable=False),
        sa.Column(
            "cells", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "notes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.CheckConstraint(
            "fate in ('create', 'change', 'same', 'refuse')", name=op.f("ck_upload_row_fate")
        ),
        sa.ForeignKeyConstraint(
            ["upload_id"],
            ["upload.id"],
            name=op.f("fk_upload_row_upload_id_upload"),
            ondelete="cascade",
        ),
        sa.PrimaryKeyConstraint("upload_id", "number", name=op.f("pk_upload_row")),
    )
    with op.batch_alter_table("upload_row") as batch_op:
        batch_op.create_index(
            "ix_upload_row_upload_id_fate", ["upload_id", "fate", "number"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("upload_row") as batch_op:
        batch_op.drop_index("ix_upload_row_upload_id_fate")
    op.drop_table("upload_row")
    with op.batch_alter_table("upload") as batch_op:
        batch_op.drop_index(op.f("ix_upload_person_id"))
    op.drop_table("upload")
