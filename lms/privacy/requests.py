"""Asking to be erased, and taking that back. Services flush, never commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from lms.accounts.models import Person
from lms.errors import NotFound
from lms.extensions import db
from lms.privacy.models import ErasureRequest

ANSWER_WITHIN = timedelta(days=30)
"""The law says a month; this is the shortest one that is safe to show."""


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request that waits for the programme team."""

    public_id: str
    person_id: int
    person_public_id: str
    name: str
    asked_at: datetime

    @property
    def answer_before(self) -> datetime:
        return self.asked_at + ANSWER_WITHIN


def of_person(person_id: int) -> ErasureRequest | None:
    """The request of a person that is still open."""
    return db.session.scalar(
        sa.select(ErasureRequest).where(
            ErasureRequest.person_id == person_id, ErasureRequest.done_at.is_(None)
        )
    )


def ask(*, person_id: int, now: datetime) -> ErasureRequest:
    """Ask; asking twice is one request."""
    known = of_person(person_id)
    if known is not None:
        return known
    request = ErasureRequest(person_id=person_id, asked_at=now)
    db.session.add(request)
    db.session.flush()
    return request


def take_back(*, person_id: int) -> None:
    """Take an open request back. Raises NotFound when there is none."""
    known = of_person(person_id)
    if known is None:
        raise NotFound
    db.session.delete(known)
    db.session.flush()


_OPEN = (
    sa.select(
        ErasureRequest.public_id,
        Person.id,
        Person.public_id,
        Person.name,
        ErasureRequest.asked_at,
    )
    .join(Person, Person.id == ErasureRequest.person_id)
    .where(ErasureRequest.done_at.is_(None))
)


def waiting() -> list[OpenRequest]:
    """The open requests, the oldest first."""
    rows = db.session.execute(_OPEN.order_by(ErasureRequest.asked_at))
    return [OpenRequest(*row) for row in rows]


def count_waiting() -> int:
    """How many are open."""
    statement = sa.select(sa.func.count()).where(ErasureRequest.done_at.is_(None))
    return db.session.scalar(statement) or 0


def load(public_id: str) -> OpenRequest:
    """An open request. Raises NotFound."""
    row = db.session.execute(_OPEN.where(ErasureRequest.public_id == public_id)).first()
    if row is None:
        raise NotFound
    return OpenRequest(*row)


def carried_out(limit: int) -> list[tuple[datetime, datetime]]:
    """When the last ones were asked and carried out."""
    rows = db.session.execute(
        sa.select(ErasureRequest.asked_at, ErasureRequest.done_at)
        .where(ErasureRequest.done_at.is_not(None))
        .order_by(ErasureRequest.done_at.desc())
        .limit(limit)
    )
    return [(asked, done) for asked, done in rows if done is not None]
