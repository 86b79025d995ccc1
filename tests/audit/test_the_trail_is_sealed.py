"""Entries are only added, sealed in one chain, and every change to them is found."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from lms.audit import sealing
from lms.audit.models import AuditEntry, AuditSeal
from lms.audit.verifying import Broken, Verdict, verify
from lms.extensions import begin_writing, db
from tests.conftest import unguarded

KEEP = timedelta(days=730)
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "utcnow", lambda: NOW)


def add(count: int = 3, at: datetime = NOW) -> None:
    detail = {"b": 1.5, "a": ["één", None]}
    db.session.add_all(
        AuditEntry(at=at, actor="wie", action="list.seen", subject="wat", detail=detail)
        for _ in range(count)
    )
    db.session.commit()


def seal(count: int = 3) -> None:
    add(count)
    assert sealing.seal_new() == count


def check(now: datetime = NOW, known: str = "") -> Verdict:
    db.session.rollback()
    return verify(now=now, keep=KEEP, known=known)


def tamper(statement: sa.sql.Executable) -> None:
    """As somebody who owns the database would."""
    db.session.rollback()
    begin_writing()
    with db.engine.begin() as connection, unguarded(connection):
        connection.execute(statement)


def entry_ids() -> list[int]:
    return list(db.session.scalars(sa.select(AuditEntry.id).order_by(AuditEntry.id)))


@pytest.mark.parametrize("model", [AuditEntry, AuditSeal])
def test_the_database_refuses_to_change_or_remove_a_row(app: Flask, model: Any) -> None:
    seal()
    for statement in (sa.update(model).values(id=model.id + 1), sa.delete(model)):
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(statement)
        db.session.rollback()


def test_a_trail_that_nobody_touched_is_whole(app: Flask) -> None:
    assert check() == Verdict(0, 0, 0, "")
    seal()
    seal(2)
    add(1)
    found = check()
    assert (found.seals, found.entries, found.unsealed) == (2, 5, 1)
    assert check(known=found.last_hash) == found


def test_large_batches_become_more_seals(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 2)
    seal(5)
    assert check().seals == 3


def _change() -> sa.sql.Executable:
    return sa.update(AuditEntry).where(AuditEntry.id == entry_ids()[1]).values(actor="iemand")


def _change_detail() -> sa.sql.Executable:
    return sa.update(AuditEntry).where(AuditEntry.id == entry_ids()[1]).values(detail={"a": 1})


def _remove() -> sa.sql.Executable:
    return sa.delete(AuditEntry).where(AuditEntry.id == entry_ids()[4])


def _remove_seal() -> sa.sql.Executable:
    return sa.delete(AuditSeal).where(
        AuditSeal.id == sa.select(sa.func.min(AuditSeal.id)).scalar_subquery()
    )


def _empty_a_seal() -> sa.sql.Executable:
    return sa.update(AuditSeal).values(removed_at=NOW)


def _move_a_seal() -> sa.sql.Executable:
    return sa.update(AuditSeal).values(sealed_at=NOW - timedelta(days=1))


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (_change, "one was changed"),
        (_change_detail, "one was changed"),
        (_remove, "1 were removed"),
        (_remove_seal, "does not follow"),
        (_empty_a_seal, "was emptied"),
        (_move_a_seal, "one was changed"),
    ],
)
def test_harm_is_found_and_named(
    app: Flask, harm: Callable[[], sa.sql.Executable], says: str
) -> None:
    seal()
    seal()
    tamper(harm())
    with pytest.raises(Broken, match=says):
        check()


def test_an_entry_that_was_slipped_in_is_found(app: Flask) -> None:
    seal()
    free = entry_ids()[-1] + 5
    db.session.add(AuditEntry(id=free, at=NOW, action="x"))
    db.session.commit()
    sealing.seal_new()
    tamper(sa.insert(AuditEntry).values(id=free - 1, at=NOW, action="y"))
    with pytest.raises(Broken, match=f"Entry {free - 1} was put in"):
        check()


def test_entries_that_stay_unsealed_are_found(app: Flask) -> None:
    add()
    assert check().unsealed == 3
    with pytest.raises(Broken, match="never sealed"):
        check(now=NOW + timedelta(days=2))


def test_a_hash_noted_down_betrays_a_chain_made_anew(app: Flask) -> None:
    seal()
    noted = check().last_hash
    tamper(sa.delete(AuditSeal))
    tamper(sa.update(AuditEntry).values(actor="iemand"))
    sealing.seal_new()
    assert check().entries == 3
    with pytest.raises(Broken, match=noted):
        check(known=noted)


def test_old_entries_go_by_the_seal_and_the_rest_is_still_proven(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, later = NOW - KEEP - timedelta(days=2), NOW
    monkeypatch.setattr(sealing, "utcnow", lambda: old)
    seal()
    monkeypatch.setattr(sealing, "utcnow", lambda: later)
    seal()
    db.session.rollback()
    assert sealing.remove_old(now=later, keep=KEEP) == 3
    found = check()
    assert (found.seals, found.entries, found.unsealed) == (2, 3, 1)
    assert sealing.remove_old(now=later, keep=KEEP) == 0
    tamper(_change())
    with pytest.raises(Broken):
        check()


def test_two_workers_make_one_chain(app: Flask) -> None:
    add(40)
    counts: list[int] = []

    def work() -> None:
        with app.app_context():
            begin_writing()
            counts.append(sealing.seal_new())

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(counts) == 40
    assert check().seals == 1


def test_noting_is_one_insert(app: Flask, count_queries: Callable[[], Any]) -> None:
    from lms.audit.services import note

    begin_writing()
    with count_queries() as seen, app.test_request_context():
        note("list.seen", filters={"site": "aalsmeer"})
        db.session.commit()
    assert len([sql for sql in seen if not sql.startswith("BEGIN")]) == 1
