"""Make the projection anew from the facts, in batches, for any number of people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import sqlalchemy as sa

from lms.extensions import db
from lms.grading.completion import Fact, FactKind, Standing, fold
from lms.progress import projection
from lms.progress.models import ActiveQuarter, CourseProgress, LedgerFact

BATCH = 1000


def standings() -> Iterator[tuple[int, str, Standing]]:
    """Person, course and standing, recomputed from the facts, person by person."""
    rows = db.session.execute(
        sa.select(
            LedgerFact.person_id,
            LedgerFact.course,
            LedgerFact.kind,
            LedgerFact.at,
            LedgerFact.subject,
            LedgerFact.passed,
        )
        .order_by(LedgerFact.person_id, LedgerFact.course)
        .execution_options(yield_per=5000)
    )
    for (person_id, course), group in groupby(rows, key=lambda row: (row[0], row[1])):
        facts = [Fact(FactKind(kind), at, subject, ok) for _, _, kind, at, subject, ok in group]
        yield person_id, course, fold(facts)


def rebuild() -> int:
    """Replace the whole projection; returns the number of rows. The caller commits."""
    known = [
        (projection.row(*item), list(projection.quarter_rows(*item))) for item in standings()
    ]
    db.session.execute(sa.delete(ActiveQuarter))
    db.session.execute(sa.delete(CourseProgress))
    for start in range(0, len(known), BATCH):
        batch = known[start : start + BATCH]
        db.session.execute(sa.insert(CourseProgress), [row for row, _ in batch])
        quarters = [quarter for _, rows in batch for quarter in rows]
        if quarters:
            db.session.execute(sa.insert(ActiveQuarter), quarters)
    return len(known)
