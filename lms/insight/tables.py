"""A table that a page shows and an export writes: the same cells for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lms import i18n

Kind = Literal["text", "number", "percent", "day", "tag"]
Value = str | int | float | date | None

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; `sort` is the key in the address by which the list can be ordered."""

    label: str
    numeric: bool = False
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and how it is written. `alarm` makes it stand out; `tags` (text and tone) are shown
    as coloured words in place of the value."""

    value: Value
    kind: Kind = "text"
    url: str = ""
    alarm: bool = False
    tags: tuple[tuple[str, str], ...] = ()

    @property
    def shown(self) -> str:
        """As the page says it."""
        if self.value is None:
            return NOTHING
        if self.kind == "percent":
            return i18n.percent(float(self.value))  # type: ignore[arg-type]
        if self.kind == "number":
            return i18n.number(self.value)  # type: ignore[arg-type]
        if isinstance(self.value, date):
            return i18n.day(self.value)
        return str(self.value)

    @property
    def exported(self) -> str:
        """As a spreadsheet takes it for a number, a percentage or a date in any language."""
        if self.value is None:
            return ""
        if self.kind == "percent":
            return "".join(self.shown.split())
        if isinstance(self.value, date):
            return self.value.isoformat()
        return str(self.value)


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`foot` is a row of totals, or empty."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    foot: Row = ()
    id: str = ""


def number(value: int, url: str = "", *, alarm: bool = False) -> Cell:
    """A count; nought is no link, for there is nobody behind it."""
    return Cell(value, "number", url if value else "", alarm)


def percent(value: float | None, url: str = "", *, alarm: bool = False) -> Cell:
    """A share 0–1, or a dash; nought is no link."""
    return Cell(value, "percent", url if value else "", alarm)


def points(value: float | None) -> Cell:
    """A difference of two shares, in whole percentage points, or a dash."""
    return Cell(None if value is None else round(value * 100), "number")


def text(value: str, url: str = "") -> Cell:
    """Words."""
    return Cell(value, "text", url)


def day(value: date | None, *, alarm: bool = False) -> Cell:
    """A calendar day, or a dash."""
    return Cell(value, "day", alarm=alarm)


def tags(*words: tuple[str, str]) -> Cell:
    """Short words in coloured fields: pairs of text and tone."""
    return Cell(", ".join(word for word, _tone in words), "tag", tags=words)
