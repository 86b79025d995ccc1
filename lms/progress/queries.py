"""Reads of the ledger and of its projection."""

from __future__ import annotations

import sqlalchemy as sa

from lms.extensions import db
from lms.grading.completion import Fact, FactKind, Standing
from lms.progress import projection
from lms.progress.models import CourseProgress, LedgerFact

_FACTS = (
    sa.select(LedgerFact.kind, LedgerFact.at, LedgerFact.subject, LedgerFact.passed)
    .where(
        LedgerFact.person_id == sa.bindparam("person_id"),
        LedgerFact.course == sa.bindparam("course"),
    )
    .order_by(LedgerFact.id)
)

_COLUMNS = [getattr(CourseProgress, name) for name in projection.DATES]
_STANDING = sa.select(*_COLUMNS, CourseProgress.done, CourseProgress.modules).where(
    CourseProgress.person_id == sa.bindparam("person_id"),
    CourseProgress.course == sa.bindparam("course"),
)


def facts_of(person_id: int, course: str) -> list[Fact]:
    """All facts of a person in a course, in the order in which they were recorded."""
    rows = db.session.execute(_FACTS, {"person_id": person_id, "course": course})
    return [Fact(FactKind(kind), at, subject, passed) for kind, at, subject, passed in rows]


def standing_of(person_id: int, course: str) -> Standing:
    """Where a person stands, from the projection; an empty standing when nothing happened yet."""
    row = db.session.execute(_STANDING, {"person_id": person_id, "course": course}).first()
    return projection.read(row) if row is not None else Standing()


def courses_of(person_id: int) -> list[str]:
    """The slugs of the courses a person is in."""
    return list(
        db.session.scalars(
            sa.select(CourseProgress.course)
            .where(CourseProgress.person_id == person_id)
            .order_by(CourseProgress.course)
        )
    )
