"""Presence as the interface says it."""

from __future__ import annotations

from lms.i18n import gettext as _
from lms.meetings.models import Presence


def presence_names() -> dict[str, str]:
    """Present, excused, absent: in the order in which they are asked for."""
    return {
        Presence.PRESENT.value: _("present"),
        Presence.EXCUSED.value: _("excused"),
        Presence.ABSENT.value: _("absent"),
    }
