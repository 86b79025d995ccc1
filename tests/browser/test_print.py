"""A printed lesson holds the lesson, and nothing to press."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests._live import Live, say
from tests.browser.conftest import Visit
from tests.browser.steps import FIRST_LESSON

pytestmark = pytest.mark.browser


def test_a_lesson_is_printed_without_buttons_and_menus(sample: Live, visit: Visit) -> None:
    page = visit(sample, "desktop", sample.person(), color_scheme="dark")
    page.goto(FIRST_LESSON)
    expect(page.get_by_role("button", name=say("nl", "Read, go on"))).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("staat op papier")).to_be_visible()
    expect(page.get_by_role("img", name="Een groene doos.")).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("button", name=say("nl", "Read, go on"))).to_have_count(0)
    expect(page.get_by_role("button", name=say("nl", "Check my answer"))).to_have_count(0)
    expect(page.get_by_role("button", name="Menu")).to_have_count(0)
    assert page.evaluate("getComputedStyle(document.body).color") in {
        "rgb(0, 0, 0)",
        page.evaluate("getComputedStyle(document.querySelector('h1')).color"),
    }
    light = page.evaluate(
        """() => {
          const channels = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g);
          return channels.length === 4 && Number(channels[3]) === 0
            || channels.slice(0, 3).every((channel) => Number(channel) > 240);
        }"""
    )
    assert light, "a dark page wastes ink"


def test_a_lesson_fits_on_paper(sample: Live, visit: Visit) -> None:
    page = visit(sample, "desktop", sample.person())
    page.goto(FIRST_LESSON)
    assert page.pdf(format="A4").startswith(b"%PDF")
