"""SelfCheck: what somebody says of themselves at one moment."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.clock import utcnow
from lms.extensions import db

QUESTIONS = ("recognise", "route", "act")
"""Would I recognise it, do I know the route, would I do it?"""


class SelfCheck(db.Model):
    """Answers from 1 (surely not) to 5 (surely), private to the person; None was skipped.

    A row without answers says that the person skipped all: they are not asked again.
    """

    __tablename__ = "self_check"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    course: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    moment: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    recognise: Mapped[int | None] = mapped_column(sa.SmallInteger)
    route: Mapped[int | None] = mapped_column(sa.SmallInteger)
    act: Mapped[int | None] = mapped_column(sa.SmallInteger)
    answered_at: Mapped[datetime] = mapped_column(default=utcnow)

    __table_args__ = tuple(
        sa.CheckConstraint(f"{name} between 1 and 5", name=name) for name in QUESTIONS
    )
