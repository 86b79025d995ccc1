"""Chromium for the tests: a new context for each page, on a phone or a desktop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from tests import _chromium

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
DEVICES: dict[str, dict[str, Any]] = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
    "desktop": {"viewport": {"width": 1440, "height": 900}},
}
PATIENCE = 20_000
"""Milliseconds that a page may take to show what is expected of it: two cores do much at once."""
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if _chromium.is_skipped():
        pytest.skip("LMS_SKIP_BROWSER=1")
    path = _chromium.find()
    if path is None:
        pytest.fail(_chromium.MISSING, pytrace=False)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """`open_page("phone", java_script_enabled=False, ...)`: a page in a context of its own.

    A script error or a breach of the content security policy on any page fails the test.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            problems.append(message.text)

    def _open(device: str = "desktop", **options: Any) -> Page:
        context = browser.new_context(**{"locale": "nl-NL", **DEVICES[device], **options})
        context.set_default_timeout(PATIENCE)
        context.on("console", note)
        context.on("weberror", lambda error: problems.append(str(error.error)))
        contexts.append(context)
        return context.new_page()

    yield _open
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """A page of 390 × 844, with touch."""
    return open_page("phone")


@pytest.fixture
def desktop(open_page: OpenPage) -> Page:
    """A page of 1440 × 900."""
    return open_page("desktop")
