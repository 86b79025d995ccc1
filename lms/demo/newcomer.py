"""The new POCO, whose story is told backwards from the date of the demo: always half-way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from lms.demo import days
from lms.demo.chance import rng
from lms.demo.days import Era
from lms.demo.kit import Kit, halfway
from lms.demo.plan import PersonPlan
from lms.demo.story import Event, Life, did, submitted, tell
from lms.grading.completion import Fact, FactKind

_SIGNED_IN = 33
_SESSIONS = (33, 29, 25, 20, 15, 9, 6, 2)
"""Days before the date of the demo."""


def live(person: PersonPlan, era: Era, kit: Kit) -> Life:
    """Named, invited, signed in, and a bit done each time; no quiz stands open."""
    beginning = [
        Event(Fact(FactKind.NAMED, days.moment(person.named, 9)), by_others=True),
        Event(Fact(FactKind.INVITED, days.moment(person.named, 10, 20)), by_others=True),
        Event(Fact(FactKind.SIGNED_IN, days.moment(era.as_of - timedelta(days=_SIGNED_IN), 7, 40))),
    ]
    return tell("nl", [*beginning, *_study(person, era, kit)], kit)


def _study(person: PersonPlan, era: Era, kit: Kit) -> Iterator[Event]:
    chance = rng(person.key, "study")
    activities = kit.shape.activities[: halfway(kit.shape)]
    each = -(-len(activities) // len(_SESSIONS))
    session = -1
    for number, activity in enumerate(activities):
        # Counted from the end, so that the newest session is always there.
        before, session = session, len(_SESSIONS) - 1 - (len(activities) - 1 - number) // each
        if session != before:
            day = era.as_of - timedelta(days=_SESSIONS[session])
            at = days.moment(day, 12 if session % 3 else 20, 15)
        if not activity.startswith("quiz/"):
            at += timedelta(seconds=chance.randint(240, 500))
            yield did(activity, "nl", at, kit)
            continue
        for attempt in range(8):
            sitting = kit.papers["nl"].sit(
                activity,
                f"{person.key}/{activity}/{attempt}",
                at=at + timedelta(minutes=1),
                ability=attempt * 0.2,
                chance=chance,
            )
            yield submitted(activity, sitting)
            at = sitting.submitted_at
            if sitting.passed:
                break
