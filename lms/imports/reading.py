"""PURE: a file that somebody chose → its rows, or what is wrong with it."""

from __future__ import annotations

from lms.imports.csvfile import read_csv
from lms.imports.rows import Sheet, Unreadable, sheet_of
from lms.imports.xlsxfile import read_xlsx

MOST_BYTES = 5 * 2**20
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)


def read_file(data: bytes, name: str) -> Sheet:
    """The rows of a spreadsheet. The content decides what it is, the name only helps to explain.

    Raises Unreadable.
    """
    if not data.strip():
        raise Unreadable("empty")
    if len(data) > MOST_BYTES:
        raise Unreadable("too-large")
    ending = name.rpartition(".")[2].lower()
    if ending in {"xlsm", "xltm", "xlam"}:
        raise Unreadable("macros")
    if data.startswith(_OLD_OFFICE):
        raise Unreadable("encrypted" if _ENCRYPTED in data else "xls")
    if data.startswith(b"PK"):
        return sheet_of(read_xlsx(data))
    if ending in {"xlsx", "xlsb"}:
        raise Unreadable("broken")
    if data.startswith(_OTHERS) or data.lstrip()[:1] == b"<":
        raise Unreadable("not-a-spreadsheet")
    if ending in {"xls", "ods", "numbers"}:
        raise Unreadable("ods" if ending == "ods" else "xls")
    return sheet_of(read_csv(data))
