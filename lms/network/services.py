"""Organisations, where they take part, and their POCO seats. Services flush, never commit.

Days are Dutch calendar days, today or in the past; a last day is the first day without.
"""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from blinker import signal
from flask import current_app
from sqlalchemy.exc import IntegrityError

from lms.accounts import invitations
from lms.accounts.models import Person, RoleGrant
from lms.clock import local_date, utcnow
from lms.errors import (
    HasSeat,
    NotTakingPart,
    OrganisationExists,
    SeatEnded,
    SeatsHeld,
    SeatsTaken,
    TakesPartAlready,
    WrongDay,
)
from lms.extensions import db
from lms.network.candidates import usable
from lms.network.models import (
    SEATS,
    Nomination,
    NominationLink,
    Organisation,
    Participation,
    Seat,
)
from lms.network.unbroken import renew_unbroken
from lms.search import fold

FIRST_DAY = date(2000, 1, 1)
"""Nobody took part before."""

seat_given = signal("seat-given")
"""Sent with the seat and `by` (id of who gave it, or None): the ledger listens."""


participation_ended = signal("participation-ended")
"""Sent with `organisation_id` in the transaction in which it stops taking part at a site."""


def create_organisation(
    *, name: str, kind: str, site_id: int, since: date, another: bool = False
) -> Organisation:
    """A new organisation that takes part at a site.

    Raises WrongDay, and OrganisationExists for a known name unless it is `another` of that name.
    """
    _refuse_double(name, another=another)
    organisation = Organisation(name=name, kind=kind)
    db.session.add(organisation)
    db.session.flush()
    take_part(organisation_id=organisation.id, site_id=site_id, since=since)
    return organisation


def change_organisation(
    *, organisation: Organisation, name: str, kind: str, another: bool = False
) -> Organisation:
    """Another name or kind. Raises OrganisationExists."""
    if fold(name) != fold(organisation.name):
        _refuse_double(name, another=another)
    organisation.name, organisation.kind = name, kind
    db.session.flush()
    return organisation


def _refuse_double(name: str, *, another: bool) -> None:
    key = fold(name)[:240]
    known = db.session.scalar(
        sa.select(Organisation.public_id).where(Organisation.search_key == key).limit(1)
    )
    if known is not None and not another:
        raise OrganisationExists(known)


def take_part(*, organisation_id: int, site_id: int, since: date) -> Participation:
    """An organisation takes part at a site from a day on. Raises TakesPartAlready, WrongDay."""
    lock_organisation(organisation_id)
    if current_participation(organisation_id, site_id) is not None:
        raise TakesPartAlready
    check_day(since, earliest=_free_from(organisation_id, site_id) or FIRST_DAY)
    participation = Participation(organisation_id=organisation_id, site_id=site_id, since=since)
    try:
        with db.session.begin_nested():
            db.session.add(participation)
    except IntegrityError as error:
        raise TakesPartAlready from error
    return participation


def end_participation(
    *, organisation_id: int, site_id: int, on: date, end_seats: bool = False
) -> int:
    """From the day `on` the organisation takes part no more; returns how many seats ended.

    Raises SeatsHeld while seats are held and `end_seats` is not said, NotTakingPart, WrongDay.
    """
    lock_organisation(organisation_id)
    participation = current_participation(organisation_id, site_id)
    if participation is None:
        raise NotTakingPart
    held = _held(organisation_id, site_id)
    if held and not end_seats:
        raise SeatsHeld
    earliest = max([participation.since + timedelta(days=1), *(seat.since for seat in held)])
    check_day(on, earliest=earliest)
    for seat in held:
        end_seat(seat=seat, on=on)
    participation.until = on
    _drop_nominations(organisation_id, site_id)
    db.session.flush()
    app = current_app._get_current_object()
    participation_ended.send(app, organisation_id=organisation_id)
    return len(held)


def _drop_nominations(organisation_id: int, site_id: int) -> None:
    """Who takes part no more needs nobody: open nominations go, and addresses work no more."""
    now = utcnow()
    db.session.execute(
        sa.update(Nomination)
        .where(
            Nomination.organisation_id == organisation_id,
            Nomination.site_id == site_id,
            Nomination.state == "open",
        )
        .values(state="withdrawn", decided_at=now, name="", email="")
    )
    db.session.execute(
        sa.update(NominationLink)
        .where(
            NominationLink.organisation_id == organisation_id,
            NominationLink.site_id == site_id,
            NominationLink.used_at.is_(None),
        )
        .values(expires_at=now)
    )


def give_seat(
    *,
    organisation_id: int,
    site_id: int,
    person: Person,
    since: date,
    by: int | None,
    invite: bool = False,
) -> Seat:
    """Give one of the seats to a person, and perhaps invite them.

    Raises NotTakingPart, HasSeat, SeatsTaken, AccountBlocked, and WrongDay for a day in the
    future, before the organisation took part, or on which no seat was free.
    """
    lock_organisation(organisation_id)
    usable(person)
    participation = current_participation(organisation_id, site_id)
    if participation is None:
        raise NotTakingPart
    held = _held(organisation_id, site_id)
    if any(seat.person_id == person.id for seat in held):
        raise HasSeat
    if len(held) >= SEATS:
        raise SeatsTaken
    check_day(since, earliest=participation.since)
    number = _free_number(organisation_id, site_id, since)
    return put_in_seat(
        Seat(
            organisation_id=organisation_id,
            site_id=site_id,
            person_id=person.id,
            number=number,
            since=since,
        ),
        person=person,
        by=by,
        invite=invite,
    )


def put_in_seat(seat: Seat, *, person: Person, by: int | None, invite: bool) -> Seat:
    """Write a new seat, tell the ledger, and perhaps invite who cannot sign in yet.

    Raises SeatsTaken.
    """
    try:
        with db.session.begin_nested():
            db.session.add(seat)
    except IntegrityError as error:
        raise SeatsTaken from error
    renew_unbroken([person.id])
    seat_given.send(current_app._get_current_object(), seat=seat, by=by)
    if invite:
        invitations.invite_many(people=[person], by=by)
    return seat


def end_seat(*, seat: Seat, on: date) -> None:
    """From the day `on` nobody holds this seat; its first day when it was given by mistake.

    Who holds no other seat and no role needs no invitation. Raises SeatEnded, WrongDay.
    """
    lock_organisation(seat.organisation_id)
    check_day(on, earliest=seat.since)
    ended = db.session.execute(
        sa.update(Seat).where(Seat.id == seat.id, Seat.until.is_(None)).values(until=on)
    )
    if ended.rowcount != 1:
        raise SeatEnded
    renew_unbroken([seat.person_id])
    others = sa.exists().where(Seat.person_id == seat.person_id, Seat.until.is_(None))
    roles = sa.exists().where(RoleGrant.person_id == seat.person_id)
    if not db.session.scalar(sa.select(others | roles)):
        invitations.withdraw(person_id=seat.person_id)


def check_day(day: date, *, earliest: date | None) -> None:
    """Raises WrongDay for a day in the future, or before `earliest`."""
    if day > local_date(utcnow()) or (earliest is not None and day < earliest):
        raise WrongDay(earliest)


def current_participation(organisation_id: int, site_id: int) -> Participation | None:
    """The participation that runs now; what has ended lies in the past."""
    return db.session.scalar(
        sa.select(Participation).where(
            Participation.organisation_id == organisation_id,
            Participation.site_id == site_id,
            Participation.until.is_(None),
        )
    )


def lock_organisation(organisation_id: int) -> None:
    """Changes to one organisation wait for each other, so that the rules hold for all of them."""
    db.session.execute(
        sa.select(Organisation.id).where(Organisation.id == organisation_id).with_for_update()
    )


def _held(organisation_id: int, site_id: int) -> list[Seat]:
    return list(
        db.session.scalars(
            sa.select(Seat)
            .where(
                Seat.organisation_id == organisation_id,
                Seat.site_id == site_id,
                Seat.until.is_(None),
            )
            .execution_options(populate_existing=True)
        )
    )


def _free_number(organisation_id: int, site_id: int, since: date) -> int:
    """The first seat that nobody held from a day on. Raises WrongDay with the day one is free."""
    busy = db.session.execute(
        sa.select(Seat.number, Seat.until).where(
            Seat.organisation_id == organisation_id,
            Seat.site_id == site_id,
            sa.or_(Seat.until.is_(None), sa.and_(Seat.until > since, Seat.until > Seat.since)),
        )
    ).all()
    taken = {number for number, _until in busy}
    for number in range(1, SEATS + 1):
        if number not in taken:
            return number
    never = {number for number, until in busy if until is None}
    free = [
        max(until for number, until in busy if number == wanted and until is not None)
        for wanted in taken - never
    ]
    raise WrongDay(min(free, default=None))


def _free_from(organisation_id: int, site_id: int) -> date | None:
    """The day an earlier participation at the site ended."""
    return db.session.scalar(
        sa.select(sa.func.max(Participation.until)).where(
            Participation.organisation_id == organisation_id, Participation.site_id == site_id
        )
    )
