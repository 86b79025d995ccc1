"""Trained POCOs trained colleagues: sessions of earlier quarters with their counts, one planned.

The trained POCO of the demo gave two, and gives one tomorrow. Somebody else asks the programme team
to come along.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from lms.accounts.demo import DOMAIN
from lms.accounts.models import Person
from lms.clock import last_day, local_date, quarter_of
from lms.content.kits.types import Kit, Round
from lms.content.types import SOURCE_LANGUAGE, Library
from lms.demo import days
from lms.demo.chance import rng, share, token
from lms.extensions import db
from lms.grading.completion import FactKind, fold
from lms.network.models import Seat
from lms.progress import projection
from lms.progress.models import CourseProgress, LedgerFact
from lms.progress.queries import facts_of
from lms.training.kits import FEEDBACK, rounds_of
from lms.training.models import CoTrainer, SessionState, Tally, TrainingSession, Way

TRAINER = f"trainer@{DOMAIN}"
MOST = 300
"""POCOs who give trainings: a large network has no more of them, so that it is made quickly."""
OFTEN = 0.45
"""The share of quarters in which a trained POCO gives a training."""
AGO = (83, 19)
"""Days before the date of the demo on which the trained POCO gave one."""
PLACES = ("Kantine", "Verwerkingshal", "Kantoor", "Dock 3", "")
RIGHT = {Round.BEFORE: 0.42, Round.ONCE: 0.68, Round.AFTER: 0.79}
"""How likely a right answer is."""


class Giver(NamedTuple):
    """A trained POCO and the seat in whose name trainings are given."""

    person_id: int
    organisation_id: int
    site_id: int
    email: str
    complete: date


class Held(NamedTuple):
    """A session that somebody gave."""

    giver: Giver
    kit: Kit
    day: date
    place: str
    key: str

    @property
    def moment(self) -> datetime:
        return days.moment(self.day, 10 + int(share("hour", self.key) * 5), 30)


def write(library: Library, edition_id: int, course: str, as_of: date) -> None:
    """Write them, when there are kits."""
    kits = library.kits(SOURCE_LANGUAGE)
    if not kits:
        return
    givers = list(_givers(course))
    held = [session for giver in givers for session in _held(giver, kits, as_of)]
    for session in held:
        _write(session, edition_id)
    _facts(held, course, edition_id)
    _planned(givers, kits, as_of)
    db.session.flush()


def _givers(course: str) -> Iterator[Giver]:
    rows = db.session.execute(
        sa.select(
            Seat.person_id,
            Seat.organisation_id,
            Seat.site_id,
            Person.email,
            CourseProgress.complete_at,
        )
        .join(Person, Person.id == Seat.person_id)
        .join(CourseProgress, CourseProgress.person_id == Seat.person_id)
        .where(
            CourseProgress.course == course,
            CourseProgress.complete_at.is_not(None),
            Seat.until.is_(None),
        )
        .order_by(Seat.person_id, Seat.id)
    )
    seen: set[int] = set()
    for person_id, organisation_id, site_id, email, complete in rows:
        if person_id not in seen and len(seen) < MOST:
            seen.add(person_id)
            yield Giver(person_id, organisation_id, site_id, email, local_date(complete))


def _held(giver: Giver, kits: tuple[Kit, ...], as_of: date) -> Iterator[Held]:
    if giver.email == TRAINER:
        for number, ago in enumerate(AGO):
            day = days.workday(as_of - timedelta(days=ago))
            if day >= giver.complete:
                kit = kits[number % len(kits)]
                yield Held(giver, kit, day, PLACES[0], token("training", giver.email, number))
        return
    first = quarter_of(giver.complete)
    for number, quarter in enumerate(range(first, quarter_of(as_of) + 1)):
        chance = rng("training", giver.email, quarter)
        if chance.random() >= OFTEN:
            continue
        length = (last_day(quarter) - days.first_day(quarter)).days
        day = days.workday(days.first_day(quarter) + timedelta(chance.randrange(length - 2)))
        if giver.complete <= day < as_of:
            kit = kits[(giver.person_id + number) % len(kits)]
            place = chance.choice(PLACES)
            yield Held(giver, kit, day, place, token("training", giver.email, quarter))


def _write(held: Held, edition_id: int) -> None:
    chance = rng("held", held.key)
    way = chance.choice((Way.PHONES, Way.PHONES, Way.HANDS, Way.PAPER))
    headcount = chance.randint(12, 24) if held.giver.email == TRAINER else chance.randint(3, 24)
    at = held.moment
    row = TrainingSession(
        public_id=held.key,
        organisation_id=held.giver.organisation_id,
        site_id=held.giver.site_id,
        given_by=held.giver.person_id,
        kit=held.kit.slug,
        language=SOURCE_LANGUAGE,
        edition_id=edition_id,
        day=held.day,
        place=held.place,
        expected=headcount + chance.randint(-2, 4),
        way=way.value,
        state=SessionState.CLOSED.value,
        headcount=headcount,
        created_at=at - timedelta(days=4),
        started_at=None if way is Way.PAPER else at,
        closed_at=at + timedelta(minutes=held.kit.minutes + 2),
    )
    db.session.add(row)
    db.session.flush()
    if way is Way.PAPER and chance.random() < 0.5:
        return
    db.session.execute(sa.insert(Tally), list(_tallies(row.id, held.kit, headcount, chance)))


def _tallies(
    session_id: int, kit: Kit, headcount: int, chance: random.Random
) -> Iterator[dict[str, Any]]:
    """Nearly everybody answers; each question is as hard as its name says."""
    for id_, item in kit.items.items():
        right = next(option.key for option in item.options if option.correct)
        for round_ in rounds_of(kit, id_):
            easy = RIGHT[round_] + (share("hard", kit.slug, id_) - 0.5) * 0.4
            likely = {key: easy if key == right else (1 - easy) for key in item.keys}
            counts = _spread(likely, headcount - chance.randint(0, 2), chance)
            for answer, count in counts.items():
                yield _tally(session_id, id_, round_, answer, item.hash, count)
    for question, answers in FEEDBACK.items():
        likely = {answer: 3.0 if not place else 0.4 for place, answer in enumerate(answers)}
        for answer, count in _spread(likely, headcount * 2 // 3, chance).items():
            yield _tally(session_id, f"feedback/{question}", Round.ONCE, answer, "", count)


def _spread(likely: dict[str, float], people: int, chance: random.Random) -> dict[str, int]:
    counts = dict.fromkeys(likely, 0)
    for answer in chance.choices(list(likely), list(likely.values()), k=max(0, people)):
        counts[answer] += 1
    return counts


def _tally(
    session_id: int, item: str, round_: Round, answer: str, digest: str, count: int
) -> dict[str, Any]:
    return {
        "session_id": session_id,
        "item": item,
        "round": round_.value,
        "answer": answer,
        "item_hash": digest,
        "count": count,
    }


def _facts(held: list[Held], course: str, edition_id: int) -> None:
    """What the ledger says of them, and the projection of who gave one."""
    rows = [
        {
            "person_id": session.giver.person_id,
            "course": course,
            "kind": FactKind.TRAINING_GIVEN.value,
            "subject": f"session/{session.kit.slug}",
            "reference": session.key,
            "passed": True,
            "at": session.moment,
            "recorded_at": session.moment,
            "edition_id": edition_id,
            "content_hash": "",
        }
        for session in held
    ]
    if rows:
        db.session.execute(sa.insert(LedgerFact), rows)
    for person_id in sorted({session.giver.person_id for session in held}):
        projection.write(person_id, course, fold(facts_of(person_id, course)))


def _planned(givers: list[Giver], kits: tuple[Kit, ...], as_of: date) -> None:
    """Tomorrow, and one for which somebody of the programme team is asked along."""
    trainer = next((giver for giver in givers if giver.email == TRAINER), None)
    other = next((giver for giver in reversed(givers) if giver.email != TRAINER), None)
    for giver, ahead, asked in ((trainer, 1, CoTrainer.NO), (other, 12, CoTrainer.ASKED)):
        if giver is None:
            continue
        day = as_of + timedelta(days=ahead)
        db.session.add(
            TrainingSession(
                public_id=token("planned", giver.email),
                organisation_id=giver.organisation_id,
                site_id=giver.site_id,
                given_by=giver.person_id,
                kit=kits[-1].slug,
                language=SOURCE_LANGUAGE,
                day=day,
                place=PLACES[0],
                expected=12,
                co_trainer=asked.value,
                created_at=days.moment(as_of - timedelta(days=2), 9),
            )
        )
