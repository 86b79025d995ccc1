"""Reading, check questions and the whole quiz without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests._live import Live, say
from tests.browser.conftest import Visit
from tests.browser.steps import FIRST_LESSON, QUIZ, Learner, words

pytestmark = pytest.mark.browser
PLACES = ("Eerst.", "Dan.", "Tot slot.")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_quiz_is_done_in_two_browsers(sample: Live, visit: Visit, lang: str) -> None:
    person = sample.person(lang)
    page = visit(sample, "phone", person, lang=lang, java_script_enabled=False)
    start(page, lang)
    for number in (1, 2, 3):
        page.wait_for_url(re.compile(rf"/{number}$"))
        answer(page, lang)
        page.get_by_role("button", name=say(lang, "Next"), exact=True).tap()
    page.wait_for_url(re.compile(r"/4$"))
    attempt = re.sub(r"/\d$", "", page.url)

    other = visit(sample, "desktop", person, lang=lang, java_script_enabled=False)
    other.goto("/")
    other.get_by_role("link", name=say(lang, "Go on with the quiz")).click()
    other.get_by_role("link", name=say(lang, "Go on where you were")).click()
    for number in (4, 5, 6, 7):
        other.wait_for_url(f"{attempt}/{number}")
        answer(other, lang)
        other.locator("button[name=go][value=next]").last.click()
    expect(other).to_have_url(attempt)
    other.get_by_role("button", name=say(lang, "Hand in")).click()
    expect(other.get_by_role("heading", level=1)).to_have_text(say(lang, "Well done, you passed"))
    expect(other.get_by_role("main")).to_contain_text(re.compile(r"100\s?%"))


def test_enter_in_a_text_field_saves_and_goes_on(sample: Live, visit: Visit) -> None:
    page = visit(sample, "desktop", sample.person(), java_script_enabled=False)
    start(page)
    number = go_to(page, "hoeveel")
    page.get_by_role("textbox").fill("3000")
    page.get_by_role("textbox").press("Enter")
    expect(page).not_to_have_url(re.compile(rf"/{number}$"))
    page.go_back()
    page.reload()
    expect(page.get_by_role("textbox")).to_have_value("3000")


def test_a_refused_answer_stays_in_its_field_and_is_explained(sample: Live, visit: Visit) -> None:
    page = visit(sample, "phone", sample.person(), java_script_enabled=False, may_fail_to_load=True)
    start(page)
    go_to(page, "hoeveel")
    page.get_by_role("textbox").fill("veel")
    page.locator("button[name=go][value=next]").last.tap()
    expect(page.get_by_role("textbox")).to_have_value("veel")
    expect(page.get_by_role("alert")).to_have_text(
        re.compile(re.escape(say("nl", "Fill in a number, with digits.")))
    )


def test_a_check_question_comes_back_answered_at_its_place(sample: Live, visit: Visit) -> None:
    page = visit(sample, "phone", sample.person(), java_script_enabled=False, may_fail_to_load=True)
    page.goto(FIRST_LESSON)
    check = page.get_by_role("region", name="Wat doe je?")
    check.get_by_role("button", name=say("nl", "Check my answer")).tap()
    expect(check.get_by_text(say("nl", "Choose or fill in an answer first."))).to_be_visible()
    check.get_by_label("Bellen.").check()
    check.get_by_role("button", name=say("nl", "Check my answer")).tap()
    expect(page).to_have_url(re.compile("#check-wat-doe-je$"))
    expect(check.get_by_text(say("nl", "Right"), exact=True)).to_be_in_viewport()
    expect(check.get_by_text("Bellen helpt.")).to_be_visible()


def start(page: Page, lang: str = "nl") -> None:
    page.goto(QUIZ)
    page.get_by_role("button", name=say(lang, "Start the quiz")).click()
    page.wait_for_url(re.compile(r"/attempt/"))


def answer(page: Page, lang: str) -> None:
    """Answer the question on the page with the plain fields."""
    item = Learner(page, lang).asked
    texts = words(item, lang)[1]
    if item in {"juist", "twee", "klopt"}:
        for text in texts:
            page.locator("label").filter(has_text=re.compile(rf"{text}\s*$")).click()
    elif item == "volgorde":
        for place, text in enumerate(PLACES, start=1):
            page.get_by_label(text).select_option(label=str(place))
    elif item == "paar":
        page.get_by_label("Gevaar", exact=True).select_option(label="112")
        page.get_by_label("Geen gevaar", exact=True).select_option(label="Wachten")
    else:
        page.get_by_role("textbox").fill(texts[0])


def go_to(page: Page, item: str) -> int:
    """Page through the attempt until this question is shown; returns its number."""
    attempt = re.sub(r"/\d$", "", page.url)
    for number in range(1, 8):
        page.goto(f"{attempt}/{number}")
        if Learner(page).asked == item:
            return number
    raise AssertionError(f"{item} was not drawn")
