"""A passkey in a real browser: made after the first sign-in, and used for the next one."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests._browser import OpenPage
from tests._live import Live, say
from tests.browser.authenticator import give_device, touch
from tests.browser.looking import assert_clean, problems_in, too_wide

pytestmark = pytest.mark.browser


def test_a_passkey_is_made_and_signs_in(sample: Live, open_page: OpenPage) -> None:
    person = sample.person(ready=False)
    page = open_page("phone", base_url=f"http://localhost:{sample.port}")
    device, authenticator = give_device(page)

    page.goto(sample.link(person))
    page.get_by_role("button", name=say("nl", "Sign in")).tap()
    expect(page).to_have_url(re.compile("/welcome$"))
    found = {"welcome": problems_in(page) + too_wide(page)}
    page.get_by_role("button", name=say("nl", "Make a passkey")).tap()
    expect(page).to_have_url(re.compile(r":\d+/$"))

    page.goto("/me")
    found["account"] = problems_in(page) + too_wide(page)
    touch(device, authenticator, "off")  # or the browser offers it before the button is used
    page.get_by_role("button", name=say("nl", "Menu")).tap()
    page.get_by_role("button", name=say("nl", "Sign out"), exact=True).tap()
    expect(page).to_have_url(re.compile("/sign-in$"))
    button = page.get_by_role("button", name=say("nl", "Sign in with a passkey"))
    expect(button).to_be_visible()
    found["sign in"] = problems_in(page) + too_wide(page)
    touch(device, authenticator, "on")
    button.tap()
    expect(page).to_have_url(re.compile(r":\d+/$"))
    page.goto("/me")
    expect(page.get_by_role("heading", name=say("nl", "Passkeys"))).to_be_visible()
    assert_clean(found)


def test_who_stops_is_told_that_nothing_changed(sample: Live, open_page: OpenPage) -> None:
    page = open_page("desktop", base_url=f"http://localhost:{sample.port}")
    device, authenticator = give_device(page)
    device.send(
        "WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False}
    )
    page.goto(sample.link(sample.person()))
    page.get_by_role("button", name=say("nl", "Sign in")).click()
    page.goto("/me/passkeys/new")
    page.get_by_role("button", name=say("nl", "Make a passkey")).click()
    told = say("nl", "It did not work, or you stopped it. Nothing was changed. Try again.")
    expect(page.get_by_role("alert")).to_have_text(told)
    assert problems_in(page) == []


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_the_pages_around_it(sample: Live, open_page: OpenPage, device: str) -> None:
    page = open_page(device, base_url=f"http://localhost:{sample.port}")
    page.goto("/sign-in/help")
    found = {"help": problems_in(page) + too_wide(page)}
    page.goto(sample.link(sample.person()))
    page.get_by_role("button", name=say("nl", "Sign in")).click()
    for name in ("password", "passkeys/new", "recovery-codes", "confirm", "../second-factor"):
        page.goto(f"/me/{name}")
        found[name] = problems_in(page) + too_wide(page)
    page.goto("/me/recovery-codes")
    page.get_by_role("button", name=say("nl", "Make ten new codes")).click()
    expect(page.locator(".codes li")).to_have_count(10)
    found["codes"] = problems_in(page) + too_wide(page)
    assert_clean(found)


def test_without_javascript_there_is_the_password(sample: Live, open_page: OpenPage) -> None:
    page = open_page("phone", base_url=f"http://localhost:{sample.port}", java_script_enabled=False)
    page.goto("/sign-in")
    name = say("nl", "Sign in with a passkey")
    expect(page.get_by_role("button", name=name)).to_have_count(0)
    expect(page.get_by_label(say("nl", "Password"))).to_be_visible()
