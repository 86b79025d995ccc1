"""Audit entries, and the seals that make a change to them visible."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from lms.clock import utcnow
from lms.extensions import BigId, db


class AuditEntry(db.Model):
    """Somebody saw, changed or exported something about people.

    `actor` and `subject` are random ids (`public_id`s), never names; `actor` is empty for the
    system. `detail` holds filters and counts, never personal data. A list is one entry.

    Triggers refuse to change or remove a row (migration 0007). A later migration that makes this
    table anew on SQLite has to make them anew too.
    """

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(default=utcnow)
    actor: Mapped[str] = mapped_column(sa.String(24), default="")
    action: Mapped[str] = mapped_column(sa.String(40))
    subject: Mapped[str] = mapped_column(sa.String(24), default="")
    detail: Mapped[dict[str, Any]] = mapped_column(
        sa.JSON().with_variant(JSONB, "postgresql"), default=dict
    )

    # The page reads the newest first, whatever it filters by.
    __table_args__ = (
        sa.Index("ix_audit_entry_at", "at"),
        sa.Index("ix_audit_entry_actor_id", "actor", "id"),
        sa.Index("ix_audit_entry_action_id", "action", "id"),
        sa.Index("ix_audit_entry_subject_id", "subject", "id"),
    )


class AuditSeal(db.Model):
    """A batch of entries under one hash, which also covers the hash of the seal before.

    When its entries are too old to keep they go all at once, and `removed_at` says so: the hash
    stays, so that what follows can still be proven. Nothing else of a seal ever changes.
    """

    __tablename__ = "audit_seal"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    first_entry_id: Mapped[int] = mapped_column(BigId)
    last_entry_id: Mapped[int] = mapped_column(BigId, unique=True)
    count: Mapped[int]
    previous: Mapped[str] = mapped_column(sa.String(64), unique=True)
    hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    sealed_at: Mapped[datetime] = mapped_column(default=utcnow)
    removed_at: Mapped[datetime | None]
