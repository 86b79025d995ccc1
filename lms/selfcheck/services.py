"""Keeping the answers. Flushes, never commits."""

from __future__ import annotations

from collections.abc import Mapping

from lms.clock import utcnow
from lms.extensions import db, insert_new
from lms.grading.selfcheck import Moment
from lms.selfcheck.models import QUESTIONS, SelfCheck


def keep(*, person_id: int, course: str, moment: Moment, answers: Mapping[str, int | None]) -> None:
    """Keep what was answered at this moment; what stands there already stays as it is."""
    db.session.execute(
        insert_new(SelfCheck).values(
            person_id=person_id,
            course=course,
            moment=moment.value,
            answered_at=utcnow(),
            **{name: answers.get(name) for name in QUESTIONS},
        )
    )
