"""An answer given without a connection is kept, never called saved, and sent once."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, Request, Route, expect

from lms.assessment.models import Attempt, Response
from lms.extensions import db
from tests._live import Live, say
from tests.browser.conftest import Visit
from tests.browser.steps import Learner, attempt_of

pytestmark = pytest.mark.browser

LISTEN = """
addEventListener("DOMContentLoaded", () => {
  window.said = [];
  const line = document.querySelector("[role=status]");
  if (!line) return;
  const note = () => window.said.push(line.innerText.trim());
  new MutationObserver(note).observe(line, {subtree: true, childList: true, characterData: true});
});
"""
SAVED, KEPT = "Saved", "Kept on this device, not saved yet"


@pytest.fixture
def page(sample: Live, visit: Visit) -> Page:
    """The first question of a new attempt, on a phone."""
    page = visit(sample, "phone", sample.person(), may_fail_to_load=True)
    page.context.add_init_script(LISTEN)
    Learner(page, hand="tap").start_quiz()
    return page


def sent_by(page: Page) -> list[dict[str, str]]:
    """Collects what the page sends."""
    sent: list[dict[str, str]] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            fields = parse_qs(request.post_data or "", keep_blank_values=True)
            sent.append({name: values[0] for name, values in fields.items()})

    page.context.on("request", note)
    return sent


def said(page: Page) -> set[str]:
    """Everything the status line has said since the page was loaded."""
    return set(page.evaluate("window.said"))


def saved(live: Live, page: Page) -> list[tuple[int, object, int]]:
    """Number, value and revision of what the server holds of this attempt."""
    with live.database():
        rows = db.session.execute(
            sa.select(Response.number, Response.value, Response.revision)
            .join(Attempt)
            .where(Attempt.public_id == attempt_of(page))
            .order_by(Response.number)
        )
        return [(row[0], row[1], row[2]) for row in rows]


def status_is(page: Page, text: str) -> None:
    expect(page.get_by_role("status").first).to_have_text(say("nl", text), timeout=15_000)


def test_it_is_kept_and_then_saved_once(sample: Live, page: Page) -> None:
    sent = sent_by(page)
    page.context.set_offline(True)
    Learner(page, hand="tap").answer_right()
    status_is(page, KEPT)
    assert say("nl", SAVED) not in said(page)
    assert saved(sample, page) == []

    page.context.set_offline(False)
    status_is(page, SAVED)
    [(number, value, _)] = saved(sample, page)
    assert (number, value is not None) == (1, True)
    first = sent[0]["key"]
    again = [fields for fields in sent if fields["key"] == first]
    assert len(again) > 1, "the first answer was not sent again under its own key"
    assert all(fields == again[0] for fields in again), "one key stood for two answers"


def test_it_counts_once_when_only_the_reply_was_lost(sample: Live, page: Page) -> None:
    sent = sent_by(page)
    lost = []

    def swallow(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort("connectionreset")

    page.route(re.compile(r"/attempt/"), swallow)
    choose_one(page)
    status_is(page, SAVED)
    assert lost == [200]
    assert say("nl", KEPT) in said(page)
    assert [fields["key"] for fields in sent] == [sent[0]["key"]] * 2
    [(_, value, revision)] = saved(sample, page)
    assert value is not None
    assert revision == 1


def test_the_last_of_many_changes_wins(sample: Live, page: Page) -> None:
    go_to(page, "juist")
    page.context.set_offline(True)
    for text in ("Dit is fout.", "Dit ook.", "Dit is juist."):
        page.locator("label").filter(has_text=text).tap()
    status_is(page, KEPT)
    page.context.set_offline(False)
    status_is(page, SAVED)
    assert saved(sample, page)[-1][1] == "wel"


def test_next_waits_for_the_connection(sample: Live, page: Page) -> None:
    page.context.set_offline(True)
    choose_one(page)
    before = page.url
    page.get_by_role("button", name=say("nl", "Next"), exact=True).tap()
    status_is(page, KEPT)
    assert page.url == before
    page.context.set_offline(False)
    page.wait_for_url(re.compile(r"/2$"))
    assert len(saved(sample, page)) == 1


@pytest.mark.parametrize("back_at", ["question", "next question", "overview"])
def test_a_closed_page_is_made_up_for_later(sample: Live, page: Page, back_at: str) -> None:
    page.context.set_offline(True)
    choose_one(page)
    status_is(page, KEPT)
    question, context = page.url, page.context
    page.close()

    context.set_offline(False)
    later = context.new_page()
    places = {"question": question, "next question": question[:-1] + "2", "overview": question[:-2]}
    later.goto(places[back_at])
    if back_at == "question":
        status_is(later, SAVED)
    elif back_at == "overview":
        expect(later.get_by_role("listitem").first).to_contain_text(say("nl", "Answered"))
    sample_has(sample, later, 1)


def test_handing_in_waits_for_what_is_on_the_device(sample: Live, page: Page) -> None:
    """Going to the overview while the connection is bad must not hand in without the answer."""
    attempt = attempt_of(page)
    page.route(re.compile(r"/attempt/[^/]+/1$"), lambda route: refuse_posts(route))
    choose_one(page)
    status_is(page, KEPT)
    page.goto(f"/attempt/{attempt}")
    hand_in = page.get_by_role("button", name=say("nl", "Hand in"))
    expect(hand_in).to_be_disabled()
    warning = "An answer on this device is not saved yet. We keep trying; hand in when it is."
    expect(page.get_by_text(say("nl", warning))).to_be_visible()
    page.unroute_all()
    expect(hand_in).to_be_enabled(timeout=15_000)
    sample_has(sample, page, 1)


def test_a_check_question_says_that_it_was_not_checked(sample: Live, visit: Visit) -> None:
    page = visit(sample, "phone", sample.person(), may_fail_to_load=True)
    page.goto("/training/proef/lesson/begin")
    check = page.get_by_role("region", name="Wat doe je?")
    page.locator("label").filter(has_text="Bellen.").tap()
    page.context.set_offline(True)
    check.get_by_role("button", name=say("nl", "Check my answer")).tap()
    words = "No connection. Your answer was not checked. Try again."
    expect(check.get_by_role("alert")).to_have_text(say("nl", words))
    page.context.set_offline(False)
    check.get_by_role("button", name=say("nl", "Check my answer")).tap()
    expect(check.get_by_text("Bellen helpt.")).to_be_visible()


def choose_one(page: Page) -> None:
    """Give the answer that takes one change only, so that the first request holds all of it."""
    item = Learner(page).asked
    if item in {"juist", "klopt"}:
        page.locator("label").last.tap()
    elif item == "twee":
        page.locator("label").first.tap()
    elif item == "volgorde":
        page.get_by_role("button", name=re.compile(say("nl", "Move up"))).last.tap()
    elif item == "paar":
        page.get_by_label("Gevaar", exact=True).select_option(label="112")
    else:
        page.get_by_role("textbox").fill("3000")


def go_to(page: Page, item: str) -> None:
    while Learner(page).asked != item:
        before = page.url
        page.get_by_role("button", name=say("nl", "Next"), exact=True).tap()
        page.wait_for_url(lambda url, before=before: url != before)


def refuse_posts(route: Route) -> None:
    if route.request.method == "POST":
        route.abort("connectionrefused")
    else:
        route.continue_()


def sample_has(sample: Live, page: Page, count: int) -> None:
    """The server holds this many answers, within a moment."""
    for _ in range(50):
        if len(saved(sample, page)) == count:
            return
        page.wait_for_timeout(100)
    assert len(saved(sample, page)) == count
