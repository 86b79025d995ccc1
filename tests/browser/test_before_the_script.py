"""On a slow line people answer before the script of the page is there: that answer counts too."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests._live import Live, say
from tests.browser.conftest import Visit
from tests.browser.steps import Learner
from tests.browser.test_resilience import make_poco

pytestmark = pytest.mark.browser
REPORT = "/training/basistraining/report/een-trailer-bij-dock-4"


def open_slowly(page: Page, script: str, address: str) -> Route:
    """Open a page whose script is on its way; continue what this returns to bring it."""
    held: list[Route] = []
    page.route(f"**/js/{script}", lambda route: held.append(route))
    page.goto(address, wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    while not held:
        page.wait_for_event("request")
    return held[0]


def test_a_choice_in_a_quiz(sample: Live, visit: Visit) -> None:
    page = visit(sample, "phone", sample.person())
    learner = Learner(page)
    learner.start_quiz()
    while learner.asked != "juist":
        learner.go_on()
    script = open_slowly(page, "quiz.js", page.url)
    page.locator("label").filter(has_text="Dit is juist.").click()
    script.continue_()
    expect(learner.status).to_have_text(say("nl", "Saved"))
    page.unroute_all()
    page.reload()
    expect(page.get_by_role("radio", name="Dit is juist.")).to_be_checked()


def test_a_choice_in_the_scan(sample: Live, visit: Visit) -> None:
    page = visit(sample, "phone", make_poco(sample))
    page.goto("/resilience")
    page.get_by_role("button", name="Start de scan").click()
    page.wait_for_url("**/scan/order")
    script = open_slowly(page, "scan.js", page.url)
    page.get_by_role("radio", name=say("nl", "In order")).first.check()
    script.continue_()
    expect(page.get_by_role("status")).to_have_text(say("nl", "Saved"))


def test_words_in_a_practice_report(real: Live, visit: Visit) -> None:
    page = visit(real, "phone", real.person())
    script = open_slowly(page, "report.js", REPORT)
    page.get_by_label("Wat?").fill("Drie kratten.")
    script.continue_()
    expect(Learner(page).status).to_have_text(say("nl", "Saved"))
