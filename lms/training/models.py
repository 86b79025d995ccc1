"""Sessions that an organisation held with a kit, and what came out: counts, never persons."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.clock import utcnow
from lms.extensions import BigId, db, random_id
from lms.strongbox import kept

NAMES_KEPT_FOR = timedelta(days=30)
"""A list of names goes by itself this long after the session."""


class SessionState(StrEnum):
    """Where a session is. A cancelled one keeps its row; nothing of it counts."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Way(StrEnum):
    """How answers came in: by phone, by show of hands, or held without the app."""

    PHONES = "phones"
    HANDS = "hands"
    PAPER = "paper"


class CoTrainer(StrEnum):
    """Whether the programme team was asked to come along."""

    NO = "no"
    ASKED = "asked"
    COMING = "coming"
    NOT_COMING = "not-coming"


class TrainingSession(db.Model):
    """One internal training. It belongs to the organisation; `given_by` gave or gives it.

    `edition_id` is the content it is held with, from the start on. `headcount` is the reach, set
    when the session closes: those who joined, or those whom the presenter counted, whichever is
    more. `note` is the POCO's own.
    """

    __tablename__ = "training_session"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True, default=random_id)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"), index=True)
    given_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    kit: Mapped[str] = mapped_column(sa.String(80))
    language: Mapped[str] = mapped_column(sa.String(8))
    edition_id: Mapped[int | None] = mapped_column(sa.ForeignKey("edition.id"))
    day: Mapped[date]
    place: Mapped[str] = mapped_column(sa.String(120), default="")
    expected: Mapped[int | None]
    way: Mapped[str] = mapped_column(sa.String(10), default=Way.PHONES.value)
    state: Mapped[str] = mapped_column(sa.String(10), default=SessionState.PLANNED.value)
    co_trainer: Mapped[str] = mapped_column(sa.String(12), default=CoTrainer.NO.value)
    headcount: Mapped[int | None]
    note: Mapped[str] = mapped_column(sa.String(1000), default="")
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    started_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        sa.CheckConstraint("state in ('planned', 'open', 'closed', 'cancelled')", name="state"),
        sa.CheckConstraint("way in ('phones', 'hands', 'paper')", name="way"),
        sa.CheckConstraint(
            "co_trainer in ('no', 'asked', 'coming', 'not-coming')", name="co_trainer"
        ),
        sa.CheckConstraint("expected is null or expected between 1 and 2000", name="expected"),
        sa.CheckConstraint("headcount is null or headcount between 0 and 2000", name="headcount"),
        sa.CheckConstraint("(state = 'closed') = (closed_at is not null)", name="closed"),
        sa.Index("ix_training_session_kit_state", "kit", "state"),
    )


class Tally(db.Model):
    """How many chose one answer of one question in one round of a session; `item` is a question
    of the kit, or `feedback/<question>` for what participants thought of it (round "once").

    Written when the session closes, or entered by hand. `item_hash` is the question as asked.
    """

    __tablename__ = "training_tally"

    session_id: Mapped[int] = mapped_column(sa.ForeignKey("training_session.id"), primary_key=True)
    item: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    round: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    answer: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    item_hash: Mapped[str] = mapped_column(sa.String(64), default="")
    count: Mapped[int]

    __table_args__ = (
        sa.CheckConstraint("round in ('before', 'once', 'after')", name="round"),
        sa.CheckConstraint("count >= 0", name="count"),
    )


@kept
class SignInList(db.Model):
    """The names of who was there, where the organisation needs them: sealed, seen by its POCOs
    only, and gone at `expires_at`."""

    __tablename__ = "training_sign_in_list"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("training_session.id"), unique=True)
    sealed: Mapped[bytes] = mapped_column(sa.LargeBinary)
    expires_at: Mapped[datetime]

    @property
    def seal_context(self) -> bytes:
        return f"sign-in list {self.session_id}".encode()


class SelfStudyLink(db.Model):
    """An address for colleagues who missed a session: without account. The POCO counts the codes
    that people bring back; `counted` stands for how many were."""

    __tablename__ = "self_study_link"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    word: Mapped[str] = mapped_column(sa.String(24), unique=True, default=random_id)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    made_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    kit: Mapped[str] = mapped_column(sa.String(80))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SelfStudyCode(db.Model):
    """Somebody went through the kit by a link and got this code; counted once when brought back."""

    __tablename__ = "self_study_code"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    link_id: Mapped[int] = mapped_column(sa.ForeignKey("self_study_link.id"))
    code: Mapped[str] = mapped_column(sa.String(12))
    made_on: Mapped[date]
    counted_on: Mapped[date | None]

    __table_args__ = (sa.UniqueConstraint("link_id", "code"),)
