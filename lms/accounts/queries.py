"""Reads about accounts."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from lms.accounts.access import SignedIn
from lms.accounts.models import Invitation, LoginSession, Person, Role, RoleGrant
from lms.accounts.services import hash_token
from lms.clock import utcnow
from lms.extensions import db, read

_SESSION, _PERSON, _GRANT = (model.__table__.c for model in (LoginSession, Person, RoleGrant))
# This runs for every request: built once, and over plain tables, which costs half as much.
_SIGNED_IN = (
    sa.select(
        _SESSION.id,
        _SESSION.expires_at,
        _SESSION.last_seen_at,
        _PERSON.id,
        _PERSON.public_id,
        _PERSON.name,
        _PERSON.email,
        _PERSON.language,
        _GRANT.role,
        _GRANT.site_id,
    )
    .select_from(
        LoginSession.__table__.join(Person.__table__, _PERSON.id == _SESSION.person_id).outerjoin(
            RoleGrant.__table__, _GRANT.person_id == _PERSON.id
        )
    )
    .where(
        _SESSION.token_hash == sa.bindparam("token_hash"),
        _SESSION.ended_at.is_(None),
        _PERSON.blocked_at.is_(None),
    )
)


def signed_in(token: str) -> tuple[SignedIn, datetime] | None:
    """Who holds this session token and when they were last seen; None when it is over."""
    rows = read(_SIGNED_IN, token_hash=hash_token(token)).all()
    if not rows or rows[0][1] <= utcnow():
        return None
    session_id, _, seen, person_id, public_id, name, email, language, _, _ = rows[0]
    person = SignedIn(
        id=person_id,
        public_id=public_id,
        name=name,
        email=email,
        language=language,
        session_id=session_id,
        token=token,
        roles=frozenset(row[8] for row in rows if row[8]),
        sites=frozenset(row[9] for row in rows if row[8] == Role.COORDINATOR),
        partner_sites=frozenset(row[9] for row in rows if row[8] == Role.PARTNER),
    )
    return person, seen


def open_sessions(person_id: int) -> list[LoginSession]:
    """The sessions of a person that still work, newest first."""
    return list(
        db.session.scalars(
            sa.select(LoginSession)
            .where(
                LoginSession.person_id == person_id,
                LoginSession.ended_at.is_(None),
                LoginSession.expires_at > utcnow(),
            )
            .order_by(LoginSession.last_seen_at.desc())
        )
    )


def own_session(*, person_id: int, public_id: str) -> LoginSession | None:
    """One's own session by the id in the address."""
    return db.session.scalar(
        sa.select(LoginSession).where(
            LoginSession.person_id == person_id, LoginSession.public_id == public_id
        )
    )


def by_email(email: str) -> Person | None:
    """The person with this (normalised) address."""
    return db.session.scalar(sa.select(Person).where(Person.email == email))


def person_by_public_id(public_id: str) -> Person | None:
    """The person of an address."""
    return db.session.scalar(sa.select(Person).where(Person.public_id == public_id))


def latest_invitation(person_id: int) -> Invitation | None:
    """The last invitation that was made for a person."""
    return db.session.scalar(
        sa.select(Invitation)
        .where(Invitation.person_id == person_id)
        .order_by(Invitation.created_at.desc(), Invitation.id.desc())
        .limit(1)
    )
