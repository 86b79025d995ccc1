"""Which meetings the courses ask for, and which courses an attendance counts in."""

from __future__ import annotations

import sqlalchemy as sa

from lms.editions.store import get_course, library, shape_of
from lms.errors import NotFound
from lms.extensions import db
from lms.grading.completion import CourseShape, FactKind
from lms.progress.models import LedgerFact


def kinds() -> tuple[str, ...]:
    """The kinds of meeting that a completion rule names, in the order of the rules."""
    return tuple(dict.fromkeys(kind for c in library().courses("nl") for kind in c.meetings))


def asking(kind: str) -> list[CourseShape]:
    """The courses that ask for this kind of meeting."""
    return [shape_of(course) for course in library().courses("nl") if kind in course.meetings]


def with_fact(person_id: int, subject: str, reference: str) -> list[str]:
    """The courses in which an attendance was recorded, whatever they ask for by now."""
    statement = sa.select(LedgerFact.course).where(
        LedgerFact.person_id == person_id,
        LedgerFact.kind == FactKind.MEETING_ATTENDED,
        LedgerFact.subject == subject,
        LedgerFact.reference == reference,
    )
    return list(db.session.scalars(statement.order_by(LedgerFact.course)))


def shape(slug: str, kind: str) -> CourseShape:
    """A course as completion sees it; of one that is gone only the meeting is left."""
    try:
        return shape_of(get_course(slug, "nl"))
    except NotFound:
        return CourseShape(slug, (), (kind,))
