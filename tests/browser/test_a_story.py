"""A story by finger, by keyboard only, and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests._live import Live, say
from tests.browser.conftest import Visit
from tests.browser.looking import problems_in
from tests.browser.steps import Learner

pytestmark = pytest.mark.browser
STORY = "/training/verhalen/scenario/de-doos"
ENDED = "Goed afgelopen"


def choice(page: Page, text: str) -> Locator:
    return page.get_by_role("button", name=text)


def test_by_finger_and_again_from_the_debrief(sample: Live, visit: Visit) -> None:
    page = visit(sample, "phone", sample.person())
    page.goto(STORY)
    assert problems_in(page) == []
    choice(page, "Je maakt de doos open.").tap()
    expect(page.get_by_role("heading", name="Te dichtbij")).to_be_visible()
    assert problems_in(page) == []
    page.get_by_text(say("nl", "The other choice"), exact=True).tap()
    page.get_by_role("button", name=say("nl", "Go on from here")).tap()
    expect(page.get_by_role("heading", name="Een doos zonder sticker")).to_be_visible()


def test_by_keyboard_only(sample: Live, visit: Visit) -> None:
    page = visit(sample, "desktop", sample.person())
    page.goto(STORY)
    page.keyboard.press("2")
    heading = page.get_by_role("heading", name="De collega twijfelt")
    expect(heading).to_be_visible()
    expect(page.get_by_role("region", name="De collega twijfelt")).to_be_focused()
    Learner(page, "nl", "keys").press(choice(page, "Je belt samen"))
    expect(page.get_by_text(ENDED).first).to_be_visible()


def test_without_javascript_on_two_devices(sample: Live, visit: Visit) -> None:
    person = sample.person()
    page = visit(sample, "phone", person, java_script_enabled=False)
    page.goto(STORY)
    choice(page, "Je vraagt een collega.").tap()
    expect(page.get_by_role("heading", name="De collega twijfelt")).to_be_visible()
    other = visit(sample, "desktop", person, java_script_enabled=False)
    other.goto(STORY)
    choice(other, "Je belt samen").click()
    expect(other.get_by_text(ENDED).first).to_be_visible()
    choice(page, "Je loopt terug").tap()  # the first device is behind
    expect(page.get_by_text(ENDED).first).to_be_visible()
