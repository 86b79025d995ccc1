"""Putting letters in the outbox. Services flush, never commit."""

from __future__ import annotations

from lms.extensions import db
from lms.mail.models import MailKind, OutboxMail


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
