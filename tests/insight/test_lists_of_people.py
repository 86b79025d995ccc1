"""Behind every number stands a list with as many lines; lists are filtered, sorted and paged."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.network.models import Site
from tests.factories import make_person, make_site
from tests.insight import pages
from tests.insight.conftest import TODAY, make_organisation, make_poco, seat

PEOPLE = "/networks/aalsmeer/people"


@pytest.fixture
def network(app: Flask) -> Site:
    """Eight organisations; each did one step more than the one before it."""
    site = make_site()
    for number in range(8):
        firm = make_organisation(f"Firma {number}", site)
        make_poco(f"Alice {number}", firm, site, done=number, on=date(2026, 5 + number % 4, 4))
    make_poco("Vandaag", make_organisation("Firma 9", site), site, since=TODAY)
    return site


def names(client: FlaskClient, query: str) -> list[str]:
    found = pages.tables(client.get(PEOPLE + query))
    return [row[0].text for row in found[0].rows[1:]] if found else []


@pytest.mark.parametrize("period", ["", "?period=2026-Q2", "?period=2025-Q4"])
def test_every_number_leads_to_what_it_counts(
    network: Site, staff: FlaskClient, period: str
) -> None:
    followed = 0
    for page in (f"/networks{period}", f"/networks/aalsmeer{period}"):
        for table in pages.tables(staff.get(page)):
            for cell in (cell for row in table.rows for cell in row):
                if cell.url and cell.text.isdigit():
                    found = pages.tables(staff.get(cell.url))
                    assert len(found[0].rows) - 1 == int(cell.text), cell
                    followed += 1
    assert followed >= 10


def test_shares_lead_to_their_numerator(network: Site, staff: FlaskClient) -> None:
    table = pages.tables(staff.get("/networks"))[0]
    cover, active = (table.cell("Aalsmeer", name) for name in ("Dekking", "Deelname"))
    covered = pages.tables(staff.get(cover.url))[0].rows[1:]
    assert cover.text == f"{round(100 * len(covered) / 9)} %"
    took_part = pages.tables(staff.get(active.url))[0].rows[1:]
    assert active.text == f"{round(100 * len(took_part) / 9)} %"


def test_filters_can_be_combined(network: Site, staff: FlaskClient) -> None:
    assert names(staff, "?status=not_started") == ["Alice 0", "Vandaag"]
    assert names(staff, "?status=complete") == ["Alice 6", "Alice 7"]
    assert names(staff, "?overdue=1") == [f"Alice {number}" for number in range(6)]
    assert names(staff, "?overdue=1&status=online_done") == ["Alice 4", "Alice 5"]
    assert names(staff, "?status=invited") == []
    assert names(staff, "?module=eerste&active=yes") == ["Alice 3", "Alice 6", "Alice 7"]


def test_a_chosen_filter_is_named_and_can_be_taken_away(network: Site, staff: FlaskClient) -> None:
    organisations = pages.tables(staff.get("/networks/aalsmeer/organisations"))[0]
    link = organisations.rows[1][organisations.column("POCO’s")].url
    page = staff.get(link).get_data(as_text=True)
    assert "Organisatie: Firma 0" in page
    assert "Firma" not in link
    assert names(staff, link.removeprefix(PEOPLE)) == ["Alice 0"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("-name", "Vandaag"),
        ("-organisation", "Vandaag"),
        ("status", "Alice 0"),
        ("-modules", "Alice 4"),
        ("-activity", "Alice 3"),
        ("-due", "Vandaag"),
    ],
)
def test_the_order_is_in_the_address(
    network: Site, staff: FlaskClient, sort: str, first: str
) -> None:
    assert names(staff, f"?sort={sort}")[0] == first


def test_long_lists_come_in_pages(app: Flask, staff: FlaskClient) -> None:
    site = make_site()
    for number in range(51):
        person = make_person(f"Alice {number:03}")
        seat(person, make_organisation(f"Firma {number:03}", site), site)
    assert len(names(staff, "")) == 50
    assert names(staff, "?page=2") == ["Alice 050"]
    assert names(staff, "?page=2&sort=-name") == ["Alice 000"]
    assert len(pages.lines(staff.get(f"{PEOPLE}.csv"))) == 52
    assert len(pages.tables(staff.get("/networks/aalsmeer/organisations?page=2"))[0].rows) == 2


@pytest.mark.parametrize(
    "query",
    [
        "?page=0",
        "?page=2",
        "?page=x",
        "?page=-1",
        "?sort=hash",
        "?status=gone",
        "?overdue=2",
        "?module=none",
        "?active=maybe",
        "?organisation=x",
        "?period=2020-Q1",
        "?period=nu",
        "?page=99999999999999999999",
        "?status=%00",
        "?organisation=%F0%9F%8C%B7%00",
    ],
)
def test_an_address_that_makes_no_sense_is_not_there(
    network: Site, staff: FlaskClient, query: str
) -> None:
    assert staff.get(PEOPLE + query).status_code == (400 if "%00" in query else 404)


def test_names_are_looked_for_without_standing_in_an_address(
    network: Site, staff: FlaskClient
) -> None:
    response = staff.post(PEOPLE, data={"q": "ANDAA"})
    assert [row[0].text for row in pages.tables(response)[0].rows[1:]] == ["Vandaag"]
    links = [part.split('"')[0] for part in response.get_data(as_text=True).split('href="')[1:]]
    assert not [link for link in links if "andaa" in link.lower()]


def test_words_and_accents_do_not_matter(network: Site, staff: FlaskClient) -> None:
    person = make_person("Zoë van der Rozenkwekerij")
    seat(person, make_organisation("Firma Z", network), network)
    for text in ("zoe kwek", "ROZEN zoë", "derrozen"):
        response = staff.post(PEOPLE, data={"q": text})
        assert len(pages.tables(response)[0].rows) == 2, text


@pytest.mark.parametrize("text", ["%", "_", "\x00", "🌷", "' or 1=1", "<b>", "x" * 1_000_000])
def test_strange_searches_find_nobody(network: Site, staff: FlaskClient, text: str) -> None:
    response = staff.post(PEOPLE, data={"q": text})
    if text == "\x00":
        assert response.status_code == 400
    else:
        assert pages.tables(response) == []
        assert "<b>" not in response.get_data(as_text=True)


def test_names_are_shown_as_text(app: Flask, staff: FlaskClient) -> None:
    site = make_site()
    person = make_person("Alice")
    person.name = "<script>alert(1)</script>"
    seat(person, make_organisation("<i>Firma</i>", site), site)
    for address in (PEOPLE, "/networks/aalsmeer/organisations", f"/people/{person.public_id}"):
        page = staff.get(address).get_data(as_text=True)
        assert "<script>alert" not in page
        assert "<i>Firma" not in page
