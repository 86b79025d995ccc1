"""Spot the signal by finger, by keyboard only, and without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests._live import Live, say
from tests.browser.conftest import Visit
from tests.browser.looking import problems_in

pytestmark = pytest.mark.browser
LESSON = "/training/plekken/lesson/kijk"
QUIZ = "/training/plekken/quiz/zoek"
SEAL, CART, FILM, LAMP = (0.2, 0.25), (0.8, 0.25), (0.8, 0.7), (0.2, 0.7)
NOWHERE = (0.5, 0.05)


def point(scene: Locator, place: tuple[float, float]) -> dict[str, Any]:
    box = scene.bounding_box()
    assert box
    return {"position": {"x": box["width"] * place[0], "y": box["height"] * place[1]}}


def reviewed(page: Page) -> list[str]:
    return [item.inner_text().split("\n")[0] for item in page.locator(".graded > li").all()]


def test_by_finger_the_picture_answers_without_telling(sample: Live, visit: Visit) -> None:
    page = visit(sample, "phone", sample.person())
    page.goto(LESSON)
    scene = page.locator(".spot-scene")
    hidden = page.get_by_role("checkbox", name="Een gebroken zegel")
    expect(page.locator(".spot-mark").first).to_have_css("opacity", "0")
    scene.tap(**point(scene, NOWHERE))
    expect(
        page.get_by_text(say("nl", "There is nothing marked here. Just look on."))
    ).to_be_visible()
    for place in (SEAL, CART, LAMP, LAMP):
        scene.tap(**point(scene, place))
    expect(hidden).to_be_checked()
    expect(page.get_by_role("checkbox", name="Een lamp die brandt")).not_to_be_checked()
    expect(
        page.get_by_text(f"{say('nl', 'No longer marked')}: 2. Een lamp die brandt")
    ).to_be_visible()
    assert problems_in(page) == []
    page.get_by_role("button", name=say("nl", "Check my answer")).tap()
    for text in ("Found", "Missed", "Innocent", "Innocent, but marked"):
        expect(page.get_by_text(say("nl", text), exact=True)).to_be_visible()
    assert page.locator(".graded > li").count() == 4
    assert problems_in(page) == []


def test_by_keyboard_each_place_shows_itself(sample: Live, visit: Visit) -> None:
    page = visit(sample, "desktop", sample.person())
    page.goto(QUIZ)
    page.get_by_role("button", name=say("nl", "Start the quiz")).click()
    while not page.locator("[data-spot]").count():
        before = page.url
        page.get_by_role("button", name=say("nl", "Next"), exact=True).click()
        page.wait_for_url(lambda url: url != before)  # noqa: B023
    page.get_by_role("checkbox", name="Een gebroken zegel").focus()
    expect(page.locator(".spot-mark").first).to_have_css("opacity", "1")
    page.keyboard.press("Space")
    page.keyboard.press("4")
    expect(page.get_by_role("checkbox", name="Een pallet in donkere folie")).to_be_checked()
    page.get_by_role("radio", name=say("nl", "Sure"), exact=True).check()
    here = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != here)
    page.goto(here)
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
    expect(page.get_by_role("radio", name=say("nl", "Sure"), exact=True)).to_be_checked()


def test_without_javascript_it_is_a_numbered_list(sample: Live, visit: Visit) -> None:
    page = visit(sample, "phone", sample.person(), java_script_enabled=False)
    page.goto(LESSON)
    expect(page.locator(".spot-mark").first).to_have_css("opacity", "1")
    page.locator("label").filter(has_text="Een gebroken zegel").tap()
    page.locator("label").filter(has_text="Een pallet in donkere folie").tap()
    page.get_by_role("button", name=say("nl", "Check my answer")).tap()
    expect(page.get_by_text(say("nl", "Right"), exact=True)).to_be_visible()
    expect(page.get_by_text(say("nl", "Found"), exact=True)).to_have_count(2)
