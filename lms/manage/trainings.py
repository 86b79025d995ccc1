"""POCOs who ask for somebody to come along to a training of their colleagues."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.access import Rule, access
from lms.accounts.models import Person
from lms.audit.services import note
from lms.errors import NotFound
from lms.extensions import db
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.manage.blueprint import Section, bp, section
from lms.manage.reach import own_sites, today
from lms.training import queries, services, words
from lms.training.kits import kit_named
from lms.training.letters import send_answer

section(
    Section(
        15,
        _l("Asked to come along"),
        _l("POCOs who would like somebody of the team at a training of their colleagues."),
        "manage.trainings",
        "users",
        attention=lambda: queries.count_requests(own_sites(), today()),
    )
)

ANSWERS = {"coming": True, "not-coming": False}


@bp.get("/trainings", endpoint="trainings")
@access(Rule.MANAGE)
def trainings() -> ResponseReturnValue:
    rows = [row for row in queries.requests(own_sites()) if row.session.day >= today()]
    note("training.requests", count=len(rows))
    return render_template(
        "manage/trainings.html",
        waiting=[row for row in rows if row.session.co_trainer == "asked"],
        answered=[row for row in rows if row.session.co_trainer != "asked"],
        kit_named=kit_named,
        words=words,
    )


@bp.post("/trainings/<training>", endpoint="answer_training")
@access(Rule.MANAGE)
def answer(training: str) -> ResponseReturnValue:
    """Coming or not; the POCO gets a letter. The answer may change until the session starts."""
    row = queries.request_by(training, own_sites())
    said = request.form.get("answer", "")
    if row is None or said not in ANSWERS:
        raise NotFound
    if row.co_trainer != said:
        services.answer_co_trainer(session=row, coming=ANSWERS[said])
        send_answer(session=row, person=db.session.get_one(Person, row.given_by))
        note("training.answered", subject=row.public_id, answer=said)
    db.session.commit()
    flash(_("The answer is on its way to the POCO."))
    return redirect(url_for("manage.trainings"))
