"""An organisation with two POCOs, one of a stranger, and their browsers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.extensions import db
from lms.network.models import Organisation, Seat, Site
from tests.factories import enrol, give_seat, make_person, make_site

SignIn = Callable[[Person], FlaskClient]


@dataclass
class Firm:
    """An organisation, its site and the POCO of its first seat."""

    organisation: Organisation
    site: Site
    poco: Person
    seat: Seat

    @property
    def id(self) -> int:
        return self.organisation.id

    def at(self, path: str = "") -> str:
        """The address of a page of its scan."""
        return f"/resilience/{self.organisation.public_id}{path}"


def make_firm(site: Site, name: str = "Kwekerij Proef", poco: str = "Alice Proef") -> Firm:
    person = make_person(poco)
    seat = give_seat(person, site, name)
    db.session.commit()
    return Firm(db.session.get_one(Organisation, seat.organisation_id), site, person, seat)


def second_poco(firm: Firm, name: str = "Bob Tweede") -> Person:
    person = make_person(name)
    db.session.add(
        Seat(
            organisation_id=firm.id,
            site_id=firm.site.id,
            person_id=person.id,
            number=2,
            since=date(2026, 1, 5),
        )
    )
    enrol(person)
    return person


@pytest.fixture
def site(app: Flask) -> Site:
    return make_site()


@pytest.fixture
def firm(site: Site) -> Firm:
    return make_firm(site)
