"""The outbox: a letter is written in the transaction that it is about, and sent by the worker."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.clock import utcnow
from lms.extensions import BigId, db, random_id


class MailKind(StrEnum):
    """What a letter is for."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    RECOVERY = "recovery"
    NOMINATION = "nomination"
    ACCOUNT = "account"
    """A way to sign in changed."""
    TRAINING = "training"
    """About an internal training that somebody plans."""


class MailState(StrEnum):
    """Where a letter is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    """Given up after the last try."""
    WITHDRAWN = "withdrawn"


class OutboxMail(db.Model):
    """A letter. Its text may hold a link that signs in, so it goes when the letter is sent.

    `next_try_at` is when the worker takes it up; while it does, `held_until` keeps other workers
    away. `last_error` is the kind of the last failure, never a server's words.
    """

    __tablename__ = "outbox_mail"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True, default=random_id)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    address: Mapped[str] = mapped_column(sa.String(254))
    kind: Mapped[str] = mapped_column(sa.String(12))
    language: Mapped[str] = mapped_column(sa.String(2))
    subject: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[str] = mapped_column(sa.String(10), default=MailState.WAITING.value)
    tries: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    next_try_at: Mapped[datetime] = mapped_column(default=utcnow)
    held_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(sa.String(60), default="")

    __table_args__ = (
        sa.CheckConstraint(
            "kind in (" + ", ".join(f"'{kind.value}'" for kind in MailKind) + ")", name="kind"
        ),
        sa.CheckConstraint(
            "state in (" + ", ".join(f"'{state.value}'" for state in MailState) + ")",
            name="state",
        ),
        sa.Index("ix_outbox_mail_state_next_try_at", "state", "next_try_at"),
    )
