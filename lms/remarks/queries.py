"""Reading remarks: one's own, and those of everybody without who made them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from lms.extensions import db
from lms.remarks.models import Kind, Remark
from lms.remarks.places import Place

Key = tuple[str, str, str]
"""Course, part and place."""


@dataclass(frozen=True, slots=True)
class Said:
    """A remark as authors see it."""

    public_id: str
    language: str
    kind: str
    line: str
    changed_at: datetime
    outcome: str
    answer: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that was said of one place. `counts` is over everything, answered or not."""

    key: Key
    counts: dict[str, int]
    remarks: tuple[Said, ...]


def own(person_id: int, place: Place) -> Remark | None:
    """What this person said of a place."""
    return db.session.scalar(
        sa.select(Remark).where(
            Remark.person_id == person_id,
            Remark.course == place.course,
            Remark.part == place.part,
            Remark.place == place.id,
        )
    )


def all_own(person_id: int) -> list[Remark]:
    """All this person said, the newest answer first."""
    order = sa.func.coalesce(Remark.answered_at, Remark.changed_at).desc()
    mine = sa.select(Remark).where(Remark.person_id == person_id)
    return list(db.session.scalars(mine.order_by(order, Remark.id)))


def is_open() -> sa.ColumnElement[bool]:
    """Whether a remark waits for an answer; who taps "clear" and writes nothing asks for none."""
    asks = sa.or_(Remark.kind != Kind.CLEAR, Remark.line != "")
    return sa.and_(Remark.answered_at.is_(None), asks)


def open_count() -> int:
    """Remarks that wait for an answer."""
    return db.session.scalar(sa.select(sa.func.count(Remark.id)).where(is_open())) or 0


def place_count(*, answered: bool) -> int:
    """Places with remarks that are answered, or that wait."""
    return (
        db.session.scalar(sa.select(sa.func.count()).select_from(_keys(answered).subquery())) or 0
    )


def gathered(*, answered: bool, offset: int, limit: int) -> list[Gathered]:
    """A page of places, the one with most to answer first."""
    keys = _keys(answered).order_by(sa.func.count().desc(), *_KEY).offset(offset).limit(limit)
    found: list[Key] = [(row[0], row[1], row[2]) for row in db.session.execute(keys)]
    counts, remarks = _counts(found), _remarks(found, answered)
    return [Gathered(key, counts[key], tuple(remarks[key])) for key in found]


_KEY = (Remark.course, Remark.part, Remark.place)


def _state(answered: bool) -> sa.ColumnElement[bool]:
    return Remark.answered_at.is_not(None) if answered else is_open()


def _keys(answered: bool) -> sa.Select[tuple[str, str, str]]:
    return sa.select(*_KEY).where(_state(answered)).group_by(*_KEY)


def _counts(keys: Iterable[Key]) -> dict[Key, dict[str, int]]:
    counts: dict[Key, dict[str, int]] = {key: {} for key in keys}
    rows = db.session.execute(
        sa.select(*_KEY, Remark.kind, sa.func.count())
        .where(sa.tuple_(*_KEY).in_(list(counts)))
        .group_by(*_KEY, Remark.kind)
    )
    for course, part, place, kind, count in rows:
        counts[course, part, place][kind] = count
    return counts


def _remarks(keys: Iterable[Key], answered: bool) -> dict[Key, list[Said]]:
    """The columns are named: the person is not among them."""
    found: dict[Key, list[Said]] = {key: [] for key in keys}
    rows = db.session.execute(
        sa.select(
            *_KEY,
            Remark.public_id,
            Remark.language,
            Remark.kind,
            Remark.line,
            Remark.changed_at,
            Remark.outcome,
            Remark.answer,
        )
        .where(sa.tuple_(*_KEY).in_(list(found)), _state(answered))
        .order_by(Remark.changed_at.desc(), Remark.id)
    )
    for course, part, place, *rest in rows:
        found[course, part, place].append(Said(*rest))
    return found
