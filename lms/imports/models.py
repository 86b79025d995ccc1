"""An upload between its check and its confirmation."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from lms.clock import utcnow
from lms.extensions import BigId, db, random_id

Json = sa.JSON().with_variant(JSONB, "postgresql")


class UploadState(StrEnum):
    """How far an upload is."""

    WAITING = "waiting"
    CHECKING = "checking"
    CHECKED = "checked"
    DONE = "done"


class Upload(db.Model):
    """A file that somebody wants to import. It goes when it is done with, at most a day later.

    `data` is what was read out of the file, not the file. `rows_done` of `rows_total` is how far
    the check is. The digest in `counts` is that of the plan the check made: when a confirmation
    would do anything else, it is refused.
    """

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True, default=random_id)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    data: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    state: Mapped[str] = mapped_column(sa.String(10), default=UploadState.WAITING.value)
    problem: Mapped[str] = mapped_column(sa.String(40), default="")
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_total: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        sa.CheckConstraint(
            "state in (" + ", ".join(f"'{state.value}'" for state in UploadState) + ")",
            name="state",
        ),
    )


class UploadRow(db.Model):
    """One row of the file with what would become of it."""

    __tablename__ = "upload_row"

    upload_id: Mapped[int] = mapped_column(
        sa.ForeignKey("upload.id", ondelete="cascade"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    """As the spreadsheet numbers it."""
    fate: Mapped[str] = mapped_column(sa.String(10))
    cells: Mapped[dict[str, Any]] = mapped_column(Json)
    notes: Mapped[list[Any]] = mapped_column(Json, default=list)

    __table_args__ = (
        sa.CheckConstraint("fate in ('create', 'change', 'same', 'refuse')", name="fate"),
        sa.Index("ix_upload_row_upload_id_fate", "upload_id", "fate", "number"),
    )
