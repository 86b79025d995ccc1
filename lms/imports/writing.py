"""What a plan writes, many rows at a time, in the transaction of the session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa

from lms.accounts.models import Person
from lms.clock import start_of_day, utcnow
from lms.extensions import db, random_id
from lms.grading.completion import CourseShape, Fact, FactKind, fold
from lms.imports.outcomes import (
    Action,
    NewOrganisation,
    NewParticipation,
    NewPerson,
    NewSeat,
    SetKind,
    SetSince,
)
from lms.imports.queries import named_already
from lms.network.models import Organisation, Participation, Seat
from lms.network.unbroken import renew_unbroken
from lms.progress import projection
from lms.progress import services as ledger
from lms.progress.models import CourseProgress, LedgerFact
from lms.search import fold as fold_name

Kind = TypeVar("Kind")


def write(actions: Iterable[Action], *, by: int, course: CourseShape, today: date) -> None:
    """Write all of it; `by` is who imports. The seats' holders get the milestone "named"."""
    done = list(actions)
    firms = _organisations(_only(NewOrganisation, done))
    people = _people(_only(NewPerson, done))
    _kinds(_only(SetKind, done), firms)
    _participations(_only(NewParticipation, done), firms)
    _sinces(_only(SetSince, done), firms, today)
    seats = _only(NewSeat, done)
    _seats(seats, firms, people)
    renew_unbroken(_real(seat.person_id, people) for seat in _more_than_one(seats))
    _milestones(seats, people, by=by, course=course)


def _only(kind: type[Kind], actions: Sequence[Any]) -> list[Kind]:
    return [action for action in actions if isinstance(action, kind)]


def _insert(model: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(sa.insert(model.__table__), rows)


def _insert_numbered(model: type[Any], rows: list[dict[str, Any]]) -> list[int]:
    """The ids of the new rows, in their order."""
    if not rows:
        return []
    table = model.__table__
    statement = sa.insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(db.session.execute(statement, rows).scalars())


def _organisations(new: list[NewOrganisation]) -> dict[int, int]:
    now = utcnow()
    rows = [
        {
            "public_id": random_id(),
            "name": organisation.name,
            "search_key": fold_name(organisation.name)[:240],
            "kind": organisation.kind,
            "created_at": now,
        }
        for organisation in new
    ]
    ids = _insert_numbered(Organisation, rows)
    return {organisation.id: number for organisation, number in zip(new, ids, strict=True)}


def _people(new: list[NewPerson]) -> dict[int, int]:
    now = utcnow()
    rows = [
        {
            "public_id": random_id(),
            "email": person.email,
            "name": person.name,
            "search_key": fold_name(person.name)[:240],
            "language": person.language,
            "created_at": now,
        }
        for person in new
    ]
    ids = _insert_numbered(Person, rows)
    return {person.id: number for person, number in zip(new, ids, strict=True)}


def _kinds(changes: list[SetKind], firms: dict[int, int]) -> None:
    table = Organisation.__table__
    statement = (
        sa.update(table).where(table.c.id == sa.bindparam("firm")).values(kind=sa.bindparam("new"))
    )
    if changes:
        rows = [{"firm": _real(c.organisation_id, firms), "new": c.kind} for c in changes]
        db.session.connection().execute(statement, rows)


def _participations(new: list[NewParticipation], firms: dict[int, int]) -> None:
    _insert(
        Participation,
        [
            {
                "organisation_id": _real(participation.organisation_id, firms),
                "site_id": participation.site_id,
                "since": participation.since,
            }
            for participation in new
        ],
    )


def _sinces(changes: list[SetSince], firms: dict[int, int], today: date) -> None:
    table = Participation.__table__
    statement = (
        sa.update(table)
        .where(
            table.c.organisation_id == sa.bindparam("firm"),
            table.c.site_id == sa.bindparam("site"),
            sa.or_(table.c.until.is_(None), table.c.until > today),
        )
        .values(since=sa.bindparam("new"))
    )
    if changes:
        rows = [
            {"firm": _real(c.organisation_id, firms), "site": c.site_id, "new": c.since}
            for c in changes
        ]
        db.session.connection().execute(statement, rows)


def _seats(new: list[NewSeat], firms: dict[int, int], people: dict[int, int]) -> None:
    _insert(
        Seat,
        [
            {
                "organisation_id": _real(seat.organisation_id, firms),
                "site_id": seat.site_id,
                "person_id": _real(seat.person_id, people),
                "number": seat.number,
                "since": seat.since,
            }
            for seat in new
        ],
    )


def _more_than_one(seats: list[NewSeat]) -> list[NewSeat]:
    """The seats of who may have held another: not those of somebody new with one seat."""
    times = Counter(seat.person_id for seat in seats)
    return [seat for seat in seats if seat.person_id > 0 or times[seat.person_id] > 1]


def _milestones(
    seats: list[NewSeat], people: dict[int, int], *, by: int, course: CourseShape
) -> None:
    """Facts and projection of new people at once; who is in the ledger already takes its way."""
    first: dict[int, date] = {}
    for seat in seats:
        first[seat.person_id] = min(first.get(seat.person_id, seat.since), seat.since)
    fresh = {_real(number, people): day for number, day in first.items() if number < 0}
    _first_facts(fresh, by=by, course=course)
    others = {number: day for number, day in first.items() if number > 0}
    for person_id in sorted(others.keys() - named_already(others, course.slug)):
        ledger.append(
            person_id=person_id,
            course=course,
            kind=FactKind.NAMED,
            at=start_of_day(others[person_id]),
            recorded_by=by,
        )


def _first_facts(people: dict[int, date], *, by: int, course: CourseShape) -> None:
    now = utcnow()
    facts = {
        person_id: Fact(FactKind.NAMED, start_of_day(day)) for person_id, day in people.items()
    }
    _insert(
        LedgerFact,
        [
            {
                "person_id": person_id,
                "course": course.slug,
                "kind": fact.kind.value,
                "subject": "",
                "reference": "",
                "passed": True,
                "at": fact.at,
                "recorded_at": now,
                "recorded_by": by,
                "content_hash": "",
            }
            for person_id, fact in facts.items()
        ],
    )
    _insert(
        CourseProgress,
        [projection.row(person_id, course.slug, fold([fact])) for person_id, fact in facts.items()],
    )


def _real(number: int, made: dict[int, int]) -> int:
    """The id in the database of what the plan may have numbered itself."""
    return made[number] if number < 0 else number
