"""Writing a practice report, and being done with it: then it is gone."""

from __future__ import annotations

from collections.abc import Mapping

from lms.clock import utcnow
from lms.content.exercises.report import ReportCase
from lms.content.types import Course
from lms.errors import StaleAnswer
from lms.extensions import db, insert_new
from lms.grading.reports import FIELDS
from lms.learning import services as learning
from lms.practice.models import ReportDraft


def save(
    *,
    person_id: int,
    course: str,
    report: str,
    texts: Mapping[str, str],
    route: str,
    revision: int,
) -> ReportDraft:
    """Keep what was written. `revision` is the one the page was made with, 0 for an empty page.

    Raises StaleAnswer when a newer text was saved from another window; the same text again is no
    conflict.
    """
    draft = _locked(person_id, course, report)
    wanted = {**{name: texts.get(name, "").strip() for name in FIELDS}, "route": route}
    if draft is not None and {**draft.texts, "route": draft.route} == wanted:
        return draft
    if (draft.revision if draft is not None else 0) != revision:
        raise StaleAnswer
    if draft is None:
        db.session.execute(
            insert_new(ReportDraft).values(
                person_id=person_id, course=course, report=report, revision=0
            )
        )
        draft = _locked(person_id, course, report)
        assert draft is not None
        if draft.revision != 0:  # another window was first
            raise StaleAnswer
    for name, value in wanted.items():
        setattr(draft, name, value)
    draft.revision += 1
    draft.saved_at = utcnow()
    db.session.flush()
    return draft


def discard(*, person_id: int, course: str, report: str) -> None:
    """Remove what was written. When there is nothing, nothing happens."""
    draft = _locked(person_id, course, report)
    if draft is not None:
        db.session.delete(draft)
        db.session.flush()


def finish(*, person_id: int, course: Course, case: ReportCase) -> None:
    """The review is done: the fact is recorded and the text removed, in one transaction.

    A second tap finds no text and changes nothing.
    """
    draft = _locked(person_id, course.slug, case.slug)
    if draft is None or not draft.can_be_reviewed:
        return
    learning.mark_done(person_id=person_id, course=course, exercise=case)
    db.session.delete(draft)
    db.session.flush()


def _locked(person_id: int, course: str, report: str) -> ReportDraft | None:
    """The draft as the database has it, held until the commit. One that is over is removed."""
    draft = db.session.get(
        ReportDraft, (person_id, course, report), with_for_update=True, populate_existing=True
    )
    if draft is not None and draft.is_over:
        db.session.delete(draft)
        db.session.flush()
        return None
    return draft
