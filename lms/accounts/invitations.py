"""Inviting people whose account is ready. Services flush, never commit."""

from __future__ import annotations

import secrets
from datetime import timedelta

import sqlalchemy as sa
from blinker import signal
from flask import current_app

from lms.accounts.models import Invitation, Person
from lms.accounts.services import hash_token
from lms.clock import utcnow
from lms.extensions import db
from lms.i18n import text_in
from lms.mail.models import MailKind
from lms.mail.services import post

INVITATION_DAYS = 14

invited = signal("person-invited")
"""Sent with the person and `by` (id of who invites, or None): the ledger listens."""


def invite(*, person: Person, by: int | None) -> Invitation:
    """Make an invitation and put its letter in the outbox; one that was open works no more."""
    withdraw(person_id=person.id)
    token = secrets.token_urlsafe(32)
    now = utcnow()
    invitation = Invitation(
        person_id=person.id,
        token_hash=hash_token(token),
        invited_by=by,
        created_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    db.session.add(invitation)
    address = f"{current_app.config['SETTINGS'].address}/invitation/{token}"
    post(
        address=person.email,
        kind=MailKind.INVITATION,
        language=person.language,
        subject=text_in(person.language, "Your invitation"),
        text=_letter(person.language, address),
        person_id=person.id,
    )
    invited.send(current_app._get_current_object(), person=person, by=by)
    return invitation


def withdraw(*, person_id: int) -> None:
    """Make the invitation of a person that is still open useless."""
    db.session.execute(
        sa.update(Invitation)
        .where(
            Invitation.person_id == person_id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=utcnow())
    )


def _letter(language: str, address: str) -> str:
    return text_in(
        language,
        "Hello,\n\nYour online training is ready. Open this address to begin:\n\n%(address)s\n\n"
        "It works once, and until two weeks from now.\n",
        address=address,
    )
