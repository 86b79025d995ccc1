"""What the worker does for this room."""

from __future__ import annotations

from datetime import timedelta

from lms.clock import utcnow
from lms.extensions import db
from lms.imports.services import remove_old
from lms.jobs.registry import job


@job("remove-old-uploads", every=timedelta(minutes=30))
def remove_old_uploads() -> None:
    """Files that nobody finished go within the day that was promised."""
    remove_old(now=utcnow())
    db.session.commit()
