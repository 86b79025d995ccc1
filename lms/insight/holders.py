"""Who holds or held the seats of one organisation, and how far they are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from lms.accounts.models import Person
from lms.content.types import Course
from lms.extensions import db
from lms.grading.completion import Standing, Status, due_on, is_overdue, status
from lms.insight.people import day_of
from lms.insight.sql import progress_of
from lms.network.models import Handover, Seat
from lms.progress.models import CourseProgress
from lms.progress.projection import DATES


@dataclass(frozen=True, slots=True)
class Holder:
    """A seat with its holder. `milestones` has the day of each status that was reached."""

    seat_id: int
    site_id: int
    number: int
    since: date
    until: date | None
    handed_over: bool
    person_id: int
    public_id: str
    name: str
    blocked: bool
    status: Status
    milestones: dict[Status, date]
    due: date | None
    overdue: bool

    @property
    def is_current(self) -> bool:
        return self.until is None

    @property
    def reached_on(self) -> date | None:
        """The day of the furthest milestone."""
        return self.milestones.get(self.status)

    @property
    def complete_on(self) -> date | None:
        return self.milestones.get(Status.COMPLETE)


def holders(
    organisation_id: int, course: Course, *, sites: Collection[int] | None, today: date
) -> list[Holder]:
    """Every seat of an organisation, the newest first; `sites` None means at all sites."""
    statement = (
        sa.select(
            Seat.id,
            Seat.site_id,
            Seat.number,
            Seat.since,
            Seat.until,
            Seat.unbroken_since,
            Handover.id.is_not(None),
            Person.id,
            Person.public_id,
            Person.name,
            Person.blocked_at,
            *(getattr(CourseProgress, name) for name in DATES),
        )
        .join(Person, Person.id == Seat.person_id)
        .outerjoin(CourseProgress, progress_of(Seat.person_id, course.slug))
        .outerjoin(Handover, Handover.old_seat_id == Seat.id)
        .where(Seat.organisation_id == organisation_id)
        .order_by(Seat.since.desc(), Seat.id.desc())
    )
    if sites is not None:
        statement = statement.where(Seat.site_id.in_(sites))
    return [_holder(row, course, today) for row in db.session.execute(statement)]


def _holder(row: Any, course: Course, today: date) -> Holder:
    seat_id, site_id, number, since, until, unbroken_since, *plain, blocked_at = row[:11]
    standing = Standing(**dict(zip(DATES, row[11:], strict=True)))
    counted = unbroken_since if until is None or until > today else None
    days = course.due_days
    return Holder(
        *(seat_id, site_id, number, since, until),
        *plain,
        blocked=blocked_at is not None,
        status=status(standing),
        milestones={
            reached: day
            for reached in Status
            if (day := day_of(getattr(standing, f"{reached.value}_at"))) is not None
        },
        due=due_on(counted, due_days=days),
        overdue=is_overdue(standing, since=counted, due_days=days, today=today),
    )
