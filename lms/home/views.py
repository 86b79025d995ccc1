"""The first page of everybody, and "My basic training"."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.assessment.queries import best_scores, open_attempts
from lms.clock import local_date, utcnow
from lms.content.types import Course
from lms.editions.store import get_course, library, shape_of
from lms.errors import NotFound
from lms.grading.completion import Progress, Standing, due_on, is_overdue, progress
from lms.home import path
from lms.i18n import gettext as _
from lms.i18n import language
from lms.learning.meetings import meeting_name
from lms.progress.queries import courses_of, standing_of

bp = Blueprint("home", __name__)


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something the basic training asks for."""

    label: str
    done: bool
    detail: str


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
    due = due_on(standing, due_days=course.due_days) if course.due_days else None
    minutes_left = sum(path.minutes_of(course, key) for key in missing.missing)
    themes = path.themes(course, standing, missing, best_scores(current_user.id, course.slug))
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
        next=path.next_step(course, standing, missing, now),
        themes=themes,
        requirements=_requirements(course, standing, missing),
        due=None if standing.complete_at else due,
        overdue=bool(course.due_days)
        and is_overdue(standing, due_days=course.due_days or 0, today=local_date(utcnow())),
        online_done_at=standing.online_done_at,
        complete_at=standing.complete_at,
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
    done = sum(module.slug in standing.modules for module in course.modules)
    total = len(course.modules)
    requirements = [
        Requirement(
            _("Online part"),
            online,
            _("%(done)d of %(total)d modules", done=total if online else done, total=total),
        )
    ]
    for kind in course.meetings:
        attended = standing.done.get(f"meeting/{kind}")
        requirements.append(
            Requirement(
                meeting_name(kind),
                attended is not None,
                _("attended") if attended else _("not yet"),
            )
        )
    return requirements
