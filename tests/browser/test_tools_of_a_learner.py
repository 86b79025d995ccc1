"""The reporting card, the three questions and being sure: with finger, keyboard and no script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests._live import Live, say
from tests.browser.conftest import Visit
from tests.browser.looking import assert_clean, problems_in, too_wide, too_wide_at_any_size
from tests.browser.steps import Learner, reach

pytestmark = pytest.mark.browser
QUIZ = "/training/plekken/quiz/zoek"
SELFCHECK = "/training/proef/three-questions"
HOME = re.compile("/training$")
LONG = "Leveranciersbeoordelingsprocedures"[:28]


@pytest.mark.parametrize(("device", "lang"), [("phone", "nl"), ("desktop", "en")])
def test_the_pages_are_in_order(sample: Live, visit: Visit, device: str, lang: str) -> None:
    page = visit(sample, device, sample.person(lang), lang=lang, may_fail_to_load=True)
    learner, found = Learner(page, lang), {}

    def look(name: str) -> None:
        sizes = too_wide_at_any_size if device == "phone" else too_wide
        found[name] = problems_in(page) + sizes(page)

    page.goto("/report/card?lang=pl")
    look("card")
    page.goto("/report/card/own")
    page.get_by_label(say(lang, "Who, line %(number)s", number=1)).fill(LONG)
    learner.button("Show it here").click()
    expect(
        page.get_by_text(say(lang, "Line %(number)s has no number.", number=1)).first
    ).to_be_visible()
    look("card form refused")
    page.get_by_label(say(lang, "Number, line %(number)s", number=1)).fill("0297 123456")
    learner.button("Show it here").click()
    expect(page.get_by_role("link", name=re.compile(LONG))).to_be_visible()
    look("card with an own number")

    page.goto(SELFCHECK)
    look("three questions")
    page.get_by_text(say(lang, "Surely"), exact=True).first.click()
    learner.button("Save").click()
    page.wait_for_url(HOME)
    page.goto(SELFCHECK)
    look("own answers")

    page.goto(QUIZ)
    learner.button("Start the quiz").click()
    page.get_by_role("radio", name=say(lang, "Sure"), exact=True).check(force=True)
    look("a question with sure")
    page.goto(re.sub(r"/\d+$", "", page.url))
    learner.button("Hand in").click()
    page.wait_for_url(re.compile("/result$"))
    look("result")
    assert_clean(found)


def test_three_questions_by_keyboard_only(sample: Live, visit: Visit) -> None:
    page = visit(sample, "desktop", sample.person())
    page.goto(SELFCHECK)
    for number in range(3):
        reach(page, page.get_by_role("group").nth(number).get_by_role("radio").first)
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
    learner = Learner(page, hand="keys")
    learner.press(learner.button("Save"))
    page.wait_for_url(HOME)
    page.goto(SELFCHECK)
    expect(page.get_by_role("cell", name=say("nl", "Probably not"))).to_have_count(3)


def test_without_javascript_the_card_and_the_questions_work(sample: Live, visit: Visit) -> None:
    page = visit(sample, "phone", sample.person(), java_script_enabled=False)
    page.goto("/report/card/own")
    page.get_by_label(say("nl", "Who, line %(number)s", number=1)).fill("Beveiliging")
    page.get_by_label(say("nl", "Number, line %(number)s", number=1)).fill("0297 123456")
    page.get_by_role("button", name=say("nl", "Show it here")).tap()
    expect(page.get_by_role("link", name=re.compile("Beveiliging"))).to_have_attribute(
        "href", "tel:+31297123456"
    )
    page.goto(SELFCHECK)
    page.get_by_text(say("nl", "Perhaps"), exact=True).nth(1).tap()
    page.get_by_role("button", name=say("nl", "Save")).tap()
    page.wait_for_url(HOME)
    page.goto(SELFCHECK)
    expect(page.get_by_role("cell", name=say("nl", "Perhaps"))).to_have_count(1)
