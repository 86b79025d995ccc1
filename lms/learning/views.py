"""The lesson page, its check questions, "mark as read", its pictures; the training days."""

from __future__ import annotations

import mimetypes
import random
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.assessment import messages, queries
from lms.assessment import services as assessment
from lms.assessment.links import after, link_to
from lms.clock import local_date
from lms.content.types import Course, Lesson, Module
from lms.editions import queries as edition_queries
from lms.editions.store import edition_id, get_course, library
from lms.errors import NotFound
from lms.extensions import db
from lms.grading.items import Grade, InvalidResponse, Item, ItemView
from lms.learning import services
from lms.learning.meetings import meeting_name
from lms.learning.pieces import pieces_of
from lms.progress.queries import done_at
from lms.security import MEDIA_POLICY
from lms.shared_pages import render_shared

bp = Blueprint("learning", __name__)


@dataclass(frozen=True, slots=True)
class Check:
    """A check question as the page shows it."""

    item: Item
    view: ItemView
    response: Any
    grade: Grade | None
    error: str
    action_url: str
    course: str
    lesson: str


@bp.get("/training/<course>/lesson/<lesson>")
@access(Rule.SIGNED_IN)
def lesson(course: str, lesson: str) -> ResponseReturnValue:
    taught, module, text = _find(course, lesson)
    return _page(taught, module, text)


@bp.get("/training/<course>/day/<day>")
@access(Rule.SIGNED_IN)
def training_day(course: str, day: str) -> ResponseReturnValue:
    """What a training day brings and how to prepare; where and when the coordinator says."""
    taught = get_course(course)
    page = taught.meeting_page(day)
    if page is None:
        raise NotFound
    return render_template(
        "learning/day.html",
        course=taught,
        page=page,
        been_at=done_at(current_user.id, course, f"meeting/{day}"),
        others=[
            (meeting_name(other.kind), url_for(".training_day", course=course, day=other.kind))
            for other in taught.meeting_pages
            if other.kind != day
        ],
        name=meeting_name(day),
    )


@bp.post("/training/<course>/lesson/<lesson>/read")
@access(Rule.SIGNED_IN)
def mark_read(course: str, lesson: str) -> ResponseReturnValue:
    taught, _, text = _find(course, lesson)
    services.mark_read(person_id=current_user.id, course=taught, lesson=text)
    db.session.commit()
    following = after(taught, text.key)
    return redirect(following.url if following else url_for("home.training"))


@bp.post("/training/<course>/lesson/<lesson>/check/<item>")
@access(Rule.SIGNED_IN)
def answer_check(course: str, lesson: str, item: str) -> ResponseReturnValue:
    """Without JavaScript the whole lesson comes back at the question; else only the question."""
    taught, module, text = _find(course, lesson)
    asked = text.item(item)
    if asked is None:
        raise NotFound
    error = ""
    try:
        value = asked.read(request.form)
        if value is None:
            error = messages.nothing_chosen()
        else:
            assessment.answer_check(
                person_id=current_user.id, course=taught, lesson=text, item=asked, value=value
            )
            db.session.commit()
    except InvalidResponse as invalid:
        error = messages.invalid(invalid.code)
    status = 400 if error else 200
    if "X-Partial" in request.headers:
        answer = queries.checks_of(current_user.id, course, lesson).get(item)
        check = _check(taught, text, asked, answer, error)
        return render_template("learning/_check.html", check=check), status
    if error:
        return _page(taught, module, text, errors={item: error}), status
    return redirect(f"{url_for('.lesson', course=course, lesson=lesson)}#check-{item}")


@bp.get("/media/<prefix>/<name>")
@access(Rule.SIGNED_IN)
def media(prefix: str, name: str) -> ResponseReturnValue:
    """A picture or download by its hash, also one that no lesson shows any more."""
    known = library().media_by_url.get(prefix)
    if len(prefix) != 16 or not all(sign in "0123456789abcdef" for sign in prefix):
        raise NotFound
    data = edition_queries.media_by_prefix(db.session.connection(), prefix)
    if data is None:
        raise NotFound
    mime = known.mime if known else mimetypes.guess_type(name)[0]
    response = Response(data, mimetype=mime or "application/octet-stream")
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = MEDIA_POLICY
    response.accept_ranges = "bytes"
    return response.make_conditional(request, accept_ranges=True, complete_length=len(data))


def _find(course: str, slug: str) -> tuple[Course, Module, Lesson]:
    taught = get_course(course)
    text = taught.lesson(slug)
    module = taught.module(text.module) if text else None
    if text is None or module is None:
        raise NotFound
    return taught, module, text


def _page(
    course: Course, module: Module, text: Lesson, errors: dict[str, str] | None = None
) -> bytes:
    errors = errors or {}
    person_id = current_user.id
    read_at = done_at(person_id, course.slug, text.key)
    answers = queries.checks_of(person_id, course.slug, text.slug) if text.items else {}
    thanked = _thanked(text)

    def context() -> dict[str, Any]:
        before, following = course.neighbours(text.key)
        return {
            "course": course,
            "module": module,
            "lesson": text,
            "number": module.lessons.index(text) + 1,
            "count": len(module.lessons),
            "previous": link_to(course, before),
            "next": link_to(course, following),
            "read_at": read_at,
            "pieces": pieces_of(text),
            "thanked": thanked,
            "checks": {
                item.id: _check(course, text, item, answers.get(item.id), errors.get(item.id, ""))
                for item in text.items
            },
        }

    state = (str(answers), str(errors), read_at and local_date(read_at), thanked)
    return render_shared(
        "learning/lesson.html",
        key=(edition_id(), course.slug, text.slug, *state),
        context=context,
    )


def _thanked(text: Lesson) -> str:
    """The section or question that a remark was just made of; kept pages know no other values."""
    place = request.args.get("thanks", "")
    known = place in {section.id for section in text.sections}
    return place if known or text.item(place.removeprefix("check-")) else ""


def _check(course: Course, text: Lesson, item: Item, answer: Any, error: str) -> Check:
    """An answer counts as long as its keys still exist; else the question is open again.

    The order is mixed by the hash, so that it is the same at every visit.
    """
    grade, response = None, None
    if answer is not None:
        with suppress(InvalidResponse):
            grade, response = item.grade(answer), answer
    return Check(
        item=item,
        view=item.view(item.order(random.Random(item.hash))),  # noqa: S311  no secret
        response=response,
        grade=None if error else grade,
        error=error,
        action_url=url_for(
            "learning.answer_check", course=course.slug, lesson=text.slug, item=item.id
        ),
        course=course.slug,
        lesson=text.slug,
    )
