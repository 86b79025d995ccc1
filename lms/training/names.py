"""The names of who was there, where an organisation needs them: sealed, and gone by themselves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa

from lms import strongbox
from lms.clock import start_of_day, utcnow
from lms.errors import SessionRefused
from lms.extensions import db
from lms.training.models import NAMES_KEPT_FOR, SessionState, SignInList, TrainingSession


def until(session: TrainingSession) -> date:
    """The day on which the names go."""
    return session.day + NAMES_KEPT_FOR


def has(session: TrainingSession) -> bool:
    """Whether there are names that can still be read."""
    return _row(session) is not None


def read(session: TrainingSession) -> list[str]:
    """The names, as they were written. Raises DataKeyMissing, SealBroken."""
    row = _row(session)
    if row is None:
        return []
    return list(json.loads(strongbox.unseal(row.sealed, row.seal_context)))


def write(*, session: TrainingSession, names: Sequence[str]) -> None:
    """Put other names in the place of those that are there; none removes the list. Flushes.

    Raises SessionRefused when their time is over, or the session does not go on.
    """
    db.session.refresh(session, with_for_update=True)
    expires = _expires(session)
    if session.state == SessionState.CANCELLED or expires <= utcnow():
        raise SessionRefused
    row = db.session.scalar(sa.select(SignInList).where(SignInList.session_id == session.id))
    if not names:
        if row is not None:
            db.session.delete(row)
        db.session.flush()
        return
    row = row or SignInList(session_id=session.id)
    row.sealed = strongbox.seal(json.dumps(list(names)).encode(), row.seal_context)
    row.expires_at = expires
    db.session.add(row)
    db.session.flush()


def _row(session: TrainingSession) -> SignInList | None:
    """What is over is not shown either, until it is removed."""
    return db.session.scalar(
        sa.select(SignInList).where(
            SignInList.session_id == session.id, SignInList.expires_at > utcnow()
        )
    )


def _expires(session: TrainingSession) -> datetime:
    """At the beginning of that day."""
    return start_of_day(until(session))
