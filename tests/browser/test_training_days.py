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
    page.keyboard.type("firma 00")
    page.keyboard.press("Enter")
    people = page.get_by_role("checkbox", name=re.compile("Proef"))
    expect(people).to_have_count(1)
    press(page, people, "Space")
    search.fill("")
    press(page, search, "Enter")
    expect(people).to_have_count(15)
    expect(people.first).to_be_checked()
    for number in range(1, 12):
        # From one box to the next is one press of Tab.
        people.nth(number - 1).focus()
        page.keyboard.press("Tab")
        expect(people.nth(number)).to_be_focused()
        page.keyboard.press("Space")
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


def press(page: Page, target: object, key: str) -> None:
    target.focus()  # type: ignore[attr-defined]
    page.keyboard.press(key)
