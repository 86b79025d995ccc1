"""The rows of a download in words, for the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lms.audit.actions import action_name
from lms.i18n import day, moment, number, percent
from lms.i18n import gettext as _
from lms.privacy.download import Part, Row
from lms.privacy.labels import LABELS, VALUES

SHOWN = 50
"""Rows of a table on the page; the file has all of them."""
FRACTIONS = {"score", "pass_mark"}
PLAIN = {"number", "sign_count"}


@dataclass(frozen=True, slots=True)
class Table:
    """A part as it is shown: the newest rows first."""

    part: Part
    columns: list[str]
    rows: list[list[str]]

    @property
    def title(self) -> str:
        """The trail tells two things: who looked at you, and what you looked at."""
        if self.part.acted and self.part.entry.table == "audit_entry":
            return _("What you looked at or changed")
        return str(self.part.entry.title)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The only row, as column and value."""
        return list(zip(self.columns, self.rows[0], strict=True))

    @property
    def more(self) -> int:
        return len(self.part.rows) - len(self.rows)


def tables(parts: list[Part], *, acted: bool) -> list[Table]:
    """What is about the person, or what the person did for others."""
    return [_table(part) for part in parts if part.acted is acted]


def _table(part: Part) -> Table:
    newest = part.rows[::-1][:SHOWN]
    # A column that is empty everywhere tells nothing.
    columns = [name for name in part.columns if any(row[name] not in (None, "") for row in newest)]
    return Table(
        part,
        [str(LABELS.get(name, name)) for name in columns],
        [[_text(name, row) for name in columns] for row in newest],
    )


def _text(name: str, row: Row) -> str:
    value: Any = row[name]
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    for kind, say in _KINDS:
        if isinstance(value, kind):
            return say(value)
    if name in FRACTIONS:
        return percent(value)
    if isinstance(value, int | float):
        return str(value) if name in PLAIN else number(value)
    if isinstance(value, dict):
        return "\n".join(f"{key}: {_inside(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(map(_inside, value))
    return action_name(value) if name == "action" else str(VALUES.get(str(value), value))


def _inside(value: object) -> str:
    """A value within a value; the projection keeps its moments as texts."""
    if isinstance(value, str):
        try:
            return moment(datetime.fromisoformat(value)) if "T" in value else value
        except ValueError:
            return value
    return json.dumps(value, ensure_ascii=False)


_KINDS: tuple[tuple[type, Callable[[Any], str]], ...] = ((datetime, moment), (date, day))
