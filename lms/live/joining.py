"""Where phones join: the address, the QR code, and what a phone carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Response, current_app, request, url_for

from lms import config
from lms.accounts import throttle
from lms.live import codes
from lms.live.codes import Ticket

COOKIE = "poco_phone"
COOKIE_PATH = "/join"
KEPT = timedelta(hours=12)

WRONG_WORDS = throttle.Limit("join-word", 40, timedelta(minutes=1))
"""From one network: a whole hall shares one, and types with gloves on."""
JOINS = throttle.Limit("join", 600, timedelta(minutes=15))
"""Phones that join one session from one network: twice a full hall."""
WRONG_CODES = throttle.Limit("join-code", 20, timedelta(minutes=1))
"""Codes to move, for one session from one network: one of a hundred million fits a phone."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """How people come into a session: `url` is in the QR code, `short` is what they type."""

    url: str
    short: str
    word: str


def entrance(word: str) -> Entrance:
    """At the address of letters (LMS_BASE_URL), or else where the presenter is."""
    settings: config.Settings = current_app.config["SETTINGS"]
    base = settings.base_url or request.host_url.rstrip("/")
    parts = urlsplit(base)
    return Entrance(
        url=f"{base}{url_for('live.short', word=word)}",
        short=f"{parts.netloc}{parts.path}{url_for('live.enter')}",
        word=codes.spoken(word),
    )


def absolute(path: str) -> str:
    settings: config.Settings = current_app.config["SETTINGS"]
    return f"{settings.base_url or request.host_url.rstrip('/')}{path}"


def network() -> str:
    return throttle.network_of(request.remote_addr)


def may_try_words() -> None:
    """Raises Throttled when this network tried too many wrong words just now. Who is in already
    is not asked."""
    throttle.check(WRONG_WORDS, network())


def note_wrong_word() -> None:
    """Raises Throttled like `may_try_words`."""
    throttle.reserve((WRONG_WORDS, network()))


def carried(word: str) -> Ticket | None:
    """What this phone carries for the session under this word."""
    return codes.read_ticket(request.cookies.get(COOKIE, ""), word)


def carry(response: Response, ticket: Ticket, word: str) -> None:
    response.set_cookie(
        COOKIE,
        ticket.write(word),
        max_age=KEPT,
        path=f"{request.script_root}{COOKIE_PATH}",
        secure=bool(current_app.config["PRODUCTION"]),
        httponly=True,
        samesite="Lax",
    )


def drop(response: Response) -> None:
    response.delete_cookie(COOKIE, path=f"{request.script_root}{COOKIE_PATH}")


def count_join(session_id: int) -> tuple[int, ...]:
    """Raises Throttled for the thousandth phone from one network."""
    return throttle.reserve((JOINS, f"{session_id} {network()}"))


def count_code(session_id: int) -> tuple[int, ...]:
    """Raises Throttled; give the result to `throttle.release` for a code that was right."""
    return throttle.reserve((WRONG_CODES, f"{session_id} {network()}"))
