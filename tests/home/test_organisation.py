"""The two POCOs of one organisation see each other's name and milestones, and nothing more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.extensions import db
from lms.network.models import Seat, Site
from tests.factories import give_seat, make_person, make_site
from tests.home.test_training import finish_online, text_of

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def site(app: Flask) -> Site:
    return make_site()


@pytest.fixture
def seat(site: Site) -> Seat:
    return give_seat(make_person(), site)


def join(seat: Seat, name: str, *, site: Site | None = None, number: int = 2) -> Person:
    """Another seat of the same organisation."""
    person = make_person(name)
    db.session.add(
        Seat(
            organisation_id=seat.organisation_id,
            site_id=site.id if site else seat.site_id,
            person_id=person.id,
            number=number,
            since=seat.since,
        )
    )
    db.session.commit()
    return person


def alice(seat: Seat) -> Person:
    return db.session.get_one(Person, seat.person_id)


def test_the_other_poco_is_seen_with_milestones(seat: Seat, sign_in: SignIn) -> None:
    bob = join(seat, "Bob Proef")
    finish_online(alice(seat))
    page = text_of(sign_in(bob), "/organisation")
    assert "Alice Proef" in page
    assert "Online deel klaar" in page
    assert "%" not in page


def test_neither_strangers_nor_pocos_of_another_site_are_seen(
    seat: Seat, site: Site, sign_in: SignIn
) -> None:
    give_seat(make_person("Charlie Vreemd"), site, "Handel Proef")
    join(seat, "Dewi Elders", site=make_site("naaldwijk"), number=1)
    page = text_of(sign_in(alice(seat)), "/organisation")
    assert "Charlie" not in page
    assert "Dewi" not in page
    assert "Je bent hier de enige POCO." in page


def test_the_first_page_leads_there_for_pocos_only(seat: Seat, sign_in: SignIn) -> None:
    assert "Jouw organisatie" in text_of(sign_in(alice(seat)))
    assert "Jouw organisatie" not in text_of(sign_in(make_person("Charlie")), "/training")
