"""What a deleted row leaves behind outside the rows: files of letters, and pages of the file."""

from __future__ import annotations

import logging
from contextlib import suppress
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app

from lms.extensions import db
from lms.privacy.register import personal

LETTERS = "mail"
"""Where the file transport puts letters, in the instance folder."""

_log = logging.getLogger(__name__)


def remove_letters(address: str) -> int:
    """Remove the letters to this address that were written to files; returns how many."""
    folder = Path(current_app.config["SETTINGS"].instance) / LETTERS
    removed = 0
    for path in folder.rglob("*.eml") if folder.is_dir() else ():
        with suppress(OSError):
            if address.lower() in _receivers(message_from_bytes(path.read_bytes())):
                path.unlink()
                removed += 1
    return removed


def _receivers(letter: Message) -> set[str]:
    headers = [str(value) for name in ("To", "Cc", "Bcc") for value in letter.get_all(name, [])]
    return {address.lower() for _name, address in getaddresses(headers)}


def settle() -> bool:
    """Bring what was erased out of the write-ahead log of SQLite as well.

    `secure_delete` has overwritten it in the pages already (see lms.extensions). False when
    somebody was reading for too long: the next commit, erasure or daily run does it.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    busy = bool(_outside_transaction("PRAGMA wal_checkpoint(TRUNCATE)")[0][0])
    if busy:
        _log.warning("the write-ahead log could not be emptied now: the daily run tries again")
    return not busy


def purge() -> None:
    """Write the database anew, without anything that was ever removed from it."""
    if db.engine.dialect.name == "sqlite":
        _outside_transaction("VACUUM")
        settle()
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for entry in personal():
            connection.execute(sa.text(f'vacuum full "{entry.table}"'))


def _outside_transaction(statement: str) -> list[Any]:
    with db.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        cursor = raw.execute(statement)
        found: list[Any] = cursor.fetchall()
        cursor.close()
        return found
