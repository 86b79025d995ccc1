"""Which quarter, and which day its figures stand for."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from lms.clock import parse_quarter
from lms.insight.period import choose, period_of, quarters

TODAY = date(2026, 8, 15)
FIRST = date(2025, 12, 31)


def test_the_running_quarter_stands_for_today() -> None:
    period = choose("", first=FIRST, today=TODAY)
    assert (period.label, period.day, period.running) == ("2026-Q3", TODAY, True)
    # Midnight in Amsterdam, in summer two hours ahead of UTC.
    assert period.cutoff == datetime(2026, 8, 15, 22, tzinfo=UTC)


def test_a_past_quarter_stands_for_its_last_day() -> None:
    period = choose("2026-Q1", first=FIRST, today=TODAY)
    assert (period.day, period.running) == (date(2026, 3, 31), False)


def test_quarters_go_back_to_the_first_seat() -> None:
    assert [quarter % 4 + 1 for quarter in quarters(first=FIRST, today=TODAY)] == [3, 2, 1, 4]
    assert quarters(first=None, today=TODAY) == (parse_quarter("2026-Q3"),)
    assert quarters(first=date(2027, 1, 1), today=TODAY) == (parse_quarter("2026-Q3"),)


@pytest.mark.parametrize(
    "label", ["2026-Q4", "2025-Q3", "2026-Q5", "vorig", "2026", "٢٠٢٦-Q3", "2026-Q3 ", "-Q1"]
)
def test_other_labels_are_refused(label: str) -> None:
    with pytest.raises(ValueError, match=r"quarter|no figures"):
        choose(label, first=FIRST, today=TODAY)


def test_overdue_counts_whole_days() -> None:
    period = period_of(parse_quarter("2026-Q3"), today=TODAY)
    assert period.overdue_before(90) == date(2026, 5, 17)
