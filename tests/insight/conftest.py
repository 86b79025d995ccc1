"""A calendar that stands still, and networks with dates of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.editions.store import get_course, shape_of
from lms.extensions import db
from lms.grading.completion import FactKind
from lms.insight import loaders, person_page
from lms.network.models import Organisation, Participation, Seat, Site
from lms.network.unbroken import renew_unbroken
from lms.progress import services as ledger
from tests.factories import COURSE, give_role, make_person

TODAY = date(2026, 8, 15)
STEPS = (
    "lesson/begin",
    "lesson/verder",
    "quiz/eerste",
    "lesson/los",
    "meeting/training-day-1",
    "meeting/training-day-2",
)
"""Everything the sample course asks for, in order."""

Enter = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the fifteenth of August 2026."""
    for module in (loaders, person_page):
        monkeypatch.setattr(module, "utcnow", lambda: noon(TODAY))


@pytest.fixture
def staff(app: Flask, sign_in: Enter) -> FlaskClient:
    """The browser of somebody of the programme team."""
    person = make_person("Bob Programma")
    give_role(person, "staff")
    return sign_in(person)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def make_organisation(
    name: str, site: Site, since: date = date(2025, 7, 1), until: date | None = None
) -> Organisation:
    """An organisation that takes part at a site."""
    firm = Organisation(name=name)
    db.session.add(firm)
    db.session.flush()
    take_part(firm, site, since, until)
    return firm


def take_part(firm: Organisation, site: Site, since: date, until: date | None = None) -> None:
    db.session.add(
        Participation(organisation_id=firm.id, site_id=site.id, since=since, until=until)
    )
    db.session.commit()


def seat(
    person: Person,
    firm: Organisation,
    site: Site,
    since: date = date(2025, 7, 1),
    until: date | None = None,
    number: int = 1,
) -> None:
    """A seat, and the milestone "named" on the day it was given."""
    db.session.add(
        Seat(
            person_id=person.id,
            organisation_id=firm.id,
            site_id=site.id,
            number=number,
            since=since,
            until=until,
        )
    )
    db.session.flush()
    renew_unbroken([person.id])
    record(person, FactKind.NAMED, since)


def record(person: Person, kind: FactKind, day: date, subject: str = "") -> None:
    """A fact in the ledger, at noon of a day."""
    course = shape_of(get_course(COURSE, "nl"))
    ledger.append(person_id=person.id, course=course, kind=kind, subject=subject, at=noon(day))
    db.session.commit()


def do(person: Person, day: date, steps: Sequence[str] = STEPS) -> None:
    """Do some of the STEPS on a day; all of them complete the training."""
    kinds = {
        "lesson": FactKind.LESSON_READ,
        "quiz": FactKind.QUIZ_SUBMITTED,
        "meeting": FactKind.MEETING_ATTENDED,
    }
    for step in steps:
        record(person, kinds[step.partition("/")[0]], day, step)


def make_poco(
    name: str,
    firm: Organisation,
    site: Site,
    *,
    since: date = date(2025, 7, 1),
    until: date | None = None,
    number: int = 1,
    done: int = 0,
    on: date = date(2025, 9, 1),
) -> Person:
    """A person with a seat who did the first `done` STEPS on one day."""
    person = make_person(name)
    seat(person, firm, site, since, until, number)
    do(person, on, STEPS[:done])
    return person
