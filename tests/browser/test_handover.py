"""A coordinator hands a seat over on a phone, by keyboard only."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import Page, expect

from lms.accounts.models import Person, RoleGrant
from lms.extensions import db
from lms.network import services
from lms.network.models import Site
from tests._live import Live, say
from tests.browser.conftest import Visit
from tests.browser.looking import problems_in, too_wide
from tests.browser.steps import reach
from tests.network.conftest import ago

pytestmark = pytest.mark.browser
_count = itertools.count(1)


def make_network(live: Live) -> tuple[int, str]:
    """A coordinator, and the organisation at their site whose one POCO leaves."""
    number = next(_count)
    coordinator, leaver = live.person(), live.person(ready=False)
    with live.database():
        site = Site(slug=f"overdracht-{number}", name=f"Overdracht {number}")
        db.session.add(site)
        db.session.flush()
        db.session.add(RoleGrant(person_id=coordinator, role="coordinator", site_id=site.id))
        firm = services.create_organisation(
            name=f"Kwekerij Proef {number}", kind="grower", site_id=site.id, since=ago(90)
        )
        services.give_seat(
            organisation_id=firm.id,
            site_id=site.id,
            person=db.session.get_one(Person, leaver),
            since=ago(60),
            by=coordinator,
            invite=True,
        )
        return coordinator, firm.name


def press(page: Page, role: str, name: str | re.Pattern[str]) -> None:
    """Go to a link or button by keyboard, and use it."""
    target = page.get_by_role(role, name=name)  # type: ignore[arg-type]
    reach(page, target)
    page.keyboard.press("Enter")


def write(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True)
    reach(page, field)
    page.keyboard.type(text)


def test_a_handover_by_keyboard_on_a_phone(sample: Live, visit: Visit) -> None:
    coordinator, name = make_network(sample)
    page = visit(sample, "phone", coordinator, may_fail_to_load=True)
    page.goto("/manage")
    press(page, "link", say("nl", "Organisations"))
    press(page, "link", name)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    assert problems_in(page) == []
    press(page, "link", re.compile(f"^{say('nl', 'Hand over')} ?:"))
    page.wait_for_url(re.compile("/handover$"))
    assert problems_in(page) == []

    write(page, say("nl", "Name"), "Dewi Opvolger")
    press(page, "button", say("nl", "Hand over"))
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text(say("nl", "Fill in the e-mail address."))
    expect(page.get_by_label(say("nl", "Name"), exact=True)).to_have_value("Dewi Opvolger")

    write(page, say("nl", "E-mail address"), f"dewi.{coordinator}@example.invalid")
    press(page, "button", say("nl", "Hand over"))
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("status").first).to_contain_text("Dewi Opvolger")
    seats = page.get_by_role("listitem").filter(has_text="Dewi Opvolger")
    expect(seats.first).to_contain_text(say("nl", "Invited"))
    before = page.get_by_role("region", name=say("nl", "Who held a seat before")).first
    expect(before).to_contain_text(say("nl", "handed over"))
    assert too_wide(page) == []
    assert problems_in(page) == []
