"""Live servers, and pages on which nothing may go wrong unseen."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

from tests._browser import OpenPage
from tests._live import ROOT, Live
from tests.conftest import SAMPLE

# Chromium writes these to the console by itself when a request is refused or cannot be made.
NETWORK = "Failed to load resource"

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The app with the small content set."""
    content = tmp_path_factory.mktemp("live-content")
    shutil.copytree(SAMPLE, content, dirs_exist_ok=True)
    live = Live(tmp_path_factory.mktemp("live"), content).start(checked=False)
    yield live
    live.stop()


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The app with the content that people get."""
    live = Live(tmp_path_factory.mktemp("live-real"), ROOT).start(checked=False)
    yield live
    live.stop()


class Watch:
    """Collects what a page must not do: errors in the console, requests to other machines."""

    def __init__(self, origin: str) -> None:
        self.origin = urlsplit(origin).netloc
        self.problems: list[str] = []
        self.may_fail_to_load = False

    def follow(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        if not (self.may_fail_to_load and message.text.startswith(NETWORK)):
            self.problems.append(f"{message.type}: {message.text} ({message.location['url']})")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != self.origin:
            self.problems.append(f"request to {request.url}")


@pytest.fixture
def visit(open_page: OpenPage) -> Iterator[Visit]:
    """`visit(live, "phone", person)`: a page whose addresses are those of `live`, signed in.

    A console error or a request to another machine fails the test; `may_fail_to_load=True` lets
    requests be refused.
    """
    watches: list[Watch] = []

    def _visit(
        live: Live,
        device: str = "desktop",
        person: int | None = None,
        *,
        lang: str = "nl",
        may_fail_to_load: bool = False,
        **options: Any,
    ) -> Page:
        locale = {"nl": "nl-NL", "en": "en-GB"}[lang]
        page = open_page(device, base_url=live.address, locale=locale, **options)
        watch = Watch(live.address)
        watch.may_fail_to_load = may_fail_to_load
        watch.follow(page.context)
        watches.append(watch)
        if person is not None:
            page.context.add_cookies(
                [
                    {"name": name, "value": value, "url": live.address}
                    for name, value in live.visitor(person).cookies.items()
                ]
            )
        return page

    yield _visit
    assert [problem for watch in watches for problem in watch.problems] == []
