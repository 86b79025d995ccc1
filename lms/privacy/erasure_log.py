"""Who was erased, outside the database: random ids and days, to be replayed after a restore."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from flask import current_app

from lms.clock import local_date
from lms.errors import ConfigError

NAME = "erasures.log"
_LINE = re.compile(r"\d{4}-\d\d-\d\d (\S{1,24})")


def place() -> Path:
    """Where the log stands: in the instance folder."""
    return Path(current_app.config["SETTINGS"].instance) / NAME


def append(*, public_id: str, now: datetime) -> None:
    """Add a line and wait until it is on the disk."""
    place().parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(place(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, f"{local_date(now)} {public_id}\n".encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def read(path: str = "") -> Iterator[str]:
    """The ids in the log; none when nobody was erased yet. Raises ConfigError for a wrong line."""
    file = Path(path) if path else place()
    if not file.exists():
        return
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        found = _LINE.fullmatch(line)
        if found is None:
            raise ConfigError(f"{file}:{number}: this is not a line of a log of erasures.")
        yield found.group(1)
