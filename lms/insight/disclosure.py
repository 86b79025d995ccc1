"""What may be published of a count of people or organisations, so that nobody can be found in it.

Every count stands alone: it is rounded to a multiple of five, and below five only that is said.
So two published counts differ by nought or by five and more, and what really lies between them
may always be nobody, or five or more: no group of one to four can be worked out, neither between
rows nor between columns nor between quarters. Nothing is drawn at random: the same count gives
the same figure, so asking often or averaging over quarters tells nothing more. Shares are
computed from published counts alone; they tell nothing that these do not tell.
docs/operators.md explains it to who runs the network.
"""

from __future__ import annotations

LEAST = 5
"""Smaller groups are hidden."""
STEP = 5
BASE = 10
"""A share of fewer than this (published) is not shown: it would jump about."""


def publish(count: int) -> int | None:
    """The multiple of STEP nearest to a count; None for fewer than LEAST."""
    return None if count < LEAST else (count + STEP // 2) // STEP * STEP


def share(part: int | None, whole: int | None) -> float | None:
    """part ÷ whole (0–1) of published counts; None when it is not shown."""
    if part is None or whole is None or whole < BASE:
        return None
    return part / whole


def possible(published: int | None) -> range:
    """The counts that a published figure may stand for."""
    if published is None:
        return range(LEAST)
    return range(max(LEAST, published - STEP // 2), published + STEP - STEP // 2)
