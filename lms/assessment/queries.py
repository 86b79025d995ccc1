"""Reads about attempts."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa

from lms.assessment import items
from lms.assessment.models import Attempt, CheckResponse, Response
from lms.errors import NotFound
from lms.extensions import db, read
from lms.grading.items import Grade, InvalidResponse, Item

_CHECK = CheckResponse.__table__.c
_CHECKS = sa.select(_CHECK.item, _CHECK.value).where(
    _CHECK.person_id == sa.bindparam("person_id"),
    _CHECK.course == sa.bindparam("course"),
    _CHECK.lesson == sa.bindparam("lesson"),
)

_OWN = sa.select(Attempt).where(
    Attempt.public_id == sa.bindparam("public_id"), Attempt.person_id == sa.bindparam("owner")
)
_ATTEMPT = Attempt.__table__.c
_OWN_ROW = sa.select(Attempt.__table__).where(
    _ATTEMPT.public_id == sa.bindparam("public_id"), _ATTEMPT.person_id == sa.bindparam("owner")
)
_RESPONSE = Response.__table__.c
_RESPONSES = sa.select(
    _RESPONSE.number,
    _RESPONSE.value,
    _RESPONSE.revision,
    _RESPONSE.saved_at,
    _RESPONSE.sure,
).where(_RESPONSE.attempt_id == sa.bindparam("attempt_id"))
_HERE = _RESPONSE.number == sa.bindparam("number")
# The question page wants one answer, and of the others only whether they are there.
_ANSWERED = sa.select(
    _RESPONSE.number,
    _RESPONSE.value.is_not(None),
    sa.case((_HERE, _RESPONSE.value)),
    sa.case((_HERE, _RESPONSE.revision)),
    sa.case((_HERE, _RESPONSE.saved_at)),
    sa.case((_HERE, _RESPONSE.sure)),
).where(_RESPONSE.attempt_id == sa.bindparam("attempt_id"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What is saved for a question; `value` is None when the answer was taken back, `sure` when
    the person did not say."""

    number: int
    value: Any
    revision: int
    saved_at: datetime
    sure: bool | None = None


def get_own_attempt(public_id: str, *, person_id: int) -> Attempt:
    """The attempt, if it is this person's. Raises NotFound otherwise."""
    attempt = db.session.scalar(_OWN, {"public_id": public_id, "owner": person_id})
    if attempt is None:
        raise NotFound
    return attempt


def read_own_attempt(public_id: str, *, person_id: int) -> Attempt:
    """The same to look at only: a row with the columns of an attempt, past the unit of work."""
    row = read(_OWN_ROW, public_id=public_id, owner=person_id).first()
    if row is None:
        raise NotFound
    return cast(Attempt, row)


def attempts_of(person_id: int, course: str, quiz: str) -> list[Attempt]:
    """All attempts of a person at a quiz, oldest first."""
    return list(
        db.session.scalars(
            sa.select(Attempt)
            .where(Attempt.person_id == person_id, Attempt.course == course, Attempt.quiz == quiz)
            .order_by(Attempt.id)
        )
    )


def open_attempts(person_id: int, course: str) -> dict[str, Attempt]:
    """Quiz slug → attempt that is not handed in yet."""
    rows = db.session.scalars(
        sa.select(Attempt).where(
            Attempt.person_id == person_id,
            Attempt.course == course,
            Attempt.submitted_at.is_(None),
        )
    )
    return {attempt.quiz: attempt for attempt in rows}


def best_scores(person_id: int, course: str) -> dict[str, float]:
    """Quiz slug → best score (0 … 1) over the attempts handed in."""
    rows = db.session.execute(
        sa.select(Attempt.quiz, sa.func.max(Attempt.score))
        .where(
            Attempt.person_id == person_id,
            Attempt.course == course,
            Attempt.submitted_at.is_not(None),
        )
        .group_by(Attempt.quiz)
    )
    return dict(rows.all())


def answers_of(attempt: Attempt) -> dict[int, Answer]:
    """Question number → what is saved for it."""
    rows = read(_RESPONSES, attempt_id=attempt.id)
    return {row[0]: Answer(*row) for row in rows}


def answer_at(attempt: Attempt, number: int) -> tuple[Answer | None, set[int]]:
    """What is saved for one question, and the numbers of all that have an answer."""
    rows = read(_ANSWERED, attempt_id=attempt.id, number=number).all()
    here = next((Answer(row[0], *row[2:]) for row in rows if row[0] == number), None)
    return here, {row[0] for row in rows if row[1]}


def answered_numbers(attempt: Attempt) -> set[int]:
    """The numbers of the questions that have an answer."""
    return answer_at(attempt, 0)[1]


def graded(attempt: Attempt) -> list[tuple[Item, Answer | None, Grade | None]]:
    """Every drawn item with its answer and verdict.

    The verdict is None where nothing was answered, or something that no form of ours can send.
    """
    answers = answers_of(attempt)
    result: list[tuple[Item, Answer | None, Grade | None]] = []
    for number, item in enumerate(items.of_attempt(attempt), start=1):
        answer = answers.get(number)
        grade = None
        if answer is not None and answer.value is not None:
            with suppress(InvalidResponse):
                grade = item.grade(answer.value)
        result.append((item, answer, grade))
    return result


def checks_of(person_id: int, course: str, lesson: str) -> dict[str, Any]:
    """Item id → last answer (its JSON value) to the check questions of a lesson."""
    rows = read(_CHECKS, person_id=person_id, course=course, lesson=lesson)
    return dict(rows.all())
