"""Response headers and the session cookie. Nothing inline, nothing from elsewhere, nothing kept
on shared devices."""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from typing import Any

from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

MEDIA_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""For files of the content: a picture opened by itself can do nothing."""


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookie. Its signer is made once, and a cookie seen before is not verified
    again: the same text always says the same. How long somebody stays signed in is decided by
    the login session in the database."""

    def __init__(self) -> None:
        self._signer: Signer | None = None

    def get_signing_serializer(self, app: Flask) -> Signer | None:
        if self._signer is None:
            plain = super().get_signing_serializer(app)
            self._signer = Signer(plain) if plain is not None else None
        return self._signer


class Signer:
    """A serializer that remembers what it verified; every caller gets a copy of their own."""

    def __init__(self, plain: URLSafeTimedSerializer) -> None:
        self._plain = plain
        self._verified = lru_cache(maxsize=4096)(plain.loads)

    def dumps(self, value: Any) -> str | bytes:
        return self._plain.dumps(value)

    def loads(self, text: str, max_age: int) -> Any:
        """The content of a cookie. Raises BadSignature."""
        return deepcopy(self._verified(text, max_age))


HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


def init_app(app: Flask) -> None:
    """Add the headers to every response that has not set its own."""
    app.session_interface = Sessions()
    wanted = dict(HEADERS)
    if app.config["PRODUCTION"]:
        wanted["Strict-Transport-Security"] = "max-age=31536000"

    @app.after_request
    def add_headers(response: Response) -> Response:
        there = {name for name, _ in response.headers}
        response.headers.extend((name, wanted[name]) for name in wanted.keys() - there)
        return response
