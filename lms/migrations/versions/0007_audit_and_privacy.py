"""Audit trail and erasure."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=24), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=24), nullable=False),
        sa.Column(
            "detail", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry") as batch_op:
        batch_op.create_index("ix_audit_entry_at", ["at"], unique=False)
        batch_op.create_index("ix_audit_entry_actor_id", ["actor", "id"], unique=False)
        batch_op.create_index("ix_audit_entry_action_id", ["action", "id"], unique=False)
        batch_op.create_index("ix_audit_entry_subject_id", ["subject", "id"], unique=False)
    op.create_table(
        "audit_seal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "first_entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "last_entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seal")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_seal_hash")),
        sa.UniqueConstraint("last_entry_id", name=op.f("uq_audit_seal_last_entry_id")),
        sa.UniqueConstraint("previous", name=op.f("uq_audit_seal_previous")),
    )
    op.create_table(
        "erasure_request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["done_by"], ["person.id"], name=op.f("fk_erasure_request_done_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_erasure_request_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_request")),
        sa.UniqueConstraint("person_id", name=op.f("uq_erasure_request_person_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_erasure_request_public_id")),
    )
    guard()


SEALED = ["first_entry_id", "last_entry_id", "count", "previous", "hash", "sealed_at", "id"]
SAME = " and ".join(f"new.{name} = old.{name}" for name in SEALED)
RULES = {
    # Rule: table, event, and when it is refused.
    "audit_entry_kept": ("audit_entry", "update", ""),
    "audit_entry_stays": (
        "audit_entry",
        "delete",
        "not exists (select 1 from audit_seal where removed_at is not null"
        " and old.id between first_entry_id and last_entry_id)",
    ),
    "audit_seal_kept": ("audit_seal", "update", f"not (old.removed_at is null and {SAME})"),
    "audit_seal_stays": ("audit_seal", "delete", ""),
}


def guard() -> None:
    """Rows of the trail are only added. Entries of a seal that says so may be removed."""
    if op.get_bind().dialect.name == "sqlite":
        for name, (table, happens, refused) in RULES.items():
            when = f" when {refused}" if refused else ""
            op.execute(
                f"create trigger {name} before {happens} on {table} for each row{when}"
                " begin select raise(abort, 'the audit trail is append-only'); end"
            )
        return
    for name, (table, happens, refused) in RULES.items():
        kept = "new" if happens == "update" else "old"
        op.execute(
            f"create function {name}() returns trigger language plpgsql as $$ begin"
            f" if {refused or 'true'} then raise exception 'the audit trail is append-only';"
            f" end if; return {kept}; end $$"
        )
        op.execute(
            f"create trigger {name} before {happens} on {table}"
            f" for each row execute function {name}()"
        )


def unguard() -> None:
    for name, (table, _happens, _refused) in RULES.items():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"drop trigger {name}")
        else:
            op.execute(f"drop trigger {name} on {table}")
            op.execute(f"drop function {name}()")


def downgrade() -> None:
    unguard()
    op.drop_table("erasure_request")
    op.drop_table("audit_seal")
    with op.batch_alter_table("audit_entry") as batch_op:
        for columns in ("subject_id", "action_id", "actor_id", "at"):
            batch_op.drop_index(f"ix_audit_entry_{columns}")
    op.drop_table("audit_entry")
