"""What is so dangerous that a copy of the database must not tell it: kept under a key elsewhere.

The keys stand in LMS_DATA_KEY, or in a file in the instance folder that is made at the first use.
The first key seals; the others are older ones, which still open what was sealed under them.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import current_app

from lms import ciphers
from lms.config import DATA_KEY_FILE, Settings
from lms.errors import DataKeyMissing, SealBroken
from lms.extensions import db

VERSION = b"\x01"
NAME, NONCE = 4, 12
"""Bytes of the name of a key, and of a nonce."""
_MISSING = (
    "There are sealed scans in the database, and the key that sealed them is not here: put the"
    f" file {DATA_KEY_FILE} back into LMS_INSTANCE, or set LMS_DATA_KEY."
)
_BROKEN = (
    "A sealed row was changed, or moved to where it does not belong: restore it from a backup, or"
    " remove it."
)
_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class State:
    """Sealed rows: how many, how many of them do not open, how many are under an older key."""

    total: int
    broken: int
    older: int


_KEPT: list[type[Any]] = []
Model = TypeVar("Model", bound=type[Any])


def kept(model: Model) -> Model:
    """Mark a table whose rows have something `sealed`, so that they are checked and rotated.

    `seal_context` of a row is what its seal is bound to: moved to another row or owner it opens
    no more.
    """
    _KEPT.append(model)
    return model


def seal(data: bytes, context: bytes) -> bytes:
    """Encrypt (AES-256-GCM) so that it opens in this context only. Raises DataKeyMissing."""
    name, key = next(iter(_keys(make=True).items()))
    nonce = secrets.token_bytes(NONCE)
    return (
        VERSION
        + name
        + nonce
        + ciphers.encrypt(data, key=key, nonce=nonce, context=VERSION + context)
    )


def unseal(sealed: bytes, context: bytes) -> bytes:
    """What was sealed. DataKeyMissing without its key; SealBroken when it belongs elsewhere."""
    version, name = sealed[:1], sealed[1 : 1 + NAME]
    key = _keys().get(name)
    if version != VERSION or key is None:
        raise DataKeyMissing(_MISSING)
    nonce, text = sealed[1 + NAME :][:NONCE], sealed[1 + NAME + NONCE :]
    data = ciphers.decrypt(text, key=key, nonce=nonce, context=VERSION + context)
    if data is None:
        raise SealBroken(_BROKEN)
    return data


def check() -> State:
    """Try to open every sealed row."""
    newest = next(iter(_keys()), b"")
    total = broken = older = 0
    for row in _rows():
        total += 1
        older += row.sealed[1 : 1 + NAME] != newest
        try:
            unseal(row.sealed, row.seal_context)
        except (DataKeyMissing, SealBroken):
            broken += 1
    return State(total, broken, older)


def rotate() -> int:
    """Put a new key in front of those in the file, and seal every row under the first key.

    With LMS_DATA_KEY the operator puts the new key first. Returns how many rows were sealed anew,
    and commits. Raises DataKeyMissing or SealBroken, before anything changed, for a row that does
    not open.
    """
    rows = [(row, unseal(row.sealed, row.seal_context)) for row in _rows(for_update=True)]
    if not _settings().data_keys:
        old = [key.hex() for key in _keys().values()]
        _write(_place(), [secrets.token_hex(32), *old])
    newest = next(iter(_keys()), b"")
    changed = 0
    for row, data in rows:
        if row.sealed[1 : 1 + NAME] != newest:
            row.sealed = seal(data, row.seal_context)
            changed += 1
    db.session.commit()
    return changed


def trouble() -> str:
    """What to say at the start when something is sealed and its key is not here; else nothing."""
    try:
        return _MISSING if not _keys() and holds_anything() else ""
    except DataKeyMissing as error:
        return str(error)


def holds_anything() -> bool:
    """Whether there is a sealed row."""
    return any(db.session.scalar(sa.select(sa.exists(model.sealed))) for model in _KEPT)


def _rows(*, for_update: bool = False) -> Iterator[Any]:
    for model in _KEPT:
        statement = sa.select(model).order_by(model.id)
        yield from db.session.scalars(statement.with_for_update() if for_update else statement)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _place() -> Path:
    return _settings().instance / DATA_KEY_FILE


def _keys(*, make: bool = False) -> dict[bytes, bytes]:
    """Name → key, the one that seals first. Kept in memory until the file changes."""
    signature = _settings().data_keys or _signature(_place())
    known = current_app.extensions.get("data_keys")
    if known is not None and known[0] == signature and known[1]:
        return dict(known[1])
    keys = _named(_settings().data_keys or _read(_place()))
    if not keys and make:
        # A second key would lock away what the first one sealed: better to say that it is gone.
        if holds_anything():
            raise DataKeyMissing(_MISSING)
        _write(_place(), [secrets.token_hex(32)], first=True)
        return _keys()
    current_app.extensions["data_keys"] = (signature, keys)
    return keys


def _signature(path: Path) -> tuple[int, ...]:
    try:
        stat = path.stat()
    except OSError:
        return ()
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _named(keys: tuple[str, ...]) -> dict[bytes, bytes]:
    """A key by its name, which stands before what it sealed and tells nothing about it."""
    found = [bytes.fromhex(key) for key in keys]
    return {hashlib.sha256(b"name of " + key).digest()[:NAME]: key for key in found}


def _read(path: Path) -> tuple[str, ...]:
    try:
        lines = path.read_text().split()
    except OSError:
        return ()
    if not all(_KEY.fullmatch(line) for line in lines):
        raise DataKeyMissing(f"{path} holds a line that is no key of 64 hexadecimal digits.")
    return tuple(lines)


def _write(path: Path, keys: list[str], *, first: bool = False) -> None:
    """Readable by the owner only. When another process made the first key, that one stands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}.new")
    handle = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write("\n".join(keys) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        if first:
            with suppress(FileExistsError):
                os.link(making, path)
        else:
            os.replace(making, path)
    finally:
        making.unlink(missing_ok=True)
