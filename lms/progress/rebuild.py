"""Make the projection anew from the facts, a range of people at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import sqlalchemy as sa

from lms.extensions import db
from lms.grading.completion import Fact, FactKind, Standing, fold
from lms.network.unbroken import renew_everybody
from lms.progress import projection
from lms.progress.models import ActiveQuarter, CourseProgress, LedgerFact

RANGE = 2000
"""People per step: bounds the memory for any number of people."""


def rebuild() -> int:
    """Replace the whole projection; returns the number of rows. The caller commits.

    The day from which the due date counts is made anew with it, from the seats.

    Who appends a fact meanwhile waits: on SQLite for the one writer there is, on PostgreSQL for
    the tables, or the row of somebody new would be made twice.
    """
    if db.engine.dialect.name == "postgresql":
        tables = "course_progress, active_quarter"
        db.session.execute(sa.text(f"lock table {tables} in share row exclusive mode"))
    renew_everybody()
    db.session.execute(sa.delete(ActiveQuarter))
    db.session.execute(sa.delete(CourseProgress))
    last = db.session.scalar(sa.select(sa.func.max(LedgerFact.person_id))) or 0
    return sum(_rebuild_range(first) for first in range(0, last + 1, RANGE))


def standings(first: int, until: int) -> Iterator[tuple[int, str, Standing]]:
    """Person, course and standing recomputed from the facts, for first ≤ person id < until."""
    rows = db.session.execute(
        sa.select(
            LedgerFact.person_id,
            LedgerFact.course,
            LedgerFact.kind,
            LedgerFact.at,
            LedgerFact.subject,
            LedgerFact.passed,
            LedgerFact.reference,
        )
        .where(LedgerFact.person_id >= first, LedgerFact.person_id < until)
        .order_by(LedgerFact.person_id, LedgerFact.course)
    )
    for (person_id, course), group in groupby(rows, key=lambda row: (row[0], row[1])):
        facts = [Fact(FactKind(kind), *rest) for _person, _course, kind, *rest in group]
        yield person_id, course, fold(facts)


def _rebuild_range(first: int) -> int:
    known = list(standings(first, first + RANGE))
    if known:
        db.session.execute(sa.insert(CourseProgress), [projection.row(*item) for item in known])
    quarters = [quarter for item in known for quarter in projection.quarter_rows(*item)]
    if quarters:
        db.session.execute(sa.insert(ActiveQuarter), quarters)
    return len(known)
