"""Letters of somebody who is erased, or whose time is over: also those that lie in files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from lms.extensions import db
from lms.mail.models import MailState, OutboxMail
from lms.mail.services import withdraw_letters
from lms.mail.transports import FOLDER


def forget(*, person_id: int, address: str) -> None:
    """Take the address of a person out of every letter, row or file; what waits is not sent.

    The rows stay: they say that a letter was sent, and when. Flushes, never commits.
    """
    withdraw_letters(person_id=person_id)
    db.session.execute(
        sa.update(OutboxMail)
        .where(sa.or_(OutboxMail.person_id == person_id, OutboxMail.address == address))
        .values(
            address="",
            text="",
            state=sa.case(
                (OutboxMail.state == MailState.WAITING.value, MailState.WITHDRAWN.value),
                else_=OutboxMail.state,
            ),
        )
    )
    for path in _files():
        if address.encode() in path.read_bytes():
            path.unlink(missing_ok=True)


def remove_files_before(limit: datetime) -> None:
    """Remove letters in files that are older."""
    for path in _files():
        if path.stat().st_mtime < limit.timestamp():
            path.unlink(missing_ok=True)


def _files() -> list[Path]:
    return list((current_app.config["SETTINGS"].instance / FOLDER).glob("*.eml"))
