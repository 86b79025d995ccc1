"""The first page of everybody, and "My basic training"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.assessment.queries import best_scores, open_attempts
from lms.clock import local_date, utcnow
from lms.content.types import Course
from lms.editions.store import get_course, library, shape_of
from lms.errors import NotFound
from lms.grading.completion import Progress, Standing, due_on, is_overdue, progress
from lms.home import organisation, path
from lms.home.blueprint import bp
from lms.i18n import day, language
from lms.i18n import gettext as _
from lms.learning.meetings import meeting_name
from lms.meetings.models import Presence
from lms.meetings.queries import Visit, visits
from lms.meetings.words import presence_names
from lms.network.queries import seat_since
from lms.progress.queries import courses_of, standing_of
from lms.resilience.plans import own_plan
from lms.selfcheck.queries import due_now

__all__ = ["bp", "organisation"]


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something the basic training asks for. `remark` says why something that was there is not.

    `url` leads to what there is to read about it.
    """

    label: str
    done: bool
    detail: str
    remark: str = ""
    url: str = ""


@bp.get("/")
@access(Rule.SIGNED_IN)
def index() -> ResponseReturnValue:
    if current_user.has_insight and not courses_of(current_user.id):
        return redirect(url_for("insight.networks"))
    if current_user.is_only_partner and not courses_of(current_user.id):
        return redirect(url_for("insight.partner"))
    return training()


@bp.get("/training")
@access(Rule.SIGNED_IN)
def training() -> ResponseReturnValue:
    course = _own_course()
    standing = standing_of(current_user.id, course.slug)
    missing = progress(standing, shape_of(course))
    running = open_attempts(current_user.id, course.slug)
    now = next((slug for slug in running if f"quiz/{slug}" in missing.missing), "")
    today = local_date(utcnow())
    since = seat_since(current_user.id, day=today)
    due = due_on(since, due_days=course.due_days)
    minutes_left = sum(path.minutes_of(course, key) for key in missing.missing)
    online = standing.online_done_at is not None
    plan = own_plan(person_id=current_user.id, course=course, standing=standing) if online else None
    themes = path.themes(course, standing, missing, best_scores(current_user.id, course.slug))
    card = library().cards.get(language())
    return render_template(
        "home/index.html",
        person_name=current_user.first_name,
        course=course,
        progress={
            "done": missing.done,
            "total": missing.total,
            "percent": int(missing.fraction * 100),
            "minutes_left": minutes_left,
        },
        next=path.next_step(course, standing, missing, now, plan),
        plan=plan,
        scan=course.scan,
        self_check=due_now(current_user.id, course.slug, standing),
        themes=themes,
        card=card if card and path.theme_is_done(course, standing, card.theme) else None,
        requirements=_requirements(course, standing, missing),
        due=None if standing.complete_at else due,
        overdue=is_overdue(standing, since=since, due_days=course.due_days, today=today),
        online_done_at=standing.online_done_at,
        complete_at=standing.complete_at,
        is_poco=since is not None,
        new_since=[
            activity
            for theme in themes
            for module in theme.modules
            for activity in module.activities
            if activity.state == path.NEW
        ],
    )


def _own_course() -> Course:
    """The course the person is in; the first one for who only looks around."""
    for slug in courses_of(current_user.id):
        if library().course(slug, language()) is not None:
            return get_course(slug)
    courses = library().courses(language())
    if not courses:
        raise NotFound
    return courses[0]


def _requirements(course: Course, standing: Standing, missing: Progress) -> list[Requirement]:
    """What the course's completion rule asks for, and what of it is done."""
    online = standing.online_done_at is not None
    done = sum(module.slug in standing.modules for module in course.required_modules)
    total = len(course.required_modules)
    requirements = [
        Requirement(
            _("Online part"),
            online,
            _("%(done)d of %(total)d modules", done=total if online else done, total=total),
        )
    ]
    known = visits(current_user.id) if course.meetings else []
    requirements += [
        replace(_training_day(kind, standing, known), url=path.day_url(course, kind))
        for kind in course.meetings
    ]
    return requirements


def _training_day(kind: str, standing: Standing, known: list[Visit]) -> Requirement:
    """When and where it was, or not yet: a correction is told without who made it, or why."""
    name = meeting_name(kind)
    attended = standing.done.get(f"meeting/{kind}")
    own = [visit for visit in known if visit.kind == kind]
    if attended is not None:
        on = local_date(attended)
        place = next((v.place for v in own if v.day == on and v.presence == Presence.PRESENT), "")
        return Requirement(name, True, f"{day(on)}, {place}" if place else day(on))
    taken_back = next((visit for visit in own if visit.was_taken_back), None)
    if taken_back is None:
        return Requirement(name, False, _("not yet"))
    remark = _(
        "Your presence on %(day)s was put right on %(corrected)s: you are recorded there as"
        " %(presence)s.",
        day=day(taken_back.day),
        corrected=day(taken_back.corrections[-1].at),
        presence=presence_names()[taken_back.presence],
    )
    return Requirement(name, False, _("not yet"), remark)
