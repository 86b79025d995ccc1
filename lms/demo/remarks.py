"""What POCOs said of some sections, and what the authors answered to part of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from lms.accounts.demo import DOMAIN
from lms.accounts.models import Person
from lms.content.types import Course
from lms.demo import days
from lms.demo.chance import share, token
from lms.extensions import db
from lms.progress.models import CourseProgress
from lms.remarks.models import Kind, Outcome, Remark

AUTHOR = f"staff@{DOMAIN}"
EVERY = 29
"""Of so many sections one has remarks."""


class Said(NamedTuple):
    """What somebody said, and what the authors did; no outcome yet where it waits."""

    kind: Kind
    line: str
    outcome: Outcome | None = None
    answer: str = ""


SAID = (
    Said(Kind.DIFFERENT, "Bij ons loopt dit via de planning, niet via de expeditie."),
    Said(Kind.UNCLEAR, "Dit stuk moest ik twee keer lezen."),
    Said(Kind.CLEAR, "Duidelijk. Ik heb het in het teamoverleg gebruikt."),
    Said(Kind.UNCLEAR, "Wie bel ik als het nacht is?", Outcome.CHANGED,
         "Goed gezien. Het staat er nu bij."),
    Said(Kind.CLEAR, ""),
    Said(Kind.DIFFERENT, "Wij hebben geen balie, de chauffeur belt.", Outcome.EXPLAINED,
         "Dan geldt hetzelfde voor wie de telefoon opneemt."),
    Said(Kind.WRONG, "In het voorbeeld klopt de tijd niet met de planning."),
)  # fmt: skip


def write(course: Course, as_of: date) -> None:
    """Write them, each by somebody who has begun."""
    people = db.session.scalars(
        sa.select(CourseProgress.person_id)
        .where(CourseProgress.course == course.slug, CourseProgress.started_at.is_not(None))
        .order_by(CourseProgress.person_id)
    ).all()
    author = db.session.scalar(sa.select(Person.id).where(Person.email == AUTHOR))
    sections = [(lesson, section) for lesson in course.lessons for section in lesson.sections]
    if not people or author is None:
        return
    for place, (lesson, section) in enumerate(sections[::EVERY]):
        for number in range(1 + place % 3):
            said = SAID[(place * 3 + number) % len(SAID)]
            name = (lesson.slug, section.id, number)
            ago = 2 + int(70 * share("remark", *name))
            answered = days.moment(as_of - timedelta(days=ago - 1), 11) if said.outcome else None
            db.session.add(
                Remark(
                    public_id=token("remark", *name),
                    person_id=people[(place * 7 + number) % len(people)],
                    course=course.slug,
                    part=lesson.key,
                    place=section.id,
                    language=lesson.lang,
                    content_hash=lesson.hash,
                    kind=said.kind,
                    line=said.line,
                    changed_at=days.moment(as_of - timedelta(days=ago), 13),
                    outcome=said.outcome or "",
                    answer=said.answer,
                    answered_at=answered,
                    answered_by=author if answered else None,
                )
            )
    db.session.flush()
