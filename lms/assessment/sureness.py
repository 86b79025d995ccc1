"""Sure or not sure: what an attempt asked, what the person sees of it, and totals per question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from lms.assessment.models import Attempt, SurenessTotal
from lms.assessment.queries import Answer
from lms.content.types import Quiz
from lms.editions.store import library
from lms.extensions import db
from lms.grading.calibration import Judged
from lms.grading.items import Grade, Item

INNOCENT = "onschuldig"
"""The tag of questions about something that only looks like a signal."""
FEWEST = 10
"""Totals over fewer answers could be about one person, and stay hidden."""

Graded = tuple[Item, Answer | None, Grade | None]
COUNTS = ("sure_right", "sure_wrong", "unsure_right", "unsure_wrong")


def is_asked(attempt: Attempt) -> bool:
    """Whether the quiz of this attempt asks how sure one is, as it is today."""
    quiz = _quiz(attempt)
    return quiz is not None and quiz.confidence


def read_sure(form: Any) -> bool | None:
    """What was said in a form; None when nothing was."""
    return {"yes": True, "no": False}.get(form.get("sure", ""))


def judged(attempt: Attempt, rows: Iterable[Graded]) -> list[Judged]:
    """The answers of which the person said how sure they were."""
    quiz = _quiz(attempt)
    found = []
    for number, (item, answer, grade) in enumerate(rows, start=1):
        if answer is None or answer.sure is None or grade is None:
            continue
        # A stored text holds no tags: those of today say what the question is about.
        today = quiz.item(item.id) if quiz else None
        innocent = INNOCENT in (today or item).tags
        found.append(Judged(number, grade.correct, answer.sure, innocent))
    return found


def count(attempt: Attempt, rows: Iterable[Graded]) -> None:
    """Add the answers of an attempt that is handed in to the totals, which name nobody."""
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    table = SurenessTotal.__table__
    answers = {attempt.drawn[one.number - 1]["item"]: one for one in judged(attempt, rows)}
    # In one order, so that two people who hand in at once never wait for each other.
    for item, answer in sorted(answers.items()):
        name = f"{'sure' if answer.sure else 'unsure'}_{'right' if answer.right else 'wrong'}"
        keys = {"course": attempt.course, "quiz": attempt.quiz, "item": item}
        db.session.execute(
            dialect.insert(SurenessTotal)
            .values(**keys, **{other: int(other == name) for other in COUNTS})
            .on_conflict_do_update(index_elements=list(keys), set_={name: table.c[name] + 1})
        )


def totals(course: str, quiz: str) -> list[SurenessTotal]:
    """Per question how often people were sure and right; only with enough answers to hide in."""
    everything = sum((getattr(SurenessTotal, name) for name in COUNTS), sa.literal(0))
    return list(
        db.session.scalars(
            sa.select(SurenessTotal)
            .where(
                SurenessTotal.course == course,
                SurenessTotal.quiz == quiz,
                everything >= FEWEST,
            )
            .order_by(SurenessTotal.item)
        )
    )


def _quiz(attempt: Attempt) -> Quiz | None:
    course = library().course(attempt.course, attempt.language)
    return course.quiz(attempt.quiz) if course else None
