"""A thing an author has to mend, with the place where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding of the check: `path` is relative to the content root, `line` counts from 1."""

    path: str
    line: int
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        mark = "warning: " if self.severity == "warning" else ""
        return f"{self.path}:{self.line}: {mark}{self.message}"

    @property
    def is_error(self) -> bool:
        return self.severity == "error"


class Report:
    """Where the readers of one file leave what they find."""

    def __init__(self, path: str, sink: list[Problem]) -> None:
        self.path = path
        self._sink = sink

    def error(self, line: int, message: str) -> None:
        self._sink.append(Problem(self.path, line, message))

    def warning(self, line: int, message: str) -> None:
        self._sink.append(Problem(self.path, line, message, "warning"))
