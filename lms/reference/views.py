"""Where to report, and the glossary. The real routes are open to everyone."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.accounts.access import Rule, access
from lms.editions.store import library
from lms.i18n import language
from lms.reference import card, checked, signals, who
from lms.reference.blueprint import bp

__all__ = ["bp", "card", "checked", "signals", "who"]


@bp.get("/report")
@access(Rule.PUBLIC)
def report() -> ResponseReturnValue:
    return render_template(
        "reference/report.html",
        contacts=library().contacts(language()),
        card=library().cards.get(language()),
    )


@bp.get("/glossary")
@access(Rule.SIGNED_IN)
def glossary() -> ResponseReturnValue:
    terms = sorted(library().glossary(language()).values(), key=lambda term: term.title.lower())
    return render_template("reference/glossary.html", terms=terms)


@bp.get("/styleguide")
@access(Rule.DEVELOPMENT)
def styleguide() -> ResponseReturnValue:
    """Every component on one page, for those who build."""
    return render_template("styleguide.html")
