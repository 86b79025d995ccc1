"""Putting letters in the outbox and taking them out. Services flush, never commit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from lms.clock import utcnow
from lms.extensions import db
from lms.mail.models import MailKind, MailState, OutboxMail

SIGNS_IN = frozenset({MailKind.INVITATION, MailKind.RECOVERY})
"""Letters with a link that signs in: their text goes as soon as they are given up."""

AFRESH = {"state": MailState.WAITING.value, "tries": 0, "held_until": None, "last_error": ""}


def post(
    *, address: str, kind: MailKind, language: str, subject: str, text: str, person_id: int | None
) -> OutboxMail:
    """Put a letter in the outbox, in the transaction of what it is about.

    The subject tells neither a name nor what the programme is about.
    """
    letter = OutboxMail(
        address=address,
        kind=kind.value,
        language=language,
        subject=subject,
        text=text,
        person_id=person_id,
    )
    db.session.add(letter)
    db.session.flush()
    return letter


def withdraw_letters(*, person_id: int, kinds: tuple[MailKind, ...] = tuple(MailKind)) -> int:
    """Take the letters to a person that have not left yet out of the outbox; how many."""
    result: Any = db.session.execute(
        sa.update(OutboxMail)
        .where(
            OutboxMail.person_id == person_id,
            OutboxMail.kind.in_([kind.value for kind in kinds]),
            OutboxMail.state == MailState.WAITING.value,
        )
        .values(state=MailState.WITHDRAWN.value, text="", held_until=None)
    )
    return int(result.rowcount)


def last_letter_since(*, person_id: int, kind: MailKind, since: timedelta) -> OutboxMail | None:
    """The newest letter of a kind to a person, not older than `since`, that left or will leave."""
    return db.session.scalar(
        sa.select(OutboxMail)
        .where(
            OutboxMail.person_id == person_id,
            OutboxMail.kind == kind.value,
            OutboxMail.state.in_([MailState.WAITING.value, MailState.SENT.value]),
            OutboxMail.created_at > utcnow() - since,
        )
        .order_by(OutboxMail.id.desc())
        .limit(1)
    )


def send_again(*, letter: OutboxMail) -> bool:
    """Let the worker try a failed letter anew; False when its text is gone."""
    result: Any = db.session.execute(
        sa.update(OutboxMail)
        .where(
            OutboxMail.id == letter.id,
            OutboxMail.state == MailState.FAILED.value,
            OutboxMail.text != "",
        )
        .values(**AFRESH, next_try_at=utcnow())
    )
    return bool(result.rowcount)
