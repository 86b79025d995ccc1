"""ReportDraft: what a learner writes about a case, as long as the exercise lasts."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.clock import utcnow
from lms.extensions import db
from lms.grading.reports import FIELDS

KEPT = timedelta(days=30)
"""After its first word a draft is gone, finished or not."""
LONGEST = 2000
"""Signs in one field."""


class ReportDraft(db.Model):
    """A practice report that is being written. `revision` counts its changes.

    The columns of the fields have their names from `lms.grading.reports.FIELDS`.
    """

    __tablename__ = "report_draft"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    course: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    report: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    who: Mapped[str] = mapped_column(sa.Text, default="")
    what: Mapped[str] = mapped_column(sa.Text, default="")
    where: Mapped[str] = mapped_column(sa.Text, default="")
    when: Mapped[str] = mapped_column(sa.Text, default="")
    how: Mapped[str] = mapped_column(sa.Text, default="")
    vehicle: Mapped[str] = mapped_column(sa.Text, default="")
    unknown: Mapped[str] = mapped_column(sa.Text, default="")
    route: Mapped[str] = mapped_column(sa.String(60), default="")
    revision: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[datetime] = mapped_column(default=utcnow)
    saved_at: Mapped[datetime] = mapped_column(default=utcnow)

    __table_args__ = (sa.Index("ix_report_draft_started_at", "started_at"),)

    @property
    def texts(self) -> dict[str, str]:
        """What was written, by field."""
        return {name: getattr(self, name) for name in FIELDS}

    @property
    def is_over(self) -> bool:
        """Whether its time has passed, also when nobody removed it yet."""
        return self.started_at <= utcnow() - KEPT

    @property
    def can_be_reviewed(self) -> bool:
        return bool(self.route) and any(self.texts.values())
