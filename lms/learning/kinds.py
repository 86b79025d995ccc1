"""What the kinds of activities are called."""

from __future__ import annotations

from lms.i18n import gettext as _


def exercise_name(kind: str) -> str:
    """The name of a kind of exercise; empty for a lesson or a quiz, whose titles say enough."""
    return {"report": _("Practice report"), "scenario": _("Scenario")}.get(kind, "")
