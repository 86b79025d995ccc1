"""Reads of the ledger and of its projection."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from lms.extensions import db, read
from lms.grading.completion import Fact, FactKind, Standing
from lms.progress import projection
from lms.progress.models import CourseProgress, LedgerFact

_FACT, _ROW = LedgerFact.__table__.c, CourseProgress.__table__.c

# These run for every page of a learner: built once, over plain tables.
_FACTS = (
    sa.select(_FACT.kind, _FACT.at, _FACT.subject, _FACT.passed, _FACT.reference)
    .where(_FACT.person_id == sa.bindparam("person_id"), _FACT.course == sa.bindparam("course"))
    .order_by(_FACT.id)
)
_STANDING = sa.select(*(_ROW[name] for name in projection.DATES), _ROW.done, _ROW.modules).where(
    _ROW.person_id == sa.bindparam("person_id"), _ROW.course == sa.bindparam("course")
)

_ACTIVITY = sa.bindparam("activity", type_=sa.JSON.JSONStrIndexType())
_DONE = sa.select(_ROW.done[_ACTIVITY].as_string()).where(
    _ROW.person_id == sa.bindparam("person_id"), _ROW.course == sa.bindparam("course")
)


def facts_of(person_id: int, course: str) -> list[Fact]:
    """All facts of a person in a course, in the order in which they were recorded."""
    rows = read(_FACTS, person_id=person_id, course=course)
    return [Fact(FactKind(kind), *rest) for kind, *rest in rows]


def standing_of(person_id: int, course: str) -> Standing:
    """Where a person stands, from the projection; an empty standing when nothing happened yet."""
    row = read(_STANDING, person_id=person_id, course=course).first()
    return projection.read(row) if row is not None else Standing()


def done_at(person_id: int, course: str, activity: str) -> datetime | None:
    """When a person did one activity (`lesson/<slug>`, `quiz/<slug>`); None when not yet."""
    done = read(_DONE, person_id=person_id, course=course, activity=activity).scalar()
    return datetime.fromisoformat(done) if done else None


def courses_of(person_id: int) -> list[str]:
    """The slugs of the courses a person is in."""
    return list(
        db.session.scalars(
            sa.select(CourseProgress.course)
            .where(CourseProgress.person_id == person_id)
            .order_by(CourseProgress.course)
        )
    )


def courses_with(person_id: int, kind: FactKind, subject: str, reference: str) -> list[str]:
    """The courses in which a fact was recorded, whatever they ask for by now."""
    statement = sa.select(LedgerFact.course).where(
        LedgerFact.person_id == person_id,
        LedgerFact.kind == kind,
        LedgerFact.subject == subject,
        LedgerFact.reference == reference,
    )
    return list(db.session.scalars(statement.order_by(LedgerFact.course)))
