"""The life of a POCO: what happened, when, and where that leaves the person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from lms.clock import local_date, quarter_of, start_of_day
from lms.demo import days
from lms.demo.chance import rng
from lms.demo.character import Character, Diary, character_of
from lms.demo.days import Era
from lms.demo.kit import Kit
from lms.demo.papers import Sitting
from lms.demo.plan import PersonPlan
from lms.demo.sites import SITES
from lms.grading.completion import Fact, FactKind, Standing, fold, newly_reached

RECORDING = timedelta(hours=5, minutes=15)
"""How long after noon of a training day its attendance is recorded."""


class Event(NamedTuple):
    """A fact with its evidence. `by_others` when the site's coordinator recorded it."""

    fact: Fact
    content_hash: str = ""
    by_others: bool = False
    sitting: Sitting | None = None


@dataclass(frozen=True, slots=True)
class Life:
    language: str
    events: list[Event]
    standing: Standing


def live(person: PersonPlan, era: Era, kit: Kit) -> Life:
    """Everything that happened to a person up to the date of the demo.

    Each part of a life has its own chance and is told in order, so that a later date only adds.
    """
    character = character_of(person, kit)
    end = era.end if person.left is None else start_of_day(person.left)
    seat = [*_seat_given(person, character)]
    signed_in = seat[-1].fact.at if seat[-1].fact.kind is FactKind.SIGNED_IN else None
    events = [*seat, *_training_days(person, character, era, kit, signed_in)]
    if signed_in is not None:
        online = [*_study(person, character, era, kit, signed_in)]
        events += online
        if online and len({e.fact.subject for e in online if e.fact.passed}) == len(
            kit.shape.activities
        ):
            events += _refreshers(person, character, era, kit, online[-1].fact.at)
        events += _extra_practice(person, character, kit, online)
    return tell(character.language, [event for event in events if event.fact.at < end], kit)


def tell(language: str, events: list[Event], kit: Kit) -> Life:
    """The events in order, with the states that they reach right behind what reached them."""
    facts = [event.fact for event in events]
    standing = fold(facts)
    reached = newly_reached(standing, kit.shape)
    if reached:
        others = {event.fact.at: event.by_others for event in events}
        events = events + [Event(fact, by_others=others[fact.at]) for fact in reached]
        standing = _with_states(standing, reached)
    return Life(language, sorted(events, key=lambda event: event.fact.at), standing)


def _with_states(standing: Standing, reached: tuple[Fact, ...]) -> Standing:
    """What `fold` makes of the standing's facts and these states, without doing it all again."""
    dates = {fact.kind: fact.at for fact in reached}
    return replace(
        standing,
        modules={fact.subject: fact.at for fact in reached if fact.kind is FactKind.MODULE_DONE},
        online_done_at=dates.get(FactKind.ONLINE_DONE),
        complete_at=dates.get(FactKind.COMPLETE),
    )


def _seat_given(person: PersonPlan, character: Character) -> Iterator[Event]:
    """Named, invited, signed in for the first time."""
    yield Event(Fact(FactKind.NAMED, days.moment(person.named, 9)), by_others=True)
    if character.invited_after is None:
        return
    invited = days.workday(person.named + timedelta(days=character.invited_after))
    yield Event(Fact(FactKind.INVITED, days.moment(invited, 10, 20)), by_others=True)
    if character.signs_in_after is not None:
        day = days.after_pause(invited + timedelta(days=character.signs_in_after))
        at = days.moment(day, 11 + character.signs_in_after % 9, 10 + character.stops % 45)
        yield Event(Fact(FactKind.SIGNED_IN, at))


def _study(
    person: PersonPlan, character: Character, era: Era, kit: Kit, signed_in: datetime
) -> Iterator[Event]:
    """The course in order, some activities each time, until done, stuck or the end of the story."""
    chance = rng(person.key, "study")
    diary = Diary(chance, character, SITES[person.site], era, local_date(signed_in))
    at = signed_in + timedelta(minutes=6) if chance.random() < 0.6 else diary.next()
    left = chance.randint(1, 3)
    for activity in kit.shape.activities[: character.stops]:
        if left == 0:
            at = diary.next()
            left = 1 + int(4 * chance.random())
        left -= 1
        if at >= era.end:
            return
        if not activity.startswith("quiz/"):
            at += timedelta(seconds=200 + int(400 * chance.random()))
            yield did(activity, character.language, at, kit)
            continue
        for attempt in range(6):
            sitting = kit.papers[character.language].sit(
                activity,
                f"{person.key}/{activity}/{attempt}",
                at=at + timedelta(minutes=1),
                ability=character.ability + attempt * 0.05,
                chance=chance,
            )
            yield submitted(activity, sitting)
            at = sitting.submitted_at
            if sitting.passed:
                break
            again = chance.random()
            if _no_more(sitting, attempt) or again < 0.04 * character.trouble:
                return
            waits = sitting.quiz.wait_hours or 0
            at = at + timedelta(minutes=9) if again > 0.7 and not waits else diary.next(waits)
        else:
            return


def _no_more(sitting: Sitting, attempt: int) -> bool:
    return sitting.quiz.attempts is not None and attempt + 1 >= sitting.quiz.attempts


def _refreshers(
    person: PersonPlan, character: Character, era: Era, kit: Kit, done_at: datetime
) -> Iterator[Event]:
    """Who is done does a quiz once more now and then."""
    papers = kit.papers[character.language]
    open_quizzes = [activity for activity in papers if papers.quiz(activity).attempts is None]
    if not open_quizzes:
        return
    chance = rng(person.key, "refreshers")
    dips = SITES[person.site].dips
    for quarter in range(quarter_of(done_at) + 1, quarter_of(era.as_of) + 1):
        dull = 0.3 if quarter - era.first in dips else 1.0
        if chance.random() > character.keen * dull:
            continue
        day = days.workday(days.first_day(quarter) + timedelta(days=chance.randint(0, 80)))
        activity = chance.choice(open_quizzes)
        yield submitted(
            activity,
            papers.sit(
                activity,
                f"{person.key}/refresher/{quarter}",
                at=days.time_of(chance, day),
                ability=character.ability + 0.06,
                chance=chance,
            ),
        )


def _extra_practice(
    person: PersonPlan, character: Character, kit: Kit, online: list[Event]
) -> Iterator[Event]:
    """Who is keen does some extra practice, each time right after something that counts."""
    chance = rng(person.key, "extra practice")
    for activity in kit.extra:
        place = int(chance.random() * len(kit.shape.activities))
        keen = chance.random() < character.keen / 3
        if keen and place < len(online) and not activity.startswith("quiz/"):
            at = online[place].fact.at + timedelta(minutes=12)
            yield did(activity, character.language, at, kit)


def _training_days(
    person: PersonPlan, character: Character, era: Era, kit: Kit, signed_in: datetime | None
) -> Iterator[Event]:
    """The meetings that the course asks for, each at the site's next round or a later one."""
    chance = rng(person.key, "training days")
    site = SITES[person.site]
    began = local_date(signed_in) if signed_in else person.named + timedelta(days=30)
    ready = began + timedelta(days=14)
    missing = list(kit.shape.meetings)
    opened = era.first + site.opens
    for quarter in range(quarter_of(ready), quarter_of(era.as_of) + 1):
        if not missing:
            return
        if (quarter - opened) % site.trains_every:
            continue
        for kind, day in zip(kit.shape.meetings, days.training_days(quarter), strict=False):
            comes = chance.random() < character.attends
            if day >= ready and comes and missing[:1] == [kind]:
                missing.pop(0)
                yield attended(kind, day)


def did(activity: str, language: str, at: datetime, kit: Kit) -> Event:
    """A lesson read, or an exercise done."""
    is_lesson = activity.startswith("lesson/")
    kind = FactKind.LESSON_READ if is_lesson else FactKind.EXERCISE_DONE
    return Event(Fact(kind, at, activity), kit.hash_of(activity, language))


def submitted(activity: str, sitting: Sitting) -> Event:
    fact = Fact(FactKind.QUIZ_SUBMITTED, sitting.submitted_at, activity, sitting.passed)
    return Event(fact, sitting.quiz.hash, sitting=sitting)


def attended(kind: str, day: date) -> Event:
    at = days.moment(day, 12)
    return Event(Fact(FactKind.MEETING_ATTENDED, at, f"meeting/{kind}"), by_others=True)
