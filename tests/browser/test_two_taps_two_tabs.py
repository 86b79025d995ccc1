"""Double taps count once, an older tab overwrites nothing, and being signed out loses nothing."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from lms.accounts import services as accounts
from lms.accounts.models import LoginSession
from lms.assessment.models import Attempt, Response
from lms.extensions import db
from lms.progress.models import LedgerFact
from tests._live import Live, say
from tests.browser.conftest import Visit
from tests.browser.steps import QUIZ, Learner, attempt_of

pytestmark = pytest.mark.browser


@pytest.fixture
def person(sample: Live) -> int:
    return sample.person()


@pytest.fixture
def page(sample: Live, visit: Visit, person: int) -> Page:
    return visit(sample, "phone", person, may_fail_to_load=True)


def rows(live: Live, query: sa.Select[tuple[object, ...]]) -> list[sa.Row[tuple[object, ...]]]:
    with live.database():
        return list(db.session.execute(query))


def attempts(live: Live, person: int) -> list[str]:
    found = rows(live, sa.select(Attempt.public_id).where(Attempt.person_id == person))
    return [str(row[0]) for row in found]


def values(live: Live, attempt: str) -> list[tuple[object, object]]:
    query = sa.select(Response.value, Response.revision).join(Attempt)
    return [(r[0], r[1]) for r in rows(live, query.where(Attempt.public_id == attempt))]


def open_item(page: Page, item: str) -> None:
    """Start the quiz and go to this question."""
    learner = Learner(page, hand="tap")
    learner.start_quiz()
    while learner.asked != item:
        learner.go_on()


@pytest.mark.parametrize("script", [True, False])
def test_double_taps_count_once(sample: Live, visit: Visit, person: int, script: bool) -> None:
    page = visit(sample, "phone", person, java_script_enabled=script)
    page.goto(QUIZ)
    page.get_by_role("button", name=say("nl", "Start the quiz")).dblclick()
    page.wait_for_url(re.compile(r"/attempt/[^/]+/1$"))
    [attempt] = attempts(sample, person)

    page.locator("button[name=go][value=next]").last.dblclick()
    page.wait_for_url(re.compile(r"/[23]$"))

    page.goto(f"/attempt/{attempt}")
    page.get_by_role("button", name=say("nl", "Hand in")).dblclick()
    page.wait_for_url(re.compile(r"/result$"))
    facts = rows(
        sample,
        sa.select(LedgerFact.id).where(
            LedgerFact.person_id == person, LedgerFact.kind == "quiz-submitted"
        ),
    )
    assert len(facts) <= 1
    assert len(rows(sample, sa.select(LedgerFact.id).where(LedgerFact.reference == attempt))) == 1
    assert attempts(sample, person) == [attempt]


def test_a_double_tap_on_an_option_is_one_answer(sample: Live, page: Page) -> None:
    open_item(page, "juist")
    page.locator("label").filter(has_text="Dit is juist.").dblclick()
    expect(page.get_by_role("status").first).to_have_text(say("nl", "Saved"))
    expect(page.get_by_role("radio", name="Dit is juist.")).to_be_checked()
    assert values(sample, attempt_of(page))[-1] == ("wel", 1)


def test_a_double_tap_on_a_tick_box_ends_as_it_looks(sample: Live, page: Page) -> None:
    open_item(page, "twee")
    page.locator("label").filter(has_text="De ene.").dblclick()
    page.locator("label").filter(has_text="De andere.").click()
    page.get_by_role("button", name=say("nl", "Next")).or_(
        page.get_by_role("button", name=say("nl", "To the overview"))
    ).click()
    page.wait_for_url(lambda url: url)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Welke twee?")
    assert [value for value, _ in values(sample, attempt_of(page))][-1] == ["andere"]


def test_the_older_tab_is_told_and_overwrites_nothing(sample: Live, page: Page) -> None:
    open_item(page, "juist")
    newer = page.context.new_page()
    newer.goto(page.url)
    newer.locator("label").filter(has_text="Dit is juist.").click()
    expect(newer.get_by_role("status").first).to_have_text(say("nl", "Saved"))

    page.locator("label").filter(has_text="Dit is fout.").tap()
    told = page.get_by_role("alert")
    expect(told).to_contain_text(say("nl", "You gave another answer in another window."))
    expect(page.get_by_role("status").first).not_to_have_text(say("nl", "Saved"))
    assert values(sample, attempt_of(page))[-1] == ("wel", 1)

    page.get_by_role("link", name=say("nl", "Load again")).tap()
    expect(page.get_by_role("radio", name="Dit is juist.")).to_be_checked()
    page.locator("label").filter(has_text="Dit ook.").tap()
    expect(page.get_by_role("status").first).to_have_text(say("nl", "Saved"))
    assert values(sample, attempt_of(page))[-1] == ("ook", 2)


def test_an_answer_after_handing_in_elsewhere_leads_to_the_result(sample: Live, page: Page) -> None:
    open_item(page, "juist")
    other = page.context.new_page()
    other.goto(f"/attempt/{attempt_of(page)}")
    other.get_by_role("button", name=say("nl", "Hand in")).click()
    other.wait_for_url(re.compile("/result$"))
    page.locator("label").filter(has_text="Dit is juist.").tap()
    expect(page.get_by_role("alert")).to_contain_text(say("nl", "This quiz was handed in already."))
    expect(page.get_by_role("status").first).not_to_have_text(say("nl", "Saved"))
    assert values(sample, attempt_of(page)) == []


def test_signed_out_meanwhile_nothing_is_lost(sample: Live, page: Page, person: int) -> None:
    open_item(page, "juist")
    question = page.url
    end_sessions(sample, person)
    page.locator("label").filter(has_text="Dit is juist.").tap()
    told = say("nl", "You are signed out. Your answer is kept on this device.")
    expect(page.get_by_text(told)).to_be_visible()
    expect(page.get_by_role("status").first).not_to_have_text(say("nl", "Saved"))
    assert values(sample, attempt_of(page)) == []
    page.get_by_role("link", name=say("nl", "Sign in")).tap()
    expect(page).to_have_url(re.compile("/sign-in"))

    page.get_by_label(say("nl", "E-mail address")).fill(email_of(sample, person))
    page.get_by_label(say("nl", "Password")).fill("een lange zin over tulpen")
    page.get_by_role("button", name=say("nl", "Sign in")).tap()
    page.wait_for_url(question)
    expect(page.get_by_role("radio", name="Dit is juist.")).to_be_checked()
    expect(page.get_by_role("status").first).to_have_text(say("nl", "Saved"))
    assert values(sample, attempt_of(page)) == [("wel", 1)]


def test_a_browser_that_forgot_who_it_is_loses_nothing(
    sample: Live, page: Page, person: int
) -> None:
    """The cookie is gone, and with it what the form's token is checked against."""
    open_item(page, "juist")
    question = page.url
    page.context.clear_cookies()
    page.locator("label").filter(has_text="Dit is juist.").tap()
    status = page.get_by_role("status").first
    expect(status).not_to_have_text("")
    expect(status).not_to_have_text(say("nl", "Saving…"))
    expect(status).not_to_have_text(say("nl", "Saved"))
    page.goto(sample.link(person))
    page.get_by_role("button", name=say("nl", "Sign in")).tap()
    page.wait_for_url(re.compile(r"/(training)?$"))
    page.goto(question)
    expect(page.get_by_role("radio", name="Dit is juist.")).to_be_checked()
    expect(page.get_by_role("status").first).to_have_text(say("nl", "Saved"))
    assert values(sample, attempt_of(page)) == [("wel", 1)]


def end_sessions(live: Live, person: int) -> None:
    """As "sign out" on another device does; and give the person a password to come back with."""
    with live.database():
        for row in db.session.scalars(
            sa.select(LoginSession).where(LoginSession.person_id == person)
        ):
            accounts.end_session(session_id=row.id)
        accounts.set_password(
            person=db.session.get_one(accounts.Person, person), password="een lange zin over tulpen"
        )


def email_of(live: Live, person: int) -> str:
    with live.database():
        return db.session.get_one(accounts.Person, person).email
