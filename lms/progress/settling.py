"""When an edition takes something out of a course, what is left may be all that somebody missed.

Nobody would come back to finish what is finished, so the states are recorded for everybody at
once: by the worker that published the edition, and by `lms rebuild`.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.exc import DBAPIError

from lms.editions.store import library, published, shape_of
from lms.extensions import db, may_write, only_reading
from lms.grading.completion import CourseShape, newly_reached
from lms.progress import projection, services
from lms.progress.models import CourseProgress

RANGE = 2000
"""Rows per step: bounds the memory for any number of people."""

BATCH = 100
"""People per transaction: others need not wait until everybody is settled."""

_ROW = CourseProgress.__table__.c


def init_app(app: Flask) -> None:
    """Listen for editions; content need not know the ledger."""
    published.connect(_settle, app)


def settle_all() -> int:
    """Record every state that is reached by now; returns for how many people. Caller commits."""
    found = who_reaches()
    for person_id, course in found:
        services.settle(person_id=person_id, course=course)
    return len(found)


def who_reaches() -> list[tuple[int, CourseShape]]:
    """Who reaches a state by what is left of a course, and of which one."""
    shapes = [shape_of(course) for course in library().courses("nl")]
    return [(person_id, course) for course in shapes for person_id in _who_reaches(course)]


def _who_reaches(course: CourseShape) -> Iterator[int]:
    """The people whose projection holds all that a state of the course asks for."""
    started = sa.select(CourseProgress.__table__).where(
        _ROW.course == course.slug, _ROW.started_at.is_not(None), _ROW.complete_at.is_(None)
    )
    for row in db.session.execute(started, execution_options={"yield_per": RANGE}):
        if newly_reached(projection.read(row), course):
            yield row.person_id


def _settle(_app: Flask) -> None:
    """Runs between two requests, in transactions of its own: looking takes no write lock, and
    what is not written when one fails is left to `lms rebuild`."""
    try:
        with only_reading():
            found = who_reaches()
            db.session.rollback()
        with may_write():
            for first in range(0, len(found), BATCH):
                for person_id, course in found[first : first + BATCH]:
                    services.settle(person_id=person_id, course=course)
                db.session.commit()
    except DBAPIError as error:
        db.session.rollback()
        current_app.logger.error(
            "states not recorded (%s): run `lms rebuild`", type(error.orig).__name__
        )
