"""The check of an upload, a portion at a time. Services flush, never commit.

A portion is planned from the first row on, because rows above it count, and only its own rows are
kept. The hash over what was planned before must be the one that was kept: else the network changed
meanwhile, and the check starts again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from lms.extensions import db
from lms.imports.models import Upload, UploadRow, UploadState
from lms.imports.outcomes import Digest, Fate, NewOrganisation, NewPerson, NewSeat, Outcome
from lms.imports.plan import Planner
from lms.imports.queries import Rights, load_known
from lms.imports.rows import Sheet

PORTION = 2_500
"""Rows: about a second of work, also beside a network of 100,000 people."""
_OPEN = (UploadState.WAITING.value, UploadState.CHECKING.value)


@dataclass(frozen=True, slots=True)
class Portion:
    """Rows that were planned; `outcomes` is None when the check has to start again."""

    upload_id: int
    start: int
    total: int
    outcomes: Sequence[Outcome] | None
    counts: dict[str, Any]


def plan_portion(*, upload: Upload, rights: Rights, today: date) -> Portion:
    """Plan the next rows. Only reads, so it may run in a transaction that blocks nobody."""
    assert upload.data is not None
    rows = Sheet.unpacked(upload.data).rows
    start, counts = upload.rows_done, dict(upload.counts)
    planner = Planner(load_known(rows, rights, today=today), today=today)
    digest = Digest()
    for outcome in planner.plan(rows[:start]):
        digest.add(outcome)
    if start and digest.text != counts["digest"]:
        return Portion(upload.id, start, len(rows), None, counts)
    outcomes = list(planner.plan(rows[start : start + PORTION]))
    for outcome in outcomes:
        digest.add(outcome)
        count(counts, outcome)
    counts["digest"] = digest.text
    return Portion(upload.id, start, len(rows), outcomes, counts)


def count(counts: dict[str, Any], outcome: Outcome) -> None:
    """Add a row to the counts: by fate, and of what is new."""
    counts[outcome.fate.value] = counts.get(outcome.fate.value, 0) + 1
    for kind, name in (
        (NewOrganisation, "organisations"),
        (NewPerson, "people"),
        (NewSeat, "seats"),
    ):
        new = sum(isinstance(action, kind) for action in outcome.actions)
        counts[name] = counts.get(name, 0) + new


def keep(portion: Portion) -> bool:
    """Keep a portion, once; False when another window was first."""
    if portion.outcomes is None:
        return start_again(upload_id=portion.upload_id, state=UploadState.WAITING)
    done = portion.start + len(portion.outcomes)
    state = UploadState.CHECKED if done >= portion.total else UploadState.CHECKING
    moved = db.session.execute(
        sa.update(Upload)
        .where(
            Upload.id == portion.upload_id,
            Upload.rows_done == portion.start,
            Upload.state.in_(_OPEN),
        )
        .values(rows_done=done, state=state.value, counts=portion.counts, problem="")
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:
        return False
    db.session.execute(
        sa.insert(UploadRow.__table__),
        [
            {
                "upload_id": portion.upload_id,
                "number": outcome.row.number,
                "fate": outcome.fate.value,
                "cells": outcome.row.cells,
                "notes": [note.stored() for note in outcome.notes],
            }
            for outcome in portion.outcomes
        ],
    )
    return True


def start_again(*, upload_id: int, state: UploadState = UploadState.WAITING) -> bool:
    """Forget what was checked, so that it is checked anew; False when it was confirmed."""
    upload = db.session.get(Upload, upload_id, populate_existing=True, with_for_update=True)
    if upload is None or upload.state == UploadState.DONE:
        return False
    db.session.execute(sa.delete(UploadRow).where(UploadRow.upload_id == upload_id))
    upload.state, upload.rows_done, upload.problem = state.value, 0, ""
    upload.counts = {"unused": upload.counts.get("unused", [])}
    db.session.flush()
    return True


def wanted(counts: dict[str, Any]) -> int:
    """How many rows would write something."""
    return int(counts.get(Fate.CREATE, 0)) + int(counts.get(Fate.CHANGE, 0))
