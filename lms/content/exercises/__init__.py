"""Exercises: one class per kind, with one line in KINDS."""

from __future__ import annotations

from lms.content.exercises.base import (
    ExerciseDraft,
    Kind,
    Page,
    open_exercise,
    render_exercise,
)
from lms.content.exercises.report import ReportKind

__all__ = ["KINDS", "ExerciseDraft", "Kind", "Page", "open_exercise", "render_exercise"]

KINDS: dict[str, Kind] = {kind.name: kind for kind in (ReportKind(),)}
