"""What a form says is no reason to believe it: people and places of another site stay untouched
and unseen, also when their ids are known."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Invitation, Person
from lms.clock import local_date, utcnow
from lms.extensions import db
from lms.mail.models import OutboxMail
from lms.meetings.models import Attendance
from lms.network import services
from lms.network.models import Organisation, Seat, Site
from tests.access import world
from tests.factories import give_seat, make_organisation, make_person
from tests.imports.sheets import csv_file

SignIn = Callable[[Person], FlaskClient]
TRACES = (Seat, Invitation, OutboxMail, Attendance, Person)


@pytest.fixture
def alice(app: Flask, sign_in: SignIn) -> Person:
    """In the network of the access table."""
    _there, people = world.build(sign_in)
    return people["poco"]


@pytest.fixture
def other(alice: Person, sign_in: SignIn) -> FlaskClient:
    """The coordinator of Naaldwijk, with an organisation there that has a POCO."""
    found = db.session.scalars(sa.select(Person).where(Person.name == "Bob Other")).one()
    give_seat(make_person("Charlie Daar"), naaldwijk(), "Handel Daar")
    db.session.commit()
    return sign_in(found)


def naaldwijk() -> Site:
    return db.session.scalars(sa.select(Site).where(Site.slug == "naaldwijk")).one()


def firm_of(site: Site) -> Organisation:
    return db.session.scalars(
        sa.select(Organisation)
        .join(Seat, Seat.organisation_id == Organisation.id)
        .where(Seat.site_id == site.id)
    ).one()


def traces() -> list[list[Any]]:
    """Every row that the forms below could make or change."""
    db.session.rollback()
    return [sorted(map(repr, db.session.execute(sa.select(model.__table__)))) for model in TRACES]


def today() -> str:
    return local_date(utcnow()).isoformat()


DAY = {"do": "record", "day": "", "place": "Zaal", "presence": "present"}


@pytest.mark.parametrize(
    ("address", "data", "status"),
    [
        ("/manage/people/bulk", {"deed": "invite", "expected": "1"}, 200),
        ("/manage/people/bulk", {"deed": "invite-again", "expected": "1"}, 200),
        ("/manage/people/bulk", {"deed": "block", "expected": "1"}, 404),
        ("/manage/people/bulk?site=aalsmeer", {"deed": "invite", "everyone": "1"}, 404),
        ("/manage/invitations/send", {}, 404),
        ("/manage/invitations/send", {"everyone": "1", "site": "aalsmeer"}, 404),
        ("/manage/invitations/withdraw", {}, 404),
        ("/manage/invitations/withdraw", {"everyone": "1", "site": "aalsmeer"}, 404),
        ("/manage/reminders", {"site": "aalsmeer"}, 404),
        ("/manage/meetings/new?site=naaldwijk&kind=training-day-1", DAY, 400),
        ("/manage/people/ALICE/training-day", {**DAY, "kind": "training-day-1"}, 404),
        ("/manage/organisations/FIRM/seats/naaldwijk/give", {"since": ""}, 400),
        ("/manage/organisations/FIRM/seats/naaldwijk/1/handover", {"since": ""}, 400),
        ("/manage/organisations/FIRM/participation", {"site": "aalsmeer", "since": ""}, 404),
    ],
)
def test_ids_of_another_site_are_of_no_use(
    alice: Person, other: FlaskClient, address: str, data: dict[str, str], status: int
) -> None:
    firm = firm_of(naaldwijk()).public_id
    where = address.replace("ALICE", alice.public_id).replace("FIRM", firm)
    days = {name: today() for name in ("day", "since") if name in data}
    before = traces()
    sent = {"person": alice.public_id, "language": "nl", **data, **days}
    answer = other.post(where, data=sent)
    assert answer.status_code == status
    assert "Alice" not in answer.text
    assert traces() == before


@pytest.mark.parametrize("place", ["people", "invitations", "organisations"])
@pytest.mark.parametrize("text", ["alice", "alice.proef@example.invalid", "kwekerij"])
def test_a_search_finds_nobody_elsewhere(other: FlaskClient, place: str, text: str) -> None:
    answer = other.post(f"/manage/{place}", data={"q": text})
    assert answer.status_code == 200
    assert "Alice Proef" not in answer.text
    assert "Kwekerij Proef" not in answer.text


def test_a_spreadsheet_tells_no_names_of_elsewhere(other: FlaskClient) -> None:
    """Not for a name that looks like one, nor for an address that is known."""
    row = ("De Kwekerij Prof BV", "", "Naaldwijk", "", "Eva", "alice.proef@example.invalid", "", "")
    sent = {"file": (io.BytesIO(csv_file(row)), "x.csv")}
    page = other.get(other.post("/manage/imports", data=sent).location).text
    assert "De Kwekerij Prof BV" in page
    assert "Kwekerij Proef" not in page
    assert "Alice" not in page


def test_an_organisation_of_two_sites_shows_each_coordinator_the_own_people(
    alice: Person, other: FlaskClient, sign_in: SignIn
) -> None:
    """Also in the choice of who gets a seat; name and kind are of both sites, so for staff."""
    firm = db.session.scalars(
        sa.select(Organisation).where(Organisation.name == "Kwekerij Proef")
    ).one()
    services.take_part(organisation_id=firm.id, site_id=naaldwijk().id, since=local_date(utcnow()))
    db.session.commit()
    address = f"/manage/organisations/{firm.public_id}"
    page = other.get(f"{address}/seats/naaldwijk/give")
    assert page.status_code == 200
    assert "Alice" not in page.text
    before = traces()
    sent = {"person": alice.public_id, "language": "nl", "since": today()}
    assert other.post(f"{address}/seats/naaldwijk/give", data=sent).status_code == 400
    assert traces() == before
    assert other.get(f"{address}/edit").status_code == 404
    assert other.post(f"{address}/edit", data={"name": "X", "kind": "other"}).status_code == 404
    assert f"{address}/edit" not in other.get(address).text
    staff = sign_in(db.session.scalars(sa.select(Person).where(Person.name == "Bob Staff")).one())
    assert f"{address}/edit" in staff.get(address).text
    assert alice.public_id in staff.get(f"{address}/seats/naaldwijk/give").text


def test_what_somebody_is_elsewhere_is_not_told(
    alice: Person, other: FlaskClient, sign_in: SignIn
) -> None:
    """Alice takes a second seat in Naaldwijk; her first stays with the coordinator of Aalsmeer."""
    firm = make_organisation(naaldwijk(), "Handel Hier")
    services.give_seat(
        organisation_id=firm.id,
        site_id=naaldwijk().id,
        person=alice,
        since=local_date(utcnow()),
        by=None,
    )
    db.session.commit()
    for address in (f"/people/{alice.public_id}", f"/manage/people/{alice.public_id}"):
        page = other.get(address)
        assert page.status_code == 200
        assert "Handel Hier" in page.text
        assert "Kwekerij Proef" not in page.text
