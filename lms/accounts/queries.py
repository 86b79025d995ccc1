"""Reads about accounts."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from lms.accounts.access import STAFF_RIGHTS, SignedIn
from lms.accounts.keys import OneTimeCode, Passkey
from lms.accounts.models import Invitation, LoginSession, Person, Role, RoleGrant
from lms.accounts.services import hash_token
from lms.clock import utcnow
from lms.extensions import db, read, there_is

_SESSION, _PERSON, _GRANT = (model.__table__.c for model in (LoginSession, Person, RoleGrant))
_HAS_PASSKEY = there_is(Passkey.person_id == _PERSON.id)
_HAS_CODE = there_is(OneTimeCode.person_id == _PERSON.id, OneTimeCode.confirmed_at.is_not(None))
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
        _SESSION.created_at,
        _PERSON.password_hash.is_not(None),
        _HAS_PASSKEY,
        _HAS_CODE,
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
    session_id, _, seen, person_id, public_id, name, email, language, *_ = rows[0]
    since, has_password, has_passkey, has_code = rows[0][10:]
    roles = frozenset(row[8] for row in rows if row[8])
    person = SignedIn(
        id=person_id,
        public_id=public_id,
        name=name,
        email=email,
        language=language,
        session_id=session_id,
        token=token,
        roles=roles,
        sites=frozenset(row[9] for row in rows if row[8] == Role.COORDINATOR),
        partner_sites=frozenset(row[9] for row in rows if row[8] == Role.PARTNER),
        since=since,
        is_ready=has_passkey or (has_password and (has_code or not roles & STAFF_RIGHTS)),
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


def holder_of_session(token: str) -> int | None:
    """Whose login session had this token, also when it is over."""
    return db.session.scalar(
        sa.select(LoginSession.person_id).where(LoginSession.token_hash == hash_token(token))
    )


def has_staff_rights(person_id: int) -> bool:
    """Whether this account opens more than one's own things."""
    grants = there_is(RoleGrant.person_id == person_id, RoleGrant.role.in_(STAFF_RIGHTS))
    return bool(db.session.scalar(sa.select(grants)))


def passkeys_of(person_id: int) -> list[Passkey]:
    """The passkeys of a person, oldest first."""
    return list(
        db.session.scalars(
            sa.select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)
        )
    )


def may_recover(email: str) -> Person | None:
    """The person with this address, when a letter may let them in.

    Not who is shut out, and not who was invited and never came: then the invitation decides.
    """
    came = there_is(Invitation.person_id == Person.id, Invitation.accepted_at.is_not(None))
    has_passkey = there_is(Passkey.person_id == Person.id)
    return db.session.scalar(
        sa.select(Person).where(
            Person.email == email,
            Person.blocked_at.is_(None),
            Person.erased_at.is_(None),
            sa.or_(Person.password_hash.is_not(None), has_passkey, came),
        )
    )


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
