"""Carrying letters out of the outbox: each by one worker at a time, none lost, none twice.

A worker first takes a letter, in a transaction of its own: it moves `held_until` and counts a try.
Then it sends, and writes down how that went. When it dies in between, the clock frees the letter
again. So a letter can leave twice only when the server took it and the worker died before it
could write that down; the Message-ID is the same then.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import OperationalError

from lms.clock import utcnow
from lms.config import Settings
from lms.extensions import begin_reading, begin_writing, db
from lms.mail.models import MailKind, MailState, OutboxMail
from lms.mail.services import SIGNS_IN
from lms.mail.transports import Deliver, Refused, Undelivered, Unreachable

MOST_TRIES = 8
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=12)
HOLD = timedelta(minutes=15)
"""Longer than a mail server can take over all its steps (see `transports.TIMEOUT`)."""

WRITE_TRIES = 12
"""Each waits as long as a writer waits for another one, so about a minute in all."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did. `reached` is False when it ended because no server answered."""

    sent: int = 0
    failed: int = 0
    reached: bool = True


def wait_after(tries: int) -> timedelta:
    """How long a letter rests after this many tries: a minute, then four times as long each time,
    at most twelve hours."""
    return min(FIRST_WAIT * 4 ** (tries - 1), LONGEST_WAIT)


def anything_due() -> bool:
    """Whether a letter may be taken now. Only reads."""
    begin_reading()
    try:
        return bool(db.session.scalar(sa.select(sa.exists().where(*_due(utcnow())))))
    finally:
        db.session.rollback()
        begin_writing()


def send_due(
    settings: Settings,
    carrier: AbstractContextManager[Deliver],
    *,
    most: int = 100,
    stopping: Callable[[], bool] = lambda: False,
) -> Round:
    """Send what is due, a letter at a time: at most `most`, and no more once `stopping`.

    Ends early when the server cannot be reached: the other letters keep their tries.
    """
    sent = failed = 0
    with carrier as deliver:
        for _number in range(most):
            letter = None if stopping() else _take()
            if letter is None:
                break
            try:
                _carry(letter, settings, deliver)
            except Unreachable as error:
                failed += _put_back(letter, error)
                return Round(sent, failed, reached=False)
            except Undelivered as error:
                failed += _put_back(letter, error)
            else:
                _note_sent(letter)
                sent += 1
    return Round(sent, failed)


def _due(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        OutboxMail.state == MailState.WAITING.value,
        OutboxMail.next_try_at <= now,
        sa.or_(OutboxMail.held_until.is_(None), OutboxMail.held_until <= now),
    )


def _take() -> OutboxMail | None:
    """Take the letter that waits longest. SQLite has one writer at a time; on PostgreSQL a row
    that another worker is taking is passed over."""
    now = utcnow()
    begin_writing()
    letter = db.session.scalar(
        sa.select(OutboxMail)
        .where(*_due(now))
        .order_by(OutboxMail.next_try_at, OutboxMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if letter is not None:
        letter.held_until = now + HOLD
        letter.tries += 1
        db.session.flush()
        db.session.expunge(letter)
    db.session.commit()
    return letter


def _carry(letter: OutboxMail, settings: Settings, deliver: Deliver) -> None:
    """Any other fault is the letter's own, and must not stop the ones behind it."""
    try:
        deliver(compose(letter, settings.sender), letter.public_id)
    except Undelivered:
        raise
    except Exception as error:
        current_app.logger.error("letter %s: %s", letter.public_id, type(error).__name__)
        raise Undelivered(f"fault {type(error).__name__}"[:60]) from error


def compose(letter: OutboxMail, sender: str) -> EmailMessage:
    """The letter as it travels: plain text, from the neutral sender."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = letter.address
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.created_at)
    message["Message-ID"] = f"<{letter.public_id}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.text)
    message["Content-Language"] = letter.language
    return message


def _note_sent(letter: OutboxMail) -> None:
    """Its text goes: it may hold a link that signs in."""
    _update(
        letter,
        state=MailState.SENT.value,
        sent_at=utcnow(),
        text="",
        held_until=None,
        last_error="",
    )


def _put_back(letter: OutboxMail, error: Undelivered) -> int:
    """To be tried later, or given up: then 1."""
    given_up = isinstance(error, Refused) or letter.tries >= MOST_TRIES
    values: dict[str, Any] = {"held_until": None, "last_error": error.kind}
    if given_up:
        values["state"] = MailState.FAILED.value
        if MailKind(letter.kind) in SIGNS_IN:
            values["text"] = ""
    else:
        values["next_try_at"] = utcnow() + wait_after(letter.tries)
    current_app.logger.warning(
        "letter %s: %s, %s", letter.public_id, error.kind, "given up" if given_up else "later"
    )
    _update(letter, **values)
    return int(given_up)


def _update(letter: OutboxMail, **values: Any) -> None:
    """Write down how it went. A database that is busy is asked again: what is not written down
    would be sent twice. A letter that was withdrawn meanwhile stays so, unless it left."""
    open_states = [MailState.WAITING.value]
    if values.get("state") == MailState.SENT.value:
        open_states.append(MailState.WITHDRAWN.value)
    statement = (
        sa.update(OutboxMail)
        .where(OutboxMail.id == letter.id, OutboxMail.state.in_(open_states))
        .values(**values)
    )
    begin_writing()
    for left in reversed(range(WRITE_TRIES)):
        try:
            db.session.execute(statement)
            db.session.commit()
            return
        except OperationalError:
            db.session.rollback()
            if not left:
                raise
