"""The list of organisations: filters in the address, search by POST, a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.extensions import db
from lms.network import services
from lms.network.models import Organisation, Site
from tests.factories import make_organisation, make_person
from tests.insight import pages
from tests.insight.conftest import do
from tests.network.conftest import ago

LIST = "/manage/organisations"
QUERIES = 7
"""The edition, who is asking, the sites, how many, which, their sites and their POCOs."""


@pytest.fixture
def network(site: Site, other_site: Site) -> None:
    """A covered firm, one whose POCO only began, one without a POCO, and one elsewhere."""
    for name, done in (("Alfa Rozenkwekerij", 6), ("Beta", 1), ("Gamma", None)):
        firm = make_organisation(site, name, ago(300))
        if done is not None:
            do(poco(firm, site, f"Alice {name}"), ago(60), STEPS[:done])
    make_organisation(other_site, "Delta Export", ago(300)).kind = "trader"
    db.session.commit()


STEPS = (
    "lesson/begin",
    "lesson/verder",
    "quiz/eerste",
    "lesson/los",
    "meeting/training-day-1",
    "meeting/training-day-2",
)


def poco(firm: Organisation, site: Site, name: str) -> Person:
    person = make_person(name)
    services.give_seat(
        organisation_id=firm.id, site_id=site.id, person=person, since=ago(200), by=None
    )
    db.session.commit()
    return person


def names(browser: FlaskClient, query: str = "", q: str = "") -> list[str]:
    answer = browser.post(LIST + query, data={"q": q}) if q else browser.get(LIST + query)
    assert answer.status_code == 200
    tables = pages.tables(answer)
    return [row[0].text for row in tables[0].rows[1:]] if tables else []


@pytest.mark.usefixtures("network")
def test_filters_stand_in_the_address(staff: FlaskClient) -> None:
    assert names(staff) == ["Alfa Rozenkwekerij", "Beta", "Delta Export", "Gamma"]
    assert names(staff, "?site=naaldwijk") == ["Delta Export"]
    assert names(staff, "?kind=trader") == ["Delta Export"]
    assert names(staff, "?cover=yes") == ["Alfa Rozenkwekerij"]
    assert names(staff, "?cover=no") == ["Beta", "Delta Export", "Gamma"]
    assert names(staff, "?cover=empty&site=aalsmeer") == ["Gamma"]
    assert names(staff, "?sort=-name")[0] == "Gamma"
    assert names(staff, "?sort=people")[0] == "Delta Export"
    assert names(staff, "?cover=yes&kind=trader") == []


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize(
    "query", ["site=nergens", "kind=x", "cover=x", "sort=x", "page=2", "page=0", "page=x"]
)
def test_an_address_that_makes_no_sense_is_not_there(staff: FlaskClient, query: str) -> None:
    assert staff.get(f"{LIST}?{query}").status_code == 404


@pytest.mark.usefixtures("network")
def test_part_of_a_name_is_enough(staff: FlaskClient) -> None:
    assert names(staff, q="kweker roz") == ["Alfa Rozenkwekerij"]
    assert names(staff, "?site=naaldwijk", q="alfa") == []
    assert staff.post(LIST, data={"q": " "}).location == LIST


@pytest.mark.usefixtures("network")
def test_a_coordinator_sees_only_the_own_site(
    coordinator: FlaskClient, stranger: FlaskClient
) -> None:
    assert names(coordinator) == ["Alfa Rozenkwekerij", "Beta", "Gamma"]
    assert names(stranger) == ["Delta Export"]
    assert names(stranger, q="a") == ["Delta Export"]
    assert stranger.get(f"{LIST}?site=aalsmeer").status_code == 404


def test_the_row_says_how_far_an_organisation_is(
    staff: FlaskClient, network: None, site: Site, other_site: Site
) -> None:
    table = pages.tables(staff.get(LIST))[0]
    assert table.cell("Alfa Rozenkwekerij", "Gedekt").text == "ja"
    assert table.cell("Beta", "POCO’s").text == "1"
    assert table.cell("Beta", "Klaar").text == "0"
    assert table.cell("Delta Export", "Doet mee in").text == "Naaldwijk"


def test_the_number_of_statements_does_not_grow(
    staff: FlaskClient,
    site: Site,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    counts = []
    for number in range(3):
        for place in range(number + 1):
            poco(
                make_organisation(site, f"Firma {number}-{place}", ago(300)),
                site,
                f"A {number}{place}",
            )
        staff.get(LIST)
        with count_queries() as seen:
            assert "Firma" in staff.get(LIST).get_data(as_text=True)
        counts.append(len([s for s in seen if s.lstrip().upper().startswith("SELECT")]))
    assert counts == [QUERIES] * 3


def test_the_page_of_an_organisation_asks_a_fixed_number(
    staff: FlaskClient,
    site: Site,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    counts = []
    for people in (1, 2):
        firm = make_organisation(site, f"Firma {people}", ago(300))
        for number in range(people):
            poco(firm, site, f"Alice {people} {number}")
        address = f"{LIST}/{firm.public_id}"
        staff.get(address)
        with count_queries() as seen:
            staff.get(address)
        counts.append(len([s for s in seen if s.lstrip().upper().startswith("SELECT")]))
    # The edition, who is asking, the organisation, its seats, nominations, participations, sites,
    # and three for the colleagues that its trainings reached.
    assert counts == [10, 10]


def test_a_new_organisation_and_a_name_that_is_known(coordinator: FlaskClient, site: Site) -> None:
    sent = {"name": "Kwekerij Proef", "kind": "grower", "site": "aalsmeer", "since": ago(1)}
    answer = coordinator.post(f"{LIST}/new", data=sent)
    assert answer.status_code == 302
    again = coordinator.post(f"{LIST}/new", data={**sent, "name": "kwekerij proef"})
    assert again.status_code == 400
    text = again.get_data(as_text=True)
    assert answer.location in text
    assert 'name="another"' in text
    sure = coordinator.post(f"{LIST}/new", data={**sent, "another": "y"})
    assert sure.status_code == 302


def test_a_coordinator_makes_organisations_at_the_own_site_only(
    coordinator: FlaskClient, other_site: Site
) -> None:
    sent = {"name": "Elders", "kind": "other", "site": other_site.slug, "since": ago(1)}
    assert coordinator.post(f"{LIST}/new", data=sent).status_code == 400
    assert names(coordinator) == []
