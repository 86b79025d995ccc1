"""Many rows into a table, fast.

`session.execute(insert(…), rows)` does the same with more work for each row; over millions of
rows that is most of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from lms.extensions import UTCDateTime


class Bulk:
    """Rows for one table. The insert is compiled once; the columns' types convert the values."""

    def __init__(
        self, model: type[Any], columns: str, connection: sa.Connection, *, lasting: str = ""
    ) -> None:
        """`lasting` is a column whose objects return and are there until the end: each is
        converted once."""
        table: sa.Table = model.__table__
        dialect = connection.dialect
        self.name = table.name
        self.count = 0
        self._connection = connection
        self._columns = columns.split()
        # Only what is named: what has a default in the code would be added to the statement.
        plain = sa.table(table.name, *(sa.column(n, table.c[n].type) for n in self._columns))
        compiled = sa.insert(plain).compile(dialect=dialect)
        self._sql = str(compiled)
        # Drivers that take values by position get them in the order of the statement.
        order: Sequence[str] = compiled.positiontup or self._columns
        self._places = [self._columns.index(name) for name in order]
        self._by_name = not compiled.positional
        self._order = list(order)
        self._lasting: dict[int, Any] = {}
        self._converters = [
            (place, name == lasting, isinstance(table.c[name].type, UTCDateTime), convert)
            for place, name in enumerate(self._columns)
            if (convert := _converter(table.c[name].type, dialect))
        ]
        self._rows: list[tuple[Any, ...]] = []
        self.add: Callable[[tuple[Any, ...]], None] = self._rows.append
        self.extend: Callable[[Iterable[tuple[Any, ...]]], None] = self._rows.extend

    def __len__(self) -> int:
        return len(self._rows)

    def flush(self) -> None:
        """Insert the rows that were added since the last time."""
        if not self._rows:
            return
        columns: list[Sequence[Any]] = list(zip(*self._rows, strict=True))
        moments: dict[int, Any] = {}
        for place, lasts, is_moment, convert in self._converters:
            known = self._lasting if lasts else moments if is_moment else {}
            columns[place] = _converted(columns[place], convert, known)
        rows = zip(*(columns[place] for place in self._places), strict=True)
        if self._by_name:
            named = [dict(zip(self._order, row, strict=True)) for row in rows]
            self._connection.exec_driver_sql(self._sql, named)
        else:
            self._connection.exec_driver_sql(self._sql, list(rows))
        self.count += len(self._rows)
        self._rows.clear()


def _converter(kind: sa.types.TypeEngine[Any], dialect: sa.Dialect) -> Any:
    if isinstance(kind, UTCDateTime) and dialect.name == "sqlite":
        return _sqlite_moment
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _sqlite_moment(moment: datetime | None) -> str | None:
    """What UTCDateTime stores in SQLite, in one step."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(" ", "microseconds")[:26]


def _converted(values: Sequence[Any], convert: Any, known: dict[int, Any]) -> list[Any]:
    """A column as the driver takes it. An object that more rows share is converted once."""
    objects = {id(value): value for value in values}
    for key, value in objects.items():
        if key not in known:
            known[key] = convert(value)
    return [known[id(value)] for value in values]
