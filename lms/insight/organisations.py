"""The organisations of a site and whether they are covered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from lms.content.types import Course
from lms.extensions import db
from lms.insight.figures import OrganisationRow, Site
from lms.insight.period import Period
from lms.insight.sql import (
    RANKED,
    complete_at,
    flag,
    held_on,
    overdue_in,
    progress_of,
    rank_at,
    takes_part_on,
)
from lms.network.models import Organisation, Participation, Seat
from lms.progress.models import CourseProgress

SORTS = ("name", "since", "cover", "people", "overdue")


@dataclass(frozen=True, slots=True)
class OrganisationList:
    """Who takes part at a site in a period; `covered` wants only those that are, or are not."""

    site: Site
    period: Period
    course: Course
    covered: bool | None = None

    def count(self) -> int:
        """How many there are."""
        rows = self._rows().subquery()
        return db.session.scalar(sa.select(sa.func.count()).select_from(rows)) or 0

    def page(self, *, sort: str, offset: int, limit: int) -> list[OrganisationRow]:
        """Some of them in the order of `sort`: a key of SORTS, descending after a `-`."""
        statement = self._ordered(sort).offset(offset).limit(limit)
        return [_row(row) for row in db.session.execute(statement)]

    def all(self, *, sort: str) -> Iterator[OrganisationRow]:
        """All of them, a batch at a time."""
        statement = self._ordered(sort).execution_options(yield_per=1000)
        for row in db.session.execute(statement):
            yield _row(row)

    def _ordered(self, sort: str) -> sa.Select[Any]:
        key: sa.ColumnElement[Any] = {
            "name": Organisation.name,
            "since": sa.literal_column("since"),
            "cover": sa.literal_column("complete"),
            "people": sa.literal_column("people"),
            "overdue": sa.literal_column("overdue"),
        }[sort.lstrip("-")]
        order = key.desc() if sort.startswith("-") else key.asc()
        return self._rows().order_by(order, Organisation.name, Organisation.id)

    def _rows(self) -> sa.Select[Any]:
        complete = sa.func.sum(complete_at(self.period.cutoff))
        overdue = overdue_in(self.period, self.course.due_days, Seat.unbroken_since)
        statement = (
            sa.select(
                Organisation.public_id,
                Organisation.name,
                sa.func.min(Participation.since).label("since"),
                sa.func.count(Seat.id).label("people"),
                complete.label("complete"),
                sa.func.sum(flag(overdue)).label("overdue"),
                sa.func.max(rank_at(self.period.cutoff)).label("furthest"),
                sa.func.min(rank_at(self.period.cutoff)).label("least"),
            )
            .select_from(Participation)
            .join(Organisation, Organisation.id == Participation.organisation_id)
            .outerjoin(
                Seat,
                sa.and_(
                    Seat.site_id == Participation.site_id,
                    Seat.organisation_id == Participation.organisation_id,
                    held_on(self.period.day),
                ),
            )
            .outerjoin(CourseProgress, progress_of(Seat.person_id, self.course.slug))
            .where(Participation.site_id == self.site.id, takes_part_on(self.period.day))
            .group_by(Organisation.id, Organisation.public_id, Organisation.name)
        )
        if self.covered is None:
            return statement
        return statement.having(complete > 0 if self.covered else complete == 0)


def _row(row: Any) -> OrganisationRow:
    public_id, name, since, people, complete, overdue, furthest, least = row
    return OrganisationRow(
        public_id,
        name,
        since,
        covered=complete > 0,
        people=people,
        complete=int(complete),
        overdue=int(overdue),
        # There are at most two seats, so the furthest and the least far are all there is.
        statuses=tuple(RANKED[rank] for rank in (furthest, least)[:people]),
    )
