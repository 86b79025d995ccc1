"""Inviting people whose account is ready. Services flush, never commit."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from blinker import signal
from flask import current_app

from lms.accounts import letters
from lms.accounts.keys import Passkey
from lms.accounts.models import Invitation, Person
from lms.accounts.services import hash_token
from lms.clock import utcnow
from lms.errors import LinkExpired, NotInvitable
from lms.extensions import db
from lms.mail.models import MailKind
from lms.mail.services import last_letter_since, post, withdraw_letters

INVITATION_DAYS = 14
ONE_LETTER_PER = timedelta(hours=1)

invited = signal("person-invited")
"""Sent with the person and `by` (id of who invites, or None): the ledger listens."""


class InvitationState(StrEnum):
    """Where an invitation is."""

    OPEN = "open"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Invited:
    """What came of inviting people: letters written, people who got one within the hour, and
    people who cannot be invited (blocked, erased, or able to sign in already)."""

    letters: int = 0
    too_soon: int = 0
    refused: int = 0

    def __add__(self, other: Invited) -> Invited:
        return Invited(
            self.letters + other.letters,
            self.too_soon + other.too_soon,
            self.refused + other.refused,
        )


def invite(*, person: Person, by: int | None) -> Invitation:
    """Make an invitation and put its letter in the outbox; one that was open works no more.

    A person gets one letter an hour at most: until then the same invitation comes back, also
    when it was withdrawn meanwhile. Raises NotInvitable for who is blocked, erased, or can sign
    in already.
    """
    return _invite(person, by)[0]


def invite_many(*, people: Iterable[Person], by: int | None) -> Invited:
    """Invite each of them who can be; the counts say what came of it."""
    total = Invited()
    for person in people:
        try:
            _invitation, new = _invite(person, by)
        except NotInvitable:
            total += Invited(refused=1)
        else:
            total += Invited(letters=1) if new else Invited(too_soon=1)
    return total


def renew(*, person: Person, by: int | None) -> tuple[str, Invitation]:
    """A new invitation without a letter of its own, and its address, which is known only now."""
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
    db.session.flush()
    invited.send(current_app._get_current_object(), person=person, by=by)
    return f"{current_app.config['SETTINGS'].address}/invitation/{token}", invitation


def withdraw(*, person_id: int) -> bool:
    """Make the invitation of a person that is still open useless, and stop its letter if that has
    not left; False when there was none. `invite` undoes it."""
    withdraw_letters(person_id=person_id, kinds=(MailKind.INVITATION,))
    result: Any = db.session.execute(
        sa.update(Invitation)
        .where(
            Invitation.person_id == person_id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=utcnow())
    )
    return bool(result.rowcount)


def has_key(person: Person) -> bool:
    """Whether somebody has a password or a passkey: then no letter opens the account."""
    if person.password_hash is not None:
        return True
    return bool(db.session.scalar(sa.select(sa.exists().where(Passkey.person_id == person.id))))


def find(token: str) -> Invitation | None:
    """The invitation of this token, in whatever state."""
    return db.session.scalar(
        sa.select(Invitation).where(Invitation.token_hash == hash_token(token))
    )


def is_newest(invitation: Invitation) -> bool:
    """Whether no later invitation was made for the same person."""
    later = sa.exists().where(
        Invitation.person_id == invitation.person_id, Invitation.id > invitation.id
    )
    return not db.session.scalar(sa.select(later))


def state_of(invitation: Invitation, now: datetime) -> InvitationState:
    """What can be done with an invitation."""
    if invitation.accepted_at is not None:
        return InvitationState.ACCEPTED
    if invitation.withdrawn_at is not None:
        return InvitationState.WITHDRAWN
    if invitation.expires_at <= now:
        return InvitationState.EXPIRED
    return InvitationState.OPEN


def accept(*, invitation: Invitation, language: str) -> Person:
    """Use up an invitation, once, also when it is sent twice at the same moment, and remember the
    language that was chosen. Raises LinkExpired when it cannot be used any more."""
    now = utcnow()
    used: Any = db.session.execute(
        sa.update(Invitation)
        .where(
            Invitation.id == invitation.id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now,
        )
        .values(accepted_at=now)
    )
    person = db.session.get_one(Person, invitation.person_id)
    if used.rowcount != 1 or person.blocked_at or person.erased_at or has_key(person):
        raise LinkExpired
    person.language = language
    return person


def _invite(person: Person, by: int | None) -> tuple[Invitation, bool]:
    """The invitation, and whether a letter was written for it."""
    # Two clicks at the same moment take turns here.
    db.session.execute(sa.select(Person.id).where(Person.id == person.id).with_for_update())
    if person.blocked_at or person.erased_at or has_key(person):
        raise NotInvitable
    recent = _of_this_hour(person.id)
    if recent is not None:
        return recent, False
    address, invitation = renew(person=person, by=by)
    letter = letters.invitation(person.language, address, invitation.expires_at)
    post(
        address=person.email,
        kind=MailKind.INVITATION,
        language=person.language,
        subject=letter.subject,
        text=letter.text,
        person_id=person.id,
    )
    return invitation, True


def _of_this_hour(person_id: int) -> Invitation | None:
    """The newest invitation when its letter is less than an hour old. It is opened again when it
    was withdrawn: the person has that letter already."""
    if not last_letter_since(person_id=person_id, kind=MailKind.INVITATION, since=ONE_LETTER_PER):
        return None
    newest = db.session.scalar(
        sa.select(Invitation)
        .where(Invitation.person_id == person_id)
        .order_by(Invitation.id.desc())
        .limit(1)
    )
    if newest is not None and newest.accepted_at is None:
        newest.withdrawn_at = None
        db.session.flush()
    return newest
