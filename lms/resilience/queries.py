"""Reads. The organisation comes from `own_organisation`, which asks for a seat held now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from lms.clock import local_date
from lms.errors import NotFound
from lms.extensions import db
from lms.network.models import Organisation, Seat
from lms.resilience.contents import OpenMeasure, read_measure
from lms.resilience.models import KEPT_FOR, Measure, ResilienceScan, State

WARNED = timedelta(days=60)
"""So long before something goes the page says so."""
COMPARED = 2
"""Finished scans that are kept: the last one, and the one before to compare with."""


@dataclass(frozen=True, slots=True)
class OwnOrganisation:
    """An organisation of which somebody holds a seat now."""

    id: int
    public_id: str
    name: str


def own_organisations(person_id: int) -> list[OwnOrganisation]:
    """Every organisation of which the person holds a seat now, by name."""
    rows = db.session.execute(
        sa.select(Organisation.id, Organisation.public_id, Organisation.name)
        .join(Seat, Seat.organisation_id == Organisation.id)
        .where(Seat.person_id == person_id, Seat.until.is_(None))
        .distinct()
        .order_by(Organisation.name, Organisation.id)
    )
    return [OwnOrganisation(*row) for row in rows]


def own_organisation(person_id: int, public_id: str) -> OwnOrganisation:
    """One of them. Raises NotFound, whatever else the person may see."""
    for organisation in own_organisations(person_id):
        if organisation.public_id == public_id:
            return organisation
    raise NotFound


def running(organisation_id: int, *, for_update: bool = False) -> ResilienceScan | None:
    """The scan that is not finished."""
    statement = sa.select(ResilienceScan).where(
        ResilienceScan.organisation_id == organisation_id, ResilienceScan.finished_at.is_(None)
    )
    return db.session.scalar(statement.with_for_update() if for_update else statement)


def finished(organisation_id: int) -> list[ResilienceScan]:
    """The finished scans that are kept, the newest first."""
    return list(
        db.session.scalars(
            sa.select(ResilienceScan)
            .where(
                ResilienceScan.organisation_id == organisation_id,
                ResilienceScan.finished_at.is_not(None),
            )
            .order_by(ResilienceScan.finished_at.desc(), ResilienceScan.id.desc())
        )
    )


def measure_row(organisation_id: int, public_id: str) -> Measure:
    """A measure of the organisation, to change it. Raises NotFound."""
    row = db.session.scalar(
        sa.select(Measure)
        .where(Measure.organisation_id == organisation_id, Measure.public_id == public_id)
        .with_for_update()
    )
    if row is None:
        raise NotFound
    return row


def measures(organisation_id: int) -> list[OpenMeasure]:
    """What is open first and by its date, what is done last."""
    rows = db.session.scalars(
        sa.select(Measure).where(Measure.organisation_id == organisation_id).order_by(Measure.id)
    )
    return sorted(
        map(read_measure, rows),
        key=lambda entry: (entry.state is State.DONE, entry.content.due or date.max),
    )


def goes_soon(organisation_id: int, today: date) -> date | None:
    """The first day on which a scan or measure is removed, when that is near."""
    changed = [
        db.session.scalar(
            sa.select(sa.func.min(model.changed_at)).where(model.organisation_id == organisation_id)
        )
        for model in (ResilienceScan, Measure)
    ]
    days = [local_date(moment + KEPT_FOR) for moment in changed if moment is not None]
    first = min(days, default=None)
    return first if first is not None and first - WARNED <= today else None
