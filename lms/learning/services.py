"""What a learner does with a lesson or an exercise."""

from __future__ import annotations

from lms.content.types import Course, Exercise, Lesson
from lms.editions.store import edition_id, shape_of
from lms.grading.completion import FactKind, Standing
from lms.progress import services as ledger


def mark_read(*, person_id: int, course: Course, lesson: Lesson) -> Standing:
    """Record that the person read the lesson as it is now; again changes nothing."""
    return ledger.append(
        person_id=person_id,
        course=shape_of(course),
        kind=FactKind.LESSON_READ,
        subject=lesson.key,
        edition_id=edition_id(),
        content_hash=lesson.hash,
    )


def mark_done(*, person_id: int, course: Course, exercise: Exercise) -> Standing:
    """Record that the person did the exercise, as it is now; again changes nothing."""
    return ledger.append(
        person_id=person_id,
        course=shape_of(course),
        kind=FactKind.EXERCISE_DONE,
        subject=exercise.key,
        edition_id=edition_id(),
        content_hash=exercise.hash,
    )
