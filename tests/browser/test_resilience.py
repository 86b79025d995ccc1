"""A scan, a measure and the brief: with the mouse, by keyboard only, and without JavaScript."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import Page, expect

from lms.accounts.models import Person
from lms.extensions import db
from lms.network import services
from lms.network.models import Site
from tests._live import Live, say
from tests.browser.conftest import Visit
from tests.browser.steps import reach
from tests.browser.test_accessibility import assert_clean, problems_in, too_wide
from tests.network.conftest import ago

pytestmark = pytest.mark.browser
_count = itertools.count(1)


def make_poco(live: Live, lang: str = "nl") -> int:
    """Somebody with a seat of an organisation."""
    person, number = live.person(lang), next(_count)
    with live.database():
        site = Site(slug=f"scan-{number}", name=f"Scan {number}")
        db.session.add(site)
        db.session.flush()
        firm = services.create_organisation(
            name=f"Kwekerij Scan {number}", kind="grower", site_id=site.id, since=ago(90)
        )
        services.give_seat(
            organisation_id=firm.id,
            site_id=site.id,
            person=db.session.get_one(Person, person),
            since=ago(60),
            by=None,
        )
    return person


def choose(page: Page, statement: str, answer: str) -> None:
    page.get_by_role("group", name=statement).get_by_role("radio", name=answer).click()


def test_the_whole_way_with_the_mouse_is_accessible(sample: Live, visit: Visit) -> None:
    page = visit(sample, "desktop", make_poco(sample, "en"), lang="en")
    found = {}

    def look(name: str) -> None:
        found[name] = problems_in(page) + too_wide(page)

    page.goto("/training")
    page.get_by_role("link", name="Test scan").click()
    look("overview before")
    page.get_by_role("button", name="Start the scan").click()
    choose(page, "We have a list.", "Not yet")
    expect(page.get_by_role("status")).to_have_text("Saved")
    page.reload()
    expect(page.get_by_role("radio", name="Not yet").first).to_be_checked()
    choose(page, "We call back.", "In order")
    look("step")
    page.get_by_role("button", name="Next").click()
    choose(page, "Passes are personal.", "Partly")
    page.get_by_role("button", name="Ready").click()
    page.get_by_role("button", name="To the result").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 thing is in order")
    page.get_by_role("button", name=re.compile("^Put on my list")).first.click()
    expect(page.get_by_text("On your list")).to_be_visible()
    look("result")
    page.get_by_role("link", name="To the measures").click()
    page.get_by_role("button", name=re.compile("^Accepted")).click()
    expect(page.get_by_role("heading", name="Accepted 1")).to_be_visible()
    look("measures")
    page.get_by_role("link", name="Own measure").click()
    look("own measure")
    page.goto(re.sub("/new$", "", page.url))
    page.get_by_role("link", name="Brief for management").click()
    look("brief")
    with page.expect_download() as made:
        page.get_by_role("button", name="Make the PDF").click()
    assert made.value.suggested_filename == "proposal.pdf"
    page.goto("/plan")
    look("plan")
    page.set_viewport_size({"width": 320, "height": 640})
    for path in ("/plan", "/resilience"):
        page.goto(path)
        found[f"{path} at 320 px"] = too_wide(page)
    assert_clean(found)


def press(page: Page, role: str, name: str | re.Pattern[str], key: str = "Enter") -> None:
    target = page.get_by_role(role, name=name)  # type: ignore[arg-type]
    reach(page, target)
    page.keyboard.press(key)


def test_a_scan_by_keyboard_only(sample: Live, visit: Visit) -> None:
    page = visit(sample, "desktop", make_poco(sample))
    page.goto("/resilience")
    press(page, "button", "Start de scan")
    page.wait_for_url(re.compile("/scan/order$"))
    press(page, "radio", say("nl", "In order"), "Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=say("nl", "Partly")).first).to_be_checked()
    expect(page.get_by_role("status")).to_have_text(say("nl", "Saved"))
    press(page, "button", say("nl", "Next"))
    page.wait_for_url(re.compile("/scan/access$"))
    press(page, "button", say("nl", "Ready"))
    press(page, "button", say("nl", "Show the result now"))
    page.wait_for_url(re.compile("/result$"))
    press(page, "button", re.compile("^" + say("nl", "Put on my list")))
    expect(page.get_by_text(say("nl", "On your list"))).to_be_visible()
    page.goto("/plan")
    press(page, "button", re.compile("Vertel het"))
    expect(page.get_by_role("button", name=re.compile("Vertel het"), pressed=True)).to_be_visible()


def test_a_scan_and_a_measure_without_javascript(sample: Live, visit: Visit) -> None:
    page = visit(sample, "phone", make_poco(sample), java_script_enabled=False)
    page.goto("/resilience")
    page.get_by_role("button", name="Start de scan").tap()
    page.get_by_role("group", name="We bellen terug.").get_by_role("radio", name="Nog niet").tap()
    page.get_by_role("button", name=say("nl", "Next"), exact=True).tap()
    page.wait_for_url(re.compile("/scan/access$"))
    page.get_by_role("button", name=say("nl", "Previous step")).tap()
    expect(page.get_by_role("radio", name="Nog niet").nth(1)).to_be_checked()
    page.get_by_role("link", name=say("nl", "Stop for now. Your answers are kept.")).tap()
    page.get_by_role("button", name=say("nl", "Show the result now")).tap()
    page.get_by_role("button", name=re.compile("We bellen terug")).tap()
    page.get_by_role("link", name=say("nl", "To the measures")).tap()
    page.get_by_role("link", name=re.compile("^" + say("nl", "Remove"))).tap()
    page.get_by_role("button", name=say("nl", "Remove")).tap()
    expect(page.get_by_role("heading", name=say("nl", "No measures yet"))).to_be_visible()
