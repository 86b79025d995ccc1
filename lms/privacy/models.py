"""Requests to be erased."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.clock import utcnow
from lms.extensions import BigId, db, random_id


class ErasureRequest(db.Model):
    """Somebody asks to be forgotten; staff carry it out. One per person at a time."""

    __tablename__ = "erasure_request"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True, default=random_id)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), unique=True)
    asked_at: Mapped[datetime] = mapped_column(default=utcnow)
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
