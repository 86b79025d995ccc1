"""Whatever is recorded and put right, in any order: the ledger says what the attendances say."""

from __future__ import annotations

import itertools
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.accounts.models import Person
from lms.clock import local_date, quarter_of
from lms.editions.store import get_course, shape_of
from lms.extensions import db
from lms.grading.completion import FactKind, fold
from lms.meetings import services
from lms.meetings.models import Attendance, Meeting, Presence
from lms.network.models import Site
from lms.progress import services as ledger
from lms.progress.models import ActiveQuarter
from lms.progress.queries import facts_of, standing_of
from tests.factories import COURSE, make_person
from tests.meetings.conftest import DAY, FIRST, SECOND

MEETINGS = list(itertools.product((FIRST, SECOND), (0, 100)))
STEPS = st.lists(st.tuples(st.sampled_from(MEETINGS), st.sampled_from(list(Presence))), max_size=12)
_count = itertools.count()


@given(STEPS)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_ledger_agrees(app: Flask, steps: list[tuple[tuple[str, int], Presence]]) -> None:
    number = next(_count)
    person, site = make_person(f"Alice{number} Proef"), Site(slug=f"s{number}", name="S")
    db.session.add(site)
    online = shape_of(get_course(COURSE, "nl"))
    ledger.append(person_id=person.id, course=online, kind=FactKind.ONLINE_DONE)
    db.session.commit()
    for (kind, ago), presence in steps:
        take(person, site, kind, ago, presence)
    standing = standing_of(person.id, COURSE)
    assert standing.complete_at == fold(facts_of(person.id, COURSE)).complete_at
    there = present(person)
    days = {key.removeprefix("meeting/"): local_date(at) for key, at in standing.done.items()}
    assert days == {kind: min(found) for kind, found in there.items()}
    assert (standing.complete_at is not None) == (set(there) == {FIRST, SECOND})
    quarters = db.session.scalars(
        sa.select(ActiveQuarter.quarter).where(ActiveQuarter.person_id == person.id)
    )
    assert set(quarters) == {quarter_of(day) for found in there.values() for day in found}


def take(person: Person, site: Site, kind: str, ago: int, presence: Presence) -> None:
    """Record somebody, and put it right where that says something else."""
    recorded = services.record(
        kind=kind,
        site_id=site.id,
        day=DAY - timedelta(days=ago),
        place="Zaal",
        people=[person.id],
        presence=presence,
        recorded_by=person.id,
    )
    services.correct(
        meeting=recorded.meeting,
        people=[person.id],
        presence=presence,
        reason="Anders",
        corrected_by=person.id,
    )
    db.session.commit()


def present(person: Person) -> dict[str, list[object]]:
    """Kind → the days on which the person was there."""
    rows = db.session.execute(
        sa.select(Meeting.kind, Meeting.day)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(Attendance.person_id == person.id, Attendance.presence == Presence.PRESENT)
    )
    found: dict[str, list[object]] = {}
    for kind, day in rows:
        found.setdefault(kind, []).append(day)
    return found
