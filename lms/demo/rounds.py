"""The training days at the sites: a meeting per site, kind and day, with who was there."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa

from lms.clock import local_date
from lms.demo.bulk import Bulk
from lms.demo.chance import token
from lms.demo.sites import SITES
from lms.grading.completion import Fact
from lms.meetings.models import Attendance, Meeting, Presence, key_of
from lms.meetings.services import reference


class Round(NamedTuple):
    """A meeting that is written, or will be."""

    id: int
    public_id: str


class Rounds:
    """Makes each meeting when the first person was at it."""

    def __init__(self, connection: sa.Connection) -> None:
        self._known: dict[tuple[int, str, date], Round] = {}
        self.meeting = Bulk(
            Meeting,
            "id public_id kind site_id day place place_key recorded_by created_at",
            connection,
        )
        self.attendance = Bulk(
            Attendance, "meeting_id person_id presence version recorded_by recorded_at", connection
        )

    def attended(
        self, *, person_id: int, site: int, fact: Fact, recorded_by: int, recorded_at: datetime
    ) -> str:
        """Somebody was at a training day of a site; returns the reference for the ledger."""
        key = site, fact.subject.removeprefix("meeting/"), local_date(fact.at)
        there = self._known.get(key)
        if there is None:
            there = self._known[key] = self._make(*key, recorded_by, recorded_at)
        row = there.id, person_id, Presence.PRESENT.value, 1, recorded_by, recorded_at
        self.attendance.add(row)
        return reference(there.public_id, 1)

    def _make(
        self, site: int, kind: str, day: date, recorded_by: int, recorded_at: datetime
    ) -> Round:
        made = Round(len(self._known) + 1, token("meeting", SITES[site].slug, kind, day))
        place = place_of(site)
        row = made.id, made.public_id, kind, site + 1, day, place, key_of(place)
        self.meeting.add((*row, recorded_by, recorded_at))
        return made


def place_of(site: int) -> str:
    """Where a site holds its training days."""
    return f"Centrum {SITES[site].name}, zaal 2"
