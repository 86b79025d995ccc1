"""Recording who was at a meeting, and putting it right. Each is a fact in the ledger at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from lms.accounts.models import Person
from lms.audit.services import note
from lms.clock import AMSTERDAM, local_date, utcnow
from lms.errors import MeetingRefused
from lms.extensions import db, insert_new, random_id
from lms.grading.completion import FactKind
from lms.meetings.courses import asking, kinds, shape
from lms.meetings.models import Attendance, AttendanceCorrection, Meeting, Presence, key_of
from lms.progress import services as ledger
from lms.progress.queries import courses_with

OLDEST = timedelta(days=3653)
"""Older days are a slip of the year."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of it: how many people are new at the meeting, how many were there already
    (left as they were), and how many of those with another presence."""

    meeting: Meeting
    added: int
    known: int
    different: int


def record(
    *,
    kind: str,
    site_id: int,
    day: date,
    place: str,
    people: Collection[int],
    recorded_by: int,
    presence: Presence = Presence.PRESENT,
) -> Recorded:
    """Record a meeting with people at it. One of this kind, site, day and place that is there
    already is the same meeting. Raises MeetingRefused."""
    place = " ".join(place.split())
    today = local_date(utcnow())
    if kind not in kinds() or not key_of(place) or not today - OLDEST <= day <= today:
        raise MeetingRefused
    meeting = _find_or_make(kind, site_id, day, place, recorded_by)
    return add(meeting=meeting, people=people, presence=presence, recorded_by=recorded_by)


def add(
    *,
    meeting: Meeting,
    people: Collection[int],
    recorded_by: int,
    presence: Presence = Presence.PRESENT,
) -> Recorded:
    """Record people at a meeting. Who is recorded there already stays as recorded."""
    wanted = sorted(set(people))
    added = _insert(meeting, wanted, presence, recorded_by)
    if presence is Presence.PRESENT:
        for person_id in added:
            _attended(meeting, person_id, 1, recorded_by)
    if added:
        subject = _public_id(added[0]) if len(added) == 1 else ""
        detail = {"meeting": meeting.public_id, "presence": presence.value, "people": len(added)}
        note("attendance.recorded", subject=subject, **detail)
    known = set(wanted) - set(added)
    return Recorded(meeting, len(added), len(known), _different(meeting, known, presence))


def correct(
    *,
    meeting: Meeting,
    people: Collection[int],
    presence: Presence,
    reason: str,
    corrected_by: int,
) -> int:
    """Put the presence of people at a meeting right; returns for how many it was another.

    What was recorded before is kept, with the reason. Raises MeetingRefused without a reason.
    """
    if not reason.strip():
        raise MeetingRefused
    changed = [
        attendance.person_id
        for attendance in _locked(meeting, people)
        if _correct(meeting, attendance, presence, reason.strip(), corrected_by)
    ]
    if changed:
        subject = _public_id(changed[0]) if len(changed) == 1 else ""
        detail = {"meeting": meeting.public_id, "presence": presence.value, "people": len(changed)}
        note("attendance.corrected", subject=subject, **detail)
    return len(changed)


def reference(meeting: str, version: int) -> str:
    """What tells the facts of one attendance apart; `meeting` is its `public_id`."""
    return f"{meeting}-{version}"


def _find_or_make(kind: str, site_id: int, day: date, place: str, recorded_by: int) -> Meeting:
    """Two who record the same meeting at once get the same one: the second waits for the first."""
    same = {"kind": kind, "site_id": site_id, "day": day, "place_key": key_of(place)}
    db.session.execute(
        insert_new(Meeting).values(
            **same,
            public_id=random_id(),
            place=place,
            recorded_by=recorded_by,
            created_at=utcnow(),
        )
    )
    return db.session.scalars(sa.select(Meeting).filter_by(**same)).one()


def _insert(
    meeting: Meeting, people: Collection[int], presence: Presence, recorded_by: int
) -> list[int]:
    """Add attendances that are not there yet; returns whose, in order."""
    if not people:
        return []
    now = utcnow()
    rows = [
        {
            "meeting_id": meeting.id,
            "person_id": person_id,
            "presence": presence.value,
            "version": 1,
            "recorded_by": recorded_by,
            "recorded_at": now,
        }
        for person_id in people
    ]
    statement = insert_new(Attendance).values(rows).returning(Attendance.person_id)
    return sorted(db.session.scalars(statement))


def _locked(meeting: Meeting, people: Collection[int]) -> list[Attendance]:
    """Their attendances as they are now; nobody else corrects them meanwhile."""
    statement = (
        sa.select(Attendance)
        .where(Attendance.meeting_id == meeting.id, Attendance.person_id.in_(people))
        .order_by(Attendance.person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(statement))


def _correct(
    meeting: Meeting, attendance: Attendance, presence: Presence, reason: str, corrected_by: int
) -> bool:
    before = attendance.presence
    if before == presence:
        return False
    if before == Presence.PRESENT:
        _was_not_there(meeting, attendance, corrected_by)
    attendance.presence = presence.value
    attendance.version += 1
    db.session.add(
        AttendanceCorrection(
            meeting_id=meeting.id,
            person_id=attendance.person_id,
            before=before,
            after=presence.value,
            reason=reason,
            corrected_by=corrected_by,
        )
    )
    db.session.flush()
    if presence is Presence.PRESENT:
        _attended(meeting, attendance.person_id, attendance.version, corrected_by)
    return True


def _attended(meeting: Meeting, person_id: int, version: int, recorded_by: int) -> None:
    for course in asking(meeting.kind):
        ledger.append(
            person_id=person_id,
            course=course,
            kind=FactKind.MEETING_ATTENDED,
            subject=f"meeting/{meeting.kind}",
            reference=reference(meeting.public_id, version),
            at=moment_of(meeting.day),
            recorded_by=recorded_by,
            edition_id=course.edition_id,
        )


def _was_not_there(meeting: Meeting, attendance: Attendance, recorded_by: int) -> None:
    subject = f"meeting/{meeting.kind}"
    mistake = reference(meeting.public_id, attendance.version)
    person_id, attended = attendance.person_id, FactKind.MEETING_ATTENDED
    for slug in courses_with(person_id, attended, subject, mistake):
        ledger.withdraw(
            person_id=person_id,
            course=shape(slug, meeting.kind),
            kind=FactKind.MEETING_WITHDRAWN,
            subject=subject,
            reference=mistake,
            recorded_by=recorded_by,
        )


def moment_of(day: date) -> datetime:
    """Noon in the Netherlands, or now for what is recorded before: no fact lies in the future."""
    return min(datetime.combine(day, time(12), AMSTERDAM), utcnow())


def _different(meeting: Meeting, people: Collection[int], presence: Presence) -> int:
    if not people:
        return 0
    statement = sa.select(sa.func.count()).where(
        Attendance.meeting_id == meeting.id,
        Attendance.person_id.in_(people),
        Attendance.presence != presence.value,
    )
    return db.session.scalar(statement) or 0


def _public_id(person_id: int) -> str:
    return db.session.scalars(sa.select(Person.public_id).where(Person.id == person_id)).one()
