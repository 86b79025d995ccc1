"""Pausing reminders: with the link of a letter, and at one's own account."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts import pauses
from lms.accounts.access import Rule, access
from lms.clock import utcnow
from lms.errors import NotFound
from lms.extensions import db
from lms.i18n import COOKIE
from lms.i18n import gettext as _

bp = Blueprint("reminders", __name__)


@bp.app_context_processor
def _choices() -> dict[str, object]:
    """For the section at /me, which another page shows."""
    return {
        "reminders_paused": lambda person: pauses.paused(person.reminders_paused_until, utcnow())
    }


@bp.route("/reminders/<token>", methods=["GET", "POST"])
@access(Rule.PUBLIC)
def by_letter(token: str) -> ResponseReturnValue:
    """No sign-in: whoever has the letter may stop the letters. Shows no name."""
    person = pauses.who_pauses(token)
    if request.method == "POST":
        _choose(person.id)
        return redirect(url_for("reminders.by_letter", token=token))
    if not current_user.is_authenticated and COOKIE not in request.cookies:
        g.language = person.language
    return render_template("accounts/reminders.html", person=person, action=request.path)


@bp.post("/me/reminders")
@access(Rule.SIGNED_IN)
def at_me() -> ResponseReturnValue:
    _choose(current_user.id)
    return redirect(url_for("accounts.me") + "#reminders")


def _choose(person_id: int) -> None:
    try:
        choice = pauses.Choice(request.form.get("choice", ""))
    except ValueError as error:
        raise NotFound from error
    pauses.pause(person_id=person_id, choice=choice)
    db.session.commit()
    if choice is pauses.Choice.NONE:
        flash(_("Saved. You get a reminder again when one is due."))
    else:
        flash(_("Saved. You get no reminders now."))
