"""Load and authorise in one step. Whoever may not see a thing gets the answer of one not there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import request
from flask_login import current_user

from lms.clock import local_date, utcnow
from lms.content.types import Course
from lms.editions.store import basic_training
from lms.errors import NotFound
from lms.insight import people, queries
from lms.insight.figures import Site
from lms.insight.period import Period, choose, quarters


@dataclass(frozen=True, slots=True)
class Scope:
    """What a dashboard is about: the sites in view, the period and the basic training."""

    sites: tuple[Site, ...]
    period: Period
    quarters: tuple[int, ...]
    course: Course
    today: date

    @property
    def asked(self) -> str | None:
        """The period as addresses carry it; the running one needs no word."""
        return None if self.period.running else self.period.label

    def site(self, slug: str) -> Site:
        """One of the sites in view. Raises NotFound."""
        for site in self.sites:
            if site.slug == slug:
                return site
        raise NotFound


def load_scope() -> Scope:
    """The scope of this request and this person. Raises NotFound for an unknown period."""
    today = local_date(utcnow())
    first = queries.first_seat()
    try:
        period = choose(request.args.get("period", ""), first=first, today=today)
    except ValueError as error:
        raise NotFound from error
    sites = tuple(site for site in queries.sites() if current_user.may_see_site(site.id))
    return Scope(sites, period, quarters(first=first, today=today), basic_training(), today)


@dataclass(frozen=True, slots=True)
class Subject:
    """A person whose progress is looked at."""

    id: int
    public_id: str
    name: str


def load_person(public_id: str) -> Subject:
    """A person with a seat, for staff and for the coordinators of a site where they hold one."""
    found = people.find(public_id)
    if found is None:
        raise NotFound
    person_id, name = found
    if not current_user.is_staff:
        sites = people.sites_of(person_id, local_date(utcnow()))
        if not any(current_user.may_see_site(site_id) for site_id in sites):
            raise NotFound
    return Subject(person_id, public_id, name)
