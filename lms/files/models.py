"""Files in the database, so that every worker and machine has them, and a backup holds all."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.clock import utcnow
from lms.extensions import BigId, db


class StoredFile(db.Model):
    """A checked file and a small picture of it. It belongs to whatever row names it, and goes with
    the last one."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    mime: Mapped[str] = mapped_column(sa.String(40))
    ending: Mapped[str] = mapped_column(sa.String(8))
    size: Mapped[int]
    pages: Mapped[int | None]
    data: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    preview: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
