"""What is kept while a session runs. All of it but the session's own row goes when it closes."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.clock import utcnow
from lms.extensions import BigId, db
from lms.grading.live import Phase


class LiveSession(db.Model):
    """The run of a training session. `version` counts every change that a phone has to see;
    polling compares it and nothing else.

    `word` is what people type to join: unique among those that run, null afterwards.
    `step` is a place in `Kit.steps`. `remote_hash` is that of the token of the phone that serves
    as remote control.
    """

    __tablename__ = "live_session"

    session_id: Mapped[int] = mapped_column(sa.ForeignKey("training_session.id"), primary_key=True)
    word: Mapped[str | None] = mapped_column(sa.String(24), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    step: Mapped[int] = mapped_column(default=0)
    phase: Mapped[str] = mapped_column(sa.String(10), default=Phase.WAITING.value)
    show_counts: Mapped[bool] = mapped_column(default=False)
    remote_hash: Mapped[str | None] = mapped_column(sa.String(64))
    changed_at: Mapped[datetime] = mapped_column(default=utcnow)

    __table_args__ = (
        sa.CheckConstraint("phase in ('waiting', 'asking', 'stopped', 'shown')", name="phase"),
    )


class Participant(db.Model):
    """A phone in a running session: no name, no account. `code` moves it to another phone."""

    __tablename__ = "live_participant"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("live_session.session_id"))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    code: Mapped[str] = mapped_column(sa.String(8))
    language: Mapped[str] = mapped_column(sa.String(8))
    nickname: Mapped[str] = mapped_column(sa.String(20), default="")
    joined_at: Mapped[datetime] = mapped_column(default=utcnow)

    __table_args__ = (sa.UniqueConstraint("session_id", "code"),)


class LiveAnswer(db.Model):
    """The answer of one phone to one question in one round; a later one takes its place.

    `item` is a question of the kit, or `feedback/<question>`.
    """

    __tablename__ = "live_answer"

    participant_id: Mapped[int] = mapped_column(
        sa.ForeignKey("live_participant.id"), primary_key=True
    )
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("live_session.session_id"))
    item: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    round: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    answer: Mapped[str] = mapped_column(sa.String(40))

    __table_args__ = (
        sa.CheckConstraint("round in ('before', 'once', 'after')", name="round"),
        sa.Index("ix_live_answer_tally", "session_id", "item", "round", "answer"),
    )


class HandCount(db.Model):
    """A show of hands that the presenter entered: how many for one answer."""

    __tablename__ = "live_hand_count"

    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("live_session.session_id"), primary_key=True
    )
    item: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    round: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    answer: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    count: Mapped[int]

    __table_args__ = (
        sa.CheckConstraint("round in ('before', 'once', 'after')", name="round"),
        sa.CheckConstraint("count between 0 and 2000", name="count"),
    )
