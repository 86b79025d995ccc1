"""Edition, the files that changed in it, and every text and picture by its hash."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.clock import utcnow
from lms.extensions import BigId, db


class ContentBlob(db.Model):
    """The bytes behind a hash: a content file, a picture, or the canonical text of one item.

    Append-only: rows are never changed or removed.
    """

    __tablename__ = "content_blob"

    hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    name: Mapped[str] = mapped_column(sa.String(200))
    language: Mapped[str] = mapped_column(sa.String(2), default="")
    data: Mapped[bytes] = mapped_column(sa.LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)


class Edition(db.Model):
    """One state of the whole content set; `tree_hash` identifies it."""

    __tablename__ = "edition"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    tree_hash: Mapped[str] = mapped_column(sa.String(64))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)


class EditionFile(db.Model):
    """A file as this edition changed it; a null hash says that it was removed."""

    __tablename__ = "edition_file"

    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), primary_key=True)
    path: Mapped[str] = mapped_column(sa.String(300), primary_key=True)
    hash: Mapped[str | None] = mapped_column(sa.ForeignKey("content_blob.hash"))
