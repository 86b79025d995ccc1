"""Writes about scans and measures. Services flush, never commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from lms.clock import local_date, utcnow
from lms.content.tools import Statement
from lms.errors import NotFound, ScanUnfinished, TooManyMeasures
from lms.extensions import db, random_id
from lms.grading.resilience import Answer
from lms.i18n import lazy_gettext as _l
from lms.network.handover import stays
from lms.network.models import Participation
from lms.network.services import lock_organisation, participation_ended
from lms.resilience import queries
from lms.resilience.contents import (
    Text,
    read_measure,
    read_scan,
    seal_measure,
    seal_scan,
)
from lms.resilience.models import Measure, ResilienceScan, State

MOST_MEASURES = 60

stays("resilience", _l("the resilience scan and the measures of the organisation"))


def init_app(app: Flask) -> None:
    """When an organisation takes part nowhere any more, its scans and measures go at once."""
    participation_ended.connect(_leave, app)


def _leave(_app: Flask, *, organisation_id: int) -> None:
    stays_on = sa.exists().where(
        Participation.organisation_id == organisation_id, Participation.until.is_(None)
    )
    if not db.session.scalar(sa.select(stays_on)):
        remove_all(organisation_id=organisation_id)


def start(*, organisation_id: int) -> ResilienceScan:
    """A new scan, or the one that is running: two POCOs fill in the same one."""
    known = queries.running(organisation_id)
    if known is not None:
        return known
    row = ResilienceScan(organisation_id=organisation_id, public_id=random_id())
    seal_scan(row, {})
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return start(organisation_id=organisation_id)
    return row


def save(*, organisation_id: int, answers: Mapping[str, Answer]) -> None:
    """Add answers to the scan that runs. Raises NotFound when none does."""
    row = queries.running(organisation_id, for_update=True)
    if row is None:
        raise NotFound
    seal_scan(row, {**read_scan(row), **answers})
    row.changed_at = utcnow()
    db.session.flush()


def finish(*, organisation_id: int) -> None:
    """The scan that runs becomes the last one; of the others one stays, to compare with.

    Raises NotFound when none runs, ScanUnfinished when nothing is answered.
    """
    row = queries.running(organisation_id, for_update=True)
    if row is None:
        raise NotFound
    if not read_scan(row):
        raise ScanUnfinished
    row.finished_at = row.changed_at = utcnow()
    db.session.flush()
    for old in queries.finished(organisation_id)[queries.COMPARED :]:
        db.session.delete(old)
    db.session.flush()


def throw_away(*, organisation_id: int) -> None:
    """Remove the scan that runs; finished ones stay. Raises NotFound."""
    row = queries.running(organisation_id, for_update=True)
    if row is None:
        raise NotFound
    db.session.delete(row)
    db.session.flush()


def propose(*, organisation_id: int, statement: Statement) -> None:
    """Take over the measure that the scan suggests; a second time changes nothing."""
    lock_organisation(organisation_id)
    known = {entry.content.statement for entry in queries.measures(organisation_id)}
    if statement.id in known:
        return
    content = Text(
        statement.measure,
        statement.owner,
        step=statement.step,
        statement=statement.id,
        suggested=True,
    )
    add_measure(organisation_id=organisation_id, content=content)


def add_measure(*, organisation_id: int, content: Text) -> Measure:
    """A measure that is proposed. Raises TooManyMeasures."""
    lock_organisation(organisation_id)
    count = sa.select(sa.func.count()).where(Measure.organisation_id == organisation_id)
    if (db.session.scalar(count) or 0) >= MOST_MEASURES:
        raise TooManyMeasures
    row = Measure(organisation_id=organisation_id, public_id=random_id())
    seal_measure(row, replace(content, since=local_date(utcnow())))
    db.session.add(row)
    db.session.flush()
    return row


def change_measure(*, row: Measure, content: Text) -> None:
    """Other words, function or date; where it came from stays."""
    before = read_measure(row).content
    seal_measure(row, replace(content, statement=before.statement, since=before.since))
    row.changed_at = utcnow()
    db.session.flush()


def set_state(*, row: Measure, state: State) -> None:
    """Proposed, accepted or done; each can be taken back."""
    if row.state != state.value:
        row.state = state.value
        seal_measure(row, replace(read_measure(row).content, since=local_date(utcnow())))
    row.changed_at = utcnow()
    db.session.flush()


def drop(*, row: Measure) -> None:
    """Remove a measure for good."""
    db.session.delete(row)
    db.session.flush()


def remove_all(*, organisation_id: int) -> None:
    """Every scan and measure of an organisation."""
    for model in (ResilienceScan, Measure):
        db.session.execute(sa.delete(model).where(model.organisation_id == organisation_id))
    db.session.flush()
