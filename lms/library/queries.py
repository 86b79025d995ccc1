"""Finding material: what is shared, what is one's own, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from lms.errors import NotFound
from lms.extensions import db
from lms.files.models import StoredFile
from lms.library.models import Material, MaterialUse, MaterialVersion, State
from lms.network.models import Organisation
from lms.search import finds


@dataclass(frozen=True, slots=True)
class Card:
    """Material as lists show it: one version, whose it is, and how many organisations used it.

    `organisation` is empty where the owner did not want to be named.
    """

    public_id: str
    number: int
    kind: str
    title: str
    description: str
    language: str
    licence: str
    kit: str
    state: str
    changed_at: datetime
    reason: str
    file_id: int | None
    mime: str | None
    size: int | None
    pages: int | None
    organisation: str
    uses: int
    helped: int
    judged: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for; empty takes everything."""

    query: str = ""
    kind: str = ""
    kit: str = ""
    language: str = ""


def shared(filters: Filters, *, by_use: bool, offset: int, limit: int) -> list[Card]:
    """A page of what everybody of the network may use."""
    order = (
        (_uses().desc(), MaterialVersion.changed_at.desc())
        if by_use
        else (MaterialVersion.changed_at.desc(),)
    )
    statement = _cards(_whose_name()).where(*_shared(filters))
    return _rows(statement.order_by(*order, Material.id).offset(offset).limit(limit))


def count_shared(filters: Filters) -> int:
    """How many there are."""
    statement = sa.select(sa.func.count()).select_from(MaterialVersion).join(Material)
    return db.session.scalar(statement.where(*_shared(filters))) or 0


def own(organisation_ids: list[int]) -> list[Card]:
    """The newest version of everything of these organisations, whatever its state."""
    newest = (
        sa.select(sa.func.max(MaterialVersion.number))
        .where(MaterialVersion.material_id == Material.id)
        .correlate(Material)
        .scalar_subquery()
    )
    statement = _cards(Organisation.name).where(
        Material.organisation_id.in_(organisation_ids), MaterialVersion.number == newest
    )
    return _rows(statement.order_by(MaterialVersion.changed_at.desc(), Material.id))


def waiting() -> list[Card]:
    """What the programme team has to look at, the oldest first."""
    statement = _cards(Organisation.name).where(MaterialVersion.state == State.SUBMITTED.value)
    return _rows(statement.order_by(MaterialVersion.changed_at, Material.id))


def count_waiting() -> int:
    return (
        db.session.scalar(
            sa.select(sa.func.count(MaterialVersion.id)).where(
                MaterialVersion.state == State.SUBMITTED.value
            )
        )
        or 0
    )


def material_by(public_id: str) -> Material:
    """Raises NotFound."""
    found = db.session.scalar(sa.select(Material).where(Material.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def versions(material_id: int) -> list[MaterialVersion]:
    """All versions, the newest first, with what is told of their files."""
    return list(
        db.session.scalars(
            sa.select(MaterialVersion)
            .where(MaterialVersion.material_id == material_id)
            .options(joinedload(MaterialVersion.file))
            .order_by(MaterialVersion.number.desc())
        )
    )


def used_by(material_id: int, organisation_ids: list[int]) -> MaterialUse | None:
    """What the own organisation said of it."""
    return db.session.scalar(
        sa.select(MaterialUse)
        .where(
            MaterialUse.material_id == material_id,
            MaterialUse.organisation_id.in_(organisation_ids),
        )
        .limit(1)
    )


def card_of(material_id: int, number: int) -> Card:
    """One version as a card. Raises NotFound."""
    statement = _cards(_whose_name()).where(
        Material.id == material_id, MaterialVersion.number == number
    )
    rows = _rows(statement)
    if not rows:
        raise NotFound
    return rows[0]


def _shared(filters: Filters) -> list[sa.ColumnElement[bool]]:
    conditions = [
        MaterialVersion.state == State.ACCEPTED.value,
        Material.withdrawn_at.is_(None),
        finds(MaterialVersion.search_key, filters.query),
    ]
    for column, value in (
        (MaterialVersion.kind, filters.kind),
        (MaterialVersion.kit, filters.kit),
        (MaterialVersion.language, filters.language),
    ):
        if value:
            conditions.append(column == value)
    return conditions


def _whose_name() -> sa.ColumnElement[str]:
    return sa.case((Material.named, Organisation.name), else_="")


def _uses(*more: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .select_from(MaterialUse)
        .where(MaterialUse.material_id == Material.id, *more)
        .correlate(Material)
        .scalar_subquery()
    )


def _cards(
    name: sa.ColumnElement[str] | sa.orm.InstrumentedAttribute[str],
) -> sa.Select[tuple[object, ...]]:
    return (
        sa.select(
            Material.public_id,
            MaterialVersion.number,
            MaterialVersion.kind,
            MaterialVersion.title,
            MaterialVersion.description,
            MaterialVersion.language,
            MaterialVersion.licence,
            MaterialVersion.kit,
            MaterialVersion.state,
            MaterialVersion.changed_at,
            MaterialVersion.reason,
            MaterialVersion.file_id,
            StoredFile.mime,
            StoredFile.size,
            StoredFile.pages,
            name,
            _uses(),
            _uses(MaterialUse.helpful.is_(True)),
            _uses(MaterialUse.helpful.is_not(None)),
        )
        .select_from(MaterialVersion)
        .join(Material, Material.id == MaterialVersion.material_id)
        .join(Organisation, Organisation.id == Material.organisation_id)
        .outerjoin(StoredFile, StoredFile.id == MaterialVersion.file_id)
    )


def _rows(statement: sa.Select[tuple[object, ...]]) -> list[Card]:
    return [Card(*row) for row in db.session.execute(statement)]  # type: ignore[arg-type]
