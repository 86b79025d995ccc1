"""The rule: who gets a reminder, who does not, and why."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from lms.clock import local_date, utcnow
from lms.followup.rules import Case, Reason, Skip, Verdict, judge

NOW = utcnow()


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def day(days: int) -> date:
    return local_date(NOW) - timedelta(days=days)


def ask(**dates: Any) -> Verdict:
    return judge(Case(**dates), now=NOW, due_days=90)


@pytest.mark.parametrize(
    ("dates", "reasons"),
    [
        ({"since": day(8), "invited_at": ago(7)}, (Reason.NOT_SIGNED_IN,)),
        ({"since": day(8), "invited_at": ago(6.9)}, ()),
        ({"since": day(8)}, ()),
        ({"signed_in_at": ago(30), "last_activity_at": ago(21)}, (Reason.QUIET,)),
        ({"signed_in_at": ago(30), "last_activity_at": ago(20)}, ()),
        ({"signed_in_at": ago(22)}, (Reason.QUIET,)),
        ({"signed_in_at": ago(2), "last_activity_at": ago(40)}, ()),
        ({"since": day(95), "signed_in_at": ago(9), "last_activity_at": ago(1)},
         (Reason.OVERDUE,)),
        ({"since": day(95), "invited_at": ago(80)}, (Reason.OVERDUE, Reason.NOT_SIGNED_IN)),
    ],
)  # fmt: skip
def test_what_makes_a_reminder_due(dates: dict[str, Any], reasons: tuple[Reason, ...]) -> None:
    verdict = ask(**dates)
    assert verdict.reasons == reasons
    assert verdict.skip is None


@pytest.mark.parametrize(
    ("dates", "skip"),
    [
        ({"blocked_at": ago(1), "paused_until": ago(-1)}, Skip.BLOCKED),
        ({"paused_until": ago(-1)}, Skip.PAUSED),
        ({"paused_until": ago(1)}, None),
        ({"reminded_at": ago(13)}, Skip.REMINDED),
        ({"reminded_at": ago(14.1)}, None),
    ],
)
def test_what_holds_a_reminder_back(dates: dict[str, Any], skip: Skip | None) -> None:
    late = {"since": day(200), "invited_at": ago(190)}
    assert ask(**late, **dates).skip == skip


def test_an_invitation_comes_before_a_reminder() -> None:
    assert ask(since=day(200)).skip is Skip.NOT_INVITED
    assert ask(since=day(200), invited_at=ago(2)).skip is Skip.JUST_INVITED
    again = ask(since=day(9), invited_at=ago(8), letter_at=ago(2))
    assert again == Verdict((Reason.NOT_SIGNED_IN,), Skip.JUST_INVITED)


def test_who_is_on_the_way_is_not_even_skipped() -> None:
    assert ask(signed_in_at=ago(3), paused_until=ago(-1)) == Verdict()


def test_without_a_due_date_nobody_is_overdue() -> None:
    late = Case(since=day(900), signed_in_at=ago(3))
    assert judge(late, now=NOW, due_days=None) == Verdict()
