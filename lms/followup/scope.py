"""Whom somebody who runs the network may write to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from lms.accounts.models import Person
from lms.errors import NotFound
from lms.extensions import db
from lms.network.models import Seat, Site


@dataclass(frozen=True, slots=True)
class Scope:
    """People with a seat at these sites, now or from a later day on; None is everybody."""

    today: date
    site_ids: tuple[int, ...] | None = None

    def narrowed(self, site_id: int) -> Scope:
        """Only one of the sites. Raises NotFound for one that is not in the scope."""
        if self.site_ids is not None and site_id not in self.site_ids:
            raise NotFound
        return Scope(self.today, (site_id,))

    def holds(self, person_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
        """Whether a person is in it."""
        if self.site_ids is None:
            return sa.true()
        return sa.exists().where(Seat.person_id == person_id, *self.seats())

    def seats(self) -> tuple[sa.ColumnElement[bool], ...]:
        """The seats it is about."""
        still = sa.or_(Seat.until.is_(None), Seat.until > self.today)
        at_sites = sa.true() if self.site_ids is None else Seat.site_id.in_(self.site_ids)
        return still, at_sites

    def people(self, public_ids: set[str]) -> list[Person]:
        """These people. Raises NotFound when one of them is not in the scope."""
        found = list(
            db.session.scalars(
                sa.select(Person)
                .where(Person.public_id.in_(public_ids), self.holds(Person.id))
                .order_by(Person.id)
            )
        )
        if len(found) != len(public_ids):
            raise NotFound
        return found


def sites() -> list[Site]:
    """All sites by name."""
    return list(db.session.scalars(sa.select(Site).order_by(Site.name)))
