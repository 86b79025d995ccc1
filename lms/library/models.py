"""Material of an organisation, its versions, and who made use of it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.clock import utcnow
from lms.extensions import BigId, db, random_id
from lms.files.models import StoredFile

LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_TEXT = 100, 600, 4000
LONGEST_REASON = 600


class Kind(StrEnum):
    """What it is."""

    SLIDES = "slides"
    PHOTO = "photo"
    EXAMPLE = "example"


class Licence(StrEnum):
    """What others may do with it."""

    NETWORK = "network"
    CC_BY = "cc-by"
    CC0 = "cc0"


class State(StrEnum):
    """Where a version is. One that is accepted is replaced by the next that is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REPLACED = "replaced"


class Material(db.Model):
    """Something shared. It belongs to the organisation: whoever holds a seat there looks after it.

    `named` says whether others see which organisation it is of. `withdrawn_at` takes it from the
    library, by its owner or by the staff (`taken_down`).
    """

    __tablename__ = "material"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True, default=random_id)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    named: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    withdrawn_at: Mapped[datetime | None]
    taken_down: Mapped[bool] = mapped_column(default=False)


class MaterialVersion(db.Model):
    """One version: what is seen, and the decision on it. `search_key` follows the words."""

    __tablename__ = "material_version"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    material_id: Mapped[int] = mapped_column(sa.ForeignKey("material.id"))
    number: Mapped[int] = mapped_column(sa.SmallInteger)
    kind: Mapped[str] = mapped_column(sa.String(10))
    title: Mapped[str] = mapped_column(sa.String(LONGEST_TITLE))
    description: Mapped[str] = mapped_column(sa.String(LONGEST_DESCRIPTION), default="")
    text: Mapped[str] = mapped_column(sa.String(LONGEST_TEXT), default="")
    language: Mapped[str] = mapped_column(sa.String(8))
    licence: Mapped[str] = mapped_column(sa.String(10))
    kit: Mapped[str] = mapped_column(sa.String(80), default="")
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)
    search_key: Mapped[str] = mapped_column(sa.Text, default="")
    state: Mapped[str] = mapped_column(sa.String(10), default=State.DRAFT.value)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    changed_at: Mapped[datetime] = mapped_column(default=utcnow)
    reason: Mapped[str] = mapped_column(sa.String(LONGEST_REASON), default="")
    decided_by: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    material: Mapped[Material] = relationship(lazy="raise")
    file: Mapped[StoredFile | None] = relationship(lazy="raise")

    __table_args__ = (
        sa.UniqueConstraint("material_id", "number"),
        sa.CheckConstraint("kind in ('slides', 'photo', 'example')", name="kind"),
        sa.CheckConstraint("licence in ('network', 'cc-by', 'cc0')", name="licence"),
        sa.CheckConstraint(
            "state in ('draft', 'submitted', 'accepted', 'refused', 'replaced')", name="state"
        ),
        sa.CheckConstraint("(file_id is null) = (text <> '')", name="file_or_text"),
        sa.Index(
            "uq_material_version_accepted",
            "material_id",
            unique=True,
            sqlite_where=sa.text("state = 'accepted'"),
            postgresql_where=sa.text("state = 'accepted'"),
        ),
        sa.Index(
            "uq_material_version_open",
            "material_id",
            unique=True,
            sqlite_where=sa.text("state in ('draft', 'submitted', 'refused')"),
            postgresql_where=sa.text("state in ('draft', 'submitted', 'refused')"),
        ),
    )


class MaterialUse(db.Model):
    """An organisation used it; `helpful` is what it thought of it. Each counts once."""

    __tablename__ = "material_use"

    material_id: Mapped[int] = mapped_column(sa.ForeignKey("material.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), primary_key=True)
    day: Mapped[date]
    helpful: Mapped[bool | None]
