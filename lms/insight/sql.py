"""Expressions that all queries share: who counts on a day, and where they stood then.

They say in SQL what `grading.completion` says of one standing; a test keeps the two equal.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from lms.accounts.models import Person
from lms.grading.completion import Status
from lms.insight.period import Period
from lms.network.models import Participation, Seat
from lms.progress.models import ActiveQuarter, CourseProgress

RANKED = tuple(Status)
"""Statuses from first to furthest; the database gives the place in this row."""

Condition = sa.ColumnElement[bool]


BY_TABLE = Person.id > 0
"""Always so: keeps SQLite from reading every row of the table by way of the names."""


def held_on(day: date | sa.ColumnElement[date]) -> Condition:
    """Seats that have a holder on a day; `until` is the first day without."""
    return sa.and_(Seat.since <= day, sa.or_(Seat.until.is_(None), Seat.until > day))


def takes_part_on(day: date) -> Condition:
    """Participations that run on a day."""
    return sa.and_(
        Participation.since <= day,
        sa.or_(Participation.until.is_(None), Participation.until > day),
    )


def progress_of(person_id: sa.ColumnElement[int], course: str) -> Condition:
    """Joins the projection to a person; it may have no row yet."""
    return sa.and_(CourseProgress.person_id == person_id, CourseProgress.course == course)


def rank_at(cutoff: datetime) -> sa.ColumnElement[int]:
    """The place in RANKED of the furthest milestone reached before `cutoff`."""
    reached = [
        (getattr(CourseProgress, f"{RANKED[rank].value}_at") < cutoff, rank)
        for rank in range(len(RANKED) - 1, 0, -1)
    ]
    return sa.case(*reached, else_=0)


def complete_at(cutoff: datetime) -> sa.ColumnElement[int]:
    """1 when the basic training was complete before `cutoff`, else 0."""
    return flag(CourseProgress.complete_at < cutoff)


def overdue_in(period: Period, due_days: int | None, since: sa.ColumnElement[date]) -> Condition:
    """Not complete past the due date, on the period's day; `since` is the day from which a seat
    held on that day has been held without a gap."""
    if due_days is None:
        return sa.false()
    return sa.and_(
        since < period.overdue_before(due_days),
        sa.or_(CourseProgress.complete_at.is_(None), CourseProgress.complete_at >= period.cutoff),
    )


def active_in(quarter: int, person_id: sa.ColumnElement[int]) -> Condition:
    """At least one tracked activity in the quarter, of any course."""
    return sa.exists().where(ActiveQuarter.person_id == person_id, ActiveQuarter.quarter == quarter)


def module_done(slug: str, cutoff: datetime) -> Condition:
    """The module was done before `cutoff`.

    The projection keeps ISO moments in UTC, so text compares as time does, to the second.
    """
    text = CourseProgress.modules[slug].as_string()
    return text < cutoff.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def flag(condition: Any) -> sa.ColumnElement[int]:
    """1 or 0, never null: the same on both databases."""
    return sa.case((condition, 1), else_=0)
