"""A site with its coordinator and POCOs, in the database of a live server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from lms.accounts.models import Person, RoleGrant
from lms.clock import local_date, utcnow
from lms.extensions import db
from lms.network.models import Organisation, Participation, Seat, Site
from tests._live import Live

DAY = local_date(utcnow()) - timedelta(days=30)


@dataclass(frozen=True)
class LiveSite:
    """Ids of people, and the slug of the site."""

    slug: str
    coordinator: int
    pocos: list[int]


def make_site(live: Live, slug: str, pocos: int, language: str = "nl") -> LiveSite:
    """A site of its own for one test; every POCO comes from another organisation."""
    coordinator, people = live.person(language), [live.person() for _ in range(pocos)]
    since = DAY - timedelta(days=100)
    with live.database():
        site = Site(slug=slug, name=slug.title())
        firms = [Organisation(name=f"Firma nr{number:02}") for number in range(pocos)]
        db.session.add_all([site, *firms])
        db.session.flush()
        db.session.add(RoleGrant(person_id=coordinator, role="coordinator", site_id=site.id))
        for person_id, firm in zip(people, firms, strict=True):
            place = {"organisation_id": firm.id, "site_id": site.id, "since": since}
            db.session.add(Participation(**place))
            db.session.add(Seat(**place, person_id=person_id, number=1))
    return LiveSite(slug, coordinator, people)


def public_ids(live: Live, people: list[int]) -> list[str]:
    with live.database():
        return [db.session.get_one(Person, person_id).public_id for person_id in people]
