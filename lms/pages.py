"""What all pages share: who is asking, reading or writing, static files, navigation, health."""

from __future__ import annotations

import hashlib
from collections.abc import MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    g,
    jsonify,
    request,
    templating,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.exc import DBAPIError
from werkzeug.datastructures import MultiDict
from whitenoise import WhiteNoise

from lms import config, extensions, i18n, shared_pages
from lms.accounts import access, demo, queries, services
from lms.addresses import address
from lms.clock import utcnow
from lms.content.exercises import KINDS
from lms.editions.store import store
from lms.i18n import gettext as _
from lms.progress.queries import courses_of

STATIC = config.ROOT / "static"
COMPRESSED = "static"
SEEN_EVERY = timedelta(minutes=15)
LEARNING = {"learning", "assessment", "resilience", "selfcheck", "remarks", *KINDS}
"""Rooms of the training; a kind of exercise names its own."""
LEARNING_PAGES = {
    "home.training",
    "reference.signals",
    "training.check",
    "training.kit",
    "training.handout",
    "training.sign_in_sheet",
    "training.kits",
}
TRAINING = {"training", "live", "library"}
"""Rooms in which a POCO trains colleagues."""

bp = Blueprint("pages", __name__)


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the main navigation."""

    label: str
    url: str
    current: bool


@bp.get("/health")
@access.access(access.Rule.PUBLIC)
def health() -> ResponseReturnValue:
    """200 when this worker can read its database."""
    extensions.db.session.execute(sa.text("select 1"))
    return jsonify(status="ok")


class Environment(templating.Environment):
    """Flask's, for globals that are set once at the start and never change.

    Jinja chains its dictionaries so that later changes are seen, and pays for it at every import
    of a macro: a fifth of the time of a small page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


def init_app(app: Flask) -> None:
    """Register the hooks in the order in which they run."""
    app.before_request(_choose_transaction)
    app.before_request(_refuse_nul)
    app.before_request(access.enforce)
    app.before_request(_partners_see_totals_only)
    app.after_request(_note_seen)
    extensions.login.user_loader(_load_person)
    _serve_static(app)
    app.context_processor(_shared)
    # Macros that are imported see globals only, not the context of the page.
    app.jinja_env.globals.update(
        url_for=address,
        icon=_icon,
        csrf=_csrf_field,
        csrf_token=shared_pages.csrf_token,
        first_name=shared_pages.first_name,
    )
    app.register_blueprint(bp)


def _choose_transaction() -> None:
    """Reads do not queue behind writers; everything else may write."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        extensions.begin_reading()
    else:
        extensions.begin_writing()


def _refuse_nul() -> None:
    """NUL is in no text that people write, and PostgreSQL cannot keep it."""
    if "\0" in request.path or _holds_nul(request.args):
        abort(400)
    if request.method == "POST" and _holds_nul(request.form):
        abort(400)


def _partners_see_totals_only() -> None:
    """Who is a partner and holds no seat has no training."""
    if request.blueprint not in LEARNING and request.endpoint not in LEARNING_PAGES:
        return
    person = extensions.who_asks()
    if person.is_authenticated and person.is_only_partner and not courses_of(person.id):
        abort(404)


def _holds_nul(fields: MultiDict[str, str]) -> bool:
    return any("\0" in value for values in fields.listvalues() for value in values)


def _load_person(token: str) -> access.SignedIn | None:
    found = queries.signed_in(token)
    if found is None:
        return None
    person, seen = found
    if utcnow() - seen > SEEN_EVERY:
        g.note_seen = person.session_id
    return person


def _note_seen(response: Response) -> Response:
    """Keep "last seen" of the session true to the quarter of an hour, after the page is made.

    A database that cannot be written now is no reason to withhold a page that was only read.
    """
    session_id = g.pop("note_seen", None)
    if session_id is not None and response.status_code < 500:
        extensions.db.session.rollback()
        with suppress(DBAPIError), extensions.writing(patience=0.1) as connection:
            services.note_seen(connection, session_id=session_id)
    return response


def static_hash(folder: Path) -> str:
    """One hash over all files: an address with it in may be kept by browsers for ever."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(folder)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _serve_static(app: Flask) -> None:
    settings: config.Settings = app.config["SETTINGS"]
    prefix = f"static/{static_hash(STATIC)}"
    prepared = settings.instance / "cache" / prefix
    noise = WhiteNoise(
        app.wsgi_app,
        max_age=365 * 24 * 3600 if settings.production else 0,
        immutable_file_test=lambda path, url: settings.production,
        add_headers_function=_static_headers,
    )
    noise.add_files(str(prepared if prepared.is_dir() else STATIC), prefix=prefix)
    app.wsgi_app = noise  # type: ignore[method-assign]
    app.jinja_env.globals["static_url"] = lambda name: f"/{prefix}/{name}"
    app.config["STATIC_URL"] = f"/{prefix}"


def _static_headers(headers: dict[str, str], path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    if path.endswith(".svg"):
        headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"


def _shared() -> dict[str, object]:
    """What base.html needs on every page."""
    lang = i18n.language()
    return {
        "lang": lang,
        "_": i18n.translator(lang),
        "languages": i18n.LANGUAGES,
        "navigation": _navigation,
        "content_problems": () if current_app.config["PRODUCTION"] else store().problems,
        "demo": demo.is_demo(),
        "csrf_token": shared_pages.csrf_token,  # Flask-WTF sets its own here too
    }


@lru_cache(maxsize=512)
def _icon(name: str, css_class: str = "") -> Markup:
    """An icon of the sprite; it says nothing to a screen reader."""
    classes = f"icon {css_class}".rstrip()
    sprite = f"{current_app.config['STATIC_URL']}/icons/sprite.svg"
    return Markup(  # noqa: S704  names come from our templates only
        f'<svg class="{classes}" aria-hidden="true" focusable="false">'
        f'<use href="{sprite}#{name}"/></svg>'
    )


def _csrf_field() -> Markup:
    """The hidden field that every form carries."""
    token = shared_pages.csrf_token()
    return Markup(f'<input type="hidden" name="csrf_token" value="{token}">')  # noqa: S704


def _navigation() -> list[NavItem]:
    if not current_user.is_authenticated or not (current_user.is_ready or demo.is_demo()):
        return []
    here = request.blueprint
    items = [
        NavItem(
            _("My training"),
            url_for("home.training"),
            here in {"home", *LEARNING},
        ),
        NavItem(_("Train colleagues"), url_for("training.kits"), here in TRAINING),
    ]
    if current_user.is_only_partner:
        totals = NavItem(_("Totals"), url_for("insight.partner"), here in {"insight"})
        return [totals, *items] if courses_of(current_user.id) else [totals]
    if current_user.has_insight:
        items[:0] = [
            NavItem(_("Networks"), url_for("insight.networks"), here in {"insight"}),
            NavItem(_("Manage"), url_for("manage.index"), here in {"manage", "imports"}),
        ]
    return items
