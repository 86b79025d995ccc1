"""Invitations that nobody can use any more go after a while."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from lms.accounts.models import Invitation
from lms.clock import utcnow
from lms.extensions import db
from lms.jobs.registry import job

INVITATION_DAYS = 365


@job("remove-old-invitations", every=timedelta(days=1))
def remove_old_invitations() -> None:
    """Remove what was withdrawn or ran out INVITATION_DAYS days ago. Who came in by one keeps it:
    it says how the account was opened."""
    limit = utcnow() - timedelta(days=INVITATION_DAYS)
    db.session.execute(
        sa.delete(Invitation).where(
            Invitation.accepted_at.is_(None),
            sa.or_(Invitation.withdrawn_at < limit, Invitation.expires_at < limit),
        )
    )
    db.session.commit()
