"""People and networks for tests. Alice learns, Bob trains, Charlie is a stranger."""

from __future__ import annotations

import secrets
from datetime import date

from lms.accounts import services as accounts
from lms.accounts.keys import Passkey
from lms.accounts.models import Person, RoleGrant
from lms.editions.store import get_course, shape_of
from lms.extensions import db
from lms.grading.completion import FactKind
from lms.network.models import Organisation, Participation, Seat, Site
from lms.progress import services as ledger

COURSE = "proef"
PASSWORD = "een lange zin over tulpen"
_HASH: dict[str, str] = {}
STRANDED: set[str] = set()
"""Addresses of people whom `sign_in` gives no passkey."""


def make_person(
    name: str = "Alice Proef", *, language: str = "nl", password: bool = False, ready: bool = True
) -> Person:
    """A person; `password=True` gives the PASSWORD, hashed once for all tests.

    Whoever is `ready` gets a passkey from the fixture `sign_in`: who has no way to come back is
    sent to choose one at every page.
    """
    email = name.lower().replace(" ", ".") + "@example.invalid"
    person = Person(name=name, email=email, language=language)
    db.session.add(person)
    if password and not _HASH:
        accounts.set_password(person=person, password=PASSWORD)
        _HASH["hash"] = str(person.password_hash)
    if password:
        person.password_hash = _HASH["hash"]
    if not ready:
        STRANDED.add(email)
    db.session.commit()
    return person


def give_passkey(person: Person) -> None:
    """A passkey that no device holds."""
    db.session.flush()
    key = secrets.token_bytes(16)
    db.session.add(Passkey(person_id=person.id, credential_id=key, public_key=b"", name="proef"))


def make_site(slug: str = "aalsmeer") -> Site:
    site = Site(slug=slug, name=slug.title())
    db.session.add(site)
    db.session.commit()
    return site


def give_role(person: Person, role: str, site: Site | None = None) -> None:
    db.session.add(RoleGrant(person_id=person.id, role=role, site_id=site.id if site else None))
    db.session.commit()


def give_seat(
    person: Person, site: Site, organisation: str = "Kwekerij Proef", since: date = date(2026, 1, 5)
) -> Seat:
    """A seat in a new organisation, and the milestone "named"."""
    firm = Organisation(name=organisation)
    db.session.add(firm)
    db.session.flush()
    db.session.add(Participation(organisation_id=firm.id, site_id=site.id, since=since))
    seat = Seat(
        organisation_id=firm.id, site_id=site.id, person_id=person.id, number=1, since=since
    )
    db.session.add(seat)
    enrol(person)
    return seat


def make_organisation(
    site: Site, name: str = "Kwekerij Proef", since: date = date(2026, 1, 5)
) -> Organisation:
    """An organisation that takes part at a site and has no POCO yet."""
    firm = Organisation(name=name)
    db.session.add(firm)
    db.session.flush()
    db.session.add(Participation(organisation_id=firm.id, site_id=site.id, since=since))
    db.session.commit()
    return firm


def enrol(person: Person) -> None:
    """Put a person in the sample course."""
    course = shape_of(get_course(COURSE, "nl"))
    ledger.append(person_id=person.id, course=course, kind=FactKind.NAMED)
    db.session.commit()
