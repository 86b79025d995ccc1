"""Since when the holder of a seat has had one without a gap, kept with each seat.

Kept, because every list and figure counts the due date from it, also for the days of the past.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from lms.accounts.models import Person
from lms.extensions import db
from lms.grading.completion import unbroken_since
from lms.network.models import Seat

SOME = 500
"""People in one statement."""


def renew_everybody() -> None:
    """Write it anew of every seat. The caller commits."""
    renew_unbroken(db.session.scalars(sa.select(Seat.person_id).distinct()))


def renew_unbroken(people: Iterable[int]) -> None:
    """Write it anew after a change to seats of these people (their ids). The caller commits.

    Changes to one person at two organisations wait for each other.
    """
    wanted = sorted(set(people))
    for start in range(0, len(wanted), SOME):
        some = wanted[start : start + SOME]
        lock = sa.select(Person.id).where(Person.id.in_(some)).order_by(Person.id)
        db.session.execute(lock.with_for_update(key_share=True))
        for seat_id, first in _wrong(some):
            db.session.execute(
                sa.update(Seat).where(Seat.id == seat_id).values(unbroken_since=first)
            )


def _wrong(people: Sequence[int]) -> Iterator[tuple[int, Any]]:
    """The seats whose day is another one, with that day."""
    rows = db.session.execute(
        sa.select(Seat.person_id, Seat.id, Seat.since, Seat.until, Seat.unbroken_since)
        .where(Seat.person_id.in_(people))
        .order_by(Seat.person_id, Seat.id)
    ).all()
    for _person, group in groupby(rows, key=lambda row: row.person_id):
        seats = list(group)
        held = [(seat.since, seat.until) for seat in seats]
        for seat in seats:
            first = unbroken_since(held, day=seat.since) or seat.since
            if first != seat.unbroken_since:
                yield seat.id, first
