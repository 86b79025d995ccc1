"""PURE: CSV as Excel, LibreOffice and programs write it, in any of the usual encodings."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice

from lms.imports.notes import Note, refuses
from lms.imports.rows import HEADER_WITHIN, MOST_ROWS, Grid, Unreadable, recognised
from lms.imports.tidy import unguard

SEPARATORS = ";,\t"
MOST_LINES = 2 * MOST_ROWS + 100
"""Lines that are read at all, also empty ones."""

_SEPARATOR_LINE = re.compile(r"sep=([;,\t|:])\r?\n")
_TEXT_FORMULA = re.compile(r'="([^"]*)"')


def read_csv(data: bytes) -> Grid:
    """The cells of a CSV file. Raises Unreadable."""
    text = decode(data)
    told = _SEPARATOR_LINE.match(text)
    if told:  # Excel obeys this line and does not show it: it has no row number.
        text = text[told.end() :]
    separator = told[1] if told else _separator(text)
    lines: list[list[str]] = []
    problems: dict[tuple[int, int], Note] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for index, line in enumerate(reader):
            if index >= MOST_LINES:
                raise Unreadable("too-many-rows", most=MOST_ROWS)
            lines.append([_cell(cell) for cell in line])
            for number, cell in enumerate(line):
                if "\n" in cell and separator in cell:
                    problems[index, number] = refuses("open-quote")
                elif cell.startswith("=") and not _TEXT_FORMULA.fullmatch(cell):
                    problems[index, number] = refuses("formula-text")
    except csv.Error as error:
        raise Unreadable("broken-csv", row=len(lines) + 1) from error
    return Grid(lines, problems)


def decode(data: bytes) -> str:
    """UTF-8 and UTF-16 with or without their mark, or else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    elif (order := _utf16_order(data)) is not None:
        text = data.decode(order, errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    return text.replace("\0", "")


def _utf16_order(data: bytes) -> str | None:
    """Every other byte of Western text in UTF-16 is NUL."""
    head = data[:2000]
    for order, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        if head[first::2].count(0) > 0.6 * len(head[first::2]):
            return order
    return None


def _separator(text: str) -> str:
    """The sign that shows the most headings."""
    head = text[:20_000]

    def score(separator: str) -> int:
        try:
            lines = islice(csv.reader(io.StringIO(head, newline=""), delimiter=separator),
                           HEADER_WITHIN)  # fmt: skip
            return max(map(recognised, lines), default=0)
        except csv.Error:
            return 0

    return max(SEPARATORS, key=score)


def _cell(text: str) -> str:
    if found := _TEXT_FORMULA.fullmatch(text):
        return found[1]
    return unguard(text)
