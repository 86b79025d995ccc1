"""Choosing a kit, entering a session and what came out: accessible, and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests._live import Live
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import assert_clean, problems_in, too_wide
from tests.browser.test_resilience import make_poco

pytestmark = pytest.mark.browser


def test_from_the_kit_to_what_came_out_is_accessible(sample: Live, visit: Visit) -> None:
    page = visit(sample, "phone", make_poco(sample, "en"), lang="en", may_fail_to_load=True)
    found = {}

    def look(name: str, url: str = "") -> None:
        if url:
            page.goto(url)
        found[name] = problems_in(page) + too_wide(page)

    look("no sessions yet", "/sessions")
    look("kits", "/kits")
    look("kit", "/kits/perron")
    page.get_by_text("What you say here").first.click()
    page.get_by_role("radio").first.check(force=True)
    page.get_by_role("button", name="Check my answer").first.click()
    expect(page.get_by_text("Answer again")).to_be_visible()
    look("a question answered")
    look("plan", "/sessions/new")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_role("button", name="Start the session")).to_be_visible()
    look("planned")
    look("which kit on paper", "/sessions/paper")
    page.goto("/sessions/paper?kit=perron")
    page.get_by_label("How many colleagues were there?").fill("9")
    page.get_by_text("Did you count the answers?").click()
    page.get_by_label("Not true").fill("9")
    page.get_by_label("True", exact=True).fill("9")
    page.get_by_role("button", name="Enter it").click()
    look("too many answers")
    page.get_by_label("True", exact=True).fill("0")
    page.get_by_role("button", name="Enter it").click()
    expect(page.get_by_text("100%").first).to_be_visible()
    look("what came out")
    look("sessions", "/sessions")
    assert_clean(found)


def test_a_session_is_planned_and_called_off_without_javascript(sample: Live, visit: Visit) -> None:
    page = visit(sample, "desktop", make_poco(sample), java_script_enabled=False)
    page.goto("/kits/perron")
    page.get_by_role("radio").first.check(force=True)
    page.get_by_role("button", name="Kijk mijn antwoord na").first.click()
    expect(page.locator(".verdict")).to_be_visible()
    page.get_by_role("link", name="Plan of begin nu").click()
    page.get_by_label("Plaats").fill("Kantine")
    page.get_by_role("button", name="Inplannen").click()
    expect(page.get_by_text("Kantine")).to_be_visible()
    page.get_by_text("Gaat niet door").click()
    page.get_by_role("button", name="Deze training afzeggen").click()
    expect(page.get_by_text("De training gaat niet door.")).to_be_visible()
