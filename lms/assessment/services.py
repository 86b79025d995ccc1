"""Start, answer and submit attempts; answer check questions. Flushes, never commits."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from lms.accounts.models import Person
from lms.assessment import queries, sureness
from lms.assessment.models import Attempt, CheckResponse, Response
from lms.clock import utcnow
from lms.content.types import Course, Lesson, Quiz
from lms.editions.store import edition_id, shape_of
from lms.errors import AttemptClosed, AttemptsExhausted, StaleAnswer, TooSoon
from lms.extensions import db
from lms.grading.completion import CourseShape, FactKind
from lms.grading.items import Grade, Item
from lms.progress import services as ledger

_KEY = re.compile(r"[A-Za-z0-9-]{8,64}")
_random = random.SystemRandom()


def start(*, person_id: int, course: Course, quiz: Quiz) -> Attempt:
    """The open attempt of this person, or a new one that draws anew.

    Raises AttemptsExhausted or TooSoon.
    """
    # Starts of one person take turns: a double tap finds the attempt of the first, and no second
    # window gets past the limit.
    db.session.execute(
        sa.select(Person.id).where(Person.id == person_id).with_for_update(key_share=True)
    )
    earlier = queries.attempts_of(person_id, course.slug, quiz.slug)
    running = next((attempt for attempt in earlier if attempt.submitted_at is None), None)
    if running is not None:
        return running
    check_may_start(quiz, earlier)
    drawn = _random.sample(quiz.items, quiz.draw)
    attempt = Attempt(
        person_id=person_id,
        course=course.slug,
        quiz=quiz.slug,
        quiz_title=quiz.title,
        quiz_hash=quiz.hash,
        edition_id=edition_id(),
        language=quiz.lang,
        pass_mark=quiz.pass_mark,
        drawn=[
            {"item": item.id, "hash": item.hash, "order": list(item.order(_random))}
            for item in drawn
        ],
    )
    db.session.add(attempt)
    db.session.flush()
    return attempt


def check_may_start(quiz: Quiz, earlier: list[Attempt]) -> None:
    """Raises AttemptsExhausted or TooSoon when the quiz allows no new attempt now."""
    handed_in = [attempt.submitted_at for attempt in earlier if attempt.submitted_at is not None]
    if quiz.attempts is not None and len(handed_in) >= quiz.attempts:
        raise AttemptsExhausted
    if quiz.wait_hours and handed_in:
        until = max(handed_in) + timedelta(hours=quiz.wait_hours)
        if utcnow() < until:
            raise TooSoon(until)


def save(
    *,
    attempt: Attempt,
    number: int,
    value: Any,
    revision: int,
    key: str,
    sure: bool | None = None,
) -> Response:
    """Keep the answer to question `number` (from 1), and how sure the person is of it.

    `revision` is the one the page was made with: an answer from a page that is older than what is
    saved raises StaleAnswer. The same answer with the same `key` again changes nothing; another
    answer with it comes from a page that a browser kept. Raises AttemptClosed after the attempt
    was handed in, and ValueError for a key that is none.
    """
    if not _KEY.fullmatch(key):
        raise ValueError("not an idempotency key")
    _lock(attempt)
    saved = db.session.get(Response, (attempt.id, number), populate_existing=True)
    if saved is not None and saved.key == key and (saved.value, saved.sure) == (value, sure):
        return saved
    if attempt.submitted_at is not None:
        raise AttemptClosed
    if (saved.revision if saved is not None else 0) != revision:
        raise StaleAnswer
    if saved is None:
        saved = Response(attempt_id=attempt.id, number=number, revision=0)
        db.session.add(saved)
    saved.value = value
    saved.sure = sure
    saved.key = key
    saved.revision = revision + 1
    saved.saved_at = utcnow()
    db.session.flush()
    return saved


def submit(*, attempt: Attempt, course: Course | None) -> Attempt:
    """Hand in: grade, and record the fact. A second time changes nothing.

    `course` is None when the course is not taught now; then the fact reaches no state yet.
    """
    _lock(attempt)
    if attempt.submitted_at is not None:
        return attempt
    rows = queries.graded(attempt)
    grades = [grade for _, _, grade in rows]
    attempt.submitted_at = utcnow()
    attempt.score = sum(grade.score for grade in grades if grade) / len(grades)
    attempt.passed = attempt.score >= attempt.pass_mark - 1e-9
    db.session.flush()
    sureness.count(attempt, rows)
    ledger.append(
        person_id=attempt.person_id,
        course=shape_of(course) if course else CourseShape(attempt.course, ()),
        kind=FactKind.QUIZ_SUBMITTED,
        at=attempt.submitted_at,
        subject=f"quiz/{attempt.quiz}",
        reference=attempt.public_id,
        passed=attempt.passed,
        edition_id=attempt.edition_id,
        content_hash=attempt.quiz_hash,
    )
    return attempt


def _lock(attempt: Attempt) -> None:
    """Requests for one attempt take turns; afterwards `attempt` is as the database has it."""
    db.session.refresh(attempt, with_for_update=True)


def answer_check(
    *, person_id: int, course: Course, lesson: Lesson, item: Item, value: Any
) -> Grade:
    """Grade the answer to a check question and keep it, replacing an earlier one."""
    grade = item.grade(value)
    values = {
        "person_id": person_id,
        "course": course.slug,
        "lesson": lesson.slug,
        "item": item.id,
        "item_hash": item.hash,
        "value": value,
        "correct": grade.correct,
        "answered_at": utcnow(),
    }
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    keys = ("person_id", "course", "lesson", "item")
    db.session.execute(
        dialect.insert(CheckResponse)
        .values(**values)
        .on_conflict_do_update(
            index_elements=keys,
            set_={name: value for name, value in values.items() if name not in keys},
        )
    )
    return grade
