"""Who takes part, found by name, nominated and handed over."""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa
from alembic import op

from lms.migrations.changes import change_checks

revision = "0003"
down_revision = "0002"

KINDS = "kind in ('grower', 'trader', 'carrier', 'services', 'public', 'other')"


def upgrade() -> None:
    change_checks(
        "role_grant",
        {
            "ck_role_grant_role": "role in ('coordinator', 'partner', 'staff', 'admin')",
            "ck_role_grant_site_of_role": "(role in ('coordinator', 'partner')) = (site_id is not null)",
        },
    )
    change_checks("seat", {"ck_seat_period": "until is null or until >= since"})
    op.create_table(
        "nomination_link",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_nomination_link_made_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_nomination_link_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_nomination_link_site_id_site")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_nomination_link_token_hash")),
    )
    op.create_table(
        "handover",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "old_seat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "new_seat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("done_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["done_by"], ["person.id"], name=op.f("fk_handover_done_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["new_seat_id"], ["seat.id"], name=op.f("fk_handover_new_seat_id_seat")
        ),
        sa.ForeignKeyConstraint(
            ["old_seat_id"], ["seat.id"], name=op.f("fk_handover_old_seat_id_seat")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("new_seat_id", name=op.f("uq_handover_new_seat_id")),
        sa.UniqueConstraint("old_seat_id", name=op.f("uq_handover_old_seat_id")),
    )
    op.create_table(
        "nomination",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "replaces_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column(
            "nominated_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column(
            "decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'open') = (decided_at is null)", name=op.f("ck_nomination_decided")
        ),
        sa.CheckConstraint("language in ('nl', 'en')", name=op.f("ck_nomination_language")),
        sa.CheckConstraint(
            "state in ('open', 'accepted', 'refused', 'withdrawn')",
            name=op.f("ck_nomination_state"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_nomination_decided_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["nominated_by"], ["person.id"], name=op.f("fk_nomination_nominated_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_nomination_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["seat.id"], name=op.f("fk_nomination_replaces_id_seat")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_nomination_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
        sa.UniqueConstraint("public_id", name=op.f("uq_nomination_public_id")),
    )
    with op.batch_alter_table("nomination") as batch_op:
        batch_op.create_index(
            op.f("ix_nomination_organisation_id"), ["organisation_id"], unique=False
        )
    op.add_column(
        "organisation",
        sa.Column(
            "kind",
            sa.String(length=10),
            sa.CheckConstraint(KINDS, name=op.f("ck_organisation_kind")),
            server_default="other",
            nullable=False,
        ),
    )
    op.add_column(
        "organisation",
        sa.Column("search_key", sa.String(length=240), server_default="", nullable=False),
    )
    op.add_column(
        "organisation", sa.Column("created_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "person", sa.Column("search_key", sa.String(length=240), server_default="", nullable=False)
    )
    op.add_column("person", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "person", sa.Column("reminders_paused_until", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("person", sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "person", sa.Column("reachable", sa.String(length=120), server_default="", nullable=False)
    )
    op.add_column(
        "site",
        sa.Column("municipalities", sa.String(length=200), server_default="", nullable=False),
    )
    op.add_column(
        "site", sa.Column("address", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column(
        "site", sa.Column("route", sa.String(length=500), server_default="", nullable=False)
    )
    op.add_column(
        "site", sa.Column("contact", sa.String(length=200), server_default="", nullable=False)
    )
    fill_search_keys()


def fill_search_keys() -> None:
    """As `lms.search.fold` did when this was written: what is kept must not follow later code."""
    for table in ("person", "organisation"):
        named = sa.table(table, sa.column("id"), sa.column("name"), sa.column("search_key"))
        keys = [
            {"which": number, "key": fold(name)[:240]}
            for number, name in op.get_bind().execute(sa.select(named.c.id, named.c.name))
        ]
        if keys:
            op.get_bind().execute(
                sa.update(named)
                .where(named.c.id == sa.bindparam("which"))
                .values(search_key=sa.bindparam("key")),
                keys,
            )


def fold(text: str) -> str:
    special = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"})
    plain = unicodedata.normalize("NFKD", text.casefold().translate(special))
    return "".join(sign for sign in plain if sign.isalnum())


def downgrade() -> None:
    with op.batch_alter_table("nomination") as batch_op:
        batch_op.drop_index(op.f("ix_nomination_organisation_id"))
    op.drop_table("nomination")
    op.drop_table("handover")
    op.drop_table("nomination_link")
    op.execute("delete from role_grant where role = 'partner'")
    op.execute("delete from seat where until = since")
    change_checks("seat", {"ck_seat_period": "until is null or until > since"})
    change_checks(
        "role_grant",
        {
            "ck_role_grant_role": "role in ('coordinator', 'staff', 'admin')",
            "ck_role_grant_site_of_role": "(role = 'coordinator') = (site_id is not null)",
        },
    )
    op.drop_column("site", "contact")
    op.drop_column("site", "route")
    op.drop_column("site", "address")
    op.drop_column("site", "municipalities")
    op.drop_column("person", "reachable")
    op.drop_column("person", "listed_at")
    op.drop_column("person", "reminders_paused_until")
    op.drop_column("person", "erased_at")
    op.drop_column("person", "search_key")
    op.drop_column("organisation", "created_at")
    op.drop_column("organisation", "search_key")
    op.drop_column("organisation", "kind")
