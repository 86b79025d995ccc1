"""What people say of the training, place by place, and the answers. Never who said it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.extensions import db
from lms.i18n import gettext as _
from lms.i18n import language, ngettext
from lms.i18n import lazy_gettext as _l
from lms.insight.listing import PAGE, read_choice, read_filters, read_place
from lms.manage.blueprint import Section, bp, section
from lms.remarks import queries, services, words
from lms.remarks.models import LONGEST_ANSWER, Kind, Outcome
from lms.remarks.places import named

STATES = ("open", "answered")

section(
    Section(
        place=65,
        label=_l("Remarks about the training"),
        description=_l("What people find unclear or wrong, and what you did with it"),
        endpoint="manage.remarks",
        icon="info",
        staff_only=True,
        attention=queries.open_count,
    )
)


class AnswerForm(FlaskForm):
    """One answer to the remarks that were ticked."""

    outcome = RadioField(
        _l("What did you do?"),
        choices=[outcome.value for outcome in Outcome],
        validators=[InputRequired(_l("Choose what you did."))],
    )
    text = TextAreaField(
        _l("Your answer"),
        validators=[Length(max=LONGEST_ANSWER, message=_l("Use at most 1,000 characters."))],
    )


@bp.get("/remarks", endpoint="remarks")
@access(Rule.STAFF)
def remarks() -> ResponseReturnValue:
    return _page()


@bp.post("/remarks", endpoint="answer_remarks")
@access(Rule.STAFF)
def answer() -> ResponseReturnValue:
    form = AnswerForm()
    chosen = request.form.getlist("remark")
    if not chosen:
        form.form_errors.append(_("Tick the remarks that you answer."))
    if not form.validate_on_submit() or not chosen:
        first = next((text for texts in form.errors.values() for text in texts), "")
        flash(first, "error")
        return _page(chosen=chosen, text=form.text.data or ""), 400
    outcome = Outcome(form.outcome.data)
    done = services.answer(
        chosen=chosen, outcome=outcome, text=(form.text.data or "").strip(), by=current_user.id
    )
    for public_id in done:
        note("remark.answered", subject=public_id, outcome=outcome.value)
    db.session.commit()
    flash(ngettext("%(num)d remark answered.", "%(num)d remarks answered.", len(done)))
    return redirect(url_for("manage.remarks"))


def _page(*, chosen: list[str] | None = None, text: str = "") -> str:
    state = read_choice("state", STATES) or STATES[0]
    totals = {each: queries.place_count(answered=each == "answered") for each in STATES}
    place = read_place(totals[state], ("most",), read_filters("state"))
    found = queries.gathered(answered=state == "answered", offset=place.offset, limit=PAGE)
    note("remarks.seen", state=state, places=len(found))
    labels = {"open": _("Waiting"), "answered": _("Answered")}
    return render_template(
        "manage/remarks.html",
        state=state,
        place=place,
        state_tabs=[
            {
                "label": labels[each],
                "url": place.url(state=each),
                "current": each == state,
                "count": totals[each],
            }
            for each in STATES
        ],
        rows=[(each, named(*each.key, language())) for each in found],
        kinds=[(kind.value, words.kind_words(kind)) for kind in Kind],
        outcomes=[(outcome.value, words.outcome_words(outcome)) for outcome in Outcome],
        longest=LONGEST_ANSWER,
        chosen=chosen,
        text=text,
    )
