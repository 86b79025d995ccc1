"""PURE: from a grid of cells to rows with clean cells, and what is wrong with each."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lms.errors import LmsError
from lms.imports.columns import (
    BY_HEADING,
    BY_KIND,
    BY_LANGUAGE,
    DATES,
    LONGEST,
    PASSED_BY,
    REQUIRED,
    Column,
)  # fmt: skip
from lms.imports.notes import Note, refuses, says
from lms.imports.tidy import read_address, read_day, tidy
from lms.search import fold

MOST_ROWS = 20_000
MOST_COLUMNS = 60
HEADER_WITHIN = 30
"""Rows above the headings, for a title and remarks."""
FIRST_YEAR = 2000
Problems = Mapping[tuple[int, int], Note]
"""What the reader of a file found out about cells, by row and column counted from 0."""


class Unreadable(LmsError):
    """The file as a whole cannot be read; `told` is what the sentence names."""

    status = 422
    code = "unreadable"

    def __init__(self, reason: str, **told: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.told = told


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `number` as the spreadsheet shows it, cells as plain text, dates as `2026-01-31`."""

    number: int
    cells: dict[str, str]
    notes: tuple[Note, ...] = ()

    def day(self, column: Column) -> date | None:
        """The date in a cell; None when there is none or it was refused."""
        try:
            return date.fromisoformat(self.cells[column])
        except (KeyError, ValueError):
            return None


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a sheet from its first row and column on; `problems` belong to cells."""

    lines: Sequence[Sequence[Any]]
    problems: Problems = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read out of a file. `unused` are headings that mean nothing here."""

    rows: tuple[Row, ...]
    unused: tuple[str, ...] = ()

    def packed(self) -> bytes:
        """As the database keeps it between the check and the confirmation."""
        rows = [[row.number, row.cells, [note.stored() for note in row.notes]] for row in self.rows]
        return zlib.compress(json.dumps([rows, self.unused]).encode(), 1)

    @classmethod
    def unpacked(cls, data: bytes) -> Sheet:
        """What `packed` was made of."""
        rows, unused = json.loads(zlib.decompress(data))
        return cls(
            tuple(Row(n, cells, tuple(map(Note.read, notes))) for n, cells, notes in rows),
            tuple(unused),
        )


def sheet_of(grid: Grid) -> Sheet:
    """The rows below the headings. Raises Unreadable when they are not there or too many."""
    place, columns, unused = _headings(grid.lines)
    rows = tuple(_rows(grid, place, columns))
    if not rows:
        raise Unreadable("no-rows")
    return Sheet(rows, unused)


def recognised(line: Iterable[Any]) -> int:
    """How many of the cells are headings of ours: to find the headings, and the separator."""
    return sum(_column(cell) is not None for cell in line)


def _column(cell: Any) -> Column | None:
    return BY_HEADING.get(fold(cell)) if isinstance(cell, str) else None


def _headings(lines: Sequence[Sequence[Any]]) -> tuple[int, dict[int, Column], tuple[str, ...]]:
    """Where the headings are, which column stands where, and the headings nobody knows."""
    top = lines[:HEADER_WITHIN]
    place = max(range(len(top)), key=lambda n: (recognised(top[n]), -n), default=0)
    if not top or not recognised(top[place]):
        raise Unreadable("no-headings")
    if len(top[place]) > MOST_COLUMNS and any(top[place][MOST_COLUMNS:]):
        raise Unreadable("too-many-columns", most=MOST_COLUMNS)
    columns: dict[int, Column] = {}
    unused = []
    for number, cell in enumerate(top[place][:MOST_COLUMNS]):
        column = _column(cell)
        if column is None:
            text = tidy(str(cell))[0]
            if text and fold(text) not in PASSED_BY:
                unused.append(text[:40])
        elif column in columns.values():
            raise Unreadable("column-twice", column=str(column))
        else:
            columns[number] = column
    missing = [str(column) for column in REQUIRED if column not in columns.values()]
    if missing:
        raise Unreadable("columns-missing", columns=missing)
    return place, columns, tuple(unused)


def _rows(grid: Grid, place: int, columns: dict[int, Column]) -> Iterator[Row]:
    count = 0
    for index in range(place + 1, len(grid.lines)):
        line = grid.lines[index]
        found = [note for number in columns if (note := grid.problems.get((index, number)))]
        cells = {c: line[n] for n, c in columns.items() if n < len(line) and _filled(line[n])}
        if not cells and not any(note.refuses for note in found):
            continue
        count += 1
        if count > MOST_ROWS:
            raise Unreadable("too-many-rows", most=MOST_ROWS)
        notes = [Note(n.code, str(columns[c]), n.refuses, n.told)
                 for c in columns if (n := grid.problems.get((index, c)))]  # fmt: skip
        yield read_row(index + 1, cells, notes)


def _filled(value: Any) -> bool:
    return bool(tidy(value)[0]) if isinstance(value, str) else value is not None


def read_row(number: int, values: Mapping[Column, Any], notes: Sequence[Note] = ()) -> Row:
    """Clean cells, and a note for each that cannot be what its column is for."""
    said = list(notes)
    cells: dict[str, str] = {}
    for column, value in values.items():
        text, unusual = tidy(_as_text(value))
        if unusual:
            said.append(says("tidied", column))
        cells[column] = text
        reader = _READERS.get(column)
        if column in DATES:
            said.extend(_read_day(column, value, cells))
        elif reader is not None:
            said.extend(reader(column, text, cells))
        elif len(text) > LONGEST.get(column, 80):
            said.append(refuses("too-long", column, most=LONGEST.get(column, 80)))
            cells[column] = text[:80] + "…"
    named = {note.column for note in said if note.refuses}
    said += [refuses("missing", c) for c in REQUIRED if not cells.get(c) and c not in named]
    organisation = cells.get(Column.ORGANISATION)
    if organisation and not fold(organisation):
        said.append(refuses("no-letters", Column.ORGANISATION))
    return Row(number, cells, tuple(said))


def _as_text(value: Any) -> str:
    """Numbers as a spreadsheet shows them; dates as days."""
    if isinstance(value, datetime | date):
        return str(value)[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _read_day(column: Column, value: Any, cells: dict[str, str]) -> Iterator[Note]:
    day = read_day(tidy(value)[0] if isinstance(value, str) else value)
    shown = cells[column][:30]
    cells[column] = shown
    if day is None:
        yield refuses("no-date", column, text=shown)
    elif day.year < FIRST_YEAR:
        yield refuses("too-early", column, day=day.isoformat(), first=FIRST_YEAR)
    else:
        cells[column] = day.isoformat()


def _read_email(column: Column, text: str, cells: dict[str, str]) -> Iterator[Note]:
    address = read_address(text)
    if address is None:
        cells[column] = text[:80]
        yield refuses("no-address", column, text=text[:80])
    else:
        cells[column] = address


def _read_kind(column: Column, text: str, cells: dict[str, str]) -> Iterator[Note]:
    kind = BY_KIND.get(fold(text))
    if kind is None:
        cells[column] = text[:40]
        yield refuses("no-kind", column, text=text[:40])
    else:
        cells[column] = kind.value


def _read_language(column: Column, text: str, cells: dict[str, str]) -> Iterator[Note]:
    code = BY_LANGUAGE.get(fold(text))
    if code is None:
        cells[column] = text[:40]
        yield refuses("no-language", column, text=text[:40])
    else:
        cells[column] = code


_READERS = {
    Column.EMAIL: _read_email,
    Column.KIND: _read_kind,
    Column.LANGUAGE: _read_language,
}
