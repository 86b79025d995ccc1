"""The three questions are asked at the start, after the online part, and half a year on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lms.grading.completion import Standing
from lms.grading.selfcheck import LATER, Moment, due

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
BUSY = Standing(modules={"een": NOW})
DONE = Standing(modules={"een": NOW}, online_done_at=NOW)


@pytest.mark.parametrize(
    ("standing", "answered", "after", "moment"),
    [
        (Standing(), (), timedelta(), Moment.BEFORE),
        (Standing(), (Moment.BEFORE,), timedelta(), None),
        (BUSY, (), timedelta(), None),
        (DONE, (), timedelta(), Moment.AFTER),
        (DONE, (Moment.AFTER,), timedelta(days=30), None),
        (DONE, (Moment.AFTER,), LATER, Moment.LATER),
        (DONE, (Moment.LATER,), LATER * 3, None),
    ],
)
def test_each_moment_comes_once(
    standing: Standing, answered: tuple[Moment, ...], after: timedelta, moment: Moment | None
) -> None:
    assert due(standing, set(answered), NOW + after) is moment
