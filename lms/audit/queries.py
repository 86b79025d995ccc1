"""Reads of the audit trail: newest first, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from lms.audit.models import AuditEntry, AuditSeal
from lms.clock import start_of_day
from lms.extensions import db

PAGE = 50
SLACK = timedelta(hours=1)
"""Ids follow the time, but for what is written at the same moment: a period is also a range of
ids, so that a page never reads through all that lies outside it."""
LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries; everything empty means all. `who` is the random id of actor or subject."""

    action: str = ""
    who: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None
    """Only entries with a smaller id: where the page before this one ended."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as it stands."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: dict[str, Any]


def entries(wanted: Wanted) -> tuple[list[EntryRow], bool]:
    """A page of entries, and whether older ones follow."""
    c = AuditEntry.__table__.c
    statement = sa.select(c.id, c.at, c.actor, c.action, c.subject, c.detail)
    if wanted.action:
        statement = statement.where(c.action == wanted.action)
    if wanted.since:
        start = start_of_day(wanted.since)
        earlier = sa.select(c.id).where(c.at < start - SLACK).order_by(c.at.desc()).limit(1)
        first = sa.func.coalesce(earlier.scalar_subquery(), 0)
        statement = statement.where(c.at >= start, c.id > first)
    if wanted.until:
        end = start_of_day(wanted.until + timedelta(days=1))
        later = sa.select(c.id).where(c.at >= end + SLACK).order_by(c.at).limit(1)
        last = sa.func.coalesce(later.scalar_subquery(), LARGEST)
        statement = statement.where(c.at < end, c.id < last)
    if wanted.before is not None:
        statement = statement.where(c.id < wanted.before)
    if wanted.who:
        statement = _about(statement, wanted.who)
    rows = db.session.execute(statement.order_by(sa.desc("id")).limit(PAGE + 1)).all()
    return [EntryRow(*row) for row in rows[:PAGE]], len(rows) > PAGE


def _about(statement: sa.Select[Any], who: str) -> sa.CompoundSelect[Any]:
    """As actor or as subject: each by its own index, and no more of each than a page shows."""
    c = AuditEntry.__table__.c
    sides = (
        sa.select(statement.where(column == who).order_by(c.id.desc()).limit(PAGE + 1).subquery())
        for column in (c.actor, c.subject)
    )
    return sa.union(*sides)


def sealed_up_to() -> tuple[int, datetime | None]:
    """The last entry that is sealed, and when that was."""
    row = db.session.execute(
        sa.select(AuditSeal.last_entry_id, AuditSeal.sealed_at)
        .order_by(AuditSeal.id.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else (0, None)
