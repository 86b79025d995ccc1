"""Letters that the file transport wrote, in the instance folder."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from lms.mail.transports import FOLDER


def remove_older(*, instance: Path, than: datetime) -> int:
    """Remove the files of letters written before a moment; how many."""
    removed = 0
    for path in (instance / FOLDER).glob("*.eml"):
        # Another worker, or an erasure, may take it first.
        with suppress(OSError):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < than:
                path.unlink()
                removed += 1
    return removed
