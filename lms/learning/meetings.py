"""The meetings a course may ask for, by their kind."""

from __future__ import annotations

from lms.i18n import gettext as _


def meeting_name(kind: str) -> str:
    """The name of a meeting kind as the interface says it."""
    names = {
        "training-day-1": _("Training day 1"),
        "training-day-2": _("Training day 2"),
    }
    return names.get(kind, kind)
