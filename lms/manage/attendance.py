"""Who was at a meeting: adding people, putting it right, and one person's training day."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.clock import local_date, utcnow
from lms.extensions import begin_reading, db
from lms.i18n import gettext as _
from lms.i18n import ngettext
from lms.insight.figures import Site
from lms.insight.loaders import Subject, load_person
from lms.insight.people import sites_of
from lms.learning.meetings import meeting_name
from lms.manage.blueprint import bp
from lms.manage.meeting_forms import CorrectionForm, PresenceForm, TrainingDayForm
from lms.manage.meetings import attendees, been, load_meeting, own_sites, say_recorded
from lms.manage.picker import pick, query, wants_to_record
from lms.meetings import queries, services
from lms.meetings.models import Meeting, Presence
from lms.meetings.people import SeatHolders
from lms.meetings.words import presence_names


@bp.route("/meetings/<meeting>/add", methods=["GET", "POST"], endpoint="meeting_add")
@access(Rule.MANAGE)
def meeting_add(meeting: str) -> ResponseReturnValue:
    """More people of the site, who are not recorded at this meeting in any way."""
    row = load_meeting(meeting)
    if not wants_to_record():
        begin_reading()
    form = PresenceForm()
    not_yet = request.method == "GET" or "not_yet" in request.form
    kind = row.kind if not_yet else ""
    picker = pick(SeatHolders(row.site_id, local_date(utcnow()), query(), kind, row.id))
    error = ""
    if wants_to_record():
        error = picker.problem()
        if form.validate() and not error:
            recorded = services.add(
                meeting=db.session.get_one(Meeting, row.id),
                people=[person.id for person in picker.chosen],
                presence=form.chosen,
                recorded_by=current_user.id,
            )
            db.session.commit()
            say_recorded(recorded)
            return redirect(url_for("manage.meeting", meeting=meeting))
    return (
        render_template(
            "manage/meeting_add.html",
            form=form,
            meeting=row,
            name=meeting_name(row.kind),
            picker=picker,
            not_yet=not_yet,
            been=been(picker.everybody),
            people_error=error,
        ),
        400 if wants_to_record() else 200,
    )


@bp.route("/meetings/<meeting>/correct", methods=["GET", "POST"], endpoint="meeting_correct")
@access(Rule.MANAGE)
def meeting_correct(meeting: str) -> ResponseReturnValue:
    """One person or many, with one reason: a wrong day is wrong for everybody."""
    row = load_meeting(meeting)
    if not wants_to_record():
        begin_reading()
    if not wants_to_record():
        note("attendance.seen", subject=row.public_id)
    form = CorrectionForm()
    picker = pick(attendees(row, to_correct=True), request.args.getlist("person")[:1])
    error = ""
    if wants_to_record():
        error = picker.problem()
        if form.validate() and not error:
            return _correct(form, row.id, [person.id for person in picker.chosen])
    elif request.method == "GET":
        only = picker.chosen[0] if len(picker.chosen) == 1 else None
        present = only is None or only.presence == Presence.PRESENT
        form.presence.data = (Presence.ABSENT if present else Presence.PRESENT).value
    return (
        render_template(
            "manage/meeting_correct.html",
            form=form,
            meeting=row,
            name=meeting_name(row.kind),
            picker=picker,
            presences=presence_names(),
            people_error=error,
        ),
        400 if wants_to_record() else 200,
    )


def _correct(form: CorrectionForm, meeting_id: int, people: list[int]) -> ResponseReturnValue:
    meeting = db.session.get_one(Meeting, meeting_id)
    changed = services.correct(
        meeting=meeting,
        people=people,
        presence=form.chosen,
        reason=form.reason.data or "",
        corrected_by=current_user.id,
    )
    public_id = meeting.public_id
    db.session.commit()
    if changed:
        flash(
            ngettext(
                "The presence of %(num)d person is put right.",
                "The presence of %(num)d people is put right.",
                changed,
            )
        )
    else:
        flash(_("It was recorded like this already. Nothing was changed."), "info")
    return redirect(url_for("manage.meeting", meeting=public_id))


@bp.route("/people/<person>/training-day", methods=["GET", "POST"], endpoint="training_day")
@access(Rule.MANAGE)
def training_day(person: str) -> ResponseReturnValue:
    """A training day of one person, from their page."""
    subject = load_person(person)
    sites = own_sites()
    form = TrainingDayForm(sites=[(site.slug, site.name) for site in sites])
    if form.validate_on_submit():
        site = next(site for site in sites if site.slug == form.site.data)
        return _record_one(form, subject, site)
    if not form.is_submitted():
        note("progress.viewed", subject=subject.public_id)
        home = sites_of(subject.id, local_date(utcnow()))
        form.site.data = next((site.slug for site in sites if site.id in home), sites[0].slug)
        form.kind.data = _next_kind(subject, form)
    return (
        render_template(
            "manage/training_day.html",
            form=form,
            subject=subject,
            one_site=len(sites) == 1,
            places=queries.places(next(s.id for s in sites if s.slug == form.site.data))
            if form.site.data in {site.slug for site in sites}
            else [],
        ),
        400 if form.is_submitted() else 200,
    )


def _next_kind(subject: Subject, form: TrainingDayForm) -> str | None:
    """The first day at which this person was not yet."""
    there = {v.kind for v in queries.visits(subject.id) if v.presence == Presence.PRESENT}
    return next((value for value, _label in form.kind.choices if value not in there), None)


def _record_one(form: TrainingDayForm, subject: Subject, site: Site) -> ResponseReturnValue:
    assert form.day.data is not None
    recorded = services.record(
        kind=form.kind.data,
        site_id=site.id,
        day=form.day.data,
        place=form.place.data or "",
        people=[subject.id],
        presence=form.chosen,
        recorded_by=current_user.id,
    )
    db.session.commit()
    if recorded.different:
        flash(
            _("This person is at that meeting already, in another way. Put it right there."),
            "warning",
        )
        return redirect(url_for("manage.meeting", meeting=recorded.meeting.public_id))
    flash(_("The training day is recorded."))
    return redirect(url_for("insight.person", person=subject.public_id))
