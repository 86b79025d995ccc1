"""How far one person is: milestones, activities and meetings with their days. Never answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.clock import local_date, utcnow
from lms.content.types import Course, Module, Quiz
from lms.content.types import Step as ContentStep
from lms.editions.store import shape_of
from lms.grading.completion import (
    Progress,
    Standing,
    due_on,
    is_overdue,
    progress,
    status,
    unbroken_since,
)
from lms.i18n import gettext as _
from lms.i18n import ngettext
from lms.insight import people, words
from lms.insight.blueprint import bp
from lms.insight.figures import QuizResult
from lms.insight.loaders import basic_training, load_person
from lms.insight.people import day_of
from lms.insight.reach import given_by
from lms.learning.kinds import exercise_name
from lms.learning.meetings import meeting_name
from lms.meetings.queries import Visit, visits
from lms.meetings.words import presence_names
from lms.progress.queries import standing_of


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone, or something the training asks for, with the day it was reached."""

    label: str
    day: date | None


@dataclass(frozen=True, slots=True)
class TrainingDay:
    """A training day: since when it counts, and the meetings at which it was recorded."""

    label: str
    day: date | None
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """A lesson, exercise or quiz; `label` says what kind of exercise. A quiz has a best score (0–1)
    and the attempts handed in. An `extra` one is needed for nothing."""

    title: str
    label: str
    is_quiz: bool
    extra: bool
    day: date | None
    result: QuizResult | None


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """A module and what belongs to it; `done` of `total` count what has to be done."""

    title: str
    day: date | None
    done: int
    total: int
    activities: tuple[ActivityRow, ...]


@bp.get("/people/<person>", endpoint="person")
@access(Rule.INSIGHT)
def person(person: str) -> ResponseReturnValue:
    subject = load_person(person)
    note("progress.viewed", subject=subject.public_id)
    course = basic_training()
    standing = standing_of(subject.id, course.slug)
    results = people.quiz_results(subject.id, course.slug)
    missing = progress(standing, shape_of(course))
    today = local_date(utcnow())
    reached = status(standing)
    held = people.seats_of(subject.id)
    since = unbroken_since([(seat.since, seat.until) for seat in held], day=today)
    seats = [seat for seat in held if current_user.may_see_site(seat.site.id)]
    return render_template(
        "insight/person.html",
        name=subject.name,
        public_id=subject.public_id,
        course=course,
        finding=_finding(standing, missing, course),
        status_name=words.status_name(reached),
        status_tone=words.status_tone(reached),
        overdue=is_overdue(standing, since=since, due_days=course.due_days, today=today),
        due=due_on(since, due_days=course.due_days),
        counts_from=_back_since(standing, since),
        complete=standing.complete_at is not None,
        missing=missing,
        last_activity=day_of(standing.last_activity_at),
        seats=seats,
        linked={
            seat.organisation_key for seat in seats if current_user.is_staff or seat.until is None
        },
        site=seats[0].site if seats else None,
        milestones=_milestones(standing),
        meetings=_training_days(course, standing, visits(subject.id)),
        presences=presence_names(),
        trainings=given_by(subject.id),
        modules=[_module(module, standing, results) for module in course.modules],
    )


def _finding(standing: Standing, missing: Progress, course: Course) -> str:
    """What this person still has to do, in one sentence."""
    if standing.complete_at is not None:
        return _("The basic training is complete")
    if standing.started_at is None:
        return _("Has not started yet")
    if missing.missing:
        left = len(missing.missing)
        return ngettext("%(num)d part to go", "%(num)d parts to go", left)
    days = len(missing.meetings_missing)
    return ngettext(
        "The online part is done, %(num)d training day to go",
        "The online part is done, %(num)d training days to go",
        days,
    )


def _back_since(standing: Standing, since: date | None) -> date | None:
    """The first day of the seat from which the time counts anew; None for a first seat."""
    named = day_of(standing.named_at)
    return since if since is not None and named is not None and since > named else None


def _milestones(standing: Standing) -> list[Step]:
    return [
        Step(_("Seat given"), day_of(standing.named_at)),
        Step(_("Invited"), day_of(standing.invited_at)),
        Step(_("Signed in for the first time"), day_of(standing.signed_in_at)),
        Step(_("Started"), day_of(standing.started_at)),
        Step(_("Online part done"), day_of(standing.online_done_at)),
        Step(_("Basic training complete"), day_of(standing.complete_at)),
    ]


def _training_days(course: Course, standing: Standing, known: list[Visit]) -> list[TrainingDay]:
    return [
        TrainingDay(
            meeting_name(kind),
            day_of(standing.done.get(f"meeting/{kind}")),
            tuple(visit for visit in known if visit.kind == kind),
        )
        for kind in course.meetings
    ]


def _module(module: Module, standing: Standing, results: dict[str, QuizResult]) -> ModuleRow:
    required = {part.key for part in module.required}
    return ModuleRow(
        module.title,
        day_of(standing.modules.get(module.slug)),
        sum(key in standing.done for key in required),
        len(required),
        tuple(
            _activity(part, standing, results, extra=part.key not in required)
            for part in module.parts
        ),
    )


def _activity(
    part: ContentStep | Quiz, standing: Standing, results: dict[str, QuizResult], *, extra: bool
) -> ActivityRow:
    is_quiz = isinstance(part, Quiz)
    return ActivityRow(
        part.title,
        exercise_name(part.kind),
        is_quiz,
        extra,
        day_of(standing.done.get(part.key)),
        results.get(part.slug) if is_quiz else None,
    )
