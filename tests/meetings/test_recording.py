"""Recording who was at a training day: one meeting, one attendance, one fact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.accounts.models import Person
from lms.audit.models import AuditEntry
from lms.clock import AMSTERDAM, local_date, utcnow
from lms.errors import MeetingRefused
from lms.extensions import db
from lms.meetings import services
from lms.meetings.models import Attendance, AttendanceCorrection, Meeting, Presence
from lms.progress.queries import standing_of
from tests.factories import COURSE
from tests.meetings.conftest import DAY, FIRST, SECOND, Network, attended


def count(model: type[object]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_many_people_at_once_are_each_a_fact_at_noon_of_the_day(
    network: Network, more: Callable[[int], list[Person]]
) -> None:
    people = more(20)
    recorded = network.record(network.alice, *people)
    assert (recorded.added, recorded.known) == (21, 0)
    noon = datetime.combine(DAY, time(12), AMSTERDAM).astimezone(UTC)
    reference = f"{recorded.meeting.public_id}-1"
    for person in (network.alice, *people):
        assert standing_of(person.id, COURSE).done == {f"meeting/{FIRST}": noon}
        assert attended(person) == [("meeting_attended", reference)]


def test_the_same_meeting_is_found_again_however_its_place_is_written(
    network: Network, more: Callable[[int], list[Person]]
) -> None:
    first = network.record()
    again = network.record(network.alice, *more(2), place="  zaal  2 ")
    assert again.meeting.id == first.meeting.id
    assert (again.added, again.known, again.different) == (2, 1, 0)
    assert again.meeting.place == "Zaal 2"
    assert len(attended(network.alice)) == 1
    for other in (
        network.record(place="Zaal 3"),
        network.record(kind=SECOND),
        network.record(day=DAY - timedelta(days=1)),
    ):
        assert other.meeting.id != first.meeting.id
    assert count(Meeting) == 4


def test_the_first_of_two_such_days_counts(network: Network) -> None:
    network.record(day=DAY)
    network.record(day=DAY - timedelta(days=60))
    done = standing_of(network.alice.id, COURSE).done[f"meeting/{FIRST}"]
    assert local_date(done) == DAY - timedelta(days=60)


def test_who_was_not_there_has_no_fact(network: Network) -> None:
    recorded = network.record(presence=Presence.EXCUSED)
    assert recorded.added == 1
    assert attended(network.alice) == []
    later = network.record(presence=Presence.PRESENT)
    assert (later.known, later.different) == (1, 1)
    assert attended(network.alice) == [], "another presence is a correction, with a reason"


def test_today_is_never_in_the_future(network: Network) -> None:
    network.record(day=local_date(utcnow()))
    assert standing_of(network.alice.id, COURSE).done[f"meeting/{FIRST}"] <= utcnow()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "training-day-9"},
        {"place": " . "},
        {"day": local_date(utcnow()) + timedelta(days=1)},
        {"day": local_date(utcnow()) - timedelta(days=5000)},
    ],
)
def test_what_cannot_have_been_is_refused(network: Network, wrong: dict[str, object]) -> None:
    with pytest.raises(MeetingRefused):
        network.record(**wrong)  # type: ignore[arg-type]
    assert count(Meeting) == 0


def test_a_correction_keeps_what_was_there_and_why(network: Network) -> None:
    recorded = network.record()
    meeting = recorded.meeting
    assert network.correct(meeting, Presence.ABSENT, reason="Stond op de lijst, was er niet") == 1
    assert standing_of(network.alice.id, COURSE).done == {}
    assert network.correct(meeting, Presence.EXCUSED) == 1
    assert network.correct(meeting, Presence.PRESENT, reason="Toch wel") == 1
    assert network.correct(meeting, Presence.PRESENT) == 0
    row = db.session.get_one(Attendance, (meeting.id, network.alice.id))
    assert (row.presence, row.version) == ("present", 4)
    kept = db.session.scalars(sa.select(AttendanceCorrection).order_by(AttendanceCorrection.id))
    assert [(entry.before, entry.after, entry.reason) for entry in kept] == [
        ("present", "absent", "Stond op de lijst, was er niet"),
        ("absent", "excused", "Vergissing"),
        ("excused", "present", "Toch wel"),
    ]
    assert attended(network.alice) == [
        ("meeting_attended", f"{meeting.public_id}-1"),
        ("meeting_withdrawn", f"{meeting.public_id}-1"),
        ("meeting_attended", f"{meeting.public_id}-4"),
    ]
    assert f"meeting/{FIRST}" in standing_of(network.alice.id, COURSE).done


def test_a_correction_needs_a_reason(network: Network) -> None:
    meeting = network.record().meeting
    with pytest.raises(MeetingRefused):
        network.correct(meeting, Presence.ABSENT, reason="  ")


def test_who_is_not_at_the_meeting_is_not_corrected(network: Network) -> None:
    meeting = network.record().meeting
    assert network.correct(meeting, Presence.ABSENT, network.bob) == 0
    assert count(AttendanceCorrection) == 0


def test_each_action_is_noted_once_without_names(
    network: Network, more: Callable[[int], list[Person]]
) -> None:
    meeting = network.record(*more(5)).meeting
    network.record(network.alice)
    network.record(network.alice)
    network.correct(meeting, Presence.ABSENT)
    entries = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
    alice = network.alice.public_id
    assert [(e.action, e.subject, e.detail["people"]) for e in entries] == [
        ("attendance.recorded", "", 5),
        ("attendance.recorded", alice, 1),
        ("attendance.corrected", alice, 1),
    ]
    assert {entry.detail["meeting"] for entry in entries} == {meeting.public_id}


def test_nothing_is_left_when_the_transaction_fails(app: Flask, network: Network) -> None:
    services.record(
        kind=FIRST,
        site_id=network.site.id,
        day=DAY,
        place="Zaal",
        people=[network.alice.id],
        recorded_by=network.bob.id,
    )
    db.session.rollback()
    assert (count(Meeting), count(Attendance), attended(network.alice)) == (0, 0, [])
