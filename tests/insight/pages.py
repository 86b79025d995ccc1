"""Reading our own pages: tables, links, and the same numbers in a file."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from werkzeug.test import TestResponse


@dataclass
class Cell:
    text: str = ""
    url: str = ""
    day: str = ""


@dataclass
class Table:
    caption: str = ""
    rows: list[list[Cell]] = field(default_factory=list)

    def column(self, label: str) -> int:
        return [cell.text for cell in self.rows[0]].index(label)

    def cell(self, row: str, column: str) -> Cell:
        """The cell of the row that begins with a text."""
        found = next(cells for cells in self.rows[1:] if cells[0].text == row)
        return found[self.column(column)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self._in_caption = False
        self._cell: Cell | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "table":
            self.tables.append(Table())
        elif tag == "caption":
            self._in_caption = True
        elif tag == "tr":
            self.tables[-1].rows.append([])
        elif tag in {"td", "th"}:
            self._cell = Cell()
            self.tables[-1].rows[-1].append(self._cell)
        elif self._cell is not None and tag == "a":
            self._cell.url = values["href"] or ""
        elif self._cell is not None and tag == "time":
            self._cell.day = values["datetime"] or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._cell = None
        elif tag == "caption":
            self._in_caption = False

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.text = " ".join(f"{self._cell.text} {data}".split()).replace(" ,", ",")
        elif self._in_caption:
            self.tables[-1].caption += data


def tables(response: TestResponse) -> list[Table]:
    """The tables of a page."""
    assert response.status_code == 200, response.status
    reader = _Reader()
    reader.feed(response.get_data(as_text=True))
    return reader.tables


def heading(response: TestResponse) -> str:
    """The finding above a page."""
    assert response.status_code == 200, response.status
    found = re.search(r"<h1[^>]*>(.*?)</h1>", response.get_data(as_text=True), re.DOTALL)
    assert found
    return found.group(1).strip()


def lines(response: TestResponse) -> list[list[str]]:
    """The lines of a CSV file."""
    assert response.status_code == 200, response.status
    text = response.get_data(as_text=True)
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=";"))


def as_exported(table: Table) -> list[list[str]]:
    """A table of a page as a file would have it."""
    return [[_plain(cell) for cell in row] for row in table.rows]


def _plain(cell: Cell) -> str:
    if cell.day:
        return cell.day
    if cell.text == "–":
        return ""
    if re.fullmatch(r"\d+ %", cell.text):
        return cell.text.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", cell.text):
        return cell.text.replace(".", "")
    return cell.text
