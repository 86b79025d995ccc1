"""Pages that are the same for many people are made once.

A lesson nobody has answered yet differs between learners by their name and their form token only.
Such a page is rendered with marks in those two places, kept, and filled in for each request.
"""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import current_app, g, render_template, session
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from itsdangerous import URLSafeTimedSerializer
from markupsafe import escape

from lms.extensions import who_asks
from lms.i18n import language

KEPT = 400
"""Pages per worker; about 20 kB each."""

_TOKEN = f"token-{secrets.token_hex(16)}"
_NAME = f"name-{secrets.token_hex(16)}"
_MARKS = re.compile(f"({_TOKEN}|{_NAME})")


def render_shared(
    template: str, *, key: tuple[object, ...], context: Callable[[], dict[str, Any]]
) -> bytes:
    """`render_template` as bytes in UTF-8, with the result kept under `key`.

    The key must tell apart everything in `context` that shows on the page; `context` is only
    called when the page has to be made. Language and menu are added to the key here. A page with
    a flashed message is never kept.
    """
    if session.get("_flashes"):
        return render_template(template, **context()).encode()
    pages: OrderedDict[object, tuple[bytes, ...]] = current_app.extensions.setdefault(
        "shared_pages", OrderedDict()
    )
    person = who_asks()
    whole = (template, language(), person.sees, key)
    parts = pages.get(whole)
    if parts is None:
        # Cut at its marks and encoded once: searching and encoding the page each time is a tenth
        # of such a request.
        page = _render_marked(template, context())
        parts = tuple(part.encode() for part in _MARKS.split(page))
        pages[whole] = parts
        if len(pages) > KEPT:
            pages.popitem(last=False)
    else:
        pages.move_to_end(whole)
    fill = {_TOKEN.encode(): _form_token(), _NAME.encode(): escape(person.first_name)}
    return b"".join(fill[part].encode() if part in fill else part for part in parts)


def csrf_token() -> str:
    """The form token, or its mark while a shared page is made."""
    return _TOKEN if g.get("making_shared_page") else _form_token()


def first_name() -> str:
    """The first name of who is signed in, or its mark while a shared page is made."""
    return _NAME if g.get("making_shared_page") else current_user.first_name


def _form_token() -> str:
    raw = session.get("csrf_token")
    return _signed(current_app.config["SECRET_KEY"], raw) if raw else generate_csrf()


@lru_cache(maxsize=4096)
def _signed(secret: str, raw: str) -> str:
    """What Flask-WTF makes anew for every page; its tokens do not expire here, so one serves."""
    return str(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(raw))


def _render_marked(template: str, context: dict[str, Any]) -> str:
    g.making_shared_page = True
    try:
        return render_template(template, **context)
    finally:
        g.making_shared_page = False
