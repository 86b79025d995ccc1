"""No reminders for a while: each person decides, from a link in the letter or at /me."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from lms.accounts.models import Person
from lms.clock import utcnow
from lms.errors import NotFound
from lms.extensions import db

PAUSE = timedelta(days=30)
FOREVER = datetime(9000, 1, 1, tzinfo=UTC)
"""How `reminders_paused_until` says "until I say so"."""


class Choice(StrEnum):
    """What somebody can choose."""

    MONTH = "month"
    FOREVER = "forever"
    NONE = "none"


def pause(*, person_id: int, choice: Choice) -> None:
    """Stop reminders for thirty days or for good, or let them come again."""
    until = {Choice.MONTH: utcnow() + PAUSE, Choice.FOREVER: FOREVER, Choice.NONE: None}[choice]
    db.session.execute(
        sa.update(Person).where(Person.id == person_id).values(reminders_paused_until=until)
    )


def paused(until: datetime | None, now: datetime) -> Choice:
    """What holds now, by the value of `reminders_paused_until`."""
    if until is None or until <= now:
        return Choice.NONE
    return Choice.FOREVER if until >= FOREVER else Choice.MONTH


def pause_address(person: Person) -> str:
    """The address for letters. It is signed and works without signing in: all that can be done
    there is to stop or start reminders."""
    return f"{current_app.config['SETTINGS'].address}/reminders/{_signer().dumps(person.public_id)}"


def who_pauses(token: str) -> Person:
    """The person of an address. Raises NotFound for one that we did not write."""
    try:
        public_id = _signer().loads(token)
    except BadData as error:
        raise NotFound from error
    person = db.session.scalar(
        sa.select(Person).where(Person.public_id == str(public_id), Person.erased_at.is_(None))
    )
    if person is None:
        raise NotFound
    return person


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="reminders")
