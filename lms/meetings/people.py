"""The people of a meeting: who may be recorded at it, and who was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from lms.accounts.models import Person
from lms.extensions import db
from lms.meetings.models import Attendance, Meeting, Presence
from lms.network.models import Organisation, Seat
from lms.search import finds


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can be ticked. `been` maps kinds of meeting to the first day there."""

    id: int
    public_id: str
    name: str
    organisation: str
    presence: str = ""
    been: Mapping[str, date] = field(default_factory=dict)


def held_on(day: date) -> sa.ColumnElement[bool]:
    """Seats that have a holder on a day."""
    return sa.and_(Seat.since <= day, sa.or_(Seat.until.is_(None), Seat.until > day))


@dataclass(frozen=True, slots=True)
class SeatHolders:
    """Who holds a POCO seat at a site today, and is not recorded at a meeting already.

    `not_yet` leaves out who was at a meeting of that kind.
    """

    site_id: int
    today: date
    query: str = ""
    not_yet: str = ""
    meeting_id: int | None = None

    def count(self) -> int:
        holder = self._holders()
        statement = sa.select(sa.func.count()).select_from(self._joined(holder).subquery())
        return db.session.scalar(statement) or 0

    def first(self, limit: int) -> list[Candidate]:
        """The first of them by name."""
        statement = self._joined(self._holders()).order_by(Person.name, Person.id).limit(limit)
        return [Candidate(*row) for row in db.session.execute(statement)]

    def chosen(self, public_ids: Collection[str]) -> list[Candidate]:
        """Those with these ids, whatever was looked for: others may not be recorded here."""
        everybody = SeatHolders(self.site_id, self.today, meeting_id=self.meeting_id)
        statement = everybody._joined(everybody._holders()).where(Person.public_id.in_(public_ids))
        rows = db.session.execute(statement.order_by(Person.name, Person.id))
        return [Candidate(*row) for row in rows]

    def _holders(self) -> sa.Subquery:
        """One row per person; the seat given first names the organisation."""
        return (
            sa.select(Seat.person_id, sa.func.min(Seat.id).label("seat_id"))
            .where(Seat.site_id == self.site_id, held_on(self.today))
            .group_by(Seat.person_id)
            .subquery("holder")
        )

    def _joined(self, holder: sa.Subquery) -> sa.Select[Any]:
        return (
            sa.select(Person.id, Person.public_id, Person.name, Organisation.name)
            .select_from(holder)
            .join(Person, Person.id == holder.c.person_id)
            .join(Seat, Seat.id == holder.c.seat_id)
            .join(Organisation, Organisation.id == Seat.organisation_id)
            .where(*self._conditions())
        )

    def _conditions(self) -> Iterator[sa.ColumnElement[bool]]:
        yield Person.erased_at.is_(None)
        yield finds(Person.search_key + "|" + Organisation.search_key, self.query)
        if self.not_yet:
            yield ~sa.exists().where(
                Attendance.person_id == Person.id,
                Attendance.presence == Presence.PRESENT,
                Meeting.id == Attendance.meeting_id,
                Meeting.kind == self.not_yet,
            )
        if self.meeting_id is not None:
            yield ~sa.exists().where(
                Attendance.person_id == Person.id, Attendance.meeting_id == self.meeting_id
            )


@dataclass(frozen=True, slots=True)
class Attendees:
    """Who was recorded at a meeting.

    `sites` limits it to people who hold or held a seat at one of them (None: nobody is left
    out), `holding_on` to those who do on a day.
    """

    meeting_id: int
    site_id: int
    sites: Collection[int] | None = None
    holding_on: date | None = None
    query: str = ""

    def count(self) -> int:
        statement = sa.select(sa.func.count()).select_from(self._statement().subquery())
        return db.session.scalar(statement) or 0

    def first(self, limit: int, offset: int = 0) -> list[Candidate]:
        """Some of them by name."""
        statement = self._statement().order_by(Person.name, Person.id)
        rows = db.session.execute(statement.limit(limit).offset(offset))
        return [Candidate(*row) for row in rows]

    def chosen(self, public_ids: Collection[str]) -> list[Candidate]:
        """Those with these ids, whatever was looked for."""
        everybody = Attendees(self.meeting_id, self.site_id, self.sites, self.holding_on)
        statement = everybody._statement().where(Person.public_id.in_(public_ids))
        rows = db.session.execute(statement.order_by(Person.name, Person.id))
        return [Candidate(*row) for row in rows]

    def _statement(self) -> sa.Select[Any]:
        organisation = (
            sa.select(Organisation.name)
            .join(Seat, Seat.organisation_id == Organisation.id)
            .where(Seat.person_id == Person.id, *self._seats())
            .order_by(sa.case((Seat.site_id == self.site_id, 0), else_=1), Seat.id.desc())
            .limit(1)
            .correlate(Person)
            .scalar_subquery()
        )
        name = sa.func.coalesce(organisation, "").label("organisation")
        statement = (
            sa.select(Person.id, Person.public_id, Person.name, name, Attendance.presence)
            .join(Attendance, Attendance.person_id == Person.id)
            .where(Attendance.meeting_id == self.meeting_id, finds(Person.search_key, self.query))
        )
        conditions = list(self._seats())
        if self.holding_on is not None:
            conditions.append(held_on(self.holding_on))
        if conditions:
            statement = statement.where(sa.exists().where(Seat.person_id == Person.id, *conditions))
        return statement

    def _seats(self) -> Iterator[sa.ColumnElement[bool]]:
        if self.sites is not None:
            yield Seat.site_id.in_(self.sites)


def been(people: Iterable[int], kinds: Collection[str]) -> dict[int, dict[str, date]]:
    """Person → kind of meeting → the first day on which they were at one."""
    rows = db.session.execute(
        sa.select(Attendance.person_id, Meeting.kind, sa.func.min(Meeting.day))
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(
            Attendance.person_id.in_(list(people)),
            Attendance.presence == Presence.PRESENT,
            Meeting.kind.in_(kinds),
        )
        .group_by(Attendance.person_id, Meeting.kind)
    )
    found: dict[int, dict[str, date]] = {}
    for person_id, kind, day in rows:
        found.setdefault(person_id, {})[kind] = day
    return found


def holding(people: Iterable[int], sites: Collection[int], day: date) -> set[int]:
    """Which of these people hold a seat at one of the sites on a day."""
    statement = sa.select(Seat.person_id).where(
        Seat.person_id.in_(list(people)), Seat.site_id.in_(sites), held_on(day)
    )
    return set(db.session.scalars(statement))
