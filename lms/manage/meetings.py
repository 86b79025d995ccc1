"""Meetings: the list, one of them, and recording a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.clock import last_day, local_date, utcnow
from lms.errors import NotFound
from lms.extensions import begin_reading, db
from lms.i18n import gettext as _
from lms.i18n import lazy_gettext as _l
from lms.i18n import ngettext
from lms.insight import words
from lms.insight.figures import Site
from lms.insight.listing import PAGE, read_choice, read_filters, read_place
from lms.insight.period import quarters
from lms.insight.queries import sites
from lms.learning.meetings import meeting_name
from lms.manage.blueprint import Section, bp, section
from lms.manage.meeting_forms import MeetingForm
from lms.manage.picker import pick, query, wants_to_record
from lms.meetings import people, queries, services
from lms.meetings.courses import kinds
from lms.meetings.people import Attendees, SeatHolders
from lms.meetings.queries import MeetingRow, Meetings
from lms.meetings.words import presence_names

section(
    Section(
        40,
        _l("Meetings"),
        _l("Record who was at a training day, and put it right."),
        "manage.meetings",
        "calendar",
    )
)


def own_sites() -> list[Site]:
    """The sites of which this person may see and record meetings."""
    return [site for site in sites() if current_user.may_see_site(site.id)]


def load_meeting(public_id: str) -> MeetingRow:
    """A meeting of a site that this person may see. Raises NotFound."""
    meeting = queries.find(public_id)
    if meeting is None or not current_user.may_see_site(meeting.site_id):
        raise NotFound
    return meeting


def attendees(meeting: MeetingRow, *, to_correct: bool = False) -> Attendees:
    """Who was at a meeting, as far as this person may know it: coordinators see the people of
    their own sites, and put right only who is there now."""
    own = None if current_user.is_staff else current_user.sites
    today = None if own is None or not to_correct else local_date(utcnow())
    return Attendees(meeting.id, meeting.site_id, own, today, query() if to_correct else "")


@bp.get("/meetings", endpoint="meetings")
@access(Rule.MANAGE)
def meeting_list() -> ResponseReturnValue:
    mine = own_sites()
    chosen = read_choice("site", tuple(site.slug for site in mine))
    wanted = [site for site in mine if chosen in {"", site.slug}]
    everything = Meetings([site.id for site in mine])
    known = quarters(first=everything.first_day(), today=local_date(utcnow()))
    choices = words.period_choices(known)
    period = read_choice("period", tuple(label for label, _name in choices))
    quarter = known[[label for label, _name in choices].index(period)] if period else None
    found = Meetings([site.id for site in wanted], *_days(quarter))
    place = read_place(found.count(), ("day",), read_filters("site", "period"))
    return render_template(
        "manage/meetings.html",
        sites=mine,
        periods=[("", _("All")), *choices],
        place=place,
        meetings=found.page(offset=place.offset, limit=PAGE),
        meeting_name=meeting_name,
        any=everything.first_day() is not None if not place.total else True,
    )


def _days(quarter: int | None) -> tuple[date | None, date | None]:
    if quarter is None:
        return None, None
    return last_day(quarter - 1) + timedelta(days=1), last_day(quarter) + timedelta(days=1)


@bp.get("/meetings/<meeting>", endpoint="meeting")
@access(Rule.MANAGE)
def meeting_page(meeting: str) -> ResponseReturnValue:
    row = load_meeting(meeting)
    source = attendees(row)
    totals = queries.totals(row.id)
    place = read_place(source.count(), ("name",), {})
    shown = source.first(PAGE, place.offset)
    note("attendance.seen", subject=row.public_id)
    return render_template(
        "manage/meeting.html",
        meeting=row,
        name=meeting_name(row.kind),
        totals=[(label, totals.get(value, 0)) for value, label in presence_names().items()],
        people=shown,
        hidden=sum(totals.values()) - place.total,
        place=place,
        corrections=queries.corrections(row.id),
        presences=presence_names(),
        own=_own(shown),
    )


def _own(shown: list[people.Candidate]) -> set[int]:
    """Whose page this person may open, and whose presence put right."""
    if current_user.is_staff:
        return {person.id for person in shown}
    return people.holding([p.id for p in shown], current_user.sites, local_date(utcnow()))


@dataclass(frozen=True, slots=True)
class Start:
    """Which meeting is to be recorded: the first step."""

    site: Site
    kind: str


@bp.route("/meetings/new", methods=["GET", "POST"], endpoint="meeting_new")
@access(Rule.MANAGE)
def meeting_new() -> ResponseReturnValue:
    start = _start()
    if start is None:
        return render_template(
            "manage/meeting_start.html",
            sites=own_sites(),
            kinds=[(kind, meeting_name(kind)) for kind in kinds()],
            asked=bool(request.args),
        )
    if not wants_to_record():
        begin_reading()
    form = MeetingForm()
    # A filter that is on at first: most often these are the people who come.
    not_yet = request.method == "GET" or "not_yet" in request.form
    source = SeatHolders(
        start.site.id, local_date(utcnow()), query(), start.kind if not_yet else ""
    )
    picker = pick(source)
    error = ""
    if wants_to_record():
        error = picker.problem()
        if form.validate() and not error:
            return _record(form, start, [person.id for person in picker.chosen])
    return (
        render_template(
            "manage/meeting_new.html",
            form=form,
            start=start,
            name=meeting_name(start.kind),
            picker=picker,
            not_yet=not_yet,
            been=been(picker.everybody),
            places=queries.places(start.site.id),
            people_error=error,
        ),
        400 if wants_to_record() else 200,
    )


def been(shown: list[people.Candidate]) -> dict[int, list[str]]:
    """Person → the training days at which they were, in words."""
    note("people.seen", count=len(shown))
    names = {kind: meeting_name(kind) for kind in kinds()}
    known = people.been([person.id for person in shown], names)
    return {
        person_id: [names[kind] for kind in names if kind in days]
        for person_id, days in known.items()
    }


def _start() -> Start | None:
    """What the address says; None when it does not say enough. Raises NotFound."""
    mine = own_sites()
    slug = read_choice("site", tuple(site.slug for site in mine))
    kind = read_choice("kind", kinds())
    if not slug and len(mine) == 1:
        slug = mine[0].slug
    site = next((site for site in mine if site.slug == slug), None)
    return Start(site, kind) if site is not None and kind else None


def _record(form: MeetingForm, start: Start, chosen: list[int]) -> ResponseReturnValue:
    assert form.day.data is not None
    recorded = services.record(
        kind=start.kind,
        site_id=start.site.id,
        day=form.day.data,
        place=form.place.data or "",
        people=chosen,
        presence=form.chosen,
        recorded_by=current_user.id,
    )
    public_id = recorded.meeting.public_id
    db.session.commit()
    say_recorded(recorded)
    return redirect(url_for("manage.meeting", meeting=public_id))


def say_recorded(recorded: services.Recorded) -> None:
    """What came of it, above the next page."""
    if recorded.added:
        flash(
            ngettext("%(num)d person is recorded.", "%(num)d people are recorded.", recorded.added)
        )
    if recorded.known:
        flash(
            ngettext(
                "%(num)d person was at this meeting already and stays as recorded.",
                "%(num)d people were at this meeting already and stay as recorded.",
                recorded.known,
            ),
            "info",
        )
    if recorded.different:
        flash(
            ngettext(
                "%(num)d of them is recorded in another way: put that right below.",
                "%(num)d of them are recorded in another way: put that right below.",
                recorded.different,
            ),
            "warning",
        )
