"""People who wait for an invitation or a reminder, and a browser of those who send them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.clock import local_date, utcnow
from lms.extensions import db
from lms.mail.models import OutboxMail
from lms.network.models import Site
from lms.progress.models import CourseProgress
from tests.factories import COURSE, give_role, give_seat, make_person, make_site


@pytest.fixture
def site(app: Flask) -> Site:
    return make_site()


@pytest.fixture
def staff(app: Flask, sign_in: Callable[[Person], FlaskClient]) -> FlaskClient:
    person = make_person("Bob Programma", password=True)
    give_role(person, "staff")
    return sign_in(person)


@pytest.fixture
def coordinator(site: Site, sign_in: Callable[[Person], FlaskClient]) -> FlaskClient:
    """Of the site of `site`."""
    person = make_person("Bob Verbinder", password=True)
    give_role(person, "coordinator", site)
    return sign_in(person)


def poco(name: str, site: Site, **days_ago: int) -> Person:
    """A POCO with a seat; `invited=8` was invited 8 days ago, and so for named, signed_in,
    activity and complete."""
    person = make_person(name, ready=False)
    seated = local_date(utcnow()) - timedelta(days=days_ago.get("named", 30))
    give_seat(person, site, f"Kwekerij {name}", since=seated)
    reach(person, **days_ago)
    return person


def reach(person: Person, **days_ago: int) -> None:
    """Let milestones be so many days ago."""
    row = db.session.get_one(CourseProgress, (person.id, COURSE))
    names = {"activity": "last_activity_at"}
    for milestone, days in days_ago.items():
        moment = utcnow() - timedelta(days=days)
        setattr(row, names.get(milestone, f"{milestone}_at"), moment)
    db.session.commit()


def letters_to(person: Person) -> list[OutboxMail]:
    """All letters to a person, oldest first."""
    db.session.rollback()
    db.session.expire_all()
    return list(
        db.session.scalars(
            sa.select(OutboxMail).where(OutboxMail.person_id == person.id).order_by(OutboxMail.id)
        )
    )
