"""Spreadsheets for tests, good ones and ugly ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from xlsxwriter import Workbook

from lms.imports.reading import read_file
from lms.imports.rows import Row, Unreadable

HEAD = (
    "Organisatie",
    "Soort",
    "Terrein",
    "Neemt deel sinds",
    "Naam POCO",
    "E-mailadres POCO",
    "Taal",
    "POCO sinds",
)
ALICE = (
    "Kwekerij Proef",
    "kweker",
    "Aalsmeer",
    "05-01-2026",
    "Alice Proef",
    "alice@x.nl",
    "nl",
    "",
)


CELLS = {
    "organisation": "Kwekerij Proef",
    "kind": "grower",
    "site": "Aalsmeer",
    "since": "2026-01-05",
    "name": "Alice Proef",
    "email": "alice@x.nl",
    "language": "nl",
}
SHEET = "xl/worksheets/sheet1.xml"


def csv_text(*rows: Sequence[str], head: Sequence[str] = HEAD, separator: str = ";") -> str:
    return "\r\n".join(separator.join(row) for row in (head, *rows)) + "\r\n"


def csv_file(*rows: Sequence[str]) -> bytes:
    return csv_text(*rows).encode()


def xlsx_file(fill: Callable[[Workbook, Any], None]) -> bytes:
    """A workbook whose first sheet `fill` writes."""
    file = io.BytesIO()
    workbook = Workbook(file, {"in_memory": True})
    fill(workbook, workbook.add_worksheet())
    workbook.close()
    return file.getvalue()


def xlsx_rows(*rows: Sequence[Any], head: Sequence[str] = HEAD) -> bytes:
    def fill(_workbook: Workbook, sheet: Any) -> None:
        for number, row in enumerate((head, *rows)):
            sheet.write_row(number, 0, row)

    return xlsx_file(fill)


def changed(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The same XLSX with other parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def only_row(data: bytes, name: str = "x.csv") -> Row:
    (row,) = read_file(data, name).rows
    return row


def codes(row: Row) -> list[tuple[str, str]]:
    return [(note.code, note.column) for note in row.notes]


def refused(data: bytes, name: str = "x.xlsx") -> str:
    with pytest.raises(Unreadable) as caught:
        read_file(data, name)
    return caught.value.reason
