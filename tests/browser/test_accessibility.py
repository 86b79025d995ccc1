"""Every kind of page, in both languages and both colour schemes: axe, reflow, large text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from lms.assessment import services as assessment
from lms.content.types import Course
from lms.editions.store import library
from tests._live import Live, say
from tests.browser.conftest import Visit
from tests.browser.looking import (
    DEVICE_AND_LANGUAGE,
    assert_clean,
    open_all,
    problems_in,
    too_wide,
    too_wide_at_any_size,
    turn_to,
)
from tests.browser.steps import FIRST_LESSON, QUIZ, Learner, attempt_of

pytestmark = pytest.mark.browser
LANGUAGES = ["nl", "en"]


@pytest.mark.parametrize(("device", "lang"), DEVICE_AND_LANGUAGE)
def test_pages_before_signing_in(sample: Live, visit: Visit, device: str, lang: str) -> None:
    page = visit(sample, device, lang=lang, may_fail_to_load=True)
    person = sample.person(lang)
    found = {}
    for name, url in {
        "sign in": "/sign-in",
        "link": sample.link(person),
        "used link": "/sign-in/link/nothing",
        "report": "/report",
        "privacy": "/privacy",
        "accessibility": "/accessibility",
        "not there": "/nowhere",
    }.items():
        page.goto(url)
        found[name] = problems_in(page) + too_wide_at_any_size(page)
    page.goto("/sign-in")
    page.get_by_role("button", name=say(lang, "Sign in")).click()
    page.wait_for_load_state()
    found["sign in refused"] = problems_in(page)
    assert_clean(found)


@pytest.mark.parametrize(("device", "lang"), DEVICE_AND_LANGUAGE)
def test_pages_of_a_learner(sample: Live, visit: Visit, device: str, lang: str) -> None:
    page = visit(sample, device, sample.person(lang), lang=lang)
    learner = Learner(page, lang)
    found = {}

    def look(name: str, url: str = "") -> None:
        if url:
            page.goto(url)
        found[name] = problems_in(page) + too_wide_at_any_size(page)

    look("home", "/")
    look("account", "/me")
    look("own rights", "/me/privacy")
    look("own data", "/me/data")
    look("glossary", "/glossary")
    look("quiz", QUIZ)
    look("lesson", FIRST_LESSON)
    page.get_by_role("button", name="straw man" if lang == "en" else "katvanger").click()
    look("lesson with a term open")
    page.keyboard.press("Escape")
    page.get_by_role("radio").first.check(force=True)
    learner.button("Check my answer").click()
    expect(page.get_by_text(say(lang, "Answer again"))).to_be_visible()
    look("check question answered")

    learner.start_quiz()
    attempt = attempt_of(page)
    look("overview with nothing answered", f"/attempt/{attempt}")
    page.goto(f"/attempt/{attempt}/1")
    for number in range(1, 8):
        item = learner.answer_right() if number > 2 else learner.asked
        look(f"question {item}")
        learner.go_on()
    page.get_by_role("button", name=say(lang, "Hand in")).click()
    page.wait_for_url(re.compile("/result$"))
    open_all(page)
    look("result")
    look("quiz with an attempt", QUIZ)
    assert_clean(found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_messages_of_a_question(sample: Live, visit: Visit, lang: str) -> None:
    """The page as it is when something is wrong."""
    page = visit(sample, "phone", sample.person(lang), lang=lang, may_fail_to_load=True)
    learner = Learner(page, lang)
    learner.start_quiz()
    while learner.asked != "hoeveel":
        learner.go_on()
    found = {}
    page.get_by_role("textbox").fill("veel")
    learner.button("Next").or_(learner.button("To the overview")).click()
    expect(page.get_by_role("alert")).to_be_visible()
    found["refused"] = problems_in(page) + too_wide(page)
    page.context.set_offline(True)
    page.get_by_role("textbox").fill("3000")
    expect(page.get_by_role("status").first).to_have_text(
        say(lang, "Kept on this device, not saved yet")
    )
    found["kept"] = problems_in(page) + too_wide(page)
    assert_clean(found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_narrow_screens_and_large_text_need_no_sideways_scrolling(
    sample: Live, visit: Visit, lang: str
) -> None:
    page = visit(
        sample, "phone", sample.person(lang), lang=lang, viewport={"width": 320, "height": 640}
    )
    Learner(page, lang).start_quiz()
    attempt = attempt_of(page)
    addresses = ["/", FIRST_LESSON, QUIZ, "/report", "/glossary", "/me", f"/attempt/{attempt}"]
    addresses += [f"/attempt/{attempt}/{number}" for number in range(1, 8)]
    found = {}
    for address in addresses:
        page.goto(address)
        found[f"{address} at 320 px"] = too_wide(page)
    page.set_viewport_size({"width": 640, "height": 900})
    for address in addresses:
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        found[f"{address} with text at 200 %"] = too_wide(page) + cut_off(page)
    assert_clean(found)


def cut_off(page: Page) -> list[str]:
    """Buttons and links whose text does not fit in them."""
    return page.evaluate(
        """() => [...document.querySelectorAll("main a, main button, main label, header a")]
          .filter((e) => e.checkVisibility() && getComputedStyle(e).overflow === "hidden"
            && e.clientWidth > 2 && e.scrollWidth > e.clientWidth + 1)
          .map((e) => `cut off: ${e.outerHTML.slice(0, 120)}`)"""
    )


# --- the content that people get ---


def real_parts(live: Live) -> list[str]:
    course = library_of(live, "nl")
    return [f"/training/{course.slug}/{activity}" for activity in course.activities]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("part", range(4))
def test_real_parts_are_clean(real: Live, visit: Visit, part: int, lang: str) -> None:
    page = visit(real, "phone", real.person(lang), lang=lang)
    first, *others = real_parts(real)[part::4]
    page.goto(first)
    found = {first: problems_in(page) + too_wide_at_any_size(page)}
    for url in others:
        turn_to(page, url)
        found[url] = problems_in(page) + too_wide_at_any_size(page)
    assert_clean(found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_real_first_pages_are_clean(real: Live, visit: Visit, lang: str) -> None:
    page = visit(real, "phone", real.person(lang), lang=lang)
    found = {}
    days = [f"/training/basistraining/day/training-day-{number}" for number in (1, 2)]
    for url in ("/", "/report", "/glossary", "/signals", *days):
        page.goto(url)
        found[url] = problems_in(page) + too_wide_at_any_size(page)
    assert_clean(found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_real_questions_are_clean(real: Live, visit: Visit, lang: str) -> None:
    """Every question there is on the narrowest screen, and every explanation open."""
    person = real.person(lang)
    page = visit(real, "phone", person, lang=lang, viewport={"width": 320, "height": 640})
    found = {}
    for quiz, attempt, total in attempts_at_everything(real, person, lang):
        page.goto(f"/attempt/{attempt}/1")
        for number in range(1, total + 1):
            turn_to(page, f"/attempt/{attempt}/{number}")
            found[f"{quiz} {number}"] = too_wide(page)
        page.goto(f"/attempt/{attempt}")
        found[f"{quiz} overview"] = too_wide(page)
        page.get_by_role("button", name=say(lang, "Hand in")).tap()
        page.wait_for_url(re.compile("/result$"))
        open_all(page)
        found[f"{quiz} result"] = problems_in(page) + too_wide(page)
    assert_clean(found)


def attempts_at_everything(live: Live, person: int, lang: str) -> list[tuple[str, str, int]]:
    """An attempt at each quiz that drew all its questions: quiz, attempt and how many."""
    made = []
    course = library_of(live, lang)
    with live.database():
        for module in course.modules:
            if module.quiz:
                quiz = replace(module.quiz, draw=len(module.quiz.items))
                attempt = assessment.start(person_id=person, course=course, quiz=quiz)
                made.append((quiz.slug, attempt.public_id, quiz.draw))
    return made


def library_of(live: Live, lang: str) -> Course:
    """The first course as that server teaches it."""
    with live.database():
        return library().courses(lang)[0]
