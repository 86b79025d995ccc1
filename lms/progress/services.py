"""Append facts. In the same transaction the states they reach and the projection are written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from lms.clock import utcnow
from lms.extensions import db
from lms.grading.completion import (
    CourseShape,
    Fact,
    FactKind,
    Standing,
    fold,
    newly_reached,
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

    Saying the same thing twice records it once. `at` defaults to now.
    """
    _lock(person_id, course.slug)
    now = utcnow()
    common = {
        "person_id": person_id,
        "course": course.slug,
        "recorded_at": now,
        "recorded_by": recorded_by,
        "edition_id": edition_id,
    }
    fact = Fact(kind, at or now, subject, passed)
    added = _insert({**common, "reference": reference, "content_hash": content_hash}, fact)
    facts = facts_of(person_id, course.slug)
    standing = fold(facts)
    if not added:
        return standing
    reached = newly_reached(standing, course)
    for state in reached:
        _insert({**common, "reference": "", "content_hash": ""}, state)
    if reached:
        standing = fold([*facts, *reached])
    projection.write(person_id, course.slug, standing)
    return standing


def _lock(person_id: int, course: str) -> None:
    """Two facts about one person wait for each other, so that neither projection is lost."""
    values = {"person_id": person_id, "course": course, "done": {}, "modules": {}}
    db.session.execute(_ignore_conflict(CourseProgress, values))
    db.session.execute(
        sa.select(CourseProgress.person_id)
        .where(CourseProgress.person_id == person_id, CourseProgress.course == course)
        .with_for_update()
    )


def _insert(common: dict[str, object], fact: Fact) -> bool:
    """Add one row; False when it was there already."""
    values = {
        **common,
        "kind": fact.kind.value,
        "subject": fact.subject,
        "passed": fact.passed,
        "at": fact.at,
    }
    result = db.session.execute(_ignore_conflict(LedgerFact, values))
    return bool(result.rowcount)


def _ignore_conflict(model: type[Any], values: dict[str, object]) -> sa.Insert:
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    return dialect.insert(model).values(**values).on_conflict_do_nothing()
