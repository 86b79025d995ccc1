"""Uploads: taken in, confirmed, removed. Services flush, never commit; `checking.py` is between."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import sqlalchemy as sa

from lms.clock import utcnow
from lms.errors import LmsError
from lms.extensions import db
from lms.grading.completion import CourseShape
from lms.imports import writing
from lms.imports.models import Upload, UploadRow, UploadState
from lms.imports.outcomes import Action, Digest
from lms.imports.plan import Planner
from lms.imports.queries import Rights, load_known
from lms.imports.reading import read_file
from lms.imports.rows import Sheet

KEPT = timedelta(hours=23, minutes=20)
"""How long an upload stays at most, whatever became of it."""
_LOCKED = "lock table organisation, participation, seat, person in share row exclusive mode"


class CheckStale(LmsError):
    """The check does not tell any more what would happen; nothing was written."""

    status = 409
    code = "check-stale"


def receive(*, person_id: int, data: bytes, name: str) -> Upload:
    """Take in a file: what was read out of it is kept, not the file. Raises Unreadable.

    Takes away what is older than a day first, so that this does not wait for a worker.
    """
    sheet = read_file(data, name)
    remove_old(now=utcnow())
    upload = Upload(
        person_id=person_id,
        data=sheet.packed(),
        rows_total=len(sheet.rows),
        counts={"unused": list(sheet.unused)},
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def confirm(
    *, upload: Upload, rights: Rights, seen: str, by: int, course: CourseShape, today: date
) -> bool:
    """Write what the check showed, all of it, once; False when that was done before.

    Plans again while nobody else can write, and raises CheckStale when that gives anything else
    than the check that was `seen`. The caller rolls back.
    """
    lock_network()
    claimed = db.session.execute(
        sa.update(Upload)
        .where(Upload.id == upload.id, Upload.state == UploadState.CHECKED.value)
        .values(state=UploadState.DONE.value, finished_at=utcnow(), problem="")
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(upload)
    if claimed.rowcount != 1:
        if upload.state == UploadState.DONE:
            return False
        raise CheckStale
    assert upload.data is not None
    rows = Sheet.unpacked(upload.data).rows
    planner = Planner(load_known(rows, rights, today=today), today=today)
    digest, actions = Digest(), list[Action]()
    for outcome in planner.plan(rows):
        digest.add(outcome)
        actions += outcome.actions
    if not digest.text == upload.counts["digest"] == seen:
        raise CheckStale
    writing.write(actions, by=by, course=course, today=today)
    _forget(upload)
    return True


def lock_network() -> None:
    """Nobody else writes to the network until this transaction ends. Reading goes on.

    On SQLite a writing transaction is alone from its start.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text(_LOCKED))


def mark_stale(*, upload: Upload) -> None:
    """Remember that the check has to be done again."""
    db.session.execute(
        sa.update(Upload)
        .where(Upload.id == upload.id, Upload.state == UploadState.CHECKED.value)
        .values(problem=CheckStale.code)
        .execution_options(synchronize_session=False)
    )


def _forget(upload: Upload) -> None:
    """The rows and what was read go; the counts stay for a day."""
    db.session.execute(sa.delete(UploadRow).where(UploadRow.upload_id == upload.id))
    upload.data = None
    db.session.flush()


def remove(*, upload_id: int) -> None:
    """Take an upload away with its rows."""
    db.session.execute(sa.delete(UploadRow).where(UploadRow.upload_id == upload_id))
    db.session.execute(sa.delete(Upload).where(Upload.id == upload_id))


def remove_old(*, now: datetime) -> int:
    """Take away what came in more than a day ago, of anybody; returns how many uploads."""
    old = sa.select(Upload.id).where(Upload.created_at < now - KEPT)
    db.session.execute(
        sa.delete(UploadRow)
        .where(UploadRow.upload_id.in_(old))
        .execution_options(synchronize_session=False)
    )
    gone = db.session.execute(
        sa.delete(Upload)
        .where(Upload.created_at < now - KEPT)
        .execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)
