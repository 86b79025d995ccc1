"""Reads of meetings: lists, who was there, and what a person was at."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from lms.accounts.models import Person
from lms.extensions import db
from lms.meetings.models import Attendance, AttendanceCorrection, Meeting, Presence
from lms.network.models import Site


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting, its site, and the name of who recorded it. `present` counts people."""

    id: int
    public_id: str
    kind: str
    day: date
    place: str
    created_at: datetime
    site_id: int
    site_slug: str
    site: str
    recorder: str
    present: int = 0


@dataclass(frozen=True, slots=True)
class Correction:
    """What was recorded before, what it became, and why."""

    at: datetime
    before: str
    after: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Visit:
    """Whether a person was at a meeting, and how that was put right."""

    meeting: str
    kind: str
    day: date
    place: str
    site_id: int
    presence: str
    corrections: tuple[Correction, ...]

    @property
    def was_taken_back(self) -> bool:
        """Recorded as present before, and now no more."""
        return self.presence != Presence.PRESENT and any(
            correction.before == Presence.PRESENT for correction in self.corrections
        )


_MEETING = (
    sa.select(
        Meeting.id,
        Meeting.public_id,
        Meeting.kind,
        Meeting.day,
        Meeting.place,
        Meeting.created_at,
        Meeting.site_id,
        Site.slug,
        Site.name,
        Person.name,
    )
    .join(Site, Site.id == Meeting.site_id)
    .join(Person, Person.id == Meeting.recorded_by)
)


def find(public_id: str) -> MeetingRow | None:
    """A meeting by the id in the address."""
    row = db.session.execute(_MEETING.where(Meeting.public_id == public_id)).first()
    return MeetingRow(*row) if row else None


@dataclass(frozen=True, slots=True)
class Meetings:
    """The meetings of some sites on the days from `since` until before `until`."""

    sites: Collection[int]
    since: date | None = None
    until: date | None = None

    def count(self) -> int:
        statement = sa.select(sa.func.count()).select_from(Meeting).where(*self._conditions())
        return db.session.scalar(statement) or 0

    def page(self, *, offset: int, limit: int) -> list[MeetingRow]:
        """Some of them, the newest first."""
        present = (
            sa.select(sa.func.count())
            .where(Attendance.meeting_id == Meeting.id, Attendance.presence == Presence.PRESENT)
            .scalar_subquery()
        )
        statement = (
            _MEETING.add_columns(present)
            .where(*self._conditions())
            .order_by(Meeting.day.desc(), Meeting.id.desc())
        )
        rows = db.session.execute(statement.offset(offset).limit(limit))
        return [MeetingRow(*row) for row in rows]

    def first_day(self) -> date | None:
        """The day of the oldest meeting, in any period."""
        return db.session.scalar(
            sa.select(sa.func.min(Meeting.day)).where(Meeting.site_id.in_(self.sites))
        )

    def _conditions(self) -> Iterator[sa.ColumnElement[bool]]:
        yield Meeting.site_id.in_(self.sites)
        if self.since is not None:
            yield Meeting.day >= self.since
        if self.until is not None:
            yield Meeting.day < self.until


def places(site_id: int) -> list[str]:
    """The places of the last meetings at a site, each once."""
    newest = sa.func.max(Meeting.day)
    statement = (
        sa.select(Meeting.place)
        .where(Meeting.site_id == site_id)
        .group_by(Meeting.place)
        .order_by(newest.desc(), Meeting.place)
        .limit(10)
    )
    return list(db.session.scalars(statement))


def totals(meeting_id: int) -> dict[str, int]:
    """Presence → how many people."""
    rows = db.session.execute(
        sa.select(Attendance.presence, sa.func.count().label("people"))
        .where(Attendance.meeting_id == meeting_id)
        .group_by(Attendance.presence)
    )
    return {row.presence: row.people for row in rows}


def corrections(meeting_id: int) -> dict[int, list[Correction]]:
    """Person → how their presence at a meeting was put right, in order."""
    rows = db.session.execute(
        sa.select(AttendanceCorrection.person_id, *_correction())
        .join(Person, Person.id == AttendanceCorrection.corrected_by)
        .where(AttendanceCorrection.meeting_id == meeting_id)
        .order_by(AttendanceCorrection.person_id, AttendanceCorrection.id)
    )
    return {
        person_id: [Correction(*row[1:]) for row in group]
        for person_id, group in groupby(rows, key=lambda row: row[0])
    }


def visits(person_id: int) -> list[Visit]:
    """The meetings at which a person was recorded in some way, the newest first."""
    corrector = aliased(Person)
    rows = db.session.execute(
        sa.select(
            Meeting.public_id,
            Meeting.kind,
            Meeting.day,
            Meeting.place,
            Meeting.site_id,
            Attendance.presence,
            *_correction(corrector),
        )
        .select_from(Attendance)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .outerjoin(
            AttendanceCorrection,
            sa.and_(
                AttendanceCorrection.meeting_id == Attendance.meeting_id,
                AttendanceCorrection.person_id == Attendance.person_id,
            ),
        )
        .outerjoin(corrector, corrector.id == AttendanceCorrection.corrected_by)
        .where(Attendance.person_id == person_id)
        .order_by(Meeting.day.desc(), Meeting.id.desc(), AttendanceCorrection.id)
    )
    found = []
    for key, group in groupby(rows, key=lambda row: tuple(row[:6])):
        known = tuple(Correction(*row[6:]) for row in group if row[6] is not None)
        found.append(Visit(*key, known))
    return found


def _correction(corrector: Any = Person) -> tuple[Any, ...]:
    return (
        AttendanceCorrection.at,
        AttendanceCorrection.before,
        AttendanceCorrection.after,
        AttendanceCorrection.reason,
        corrector.name,
    )
