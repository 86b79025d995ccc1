"""The dashboards with the ugliest data: long names, nobody at all, two hundred people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import expect

from lms.editions.store import store
from tests._live import Live
from tests.browser.conftest import Visit
from tests.browser.looking import (
    DEVICE_AND_LANGUAGE,
    assert_clean,
    problems_in,
    too_wide_at_any_size,
)
from tests.conftest import SAMPLE
from tests.factories import give_role, make_person, make_site
from tests.insight.conftest import make_organisation, make_poco

pytestmark = pytest.mark.browser
LONG = "Coöperatieve Bloemenexportvereniging Noordwijkerhout-Voorhout en Omstreken U.A."


@dataclass(frozen=True)
class Network:
    live: Live
    staff: dict[str, int]
    person: str


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    """Staff and three sites: a full one, one with a single person of a long name, an empty one."""
    live = Live(tmp_path_factory.mktemp("live-dashboards"), SAMPLE).start(checked=False)
    with live.database():
        # On a connection of its own, so before the session holds the database.
        store().start()
        staff = {lang: make_person(f"Bob {lang}", language=lang) for lang in ("nl", "en")}
        for person in staff.values():
            give_role(person, "staff")
        full, lonely, _empty = (make_site(slug) for slug in ("aalsmeer", "eelde", "naaldwijk"))
        for number in range(60):
            firm = make_organisation(LONG if number == 7 else f"Firma {number}", full)
            make_poco(f"Alice {number}", firm, full, done=number % 7, on=date(2026, 5, 4))
        make_poco("Alice Twee", firm, full, number=2)
        alone = make_poco("Naam" * 25, make_organisation("Bedrijf" * 15, lonely), lonely, done=6)
        ids = {lang: person.id for lang, person in staff.items()}
        found = Network(live, ids, alone.public_id)
    yield found
    live.stop()


@pytest.mark.parametrize(("device", "lang"), DEVICE_AND_LANGUAGE)
def test_every_dashboard_can_be_read_by_everybody(
    network: Network, visit: Visit, device: str, lang: str
) -> None:
    page = visit(network.live, device, network.staff[lang], lang=lang)
    found = {}
    for url in (
        "/networks",
        "/networks/aalsmeer",
        "/networks/aalsmeer/people?module=eerste",
        "/networks/aalsmeer/organisations",
        "/networks/eelde",
        "/networks/naaldwijk",
        "/networks/naaldwijk/people",
        f"/people/{network.person}",
    ):
        page.goto(url)
        found[url] = problems_in(page) + too_wide_at_any_size(page)
    assert_clean(found)


def test_charts_are_drawn_on_the_page(network: Network, visit: Visit) -> None:
    page = visit(network.live, "desktop", network.staff["nl"])
    page.goto("/networks/aalsmeer")
    charts = page.locator(".plot img")
    assert charts.count() == 2
    for chart in charts.all():
        chart.scroll_into_view_if_needed()
        expect(chart).to_have_js_property("complete", True)
        assert chart.evaluate("image => image.naturalWidth") == 560


def test_a_number_leads_to_the_people_and_a_name_stays_out_of_the_address(
    network: Network, visit: Visit
) -> None:
    page = visit(network.live, "desktop", network.staff["nl"])
    page.goto("/networks")
    row = page.locator("table").first.get_by_role("row").nth(1)
    row.get_by_role("link", name="61", exact=True).last.click()
    page.wait_for_url(re.compile("/networks/aalsmeer/people"))
    page.locator("#q").fill("ALICE 59")
    page.locator("#q").press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert "alice" not in page.url.lower()
