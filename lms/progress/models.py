"""LedgerFact (append-only) and what is projected from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from lms.clock import utcnow
from lms.extensions import BigId, db
from lms.grading.completion import FactKind

Json = sa.JSON().with_variant(JSONB, "postgresql")
NullableJson = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class LedgerFact(db.Model):
    """Something that happened, with its evidence. Rows are never changed or removed.

    `reference` tells repeated facts apart (the attempt of a quiz); it is empty for what can
    happen only once. `recorded_by` is null when the person did it.
    """

    __tablename__ = "fact"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    course: Mapped[str] = mapped_column(sa.String(80))
    kind: Mapped[str] = mapped_column(sa.String(20))
    subject: Mapped[str] = mapped_column(sa.String(120), default="")
    reference: Mapped[str] = mapped_column(sa.String(24), default="")
    passed: Mapped[bool] = mapped_column(default=True)
    at: Mapped[datetime]
    recorded_at: Mapped[datetime] = mapped_column(default=utcnow)
    recorded_by: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    edition_id: Mapped[int | None] = mapped_column(sa.ForeignKey("edition.id"))
    content_hash: Mapped[str] = mapped_column(sa.String(64), default="")

    __table_args__ = (
        sa.UniqueConstraint("person_id", "course", "kind", "subject", "reference"),
        sa.CheckConstraint(
            "kind in (" + ", ".join(f"'{kind.value}'" for kind in FactKind) + ")", name="kind"
        ),
    )


class CourseProgress(db.Model):
    """One row per person and course: the dates of `grading.completion.Standing`.

    A projection: written with each fact by `services.append`, made anew by `lms rebuild`.
    `done` and `modules` map activities and modules to ISO moments in UTC.
    """

    __tablename__ = "course_progress"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    course: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    named_at: Mapped[datetime | None]
    invited_at: Mapped[datetime | None]
    signed_in_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    online_done_at: Mapped[datetime | None]
    complete_at: Mapped[datetime | None]
    last_activity_at: Mapped[datetime | None]
    done: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    modules: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)

    # Every date that a list or a rule asks for, without reading the wide rows.
    __table_args__ = (
        sa.Index(
            "ix_course_progress_dates",
            "person_id",
            "course",
            "complete_at",
            "signed_in_at",
            "invited_at",
            "named_at",
            "last_activity_at",
        ),
    )


class ActiveQuarter(db.Model):
    """A quarter in which a person took part in a course; also a projection of the facts.

    A table of its own so that participation per quarter is one join for any number of people;
    the person leads the key, because people are looked up here and quarters are few.
    """

    __tablename__ = "active_quarter"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    quarter: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    course: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
