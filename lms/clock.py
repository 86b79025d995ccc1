"""The only clock. Times are aware and in UTC; quarters are those of the Dutch calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def utcnow() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)


def local_date(moment: datetime) -> date:
    """The calendar day of `moment` in the Netherlands."""
    return moment.astimezone(AMSTERDAM).date()


def quarter_of(moment: datetime | date) -> int:
    """The quarter as one sortable number: year × 4 + (0 … 3)."""
    day = local_date(moment) if isinstance(moment, datetime) else moment
    return day.year * 4 + (day.month - 1) // 3


def quarter_label(quarter: int) -> str:
    """`2026-Q4` for the last quarter of 2026: the form used in addresses and exports."""
    return f"{quarter // 4}-Q{quarter % 4 + 1}"


def parse_quarter(label: str) -> int:
    """The number of `2026-Q4`; ValueError for anything else."""
    year, mark, number = label.partition("-Q")
    if not mark or not (year.isascii() and year.isdigit()) or number not in {"1", "2", "3", "4"}:
        raise ValueError(f"not a quarter: {label!r}")
    if not 2000 <= int(year) <= 2100:
        raise ValueError(f"not a quarter of this century: {label!r}")
    return int(year) * 4 + int(number) - 1


def last_day(quarter: int) -> date:
    """The last calendar day of a quarter."""
    return date((quarter + 1) // 4, (quarter + 1) % 4 * 3 + 1, 1) - timedelta(days=1)


def start_of_day(day: date) -> datetime:
    """Midnight in the Netherlands at which `day` begins, in UTC."""
    return datetime.combine(day, time.min, AMSTERDAM).astimezone(UTC)
