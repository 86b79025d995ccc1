"""Indexes for the lists of invitations and reminders, and letters about accounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from lms.migrations.changes import change_checks

revision = "0015"
down_revision = "0014"

FEW = ("blocked_at", "erased_at", "reminders_paused_until")
"""Columns of a person that are filled for few people."""
NARROW = "ix_course_progress_person_id_signed_in_at_invited_at"
WIDE = "ix_course_progress_dates"
INVITATION = "ix_invitation_person_id"


KINDS = "'invitation', 'reminder', 'recovery', 'nomination'"
STATES = "'waiting', 'checking', 'checked', 'done'"


def upgrade() -> None:
    change_checks("outbox_mail", {"ck_outbox_mail_kind": f"kind in ({KINDS}, 'account')"})
    change_checks("upload", {"ck_upload_state": f"state in ({STATES})"})
    op.create_index(
        WIDE,
        "course_progress",
        [
            "person_id",
            "course",
            "complete_at",
            "signed_in_at",
            "invited_at",
            "named_at",
            "last_activity_at",
        ],
    )
    op.drop_index(NARROW, "course_progress")
    op.create_index(
        f"{INVITATION}_id_accepted_at", "invitation", ["person_id", "id", "accepted_at"]
    )
    op.drop_index(INVITATION, "invitation")
    for column in FEW:
        filled = sa.text(f"{column} is not null")
        op.create_index(
            f"ix_person_{column}",
            "person",
            [column],
            sqlite_where=filled,
            postgresql_where=filled,
        )


def downgrade() -> None:
    op.execute("update outbox_mail set kind = 'recovery' where kind = 'account'")
    change_checks("outbox_mail", {"ck_outbox_mail_kind": f"kind in ({KINDS})"})
    states = f"state in ({STATES}, 'confirmed', 'failed')"
    change_checks("upload", {"ck_upload_state": states})
    for column in FEW:
        op.drop_index(f"ix_person_{column}", "person")
    op.create_index(INVITATION, "invitation", ["person_id"])
    op.drop_index(f"{INVITATION}_id_accepted_at", "invitation")
    op.create_index(NARROW, "course_progress", ["person_id", "signed_in_at", "invited_at"])
    op.drop_index(WIDE, "course_progress")
