"""PURE: what there is to say about a row. The words are in `words.py`, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a row: a code, the column it is about, and what the sentence names.

    `refuses`: the row cannot be taken over as it is.
    """

    code: str
    column: str = ""
    refuses: bool = False
    told: dict[str, Any] = field(default_factory=dict)

    def stored(self) -> list[Any]:
        """As JSON keeps it."""
        return [self.code, self.column, self.refuses, self.told]

    @classmethod
    def read(cls, stored: list[Any]) -> Note:
        """What `stored` was made of."""
        return cls(*stored)


def says(code: str, column: str = "", **told: Any) -> Note:
    """Something to know about the row."""
    return Note(code, str(column), False, told)


def refuses(code: str, column: str = "", **told: Any) -> Note:
    """Something that keeps the row out."""
    return Note(code, str(column), True, told)
