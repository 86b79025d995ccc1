"""An attendance that was recorded by mistake is taken back, and what rested on it with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.accounts.models import Person
from lms.clock import quarter_of
from lms.extensions import db
from lms.grading.completion import CourseShape, FactKind, Standing, fold
from lms.progress import services
from lms.progress.models import ActiveQuarter, CourseProgress, LedgerFact
from lms.progress.queries import facts_of, standing_of
from tests.factories import COURSE, make_person

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SHAPE = CourseShape(COURSE, (), ("training-day-1",))
FIRST = "meeting/training-day-1"


@pytest.fixture
def alice(app: Flask) -> Person:
    """Alice has done everything online."""
    person = make_person()
    services.append(
        person_id=person.id, course=SHAPE, kind=FactKind.ONLINE_DONE, at=NOON, reference=""
    )
    return person


def attend(person: Person, reference: str, days: int = 0, shape: CourseShape = SHAPE) -> Standing:
    return services.append(
        person_id=person.id,
        course=shape,
        kind=FactKind.MEETING_ATTENDED,
        subject=FIRST,
        reference=reference,
        at=NOON + timedelta(days=days),
        recorded_by=person.id,
    )


def withdraw(person: Person, reference: str, shape: CourseShape = SHAPE) -> Standing:
    return services.withdraw(
        person_id=person.id,
        course=shape,
        kind=FactKind.MEETING_WITHDRAWN,
        subject=FIRST,
        reference=reference,
        recorded_by=person.id,
    )


def quarters(person: Person) -> set[int]:
    return set(
        db.session.scalars(
            sa.select(ActiveQuarter.quarter).where(ActiveQuarter.person_id == person.id)
        )
    )


def kinds(person: Person) -> list[str]:
    return list(
        db.session.scalars(
            sa.select(LedgerFact.kind)
            .where(LedgerFact.person_id == person.id)
            .order_by(LedgerFact.id)
        )
    )


def test_a_completion_that_rested_on_it_is_taken_back_and_may_be_reached_again(
    alice: Person,
) -> None:
    for number in range(1, 4):
        assert attend(alice, f"a-{number}").complete_at == NOON
        assert withdraw(alice, f"a-{number}").complete_at is None
        assert standing_of(alice.id, COURSE) == fold(facts_of(alice.id, COURSE))
    assert attend(alice, "a-4", 5).complete_at == NOON + timedelta(days=5)
    assert kinds(alice).count("complete") == 4
    assert kinds(alice).count("complete_withdrawn") == 3


def test_a_quarter_with_nothing_else_in_it_is_no_longer_active(alice: Person) -> None:
    attend(alice, "a-1")
    assert quarters(alice) == {quarter_of(NOON)}
    withdraw(alice, "a-1")
    assert quarters(alice) == set()
    row = db.session.get(CourseProgress, (alice.id, COURSE))
    assert row is not None
    assert row.started_at is None
    assert row.done == {}


def test_who_was_at_another_such_day_in_time_stays_complete(alice: Person) -> None:
    attend(alice, "a-1", -20)
    attend(alice, "b-1", -10)
    assert withdraw(alice, "a-1").complete_at == NOON
    assert "complete_withdrawn" not in kinds(alice)


def test_who_was_at_a_later_one_is_complete_since_then(alice: Person) -> None:
    attend(alice, "a-1")
    attend(alice, "b-1", 40)
    assert withdraw(alice, "a-1").complete_at == NOON + timedelta(days=40)
    assert kinds(alice).count("complete") == 2


def test_who_was_complete_before_a_day_was_asked_for_stays_so(alice: Person) -> None:
    before = CourseShape(COURSE, ())
    services.append(person_id=alice.id, course=before, kind=FactKind.COMPLETE, at=NOON)
    attend(alice, "a-1", 30)
    assert withdraw(alice, "a-1").complete_at == NOON


def test_what_was_never_recorded_is_not_taken_back(alice: Person) -> None:
    withdraw(alice, "a-1")
    assert attend(alice, "a-1").complete_at == NOON


def test_taking_back_twice_is_taking_back_once(alice: Person) -> None:
    attend(alice, "a-1")
    withdraw(alice, "a-1")
    assert withdraw(alice, "a-1").complete_at is None
    assert kinds(alice).count("meeting_withdrawn") == 1
