"""Reads: only ever the own draft."""

from __future__ import annotations

from lms.extensions import db
from lms.network.queries import own_seats
from lms.practice.models import ReportDraft


def draft_of(person_id: int, course: str, report: str) -> ReportDraft | None:
    """What this person has written about a case; None when there is nothing (any more)."""
    draft = db.session.get(ReportDraft, (person_id, course, report))
    return None if draft is None or draft.is_over else draft


def own_organisations(person_id: int) -> list[str]:
    """The names of the organisations that somebody is a POCO of."""
    return [seat.organisation for seat in own_seats(person_id)]
