"""Reads of sessions: those of an organisation, and what came out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from lms.accounts.models import Person
from lms.extensions import db
from lms.network.models import Organisation, Seat, Site
from lms.training.models import CoTrainer, SessionState, Tally, TrainingSession


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as its organisation reads it, with who gives or gave it."""

    session: TrainingSession
    organisation: str
    site: str
    giver: str


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody of the programme team is asked to come along."""

    session: TrainingSession
    organisation: str
    organisation_key: str
    site: str
    giver: str
    giver_key: str


_OWN = sa.select(Seat.organisation_id).where(
    Seat.person_id == sa.bindparam("person_id"), Seat.until.is_(None)
)


def own_session(person_id: int, public_id: str) -> TrainingSession | None:
    """A session of an organisation of which the person holds a seat now."""
    statement = sa.select(TrainingSession).where(
        TrainingSession.public_id == public_id, TrainingSession.organisation_id.in_(_OWN)
    )
    return db.session.scalar(statement, {"person_id": person_id})


def own_sessions(person_id: int, *states: SessionState) -> list[SessionRow]:
    """Those of every organisation of which the person holds a seat now, the newest day first."""
    statement = (
        sa.select(TrainingSession, Organisation.name, Site.name, Person.name)
        .join(Organisation, Organisation.id == TrainingSession.organisation_id)
        .join(Site, Site.id == TrainingSession.site_id)
        .join(Person, Person.id == TrainingSession.given_by)
        .where(TrainingSession.organisation_id.in_(_OWN), TrainingSession.state.in_(states))
        .order_by(TrainingSession.day.desc(), TrainingSession.id.desc())
    )
    return [SessionRow(*row) for row in db.session.execute(statement, {"person_id": person_id})]


def last_given(person_id: int) -> dict[str, date]:
    """Kit → the last day on which an own organisation held it."""
    statement = (
        sa.select(TrainingSession.kit, sa.func.max(TrainingSession.day))
        .where(
            TrainingSession.organisation_id.in_(_OWN),
            TrainingSession.state == SessionState.CLOSED,
        )
        .group_by(TrainingSession.kit)
    )
    return {row[0]: row[1] for row in db.session.execute(statement, {"person_id": person_id})}


@dataclass(frozen=True, slots=True)
class Counted:
    """How many chose an answer; `hash` is the question as it was asked."""

    item: str
    hash: str
    round: str
    answer: str
    count: int


def counts_of(session_id: int) -> list[Counted]:
    """The counts of a session that was held."""
    return _counts(Tally.session_id == session_id)


@dataclass(frozen=True, slots=True)
class Others:
    """The other sessions that a kit was held with, together."""

    sessions: int
    counts: list[Counted]


def others(session: TrainingSession) -> Others:
    """What came out of a kit elsewhere: every session but this one, of all organisations."""
    same = (
        TrainingSession.kit == session.kit,
        TrainingSession.state == SessionState.CLOSED,
        TrainingSession.id != session.id,
    )
    asked = sa.exists().where(Tally.session_id == TrainingSession.id)
    count = sa.select(sa.func.count()).select_from(TrainingSession).where(*same, asked)
    ids = sa.select(TrainingSession.id).where(*same)
    return Others(db.session.scalar(count) or 0, _counts(Tally.session_id.in_(ids)))


def own_answers(person_id: int) -> list[tuple[str, Counted]]:
    """Kit and counts of the own organisations together, at the end of their sessions."""
    statement = (
        sa.select(
            TrainingSession.kit,
            Tally.item,
            Tally.item_hash,
            Tally.round,
            Tally.answer,
            sa.func.sum(Tally.count),
        )
        .join(Tally, Tally.session_id == TrainingSession.id)
        .where(
            TrainingSession.organisation_id.in_(_OWN),
            TrainingSession.state == SessionState.CLOSED,
            Tally.round != "before",
        )
        .group_by(TrainingSession.kit, Tally.item, Tally.item_hash, Tally.round, Tally.answer)
    )
    rows = db.session.execute(statement, {"person_id": person_id})
    return [(kit, Counted(*values[:-1], int(values[-1]))) for kit, *values in rows]


def requests(sites: Collection[int] | None) -> list[Request]:
    """What the programme team is asked to come along to, the first day first."""
    statement = (
        sa.select(
            TrainingSession,
            Organisation.name,
            Organisation.public_id,
            Site.name,
            Person.name,
            Person.public_id,
        )
        .join(Organisation, Organisation.id == TrainingSession.organisation_id)
        .join(Site, Site.id == TrainingSession.site_id)
        .join(Person, Person.id == TrainingSession.given_by)
        .where(*_asked(sites))
        .order_by(TrainingSession.day, TrainingSession.id)
    )
    return [Request(*row) for row in db.session.execute(statement)]


def count_requests(sites: Collection[int] | None, since: date) -> int:
    """How many of them wait for an answer, of sessions on `since` or later."""
    statement = (
        sa.select(sa.func.count())
        .select_from(TrainingSession)
        .where(
            *_asked(sites),
            TrainingSession.co_trainer == CoTrainer.ASKED,
            TrainingSession.day >= since,
        )
    )
    return db.session.scalar(statement) or 0


def request_by(public_id: str, sites: Collection[int] | None) -> TrainingSession | None:
    """One of them."""
    return db.session.scalar(
        sa.select(TrainingSession).where(TrainingSession.public_id == public_id, *_asked(sites))
    )


def _asked(sites: Collection[int] | None) -> list[sa.ColumnElement[bool]]:
    asked: list[sa.ColumnElement[bool]] = [
        TrainingSession.state == SessionState.PLANNED,
        TrainingSession.co_trainer != CoTrainer.NO,
    ]
    return asked if sites is None else [*asked, TrainingSession.site_id.in_(sites)]


def _counts(which: Any) -> list[Counted]:
    statement = (
        sa.select(Tally.item, Tally.item_hash, Tally.round, Tally.answer, sa.func.sum(Tally.count))
        .where(which)
        .group_by(Tally.item, Tally.item_hash, Tally.round, Tally.answer)
    )
    return [Counted(*row[:-1], int(row[-1])) for row in db.session.execute(statement)]
