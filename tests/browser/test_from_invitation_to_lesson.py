"""Staff invite; the letter arrives at a real mail server; its link leads to a passkey and the first
lesson."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from lms.accounts.models import Person, RoleGrant
from lms.clock import utcnow
from lms.extensions import db
from lms.mail import sender
from lms.mail.transports import transport
from lms.network.models import Organisation, Seat, Site
from lms.progress.models import CourseProgress
from tests._browser import OpenPage
from tests._live import Live, say
from tests._mail import Mailbox, mail_server
from tests.browser.authenticator import give_device
from tests.browser.conftest import Visit
from tests.browser.looking import problems_in, too_wide

pytestmark = pytest.mark.browser


def staff(live: Live) -> int:
    person_id = live.person("nl")
    with live.database():
        db.session.add(RoleGrant(person_id=person_id, role="staff"))
    return person_id


def poco(live: Live) -> tuple[int, str]:
    """Somebody with a seat, invited long ago; id and name."""
    person_id = live.person("nl", ready=False)
    with live.database():
        site = Site(slug=f"terrein-{person_id}", name="Terrein Proef")
        firm = Organisation(name="Kwekerij Proef")
        db.session.add_all([site, firm])
        db.session.flush()
        where = {"site_id": site.id, "organisation_id": firm.id}
        day = (utcnow() - timedelta(days=40)).date()
        db.session.add(Seat(**where, person_id=person_id, number=1, since=day))
        return person_id, db.session.get_one(Person, person_id).name


def carry(live: Live) -> Mailbox:
    """What the worker does, with a mail server of ours."""
    with mail_server() as (box, mail), live.database():
        settings = replace(live.app.config["SETTINGS"], mail=mail)
        assert sender.send_due(settings, transport(settings)).sent
    return box


def look(page: Page) -> None:
    assert problems_in(page) + too_wide(page) == []


def test_from_the_list_to_the_first_lesson(sample: Live, visit: Visit, open_page: OpenPage) -> None:
    _person_id, name = poco(sample)
    boss = visit(sample, "desktop", staff(sample))
    boss.goto("/manage/invitations")
    look(boss)
    boss.get_by_role("checkbox", name=name).check()
    expect(boss.get_by_text(say("nl", "1 person is chosen."))).to_be_visible()
    boss.get_by_role("button", name=say("nl", "Invite or send again")).click()
    expect(boss.get_by_role("status").first).to_contain_text("onderweg")

    box = carry(sample)
    # Passkeys belong to a name, and 127.0.0.1 is none.
    phone = open_page("phone", base_url=f"http://localhost:{sample.port}")
    give_device(phone)
    phone.goto(box.link())
    look(phone)
    phone.get_by_role("group").get_by_role("button", name="English").click()
    phone.get_by_role("button", name="Open my account").click()
    phone.wait_for_url("**/welcome")
    phone.get_by_role("button", name="Make a passkey").tap()
    phone.wait_for_url(re.compile(r":\d+/$"))
    phone.get_by_role("link", name="Start").first.click()
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    assert "/lesson/" in phone.url
    phone.goto("/me")
    look(phone)

    boss.goto("/manage/mail?state=sent")
    expect(boss.get_by_role("cell", name=say("nl", "Invitation")).first).to_be_visible()
    look(boss)


def test_reminders_on_a_phone(sample: Live, visit: Visit) -> None:
    person_id, name = poco(sample)
    with sample.database():
        rows = db.session.query(CourseProgress).filter_by(person_id=person_id)
        rows.update({"invited_at": utcnow() - timedelta(days=20)})
    boss = visit(sample, "phone", staff(sample))
    boss.goto("/manage/reminders")
    expect(boss.get_by_role("link", name=name)).to_be_visible()
    look(boss)
    boss.get_by_role("button", name="Verstuur").click()
    look(boss)
    box = carry(sample)
    pause = next(line for line in box.texts[-1].splitlines() if "/reminders/" in line)
    reader = visit(sample, "phone")
    reader.goto(urlsplit(pause).path)
    look(reader)
    reader.get_by_role("button", name=say("nl", "None until I say so")).click()
    expect(reader.get_by_role("button", name=say("nl", "Send me reminders again"))).to_be_visible()
