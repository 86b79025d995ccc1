"""A whole session: a presenter with a projector, and four phones in three languages, one of them
without JavaScript, one that is reloaded and one that moves to another phone."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from lms.extensions import db
from lms.live.models import Participant
from lms.training.models import Tally
from tests._live import Live
from tests.browser.conftest import Visit
from tests.browser.looking import problems_in, too_wide_at_any_size
from tests.browser.test_accessibility import assert_clean
from tests.browser.test_resilience import make_poco

pytestmark = pytest.mark.browser
SOON = 8000
"""Milliseconds within which a change is on every screen, on a machine that is busy."""


def join(page: Page, word: str, lang: str) -> Page:
    page.goto(f"/j/{word}")
    page.get_by_role("button", name=lang).click()
    page.wait_for_url("**/play")
    return page


def look(page: Page) -> None:
    page.get_by_role("link", name=re.compile("Kijk opnieuw|Look again|Sprawdź")).click()


def test_a_presenter_and_four_phones(sample: Live, visit: Visit) -> None:
    found = {}
    desk = visit(sample, "desktop", make_poco(sample, "en"), lang="en", may_fail_to_load=True)
    desk.goto("/sessions/new?kit=perron")
    desk.get_by_role("button", name=re.compile("^Start")).first.click()
    desk.wait_for_url("**/present")
    with desk.expect_popup() as opened:
        desk.get_by_role("link", name="Open the projector").click()
    projector = opened.value
    word = projector.locator(".room-word").inner_text().replace(" ", "")
    found["projector, lobby"] = problems_in(projector)

    plain = join(visit(sample, "phone", java_script_enabled=False), word, "Nederlands")
    dutch = join(visit(sample, "phone", may_fail_to_load=True), word, "Nederlands")
    english = join(visit(sample, "phone", may_fail_to_load=True), word, "English")
    polish = visit(sample, "phone", may_fail_to_load=True)
    polish.goto(f"/j/{word}")
    found["phone, join"] = problems_in(polish) + too_wide_at_any_size(polish)
    join(polish, word, "Polski")
    expect(desk.get_by_text("4 take part").first).to_be_visible(timeout=SOON)

    desk.keyboard.press("ArrowRight")
    expect(desk.get_by_role("button", name="Ask the question")).to_be_visible()
    desk.keyboard.press("ArrowRight")
    expect(projector.get_by_role("heading", name="A driver asks")).to_be_visible(timeout=SOON)
    polish.get_by_role("button", name="Nie patrzę.").click(timeout=SOON)
    expect(polish.get_by_role("status").last).to_have_text("Zapisano", timeout=SOON)
    english.get_by_role("button", name="I look away.").wait_for(timeout=SOON)
    english.keyboard.press("1")
    expect(english.get_by_role("button", name="I tell my manager.", pressed=True)).to_be_visible()
    dutch.get_by_role("button", name="Ik kijk weg.").click(timeout=SOON)
    dutch.reload()
    expect(dutch.get_by_role("button", name="Ik kijk weg.", pressed=True)).to_be_visible()
    look(plain)
    plain.get_by_role("button", name="Ik kijk weg.").tap()
    found["phone, question"] = problems_in(polish) + too_wide_at_any_size(polish)
    expect(desk.get_by_text("4 answers").first).to_be_visible(timeout=SOON)

    english.get_by_text("Your code").click()
    code = english.locator(".code").inner_text()
    moved = visit(sample, "phone", may_fail_to_load=True)
    moved.goto(f"/join/{word}")
    moved.get_by_text("Verder op een ander").or_(moved.get_by_text("Ander toestel")).click()
    moved.locator("#code").fill(code)
    moved.locator("form:has(#code) button").click()
    moved.wait_for_url("**/play")
    expect(moved.locator("button[aria-pressed=true]")).to_be_visible()

    for step, button in (
        (2, "Close the question"),
        (2, "Next"),
        (3, "Next"),
        (4, "Ask the question"),
        (4, "Close the question"),
        (4, "Show the answer"),
    ):
        expect(desk.get_by_role("heading", name=f"Step {step} of 6")).to_be_visible()
        expect(desk.locator(".move-go")).to_have_text(button)
        desk.keyboard.press("PageDown")
    expect(polish.get_by_text("Mówienie to nie zdrada.")).to_be_visible(timeout=SOON)
    found["presenter"] = problems_in(desk) + too_wide_at_any_size(desk)
    found["projector, answer"] = problems_in(projector)
    found["phone, answer"] = problems_in(polish)
    assert_clean(found)
    desk.get_by_text("Stop early").click()
    desk.get_by_role("button", name="Close the session now").click()
    desk.wait_for_url(re.compile(r"/sessions/[^/]+$"))
    expect(polish.get_by_text("To szkolenie się skończyło")).to_be_visible(timeout=SOON)
    with sample.database():
        kept = sa.select(sa.func.sum(Tally.count)).where(Tally.round == "before")
        assert db.session.scalar(kept) == 4
        assert db.session.scalar(sa.select(sa.func.count(Participant.id))) == 0
