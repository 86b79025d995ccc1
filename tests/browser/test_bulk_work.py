"""Choosing people on the page, blocking them and taking it back; and how it reads for everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.looking import (
    DEVICE_AND_LANGUAGE,
    assert_clean,
    problems_in,
    too_wide_at_any_size,
)
from tests.browser.test_dashboards import Network, network

pytestmark = pytest.mark.browser
__all__ = ["network"]


@pytest.mark.parametrize(("device", "lang"), DEVICE_AND_LANGUAGE)
def test_the_pages_can_be_read_by_everybody(
    network: Network, visit: Visit, device: str, lang: str
) -> None:
    page = visit(network.live, device, network.staff[lang], lang=lang)
    found = {}
    for url in (
        "/manage/people",
        "/manage/people?role=staff",
        f"/manage/people/{network.person}",
        f"/manage/people/{network.person}/edit",
        "/manage/people/new",
        "/partner",
        "/who/aalsmeer",
    ):
        page.goto(url)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        found[url] = problems_in(page) + too_wide_at_any_size(page)
    page.goto("/manage/people")
    page.locator('input[name="person"]').first.check()
    page.locator('button[value="block"]').click()
    found["asked first"] = problems_in(page) + too_wide_at_any_size(page)
    assert_clean(found)


@pytest.mark.parametrize("script", [True, False])
def test_people_are_chosen_blocked_and_let_in_again(
    network: Network, visit: Visit, script: bool
) -> None:
    page = visit(network.live, "desktop", network.staff["nl"], java_script_enabled=script)
    page.goto("/manage/people?role=poco&site=aalsmeer")
    if script:
        page.get_by_label("Kies iedereen op deze pagina").check()
        expect(page.get_by_text("50 gekozen")).to_be_visible()
        page.locator('input[name="person"]').last.uncheck()
        expect(page.get_by_text("49 gekozen")).to_be_visible()
        count = "49"
    else:
        page.get_by_label("Alle 61 mensen die bij je keuze passen").check()
        count = "61"
    page.get_by_role("button", name="Blokkeren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{count} mensen blokkeren?")
    page.get_by_role("main").get_by_role("button", name="Blokkeren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{count} mensen zijn geblokkeerd.")
    page.get_by_role("button", name="Terugdraaien").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{count} mensen kunnen weer")
    page.goto("/manage/people?state=blocked")
    expect(page.get_by_text("Niemand gevonden")).to_be_visible()
