"""Everybody the viewer may see, by site, role and state; found by a part of the name."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.invitations import invite
from lms.accounts.models import LoginSession, Person
from lms.audit.models import AuditEntry
from lms.clock import utcnow
from lms.extensions import db
from lms.network.models import Site
from tests.factories import give_role, give_seat, make_person

PEOPLE = "/manage/people"
Sites = tuple[Site, Site]


def names(response) -> list[str]:  # type: ignore[no-untyped-def]
    assert response.status_code == 200
    page = response.get_data(as_text=True)
    return re.findall(r'<th scope="row"><a[^>]*>([^<]*)</a>', page)


def listed(browser: FlaskClient, query: str = "") -> list[str]:
    return names(browser.get(PEOPLE + query))


def found(browser: FlaskClient, text: str, query: str = "") -> list[str]:
    return names(browser.post(PEOPLE + query, data={"q": text}))


@pytest.fixture
def network(sites: Sites) -> dict[str, Person]:
    """Alice in Aalsmeer, Charlie who left it, Dirk in Naaldwijk, a partner of Aalsmeer."""
    here, there = sites
    people = {name: make_person(f"{name} Proef") for name in ("Alice", "Charlie", "Dirk", "Petra")}
    give_seat(people["Alice"], here, "Kwekerij A")
    give_seat(people["Charlie"], here, "Kwekerij C").until = date(2026, 3, 1)
    give_seat(people["Dirk"], there, "Kwekerij D")
    give_role(people["Petra"], "partner", here)
    return people


def test_staff_see_everybody(network: dict[str, Person], staff: FlaskClient) -> None:
    assert listed(staff) == [
        "Alice Proef",
        "Bob Programma",
        "Charlie Proef",
        "Dirk Proef",
        "Petra Proef",
    ]


def test_a_coordinator_sees_who_has_or_had_a_seat_at_the_own_site(
    network: dict[str, Person], coordinator: FlaskClient
) -> None:
    assert listed(coordinator) == ["Alice Proef", "Charlie Proef"]
    assert found(coordinator, "proef") == ["Alice Proef", "Charlie Proef"]
    page = coordinator.get(PEOPLE).get_data(as_text=True)
    assert "Kwekerij D" not in page
    assert "@example.invalid" not in page


def test_a_coordinator_cannot_ask_for_another_site_or_for_rights(
    network: dict[str, Person], coordinator: FlaskClient
) -> None:
    for query in ("?site=naaldwijk", "?role=partner", "?role=staff", "?state=x", "?sort=email"):
        assert coordinator.get(PEOPLE + query).status_code == 404


def test_the_second_seat_of_somebody_at_another_site_is_not_shown(
    network: dict[str, Person], sites: Sites, coordinator: FlaskClient
) -> None:
    give_seat(network["Alice"], sites[1], "Handel Geheim")
    assert "Handel Geheim" not in coordinator.get(PEOPLE).get_data(as_text=True)
    page = coordinator.get(f"{PEOPLE}/{network['Alice'].public_id}").get_data(as_text=True)
    assert "Handel Geheim" not in page


def test_filters_stand_in_the_address(network: dict[str, Person], staff: FlaskClient) -> None:
    assert listed(staff, "?site=aalsmeer") == ["Alice Proef", "Charlie Proef", "Petra Proef"]
    assert listed(staff, "?role=poco") == ["Alice Proef", "Dirk Proef"]
    assert listed(staff, "?role=former") == ["Charlie Proef"]
    assert listed(staff, "?role=partner&site=aalsmeer") == ["Petra Proef"]
    assert listed(staff, "?role=partner&site=naaldwijk") == []
    assert listed(staff, "?role=poco&site=naaldwijk") == ["Dirk Proef"]
    assert listed(staff, "?role=staff") == ["Bob Programma"]


def test_the_state_of_an_account(
    network: dict[str, Person], staff: FlaskClient, sign_in: Callable[[Person], FlaskClient]
) -> None:
    db.session.execute(sa.delete(LoginSession).where(LoginSession.person_id != 0))
    db.session.commit()
    browser = sign_in(make_person("Bob Twee"))
    assert browser.get("/me").status_code == 200
    staff_person = db.session.scalars(sa.select(Person).where(Person.name == "Bob Programma")).one()
    staff = sign_in(staff_person)
    invite(person=network["Dirk"], by=None)
    network["Charlie"].blocked_at = utcnow()
    network["Petra"].erased_at = utcnow()
    db.session.commit()
    assert listed(staff, "?state=not-invited") == ["Alice Proef"]
    assert listed(staff, "?state=invited") == ["Dirk Proef"]
    assert listed(staff, "?state=active") == ["Bob Programma", "Bob Twee"]
    assert listed(staff, "?state=blocked") == ["Charlie Proef"]
    assert listed(staff, "?state=erased") == ["Gewiste persoon"]
    assert "Gewiste persoon" not in listed(staff)


def test_names_are_found_by_their_parts(network: dict[str, Person], staff: FlaskClient) -> None:
    for name in ("Zoë van der Rozenkwekerij", "Bjørn Øster"):
        person = make_person(name)
        person.email = f"mail-{person.id}@firma.invalid"
    db.session.commit()
    assert found(staff, "kwek") == ["Zoë van der Rozenkwekerij"]
    assert found(staff, "zoe ROZEN") == ["Zoë van der Rozenkwekerij"]
    assert found(staff, "derrozen") == ["Zoë van der Rozenkwekerij"]
    assert found(staff, "bjorn ost") == ["Bjørn Øster"]
    assert found(staff, "zoe tulp") == []
    assert found(staff, "proef", "?role=poco") == ["Alice Proef", "Dirk Proef"]


def test_staff_find_an_address(network: dict[str, Person], staff: FlaskClient) -> None:
    assert found(staff, "ALICE.proef@") == ["Alice Proef"]


def test_a_coordinator_finds_nobody_by_address(
    network: dict[str, Person], coordinator: FlaskClient
) -> None:
    assert found(coordinator, "example.invalid") == []


@pytest.mark.parametrize("text", ["%", "_", "/", "🌷", "' or 1=1", "<zz>"])
def test_strange_searches_find_nobody(
    network: dict[str, Person], staff: FlaskClient, text: str
) -> None:
    assert found(staff, text) == []


def test_what_is_looked_for_stands_in_no_address(
    network: dict[str, Person], staff: FlaskClient
) -> None:
    page = staff.post(PEOPLE, data={"q": "lice"}).get_data(as_text=True)
    assert not [link for link in re.findall(r'(?:href|action)="([^"]*)"', page) if "lice" in link]


def test_an_empty_search_shows_the_list(staff: FlaskClient) -> None:
    assert staff.post(f"{PEOPLE}?role=poco", data={"q": " "}).location == f"{PEOPLE}?role=poco"


def test_the_list_is_sorted_and_comes_in_pages(app: Flask, staff: FlaskClient) -> None:
    for number in range(52):
        make_person(f"Alice {number:02}")
    assert listed(staff)[0] == "Alice 00"
    assert len(listed(staff)) == 50
    assert listed(staff, "?page=2") == ["Alice 50", "Alice 51", "Bob Programma"]
    assert listed(staff, "?sort=-name")[0] == "Bob Programma"
    assert listed(staff, "?sort=-added")[0] == "Alice 51"
    assert staff.get(f"{PEOPLE}?page=3").status_code == 404


def test_a_list_is_noted_once_without_names(network: dict[str, Person], staff: FlaskClient) -> None:
    staff.post(f"{PEOPLE}?role=poco", data={"q": "alice"})
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action != "x")).one()
    assert entry.action == "people.listed"
    assert entry.detail == {"role": "poco", "searched": True, "count": 1}


def test_the_number_of_statements_does_not_grow(
    sites: Sites,
    staff: FlaskClient,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    counts = []
    for number in range(3):
        for place in range(3 * number + 1):
            person = make_person(f"Alice {number}-{place}")
            give_seat(person, sites[0], f"Firma {number}-{place}")
            give_role(person, "partner", sites[1])
        staff.get(PEOPLE)
        with count_queries() as seen:
            staff.get(f"{PEOPLE}?state=not-invited&site=aalsmeer")
        counts.append(len([s for s in seen if s.lstrip().upper().startswith("SELECT")]))
    # Who is asking, the sites, the count, the page, its seats and its roles; the edition.
    assert counts == [7] * 3
