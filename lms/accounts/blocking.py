"""Shutting people out, and letting them in again. Services flush, never commit."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from lms.accounts.models import Invitation, LoginLink, LoginSession, Person
from lms.audit.services import note
from lms.clock import utcnow
from lms.extensions import db


def block(*, person: Person) -> None:
    """Shut a person out, at once and on every worker: sessions, links and invitations end."""
    block_all(people={person.id: person.public_id}, at=utcnow())
    db.session.refresh(person)


def unblock(*, person: Person) -> None:
    """Let a person sign in again. Devices that were signed in stay signed out."""
    unblock_all(people={person.id: person.public_id})
    db.session.refresh(person)


def block_all(*, people: dict[int, str], at: datetime) -> None:
    """Shut these people out (id → public id) with one moment, by which it can be undone."""
    ids = list(people)
    db.session.execute(sa.update(Person).where(Person.id.in_(ids)).values(blocked_at=at))
    db.session.execute(
        sa.update(LoginSession)
        .where(LoginSession.person_id.in_(ids), LoginSession.ended_at.is_(None))
        .values(ended_at=at)
    )
    db.session.execute(
        sa.update(LoginLink)
        .where(LoginLink.person_id.in_(ids), LoginLink.used_at.is_(None))
        .values(used_at=at)
    )
    db.session.execute(
        sa.update(Invitation)
        .where(
            Invitation.person_id.in_(ids),
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
    )
    _note("person.blocked", people)


def unblock_all(*, people: dict[int, str]) -> None:
    """Let these people (id → public id) in again."""
    db.session.execute(sa.update(Person).where(Person.id.in_(people)).values(blocked_at=None))
    _note("person.unblocked", people)


def blocked_at(moment: datetime) -> dict[int, str]:
    """Who were blocked at exactly this moment, in one go, and have an account still."""
    rows = db.session.execute(
        sa.select(Person.id, Person.public_id).where(
            Person.blocked_at == moment, Person.erased_at.is_(None)
        )
    )
    return dict(iter(rows))


def _note(action: str, people: dict[int, str]) -> None:
    for public_id in people.values():
        note(action, subject=public_id)
    db.session.flush()
