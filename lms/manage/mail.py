"""The outbox: letters by state, with what went wrong. Never their text."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.clock import utcnow
from lms.errors import NotFound
from lms.extensions import db
from lms.followup import outbox
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.insight.listing import PAGE, read_choice, read_filters, read_place
from lms.mail.models import MailState
from lms.mail.sender import MOST_TRIES
from lms.manage import letter_words
from lms.manage.blueprint import Section, bp, section

section(
    Section(
        place=60,
        label=_l("Mail"),
        description=_l("Letters that wait, that left, and that could not be delivered"),
        endpoint="manage.mail",
        icon="send",
        staff_only=True,
        attention=outbox.failed,
    )
)


@bp.get("/mail", endpoint="mail")
@access(Rule.STAFF)
def letters() -> ResponseReturnValue:
    state = MailState(read_choice("state", tuple(MailState)) or MailState.WAITING)
    counts = outbox.counts()
    place = read_place(counts.get(state, 0), ("new",), read_filters("state"))
    note("mail.list", state=state.value, letters=place.total)
    return render_template(
        "manage/mail.html",
        state=state,
        place=place,
        mail_tabs=[
            {
                "label": letter_words.mail_state(each),
                "url": place.url(state=each.value),
                "current": each is state,
                "count": counts.get(each, 0),
            }
            for each in MailState
        ],
        rows=outbox.page(state=state, offset=place.offset, limit=PAGE),
        stuck=outbox.is_stuck(utcnow()),
        most_tries=MOST_TRIES,
        words=letter_words,
    )


@bp.post("/mail/<letter>/again", endpoint="repeat_letter")
@access(Rule.STAFF)
def repeat(letter: str) -> ResponseReturnValue:
    row = outbox.by_id(letter)
    if row is None:
        raise NotFound
    done = outbox.repeat(letter=row, by=current_user.id)
    note("mail.repeat", subject=row.public_id)
    db.session.commit()
    if done:
        flash(_("The letter is in the outbox again. It leaves within a few minutes."))
    else:
        flash(_("This letter cannot be sent again: its text is gone."), "error")
    return redirect(url_for("manage.mail", state=MailState.FAILED.value))
