"""The hand-out and the list to sign, as files."""

from __future__ import annotations

from flask import Response, request
from flask.typing import ResponseReturnValue

from lms.accounts.access import Rule, access
from lms.editions.store import library
from lms.i18n import language
from lms.training import papers
from lms.training.blueprint import bp
from lms.training.desk import get_own_session
from lms.training.kits import get_kit, languages_of


@bp.get("/kits/<kit>/handout.pdf")
@access(Rule.SIGNED_IN)
def handout(kit: str) -> ResponseReturnValue:
    found = get_kit(kit, _lang(kit))
    words, card = library().kit_words(found.lang), library().cards.get(found.lang)
    return _file(papers.handout(found, words, card), f"{found.slug}-{found.lang}.pdf")


@bp.get("/kits/<kit>/sign-in-sheet.pdf")
@access(Rule.SIGNED_IN)
def sign_in_sheet(kit: str) -> ResponseReturnValue:
    """With `session` in the address, the day and the place of that own session are filled in."""
    found = get_kit(kit, _lang(kit))
    words = library().kit_words(found.lang)
    name = f"{found.slug}-{found.lang}-list.pdf"
    wanted = request.args.get("session")
    if not wanted:
        return _file(papers.sign_in_sheet(found, words), name)
    session = get_own_session(wanted)
    sheet = papers.sign_in_sheet(
        found, words, day=session.day, place=session.place, expected=session.expected or 0
    )
    return _file(sheet, name)


def _lang(kit: str) -> str:
    lang = request.args.get("lang", "")
    return lang if lang in languages_of(kit) else language()


def _file(data: bytes, name: str) -> Response:
    answer = Response(data, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
