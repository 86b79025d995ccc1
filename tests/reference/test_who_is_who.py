"""Fellow POCOs of a site are seen only when they want to be, and only by that site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.audit.models import AuditEntry
from lms.clock import local_date, utcnow
from lms.extensions import db
from lms.network.models import Seat, Site
from tests.factories import give_role, give_seat, make_person, make_site

SignIn = Callable[[Person], FlaskClient]
WHO = "/who/aalsmeer"
LISTED = "/me/listed"


@pytest.fixture
def site(app) -> Site:  # type: ignore[no-untyped-def]
    found = make_site()
    found.contact = "Centrum Aalsmeer, 0297-123456"
    return found


@pytest.fixture
def alice(site: Site) -> Person:
    person = make_person()
    give_seat(person, site, "Kwekerij A")
    return person


@pytest.fixture
def dirk(site: Site) -> Person:
    person = make_person("Dirk Collega")
    give_seat(person, site, "Kwekerij D")
    return person


def text(browser: FlaskClient, address: str = WHO) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_nobody_is_seen_until_they_want_to(alice: Person, dirk: Person, sign_in: SignIn) -> None:
    page = text(sign_in(dirk))
    assert "Alice" not in page
    assert "Nog niemand hier heeft ervoor gekozen" in page
    assert "Centrum Aalsmeer, 0297-123456" in page


def test_who_wants_to_is_seen_and_can_stop(alice: Person, dirk: Person, sign_in: SignIn) -> None:
    mine, theirs = sign_in(alice), sign_in(dirk)
    mine.post(LISTED, data={"reachable": " 06-12345678,  na vier uur "})
    page = text(theirs)
    for part in ("Alice Proef", "Kwekerij A", "06-12345678, na vier uur"):
        assert part in page
    assert alice.email not in page
    assert "Je bent te vinden" in text(mine, "/me")
    mine.post(LISTED, data={"off": "1"})
    assert "Alice Proef" not in text(theirs)
    db.session.refresh(alice)
    assert (alice.listed_at, alice.reachable) == (None, "")


@pytest.mark.parametrize("reachable", ["", "  ", "x" * 121])
def test_how_to_reach_is_needed_and_short(alice: Person, sign_in: SignIn, reachable: str) -> None:
    assert sign_in(alice).post(LISTED, data={"reachable": reachable}).status_code == 400
    db.session.refresh(alice)
    assert alice.listed_at is None


def test_only_the_site_itself_sees_the_page(alice: Person, site: Site, sign_in: SignIn) -> None:
    there = make_site("naaldwijk")
    stranger = make_person("Charlie Vreemd")
    give_seat(stranger, there)
    partner, coordinator, other, staff = (make_person(f"Bob {n}") for n in range(4))
    give_role(partner, "partner", site)
    give_role(coordinator, "coordinator", site)
    give_role(other, "coordinator", there)
    give_role(staff, "staff")
    for person, status in (
        (alice, 200),
        (stranger, 404),
        (make_person("Charlie Niemand"), 404),
        (partner, 404),
        (coordinator, 200),
        (other, 404),
        (staff, 200),
    ):
        assert sign_in(person).get(WHO).status_code == status, person.name
    assert sign_in(staff).get("/who/nergens").status_code == 404


def test_leaving_the_seat_takes_one_off_the_list(
    alice: Person, dirk: Person, site: Site, sign_in: SignIn
) -> None:
    sign_in(alice).post(LISTED, data={"reachable": "06"})
    seat = db.session.scalars(sa.select(Seat).where(Seat.person_id == alice.id)).one()
    seat.until = local_date(utcnow())
    db.session.commit()
    assert "Alice Proef" not in text(sign_in(dirk))
    browser = sign_in(alice)
    assert browser.get(WHO).status_code == 404
    assert browser.post(LISTED, data={"reachable": "06"}).status_code == 404
    assert "Wie is wie" not in text(browser, "/me")


def test_a_new_seat_begins_hidden(alice: Person, dirk: Person, site: Site, sign_in: SignIn) -> None:
    alice.listed_at = datetime(2025, 5, 1, tzinfo=UTC)
    assert db.session.scalars(sa.select(Seat.since)).first() == date(2026, 1, 5)
    db.session.commit()
    assert "Alice Proef" not in text(sign_in(dirk))
    assert "Je bent te vinden" not in text(sign_in(alice), "/me")


def test_a_seat_that_is_still_to_come_opens_nothing(site: Site, sign_in: SignIn) -> None:
    person = make_person("Straks")
    give_seat(person, site, since=local_date(utcnow()) + timedelta(days=3))
    assert sign_in(person).get(WHO).status_code == 404


def test_who_is_blocked_is_not_listed(alice: Person, dirk: Person, sign_in: SignIn) -> None:
    sign_in(alice).post(LISTED, data={"reachable": "06"})
    alice.blocked_at = utcnow()
    db.session.commit()
    assert "Alice Proef" not in text(sign_in(dirk))


def test_looking_is_one_line_in_the_trail(alice: Person, sign_in: SignIn) -> None:
    text(sign_in(alice))
    (entry,) = db.session.scalars(sa.select(AuditEntry))
    assert (entry.action, entry.detail) == ("who.listed", {"site": "aalsmeer", "count": 0})


def test_the_way_there_is_on_the_first_page(alice: Person, sign_in: SignIn) -> None:
    assert f'href="{WHO}"' in text(sign_in(alice), "/")
