"""The quiz: start page, one question a screen, overview, hand in, result."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.assessment import items, messages, queries, services, sureness
from lms.assessment.models import Attempt
from lms.assessment.result import build as build_result
from lms.assessment.result import refusal
from lms.clock import AMSTERDAM
from lms.content.types import Course, Quiz
from lms.editions.store import get_course, library
from lms.error_pages import wants_json
from lms.errors import AttemptClosed, AttemptsExhausted, NotFound, StaleAnswer, TooSoon
from lms.extensions import db
from lms.grading.items import InvalidResponse, Item
from lms.i18n import gettext as _

bp = Blueprint("assessment", __name__)


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """An earlier attempt on the start page."""

    number: int
    submitted_at: datetime
    score: float
    passed: bool
    url: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question on the overview before handing in."""

    number: int
    prompt_text: str
    answered: bool
    url: str


@bp.route("/training/<course>/quiz/<quiz>", methods=["GET", "POST"])
@access(Rule.SIGNED_IN)
def quiz(course: str, quiz: str) -> ResponseReturnValue:
    taught, asked = _find_quiz(course, quiz)
    if request.method == "POST":
        try:
            attempt = services.start(person_id=current_user.id, course=taught, quiz=asked)
        except (AttemptsExhausted, TooSoon) as refused:
            return _start_page(taught, asked), refused.status
        following = _resume_url(attempt)
        db.session.commit()
        return redirect(following)
    return _start_page(taught, asked)


@bp.get("/attempt/<attempt>/<int:number>")
@access(Rule.SIGNED_IN)
def question(attempt: str, number: int) -> ResponseReturnValue:
    own = queries.read_own_attempt(attempt, person_id=current_user.id)
    if own.submitted_at is not None:
        return redirect(url_for(".result", attempt=attempt))
    return _question_page(own, number)


@bp.post("/attempt/<attempt>/<int:number>")
@access(Rule.SIGNED_IN)
def answer(attempt: str, number: int) -> ResponseReturnValue:
    own = queries.get_own_attempt(attempt, person_id=current_user.id)
    item = items.drawn(own, number)
    revision = request.form.get("revision", 0, type=int)
    try:
        saved = services.save(
            attempt=own,
            number=number,
            value=item.read(request.form),
            revision=revision,
            key=request.form.get("key", ""),
            sure=sureness.read_sure(request.form) if sureness.is_asked(own) else None,
        )
    except InvalidResponse as invalid:
        return _refuse(own, number, messages.invalid(invalid.code), 400, invalid.code)
    except ValueError:
        return _refuse(own, number, messages.invalid("shape"), 400, "key")
    except StaleAnswer as stale:
        db.session.rollback()
        return _refuse(own, number, _stale_words(), stale.status, stale.code)
    except AttemptClosed as closed:
        db.session.rollback()
        if wants_json():
            return _json_refusal(
                _("This quiz was handed in already."),
                closed.status,
                closed.code,
                url_for(".result", attempt=attempt),
            )
        return redirect(url_for(".result", attempt=attempt))
    # Made before the commit: reading these rows after it would begin a second transaction.
    at, revision = saved.saved_at.astimezone(AMSTERDAM).strftime("%H:%M"), saved.revision
    following = _go(own, number, request.form.get("go", "next"))
    db.session.commit()
    if wants_json():
        return jsonify(saved=True, at=at, revision=revision)
    return redirect(following)


@bp.get("/attempt/<attempt>")
@access(Rule.SIGNED_IN)
def overview(attempt: str) -> ResponseReturnValue:
    """All questions, before handing in."""
    own = queries.get_own_attempt(attempt, person_id=current_user.id)
    if own.submitted_at is not None:
        return redirect(url_for(".result", attempt=attempt))
    answered = queries.answered_numbers(own)
    rows = [
        QuestionRow(
            number,
            item.prompt_text,
            number in answered,
            url_for(".question", attempt=attempt, number=number),
        )
        for number, item in enumerate(items.of_attempt(own), start=1)
    ]
    return render_template(
        "assessment/overview.html",
        quiz_title=own.quiz_title,
        attempt=own,
        total=len(rows),
        rows=rows,
        unanswered=len(rows) - len(answered),
        submit_url=url_for(".submit", attempt=attempt),
        close_url=url_for("home.training"),
    )


@bp.post("/attempt/<attempt>/submit")
@access(Rule.SIGNED_IN)
def submit(attempt: str) -> ResponseReturnValue:
    own = queries.get_own_attempt(attempt, person_id=current_user.id)
    # The Dutch course decides about completion: every language has the same activities.
    services.submit(attempt=own, course=library().course(own.course, "nl"))
    db.session.commit()
    return redirect(url_for(".result", attempt=attempt))


@bp.get("/attempt/<attempt>/result")
@access(Rule.SIGNED_IN)
def result(attempt: str) -> ResponseReturnValue:
    own = queries.get_own_attempt(attempt, person_id=current_user.id)
    if own.submitted_at is None:
        return redirect(url_for(".overview", attempt=attempt))
    return render_template("assessment/result.html", **build_result(own))


def _find_quiz(course: str, slug: str) -> tuple[Course, Quiz]:
    taught = get_course(course)
    asked = taught.quiz(slug)
    if asked is None:
        raise NotFound
    return taught, asked


def _start_page(course: Course, quiz: Quiz) -> str:
    attempts = queries.attempts_of(current_user.id, course.slug, quiz.slug)
    rows = [
        AttemptRow(
            number,
            attempt.submitted_at,
            attempt.score or 0.0,
            bool(attempt.passed),
            url_for(".result", attempt=attempt.public_id),
        )
        for number, attempt in enumerate(attempts, start=1)
        if attempt.submitted_at is not None
    ]
    running = next((attempt for attempt in attempts if attempt.submitted_at is None), None)
    reason = refusal(quiz, attempts)
    return render_template(
        "assessment/quiz.html",
        course=course,
        module=next(module for module in course.modules if module.quiz is quiz),
        quiz=quiz,
        attempts=rows,
        open_url=_resume_url(running) if running else None,
        can_start=not reason,
        reason=reason,
        best=max(rows, key=lambda row: row.score, default=None),
    )


def _resume_url(attempt: Attempt) -> str:
    """The first question without an answer; the overview when all have one."""
    answered = queries.answered_numbers(attempt)
    for number in range(1, len(attempt.drawn) + 1):
        if number not in answered:
            return url_for("assessment.question", attempt=attempt.public_id, number=number)
    return url_for("assessment.overview", attempt=attempt.public_id)


def _go(attempt: Attempt, number: int, where: str) -> str:
    step = {"previous": number - 1, "next": number + 1}.get(where, 0)
    if 1 <= step <= len(attempt.drawn):
        return url_for(".question", attempt=attempt.public_id, number=step)
    return url_for(".overview", attempt=attempt.public_id)


def _question_page(attempt: Attempt, number: int, error: str = "") -> str:
    item: Item = items.drawn(attempt, number)
    saved, answered = queries.answer_at(attempt, number)
    total = len(attempt.drawn)
    return render_template(
        "assessment/question.html",
        quiz_title=attempt.quiz_title,
        attempt=attempt,
        number=number,
        total=total,
        states=[_state(n, number, answered) for n in range(1, total + 1)],
        view=item.view(attempt.drawn[number - 1]["order"]),
        response=_shown(saved.value if saved else None, item, error),
        asks_sure=sureness.is_asked(attempt),
        sure=sureness.read_sure(request.form) if error else (saved.sure if saved else None),
        revision=saved.revision if saved else 0,
        key=secrets.token_hex(16),
        error=error,
        saved_at=saved.saved_at if saved else None,
        action_url=url_for(".answer", attempt=attempt.public_id, number=number),
        previous_url=_go(attempt, number, "previous") if number > 1 else None,
        next_url=_go(attempt, number, "next"),
        close_url=url_for("home.training"),
    )


def _shown(saved: Any, item: Item, error: str) -> Any:
    """What stands in the form: after an error what was typed, so that nothing is lost."""
    if error and item.type in {"number", "text"}:
        return request.form.get("answer", "")[:300]
    return saved


def _state(number: int, current: int, answered: set[int]) -> str:
    if number == current:
        return "current"
    return "answered" if number in answered else "open"


def _refuse(
    attempt: Attempt, number: int, words: str, status: int, code: str
) -> ResponseReturnValue:
    if wants_json():
        url = url_for(".question", attempt=attempt.public_id, number=number)
        return _json_refusal(words, status, code, url)
    return _question_page(attempt, number, error=words), status


def _json_refusal(words: str, status: int, code: str, url: str) -> ResponseReturnValue:
    return jsonify(saved=False, error=words, code=code, url=url), status


def _stale_words() -> str:
    return _(
        "You gave another answer in another window. That one is saved and shown here; choose"
        " again if you want to change it."
    )
