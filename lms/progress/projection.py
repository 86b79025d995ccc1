"""Between a `Standing` and its rows: one in course_progress, one per quarter in active_quarter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from lms.extensions import db
from lms.grading.completion import Standing
from lms.progress.models import ActiveQuarter, CourseProgress

# Plain tables cost half, and a training day may write the projections of hundreds of people.
_ROW: sa.Table = CourseProgress.__table__  # type: ignore[assignment]
_QUARTER: sa.Table = ActiveQuarter.__table__  # type: ignore[assignment]

DATES = (
    "named_at",
    "invited_at",
    "signed_in_at",
    "started_at",
    "online_done_at",
    "complete_at",
    "last_activity_at",
)


def row(person_id: int, course: str, standing: Standing) -> dict[str, Any]:
    """The course_progress row of a standing."""
    return {
        "person_id": person_id,
        "course": course,
        **{name: getattr(standing, name) for name in DATES},
        "done": _to_json(standing.done),
        "modules": _to_json(standing.modules),
    }


def quarter_rows(person_id: int, course: str, standing: Standing) -> Iterator[dict[str, Any]]:
    """The active_quarter rows of a standing."""
    for quarter in sorted(standing.quarters):
        yield {"person_id": person_id, "course": course, "quarter": quarter}


def write(person_id: int, course: str, standing: Standing) -> None:
    """Write the projection of one person; the row is there already (`services` locks it)."""
    values = row(person_id, course, standing)
    db.session.execute(
        sa.update(_ROW)
        .where(_ROW.c.person_id == person_id, _ROW.c.course == course)
        .values(**values)
    )
    _write_quarters(person_id, course, standing.quarters)


def _write_quarters(person_id: int, course: str, quarters: frozenset[int]) -> None:
    """Add what is new; a quarter goes when its only activity was recorded by mistake."""
    own = _QUARTER.c.person_id == person_id, _QUARTER.c.course == course
    known = set(db.session.scalars(sa.select(_QUARTER.c.quarter).where(*own)))
    if gone := known - quarters:
        db.session.execute(sa.delete(_QUARTER).where(*own, _QUARTER.c.quarter.in_(gone)))
    if fresh := sorted(quarters - known):
        rows = [{"person_id": person_id, "course": course, "quarter": q} for q in fresh]
        db.session.execute(sa.insert(_QUARTER), rows)


def read(values: Any, quarters: Iterable[int] = ()) -> Standing:
    """The standing that a course_progress row tells of."""
    return Standing(
        **{name: getattr(values, name) for name in DATES},
        done=_from_json(values.done),
        modules=_from_json(values.modules),
        quarters=frozenset(quarters),
    )


def _to_json(dates: Any) -> dict[str, str]:
    return {key: dates[key].astimezone(UTC).isoformat() for key in sorted(dates)}


def _from_json(dates: dict[str, str]) -> dict[str, datetime]:
    return {key: datetime.fromisoformat(text) for key, text in dates.items()}
