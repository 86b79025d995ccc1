"""The milestones "seat given", "invited" and "signed in" of people with a seat."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_login import user_logged_in

from lms.accounts.invitations import invited
from lms.accounts.models import Person
from lms.clock import local_date, start_of_day, utcnow
from lms.editions.store import basic_training, get_course, shape_of
from lms.errors import NotFound
from lms.grading.completion import FactKind
from lms.network.models import Seat
from lms.network.services import seat_given
from lms.progress import services
from lms.progress.queries import courses_of, standing_of


def init_app(app: Flask) -> None:
    """Listen; accounts and network need not know the ledger."""
    seat_given.connect(_note_named, app)
    user_logged_in.connect(_note_signed_in, app)
    invited.connect(_note_invited, app)


def _note_named(_app: Flask, seat: Seat, by: int | None) -> None:
    """A POCO does the basic training; the time for it begins on the day of the seat."""
    try:
        course = shape_of(basic_training("nl"))
    except NotFound:
        return
    now = utcnow()
    services.append(
        person_id=seat.person_id,
        course=course,
        kind=FactKind.NAMED,
        at=now if seat.since == local_date(now) else start_of_day(seat.since),
        recorded_by=by,
    )


def _note_signed_in(_app: Flask, user: Any, **_extra: object) -> None:
    _reached(user.id, FactKind.SIGNED_IN, "signed_in_at")


def _note_invited(_app: Flask, person: Person, by: int | None) -> None:
    _reached(person.id, FactKind.INVITED, "invited_at", recorded_by=by)


def _reached(
    person_id: int, kind: FactKind, milestone: str, *, recorded_by: int | None = None
) -> None:
    """Record a milestone in every course the person is in, the first time."""
    for slug in courses_of(person_id):
        if getattr(standing_of(person_id, slug), milestone) is not None:
            continue
        try:
            course = shape_of(get_course(slug, "nl"))
        except NotFound:
            continue
        services.append(person_id=person_id, course=course, kind=kind, recorded_by=recorded_by)
