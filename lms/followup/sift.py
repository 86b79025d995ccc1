"""The rule of `rules` in SQL, to count and to page among any number of people.

It says of every row what `rules.judge` says of one case; a test keeps the two equal. What few
people have (blocked, paused, a reminder not long ago) is looked up once as a set, and only for
somebody with a reason: among 100,000 people that makes a second a tenth of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from lms.accounts.models import Invitation, Person
from lms.clock import local_date
from lms.content.types import Course
from lms.followup.rules import BETWEEN, INVITED_FOR, QUIET_FOR, Reason, Skip
from lms.mail.models import MailKind, MailState, OutboxMail
from lms.progress.models import CourseProgress

Condition = sa.ColumnElement[bool]
PersonId = sa.ColumnElement[int]

SKIPS = tuple(Skip)
FINE, COMPLETE, DUE = -1, -2, 100
"""What comes of somebody: FINE, COMPLETE, the place in SKIPS, or DUE and a bit for each reason."""

OUTCOMES = (COMPLETE, FINE, *range(len(SKIPS)), *range(DUE + 1, DUE + (1 << len(Reason))))


def reasons_of(outcome: int) -> list[Reason]:
    """The reasons of those who would get a reminder."""
    return [reason for place, reason in enumerate(Reason) if (outcome - DUE) >> place & 1]


@dataclass(frozen=True, slots=True)
class Sieve:
    """The rule at a moment, about people with their CourseProgress, which may be missing. `since`
    is the day from which a seat has been held without a gap."""

    person: PersonId
    since: sa.ColumnElement[date]
    course: Course
    now: datetime

    def reasons(self) -> dict[Reason, Condition]:
        """When each reason holds, for who is not complete."""
        never_in = CourseProgress.signed_in_at.is_(None)
        invited = invited_at(self.person) <= self.now - INVITED_FOR
        quiet_since = self.now - QUIET_FOR
        return {
            Reason.OVERDUE: self._overdue(),
            Reason.NOT_SIGNED_IN: sa.and_(never_in, sa.func.coalesce(invited, sa.false())),
            Reason.QUIET: sa.and_(
                sa.not_(never_in),
                CourseProgress.signed_in_at <= quiet_since,
                sa.func.coalesce(CourseProgress.last_activity_at <= quiet_since, sa.true()),
            ),
        }

    def outcome(self) -> sa.ColumnElement[int]:
        """What comes of somebody."""
        never_in = CourseProgress.signed_in_at.is_(None)
        invited, letter = invited_at(self.person), letter_at(self.person)
        newest = sa.func.coalesce(letter, CourseProgress.invited_at)
        holds: dict[Skip, Condition] = {
            Skip.BLOCKED: self._among(Person.id, Person.blocked_at.is_not(None)),
            Skip.PAUSED: self._among(Person.id, Person.reminders_paused_until > self.now),
            Skip.NOT_INVITED: sa.and_(never_in, invited.is_(None)),
            Skip.REMINDED: self._among(
                OutboxMail.person_id, *_REMINDERS, OutboxMail.created_at > self.now - BETWEEN
            ),
            Skip.JUST_INVITED: sa.and_(never_in, newest > self.now - INVITED_FOR),
        }
        reasons = self.reasons().values()
        bits = [sa.case((one, 1 << place), else_=0) for place, one in enumerate(reasons)]
        return sa.case(
            (CourseProgress.complete_at.is_not(None), COMPLETE),
            (sa.not_(sa.or_(*reasons)), FINE),
            *((holds[skip], place) for place, skip in enumerate(SKIPS)),
            else_=sum(bits, start=sa.literal(DUE)),
        )

    def is_known(self) -> Condition:
        """Not erased."""
        return sa.not_(self._among(Person.id, Person.erased_at.is_not(None)))

    def progress(self) -> Condition:
        """Joins the projection. The course is named in a way that keeps SQLite from the wide rows
        of the table: the index that holds all these dates answers alone."""
        course = CourseProgress.course.concat("")
        return sa.and_(CourseProgress.person_id == self.person, course == self.course.slug)

    def _overdue(self) -> Condition:
        days = self.course.due_days
        if days is None:
            return sa.false()
        return self.since < local_date(self.now) - timedelta(days=days)

    def _among(self, key: sa.ColumnElement[int], *conditions: Condition) -> Condition:
        few = sa.select(key).where(key.is_not(None), *conditions).correlate(None)
        return self.person.in_(few)


def letter_at(person: PersonId) -> sa.ScalarSelect[datetime]:
    """The newest invitation of the person that is kept."""
    newest = sa.select(sa.func.max(Invitation.created_at))
    return newest.where(Invitation.person_id == person).correlate(person.table).scalar_subquery()


def invited_at(person: PersonId) -> sa.ColumnElement[datetime]:
    """When the person was invited."""
    return sa.func.coalesce(CourseProgress.invited_at, letter_at(person))


def reminded_at(person: PersonId) -> sa.ScalarSelect[datetime]:
    """The newest reminder to the person that left or will leave."""
    newest = sa.select(sa.func.max(OutboxMail.created_at))
    return (
        newest.where(OutboxMail.person_id == person, *_REMINDERS)
        .correlate(person.table)
        .scalar_subquery()
    )


_REMINDERS = (
    OutboxMail.kind == MailKind.REMINDER.value,
    OutboxMail.state.in_([MailState.WAITING.value, MailState.SENT.value]),
)
