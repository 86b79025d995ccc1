"""Letters about internal trainings."""

from __future__ import annotations

from alembic import op

from lms.migrations.changes import change_checks

revision = "0021"
down_revision = "0020"

KINDS = "'invitation', 'reminder', 'recovery', 'nomination', 'account'"


def upgrade() -> None:
    change_checks("outbox_mail", {"ck_outbox_mail_kind": f"kind in ({KINDS}, 'training')"})


def downgrade() -> None:
    op.execute("delete from outbox_mail where kind = 'training'")
    change_checks("outbox_mail", {"ck_outbox_mail_kind": f"kind in ({KINDS})"})
