"""Scans and measures of an organisation, sealed; and what a person did of the plan.

What was answered and written stands in `sealed`, under a key that is not in the database
(lms/strongbox.py), bound to its row and its organisation. Nobody is named in these rows: they
belong to the organisation, and whoever holds one of its seats opens them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.clock import utcnow
from lms.extensions import BigId, db, random_id
from lms.progress.models import Json
from lms.strongbox import kept

KEPT_FOR = timedelta(days=730)
"""After the last change a scan or measure is removed."""


class State(StrEnum):
    """Where a measure stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DONE = "done"


@kept
class ResilienceScan(db.Model):
    """A scan of an organisation; `sealed` holds the answers. One runs at a time."""

    __tablename__ = "resilience_scan"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True, default=random_id)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(default=utcnow)
    changed_at: Mapped[datetime] = mapped_column(default=utcnow)
    finished_at: Mapped[datetime | None]
    sealed: Mapped[bytes] = mapped_column(sa.LargeBinary)

    __table_args__ = (
        sa.Index(
            "uq_resilience_scan_running",
            "organisation_id",
            unique=True,
            sqlite_where=sa.text("finished_at is null"),
            postgresql_where=sa.text("finished_at is null"),
        ),
    )

    @property
    def seal_context(self) -> bytes:
        return f"scan {self.organisation_id} {self.public_id}".encode()


@kept
class Measure(db.Model):
    """A step against a weak spot. What, who and when are sealed; only the state is not."""

    __tablename__ = "measure"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True, default=random_id)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    state: Mapped[str] = mapped_column(sa.String(10), default=State.PROPOSED.value)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    changed_at: Mapped[datetime] = mapped_column(default=utcnow)
    sealed: Mapped[bytes] = mapped_column(sa.LargeBinary)

    __table_args__ = (
        sa.CheckConstraint("state in ('proposed', 'accepted', 'done')", name="state"),
    )

    @property
    def seal_context(self) -> bytes:
        return f"measure {self.organisation_id} {self.public_id}".encode()


class ActionPlan(db.Model):
    """The first 90 days of a person: step → the day it was ticked off. `started_on` is set when
    the person begins on another day than that of the online part."""

    __tablename__ = "action_plan"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    course: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    started_on: Mapped[date | None]
    done: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
