"""The pocket reporting card, on the phone and as a PDF. The company's own numbers stand in what is
sent and in the answer, and are kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from lms import pdf
from lms.accounts.access import Rule, access
from lms.content.tools import Card
from lms.editions.store import library
from lms.errors import NotFound
from lms.i18n import language
from lms.reference.blueprint import bp
from lms.reference.card_forms import LANGUAGE_NAMES, CardForm, OwnLine

TEMPLATE = Path(__file__).parent / "card.typ"
FILES = {"nl": "meldkaart.pdf", "en": "reporting-card.pdf", "pl": "karta-zgloszen.pdf"}


@bp.get("/report/card")
@access(Rule.PUBLIC)
def card() -> ResponseReturnValue:
    """The official routes only, so everybody may keep its address."""
    return _page(_load_card(request.args.get("lang", "")), ())


@bp.get("/report/card/own")
@access(Rule.SIGNED_IN)
def own_card() -> ResponseReturnValue:
    form = CardForm(formdata=None, lang=_load_card(request.args.get("lang", "")).lang)
    return render_template("reference/card_form.html", form=form, card=_load_card(""))


@bp.post("/report/card/own")
@access(Rule.SIGNED_IN)
def make_own_card() -> ResponseReturnValue:
    form = CardForm()
    shown = _load_card("")
    if not form.validate():
        return render_template("reference/card_form.html", form=form, card=shown), 400
    chosen = _load_card(form.lang.data)
    wanted = request.form.get("as")
    if wanted == "form":
        return render_template("reference/card_form.html", form=form, card=shown)
    if wanted == "page":
        return _page(chosen, form.own_lines())
    answer = Response(to_pdf(chosen, form.own_lines()), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f"attachment; filename={FILES[chosen.lang]}"
    return answer


def to_pdf(card: Card, own: Sequence[OwnLine]) -> bytes:
    """A sheet with four equal cards; equal for equal texts."""
    lines = [
        {"when": line.label, "name": "", "lang": card.lang, "phone": line.phone, "tel": line.tel}
        for line in own
    ]
    data = {**asdict(card), "checked": _checked(card), "own": lines}
    return pdf.make(TEMPLATE, data)


def _page(card: Card, own: Sequence[OwnLine]) -> ResponseReturnValue:
    return render_template(
        "reference/card.html",
        card=card,
        own=own,
        checked=_checked(card),
        languages_of_card={lang: LANGUAGE_NAMES[lang] for lang in library().cards},
    )


def _checked(card: Card) -> str:
    """The day in figures, which reads alike in every language: 23-11-2026."""
    return f"{card.checked_label} {card.checked:%d-%m-%Y}" if card.checked else ""


def _load_card(lang: str) -> Card:
    """The card in that language, or else in that of the reader. Raises NotFound without a card."""
    cards = library().cards
    found = cards.get(lang) or cards.get(language())
    if found is None:
        raise NotFound
    return found
