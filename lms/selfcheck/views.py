"""The page with the three questions, and one's own answers."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.editions.store import get_course
from lms.extensions import db
from lms.i18n import gettext as _
from lms.progress.queries import standing_of
from lms.selfcheck import queries, services, words
from lms.selfcheck.models import QUESTIONS

bp = Blueprint("selfcheck", __name__)

_VALUES = {str(value): value for value in range(1, 6)}


@bp.get("/training/<course>/three-questions")
@access(Rule.SIGNED_IN)
def questions(course: str) -> ResponseReturnValue:
    taught = get_course(course)
    standing = standing_of(current_user.id, taught.slug)
    return render_template(
        "selfcheck/questions.html",
        course=taught,
        due=queries.due_now(current_user.id, taught.slug, standing),
        own=queries.own(current_user.id, taught.slug),
        questions=words.questions(),
        answers=words.answers(),
        moments=words.moments(),
    )


@bp.post("/training/<course>/three-questions")
@access(Rule.SIGNED_IN)
def answer(course: str) -> ResponseReturnValue:
    """Keep the answers; skipping is an answer too. Sent again, or too late, it changes nothing."""
    taught = get_course(course)
    moment = queries.due_now(
        current_user.id, taught.slug, standing_of(current_user.id, taught.slug)
    )
    skips = request.form.get("skip") == "1"
    if moment is not None and request.form.get("moment") == moment.value:
        given = {
            name: None if skips else _VALUES.get(request.form.get(name, "")) for name in QUESTIONS
        }
        services.keep(person_id=current_user.id, course=taught.slug, moment=moment, answers=given)
        db.session.commit()
        if any(given.values()):
            flash(_("Saved. Only you see your answers."))
    return redirect(url_for("home.training"))
