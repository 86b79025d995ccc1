"""Read the case and write; the review; and then the text is gone."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.assessment.links import after, link_to
from lms.clock import AMSTERDAM, local_date, utcnow
from lms.content.exercises.report import ReportCase
from lms.content.types import Contact, Course, Module
from lms.editions.store import get_course, library
from lms.error_pages import wants_json
from lms.errors import NotFound, StaleAnswer
from lms.extensions import db
from lms.grading.items.building import plain
from lms.grading.reports import Sign, looks_real
from lms.grading.reports import review as reviewed
from lms.i18n import gettext as _
from lms.practice import queries, services
from lms.practice.forms import ReportForm, report_form, self_form
from lms.practice.models import ReportDraft
from lms.practice.words import sign_words
from lms.progress.queries import done_at

bp = Blueprint("report", __name__)

REAL_ROUTES = ("emergency", "police", "mma", "centre")
"""The contacts that stand beside a text that looks real; the page of all routes has the others."""


@dataclass(frozen=True, slots=True)
class Place:
    """A case and where it stands."""

    course: Course
    module: Module
    case: ReportCase

    @property
    def arguments(self) -> dict[str, str]:
        return {"course": self.course.slug, "exercise": self.case.slug}


@bp.route("/training/<course>/report/<exercise>", methods=["GET", "POST"])
@access(Rule.SIGNED_IN)
def exercise(course: str, exercise: str) -> ResponseReturnValue:
    place = _find(course, exercise)
    draft = queries.draft_of(current_user.id, course, exercise)
    form = report_form(place.case, draft)
    if request.method != "POST":
        return _write_page(place, form, draft)
    if not form.validate():
        return _refuse(place, form, draft, _("Something is too long or not known."), 400)
    try:
        draft = services.save(
            person_id=current_user.id,
            course=course,
            report=exercise,
            texts=form.texts,
            route=form.route.data or "",
            revision=form.revision.data or 0,
        )
    except StaleAnswer as stale:
        return _refuse(place, form, draft, _stale_words(), stale.status)
    if wants_json():
        return _saved(place, draft)
    if request.form.get("go") != "review":
        db.session.commit()
        flash(_("Saved."))
        return redirect(url_for(".exercise", **place.arguments))
    form.ask_what_is_missing()
    if form.errors:
        form.renew(draft)
        page = _write_page(place, form, draft)
        db.session.commit()
        return page, 400
    db.session.commit()
    return redirect(url_for(".review", **place.arguments))


@bp.post("/training/<course>/report/<exercise>/discard")
@access(Rule.SIGNED_IN)
def discard(course: str, exercise: str) -> ResponseReturnValue:
    place = _find(course, exercise)
    services.discard(person_id=current_user.id, course=course, report=exercise)
    db.session.commit()
    flash(_("Your text is removed."))
    return redirect(url_for(".exercise", **place.arguments))


@bp.route("/training/<course>/report/<exercise>/review", methods=["GET", "POST"])
@access(Rule.SIGNED_IN)
def review(course: str, exercise: str) -> ResponseReturnValue:
    place = _find(course, exercise)
    draft = queries.draft_of(current_user.id, course, exercise)
    if draft is None or not draft.can_be_reviewed:
        return redirect(url_for(".exercise", **place.arguments))
    form = self_form(place.case.rubric)
    if form.validate_on_submit():
        services.finish(person_id=current_user.id, course=place.course, case=place.case)
        db.session.commit()
        return redirect(url_for(".exercise", **place.arguments))
    page = render_template(
        "practice/review.html",
        **_common(place, draft),
        review=reviewed(place.case.rubric, draft.texts, draft.route),
        titles={field.id: field.title for field in place.case.rubric.fields},
        form=form,
    )
    return page, 400 if form.errors else 200


def _find(course: str, slug: str) -> Place:
    taught = get_course(course)
    case = taught.part(f"report/{slug}")
    module = taught.module(case.module) if isinstance(case, ReportCase) else None
    if not isinstance(case, ReportCase) or module is None:
        raise NotFound
    return Place(taught, module, case)


def _write_page(place: Place, form: ReportForm, draft: ReportDraft | None, error: str = "") -> str:
    finished = done_at(current_user.id, place.course.slug, place.case.key)
    before, _following = place.course.neighbours(place.case.key)
    return render_template(
        "practice/write.html",
        **_common(place, draft),
        form=form,
        draft=draft,
        error=error,
        done_at=finished,
        previous=link_to(place.course, before),
        next=after(place.course, place.case.key),
    )


def _common(place: Place, draft: ReportDraft | None) -> dict[str, object]:
    return {
        "course": place.course,
        "module": place.module,
        "case": place.case,
        "extra": place.course.is_extra(place.case.key),
        "signs": [sign_words(sign) for sign in _signs(place.case, draft.texts)] if draft else [],
        "routes": _real_routes(place.case.lang),
    }


def _signs(case: ReportCase, texts: dict[str, str]) -> tuple[Sign, ...]:
    shown = [case.html, *(field.model for field in case.rubric.fields)]
    return looks_real(
        texts.values(),
        case="\n".join(plain(part.replace("<", " <")) for part in shown),
        own=queries.own_organisations(current_user.id),
        lang=case.lang,
        today=local_date(utcnow()),
    )


def _real_routes(lang: str) -> list[Contact]:
    contacts = library().contacts(lang)
    found = (contacts.get(name) for name in REAL_ROUTES)
    return [contact for contact in found if contact is not None and contact.tel]


def _saved(place: Place, draft: ReportDraft) -> ResponseReturnValue:
    # Read before the commit: after it these rows would begin a second transaction.
    at = draft.saved_at.astimezone(AMSTERDAM).strftime("%H:%M")
    answer = {"saved": True, "at": at, "revision": draft.revision}
    answer["real"] = [sign_words(sign) for sign in _signs(place.case, draft.texts)]
    db.session.commit()
    return jsonify(answer)


def _refuse(
    place: Place, form: ReportForm, draft: ReportDraft | None, words: str, status: int
) -> ResponseReturnValue:
    """What was typed stays on the page; sent again, it takes the place of what is saved."""
    if wants_json():
        db.session.rollback()
        url = url_for(".exercise", **place.arguments)
        return jsonify(saved=False, error=words, url=url), status
    form.renew(draft)
    page = _write_page(place, form, draft, error=words)
    db.session.rollback()
    return page, status


def _stale_words() -> str:
    return _(
        "You wrote something else in another window. Here is what you typed in this one: save it"
        " if you want to keep this."
    )
