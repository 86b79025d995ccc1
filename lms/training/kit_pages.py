"""The kits: choosing one, and going through it."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.content.kits.types import Kit
from lms.editions.store import library
from lms.i18n import language
from lms.network.queries import holds_seat
from lms.training import queries, words
from lms.training.blueprint import bp
from lms.training.checks import Check, answered, checks_of
from lms.training.kits import get_kit, languages_of
from lms.training.outcome import next_kit


@bp.get("/kits")
@access(Rule.SIGNED_IN)
def kits() -> ResponseReturnValue:
    is_poco = holds_seat(current_user.id)
    found = library().kits(language())
    given = queries.last_given(current_user.id) if is_poco else {}
    return render_template(
        "training/kits.html",
        kits=found,
        given=given,
        next=next_kit(current_user.id) if is_poco else None,
        is_poco=is_poco,
        versions_of=languages_of,
        words=words,
    )


@bp.get("/kits/<kit>")
@access(Rule.SIGNED_IN)
def kit(kit: str) -> ResponseReturnValue:
    return _page(_load(kit))


@bp.post("/kits/<kit>/check/<item>")
@access(Rule.SIGNED_IN)
def check(kit: str, item: str) -> ResponseReturnValue:
    """Without JavaScript the whole page comes back; nothing of the answer is kept."""
    shown = _load(kit)
    given = answered(shown, item, request.form, _actions(shown).get(item, ""))
    status = 400 if given.error else 200
    if "X-Partial" in request.headers:
        return render_template("learning/_check.html", check=given), status
    return _page(shown, given), status


def _page(shown: Kit, given: Check | None = None) -> str:
    return render_template(
        "training/kit.html",
        kit=shown,
        checks=checks_of(shown, _actions(shown), given),
        versions=languages_of(shown.slug),
        is_poco=holds_seat(current_user.id),
        given=queries.last_given(current_user.id).get(shown.slug),
        words=words,
    )


def _load(slug: str) -> Kit:
    """In the language that the address asks for, or that of the page."""
    lang = request.args.get("lang", "")
    return get_kit(slug, lang if lang in languages_of(slug) else language())


def _actions(shown: Kit) -> dict[str, str]:
    return {
        item: url_for(".check", kit=shown.slug, item=item, lang=shown.lang, _anchor=f"check-{item}")
        for item in shown.items
    }
