"""A story: its scene, the choices in it, and the debrief at the end."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.assessment.links import link_to
from lms.content.exercises.scenario import Scenario
from lms.content.types import Course, Module
from lms.editions.store import get_course, library
from lms.errors import NotFound
from lms.extensions import db
from lms.i18n import gettext as _
from lms.progress.queries import done_at
from lms.scenarios import services
from lms.scenarios.queries import Place, place_of

bp = Blueprint("scenario", __name__)


@bp.get("/training/<course>/scenario/<exercise>")
@access(Rule.SIGNED_IN)
def exercise(course: str, exercise: str) -> ResponseReturnValue:
    taught, module, story = _find(course, exercise)
    place = place_of(current_user.id, taught.slug, story)
    before, following = taught.neighbours(story.key)
    return render_template(
        "scenarios/debrief.html" if place.walk.ended else "scenarios/scene.html",
        course=taught,
        module=module,
        story=story,
        extra=taught.is_extra(story.key),
        place=place,
        walk=place.walk,
        reworded=_is_reworded(taught, story, place),
        done_at=done_at(current_user.id, taught.slug, story.key),
        previous=link_to(taught, before),
        next=link_to(taught, following),
    )


@bp.post("/training/<course>/scenario/<exercise>/choose")
@access(Rule.SIGNED_IN)
def choose(course: str, exercise: str) -> ResponseReturnValue:
    taught, _module, story = _find(course, exercise)
    step, choice = _step(), request.form.get("choice", "")
    place = services.choose(
        person_id=current_user.id, course=taught, story=story, step=step, choice=choice
    )
    taken = place.walk.taken
    if 0 <= step < len(taken) and taken[step].choice.key != choice:
        flash(_("You had already chosen here. At the end you can go on from here again."), "info")
    return _onward(taught, story)


@bp.post("/training/<course>/scenario/<exercise>/again")
@access(Rule.SIGNED_IN)
def again(course: str, exercise: str) -> ResponseReturnValue:
    taught, _module, story = _find(course, exercise)
    services.play_again(person_id=current_user.id, course=taught, story=story, step=_step())
    return _onward(taught, story)


def _find(course: str, slug: str) -> tuple[Course, Module, Scenario]:
    taught = get_course(course)
    story = taught.part(f"{Scenario.kind}/{slug}")
    module = taught.module(story.module) if isinstance(story, Scenario) else None
    if not isinstance(story, Scenario) or module is None:
        raise NotFound
    return taught, module, story


def _step() -> int:
    """Which choice the form is about; what is no number is about none."""
    return request.form.get("step", -1, type=int)


def _onward(course: Course, story: Scenario) -> ResponseReturnValue:
    db.session.commit()
    here = url_for(".exercise", course=course.slug, exercise=story.slug)
    return redirect(f"{here}#scene")


def _is_reworded(course: Course, story: Scenario, place: Place) -> bool:
    """Whether the story reads otherwise than at the last choice, in whatever language that was."""
    if not place.content_hash or not place.walk.taken or place.walk.ended:
        return False
    versions = (library().course(course.slug, lang) for lang in library().languages)
    parts = (version.part(story.key) for version in versions if version)
    return place.content_hash not in {part.hash for part in parts if part}
