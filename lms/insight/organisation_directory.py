"""All organisations that somebody may see, in one list: filtered, ordered and by the page.

The rows of a page are chosen first, and only those are looked at in detail.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from lms.content.types import Course
from lms.extensions import db, there_is
from lms.insight.sql import flag, progress_of
from lms.network.models import Organisation, Participation, Seat, Site
from lms.progress.models import CourseProgress
from lms.search import finds

SORTS = ("name", "kind", "people")
COVER = ("yes", "no", "empty")


@dataclass(frozen=True, slots=True)
class Entry:
    """An organisation: where it takes part now, its POCOs now, and how many are complete."""

    public_id: str
    name: str
    kind: str
    sites: tuple[str, ...]
    people: int
    complete: int

    @property
    def covered(self) -> bool:
        return self.complete > 0


@dataclass(frozen=True, slots=True)
class Directory:
    """Which organisations are wanted. `sites` are the ids in view; None means everywhere, and
    also those that take part nowhere."""

    course: Course
    sites: Collection[int] | None = None
    kind: str = ""
    cover: str = ""
    name: str = ""

    def count(self) -> int:
        """How many there are."""
        statement = sa.select(sa.func.count()).select_from(Organisation).where(*self._conditions())
        return db.session.scalar(statement) or 0

    def page(self, *, sort: str, offset: int, limit: int) -> list[Entry]:
        """Some of them in the order of `sort`: a key of SORTS, descending after a `-`."""
        statement = sa.select(
            Organisation.id, Organisation.public_id, Organisation.name, Organisation.kind
        ).where(*self._conditions())
        chosen = db.session.execute(
            self._ordered(statement, sort).offset(offset).limit(limit)
        ).all()
        ids = [row.id for row in chosen]
        places, people = self._sites_of(ids), self._people_of(ids)
        return [
            Entry(public_id, name, kind, places.get(key, ()), *people.get(key, (0, 0)))
            for key, public_id, name, kind in chosen
        ]

    def _conditions(self) -> list[sa.ColumnElement[bool]]:
        conditions = [finds(Organisation.search_key, self.name)] if self.name else []
        if self.sites is not None:
            conditions.append(
                there_is(
                    Participation.organisation_id == Organisation.id,
                    Participation.until.is_(None),
                    Participation.site_id.in_(self.sites),
                )
            )
        if self.kind:
            conditions.append(Organisation.kind == self.kind)
        if self.cover == "empty":
            conditions.append(~there_is(*self._held()))
        elif self.cover:
            # As one set: looked up for each organisation, SQLite reads the seats all over the file.
            covered = Organisation.id.in_(
                sa.select(Seat.organisation_id)
                .join(CourseProgress, progress_of(Seat.person_id, self.course.slug))
                .where(*self._held_seats(), CourseProgress.complete_at.is_not(None))
            )
            conditions.append(covered if self.cover == "yes" else ~covered)
        return conditions

    def _held(self) -> list[sa.ColumnElement[bool]]:
        """Seats of the organisation that are held now, at the sites in view."""
        return [Seat.organisation_id == Organisation.id, *self._held_seats()]

    def _held_seats(self) -> list[sa.ColumnElement[bool]]:
        held = [Seat.until.is_(None)]
        return held if self.sites is None else [*held, Seat.site_id.in_(self.sites)]

    def _ordered(self, statement: sa.Select[Any], sort: str) -> sa.Select[Any]:
        key: Any = Organisation.kind if sort.endswith("kind") else Organisation.name
        if sort.endswith("people"):
            held = sa.select(sa.func.count()).select_from(Seat).where(*self._held())
            key = held.correlate(Organisation).scalar_subquery()
        first = key.desc() if sort.startswith("-") else key.asc()
        return statement.order_by(first, Organisation.name.asc(), Organisation.id.asc())

    def _sites_of(self, ids: list[int]) -> dict[int, tuple[str, ...]]:
        statement = (
            sa.select(Participation.organisation_id, Site.name)
            .join(Site, Site.id == Participation.site_id)
            .where(Participation.organisation_id.in_(ids), Participation.until.is_(None))
            .order_by(Site.name)
        )
        if self.sites is not None:
            statement = statement.where(Site.id.in_(self.sites))
        found: dict[int, tuple[str, ...]] = {}
        for key, name in db.session.execute(statement):
            found[key] = (*found.get(key, ()), name)
        return found

    def _people_of(self, ids: list[int]) -> dict[int, tuple[int, int]]:
        """Distinct POCOs and how many of them are complete."""
        statement = (
            sa.select(Seat.organisation_id, Seat.person_id, CourseProgress.complete_at)
            .outerjoin(CourseProgress, progress_of(Seat.person_id, self.course.slug))
            .where(Seat.organisation_id.in_(ids), Seat.until.is_(None))
        )
        if self.sites is not None:
            statement = statement.where(Seat.site_id.in_(self.sites))
        per_person = statement.distinct().subquery()
        rows = db.session.execute(
            sa.select(
                per_person.c.organisation_id,
                sa.func.count(),
                sa.func.sum(flag(per_person.c.complete_at.is_not(None))),
            ).group_by(per_person.c.organisation_id)
        )
        return {key: (people, int(complete)) for key, people, complete in rows}
