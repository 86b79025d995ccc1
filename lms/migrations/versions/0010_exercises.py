"""Exercises: what people did beside lessons and quizzes."""

from __future__ import annotations

from alembic import op

from lms.migrations.changes import change_checks

revision = "0010"
down_revision = "0009"

KINDS = (
    "'named', 'invited', 'signed_in', 'lesson_read', 'quiz_submitted', 'meeting_attended',"
    " 'module_done', 'online_done', 'complete', 'meeting_withdrawn', 'complete_withdrawn'"
)


def upgrade() -> None:
    change_checks("fact", {"ck_fact_kind": f"kind in ({KINDS}, 'exercise_done')"})


def downgrade() -> None:
    op.execute("delete from fact where kind = 'exercise_done'")
    change_checks("fact", {"ck_fact_kind": f"kind in ({KINDS})"})
