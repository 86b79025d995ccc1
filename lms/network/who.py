"""Fellow POCOs of a site who want to be found. Off until the person turns it on, for as long as
the seat lasts. Services flush, never commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from lms.accounts.models import Person
from lms.audit.services import note
from lms.clock import local_date, utcnow
from lms.extensions import db
from lms.network.models import Organisation, Seat, Site

LONGEST_REACHABLE = 120


@dataclass(frozen=True, slots=True)
class Fellow:
    """A POCO who wants to be found: name, organisation and how to reach."""

    name: str
    organisation: str
    reachable: str


@dataclass(frozen=True, slots=True)
class OwnSite:
    """A site where a person holds a seat, and whether the others there see them."""

    slug: str
    name: str
    listed: bool


def site_by_slug(slug: str) -> Site | None:
    """The site of an address."""
    return db.session.scalar(sa.select(Site).where(Site.slug == slug))


def own_sites(person_id: int, today: date) -> list[OwnSite]:
    """Where a person holds a seat now, by name."""
    rows = db.session.execute(
        sa.select(Site.slug, Site.name, Seat.since, Person.listed_at)
        .join(Seat, Seat.site_id == Site.id)
        .join(Person, Person.id == Seat.person_id)
        .where(Seat.person_id == person_id, _held_on(today))
        .order_by(Site.name, Seat.since)
    )
    found: dict[str, OwnSite] = {}
    for slug, name, since, listed_at in rows:
        listed = _counts(listed_at, since) or (slug in found and found[slug].listed)
        found[slug] = OwnSite(slug, name, listed)
    return list(found.values())


def fellows(site_id: int, today: date) -> list[Fellow]:
    """The people with a seat at the site who want to be found, by name."""
    rows = db.session.execute(
        sa.select(
            Person.id,
            Person.name,
            Organisation.name,
            Person.reachable,
            Seat.since,
            Person.listed_at,
        )
        .join(Seat, Seat.person_id == Person.id)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .where(
            Seat.site_id == site_id,
            _held_on(today),
            Person.listed_at.is_not(None),
            Person.blocked_at.is_(None),
            Person.erased_at.is_(None),
        )
        .order_by(Person.name, Person.id, Organisation.name)
    )
    return [
        Fellow(name, organisation, reachable)
        for _id, name, organisation, reachable, since, listed_at in rows
        if _counts(listed_at, since)
    ]


def be_listed(*, person: Person, reachable: str) -> None:
    """Let fellow POCOs of the own sites see name, organisation and this text."""
    person.listed_at = utcnow()
    person.reachable = " ".join(reachable.split())[:LONGEST_REACHABLE]
    note("listing.on", subject=person.public_id)
    db.session.flush()


def stop_listing(*, person: Person) -> None:
    """Be seen by nobody any more; the text goes."""
    person.listed_at = None
    person.reachable = ""
    note("listing.off", subject=person.public_id)
    db.session.flush()


def _held_on(day: date) -> sa.ColumnElement[bool]:
    return sa.and_(Seat.since <= day, sa.or_(Seat.until.is_(None), Seat.until > day))


def _counts(listed_at: datetime | None, since: date) -> bool:
    """A wish counts for the seats held when it was made: a new seat begins hidden."""
    return listed_at is not None and local_date(listed_at) >= since
