"""What partners see: one fixed table for each closed quarter, and nothing to find anybody in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.audit.models import AuditEntry
from lms.extensions import db
from lms.insight import partner, published
from lms.insight.figures import Site as SiteInView
from lms.insight.loaders import basic_training
from lms.insight.models import PartnerTable
from lms.network.models import Site
from tests.factories import give_role, make_person, make_site
from tests.insight import pages
from tests.insight.conftest import TODAY, do, make_organisation, make_poco, noon

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partner, "utcnow", lambda: noon(TODAY))


@pytest.fixture
def network(app: Flask) -> Site:
    """Twelve firms and POCOs since July 2025; seven of them were done on 1 September 2025."""
    site = make_site()
    for number in range(12):
        firm = make_organisation(f"Firma {number}", site)
        make_poco(f"Alice {number}", firm, site, done=6 if number < 7 else 0)
    return site


@pytest.fixture
def browser(network: Site, sign_in: SignIn) -> FlaskClient:
    """The partner of Aalsmeer; there is another site with nobody to see."""
    person = make_person("Petra Partner")
    give_role(person, "partner", network)
    firm = make_organisation("Verre Firma", make_site("naaldwijk"))
    make_poco("Dirk", firm, db.session.get_one(Site, network.id + 1))
    return sign_in(person)


def rows(browser: FlaskClient) -> list[list[str]]:
    (table,) = pages.tables(browser.get("/partner"))
    return [[cell.text for cell in row] for row in table.rows]


def test_there_is_a_line_for_each_closed_quarter(browser: FlaskClient) -> None:
    head, *lines = rows(browser)
    assert head[1:] == [
        "Organisaties",
        "POCO’s",
        "Online deel klaar",
        "Basistraining klaar",
        "Dekking",
        "Deelname",
        "Bereik",
    ]
    assert lines == [
        ["2e kwartaal 2026", "10", "10", "5", "5", "50 %", "–", "minder dan 5"],
        ["1e kwartaal 2026", "10", "10", "5", "5", "50 %", "–", "minder dan 5"],
        ["4e kwartaal 2025", "10", "10", "5", "5", "50 %", "–", "minder dan 5"],
        ["3e kwartaal 2025", "10", "10", "5", "5", "50 %", "50 %", "minder dan 5"],
    ]


def test_a_partner_sees_no_other_site_and_no_links_or_names(browser: FlaskClient) -> None:
    page = browser.get("/partner").get_data(as_text=True)
    assert "Naaldwijk" not in page
    assert "Alice" not in page
    assert "Firma" not in page
    assert not [
        c for t in pages.tables(browser.get("/partner")) for r in t.rows for c in r if c.url
    ]


def test_filters_in_the_address_change_nothing(browser: FlaskClient) -> None:
    plain = rows(browser)
    for query in ("?period=2026-Q3", "?site=naaldwijk", "?status=complete"):
        (table,) = pages.tables(browser.get(f"/partner{query}"))
        assert [[cell.text for cell in row] for row in table.rows] == plain


def test_what_was_published_never_changes(
    network: Site, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(browser)
    for number in range(12, 30):
        firm = make_organisation(f"Firma {number}", network)
        make_poco(f"Alice {number}", firm, network, done=6)
    assert rows(browser) == before
    monkeypatch.setattr(partner, "utcnow", lambda: noon(date(2026, 10, 2)))
    after = rows(browser)
    assert after[2:] == before[1:]
    assert after[1][:3] == ["3e kwartaal 2026", "30", "30"]


def test_the_file_holds_the_same(browser: FlaskClient) -> None:
    assert pages.lines(browser.get("/partner.csv")) == [
        [cell.replace("\u00a0", "").replace(" %", "%").replace("–", "") for cell in row]
        for row in rows(browser)
    ]


def test_looking_is_noted(browser: FlaskClient) -> None:
    browser.get("/partner")
    browser.get("/partner.csv")
    actions = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["partner.viewed", "partner.exported"]


def test_staff_see_every_site(network: Site, browser: FlaskClient, staff: FlaskClient) -> None:
    captions = [table.caption for table in pages.tables(staff.get("/partner"))]
    assert captions == ["Aalsmeer", "Naaldwijk"]


def test_a_partner_lands_there_and_finds_nothing_else(browser: FlaskClient) -> None:
    assert browser.get("/").location == "/partner"
    for address in ("/networks", "/networks/aalsmeer", "/manage", "/training"):
        assert browser.get(address).status_code == 404
    for address in ("/report", "/me", "/partner"):
        assert browser.get(address).status_code == 200
    assert 'href="/training"' not in browser.get("/partner").get_data(as_text=True)


def test_a_partner_with_a_seat_learns_as_well(network: Site, sign_in: SignIn) -> None:
    firm = make_organisation("Gemeente", network)
    person = make_poco("Petra Poco", firm, network)
    give_role(person, "partner", network)
    browser = sign_in(person)
    assert browser.get("/").status_code == 200
    assert browser.get("/training/proef/lesson/begin").status_code == 200
    assert browser.get("/partner").status_code == 200


def test_who_is_first_decides(network: Site) -> None:
    """Two computed it at the same moment: what was stored first counts for both."""
    sites = [SiteInView(network.id, network.slug, network.name)]
    counts = dict.fromkeys(("organisations", "covered", "people", "online", "complete", "active"))
    first = {"site_id": network.id, "quarter": 2026 * 4 + 1, "figures": counts}
    db.session.add(PartnerTable(**first))
    db.session.commit()
    with pytest.MonkeyPatch.context() as patch:
        # The second one did not see it when it looked what was missing.
        seen = iter([{}])
        kept = published._kept
        patch.setattr(published, "_kept", lambda sites: next(seen, None) or kept(sites))
        found = published.of_sites(sites, basic_training(), TODAY)
    assert found[network.id][0].counts == counts
    assert len(db.session.scalars(sa.select(PartnerTable)).all()) == 4


def test_late_work_does_not_reach_back(network: Site, browser: FlaskClient) -> None:
    before = rows(browser)
    for person in db.session.scalars(sa.select(Person).where(Person.name.like("Alice %"))):
        do(person, date(2025, 12, 1))
    assert rows(browser) == before
