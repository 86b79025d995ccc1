"""A small network in which everybody of the access table asks for the things of Alice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import LoginSession, Person
from lms.assessment.models import Attempt
from lms.extensions import db
from lms.insight import charts
from tests.factories import COURSE, give_role, give_seat, make_person, make_site

VIEWERS = ("visitor", "nobody", "poco", "partner", "coord", "other", "staff", "admin")

DATA: dict[str, dict[str, Any]] = {
    "accounts.language": {"language": "nl"},
    "accounts.set_password": {"password": "een lange zin", "again": "een lange zin"},
    "learning.answer_check": {"answer": "niets"},
    "reference.listed": {"reachable": "06-12345678"},
    "insight.people": {"q": "alice"},
    "manage.people": {"q": "alice"},
    "manage.people_bulk": {"deed": "invite", "everyone": "1"},
    "manage.person_edit": {"name": "Alice Proef", "email": "a@example.invalid", "language": "nl"},
    "manage.person_new": {
        "name": "Nieuw",
        "email": "nieuw@example.invalid",
        "language": "nl",
        "role": "partner",
        "site": "aalsmeer",
    },
    "manage.person_role": {"role": "partner", "site": "naaldwijk"},
    "manage.person_role_end": {"grant": "partner/naaldwijk"},
}
"""What is sent with the POST of an endpoint."""


@dataclass(frozen=True)
class World:
    """The arguments of addresses, by their name and, where that is not enough, by endpoint."""

    arguments: dict[str, Any]
    special: dict[str, dict[str, Any]]

    def address(self, app: Flask, endpoint: str, names: set[str]) -> str:
        """Where an endpoint shows the things of Alice; an argument nobody knows is an error."""
        known = {**self.arguments, **self.special.get(endpoint, {})}
        values = {name: known[name] for name in names}
        extra = self.special.get(endpoint, {}).get("query", {})
        with app.test_request_context():
            return app.url_for(endpoint, **values, **extra)


def build(sign_in: Callable[[Person], FlaskClient]) -> tuple[World, dict[str, Person]]:
    """Alice with a seat in Aalsmeer and a quiz under way, and everybody who may look."""
    here, there = make_site("aalsmeer"), make_site("naaldwijk")
    here.contact = "Centrum, 0297-000000"
    alice = make_person()
    give_seat(alice, here)
    people = {"poco": alice}
    for name, role, site in (
        ("nobody", "", None),
        ("partner", "partner", here),
        ("coord", "coordinator", here),
        ("other", "coordinator", there),
        ("staff", "staff", None),
        ("admin", "admin", None),
    ):
        people[name] = make_person(f"Bob {name.title()}")
        if role:
            give_role(people[name], role, site)
    browser = sign_in(alice)
    browser.post(f"/training/{COURSE}/quiz/eerste")
    attempt = db.session.scalars(sa.select(Attempt.public_id)).one()
    session = db.session.scalars(sa.select(LoginSession.public_id)).first()
    return _world(browser, alice, attempt, session or ""), people


def _world(browser: FlaskClient, alice: Person, attempt: str, session: str) -> World:
    lesson = browser.get(f"/training/{COURSE}/lesson/begin").get_data(as_text=True)
    media = lesson.partition('src="/media/')[2].partition('"')[0]
    prefix, _slash, name = media.partition("/")
    arguments = {
        "site": "aalsmeer",
        "person": alice.public_id,
        "course": COURSE,
        "lesson": "begin",
        "item": "wat-doe-je",
        "quiz": "eerste",
        "attempt": attempt,
        "number": 1,
        "session": session,
        "token": "x",
        "prefix": prefix,
        "name": name,
    }
    return World(arguments, {"insight.chart": _chart()})


def _chart() -> dict[str, Any]:
    """The address of a chart as a page would write it."""
    text = charts.chart("bars", 200, [("Begin", 0.5, "50 %")]).encode()
    return {"digest": charts.digest_of(text), "query": {"d": text}}
