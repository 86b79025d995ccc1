"""A coordinator records who was at a training day, with the keyboard and without JavaScript."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from lms.extensions import db
from lms.progress.models import LedgerFact
from tests._live import Live, say
from tests._network import DAY, make_site
from tests.browser.conftest import Visit
from tests.browser.looking import problems_in, too_wide

pytestmark = pytest.mark.browser


def test_twelve_people_are_recorded_with_the_keyboard(sample: Live, visit: Visit) -> None:
    site = make_site(sample, "toetsenbord", 15)
    page = visit(sample, "desktop", site.coordinator, java_script_enabled=False)
    page.goto("/manage/meetings")
    press(page, page.get_by_role("link", name=say("nl", "Record a training day")), "Enter")
    press(page, page.get_by_role("button", name=say("nl", "Go on")), "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Trainingsdag 1 in Toetsenbord")

    page.get_by_label(say("nl", "Day"), exact=True).fill(DAY.isoformat())
    page.get_by_label(say("nl", "Place"), exact=True).fill("Zaal 2")
    search = page.get_by_role("searchbox")
    search.focus()
    page.keyboard.type("firma nr00")
    page.keyboard.press("Enter")
    people = page.get_by_role("checkbox", name=re.compile("Proef"))
    expect(people).to_have_count(1)
    press(page, people, "Space")
    search.fill("")
    press(page, search, "Enter")
    expect(people).to_have_count(15)
    expect(page.get_by_role("checkbox", name=re.compile("Firma nr00"))).to_be_checked()
    people.first.focus()
    left = 11
    for number in range(15):
        expect(people.nth(number)).to_be_focused()
        if left and not people.nth(number).is_checked():
            page.keyboard.press("Space")
            left -= 1
        page.keyboard.press("Tab")
    press(page, page.get_by_role("button", name=say("nl", "Record"), exact=True), "Enter")

    expect(page.get_by_role("status").first).to_have_text("12 mensen zijn vastgelegd.")
    expect(page.get_by_role("row")).to_have_count(13)
    with sample.database():
        facts = db.session.scalar(
            sa.select(sa.func.count()).where(
                LedgerFact.person_id.in_(site.pocos), LedgerFact.kind == "meeting_attended"
            )
        )
    assert facts == 12


def test_the_count_follows_the_ticks(sample: Live, visit: Visit) -> None:
    site = make_site(sample, "tellen", 4)
    page = visit(sample, "phone", site.coordinator)
    page.goto("/manage/meetings/new?kind=training-day-1")
    status = page.get_by_role("status")
    expect(status).to_have_text(say("nl", "Nobody ticked"))
    page.get_by_role("button", name="Vink alle 4 mensen aan").tap()
    expect(status).to_have_text("4 mensen aangevinkt")
    page.get_by_role("checkbox", name=re.compile("Proef")).first.uncheck()
    expect(status).to_have_text("3 mensen aangevinkt")
    page.get_by_role("button", name=say("nl", "Untick everybody")).tap()
    expect(status).to_have_text(say("nl", "Nobody ticked"))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_pages_are_for_everybody(sample: Live, visit: Visit, lang: str) -> None:
    site = make_site(sample, f"toegang-{lang}", 3, language=lang)
    page = visit(sample, "phone", site.coordinator, lang=lang, may_fail_to_load=True)
    page.goto("/manage/meetings/new?kind=training-day-1")
    found = {}

    def look(name: str) -> None:
        page.wait_for_load_state()
        found[name] = problems_in(page) + too_wide(page)

    look("new")
    page.get_by_role("button", name=say(lang, "Record"), exact=True).tap()
    expect(page.get_by_role("alert")).to_be_visible()
    look("refused")
    page.get_by_label(say(lang, "Day"), exact=True).fill(DAY.isoformat())
    page.get_by_label(say(lang, "Place"), exact=True).fill("Zaal " + "x" * 110)
    page.get_by_role("checkbox", name=re.compile("Proef")).first.check()
    page.get_by_role("button", name=say(lang, "Record"), exact=True).tap()
    page.wait_for_url(re.compile(r"/manage/meetings/[^/?]+$"))
    meeting = page.url
    page.get_by_role("link", name=re.compile(f"^{say(lang, 'Put right')}")).last.tap()
    page.get_by_label(say(lang, "Reason"), exact=True).fill("Er niet bij. " * 20)
    look("correct")
    page.get_by_role("button", name=say(lang, "Put right"), exact=True).tap()
    page.wait_for_url(meeting)
    look("meeting")
    for name, link in {"list": "Meetings", "add": "Add people"}.items():
        page.goto(meeting)
        page.get_by_role("main").get_by_role("link", name=say(lang, link)).tap()
        expect(page.get_by_role("heading", level=1)).to_have_text(say(lang, link))
        look(name)
    page.goto("/manage/meetings/new")
    look("start")
    page.goto(meeting)
    page.locator("tbody th a").first.tap()
    page.wait_for_url(re.compile("/people/"))
    look("person")
    page.get_by_role("link", name=say(lang, "Record a training day")).tap()
    page.wait_for_url(re.compile("/training-day$"))
    look("one person")
    assert {name: problems for name, problems in found.items() if problems} == {}
    assert len(found) == 9


def press(page: Page, target: object, key: str) -> None:
    target.focus()  # type: ignore[attr-defined]
    page.keyboard.press(key)
