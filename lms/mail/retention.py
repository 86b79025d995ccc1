"""Letters that are done with go after a while: who got what is nobody's business for ever."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from lms.clock import utcnow
from lms.extensions import db
from lms.jobs.registry import job
from lms.mail.erasure import remove_files_before
from lms.mail.models import MailState, OutboxMail

LETTER_DAYS = 90


@job("remove-old-letters", every=timedelta(days=1))
def remove_old_letters() -> None:
    """Remove letters that left, failed or were withdrawn, LETTER_DAYS days after they were
    written; those in files too."""
    limit = utcnow() - timedelta(days=LETTER_DAYS)
    remove_files_before(limit)
    db.session.execute(
        sa.delete(OutboxMail).where(
            OutboxMail.state != MailState.WAITING.value,
            OutboxMail.created_at < limit,
        )
    )
    db.session.commit()
