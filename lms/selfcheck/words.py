"""The questions, the answers and the moments in words."""

from __future__ import annotations

from lms.grading.selfcheck import Moment
from lms.i18n import gettext as _


def questions() -> dict[str, str]:
    """Question → how it is asked."""
    return {
        "recognise": _("Would I recognise a signal at my work?"),
        "route": _("Do I know where to report it?"),
        "act": _("Would I do it?"),
    }


def answers() -> dict[int, str]:
    """Answer (1 … 5) → its word."""
    return {
        1: _("Surely not"),
        2: _("Probably not"),
        3: _("Perhaps"),
        4: _("Probably"),
        5: _("Surely"),
    }


def moments() -> dict[Moment, str]:
    """Moment → its name."""
    return {
        Moment.BEFORE: _("At the start"),
        Moment.AFTER: _("After the online part"),
        Moment.LATER: _("Half a year later"),
    }
