"""A file of many rows, some of them bad, by somebody at a desk and somebody with a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from lms.editions.store import store
from tests._live import Live
from tests.browser.conftest import Visit
from tests.browser.looking import assert_clean, problems_in, too_wide
from tests.conftest import SAMPLE
from tests.factories import give_role, make_person, make_site
from tests.imports.sheets import csv_file

pytestmark = pytest.mark.browser
LONG = "Coöperatieve Bloemenexportvereniging Noordwijkerhout-Voorhout en Omstreken U.A."
PATIENCE = 60_000


@dataclass(frozen=True)
class Office:
    live: Live
    staff: int


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    live = Live(tmp_path_factory.mktemp("live-imports"), SAMPLE).start(checked=False)
    with live.database():
        store().start()
        person = make_person("Bob Programma")
        give_role(person, "staff")
        make_site()
        found = Office(live, person.id)
    yield found
    live.stop()


def rows(count: int, bad: int, word: str) -> bytes:
    """The first `bad` rows have an unknown site and a name as long as it gets."""
    lines = []
    for n in range(count):
        firm, site = (f"{LONG} {n}", "Alsmeer") if n < bad else (f"{word} {n // 2}", "Aalsmeer")
        lines.append((firm, "kweker", site, "05-01-2026", f"P {n}", f"{word}{n}@x.nl", "nl", ""))
    return csv_file(*lines)


def choose(page: Page, data: bytes) -> None:
    page.goto("/manage/imports")
    file = {"name": "rijen.csv", "mimeType": "text/csv", "buffer": data}
    page.get_by_label("Kies het bestand").set_input_files([file])  # type: ignore[list-item]
    page.get_by_role("button", name="Controleer het bestand").click()


def test_a_large_file_is_checked_by_itself_and_put_in(office: Office, visit: Visit) -> None:
    page = visit(office.live, "desktop", office.staff)
    page.goto("/manage/imports")
    found = {"choose": problems_in(page) + too_wide(page)}
    choose(page, rows(2600, 30, "desk"))
    heading = page.get_by_role("heading", name="2.570 rijen kunnen erin")
    expect(heading).to_be_visible(timeout=PATIENCE)
    found["checked"] = problems_in(page) + too_wide(page)
    page.get_by_role("link", name=re.compile("Geweigerd 30")).click()
    expect(page.get_by_text("“Alsmeer” kennen we niet.").first).to_be_visible()
    expect(page.locator(".import-row")).to_have_count(30)
    found["refused"] = problems_in(page) + too_wide(page)
    page.get_by_role("button", name="Zet 2.570 rijen erin").click()
    expect(page.get_by_role("heading", name="De rijen staan erin")).to_be_visible(timeout=PATIENCE)
    found["done"] = problems_in(page) + too_wide(page)
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", name="De rijen staan erin")).to_be_visible()
    assert_clean(found)


def test_without_javascript_a_button_carries_the_check_on(office: Office, visit: Visit) -> None:
    page = visit(office.live, "phone", office.staff, java_script_enabled=False)
    choose(page, rows(2600, 30, "phone"))
    more = page.get_by_role("button", name="Controleer de volgende rijen")
    expect(page.get_by_text("0 van 2.600 rijen gecontroleerd")).to_be_visible()
    more.tap()
    expect(page.get_by_text("2.500 van 2.600 rijen gecontroleerd")).to_be_visible(timeout=PATIENCE)
    more.tap()
    expect(page.get_by_role("heading", name="2.570 rijen kunnen erin")).to_be_visible()
    page.get_by_role("button", name="Gooi het bestand weg").tap()
    expect(page.get_by_text("Er is niets van opgeslagen.")).to_be_visible()


def test_every_page_fits_a_phone(office: Office, visit: Visit) -> None:
    page = visit(office.live, "phone", office.staff)
    choose(page, rows(60, 30, "small"))
    found = {"checked": problems_in(page) + too_wide(page)}
    page.goto("/manage/imports")
    page.get_by_text("Wat de kolommen betekenen").tap()
    found["choose"] = problems_in(page) + too_wide(page)
    assert_clean(found)
