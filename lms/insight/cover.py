"""Whether an organisation was covered over time, from seats and the days trainings were done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

Held = tuple[date, date | None, date | None]
"""Since, until (exclusive) and the day the basic training was complete."""


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` up to but not including `until`; None while it lasts."""

    since: date
    until: date | None
    covered: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A span as part of a drawing of WIDTH wide."""

    start: int
    width: int
    covered: bool


WIDTH = 1000


def spans(part: tuple[date, date | None], held: Iterable[Held], today: date) -> tuple[Span, ...]:
    """The spans of one participation, in order; each differs from the one before."""
    end = part[1] or today + timedelta(days=1)
    found: list[Span] = []
    day = part[0]
    for start, stop in _covered(held, part[0], end):
        if start > day:
            found.append(Span(day, start, False))
        found.append(Span(start, stop, True))
        day = stop
    if day < end:
        found.append(Span(day, end, False))
    if found and part[1] is None:
        last = found[-1]
        found[-1] = Span(last.since, None, last.covered)
    return tuple(found)


def bars(found: tuple[Span, ...], today: date) -> tuple[Bar, ...]:
    """The same spans as parts of a bar, in proportion to their days."""
    if not found:
        return ()
    first, last = found[0].since, found[-1].until or today + timedelta(days=1)
    days = max((last - first).days, 1)

    def place(day: date) -> int:
        return round((day - first).days / days * WIDTH)

    return tuple(
        Bar(place(span.since), place(span.until or last) - place(span.since), span.covered)
        for span in found
    )


def _covered(held: Iterable[Held], first: date, end: date) -> Iterator[tuple[date, date]]:
    """When at least one holder was complete, within [first, end): joined and in order."""
    parts = sorted(
        (max(since, complete, first), min(until or end, end))
        for since, until, complete in held
        if complete is not None
    )
    current: tuple[date, date] | None = None
    for start, stop in parts:
        if start >= stop:
            continue
        if current and start <= current[1]:
            current = (current[0], max(current[1], stop))
            continue
        if current:
            yield current
        current = (start, stop)
    if current:
        yield current
