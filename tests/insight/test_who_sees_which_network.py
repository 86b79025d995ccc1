"""Staff see every network, a coordinator only the own, and nobody learns what else there is."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.network.models import Site
from tests.factories import give_role, make_person, make_site
from tests.insight import pages
from tests.insight.conftest import Enter, make_organisation, make_poco, seat

OF_A_SITE = (
    "/networks/{}",
    "/networks/{}/export.csv",
    "/networks/{}/people",
    "/networks/{}/people.csv",
    "/networks/{}/matrix.csv",
    "/networks/{}/organisations",
    "/networks/{}/organisations.csv",
)


@pytest.fixture
def sites(app: Flask) -> tuple[Site, Site]:
    return make_site("aalsmeer"), make_site("naaldwijk")


@pytest.fixture
def coordinator(sites: tuple[Site, Site], sign_in: Enter) -> FlaskClient:
    """The browser of the coordinator of Aalsmeer."""
    person = make_person("Bob Aalsmeer")
    give_role(person, "coordinator", sites[0])
    return sign_in(person)


@pytest.mark.parametrize("address", OF_A_SITE)
def test_a_coordinator_sees_only_the_own_site(coordinator: FlaskClient, address: str) -> None:
    assert coordinator.get(address.format("aalsmeer")).status_code == 200
    for other in ("naaldwijk", "bestaat-niet"):
        assert coordinator.get(address.format(other)).status_code == 404
    assert coordinator.post("/networks/naaldwijk/people", data={"q": "a"}).status_code == 404


def test_the_overview_holds_the_own_site_and_no_other(coordinator: FlaskClient) -> None:
    for address in ("/networks", "/networks/export.csv"):
        text = coordinator.get(address).get_data(as_text=True)
        assert "Aalsmeer" in text
        assert "Naaldwijk" not in text


def test_totals_of_a_coordinator_are_those_of_the_own_site(
    sites: tuple[Site, Site], coordinator: FlaskClient, staff: FlaskClient
) -> None:
    for number, site in enumerate(sites):
        make_poco(f"Alice {number}", make_organisation(f"Firma {number}", site), site)
    mine = pages.tables(coordinator.get("/networks"))[0]
    assert [row[0].text for row in mine.rows[1:]] == ["Aalsmeer"]
    everything = pages.tables(staff.get("/networks"))[0]
    assert [row[0].text for row in everything.rows[1:]] == [
        "Aalsmeer",
        "Naaldwijk",
        "Alle terreinen",
    ]
    assert everything.rows[-1][everything.column("POCO’s")].text == "2"


@pytest.mark.parametrize("address", OF_A_SITE)
def test_staff_see_every_site(sites: tuple[Site, Site], staff: FlaskClient, address: str) -> None:
    for site in sites:
        assert staff.get(address.format(site.slug)).status_code == 200


def test_a_person_is_shown_to_the_own_coordinator_and_to_staff(
    sites: tuple[Site, Site], coordinator: FlaskClient, staff: FlaskClient
) -> None:
    here, there = sites
    mine = make_poco("Alice Hier", make_organisation("A", here), here)
    other = make_poco("Alice Daar", make_organisation("B", there), there)
    assert coordinator.get(f"/people/{mine.public_id}").status_code == 200
    assert coordinator.get(f"/people/{other.public_id}").status_code == 404
    for person in (mine, other):
        assert staff.get(f"/people/{person.public_id}").status_code == 200
    assert staff.get(f"/people/{mine.id}").status_code == 404


def test_who_came_back_is_shown_from_when_the_time_counts(
    sites: tuple[Site, Site], staff: FlaskClient
) -> None:
    firm = make_organisation("A", sites[0])
    alice = make_poco("Alice", firm, sites[0], until=date(2026, 3, 1))
    said = "De tijd telt vanaf"
    assert said not in staff.get(f"/people/{alice.public_id}").text
    seat(alice, firm, sites[0], since=date(2026, 7, 6))
    page = staff.get(f"/people/{alice.public_id}").text
    assert f"{said} ma 6 jul 2026" in page
    assert "Klaar uiterlijk zo 4 okt 2026" in page


def test_somebody_without_a_seat_has_no_page(staff: FlaskClient) -> None:
    assert staff.get(f"/people/{make_person().public_id}").status_code == 404


def test_who_left_is_in_the_old_list_but_not_followed_any_more(
    sites: tuple[Site, Site], coordinator: FlaskClient, staff: FlaskClient
) -> None:
    here, there = sites
    gone = make_poco("Alice Weg", make_organisation("A", here), here, until=date(2026, 7, 1))
    make_poco("Alice Nu", make_organisation("B", there), there)
    assert coordinator.get(f"/people/{gone.public_id}").status_code == 404
    assert len(pages.tables(coordinator.get("/networks/aalsmeer/people"))) == 0
    spring = "/networks/aalsmeer/people?period=2026-Q2"
    assert pages.tables(coordinator.get(spring))[0].rows[1][0].url == ""
    assert pages.tables(staff.get(spring))[0].rows[1][0].url == f"/people/{gone.public_id}"


def test_a_poco_sees_none_of_it(sites: tuple[Site, Site], sign_in: Enter) -> None:
    alice = make_poco("Alice", make_organisation("A", sites[0]), sites[0])
    browser = sign_in(alice)
    for address in ("/networks", "/networks/aalsmeer", f"/people/{alice.public_id}"):
        assert browser.get(address).status_code == 404
