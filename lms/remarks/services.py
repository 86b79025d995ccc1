"""Making a remark, taking it back, and answering it."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from lms.clock import utcnow
from lms.extensions import db, insert_new, random_id
from lms.remarks.models import Kind, Outcome, Remark
from lms.remarks.places import Place
from lms.remarks.queries import is_open, own


def remark(*, person_id: int, place: Place, kind: Kind, line: str) -> Remark:
    """Say it, or say something else instead: that opens it again. Said twice it changes nothing."""
    now = utcnow()
    fresh = {
        "language": place.lang,
        "content_hash": place.content_hash,
        "kind": kind,
        "line": line,
        "changed_at": now,
        "outcome": "",
        "answer": "",
    }
    key = {"course": place.course, "part": place.part, "place": place.id}
    db.session.execute(
        insert_new(Remark).values(public_id=random_id(), person_id=person_id, **key, **fresh)
    )
    said = own(person_id, place)
    assert said is not None
    if (said.kind, said.line) != (kind, line):
        for name, value in fresh.items():
            setattr(said, name, value)
        said.answered_at, said.answered_by = None, None
    db.session.flush()
    return said


def take_back(*, person_id: int, place: Place) -> None:
    """Remove it, with its answer."""
    said = own(person_id, place)
    if said is not None:
        db.session.delete(said)
        db.session.flush()


def answer(*, chosen: Iterable[str], outcome: Outcome, text: str, by: int) -> list[str]:
    """Answer the open remarks among those with these `public_id`s; returns whose it were."""
    statement = sa.select(Remark).where(Remark.public_id.in_(list(chosen)), is_open())
    rows = db.session.scalars(statement.order_by(Remark.id).with_for_update()).all()
    for row in rows:
        row.outcome, row.answer = outcome, text
        row.answered_at, row.answered_by = utcnow(), by
    db.session.flush()
    return [row.public_id for row in rows]
