"""Append facts. In the same transaction the states they reach and the projection are written."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from lms.clock import utcnow
from lms.extensions import db, insert_new
from lms.grading.completion import (
    WITHDRAWS,
    CourseShape,
    Fact,
    FactKind,
    Standing,
    fold,
    newly_reached,
    rested_on,
)
from lms.progress import projection
from lms.progress.models import CourseProgress, LedgerFact
from lms.progress.queries import facts_of


def append(
    *,
    person_id: int,
    course: CourseShape,
    kind: FactKind,
    at: datetime | None = None,
    subject: str = "",
    reference: str = "",
    passed: bool = True,
    recorded_by: int | None = None,
    edition_id: int | None = None,
    content_hash: str = "",
) -> Standing:
    """Record that something happened and return where the person stands now.

    Saying the same thing twice records it once. `at` defaults to now. `edition_id` is the edition
    of the evidence; a state that is reached gets the one of `course`.
    """
    _lock(person_id, course.slug)
    added = _insert(
        Fact(kind, at or utcnow(), subject, passed, reference),
        person_id=person_id,
        course=course.slug,
        recorded_by=recorded_by,
        edition_id=edition_id,
        content_hash=content_hash,
    )
    return _reach(person_id, course, recorded_by=recorded_by, changed=added)


def withdraw(
    *,
    person_id: int,
    course: CourseShape,
    kind: FactKind,
    subject: str,
    reference: str,
    recorded_by: int,
) -> Standing:
    """An attendance or training was recorded by mistake: it counts no more, nor does a completion
    that rested on it. The facts stay, with the ones that withdraw them.

    `kind` is one of those in WITHDRAWS, and says what is withdrawn. What was never recorded, or
    was withdrawn before, changes nothing.
    """
    _lock(person_id, course.slug)
    facts = facts_of(person_id, course.slug)
    recorded = WITHDRAWS[kind], subject, reference
    mistake = next((f for f in facts if (f.kind, f.subject, f.reference) == recorded), None)
    void = Fact(kind, utcnow(), subject, reference=reference)
    if mistake is None or not _insert(
        void, person_id=person_id, course=course.slug, recorded_by=recorded_by
    ):
        return fold(facts)
    standing = fold([*facts, void])
    if rested_on(standing, course, mistake):
        _insert(
            Fact(FactKind.COMPLETE_WITHDRAWN, utcnow(), reference=standing.completion),
            person_id=person_id,
            course=course.slug,
            recorded_by=recorded_by,
            edition_id=course.edition_id,
        )
    return _reach(person_id, course, recorded_by=recorded_by, changed=True)


def settle(*, person_id: int, course: CourseShape) -> Standing:
    """Record the states that are reached because something was taken out of the course."""
    _lock(person_id, course.slug)
    return _reach(person_id, course)


def _reach(
    person_id: int, course: CourseShape, *, recorded_by: int | None = None, changed: bool = False
) -> Standing:
    """Add the states that the facts reach, and write the projection if anything is new."""
    facts = facts_of(person_id, course.slug)
    reached = newly_reached(fold(facts), course)
    for state in reached:
        _insert(
            state,
            person_id=person_id,
            course=course.slug,
            recorded_by=recorded_by,
            edition_id=course.edition_id,
        )
    standing = fold([*facts, *reached])
    if changed or reached:
        projection.write(person_id, course.slug, standing)
    return standing


def _lock(person_id: int, course: str) -> None:
    """Two facts about one person wait for each other, so that neither projection is lost."""
    values = {"person_id": person_id, "course": course, "done": {}, "modules": {}}
    db.session.execute(insert_new(CourseProgress).values(**values))
    db.session.execute(
        sa.select(CourseProgress.person_id)
        .where(CourseProgress.person_id == person_id, CourseProgress.course == course)
        .with_for_update()
    )


def _insert(fact: Fact, **evidence: object) -> bool:
    """Add one row; False when it was there already."""
    values = {
        "content_hash": "",
        **evidence,
        "kind": fact.kind.value,
        "subject": fact.subject,
        "reference": fact.reference,
        "passed": fact.passed,
        "at": fact.at,
        "recorded_at": utcnow(),
    }
    result = db.session.execute(insert_new(LedgerFact).values(**values))
    return bool(result.rowcount)
