"""A session that was held: what came out, the own note, and taking it back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.audit.services import note as audit_note
from lms.clock import local_date, utcnow
from lms.errors import NotFound
from lms.extensions import db
from lms.grading.live import LEAST
from lms.i18n import gettext as _
from lms.training import names, results, services, words
from lms.training.blueprint import bp
from lms.training.desk import get_own_session
from lms.training.forms import NoteForm
from lms.training.kits import kit_named
from lms.training.models import SessionState, TrainingSession
from lms.training.outcome import next_kit, outcome_of


def page(row: TrainingSession, form: NoteForm | None = None) -> str:
    """What came out of a session."""
    outcome = outcome_of(row)
    asked = words.feedback()
    return render_template(
        "training/held.html",
        session=row,
        kit=kit_named(row.kit),
        results=outcome.results,
        feedback=[
            (text, answers, results.feedback(outcome.counts, question))
            for question, (text, answers) in asked.items()
            if any(item == f"feedback/{question}" for item, _round in outcome.counts)
        ],
        next=next_kit(current_user.id, row.kit),
        form=form or NoteForm(obj=row),
        names_until=names.until(row),
        has_names=names.has(row),
        today=local_date(utcnow()),
        least=LEAST,
        words=words,
    )


@bp.post("/sessions/<session>/note")
@access(Rule.SIGNED_IN)
def note(session: str) -> ResponseReturnValue:
    row = get_own_session(session)
    form = NoteForm()
    if not form.validate():
        return page(row, form), 400
    services.set_note(session=row, note=form.note.data or "")
    db.session.commit()
    flash(_("Saved."))
    return redirect(url_for(".session", session=session))


@bp.route("/sessions/<session>/take-back", methods=["GET", "POST"])
@access(Rule.SIGNED_IN)
def take_back(session: str) -> ResponseReturnValue:
    """Ask once, then it counts no more."""
    row = get_own_session(session)
    if row.state != SessionState.CLOSED:
        raise NotFound
    form = NoteForm()
    if form.is_submitted():
        services.withdraw(session=row, by=current_user.id)
        audit_note("training.withdrawn", subject=row.public_id)
        db.session.commit()
        flash(_("The session counts no more."))
        return redirect(url_for(".sessions"))
    return render_template("training/take_back.html", session=row, kit=kit_named(row.kit))
