"""Reads about attempts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from lms.assessment import items
from lms.assessment.models import Attempt, CheckResponse, Response
from lms.errors import NotFound
from lms.extensions import db
from lms.grading.items import Grade, Item

_CHECK = CheckResponse.__table__.c
_CHECKS = sa.select(_CHECK.item, _CHECK.value).where(
    _CHECK.person_id == sa.bindparam("person_id"),
    _CHECK.course == sa.bindparam("course"),
    _CHECK.lesson == sa.bindparam("lesson"),
)


def get_own_attempt(public_id: str, *, person_id: int) -> Attempt:
    """The attempt, if it is this person's. Raises NotFound otherwise."""
    attempt = db.session.scalar(
        sa.select(Attempt).where(Attempt.public_id == public_id, Attempt.person_id == person_id)
    )
    if attempt is None:
        raise NotFound
    return attempt


def attempts_of(person_id: int, course: str, quiz: str) -> list[Attempt]:
    """All attempts of a person at a quiz, oldest first."""
    return list(
        db.session.scalars(
            sa.select(Attempt)
            .where(Attempt.person_id == person_id, Attempt.course == course, Attempt.quiz == quiz)
            .order_by(Attempt.id)
        )
    )


def open_attempt(person_id: int, course: str, quiz: str) -> Attempt:
    """The attempt that is not handed in yet. Raises NotFound."""
    for attempt in attempts_of(person_id, course, quiz):
        if attempt.submitted_at is None:
            return attempt
    raise NotFound


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


def response_of(attempt: Attempt, number: int) -> Response | None:
    """The saved answer to question `number`."""
    return db.session.get(Response, (attempt.id, number))


def responses_of(attempt: Attempt) -> dict[int, Response]:
    """Question number → saved answer."""
    rows = db.session.scalars(sa.select(Response).where(Response.attempt_id == attempt.id))
    return {response.number: response for response in rows}


def answered_numbers(attempt: Attempt) -> set[int]:
    """The numbers of the questions that have an answer."""
    return set(
        db.session.scalars(
            sa.select(Response.number).where(
                Response.attempt_id == attempt.id, Response.value.is_not(None)
            )
        )
    )


def graded(attempt: Attempt) -> list[tuple[Item, Response | None, Grade | None]]:
    """Every drawn item with its answer and verdict; None where nothing was answered."""
    responses = responses_of(attempt)
    result: list[tuple[Item, Response | None, Grade | None]] = []
    for number, item in enumerate(items.of_attempt(attempt), start=1):
        response = responses.get(number)
        answered = response is not None and response.value is not None
        result.append((item, response, item.grade(response.value) if answered else None))
    return result


def checks_of(person_id: int, course: str, lesson: str) -> dict[str, Any]:
    """Item id → last answer (its JSON value) to the check questions of a lesson."""
    rows = db.session.execute(_CHECKS, {"person_id": person_id, "course": course, "lesson": lesson})
    return {item: value for item, value in rows}
