"""What a deleted row leaves behind outside the rows: files of letters, and pages of the file."""

from __future__ import annotations

import logging
from contextlib import suppress
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
import sqlalchemy as sa
from flask import current_app

from lms.extensions import db
from lms.privacy.register import personal

LETTERS = "mail"
"""Where the file transport puts letters, in the instance folder."""

SMALL = 64 * 1024 * 1024
"""Bytes of a database file that is written anew in less than a second."""
EMPTY_LOG = "PRAGMA wal_checkpoint(TRUNCATE)"

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


def settle(*, whole: bool = False) -> bool:
    """Take what was erased out of the pages and the write-ahead log of SQLite as well.

    `secure_delete` (see lms.extensions) overwrites a row that goes, but not the copies that were
    left in a page when rows moved to another one: only a file that is written anew has none.
    That is done at once while the file is small, and with `whole`, which the daily run uses.
    False when others were busy for too long: the daily run tries again.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    steps: tuple[str, ...] = (EMPTY_LOG,)
    if whole or _size() <= SMALL:
        # Only what is kept passes through here, but it may be more than fits in memory.
        steps = ("PRAGMA temp_store=FILE", "VACUUM", "PRAGMA temp_store=MEMORY", EMPTY_LOG)
    try:
        busy = bool(_outside_transaction(*steps)[0][0])
    except sqlite.OperationalError:
        busy = True
    if busy:
        _log.warning("what was erased is not out of the file yet: the daily run tries again")
    return not busy


def _size() -> int:
    """Bytes of the database file."""
    pages, size = (
        _outside_transaction(f"PRAGMA {name}")[0][0] for name in ("page_count", "page_size")
    )
    return int(pages) * int(size)


def purge() -> None:
    """Write the database anew, without anything that was ever removed from it."""
    if db.engine.dialect.name == "sqlite":
        settle(whole=True)
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for entry in personal():
            connection.execute(sa.text(f'vacuum full "{entry.table}"'))


def _outside_transaction(*statements: str) -> list[Any]:
    """What the last statement answers, all on one connection."""
    found: list[Any] = []
    with db.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        for statement in statements:
            cursor = raw.execute(statement)
            found = cursor.fetchall()
            cursor.close()
    return found
