"""How many colleagues internal trainings reached, and what groups gained, per quarter.

Head counts: somebody at two sessions counts twice. Who went through a kit alone is counted apart,
by the codes that a POCO counted. The gain compares groups: the share of right answers to the same
questions before and after, of sessions at which five or more answered both times.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import dropwhile
from typing import Any

import sqlalchemy as sa

from lms.clock import last_day, quarter_of
from lms.content.types import SOURCE_LANGUAGE
from lms.editions.store import library
from lms.extensions import db
from lms.grading.live import LEAST
from lms.insight.figures import QuarterReach
from lms.insight.period import Period
from lms.training.models import (
    SelfStudyCode,
    SelfStudyLink,
    SessionState,
    Tally,
    TrainingSession,
)

HISTORY = 8
"""Quarters in a table: two years."""


def of_sites(ids: Collection[int], period: Period) -> dict[int, tuple[QuarterReach, ...]]:
    """Site → its quarters, the oldest first, ending with the period: three statements."""
    key = TrainingSession.site_id
    return _reach(ids, period, key, SelfStudyLink.site_id)


def of_organisation(
    organisation_id: int, sites: Collection[int] | None, today: date
) -> tuple[QuarterReach, ...]:
    """The quarters of an organisation, at these sites (None: all), from the first one in which it
    reached anybody; none when it never did."""
    period = Period(quarter_of(today), today, running=True)
    at = [] if sites is None else [TrainingSession.site_id.in_(sites)]
    links = [] if sites is None else [SelfStudyLink.site_id.in_(sites)]
    key, other = TrainingSession.organisation_id, SelfStudyLink.organisation_id
    quarters = _reach([organisation_id], period, key, other, at, links)[organisation_id]
    return tuple(dropwhile(lambda entry: not entry.sessions and not entry.self_study, quarters))


def given_by(person_id: int) -> tuple[int, date | None]:
    """How many internal trainings a person gave, and when the last one was."""
    row = db.session.execute(
        sa.select(sa.func.count(), sa.func.max(TrainingSession.day)).where(
            TrainingSession.given_by == person_id, *_HELD
        )
    ).one()
    return row[0], row[1]


_HELD = (TrainingSession.state == SessionState.CLOSED, TrainingSession.headcount > 0)


def _reach(
    ids: Collection[int],
    period: Period,
    key: Any,
    link_key: Any,
    sessions: Sequence[Any] = (),
    links: Sequence[Any] = (),
) -> dict[int, tuple[QuarterReach, ...]]:
    quarters = range(period.quarter - HISTORY + 1, period.quarter + 1)
    held = (
        key.in_(ids),
        TrainingSession.day > last_day(quarters[0] - 1),
        TrainingSession.day <= period.day,
        *_HELD,
        *sessions,
    )
    counted = (
        link_key.in_(ids),
        SelfStudyCode.counted_on > last_day(quarters[0] - 1),
        SelfStudyCode.counted_on <= period.day,
        *links,
    )
    heads = {(id_, q): (n, people) for id_, q, n, people in _heads(key, held)}
    codes = {(id_, q): n for id_, q, n in _codes(link_key, counted)}
    gains = _gains(key, held)
    return {
        id_: tuple(
            QuarterReach(
                quarter,
                *heads.get((id_, quarter), (0, 0)),
                codes.get((id_, quarter), 0),
                gains[id_, quarter, "before"],
                gains[id_, quarter, "after"],
            )
            for quarter in quarters
        )
        for id_ in ids
    }


def _heads(key: Any, held: Sequence[Any]) -> Iterator[tuple[int, int, int, int]]:
    quarter = _quarter(TrainingSession.day)
    rows = db.session.execute(
        sa.select(key, quarter, sa.func.count(), sa.func.sum(TrainingSession.headcount))
        .where(*held)
        .group_by(key, sa.literal_column("2"))
    )
    return ((id_, int(q), n, int(people)) for id_, q, n, people in rows)


def _codes(key: Any, counted: Sequence[Any]) -> Iterator[tuple[int, int, int]]:
    quarter = _quarter(SelfStudyCode.counted_on)
    rows = db.session.execute(
        sa.select(key, quarter, sa.func.count())
        .select_from(SelfStudyCode)
        .join(SelfStudyLink, SelfStudyLink.id == SelfStudyCode.link_id)
        .where(*counted)
        .group_by(key, sa.literal_column("2"))
    )
    return ((id_, int(q), n) for id_, q, n in rows)


def _gains(key: Any, held: Sequence[Any]) -> dict[tuple[int, int, str], tuple[int, int]]:
    """(id, quarter, round) → right answers and answers. Which answer is right, the kits say: a
    question that was changed since tells nothing any more."""
    enough = _asked_twice(held).subquery()
    quarter = _quarter(TrainingSession.day)
    answer = (Tally.item, Tally.item_hash, Tally.round, Tally.answer)
    rows = db.session.execute(
        sa.select(key, quarter, TrainingSession.kit, *answer, sa.func.sum(Tally.count))
        .select_from(Tally)
        .join(TrainingSession, TrainingSession.id == Tally.session_id)
        .join(enough, sa.and_(enough.c.session_id == Tally.session_id, enough.c.item == Tally.item))
        .where(*held, Tally.round != "once")
        .group_by(key, sa.literal_column("2"), TrainingSession.kit, *answer)
    )
    found: dict[tuple[int, int, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    right = _right_answers()
    for id_, q, kit, item, digest, round_, chosen, count in rows:
        if (known := right.get((kit, item, digest))) is None:
            continue
        so_far = found[id_, int(q), round_]
        found[id_, int(q), round_] = (
            so_far[0] + int(count) * (chosen in known),
            so_far[1] + int(count),
        )
    return found


def _asked_twice(held: Sequence[Any]) -> sa.Select[Any]:
    """Questions of sessions that LEAST people or more answered both before and after."""
    totals = (
        sa.select(Tally.session_id, Tally.item, Tally.round)
        .join(TrainingSession, TrainingSession.id == Tally.session_id)
        .where(*held, Tally.round != "once")
        .group_by(Tally.session_id, Tally.item, Tally.round)
        .having(sa.func.sum(Tally.count) >= LEAST)
        .subquery()
    )
    return (
        sa.select(totals.c.session_id, totals.c.item)
        .group_by(totals.c.session_id, totals.c.item)
        .having(sa.func.count() == 2)
    )


def _right_answers() -> dict[tuple[str, str, str], frozenset[str]]:
    """(kit, question, hash) → the keys that are right."""
    return {
        (kit.slug, item.id, item.hash): frozenset(o.key for o in item.options if o.correct)
        for kit in library().kits(SOURCE_LANGUAGE)
        for item in kit.items.values()
    }


def _quarter(day: Any) -> sa.ColumnElement[int]:
    """`clock.quarter_of` in SQL."""
    year, month = (sa.cast(sa.extract(part, day), sa.Integer) for part in ("year", "month"))
    return year * 4 + (month - 1) // 3
