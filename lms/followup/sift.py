"""The rule of `rules` in SQL, to count and to page among any number of people.

It says of every row what `rules.judge` says of one case; a test keeps the two equal. Reasons are
asked first and from what one index holds, so that letters and accounts are only looked up for the
few who have one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from lms.accounts.models import Invitation, Person
from lms.clock import local_date, start_of_day
from lms.content.types import Course
from lms.followup.rules import BETWEEN, INVITED_FOR, QUIET_FOR, Reason, Skip
from lms.mail.models import MailKind, MailState, OutboxMail
from lms.progress.models import CourseProgress

Condition = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Sieve:
    """The rule at a moment, about rows of Person with their CourseProgress, which may be missing.
    Who is complete is no matter of the rule."""

    course: Course
    now: datetime

    def reasons(self) -> dict[Reason, Condition]:
        """When each reason holds."""
        never_in = CourseProgress.signed_in_at.is_(None)
        quiet_since = self.now - QUIET_FOR
        return {
            Reason.OVERDUE: sa.func.coalesce(self._overdue(), sa.false()),
            Reason.NOT_SIGNED_IN: sa.and_(
                never_in, sa.func.coalesce(invited_at() <= self.now - INVITED_FOR, sa.false())
            ),
            Reason.QUIET: sa.and_(
                sa.not_(never_in),
                CourseProgress.signed_in_at <= quiet_since,
                sa.func.coalesce(CourseProgress.last_activity_at <= quiet_since, sa.true()),
            ),
        }

    def any_reason(self) -> Condition:
        """Whether the rule says anything about somebody."""
        return sa.or_(*self.reasons().values())

    def skip(self) -> sa.ColumnElement[str | None]:
        """The name of the Skip that holds for somebody with a reason; null for a reminder."""
        never_in = CourseProgress.signed_in_at.is_(None)
        newest = sa.func.coalesce(letter_at(), CourseProgress.invited_at)
        return sa.case(
            (Person.blocked_at.is_not(None), Skip.BLOCKED.value),
            (Person.reminders_paused_until > self.now, Skip.PAUSED.value),
            (sa.and_(never_in, invited_at().is_(None)), Skip.NOT_INVITED.value),
            (_reminded(self.now - BETWEEN), Skip.REMINDED.value),
            (sa.and_(never_in, newest > self.now - INVITED_FOR), Skip.JUST_INVITED.value),
            else_=sa.null(),
        )

    def _overdue(self) -> Condition:
        days = self.course.due_days
        if days is None:
            return sa.false()
        day = local_date(self.now) - timedelta(days=days)
        return CourseProgress.named_at < start_of_day(day)


def letter_at() -> sa.ScalarSelect[datetime]:
    """The newest invitation of the person that is kept."""
    return (
        sa.select(sa.func.max(Invitation.created_at))
        .where(Invitation.person_id == Person.id)
        .correlate(Person)
        .scalar_subquery()
    )


def invited_at() -> sa.ColumnElement[datetime]:
    """When the person was invited."""
    return sa.func.coalesce(CourseProgress.invited_at, letter_at())


def reminded_at() -> sa.ScalarSelect[datetime]:
    """The newest reminder to the person that left or will leave."""
    return (
        sa.select(sa.func.max(OutboxMail.created_at))
        .where(*_reminders())
        .correlate(Person)
        .scalar_subquery()
    )


def _reminded(after: datetime) -> Condition:
    return sa.exists().where(*_reminders(), OutboxMail.created_at > after).correlate(Person)


def _reminders() -> tuple[Condition, ...]:
    return (
        OutboxMail.person_id == Person.id,
        OutboxMail.kind == MailKind.REMINDER.value,
        OutboxMail.state.in_([MailState.WAITING.value, MailState.SENT.value]),
    )
