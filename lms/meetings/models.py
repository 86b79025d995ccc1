"""Meeting and attendance. Planning, check-in and calendars build on these."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, validates

from lms.clock import utcnow
from lms.extensions import BigId, db, random_id
from lms.search import fold


class Presence(StrEnum):
    """Whether somebody was there."""

    PRESENT = "present"
    ABSENT = "absent"
    EXCUSED = "excused"


class Meeting(db.Model):
    """A meeting on a day. `kind` is one that a course's completion rule may name.

    `place_key` follows the place, so that one written in another way is the same meeting.
    """

    __tablename__ = "meeting"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True, default=random_id)
    kind: Mapped[str] = mapped_column(sa.String(40))
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    day: Mapped[date]
    place: Mapped[str] = mapped_column(sa.String(120), default="")
    place_key: Mapped[str] = mapped_column(sa.String(240), default="")
    recorded_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)

    __table_args__ = (sa.UniqueConstraint("site_id", "day", "kind", "place_key"),)

    @validates("place")
    def _follow(self, _key: str, place: str) -> str:
        self.place_key = key_of(place)
        return place


def key_of(place: str) -> str:
    """What tells places apart: letters and digits only."""
    return fold(place)[:240]


class Attendance(db.Model):
    """Whether one person was at a meeting. `version` counts the corrections."""

    __tablename__ = "attendance"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True, index=True)
    presence: Mapped[str] = mapped_column(sa.String(10))
    version: Mapped[int] = mapped_column(sa.SmallInteger, default=1)
    recorded_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=utcnow)

    __table_args__ = (
        sa.CheckConstraint("presence in ('present', 'absent', 'excused')", name="presence"),
        sa.CheckConstraint("version >= 1", name="version"),
    )


class AttendanceCorrection(db.Model):
    """What an attendance said before it was put right, and why. Rows are never changed."""

    __tablename__ = "attendance_correction"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    before: Mapped[str] = mapped_column(sa.String(10))
    after: Mapped[str] = mapped_column(sa.String(10))
    reason: Mapped[str] = mapped_column(sa.String(300))
    corrected_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
