"""Whether the audit trail is what it was when it was sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from lms.audit.models import AuditEntry, AuditSeal
from lms.audit.sealing import BATCH, BEGINNING, entries_between, hash_of
from lms.extensions import db

UNSEALED_AT_MOST = timedelta(days=1)
"""The worker seals every minute; what has waited longer could have been changed unseen."""

_ENTRY = AuditEntry.__table__.c
_SEAL = AuditSeal.__table__.c


class Broken(Exception):
    """Something does not fit; the text says what, in one sentence."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found to be whole."""

    seals: int
    entries: int
    unsealed: int
    last_hash: str


def verify(*, now: datetime, keep: timedelta, known: str = "") -> Verdict:
    """Check every seal and entry. Raises Broken at the first that does not fit.

    `keep` is how long entries are kept at least; `known` is the hash of a seal noted down
    earlier: it must still be there.
    """
    previous, last, entries, seals = BEGINNING, 0, 0, 0
    found = not known
    with db.engine.connect() as connection:
        for seal in _seals(connection):
            _check_chain(seal, previous, last)
            _check_nothing_between(connection, last, seal)
            entries += _check_entries(connection, seal, keep=keep, removed_before=entries == 0)
            previous, last, seals = seal.hash, seal.last_entry_id, seals + 1
            found = found or seal.hash == known
        if not found:
            raise Broken(f"No seal has the hash {known}: seals were removed or made anew.")
        unsealed = _check_unsealed(connection, last, now)
    return Verdict(seals, entries, unsealed, previous if seals else "")


def _seals(connection: sa.Connection) -> Iterator[sa.Row[Any]]:
    after = 0
    while rows := connection.execute(
        sa.select(*_SEAL).where(_SEAL.id > after).order_by(_SEAL.id).limit(BATCH)
    ).all():
        yield from rows
        after = rows[-1].id


def _check_chain(seal: sa.Row[Any], previous: str, last: int) -> None:
    if seal.previous != previous:
        raise Broken(f"{_name(seal)} does not follow the seal before it: one was removed or added.")
    if not last < seal.first_entry_id <= seal.last_entry_id:
        raise Broken(f"{_name(seal)} overlaps the seal before it.")


def _check_nothing_between(connection: sa.Connection, last: int, seal: sa.Row[Any]) -> None:
    """Ids may be missing between two seals, but no entry may stand there."""
    stray = entries_between(connection, last + 1, seal.first_entry_id - 1, limit=1)
    if stray:
        raise Broken(f"Entry {stray[0].id} was put in afterwards: it stands before {_name(seal)}.")


def _check_entries(
    connection: sa.Connection, seal: sa.Row[Any], *, keep: timedelta, removed_before: bool
) -> int:
    entries = entries_between(connection, seal.first_entry_id, seal.last_entry_id, BATCH + 1)
    if seal.removed_at is not None:
        if entries:
            raise Broken(f"Entry {entries[0].id} stands in {_name(seal)}, which was emptied.")
        if seal.removed_at < seal.sealed_at + keep or not removed_before:
            raise Broken(f"{_name(seal)} was emptied before its time.")
        return 0
    if len(entries) != seal.count:
        what = "removed" if len(entries) < seal.count else "put in"
        raise Broken(
            f"{_name(seal)} holds {seal.count} entries, and there are {len(entries)}:"
            f" {abs(seal.count - len(entries))} were {what} afterwards."
        )
    if hash_of(dict(seal._mapping), entries) != seal.hash:
        raise Broken(f"{_name(seal)} does not fit its entries: one was changed afterwards.")
    return len(entries)


def _check_unsealed(connection: sa.Connection, last: int, now: datetime) -> int:
    count, oldest = connection.execute(
        sa.select(sa.func.count(), sa.func.min(_ENTRY.at)).where(_ENTRY.id > last)
    ).one()
    if count and oldest < now - UNSEALED_AT_MOST:
        raise Broken(
            f"{count} entries since entry {last} were never sealed, for longer than a day:"
            " does the worker run? `lms audit seal` seals them now."
        )
    return int(count)


def _name(seal: sa.Row[Any]) -> str:
    day = seal.sealed_at.date().isoformat()
    return f"Seal {seal.id} ({day}, entries {seal.first_entry_id} to {seal.last_entry_id})"
