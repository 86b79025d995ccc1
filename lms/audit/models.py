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
    """

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(default=utcnow, index=True)
    actor: Mapped[str] = mapped_column(sa.String(24), default="")
    action: Mapped[str] = mapped_column(sa.String(40))
    subject: Mapped[str] = mapped_column(sa.String(24), default="", index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(
        sa.JSON().with_variant(JSONB, "postgresql"), default=dict
    )


class AuditSeal(db.Model):
    """A batch of entries under one hash, which also covers the hash of the seal before."""

    __tablename__ = "audit_seal"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    first_entry_id: Mapped[int] = mapped_column(BigId)
    last_entry_id: Mapped[int] = mapped_column(BigId, unique=True)
    count: Mapped[int]
    previous: Mapped[str] = mapped_column(sa.String(64), unique=True)
    hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    sealed_at: Mapped[datetime] = mapped_column(default=utcnow)
