"""The invitations behind the milestones of a life: sent, sent again when too old, accepted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from lms.accounts.invitations import INVITATION_DAYS
from lms.grading.completion import Standing

_LASTS = timedelta(days=INVITATION_DAYS)


class Sent(NamedTuple):
    """An invitation: when it left, until when it works, and what became of it."""

    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None = None
    withdrawn_at: datetime | None = None


def invitations_of(standing: Standing, *, lately: datetime | None = None) -> Iterator[Sent]:
    """Those of one person. Who came in later than the first one worked was sent another shortly
    before; that withdraws the one before, as in the app. `lately` is when somebody who never came
    in is sent another."""
    first, came_in = standing.invited_at, standing.signed_in_at
    if first is None:
        return
    again = max(first + _LASTS, came_in - timedelta(days=2)) if came_in else lately
    if again is None or again < first + _LASTS or (came_in and came_in < first + _LASTS):
        yield Sent(first, first + _LASTS, came_in)
        return
    yield Sent(first, first + _LASTS, withdrawn_at=again)
    yield Sent(again, again + _LASTS, came_in)
