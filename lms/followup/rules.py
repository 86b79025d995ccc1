"""Who gets a reminder, and who does not and why: the one place that knows. docs/operators.md says
the same in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from lms.clock import local_date
from lms.grading.completion import Standing, is_overdue

INVITED_FOR = timedelta(days=7)
QUIET_FOR = timedelta(days=21)
BETWEEN = timedelta(days=14)
"""A person gets at most one reminder in this time."""


class Reason(StrEnum):
    """Why somebody would get a reminder."""

    OVERDUE = "overdue"
    NOT_SIGNED_IN = "not_signed_in"
    """Invited at least INVITED_FOR ago, and never signed in."""
    QUIET = "quiet"
    """Signed in, not complete, and nothing done for QUIET_FOR."""


class Skip(StrEnum):
    """Why somebody with a reason gets none all the same; the first that holds."""

    BLOCKED = "blocked"
    PAUSED = "paused"
    NOT_INVITED = "not_invited"
    REMINDED = "reminded"
    """Got one less than BETWEEN ago."""
    JUST_INVITED = "just_invited"
    """Got an invitation less than INVITED_FOR ago."""


@dataclass(frozen=True, slots=True)
class Case:
    """What the rule looks at: a person with a current seat who is not complete.

    `since` is the day from which a seat has been held without a gap, `invited_at` the milestone,
    `letter_at` the newest invitation that is kept.
    """

    since: date | None = None
    invited_at: datetime | None = None
    letter_at: datetime | None = None
    signed_in_at: datetime | None = None
    last_activity_at: datetime | None = None
    blocked_at: datetime | None = None
    paused_until: datetime | None = None
    reminded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """No reasons: nothing is wrong. Reasons and no skip: a reminder is due."""

    reasons: tuple[Reason, ...] = ()
    skip: Skip | None = None


def judge(case: Case, *, now: datetime, due_days: int | None) -> Verdict:
    """The rule."""
    reasons = tuple(_reasons(case, now, due_days))
    return Verdict(reasons, _skip(case, now) if reasons else None)


def _reasons(case: Case, now: datetime, due_days: int | None) -> list[Reason]:
    found = []
    today = local_date(now)
    if is_overdue(Standing(), since=case.since, due_days=due_days, today=today):
        found.append(Reason.OVERDUE)
    if case.signed_in_at is None:
        if case.invited_at is not None and case.invited_at <= now - INVITED_FOR:
            found.append(Reason.NOT_SIGNED_IN)
    elif max(case.last_activity_at or case.signed_in_at, case.signed_in_at) <= now - QUIET_FOR:
        found.append(Reason.QUIET)
    return found


def _skip(case: Case, now: datetime) -> Skip | None:
    if case.blocked_at is not None:
        return Skip.BLOCKED
    if case.paused_until is not None and case.paused_until > now:
        return Skip.PAUSED
    if case.invited_at is None and case.signed_in_at is None:
        return Skip.NOT_INVITED
    if case.reminded_at is not None and case.reminded_at > now - BETWEEN:
        return Skip.REMINDED
    newest = case.letter_at or case.invited_at
    if case.signed_in_at is None and newest is not None and newest > now - INVITED_FOR:
        return Skip.JUST_INVITED
    return None
