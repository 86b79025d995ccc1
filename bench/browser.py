"""A small browser for what happens before and beside the load: it keeps cookies, nothing else."""

from __future__ import annotations

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

# What a phone sends, so that the app does for the load what it does for people.
HEADERS = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile",
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Language": "nl-NL,nl;q=0.9",
}
PACKED = {"Accept-Encoding": "gzip, deflate, br, zstd"}
PLAIN = {"Accept-Encoding": "identity"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Page:
    """An answer; `body` as it came over the wire."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """One header, or an empty text."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def text(self) -> str:
        """Of a page that was not asked for packed."""
        return self.body.decode()

    def field(self, name: str) -> str:
        """The value of a hidden field."""
        found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', self.text)
        if not found:
            raise RuntimeError(f"the page has no field {name}")
        return found.group(1)


class Browser:
    """One person's browser at one server of this machine."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Page:
        return self._ask("GET", path, None)

    def packed(self, path: str) -> Page:
        """A page as a phone gets it: compressed, where the app does that."""
        return self._ask("GET", path, None, PACKED)

    def post(
        self, path: str, fields: Mapping[str, str], extra: Mapping[str, str] | None = None
    ) -> Page:
        return self._ask("POST", path, urlencode(fields), {**FORM, **(extra or {})})

    def head(self, method: str, path: str, extra: Mapping[str, str] | None = None) -> str:
        """The first lines of a request, for the load; without the empty line that ends them."""
        headers = {**self._headers(), **PACKED, **(extra or {})}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"{method} {path} HTTP/1.1\r\n{lines}"

    def sign_in(self, link: str) -> None:
        """Use a one-time link, as a person does."""
        csrf = self.get(link).field("csrf_token")
        entered = self.post(link, {"csrf_token": csrf})
        if entered.status != 302:
            raise RuntimeError(f"signing in answered {entered.status}")

    def _ask(
        self, method: str, path: str, body: str | None, extra: Mapping[str, str] | None = None
    ) -> Page:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        headers = {**self._headers(), **PLAIN, **(extra or {})}
        try:
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            page = Page(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()
        for name, value in page.headers:
            if name.lower() == "set-cookie":
                self.cookies.update((k, m.value) for k, m in SimpleCookie(value).items())
        return page

    def _headers(self) -> dict[str, str]:
        headers = {"Host": f"localhost:{self.port}", **HEADERS}
        if self.cookies:
            pairs = (f"{name}={value}" for name, value in self.cookies.items())
            headers["Cookie"] = "; ".join(pairs)
        return headers
