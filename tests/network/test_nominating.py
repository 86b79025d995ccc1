"""Putting somebody forward: a POCO for the own organisation, or by an address of one's own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.extensions import db
from lms.mail.models import OutboxMail
from lms.network.models import Nomination, NominationLink, Organisation, Seat, Site
from tests.factories import give_role, give_seat, make_organisation, make_person, make_site

SignIn = Callable[[Person], FlaskClient]
DEWI = {"name": "Dewi Nieuw", "email": "dewi@example.invalid", "language": "nl"}


@pytest.fixture
def site(app: Flask) -> Site:
    return make_site()


@pytest.fixture
def seat(site: Site) -> Seat:
    """The seat of Alice."""
    return give_seat(make_person(), site)


@pytest.fixture
def alice(seat: Seat, sign_in: SignIn) -> FlaskClient:
    return sign_in(db.session.get_one(Person, seat.person_id))


def place(seat: Seat, kind: str) -> str:
    key = db.session.get_one(Organisation, seat.organisation_id).public_id
    return f"{key}/aalsmeer/{kind}"


def test_a_poco_puts_somebody_forward(alice: FlaskClient, seat: Seat) -> None:
    answer = alice.post("/nominate", data={**DEWI, "place": place(seat, "free")})
    assert answer.location == "/organisation"
    row = db.session.scalars(sa.select(Nomination)).one()
    assert (row.nominated_by, row.replaces_id, row.email) == (
        seat.person_id,
        None,
        "dewi@example.invalid",
    )
    assert "Dewi Nieuw" in alice.get("/organisation").get_data(as_text=True)


def test_or_a_successor(alice: FlaskClient, seat: Seat) -> None:
    alice.post("/nominate", data={**DEWI, "place": place(seat, "mine")})
    assert db.session.scalar(sa.select(Nomination.replaces_id)) == seat.id


def test_for_no_other_organisation(alice: FlaskClient, seat: Seat, site: Site) -> None:
    other = make_organisation(site, "Handel Proef").public_id
    answer = alice.post("/nominate", data={**DEWI, "place": f"{other}/aalsmeer/free"})
    assert answer.status_code == 400
    assert db.session.scalar(sa.select(Nomination.id)) is None


def test_too_many_are_refused_in_words(alice: FlaskClient, seat: Seat) -> None:
    for number in range(4):
        sent = {**DEWI, "email": f"d{number}@example.invalid", "place": place(seat, "free")}
        answer = alice.post("/nominate", data=sent)
    assert answer.status_code == 400
    assert "Er wachten al drie kandidaten" in answer.get_data(as_text=True)


def test_the_poco_takes_it_back_and_nobody_else(
    alice: FlaskClient, seat: Seat, sign_in: SignIn, site: Site
) -> None:
    alice.post("/nominate", data={**DEWI, "place": place(seat, "free")})
    row = db.session.scalars(sa.select(Nomination)).one()
    address = f"/nominations/{row.public_id}/withdraw"
    charlie = make_person("Charlie")
    give_seat(charlie, site, "Handel Proef")
    assert sign_in(charlie).post(address).status_code == 404
    assert alice.post(address).location == "/organisation"
    db.session.refresh(row)
    assert (row.state, row.name) == ("withdrawn", "")
    assert alice.post(address).status_code == 302, "again changes nothing"


def test_who_holds_no_seat_has_no_such_page(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in(make_person("Charlie"))
    for address in ("/nominate", "/organisation"):
        assert browser.get(address).status_code == 404
    assert browser.post("/nominate", data=DEWI).status_code == 404


def test_an_address_is_shown_once_and_used_once(
    client: FlaskClient, sign_in: SignIn, site: Site
) -> None:
    firm, mira = make_organisation(site, "Handel Proef"), make_person("Mira")
    give_role(mira, "staff")
    made = sign_in(mira).post(
        f"/manage/organisations/{firm.public_id}/seats/aalsmeer/nomination-link",
        data={"email": "", "language": "nl"},
    )
    text = made.get_data(as_text=True)
    assert made.status_code == 200
    address = "/nominate/" + text.partition("/nominate/")[2].partition("<")[0]
    assert "Handel Proef" in client.get(address).get_data(as_text=True)
    assert client.get(address).status_code == 200, "looking does not use it up"
    assert client.post(address, data={**DEWI, "email": "x"}).status_code == 400
    assert client.post(address, data=DEWI).status_code == 200
    for answer in (client.get(address), client.post(address, data=DEWI)):
        assert answer.status_code == 410
        assert "Dit formulier werkt niet meer." in answer.get_data(as_text=True)
    assert db.session.scalar(sa.select(Nomination.nominated_by)) is None


def test_or_it_is_mailed(sign_in: SignIn, site: Site) -> None:
    firm, mira = make_organisation(site, "Handel Proef"), make_person("Mira")
    give_role(mira, "coordinator", site)
    answer = sign_in(mira).post(
        f"/manage/organisations/{firm.public_id}/seats/aalsmeer/nomination-link",
        data={"email": "info@example.invalid", "language": "en"},
    )
    assert answer.status_code == 302
    assert db.session.scalar(sa.select(OutboxMail.address)) == "info@example.invalid"
    assert db.session.scalar(sa.select(NominationLink.used_at)) is None
