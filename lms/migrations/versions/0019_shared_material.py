"""Files that people send, and the material that POCOs share."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "stored_file",
        sa.Column("id", KEY, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("mime", sa.String(length=40), nullable=False),
        sa.Column("ending", sa.String(length=8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("preview", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("hash", name=op.f("uq_stored_file_hash")),
    )
    op.create_table(
        "material",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_down", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_material_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material")),
        sa.UniqueConstraint("public_id", name=op.f("uq_material_public_id")),
    )
    op.create_index("ix_material_organisation_id", "material", ["organisation_id"])
    op.create_table(
        "material_use",
        sa.Column("material_id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["material_id"], ["material.id"], name=op.f("fk_material_use_material_id_material")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_material_use_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("material_id", "organisation_id", name=op.f("pk_material_use")),
    )
    op.create_table(
        "material_version",
        sa.Column("id", KEY, nullable=False),
        sa.Column("material_id", KEY, nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("description", sa.String(length=600), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("licence", sa.String(length=10), nullable=False),
        sa.Column("kit", sa.String(length=80), nullable=False),
        sa.Column("file_id", KEY, nullable=True),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=600), nullable=False),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(file_id is null) = (text <> '')", name=op.f("ck_material_version_file_or_text")
        ),
        sa.CheckConstraint(
            "kind in ('slides', 'photo', 'example')", name=op.f("ck_material_version_kind")
        ),
        sa.CheckConstraint(
            "licence in ('network', 'cc-by', 'cc0')", name=op.f("ck_material_version_licence")
        ),
        sa.CheckConstraint(
            "state in ('draft', 'submitted', 'accepted', 'refused', 'replaced')",
            name=op.f("ck_material_version_state"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_material_version_decided_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_material_version_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_material_version_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["material_id"], ["material.id"], name=op.f("fk_material_version_material_id_material")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_version")),
        sa.UniqueConstraint(
            "material_id", "number", name=op.f("uq_material_version_material_id_number")
        ),
    )
    op.create_index("ix_material_version_file_id", "material_version", ["file_id"])
    op.create_index("ix_material_version_person_id", "material_version", ["person_id"])
    op.create_index(
        "uq_material_version_accepted",
        "material_version",
        ["material_id"],
        unique=True,
        sqlite_where=sa.text("state = 'accepted'"),
        postgresql_where=sa.text("state = 'accepted'"),
    )
    op.create_index(
        "uq_material_version_open",
        "material_version",
        ["material_id"],
        unique=True,
        sqlite_where=sa.text("state in ('draft', 'submitted', 'refused')"),
        postgresql_where=sa.text("state in ('draft', 'submitted', 'refused')"),
    )


def downgrade() -> None:
    for table in ("material_version", "material_use", "material", "stored_file"):
        op.drop_table(table)
