"""The outbox and the worker's jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("last_run_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )
    op.create_table(
        "outbox_mail",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "kind in ('invitation', 'reminder', 'recovery', 'nomination')",
            name=op.f("ck_outbox_mail_kind"),
        ),
        sa.CheckConstraint(
            "state in ('waiting', 'sent', 'failed', 'withdrawn')", name=op.f("ck_outbox_mail_state")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_outbox_mail_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
        sa.UniqueConstraint("public_id", name=op.f("uq_outbox_mail_public_id")),
    )
    with op.batch_alter_table("outbox_mail") as batch_op:
        batch_op.create_index(op.f("ix_outbox_mail_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "ix_outbox_mail_state_next_try_at", ["state", "next_try_at"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("outbox_mail") as batch_op:
        batch_op.drop_index("ix_outbox_mail_state_next_try_at")
        batch_op.drop_index(op.f("ix_outbox_mail_person_id"))
    op.drop_table("outbox_mail")
    op.drop_table("job_run")
