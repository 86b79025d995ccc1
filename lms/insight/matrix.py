"""The completion matrix: people × activities, with the day each was done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache

from lms.clock import local_date
from lms.content.types import Course
from lms.i18n import gettext as _
from lms.insight.people import People
from lms.learning.meetings import meeting_name


def lines(found: People) -> Iterator[list[str]]:
    """A heading, then a line for each person. Later activities than the period's are left out."""
    course = found.course
    keys = [*course.activities, *(f"meeting/{kind}" for kind in course.meetings)]
    cutoff = found.period.cutoff.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    yield [_("Name"), _("Organisation"), *(_title(course, key) for key in keys)]
    for name, organisation, done in found.done():
        moments = [done.get(key, "") for key in keys]
        yield [
            name,
            organisation,
            *(_day(moment[:13]) if moment and moment < cutoff else "" for moment in moments),
        ]


def _title(course: Course, key: str) -> str:
    part = course.part(key)
    if part is None:
        return meeting_name(key.partition("/")[2])
    if course.is_extra(key):
        return _("%(title)s (extra practice)", title=part.title)
    return part.title


@lru_cache(maxsize=65536)
def _day(hour: str) -> str:
    """The Dutch day of `2026-07-01T22`, an hour in UTC. Clocks change at whole hours, so all
    moments of an hour fall on one day; remembering it makes long exports quick."""
    return local_date(datetime.fromisoformat(f"{hour}:00:00+00:00")).isoformat()
