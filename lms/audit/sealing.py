"""Seals over the audit trail: batches of entries under hashes that form a chain.

An entry that is changed, removed or slipped in afterwards no longer fits its seal, and a seal that
is made anew no longer fits the one after it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from lms.audit.models import AuditEntry, AuditSeal
from lms.clock import utcnow
from lms.extensions import db, writing

BATCH = 5000
"""Entries under one seal, and entries that are in memory at once."""
PATIENCE = 1.0
"""Seconds to wait for those who are writing; the next round comes within a minute."""
BEGINNING = "0" * 64
"""What the first seal has before it."""

_ENTRY = AuditEntry.__table__.c
_SEAL = AuditSeal.__table__.c


def seal_new() -> int:
    """Seal every entry that is not sealed yet; returns how many. Commits by itself.

    Call it while no transaction is open: it writes in one of its own. It does nothing while
    others write for too long, or when another worker was first.
    """
    total = 0
    while count := _seal_batch():
        total += count
    return total


def _seal_batch() -> int:
    try:
        with writing(patience=PATIENCE) as connection:
            _be_the_only_one(connection)
            last = connection.execute(
                sa.select(_SEAL.last_entry_id, _SEAL.hash).order_by(_SEAL.id.desc()).limit(1)
            ).first()
            sealed, previous = last if last else (0, BEGINNING)
            entries = entries_between(connection, sealed + 1, None, BATCH)
            if entries:
                connection.execute(sa.insert(AuditSeal).values(_seal(entries, previous)))
            return len(entries)
    except OperationalError:
        return 0


def _be_the_only_one(connection: sa.Connection) -> None:
    """SQLite has one writer already.

    PostgreSQL gives out ids before it commits: whoever is writing an entry now has to be waited
    for, or it would appear among those that are sealed. The lock also keeps other sealers out.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("lock table audit_entry in share row exclusive mode"))


def _seal(entries: list[sa.Row[Any]], previous: str) -> dict[str, Any]:
    seal = {
        "first_entry_id": entries[0].id,
        "last_entry_id": entries[-1].id,
        "count": len(entries),
        "previous": previous,
        "sealed_at": utcnow(),
    }
    return {**seal, "hash": hash_of(seal, entries)}


def hash_of(seal: dict[str, Any], entries: Iterable[sa.Row[Any]]) -> str:
    """The hash over a seal and its entries, as canonical JSON, a line for each."""
    names = ("previous", "first_entry_id", "last_entry_id", "count", "sealed_at")
    digest = hashlib.sha256(_line([seal[name] for name in names]))
    for entry in entries:
        digest.update(_line(list(entry)))
    return digest.hexdigest()


def _line(values: list[Any]) -> bytes:
    text = json.dumps(
        values, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=_moment
    )
    return text.encode() + b"\n"


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def entries_between(
    connection: sa.Connection, first: int, last: int | None, limit: int
) -> list[sa.Row[Any]]:
    """Entries in the order of their ids, from `first` up to and with `last`."""
    statement = sa.select(*_ENTRY).where(_ENTRY.id >= first).order_by(_ENTRY.id).limit(limit)
    if last is not None:
        statement = statement.where(_ENTRY.id <= last)
    return list(connection.execute(statement))


def remove_old(*, now: datetime, keep: timedelta) -> int:
    """Remove the entries of every seal that is older than `keep`, from the oldest on.

    The seals stay and say that their entries are gone. Returns how many entries went. Commits.
    """
    seals = _too_old(now - keep)
    total = sum(seal.count for seal in seals)
    if total:
        # First, so that the trail is never empty: on SQLite ids that were used would come back.
        with writing() as connection:
            entry = {"at": now, "actor": "", "action": "audit.removed", "subject": ""}
            connection.execute(sa.insert(AuditEntry).values(**entry, detail={"entries": total}))
    for seal in seals:
        inside = _ENTRY.id.between(seal.first_entry_id, seal.last_entry_id)
        with writing() as connection:
            connection.execute(
                sa.update(AuditSeal).where(_SEAL.id == seal.id).values(removed_at=now)
            )
            connection.execute(sa.delete(AuditEntry).where(inside))
    return total


def _too_old(before: datetime) -> list[sa.Row[Any]]:
    rows = db.session.execute(
        sa.select(*_SEAL)
        .where(_SEAL.sealed_at < before, _SEAL.removed_at.is_(None))
        .order_by(_SEAL.id)
    ).all()
    db.session.rollback()
    return list(rows)
