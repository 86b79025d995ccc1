"""Response headers and the session cookie. Nothing inline, nothing from elsewhere, nothing kept
on shared devices."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

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

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """A session that was only read needs no more than to say so."""
        if session.modified or session.permanent:
            super().save_session(app, session, response)
        elif session.accessed:
            response.headers.add("Vary", "Cookie")


class Signer:
    """A serializer that remembers what it verified; every caller gets a copy of their own."""

    def __init__(self, plain: URLSafeTimedSerializer) -> None:
        self._plain = plain
        self._verified = lru_cache(maxsize=4096)(plain.loads)

    def dumps(self, value: Any) -> str | bytes:
        return self._plain.dumps(value)

    def loads(self, text: str, max_age: int) -> Any:
        """The content of a cookie. Raises BadSignature."""
        content = self._verified(text, max_age)
        is_flat = all(isinstance(value, (str, bool)) for value in content.values())
        return dict(content) if is_flat else deepcopy(content)


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
    app.wsgi_app = _with_headers(app.wsgi_app, tuple(wanted.items()))  # type: ignore[method-assign]


def _with_headers(app: WSGIApplication, wanted: tuple[tuple[str, str], ...]) -> WSGIApplication:
    """As plain WSGI: Werkzeug would look through every one of our constants at every response."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *failed: Any) -> Any:
            there = {name for name, _ in headers}
            headers.extend(header for header in wanted if header[0] not in there)
            return start_response(status, headers, *failed)

        return app(environ, start)

    return answer
