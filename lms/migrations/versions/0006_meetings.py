"""Meetings and attendance."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from lms.migrations.changes import change_checks

revision = "0006"
down_revision = "0005"

KINDS = "'named', 'invited', 'signed_in', 'lesson_read', 'quiz_submitted', 'meeting_attended', 'module_done', 'online_done', 'complete'"
WITHDRAWN = "'meeting_withdrawn', 'complete_withdrawn'"

# Without the facts that withdraw them, mistakes would count again: they go together.
MISTAKES = """
    delete from fact where exists (
        select 1 from fact as void
        where void.person_id = fact.person_id and void.course = fact.course
        and void.subject = fact.subject and void.reference = fact.reference
        and void.kind = case fact.kind
            when 'meeting_attended' then 'meeting_withdrawn'
            when 'complete' then 'complete_withdrawn' end
    )
"""


def upgrade() -> None:
    change_checks("fact", {"ck_fact_kind": f"kind in ({KINDS}, {WITHDRAWN})"})
    op.create_table(
        "meeting",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("place_key", sa.String(length=240), nullable=False),
        sa.Column(
            "recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_meeting_recorded_by_person")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_meeting_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("public_id", name=op.f("uq_meeting_public_id")),
        sa.UniqueConstraint(
            "site_id",
            "day",
            "kind",
            "place_key",
            name=op.f("uq_meeting_site_id_day_kind_place_key"),
        ),
    )
    op.create_table(
        "attendance",
        sa.Column(
            "meeting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("presence", sa.String(length=10), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column(
            "recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "presence in ('present', 'absent', 'excused')", name=op.f("ck_attendance_presence")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_attendance_version")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attendance_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_attendance_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_attendance")),
    )
    with op.batch_alter_table("attendance") as batch_op:
        batch_op.create_index(op.f("ix_attendance_person_id"), ["person_id"], unique=False)
    op.create_table(
        "attendance_correction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "meeting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("before", sa.String(length=10), nullable=False),
        sa.Column("after", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column(
            "corrected_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrected_by"],
            ["person.id"],
            name=op.f("fk_attendance_correction_corrected_by_person"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_correction_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attendance_correction_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_correction")),
    )
    with op.batch_alter_table("attendance_correction") as batch_op:
        batch_op.create_index(
            op.f("ix_attendance_correction_meeting_id"), ["meeting_id"], unique=False
        )


def downgrade() -> None:
    op.execute(MISTAKES)
    op.execute(f"delete from fact where kind in ({WITHDRAWN})")
    change_checks("fact", {"ck_fact_kind": f"kind in ({KINDS})"})
    with op.batch_alter_table("attendance_correction") as batch_op:
        batch_op.drop_index(op.f("ix_attendance_correction_meeting_id"))
    op.drop_table("attendance_correction")
    with op.batch_alter_table("attendance") as batch_op:
        batch_op.drop_index(op.f("ix_attendance_person_id"))
    op.drop_table("attendance")
    op.drop_table("meeting")
