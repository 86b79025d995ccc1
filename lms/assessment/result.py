"""What the result page tells: first what went well and what to read again, then the number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import url_for

from lms.assessment import queries, services, sureness
from lms.assessment.links import after
from lms.assessment.models import Attempt
from lms.content.types import Course, Quiz
from lms.editions.store import library
from lms.errors import AttemptsExhausted, TooSoon
from lms.grading.calibration import calibrate
from lms.grading.items import Grade, Item
from lms.i18n import gettext as _
from lms.i18n import language, moment

_LESSON_LINK = re.compile(r'href="(/training/[^"]*/lesson/([a-z0-9-]+)(?:#[^"]*)?)"')


def refusal(quiz: Quiz, attempts: list[Attempt]) -> str:
    """Why no new attempt may start now, in words; empty when one may."""
    try:
        services.check_may_start(quiz, attempts)
    except AttemptsExhausted:
        return _("You have used all your attempts at this quiz.")
    except TooSoon as wait:
        return _("You can try again from %(when)s.", when=moment(wait.until))
    return ""


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One question with its verdict; `grade` is None where nothing was answered."""

    number: int
    item: Item
    grade: Grade | None
    response: Any
    sure: bool | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A lesson section to read again."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class SureMistake:
    """A question that was answered wrongly by somebody who was sure."""

    number: int
    prompt: str
    readings: tuple[Reading, ...]


def build(attempt: Attempt) -> dict[str, Any]:
    """Everything assessment/result.html shows. `score` and `pass_mark` are fractions 0 … 1."""
    rows = queries.graded(attempt)
    # Answers are kept for a time, results for good (see docs/privacy.md).
    answers_gone = bool(attempt.score) and not any(answer for _, answer, _ in rows)
    rows = [] if answers_gone else rows
    course = library().course(attempt.course, language())
    quiz = course.quiz(attempt.quiz) if course else None
    right = [item for item, _, grade in rows if grade is not None and grade.correct]
    wrong = [item for item, _, grade in rows if grade is None or not grade.correct]
    earlier = queries.attempts_of(attempt.person_id, attempt.course, attempt.quiz)
    reason = refusal(quiz, earlier) if quiz else ""
    calibration = calibrate(sureness.judged(attempt, rows))
    mistaken = [
        (number, rows[number - 1][0])
        for number in (calibration.sure_and_wrong if calibration else ())
    ]
    return {
        "attempt": attempt,
        "answers_gone": answers_gone,
        "quiz_title": attempt.quiz_title,
        "score": attempt.score,
        "passed": attempt.passed,
        "pass_mark": attempt.pass_mark,
        "submitted_at": attempt.submitted_at,
        "right": len(right),
        "total": len(rows),
        "calibration": calibration,
        "sure_and_wrong": [
            SureMistake(number, item.prompt_text, tuple(_readings(course, [item])))
            for number, item in mistaken
        ],
        "went_well": [item.prompt_text for item in right],
        "read_again": _readings(course, wrong),
        "items": [
            ItemResult(number, item, grade, response.value if response else None, _sure(response))
            for number, (item, response, grade) in enumerate(rows, start=1)
        ],
        "best": max((a.score for a in earlier if a.score is not None), default=None),
        "again_url": (
            url_for("assessment.quiz", course=attempt.course, quiz=attempt.quiz)
            if quiz and not reason
            else None
        ),
        "again_reason": reason,
        "changed_note": _changed(attempt, quiz),
        "next": after(course, f"quiz/{attempt.quiz}") if course and attempt.passed else None,
    }


def _readings(course: Course | None, items: list[Item]) -> list[Reading]:
    """The lesson sections that the explanations of these items point at, each once."""
    found: dict[str, Reading] = {}
    for item in items:
        for url, slug in _LESSON_LINK.findall(item.explanation):
            lesson = course.lesson(slug) if course else None
            if lesson is not None:
                anchor = url.partition("#")[2]
                section = next((s.title for s in lesson.sections if s.id == anchor), "")
                title = f"{lesson.title}: {section}" if section else lesson.title
                found.setdefault(url, Reading(title, url))
    return list(found.values())


def _sure(answer: queries.Answer | None) -> bool | None:
    return answer.sure if answer else None


def _changed(attempt: Attempt, quiz: Quiz | None) -> bool:
    """Whether a question of this attempt reads differently today."""
    if quiz is None or quiz.lang != attempt.language:
        return False
    now = {item.id: item.hash for item in quiz.items}
    return any(now.get(entry["item"]) != entry["hash"] for entry in attempt.drawn)
