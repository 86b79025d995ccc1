"""The small page on which one says of a place whether it holds at one's company."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.clock import local_date, utcnow
from lms.editions.store import get_course
from lms.errors import NotFound
from lms.extensions import db
from lms.grading.reports import Sign, SignKind, looks_real
from lms.i18n import gettext as _
from lms.i18n import language
from lms.practice.words import sign_words
from lms.remarks import queries, services, words
from lms.remarks.models import LONGEST_LINE, Kind, Remark
from lms.remarks.places import Named, Place, find, named

bp = Blueprint("remarks", __name__)
TAKE_BACK = "take-back"


@dataclass(frozen=True, slots=True)
class Own:
    """A remark of one's own, with the place it is about."""

    said: Remark
    place: Named


@bp.app_template_global()
def own_remarks() -> list[Own]:
    """For `accounts/_remarks.html`: accounts know nothing of remarks."""
    return [
        Own(said, named(said.course, said.part, said.place, language()))
        for said in queries.all_own(current_user.id)
    ]


@bp.app_template_global()
def remark_words(code: str, *, answer: bool = False) -> str:
    """What a tap or an answer says."""
    return words.outcome_words(code) if answer else words.kind_words(code)


@bp.get("/remark/<course>/<kind>/<slug>/<place>")
@access(Rule.SIGNED_IN)
def remark(course: str, kind: str, slug: str, place: str) -> ResponseReturnValue:
    found = _find(course, kind, slug, place)
    said = queries.own(current_user.id, found)
    return _page(found, said, said.line if said else "")


@bp.post("/remark/<course>/<kind>/<slug>/<place>")
@access(Rule.SIGNED_IN)
def say(course: str, kind: str, slug: str, place: str) -> ResponseReturnValue:
    found = _find(course, kind, slug, place)
    chosen = request.form.get("say", "")
    line = " ".join(request.form.get("line", "").split())
    if chosen == TAKE_BACK:
        services.take_back(person_id=current_user.id, place=found)
        db.session.commit()
        flash(_("Your remark is removed."))
        return redirect(f"{found.url}#{found.anchor}")
    error = _error(chosen, line)
    signs = _signs(found, line)
    # Shown the warning once, with this very line, one may send it all the same.
    if error or (signs and request.form.get("warned") != line):
        said = queries.own(current_user.id, found)
        return _page(found, said, line, error=error, signs=signs), 400
    services.remark(person_id=current_user.id, place=found, kind=Kind(chosen), line=line)
    db.session.commit()
    return redirect(f"{found.url}?thanks={found.id}#thanks")


def _find(course: str, kind: str, slug: str, place: str) -> Place:
    found = find(get_course(course), kind, slug, place, current_user.id)
    if found is None:
        raise NotFound
    return found


def _error(chosen: str, line: str) -> str:
    if len(line) > LONGEST_LINE:
        return _("Use at most %(most)d characters.", most=LONGEST_LINE)
    if chosen not in set(Kind):
        return _("Choose one of the four.")
    return ""


def _signs(place: Place, line: str) -> tuple[Sign, ...]:
    """Numbers that are not in the text itself. "At our company" is no sign here."""
    found = looks_real([line], case=place.text, own=(), lang=place.lang, today=local_date(utcnow()))
    return tuple(sign for sign in found if sign.kind in {SignKind.PHONE, SignKind.PLATE})


def _page(
    place: Place,
    said: Remark | None,
    line: str,
    *,
    error: str = "",
    signs: tuple[Sign, ...] = (),
) -> str:
    return render_template(
        "remarks/remark.html",
        place=place,
        back=f"{place.url}#{place.anchor}",
        said=said,
        line=line,
        error=error,
        signs=[sign_words(sign) for sign in signs],
        kinds=[(kind.value, words.kind_words(kind)) for kind in Kind],
        take_back=TAKE_BACK,
        longest=LONGEST_LINE,
    )
