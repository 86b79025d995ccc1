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
from lms.extensions import db, may_write
from lms.grading.completion import CourseShape, newly_reached
from lms.progress import projection, services
from lms.progress.models import CourseProgress

RANGE = 2000
"""Rows per step: bounds the memory for any number of people."""

_ROW = CourseProgress.__table__.c


def init_app(app: Flask) -> None:
    """Listen for editions; content need not know the ledger."""
    published.connect(_settle, app)


def settle_all() -> int:
    """Record every state that is reached by now; returns for how many people. Caller commits."""
    shapes = [shape_of(course) for course in library().courses("nl")]
    found = [(person_id, course) for course in shapes for person_id in _who_reaches(course)]
    for person_id, course in found:
        services.settle(person_id=person_id, course=course)
    return len(found)


def _who_reaches(course: CourseShape) -> Iterator[int]:
    """The people whose projection holds all that a state of the course asks for."""
    started = sa.select(CourseProgress.__table__).where(
        _ROW.course == course.slug, _ROW.started_at.is_not(None), _ROW.complete_at.is_(None)
    )
    for row in db.session.execute(started, execution_options={"yield_per": RANGE}):
        if newly_reached(projection.read(row), course):
            yield row.person_id


def _settle(_app: Flask) -> None:
    """Runs between two requests, in a transaction of its own."""
    with may_write():
        try:
            settle_all()
            db.session.commit()
        except DBAPIError as error:
            db.session.rollback()
            current_app.logger.error(
                "states not recorded (%s): run `lms rebuild`", type(error.orig).__name__
            )
