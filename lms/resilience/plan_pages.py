"""The page of the first 90 days: everybody's own."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.content.types import Course
from lms.editions.store import basic_training
from lms.errors import NotFound
from lms.extensions import db
from lms.i18n import gettext as _
from lms.network.queries import holds_seat
from lms.progress.queries import standing_of
from lms.resilience import plans
from lms.resilience.blueprint import bp


@bp.get("/plan")
@access(Rule.SIGNED_IN)
def plan() -> ResponseReturnValue:
    course = _course()
    standing = standing_of(current_user.id, course.slug)
    own = plans.own_plan(person_id=current_user.id, course=course, standing=standing)
    assert own is not None
    return render_template("resilience/plan.html", own=own, is_poco=holds_seat(current_user.id))


@bp.post("/plan/<step>")
@access(Rule.SIGNED_IN)
def tick(step: str) -> ResponseReturnValue:
    course = _course()
    if course.plan is None or step not in {entry.id for entry in course.plan.steps}:
        raise NotFound
    done = request.form.get("done") == "1"
    plans.tick(person_id=current_user.id, course=course.slug, step=step, done=done)
    db.session.commit()
    return redirect(url_for(".plan", _anchor=f"step-{step}"))


@bp.post("/plan")
@access(Rule.SIGNED_IN)
def begin_plan() -> ResponseReturnValue:
    """Count anew from today."""
    plans.begin_today(person_id=current_user.id, course=_course().slug)
    db.session.commit()
    flash(_("Your 90 days begin today. What you had ticked off stays."))
    return redirect(url_for(".plan"))


def _course() -> Course:
    course = basic_training()
    if course.plan is None:
        raise NotFound
    return course
