"""Reminders: who would get one and why, who is skipped and why, and then one button."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.clock import utcnow
from lms.extensions import db
from lms.followup import reminders
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n import ngettext
from lms.insight.listing import PAGE, read_choice, read_filters, read_place
from lms.insight.loaders import basic_training
from lms.manage import letter_words
from lms.manage.blueprint import Section, bp, section
from lms.manage.scope import load_view

section(
    Section(
        place=50,
        label=_l("Reminders"),
        description=_l("Who would get a reminder, who would not, and why"),
        endpoint="manage.reminders",
        icon="clock",
    )
)


@bp.get("/reminders", endpoint="reminders")
@access(Rule.MANAGE)
def show() -> ResponseReturnValue:
    view = load_view()
    course = basic_training()
    people = reminders.Round(view.scope, course, utcnow())
    found = people.overview()
    skipped = read_choice("show", ("skipped",)) == "skipped"
    total = found.skipped if skipped else found.due
    place = read_place(total, ("name",), read_filters("site", "show"))
    judged = people.page(skipped=skipped, offset=place.offset, limit=PAGE) if total else []
    note("reminder.list", people=total, **place.filters)
    return render_template(
        "manage/reminders.html",
        view=view,
        found=found,
        skipped=skipped,
        place=place,
        rows=reminders.rows(judged, view.scope),
        due_days=course.due_days,
        words=letter_words,
    )


@bp.post("/reminders", endpoint="send_reminders")
@access(Rule.MANAGE)
def send() -> ResponseReturnValue:
    """Judges anew: who signed in or paused since the page was made gets nothing."""
    site = request.form.get("site", "")
    count = reminders.send(
        scope=load_view(site).scope, course=basic_training(), now=utcnow(), by=current_user.id
    )
    note("reminder.send", letters=count, site=site)
    db.session.commit()
    if count:
        flash(
            ngettext(
                "%(num)d reminder is on its way.", "%(num)d reminders are on their way.", count
            )
        )
    else:
        flash(_("Nobody is due a reminder now. No letter was written."), "info")
    return redirect(url_for("manage.reminders", site=site or None))
