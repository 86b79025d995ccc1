"""What happens by itself: a session that nobody closed is closed."""

from __future__ import annotations

from datetime import timedelta

from lms.extensions import db
from lms.jobs.registry import job
from lms.live import services


@job("close-live-sessions", every=timedelta(minutes=15))
def close_left_open() -> None:
    services.tidy()
    db.session.commit()
