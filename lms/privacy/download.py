"""Everything held about one person, as the register says where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from lms.clock import quarter_label
from lms.extensions import db
from lms.privacy.kinds import Entry, Subject, by
from lms.privacy.register import personal

Row = dict[str, Any]

# What a reference to another table is shown as. One to a person is never shown: it is the person
# whose data this is, or it is somebody else.
NAMED = {
    "organisation": ("name",),
    "site": ("name",),
    "attempt": ("quiz_title",),
    "meeting": ("kind", "day"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one table: about the person, or of what the person did (`acted`)."""

    entry: Entry
    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    acted: bool = False


def collect(subject: Subject) -> list[Part]:
    """Every part that holds something."""
    return [part for entry in personal() for part in _parts(entry, subject) if part.rows]


def _parts(entry: Entry, subject: Subject) -> Iterator[Part]:
    if entry.about is not None:
        columns = _shown(entry.of, entry.personal)
        rows = _rows(entry.of, columns, entry.about(entry.of, subject))
        yield Part(entry, rows, columns)
    for column, visible in entry.acts.items():
        mine = _acted(entry.of, column, subject)
        yield Part(entry, _rows(entry.of, visible, mine), visible, acted=True)


def _acted(table: sa.Table, column: str, subject: Subject) -> sa.ColumnElement[bool]:
    """The audit trail names people by their random id, all other tables by their key."""
    if table.c[column].foreign_keys:
        return by(column)(table, subject)
    return table.c[column] == subject.public_id


def _shown(table: sa.Table, columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in columns if _target(table.c[name]) != "person")


def _target(column: sa.Column[Any]) -> str:
    """The table that a column refers to, or nothing."""
    return next((key.column.table.name for key in column.foreign_keys), "")


def _rows(
    table: sa.Table, columns: tuple[str, ...], where: sa.ColumnElement[bool]
) -> tuple[Row, ...]:
    """The rows, with references told by name, in the order in which they were made."""
    tables: sa.FromClause = table
    chosen: list[sa.ColumnElement[Any]] = []
    for name in columns:
        target = _target(table.c[name])
        if target in NAMED:
            other = db.metadata.tables[target].alias(f"{name}_named")
            tables = tables.outerjoin(other, table.c[name] == other.c.id)
            chosen += [other.c[part].label(f"{name}/{part}") for part in NAMED[target]]
        else:
            chosen.append(table.c[name].label(name))
    found = db.session.execute(
        sa.select(*chosen).select_from(tables).where(where).order_by(*table.primary_key)
    )
    return tuple(_row(columns, row._mapping) for row in found)


def _row(columns: tuple[str, ...], values: Any) -> Row:
    row: Row = {}
    for name in columns:
        if name in values:
            row[name] = values[name]
        else:
            parts = [values[key] for key in values if key.startswith(f"{name}/")]
            row[name] = " ".join(str(part) for part in parts if part is not None)
    if "quarter" in row:
        row["quarter"] = quarter_label(row["quarter"])
    return row
