"""How well somebody's certainty fits what they know: sure and right, sure and wrong, not sure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer with its verdict. `innocent`: the question is about something quite ordinary."""

    number: int
    right: bool
    sure: bool
    innocent: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the answers of one attempt say. `sure_and_wrong` are the numbers of those questions.

    `alarmed` counts the innocent cases that were taken for something else.
    """

    sure: Share
    unsure: Share
    sure_and_wrong: tuple[int, ...]
    alarmed: Share
    sure_and_alarmed: int


def calibrate(answers: Iterable[Judged]) -> Calibration | None:
    """None when nobody said how sure they were."""
    given = tuple(answers)
    if not given:
        return None
    sure = [answer for answer in given if answer.sure]
    unsure = [answer for answer in given if not answer.sure]
    innocent = [answer for answer in given if answer.innocent]
    alarmed = [answer for answer in innocent if not answer.right]
    return Calibration(
        sure=_right(sure),
        unsure=_right(unsure),
        sure_and_wrong=tuple(answer.number for answer in sure if not answer.right),
        alarmed=Share(len(alarmed), len(innocent)),
        sure_and_alarmed=sum(answer.sure for answer in alarmed),
    )


def _right(answers: list[Judged]) -> Share:
    return Share(sum(answer.right for answer in answers), len(answers))
