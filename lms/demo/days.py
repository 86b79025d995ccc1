"""When things happen in the story: its first day, busy weeks, training days, times of day.

The story has a fixed first day and goes on for ever; a demo tells it up to a date. So a later
date adds to what an earlier one told, and takes nothing back.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from lms.clock import AMSTERDAM, last_day, parse_quarter, quarter_of, start_of_day

FIRST = parse_quarter("2024-Q4")
GROWTH = 8
"""Quarters in which the network grows to its size."""
SHORTEST = 4
"""Quarters that a demo tells at least."""

# The weeks around the flower feasts, the summer and the end of the year: nobody has time then.
_PAUSES = (((1, 1), (1, 5)), ((1, 28), (2, 15)), ((4, 24), (5, 11)), ((7, 20), (8, 20)),
           ((12, 18), (12, 31)))  # fmt: skip
_HOURS = (5, 6, 7, 9, 10, 12, 13, 13, 15, 16, 19, 20, 20, 21)


@dataclass(frozen=True, slots=True)
class Era:
    """The part of the story that is told: from a quarter's first day until before `as_of`."""

    first: int
    as_of: date
    end: datetime

    def quarter_start(self, offset: int) -> date:
        """The first day of the quarter `offset` quarters after the beginning."""
        return first_day(self.first + offset)

    @property
    def grown(self) -> date:
        """The first day on which the network has its size."""
        return self.quarter_start(GROWTH)


def era(as_of: date) -> Era:
    """The story up to `as_of`. For early dates it begins two years earlier, or four, …"""
    first = FIRST
    while quarter_of(as_of) - first < SHORTEST:
        first -= GROWTH
    return Era(first, as_of, start_of_day(as_of))


def first_day(quarter: int) -> date:
    return last_day(quarter - 1) + timedelta(days=1)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A Dutch time of day, in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=AMSTERDAM).astimezone(UTC)


def time_of(rng: random.Random, day: date) -> datetime:
    """Some moment of a day at which people learn: before work, in a break, in the evening."""
    return moment(day, _HOURS[int(rng.random() * len(_HOURS))], int(rng.random() * 60))


def workday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def after_pause(day: date) -> date:
    """The day itself, or the first day after the busy weeks it lies in."""
    place = (day.month, day.day)
    for begin, end in _PAUSES:
        if begin <= place <= end:
            return after_pause(date(day.year, *end) + timedelta(days=1))
    return day


def training_days(quarter: int) -> Iterator[date]:
    """The days of a quarter's round of training: Thursdays from its second month on."""
    start = date(quarter // 4, quarter % 4 * 3 + 2, 8)
    thursday = start + timedelta(days=(3 - start.weekday()) % 7)
    while True:
        yield thursday
        thursday += timedelta(days=14)
