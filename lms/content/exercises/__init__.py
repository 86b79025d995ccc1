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
from lms.content.exercises.scenario_reading import ScenarioKind

__all__ = ["KINDS", "ExerciseDraft", "Kind", "Page", "open_exercise", "render_exercise"]

KINDS: dict[str, Kind] = {
    "report": ReportKind(),
    "scenario": ScenarioKind(),
}
