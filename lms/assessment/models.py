"""Attempt and Response; CheckResponse for the questions inside lessons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.clock import utcnow
from lms.extensions import BigId, db, random_id
from lms.progress.models import Json, NullableJson


class Attempt(db.Model):
    """One try at a quiz. What it asks is frozen at the start, so that an edit or a removed file
    never changes it: `drawn` is a list of {"item": id, "hash": …, "order": [keys]}."""

    __tablename__ = "attempt"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True, default=random_id)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    course: Mapped[str] = mapped_column(sa.String(80))
    quiz: Mapped[str] = mapped_column(sa.String(80))
    quiz_title: Mapped[str] = mapped_column(sa.String(200))
    quiz_hash: Mapped[str] = mapped_column(sa.String(64), default="", server_default="")
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"))
    language: Mapped[str] = mapped_column(sa.String(2))
    pass_mark: Mapped[float]
    drawn: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    started_at: Mapped[datetime] = mapped_column(default=utcnow)
    submitted_at: Mapped[datetime | None]
    score: Mapped[float | None]
    passed: Mapped[bool | None]

    __table_args__ = (
        sa.CheckConstraint("pass_mark between 0 and 1", name="pass_mark"),
        sa.CheckConstraint("score between 0 and 1", name="score"),
        sa.CheckConstraint(
            "(submitted_at is null) = (score is null) and (score is null) = (passed is null)",
            name="graded_when_submitted",
        ),
        sa.Index("ix_attempt_person_id_course_quiz", "person_id", "course", "quiz"),
        sa.Index(
            "uq_attempt_open",
            "person_id",
            "course",
            "quiz",
            unique=True,
            sqlite_where=sa.text("submitted_at is null"),
            postgresql_where=sa.text("submitted_at is null"),
        ),
    )


class Response(db.Model):
    """The answer to one drawn item. `revision` counts its changes; `key` is the idempotency key
    of the last one, so that a request sent twice is taken once. `sure` is None where the person did
    not say, or was not asked, how sure they were."""

    __tablename__ = "response"

    attempt_id: Mapped[int] = mapped_column(sa.ForeignKey("attempt.id"), primary_key=True)
    number: Mapped[int] = mapped_column(sa.SmallInteger, primary_key=True)
    value: Mapped[Any | None] = mapped_column(NullableJson)
    sure: Mapped[bool | None]
    revision: Mapped[int] = mapped_column(default=1)
    key: Mapped[str] = mapped_column(sa.String(64))
    saved_at: Mapped[datetime] = mapped_column(default=utcnow)


class CheckResponse(db.Model):
    """The last answer to a check question in a lesson, with the hash of what was asked."""

    __tablename__ = "check_response"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    course: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    lesson: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    item: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    item_hash: Mapped[str] = mapped_column(sa.String(64))
    value: Mapped[Any] = mapped_column(Json)
    correct: Mapped[bool]
    answered_at: Mapped[datetime] = mapped_column(default=utcnow)


class SurenessTotal(db.Model):
    """How often people were sure of a question and right; counted when an attempt is handed in."""

    __tablename__ = "sureness_total"

    course: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    quiz: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    item: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    sure_right: Mapped[int]
    sure_wrong: Mapped[int]
    unsure_right: Mapped[int]
    unsure_wrong: Mapped[int]

    @property
    def answers(self) -> int:
        return self.sure_right + self.sure_wrong + self.unsure_right + self.unsure_wrong
