"""Many people at once: asked first, done, and told how many were skipped and why."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from lms.accounts.models import Invitation, LoginSession, Person
from lms.clock import utcnow
from lms.extensions import db
from lms.mail.models import OutboxMail
from lms.manage import people_bulk
from lms.network.models import Site
from tests.factories import give_role, give_seat, make_person

BULK = "/manage/people/bulk"
Sites = tuple[Site, Site]


@pytest.fixture
def pocos(sites: Sites) -> list[Person]:
    """Three with a seat in Aalsmeer, one in Naaldwijk."""
    people = [make_person(f"Alice {number}") for number in range(4)]
    for person in people:
        give_seat(person, sites[person is people[3]], f"Kwekerij {person.id}")
    return people


def ask(browser: FlaskClient, deed: str, query: str = "", **data: object) -> str:
    response = browser.post(BULK + query, data={"deed": deed, **data})
    assert response.status_code == 200
    return response.get_data(as_text=True)


def do(browser: FlaskClient, deed: str, query: str = "", **data: object) -> str:
    """Ask, confirm what the page says, and read the result."""
    page = ask(browser, deed, query, **data)
    found = re.search(r'name="expected" value="(\d+)"', page)
    assert found, "there is nobody to do it for"
    sent = {"deed": deed, "expected": found.group(1), **data}
    response = browser.post(BULK + query, data=sent)
    assert response.location == "/manage/people/result"
    return browser.get(response.location).get_data(as_text=True)


def invited() -> set[int]:
    return set(db.session.scalars(sa.select(Invitation.person_id)))


def test_those_that_were_ticked_are_invited(pocos: list[Person], staff: FlaskClient) -> None:
    page = do(staff, "invite", person=[pocos[0].public_id, pocos[3].public_id])
    assert "2 mensen krijgen een uitnodiging." in page
    assert invited() == {pocos[0].id, pocos[3].id}
    assert db.session.scalar(sa.select(sa.func.count(OutboxMail.id))) == 2


def test_nothing_happens_before_it_is_confirmed(pocos: list[Person], staff: FlaskClient) -> None:
    page = ask(staff, "invite", everyone="1")
    assert "4 mensen uitnodigen?" in page
    assert invited() == set()


def test_everybody_who_fits_is_invited_and_who_is_skipped_is_told(
    pocos: list[Person], staff: FlaskClient
) -> None:
    pocos[0].blocked_at = utcnow()
    do(staff, "invite", person=[pocos[1].public_id])
    page = do(staff, "invite", "?site=aalsmeer", everyone="1")
    assert "1 persoon krijgt een uitnodiging." in page
    assert "2 mensen worden overgeslagen" in page
    assert "geblokkeerd" in page
    assert "hebben al een uitnodiging" in page
    assert invited() == {pocos[1].id, pocos[2].id}


def test_everybody_means_those_that_were_searched_for(
    pocos: list[Person], staff: FlaskClient
) -> None:
    do(staff, "invite", everyone="1", q="alice 2")
    assert invited() == {pocos[2].id}


def test_a_list_that_changed_meanwhile_is_asked_for_again(
    pocos: list[Person], staff: FlaskClient
) -> None:
    data = {"deed": "invite", "everyone": "1", "expected": "3"}
    response = staff.post(BULK, data=data)
    assert response.status_code == 200
    assert "De lijst is veranderd" in response.get_data(as_text=True)
    assert invited() == set()


def test_a_second_invitation_replaces_the_first(pocos: list[Person], staff: FlaskClient) -> None:
    do(staff, "invite", person=[pocos[0].public_id])
    assert "minder dan een uur geleden" in ask(staff, "invite-again", everyone="1")
    letter = db.session.scalars(sa.select(OutboxMail)).one()
    letter.created_at = utcnow() - timedelta(hours=2)
    page = do(staff, "invite-again", everyone="1")
    assert "nog niet uitgenodigd" in page
    open_ones = sa.select(Invitation).where(Invitation.withdrawn_at.is_(None))
    assert len(db.session.scalars(open_ones).all()) == 1
    assert len(db.session.scalars(sa.select(Invitation)).all()) == 2


def test_a_coordinator_invites_at_the_own_site_only(
    pocos: list[Person], coordinator: FlaskClient
) -> None:
    do(coordinator, "invite", person=[person.public_id for person in pocos])
    assert invited() == {person.id for person in pocos[:3]}
    assert coordinator.post(BULK, data={"deed": "block", "everyone": "1"}).status_code == 404
    assert coordinator.post(f"{BULK}?site=naaldwijk", data={"deed": "invite"}).status_code == 404


def test_blocking_signs_out_at_once_and_can_be_undone(
    pocos: list[Person], staff: FlaskClient, sign_in: Callable[[Person], FlaskClient]
) -> None:
    alice = sign_in(pocos[0])
    pocos[1].blocked_at = utcnow()
    db.session.commit()
    page = do(staff, "block", "?role=poco", everyone="1")
    assert "3 mensen zijn geblokkeerd." in page
    assert alice.get("/me").status_code == 302
    page = staff.get(staff.post("/manage/people/undo").location).get_data(as_text=True)
    assert "3 mensen kunnen weer inloggen." in page
    db.session.expire_all()
    assert [person.blocked_at is None for person in pocos] == [True, False, True, True]
    assert alice.get("/me").status_code == 302, "devices stay signed out"
    assert staff.post("/manage/people/undo").status_code == 404


def test_staff_block_neither_themselves_nor_the_programme_team(
    pocos: list[Person], staff: FlaskClient
) -> None:
    give_role(make_person("Charlie Beheer"), "admin")
    page = do(staff, "block", everyone="1")
    assert "4 mensen zijn geblokkeerd." in page
    assert "dat ben je zelf" in page
    assert "alleen een beheerder mag dit voor het programmateam" in page
    ended = sa.select(LoginSession.person_id).where(LoginSession.ended_at.is_(None))
    assert db.session.scalars(ended).all(), "who did it is still there"


def test_large_groups_go_in_parts(
    pocos: list[Person], staff: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_bulk, "MOST", 3)
    monkeypatch.setattr(people_bulk, "BATCH", 2)
    page = do(staff, "invite", everyone="1")
    assert "3 mensen krijgen een uitnodiging." in page
    assert "Er is nog 1 persoon over." in page
    do(staff, "invite", everyone="1")
    assert len(invited()) == 4


def test_nobody_chosen_is_said(pocos: list[Person], staff: FlaskClient) -> None:
    assert "Je hebt niemand gekozen" in ask(staff, "invite")
    assert staff.post(BULK, data={"deed": "erase", "everyone": "1"}).status_code == 404


def test_who_has_no_seat_any_more_is_not_invited(
    pocos: list[Person], sites: Sites, staff: FlaskClient
) -> None:
    loose = make_person("Charlie Los")
    page = ask(staff, "invite", person=[loose.public_id])
    assert "nu geen POCO-plek en geen rol" in page
