"""When the three questions about oneself are asked: before, after, and half a year on."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime, timedelta
from enum import StrEnum

from lms.grading.completion import Standing

LATER = timedelta(days=182)
"""Half a year."""


class Moment(StrEnum):
    """When one answers. The value is stored."""

    BEFORE = "before"
    AFTER = "after"
    LATER = "later"


def due(standing: Standing, answered: Set[Moment], now: datetime) -> Moment | None:
    """The moment to ask for now; None when there is none, or it was answered or skipped.

    Before is over when the first module is done: then somebody no longer begins.
    """
    if standing.online_done_at is None:
        moment = None if standing.modules else Moment.BEFORE
    else:
        moment = Moment.AFTER if now - standing.online_done_at < LATER else Moment.LATER
    return None if moment in answered else moment
