"""From a course and a standing to what "My basic training" shows. Pure apart from addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from lms.assessment.links import link_to
from lms.content.types import Course, Quiz
from lms.content.types import Module as ContentModule
from lms.grading.completion import Progress, Standing
from lms.i18n import gettext as _
from lms.learning.kinds import exercise_name
from lms.resilience.plans import OwnPlan

DONE, NOW, LATER, NEW, EXTRA = "done", "now", "later", "new", "extra"
"""EXTRA is extra practice that is not done; it is needed for nothing."""


@dataclass(frozen=True, slots=True)
class Activity:
    """A lesson, exercise or quiz on the path; `score` is the best one, 0 … 1. `label` says what
    kind of exercise it is."""

    key: str
    title: str
    kind: str
    state: str
    minutes: int
    url: str
    label: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Module:
    """A module on the path; `minutes` are those of what is open, or else of all of it.

    Of an `extra` module nothing is required.
    """

    slug: str
    title: str
    state: str
    minutes: int
    score: float | None
    url: str
    image: str
    activities: tuple[Activity, ...]
    extra: bool


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme on the path."""

    name: str
    number: int
    modules: tuple[Module, ...]

    @property
    def modules_total(self) -> int:
        return sum(not module.extra for module in self.modules)

    @property
    def modules_done(self) -> int:
        return sum(module.state in {DONE, NEW} for module in self.modules if not module.extra)

    @property
    def minutes(self) -> int:
        """Minutes of what is not done yet."""
        return sum(
            activity.minutes
            for module in self.modules
            for activity in module.activities
            if activity.state in {NOW, LATER}
        )


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do now."""

    kind: str
    eyebrow: str
    title: str
    summary: str
    url: str
    action: str
    detail: str
    image: str


def themes(
    course: Course, standing: Standing, missing: Progress, scores: Mapping[str, float]
) -> tuple[Theme, ...]:
    """The course as a path: done, now, later, new since the person finished, or extra practice."""
    first = missing.missing[0] if missing.missing else ""
    return tuple(
        Theme(
            theme.name,
            number,
            tuple(
                _module(course, module, standing, missing, scores, first)
                for module in course.modules
                if module.theme == theme.id
            ),
        )
        for number, theme in enumerate(course.themes, start=1)
    )


def _module(
    course: Course,
    module: ContentModule,
    standing: Standing,
    missing: Progress,
    scores: Mapping[str, float],
    first: str,
) -> Module:
    activities = tuple(
        _activity(course, module, key, standing, missing, scores, first)
        for key in module.activities
    )
    extra = not module.required
    found = {activity.state for activity in activities}
    waiting = [EXTRA] if extra else [NOW, LATER, NEW]
    state = next((state for state in waiting if state in found), DONE)
    open_now = [activity for activity in activities if activity.state in waiting]
    return Module(
        module.slug,
        module.title,
        state,
        sum(a.minutes for a in open_now or activities if extra or a.state != EXTRA),
        scores.get(module.quiz.slug) if module.quiz else None,
        (open_now or list(activities))[0].url if activities else "",
        module.image,
        activities,
        extra,
    )


def _activity(
    course: Course,
    module: ContentModule,
    key: str,
    standing: Standing,
    missing: Progress,
    scores: Mapping[str, float],
    first: str,
) -> Activity:
    link = link_to(course, key)
    assert link is not None
    if key in standing.done:
        state = DONE
    elif course.is_extra(key):
        state = EXTRA
    elif key in missing.new:
        state = NEW
    else:
        state = NOW if key == first else LATER
    return Activity(
        key,
        link.title,
        link.kind,
        state,
        minutes_of(course, key),
        link.url,
        exercise_name(link.kind),
        scores.get(link.slug) if link.kind == "quiz" else None,
    )


def theme_is_done(course: Course, standing: Standing, theme: str) -> bool:
    """Whether every module of the theme is done; False for a theme that the course has not."""
    modules = [module.slug for module in course.required_modules if module.theme == theme]
    return bool(modules) and all(slug in standing.modules for slug in modules)


def minutes_of(course: Course, key: str) -> int:
    """Minutes of an activity."""
    part = course.part(key)
    return part.minutes if part else 0


def next_step(
    course: Course,
    standing: Standing,
    missing: Progress,
    running: str,
    plan: OwnPlan | None = None,
) -> NextStep:
    """What to do now. `running` is the slug of a quiz with an open attempt, or empty; `plan` is
    what follows the online part."""
    key = f"quiz/{running}" if running else (*missing.missing, *missing.new, "")[0]
    part, link = course.part(key), link_to(course, key)
    if part is None or link is None:
        return _in_plan(plan, missing) or _finished(course, missing)
    module = next(m for m in course.modules if key in m.activities)
    way = [required.key for required in module.required]
    theme = next(t.name for t in course.themes if t.id == module.theme)
    lead = _("Go on where you were") if standing.started_at else _("Start here")
    if isinstance(part, Quiz):
        return NextStep(
            "attempt" if running else "quiz",
            f"{lead} · {theme}",
            link.title,
            _("Your answers so far are saved.")
            if running
            else _("Show what you know. There is no clock, and you may try again."),
            link.url,
            _("Go on with the quiz") if running else _("To the quiz"),
            _("%(count)d questions · %(minutes)d minutes", count=part.draw, minutes=part.minutes),
            module.image,
        )
    return NextStep(
        part.kind,
        f"{lead} · {theme}",
        part.title,
        part.summary,
        link.url,
        _("Go on") if standing.started_at else _("Start"),
        _(
            "step %(place)d of %(total)d in %(module)s · %(minutes)d minutes",
            place=way.index(key) + 1,
            total=len(way),
            module=module.title,
            minutes=part.minutes,
        ),
        part.image or module.image,
    )


def _in_plan(plan: OwnPlan | None, missing: Progress) -> NextStep | None:
    """The first 90 days, as long as something in them is open."""
    if plan is None or plan.next is None:
        return None
    period, step = plan.next
    return NextStep(
        "plan",
        f"{plan.plan.title} · {period.period.title}",
        step.title,
        _("You have done everything online. Your coordinator invites you for the training days.")
        if missing.meetings_missing
        else _("Well done. Now it becomes something of your whole company."),
        f"{url_for('resilience.plan')}#step-{step.id}",
        _("To my plan"),
        _("%(done)s of %(total)s steps done", done=plan.done, total=plan.total),
        "",
    )


def day_url(course: Course, kind: str) -> str:
    """Where to read about a training day; "" when the course says nothing about it."""
    if course.meeting_page(kind) is None:
        return ""
    return url_for("learning.training_day", course=course.slug, day=kind)


def _finished(course: Course, missing: Progress) -> NextStep:
    if missing.meetings_missing:
        about = day_url(course, missing.meetings_missing[0])
        return NextStep(
            "wait",
            _("Online part done"),
            _("You have done everything online"),
            _("What is left are the training days. Your coordinator invites you for them."),
            about or url_for("reference.report"),
            _("Prepare for the training day") if about else _("Where do I report this?"),
            "",
            "",
        )
    return NextStep(
        "done",
        _("Basic training complete"),
        _("Well done: you have completed the basic training"),
        _("You can read every lesson again whenever you like."),
        url_for("reference.glossary"),
        _("Look up terms"),
        "",
        "",
    )
