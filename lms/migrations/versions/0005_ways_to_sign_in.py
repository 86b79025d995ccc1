"""Invitations, passkeys, codes, recovery."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "invited_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["person.id"], name=op.f("fk_invitation_invited_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_invitation_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitation_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.create_index(op.f("ix_invitation_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_invitation_open",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("accepted_at is null and withdrawn_at is null"),
            postgresql_where=sa.text("accepted_at is null and withdrawn_at is null"),
        )
    op.create_table(
        "one_time_code",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_one_time_code_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_one_time_code")),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("credential_id", sa.LargeBinary(length=1023), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_passkey_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_passkey_public_id")),
    )
    with op.batch_alter_table("passkey") as batch_op:
        batch_op.create_index(op.f("ix_passkey_person_id"), ["person_id"], unique=False)
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code_hash", sa.String(length=128), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    with op.batch_alter_table("recovery_code") as batch_op:
        batch_op.create_index(op.f("ix_recovery_code_person_id"), ["person_id"], unique=False)
    op.add_column(
        "login_link",
        sa.Column(
            "purpose",
            sa.String(length=10),
            sa.CheckConstraint(
                "purpose in ('operator', 'recovery')", name=op.f("ck_login_link_purpose")
            ),
            server_default="operator",
            nullable=False,
        ),
    )


def downgrade() -> None:
    op.drop_column("login_link", "purpose")
    with op.batch_alter_table("recovery_code") as batch_op:
        batch_op.drop_index(op.f("ix_recovery_code_person_id"))
    op.drop_table("recovery_code")
    with op.batch_alter_table("passkey") as batch_op:
        batch_op.drop_index(op.f("ix_passkey_person_id"))
    op.drop_table("passkey")
    op.drop_table("one_time_code")
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.drop_index(
            "uq_invitation_open",
            sqlite_where=sa.text("accepted_at is null and withdrawn_at is null"),
            postgresql_where=sa.text("accepted_at is null and withdrawn_at is null"),
        )
        batch_op.drop_index(op.f("ix_invitation_person_id"))
    op.drop_table("invitation")
