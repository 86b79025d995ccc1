"""Reads about sites, organisations, seats and nominations.

What has ended lies in the past, so that a seat or participation without an end is the current one.
`sites` are the ids that the reader may see; None means all of them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from lms.accounts.models import Person
from lms.extensions import db
from lms.network.models import Nomination, Organisation, Participation, Seat, Site

Sites = Collection[int] | None


@dataclass(frozen=True, slots=True)
class SiteSummary:
    """A site and how many organisations and POCOs it has now."""

    site: Site
    organisations: int
    pocos: int


@dataclass(frozen=True, slots=True)
class NominationRow:
    """A nomination that waits for a decision."""

    public_id: str
    name: str
    organisation: str
    site_id: int
    site: str
    created_at: datetime
    by_poco: bool
    replaces: bool


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """A seat that somebody holds now, as that person may see it."""

    seat_id: int
    organisation_id: int
    organisation: str
    organisation_key: str
    site_id: int
    site: str
    site_slug: str
    since: date


def at(column: Any, sites: Sites) -> sa.ColumnElement[bool]:
    """Whether a row belongs to sites that the reader may see."""
    return sa.true() if sites is None else column.in_(sites)


def sites(only: Sites = None) -> list[Site]:
    """Sites by name."""
    return list(db.session.scalars(sa.select(Site).where(at(Site.id, only)).order_by(Site.name)))


def site_by(slug: str) -> Site | None:
    """The site with this address."""
    return db.session.scalar(sa.select(Site).where(Site.slug == slug))


def site_summaries() -> list[SiteSummary]:
    """All sites by name, with their numbers."""
    organisations = dict(
        db.session.execute(
            sa.select(Participation.site_id, sa.func.count())
            .where(Participation.until.is_(None))
            .group_by(Participation.site_id)
        ).all()
    )
    pocos = dict(
        db.session.execute(
            sa.select(Seat.site_id, sa.func.count(Seat.person_id.distinct()))
            .where(Seat.until.is_(None))
            .group_by(Seat.site_id)
        ).all()
    )
    return [
        SiteSummary(site, organisations.get(site.id, 0), pocos.get(site.id, 0)) for site in sites()
    ]


def organisation_by(public_id: str, sites: Sites) -> Organisation | None:
    """An organisation; for whoever sees only some sites, one that takes part at one of them."""
    statement = sa.select(Organisation).where(Organisation.public_id == public_id)
    if sites is not None:
        statement = statement.where(
            sa.exists().where(
                Participation.organisation_id == Organisation.id,
                Participation.site_id.in_(sites),
                Participation.until.is_(None),
            )
        )
    return db.session.scalar(statement)


def takes_part_elsewhere(organisation_id: int, sites: Sites) -> bool:
    """Whether an organisation takes part at a site that the reader may not see."""
    if sites is None:
        return False
    elsewhere = sa.exists().where(
        Participation.organisation_id == organisation_id,
        Participation.until.is_(None),
        Participation.site_id.not_in(sites),
    )
    return bool(db.session.scalar(sa.select(elsewhere)))


def participations(organisation_id: int, sites: Sites) -> list[tuple[Participation, Site]]:
    """Where an organisation takes or took part: by site, the newest first."""
    rows = db.session.execute(
        sa.select(Participation, Site)
        .join(Site, Site.id == Participation.site_id)
        .where(Participation.organisation_id == organisation_id, at(Site.id, sites))
        .order_by(Site.name, Participation.since.desc())
    )
    return [(participation, site) for participation, site in rows]


def current_seats(organisation_id: int, site_id: int) -> list[tuple[Seat, Person]]:
    """The seats that are held, with their holders, by number."""
    rows = db.session.execute(
        sa.select(Seat, Person)
        .join(Person, Person.id == Seat.person_id)
        .where(
            Seat.organisation_id == organisation_id,
            Seat.site_id == site_id,
            Seat.until.is_(None),
        )
        .order_by(Seat.number)
    )
    return [(seat, person) for seat, person in rows]


def known_people(organisation_id: int, site_id: int, sites: Sites = None) -> list[Person]:
    """Who holds or held a seat of the organisation and has none at the site now, by name."""
    theirs = sa.exists().where(
        Seat.person_id == Person.id,
        Seat.organisation_id == organisation_id,
        at(Seat.site_id, sites),
    )
    here = sa.exists().where(
        Seat.person_id == Person.id,
        Seat.organisation_id == organisation_id,
        Seat.site_id == site_id,
        Seat.until.is_(None),
    )
    return list(
        db.session.scalars(
            sa.select(Person)
            .where(theirs, ~here, Person.blocked_at.is_(None), Person.erased_at.is_(None))
            .order_by(Person.name)
            .limit(20)
        )
    )


def person_by(public_id: str) -> Person:
    """Somebody out of `known_people`. Raises NoResultFound."""
    return db.session.scalars(sa.select(Person).where(Person.public_id == public_id)).one()


def own_seats(person_id: int) -> list[OwnSeat]:
    """The seats that a person holds now."""
    rows = db.session.execute(
        sa.select(
            Seat.id,
            Organisation.id,
            Organisation.name,
            Organisation.public_id,
            Site.id,
            Site.name,
            Site.slug,
            Seat.since,
        )
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .join(Site, Site.id == Seat.site_id)
        .where(Seat.person_id == person_id, Seat.until.is_(None))
        .order_by(Organisation.name, Site.name)
    )
    return [OwnSeat(*row) for row in rows]


def holds_seat(person_id: int) -> bool:
    """Whether a person is a POCO now."""
    held = sa.exists().where(Seat.person_id == person_id, Seat.until.is_(None))
    return bool(db.session.scalar(sa.select(held)))


def seat_since(person_id: int, *, day: date) -> date | None:
    """Since when a person has held a seat without a gap, as of a day; None without a seat then."""
    return db.session.scalar(
        sa.select(sa.func.min(Seat.unbroken_since)).where(
            Seat.person_id == person_id,
            Seat.since <= day,
            sa.or_(Seat.until.is_(None), Seat.until > day),
        )
    )


def open_nominations(sites: Sites, organisation_id: int | None = None) -> list[NominationRow]:
    """What waits for a decision, the oldest first."""
    statement = (
        sa.select(
            Nomination.public_id,
            Nomination.name,
            Organisation.name,
            Site.id,
            Site.name,
            Nomination.created_at,
            Nomination.nominated_by.is_not(None),
            Nomination.replaces_id.is_not(None),
        )
        .join(Organisation, Organisation.id == Nomination.organisation_id)
        .join(Site, Site.id == Nomination.site_id)
        .where(Nomination.state == "open", at(Nomination.site_id, sites))
        .order_by(Nomination.created_at, Nomination.id)
    )
    if organisation_id is not None:
        statement = statement.where(Nomination.organisation_id == organisation_id)
    return [NominationRow(*row) for row in db.session.execute(statement)]


def count_open_nominations(sites: Sites) -> int:
    """How many wait for a decision."""
    return (
        db.session.scalar(
            sa.select(sa.func.count())
            .select_from(Nomination)
            .where(Nomination.state == "open", at(Nomination.site_id, sites))
        )
        or 0
    )


def nominations_by(person_id: int) -> list[Nomination]:
    """What a person put forward and still waits."""
    return list(
        db.session.scalars(
            sa.select(Nomination)
            .where(Nomination.nominated_by == person_id, Nomination.state == "open")
            .order_by(Nomination.created_at)
        )
    )


def nomination_by(public_id: str) -> Nomination | None:
    """A nomination by the id in the address."""
    return db.session.scalar(sa.select(Nomination).where(Nomination.public_id == public_id))
