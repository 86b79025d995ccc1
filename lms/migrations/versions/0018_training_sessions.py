"""Internal trainings: sessions, their run and what came out; self-study."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from lms.migrations.changes import change_checks

revision = "0018"
down_revision = "0017"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = (
    "'named', 'invited', 'signed_in', 'lesson_read', 'exercise_done', 'quiz_submitted',"
    " 'meeting_attended', 'module_done', 'online_done', 'complete', 'meeting_withdrawn',"
    " 'complete_withdrawn'"
)
TRAINING = "'training_given', 'training_withdrawn'"


def upgrade() -> None:
    op.create_table(
        "self_study_link",
        sa.Column("id", KEY, nullable=False),
        sa.Column("word", sa.String(length=24), nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("site_id", KEY, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("kit", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_self_study_link_made_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_self_study_link_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_self_study_link_site_id_site")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_study_link")),
        sa.UniqueConstraint("word", name=op.f("uq_self_study_link_word")),
    )
    op.create_index("ix_self_study_link_made_by", "self_study_link", ["made_by"])
    op.create_index("ix_self_study_link_organisation_id", "self_study_link", ["organisation_id"])
    op.create_table(
        "training_session",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("site_id", KEY, nullable=False),
        sa.Column("given_by", KEY, nullable=False),
        sa.Column("kit", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("edition_id", KEY, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("co_trainer", sa.String(length=12), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at is not null)", name=op.f("ck_training_session_closed")
        ),
        sa.CheckConstraint(
            "co_trainer in ('no', 'asked', 'coming', 'not-coming')",
            name=op.f("ck_training_session_co_trainer"),
        ),
        sa.CheckConstraint(
            "state in ('planned', 'open', 'closed', 'cancelled')",
            name=op.f("ck_training_session_state"),
        ),
        sa.CheckConstraint(
            "way in ('phones', 'hands', 'paper')", name=op.f("ck_training_session_way")
        ),
        sa.CheckConstraint(
            "expected is null or expected between 1 and 2000",
            name=op.f("ck_training_session_expected"),
        ),
        sa.CheckConstraint(
            "headcount is null or headcount between 0 and 2000",
            name=op.f("ck_training_session_headcount"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_training_session_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["given_by"], ["person.id"], name=op.f("fk_training_session_given_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_training_session_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_training_session_site_id_site")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
        sa.UniqueConstraint("public_id", name=op.f("uq_training_session_public_id")),
    )
    op.create_index("ix_training_session_given_by", "training_session", ["given_by"])
    op.create_index("ix_training_session_kit_state", "training_session", ["kit", "state"])
    op.create_index("ix_training_session_organisation_id", "training_session", ["organisation_id"])
    op.create_index("ix_training_session_site_id", "training_session", ["site_id"])
    op.create_table(
        "live_session",
        sa.Column("session_id", KEY, nullable=False),
        sa.Column("word", sa.String(length=24), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=10), nullable=False),
        sa.Column("show_counts", sa.Boolean(), nullable=False),
        sa.Column("remote_hash", sa.String(length=64), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "phase in ('waiting', 'asking', 'stopped', 'shown')", name=op.f("ck_live_session_phase")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_live_session_session_id_training_session"),
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_live_session")),
        sa.UniqueConstraint("word", name=op.f("uq_live_session_word")),
    )
    op.create_table(
        "self_study_code",
        sa.Column("id", KEY, nullable=False),
        sa.Column("link_id", KEY, nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["link_id"],
            ["self_study_link.id"],
            name=op.f("fk_self_study_code_link_id_self_study_link"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_study_code")),
        sa.UniqueConstraint("link_id", "code", name=op.f("uq_self_study_code_link_id_code")),
    )
    op.create_table(
        "training_sign_in_list",
        sa.Column("id", KEY, nullable=False),
        sa.Column("session_id", KEY, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_training_sign_in_list_session_id_training_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_sign_in_list")),
        sa.UniqueConstraint("session_id", name=op.f("uq_training_sign_in_list_session_id")),
    )
    op.create_table(
        "training_tally",
        sa.Column("session_id", KEY, nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("round", sa.String(length=8), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("item_hash", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "round in ('before', 'once', 'after')", name=op.f("ck_training_tally_round")
        ),
        sa.CheckConstraint("count >= 0", name=op.f("ck_training_tally_count")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_training_tally_session_id_training_session"),
        ),
        sa.PrimaryKeyConstraint(
            "session_id", "item", "round", "answer", name=op.f("pk_training_tally")
        ),
    )
    op.create_table(
        "live_hand_count",
        sa.Column("session_id", KEY, nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("round", sa.String(length=8), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "round in ('before', 'once', 'after')", name=op.f("ck_live_hand_count_round")
        ),
        sa.CheckConstraint("count between 0 and 2000", name=op.f("ck_live_hand_count_count")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["live_session.session_id"],
            name=op.f("fk_live_hand_count_session_id_live_session"),
        ),
        sa.PrimaryKeyConstraint(
            "session_id", "item", "round", "answer", name=op.f("pk_live_hand_count")
        ),
    )
    op.create_table(
        "live_participant",
        sa.Column("id", KEY, nullable=False),
        sa.Column("session_id", KEY, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("nickname", sa.String(length=20), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["live_session.session_id"],
            name=op.f("fk_live_participant_session_id_live_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_participant")),
        sa.UniqueConstraint("session_id", "code", name=op.f("uq_live_participant_session_id_code")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_live_participant_token_hash")),
    )
    op.create_table(
        "live_answer",
        sa.Column("participant_id", KEY, nullable=False),
        sa.Column("session_id", KEY, nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("round", sa.String(length=8), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "round in ('before', 'once', 'after')", name=op.f("ck_live_answer_round")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["live_participant.id"],
            name=op.f("fk_live_answer_participant_id_live_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["live_session.session_id"],
            name=op.f("fk_live_answer_session_id_live_session"),
        ),
        sa.PrimaryKeyConstraint("participant_id", "item", "round", name=op.f("pk_live_answer")),
    )
    op.create_index(
        "ix_live_answer_tally", "live_answer", ["session_id", "item", "round", "answer"]
    )
    change_checks("fact", {"ck_fact_kind": f"kind in ({KINDS}, {TRAINING})"})


def downgrade() -> None:
    op.execute(f"delete from fact where kind in ({TRAINING})")
    change_checks("fact", {"ck_fact_kind": f"kind in ({KINDS})"})
    op.drop_index("ix_live_answer_tally", table_name="live_answer")
    op.drop_table("live_answer")
    op.drop_table("live_participant")
    op.drop_table("live_hand_count")
    op.drop_table("training_tally")
    op.drop_table("training_sign_in_list")
    op.drop_table("self_study_code")
    op.drop_table("live_session")
    op.drop_index("ix_training_session_site_id", table_name="training_session")
    op.drop_index("ix_training_session_organisation_id", table_name="training_session")
    op.drop_index("ix_training_session_kit_state", table_name="training_session")
    op.drop_index("ix_training_session_given_by", table_name="training_session")
    op.drop_table("training_session")
    op.drop_index("ix_self_study_link_organisation_id", table_name="self_study_link")
    op.drop_index("ix_self_study_link_made_by", table_name="self_study_link")
    op.drop_table("self_study_link")
