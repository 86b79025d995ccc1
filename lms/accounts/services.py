"""Signing in and out. Tokens are random and stored only as hashes. Services flush, never commit."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

import sqlalchemy as sa

from lms.accounts import hashing, throttle
from lms.accounts.access import SignedIn
from lms.accounts.models import LinkPurpose, LoginLink, LoginSession, Person
from lms.accounts.weak_passwords import is_weak
from lms.clock import utcnow
from lms.errors import LinkExpired, WeakPassword
from lms.extensions import db

SESSION_DAYS = 30
LINK_LIFE = {
    LinkPurpose.OPERATOR: timedelta(days=7),
    LinkPurpose.RECOVERY: timedelta(hours=1),
}


def normalise_email(text: str) -> str:
    """Addresses are compared without case and stray spaces."""
    return text.strip().lower()


def set_password(*, person: Person, password: str) -> None:
    """Store the argon2id hash of a new password. Raises WeakPassword for one that is guessed."""
    if is_weak(password, own=(person.name, person.email)):
        raise WeakPassword
    person.password_hash = hashing.hash_password(password)
    db.session.flush()


def check_password(*, email: str, password: str, network: str = "") -> Person | None:
    """The person with this address and password, or None. Raises Throttled.

    The try is counted before the hashing, and the database is released while it hashes: other
    writers need not wait for that.
    """
    address = normalise_email(email)
    tries = throttle.reserve((throttle.PASSWORD, address), (throttle.NETWORK, network))
    person = db.session.scalar(sa.select(Person).where(Person.email == address))
    stored = person.password_hash if person else None
    db.session.rollback()
    right = hashing.verify(stored, password)
    if person is None or stored is None or not right:
        return None
    throttle.release(tries)
    throttle.forget(throttle.PASSWORD, address)
    if person.blocked_at is not None:
        return None
    if hashing.is_outdated(stored):
        person.password_hash = hashing.hash_password(password)
    return person


def hash_token(token: str) -> str:
    """Tokens have 256 random bits, so one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_login_link(*, person: Person, purpose: LinkPurpose = LinkPurpose.OPERATOR) -> str:
    """A token for one sign-in, within the time of its purpose."""
    token = secrets.token_urlsafe(32)
    now = utcnow()
    db.session.add(
        LoginLink(
            token_hash=hash_token(token),
            person_id=person.id,
            created_at=now,
            expires_at=now + LINK_LIFE[purpose],
            purpose=purpose.value,
        )
    )
    db.session.flush()
    return token


def find_link(token: str) -> LoginLink:
    """The usable link of this token; LinkExpired when unknown, used or too old."""
    link = db.session.scalar(sa.select(LoginLink).where(LoginLink.token_hash == hash_token(token)))
    if link is None or link.used_at is not None or link.expires_at <= utcnow():
        raise LinkExpired
    return link


def use_link(token: str) -> tuple[Person, LinkPurpose]:
    """Use up a link, once, also when it is sent twice at the same moment."""
    link = find_link(token)
    used = db.session.execute(
        sa.update(LoginLink)
        .where(LoginLink.id == link.id, LoginLink.used_at.is_(None))
        .values(used_at=utcnow())
    )
    person = db.session.get(Person, link.person_id)
    if used.rowcount != 1 or person is None or person.blocked_at is not None:
        raise LinkExpired
    return person, LinkPurpose(link.purpose)


def start_session(*, person: Person, device: str) -> SignedIn:
    """Open a login session and tell who is signed in now."""
    token = secrets.token_urlsafe(32)
    now = utcnow()
    row = LoginSession(
        token_hash=hash_token(token),
        person_id=person.id,
        device=device[:60],
        created_at=now,
        last_seen_at=now,
        expires_at=now + timedelta(days=SESSION_DAYS),
    )
    db.session.add(row)
    db.session.execute(
        sa.delete(LoginSession).where(
            LoginSession.person_id == person.id, LoginSession.expires_at < now
        )
    )
    db.session.flush()
    return SignedIn(
        id=person.id,
        public_id=person.public_id,
        name=person.name,
        email=person.email,
        language=person.language,
        session_id=row.id,
        token=token,
    )


def end_session(*, session_id: int) -> None:
    """End one login session; it is refused from the next request on, by every worker."""
    db.session.execute(
        sa.update(LoginSession).where(LoginSession.id == session_id).values(ended_at=utcnow())
    )


def end_other_sessions(*, person_id: int, keep: int) -> None:
    """End all login sessions of a person but one."""
    db.session.execute(
        sa.update(LoginSession)
        .where(
            LoginSession.person_id == person_id,
            LoginSession.id != keep,
            LoginSession.ended_at.is_(None),
        )
        .values(ended_at=utcnow())
    )


def end_session_of(*, token: str) -> None:
    """End the login session of this token, if it still runs."""
    db.session.execute(
        sa.update(LoginSession)
        .where(LoginSession.token_hash == hash_token(token), LoginSession.ended_at.is_(None))
        .values(ended_at=utcnow())
    )


def end_links(*, person_id: int) -> None:
    """Make the sign-in links of a person that are still out useless."""
    db.session.execute(
        sa.update(LoginLink)
        .where(LoginLink.person_id == person_id, LoginLink.used_at.is_(None))
        .values(used_at=utcnow())
    )


def choose_language(*, person_id: int, language: str) -> None:
    """Remember the language a person wants to read."""
    db.session.execute(sa.update(Person).where(Person.id == person_id).values(language=language))


def note_seen(connection: sa.Connection, *, session_id: int) -> None:
    """Note that a session is in use."""
    connection.execute(
        sa.update(LoginSession).where(LoginSession.id == session_id).values(last_seen_at=utcnow())
    )
