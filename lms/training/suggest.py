"""Which kit to give next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lms.content.kits.types import Kit

LATELY = timedelta(days=180)
"""What was given within this time need not be given again yet."""
WEAK = 0.6
"""A kit of which colleagues knew less than this share is worth giving again."""


class Reason(StrEnum):
    """Why a kit is suggested."""

    NEXT = "next"
    WEAK = "weak"
    NEW = "new"
    OLD = "old"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A kit and why."""

    kit: Kit
    reason: Reason


def suggest(
    kits: Sequence[Kit],
    given: Mapping[str, date],
    known: Mapping[str, float],
    *,
    today: date,
    after: str = "",
) -> Suggestion | None:
    """What suits after the kit `after` (by default the one that was given last), or else the one
    that colleagues knew least of, one that was never given, the one longest ago.

    `given` is the last day per kit; `known` the share (0–1) of right answers, where it may be told.
    None without kits, and when the only one was given lately.
    """
    by_slug = {kit.slug: kit for kit in kits}
    days = {slug: day for slug, day in given.items() if slug in by_slug}
    lately = {slug for slug, day in days.items() if today - day < LATELY}
    last = after or max(days, key=lambda slug: days[slug], default="")
    if last in by_slug:
        for slug in by_slug[last].next:
            if slug in by_slug and slug not in lately:
                return Suggestion(by_slug[slug], Reason.NEXT)
    weak = [slug for slug in known if slug in days and slug != last and known[slug] < WEAK]
    if weak:
        return Suggestion(by_slug[min(weak, key=lambda slug: known[slug])], Reason.WEAK)
    for kit in kits:
        if kit.slug not in days:
            return Suggestion(kit, Reason.NEW)
    old = [slug for slug in days if slug not in lately]
    if old:
        return Suggestion(by_slug[min(old, key=lambda slug: days[slug])], Reason.OLD)
    return None
