"""Which files are taken, and why one is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lms.errors import LmsError

MOST_BYTES = 10 * 1024 * 1024


class Fault(StrEnum):
    """Why a file is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    UNKNOWN = "unknown"
    BROKEN = "broken"
    HUGE = "huge"
    LOCKED = "locked"
    ACTIVE = "active"
    TOO_MANY_PAGES = "too-many-pages"


class FileRefused(LmsError):
    """A file is not taken; `fault` says why."""

    code = "file-refused"

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Checked:
    """A file after checking: `data` holds nothing but what is to be seen; `preview` is a small
    picture of it (WebP); `pages` is None for a picture."""

    mime: str
    ending: str
    data: bytes
    preview: bytes
    pages: int | None = None
