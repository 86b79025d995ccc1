"""What kind of learner somebody is, and when such a person finds time."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lms.clock import quarter_of
from lms.demo import days
from lms.demo.chance import rng
from lms.demo.days import Era
from lms.demo.kit import Kit
from lms.demo.plan import TRAINER, PersonPlan
from lms.demo.sites import SITES, SitePlan

_NEVER, _LOOKS_IN, _STUCK = 0.06, 0.06, 0.09
"""Shares of people who never sign in, never begin, or stop half-way, at a site without trouble."""

_GAPS = (2, 3, 4, 6, 9, 15)


@dataclass(frozen=True, slots=True)
class Character:
    """`stops` counts the activities after which the person stops."""

    language: str
    ability: float
    trouble: float
    keen: float
    attends: float
    gap: float
    weekends: bool
    invited_after: int | None
    signs_in_after: int | None
    stops: int


def character_of(person: PersonPlan, kit: Kit) -> Character:
    """The character that belongs to a person, the same at every date."""
    chance = rng(person.key, "character")
    site = SITES[person.site]
    fate = chance.random() / site.trouble
    total = len(kit.shape.activities)
    stops = total
    if fate < _NEVER + _LOOKS_IN:
        stops = 0
    elif fate < _NEVER + _LOOKS_IN + _STUCK:
        stops = _stuck_at(kit, chance)
    character = Character(
        language="en" if chance.random() < 0.12 else "nl",
        ability=chance.gauss(0, 0.07),
        trouble=site.trouble,
        keen=chance.uniform(0.3, 1.0) / site.trouble**0.5,
        attends=0.85 / site.trouble**0.3 if stops == total else 0.3,
        gap=chance.choice(_GAPS) * site.pace,
        weekends=chance.random() < 0.3,
        invited_after=chance.randint(0, 10) if chance.random() > 0.03 else None,
        signs_in_after=int(chance.expovariate(1 / (6 * site.pace))) if fate > _NEVER else None,
        stops=stops,
    )
    if person.key == f"{TRAINER}/0":
        return Character("nl", 0.1, 0.0, 1.0, 1.0, 3, False, 1, 2, total)
    return character


def _stuck_at(kit: Kit, chance: random.Random) -> int:
    """Somewhere in the training; one module in the middle stops more people than the others."""
    modules = kit.shape.modules
    middle = len(modules) // 2
    weights = [4 if place == middle else 1 for place in range(len(modules))]
    stop = chance.choices(range(len(modules)), weights)[0]
    before = sum(len(module.activities) for module in modules[:stop])
    return before + chance.randint(1, max(1, len(modules[stop].activities) - 1))


class Diary:
    """The moments at which a person sits down to learn, one after the other."""

    def __init__(
        self, chance: random.Random, character: Character, site: SitePlan, era: Era, day: date
    ) -> None:
        self._chance = chance
        self._character = character
        self._dips = site.dips
        self._first = era.first
        self._day = day

    def next(self, wait_hours: int = 0) -> datetime:
        """The next moment, at least a day later: outside busy weeks, rarely in a quiet quarter."""
        chance = self._chance
        days_on = 1 + wait_hours // 24 + chance.expovariate(1 / self._character.gap)
        day = self._day + timedelta(days=days_on)
        if chance.random() < 0.8:
            day = days.after_pause(day)
        if quarter_of(day) - self._first in self._dips and chance.random() < 0.6:
            day = days.first_day(quarter_of(day) + 1) + timedelta(days=3 + 22 * chance.random())
        self._day = day if self._character.weekends else days.workday(day)
        return days.time_of(chance, self._day)
