"""A practice report by mouse, by keyboard and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests._live import Live, say
from tests.browser.conftest import Visit
from tests.browser.looking import problems_in
from tests.browser.steps import Learner, reach

pytestmark = pytest.mark.browser
CASE = "/training/basistraining/report/een-trailer-bij-dock-4"
JUDGEMENTS = 3
DONE = "Je hebt deze oefening gedaan en je tekst is gewist."


def judge(page: Page) -> None:
    choices = page.get_by_role("radio", name=say("nl", "Partly"))
    expect(choices).to_have_count(JUDGEMENTS)
    for choice in choices.all():
        choice.check()


def test_what_is_typed_is_saved_and_something_real_is_pointed_out(real: Live, visit: Visit) -> None:
    page = visit(real, "desktop", real.person())
    learner = Learner(page)
    page.goto(CASE)
    page.get_by_label("Wat?").fill("Drie kratten. De man deugt niet.")
    page.get_by_label("Wanneer?").fill("Bij ons, dinsdag.")
    pointer = page.get_by_text(say("nl", "Is this about something that really happened?"))
    expect(pointer).to_be_visible()
    expect(page.get_by_role("link", name="112").first).to_be_visible()
    assert problems_in(page) == []
    expect(learner.status).to_have_text(say("nl", "Saved"))
    page.get_by_label("Wanneer?").fill("dinsdag om 21.50 uur")
    expect(pointer).to_be_hidden()
    page.get_by_role("radio", name="Politie en wijkagent").check()
    learner.button("To the review").click()
    expect(page.get_by_text("Want je schreef “21.50”", exact=False)).to_be_visible()
    expect(page.get_by_text("“deugt niet”")).to_be_visible()
    assert problems_in(page) == []
    page.emulate_media(media="print")
    mark = page.locator(".watermark")
    assert mark.evaluate("e => getComputedStyle(e, '::before').content") == '"OEFENING"'
    assert mark.evaluate("e => getComputedStyle(e).position") == "fixed", "on every sheet of paper"
    page.emulate_media(media="screen")
    judge(page)
    learner.button("Done, remove my text").click()
    expect(learner.status).to_contain_text(DONE)
    expect(page.get_by_label("Wat?")).to_have_value("")


def test_the_keyboard_is_enough(real: Live, visit: Visit) -> None:
    page = visit(real, "desktop", real.person())
    learner = Learner(page, hand="keys")
    page.goto(CASE)
    reach(page, page.get_by_label("Wat?"))
    page.keyboard.type("Drie kratten")
    reach(page, page.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Politie en wijkagent")).to_be_checked()
    learner.press(learner.button("To the review"))
    page.wait_for_url(re.compile("/review$"))
    for number in range(JUDGEMENTS):
        reach(page, page.get_by_role("group").nth(number).get_by_role("radio").first)
        page.keyboard.press("Space")
    learner.press(learner.button("Done, remove my text"))
    expect(learner.status).to_contain_text(DONE)


def test_without_javascript(real: Live, visit: Visit) -> None:
    page = visit(real, "phone", real.person(), java_script_enabled=False, may_fail_to_load=True)
    learner = Learner(page)
    page.goto(CASE)
    page.get_by_label("Wie?").fill("Eén man, bel 06-12345678")
    learner.button("To the review").tap()
    expect(page.get_by_role("alert").first).to_contain_text(
        say("nl", "Choose what you would do with it.")
    )
    expect(page.get_by_role("alert").first).to_be_in_viewport()
    expect(page.get_by_role("heading", name=re.compile("echt gebeurd"))).to_be_visible()
    page.get_by_role("radio", name="Meld Misdaad Anoniem").check()
    learner.button("Save").tap()
    expect(page.get_by_label("Wie?")).to_have_value("Eén man, bel 06-12345678")
    learner.button("To the review").tap()
    judge(page)
    learner.button("Done, remove my text").tap()
    expect(learner.status).to_contain_text(DONE)
    expect(page.get_by_label("Wie?")).to_have_value("")
