"""Saying whether a section holds: by keyboard, and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests._live import Live, say
from tests.browser.conftest import Visit
from tests.browser.looking import problems_in
from tests.browser.steps import reach

pytestmark = pytest.mark.browser
LESSON = "/training/proef/lesson/begin"


def test_a_remark_is_made_by_keyboard_and_leads_back(sample: Live, visit: Visit) -> None:
    page = visit(sample, "desktop", sample.person(), java_script_enabled=False)
    page.goto(LESSON)
    reach(page, page.get_by_role("link", name=say("nl", "Is this right at your company?")))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/remark/"))
    reach(page, page.get_by_label(say("nl", "One line, if you like")))
    page.keyboard.type("Bij ons staat hier iets anders")
    reach(page, page.get_by_role("button", name=say("nl", "It is different at our company")))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"thanks=kijken#thanks$"))
    expect(page.get_by_role("status")).to_contain_text(
        say("nl", "Thank you. The authors read it and answer.")
    )


def test_the_small_page_is_in_order(sample: Live, visit: Visit) -> None:
    page = visit(sample, "phone", sample.person())
    page.goto("/remark/proef/lesson/begin/kijken")
    assert problems_in(page) == []
