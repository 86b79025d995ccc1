"""The quarter a dashboard speaks of, and the day its figures stand for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lms.clock import last_day, parse_quarter, quarter_label, quarter_of, start_of_day


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter. What is counted at a moment (seats, status, coverage) stands as at `day`: the
    quarter's last day, or today while the quarter runs. What is counted over time (participation)
    covers the quarter up to `day`."""

    quarter: int
    day: date
    running: bool

    @property
    def label(self) -> str:
        """`2026-Q3`, as in addresses and file names."""
        return quarter_label(self.quarter)

    @property
    def cutoff(self) -> datetime:
        """The moment `day` ends: only what happened before it counts."""
        return start_of_day(self.day + timedelta(days=1))

    def overdue_before(self, due_days: int) -> date:
        """Who got the seat before this day has had more than `due_days` days."""
        return self.day - timedelta(days=due_days)


def period_of(quarter: int, *, today: date) -> Period:
    """The period of a quarter, seen from today."""
    running = quarter == quarter_of(today)
    return Period(quarter, today if running else last_day(quarter), running)


def quarters(*, first: date | None, today: date) -> tuple[int, ...]:
    """Every quarter since the first seat, newest first; at least the running one."""
    newest = quarter_of(today)
    oldest = min(quarter_of(first), newest) if first else newest
    return tuple(range(newest, oldest - 1, -1))


def choose(label: str, *, first: date | None, today: date) -> Period:
    """The period an address asks for; the running quarter for an empty label.

    Raises ValueError for anything that is no quarter between the first seat and today.
    """
    known = quarters(first=first, today=today)
    quarter = parse_quarter(label) if label else known[0]
    if quarter not in known:
        raise ValueError(f"no figures for {label!r}")
    return period_of(quarter, today=today)
