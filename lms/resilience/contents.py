"""What stands in the sealed column of a row, opened: answers of a scan, the text of a measure."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from lms import strongbox
from lms.clock import local_date
from lms.content.tools import Scan
from lms.grading.resilience import Answer, read_answers
from lms.resilience.models import KEPT_FOR, Measure, ResilienceScan, State


def read_scan(row: ResilienceScan) -> dict[str, Answer]:
    """Statement → answer. Raises DataKeyMissing, SealBroken."""
    return read_answers(_open(row))


def seal_scan(row: ResilienceScan, answers: dict[str, Answer]) -> None:
    """Put answers into a row that has its organisation and random id."""
    row.sealed = _seal(row, answers)


@dataclass(frozen=True, slots=True)
class Text:
    """What a measure says: what, who (a function), when, and where in the process.

    `suggested` is true for the words of the scan: they are shown in the language of the reader.
    """

    text: str
    owner: str = ""
    due: date | None = None
    step: str = ""
    statement: str = ""
    suggested: bool = False
    since: date | None = None

    def words(self, scan: Scan | None) -> Text:
        """The same, with what the scan suggested in the language of this scan."""
        statement = scan.statements.get(self.statement) if scan and self.suggested else None
        if statement is None:
            return self
        return replace(self, text=statement.measure)


@dataclass(frozen=True, slots=True)
class OpenMeasure:
    """A measure as its organisation reads it."""

    public_id: str
    state: State
    changed_at: datetime
    content: Text

    @property
    def kept_until(self) -> date:
        """The day it goes, unless it is changed before."""
        return local_date(self.changed_at + KEPT_FOR)


def read_measure(row: Measure) -> OpenMeasure:
    """Raises DataKeyMissing, SealBroken."""
    values = _open(row)
    for name in ("due", "since"):
        values[name] = date.fromisoformat(values[name]) if values.get(name) else None
    return OpenMeasure(row.public_id, State(row.state), row.changed_at, Text(**values))


def seal_measure(row: Measure, content: Text) -> None:
    """Put the text into a row that has its organisation and random id."""
    row.sealed = _seal(row, asdict(content))


def _open(row: ResilienceScan | Measure) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(strongbox.unseal(row.sealed, row.seal_context))
    return values


def _seal(row: ResilienceScan | Measure, values: dict[str, Any]) -> bytes:
    data = json.dumps(values, default=str, ensure_ascii=False).encode()
    return strongbox.seal(data, row.seal_context)
