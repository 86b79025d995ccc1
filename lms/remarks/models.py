"""Remark: what somebody says of a section or a question, and what the authors answer."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.clock import utcnow
from lms.extensions import db, random_id

LONGEST_LINE = 300
LONGEST_ANSWER = 1000


class Kind(StrEnum):
    """What one tap says."""

    CLEAR = "clear"
    UNCLEAR = "unclear"
    WRONG = "wrong"
    DIFFERENT = "different"


class Outcome(StrEnum):
    """What the authors did with it."""

    CHANGED = "changed"
    EXPLAINED = "explained"
    THANKS = "thanks"


class Remark(db.Model):
    """One person says one thing of one place; saying it again takes the place of it.

    `part` is the key of a lesson, exercise or quiz (`lesson/<slug>`), `place` the id of a section,
    or of a question with `check-` before it. `content_hash` is the text as it read. After its
    term the person is taken off; authors never see who it was.
    """

    __tablename__ = "remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True, default=random_id)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    course: Mapped[str] = mapped_column(sa.String(80))
    part: Mapped[str] = mapped_column(sa.String(100))
    place: Mapped[str] = mapped_column(sa.String(100))
    language: Mapped[str] = mapped_column(sa.String(8))
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    kind: Mapped[str] = mapped_column(sa.String(12))
    line: Mapped[str] = mapped_column(sa.String(LONGEST_LINE), default="")
    changed_at: Mapped[datetime] = mapped_column(default=utcnow)
    outcome: Mapped[str] = mapped_column(sa.String(12), default="")
    answer: Mapped[str] = mapped_column(sa.String(LONGEST_ANSWER), default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    __table_args__ = (
        sa.UniqueConstraint("person_id", "course", "part", "place"),
        sa.Index("ix_remark_place", "course", "part", "place"),
        sa.CheckConstraint("(answered_at is null) = (outcome = '')", name="answered_with_outcome"),
    )
