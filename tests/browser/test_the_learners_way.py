"""From the sign-in link to the result: by finger and by keyboard, in Dutch and in English."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests._live import Live, say
from tests.browser.conftest import Visit
from tests.browser.steps import TEXTS, Learner, reach, words

pytestmark = pytest.mark.browser


def test_the_dutch_interface_speaks_dutch() -> None:
    assert say("nl", "Next") == "Volgende"


@pytest.mark.parametrize(
    ("device", "lang", "hand"),
    [
        ("phone", "nl", "tap"),
        ("phone", "en", "tap"),
        ("desktop", "nl", "keys"),
        ("desktop", "en", "click"),
    ],
)
def test_from_the_link_to_the_result(
    sample: Live, visit: Visit, device: str, lang: str, hand: str
) -> None:
    person = sample.person(lang)
    page = visit(sample, device, lang=lang)
    learner = Learner(page, lang, hand)

    page.goto(sample.link(person))
    learner.press(learner.button("Sign in"))
    expect(page).to_have_title(re.compile(learner.say("My basic training")))
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.get_by_role("img", name=re.compile(r"^0\s?%"))).to_be_visible()

    first = "Het begin" if lang == "nl" else "The beginning"
    learner.press(page.get_by_role("main").get_by_role("link").first)
    expect(page.get_by_role("heading", level=1)).to_have_text(first)
    answer_the_check_question(learner)

    learner.press(learner.button("Read, go on"))
    expect(page).to_have_url(re.compile("/lesson/verder$"))
    learner.press(learner.button("Read, go on"))
    learner.press(learner.button("Start the quiz"))

    seen = set()
    for _ in range(7):
        page.wait_for_url(re.compile(r"/attempt/[^/]+/\d$"))
        seen.add(learner.answer_right())
        expect(learner.status).to_have_text(learner.say("Saved"))
        learner.go_on()
    assert seen == set(TEXTS["nl"])

    expect(page.get_by_role("heading", level=1)).to_have_text(learner.say("All questions answered"))
    learner.press(learner.button("Hand in"))
    expect(page.get_by_role("heading", level=1)).to_have_text(learner.say("Well done, you passed"))
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"100\s?%"))
    explained = page.get_by_role("group").filter(has_text=words("juist", lang)[0])
    learner.press(explained.locator("summary"))
    expect(explained.get_by_text(learner.say("Right answer"))).to_be_visible()

    page.goto("/")
    expect(page.get_by_role("img", name=re.compile(r"^75\s?%"))).to_be_visible()


def answer_the_check_question(learner: Learner) -> None:
    """Wrong first, then right: explained at once, on the same page."""
    page = learner.page
    wrong, right = ("Niets.", "Bellen.") if learner.lang == "nl" else ("Nothing.", "Call.")
    question = "Wat doe je?" if learner.lang == "nl" else "What do you do?"
    check = page.get_by_role("region", name=question)
    expect(check.get_by_text(learner.say("Right answer"))).to_have_count(0)
    page.evaluate("window.sameDocument = true")

    tick(learner, wrong)
    learner.press(check.get_by_role("button", name=learner.say("Check my answer")))
    feedback = check.get_by_text(learner.say("Not right"))
    expect(feedback).to_be_visible()
    assert (
        page.evaluate("document.activeElement.textContent")
        .strip()
        .startswith(learner.say("Not right"))
    )
    learner.press(check.get_by_text(learner.say("Answer again")))
    tick(learner, right)
    learner.press(check.get_by_role("button", name=learner.say("Check my answer")))
    expect(check.get_by_text(learner.say("Right"), exact=True)).to_be_visible()
    assert page.evaluate("window.sameDocument") is True, "the page was loaded again"


def tick(learner: Learner, text: str) -> None:
    """Choose an answer of a check question."""
    page = learner.page
    option = page.get_by_role("radio", name=re.compile(re.escape(text)))
    if learner.hand == "keys":
        reach(page, page.get_by_role("radio"))
        while not option.is_checked():
            page.keyboard.press("ArrowDown")
    else:
        learner.press(page.locator("label").filter(has_text=text))
    expect(option).to_be_checked()
