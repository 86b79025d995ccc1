"""What POCOs say of themselves: most answer the three questions, and the training changes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from lms.demo.chance import share
from lms.grading.completion import Standing
from lms.grading.selfcheck import LATER, Moment
from lms.selfcheck.models import QUESTIONS

_ANSWER = {Moment.BEFORE: 0.85, Moment.AFTER: 0.9, Moment.LATER: 0.8}
"""The share of people who answer."""
_SAY = {
    Moment.BEFORE: {"recognise": 2.8, "route": 2.3, "act": 3.0},
    Moment.AFTER: {"recognise": 4.4, "route": 4.9, "act": 4.1},
    Moment.LATER: {"recognise": 4.5, "route": 4.4, "act": 4.0},
}
"""What people say in the middle, from 1 (surely not) to 5 (surely)."""
_SPREAD = 3.6


class Answered(NamedTuple):
    """The answers of one moment, in the order of QUESTIONS."""

    moment: Moment
    answers: tuple[int, ...]
    at: datetime


def answers_of(standing: Standing, name: str, end: datetime) -> Iterator[Answered]:
    """What somebody answered before `end`. Each moment has its own chance, so that a later date
    only adds."""
    for moment, at in _moments(standing, name):
        if at < end and share("says", name, moment) < _ANSWER[moment]:
            yield Answered(moment, tuple(_answer(name, moment, q) for q in QUESTIONS), at)


def _moments(standing: Standing, name: str) -> Iterator[tuple[Moment, datetime]]:
    if standing.signed_in_at:
        yield Moment.BEFORE, standing.signed_in_at + timedelta(minutes=3)
    if standing.online_done_at:
        yield Moment.AFTER, standing.online_done_at + timedelta(minutes=4)
        waits = timedelta(days=1 + 40 * share("comes back", name))
        yield Moment.LATER, standing.online_done_at + LATER + waits


def _answer(name: str, moment: Moment, question: str) -> int:
    drift = _SPREAD * (share("says", name, moment, question) - 0.5)
    return min(5, max(1, round(_SAY[moment][question] + drift)))
