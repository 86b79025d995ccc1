"""A POCO leaves and a successor takes the seat; what belongs to the place moves along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import sqlalchemy as sa

from lms.accounts.models import Person
from lms.errors import HasSeat
from lms.extensions import db
from lms.i18n import lazy_gettext as _l
from lms.network.candidates import usable
from lms.network.models import Handover, Nomination, Seat
from lms.network.services import check_day, end_seat, lock_organisation, put_in_seat


class Mover(Protocol):
    """Moves something from the one who leaves to the successor, and says how many."""

    def __call__(
        self, *, from_person_id: int, to_person_id: int, organisation_id: int, site_id: int
    ) -> int: ...


@dataclass(frozen=True, slots=True)
class Moved:
    """How many of something moved along."""

    label: object
    count: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A handover that was done: the new seat, what moved along, and what stays with the seat."""

    seat: Seat
    moved: tuple[Moved, ...]
    stays: tuple[object, ...]


_MOVES: dict[str, tuple[object, Mover]] = {}
_STAYS: dict[str, object] = {}


def moves(name: str, label: object) -> Callable[[Mover], Mover]:
    """Register a function that moves open work at a handover, in the same transaction.

    `label` (a lazy text) names what moved on the page that says what was done.
    """

    def register(mover: Mover) -> Mover:
        _MOVES[name] = (label, mover)
        return mover

    return register


def stays(name: str, label: object) -> None:
    """Register what belongs to the organisation: whoever holds the seat has it, and the leaver
    no more, without anything being moved.

    It is told without a number, and also where there is none of it: who hands a seat over need
    not know what an organisation keeps.
    """
    _STAYS[name] = label


def hand_over(*, seat: Seat, person: Person, on: date, by: int, invite: bool = True) -> Outcome:
    """End a seat and give the same one to a successor from the day `on`.

    Raises HasSeat for somebody who holds a seat there already, SeatEnded when the seat is not
    held any more, WrongDay, AccountBlocked.
    """
    usable(person)
    lock_organisation(seat.organisation_id)
    check_day(on, earliest=seat.since)
    if _holds(person.id, seat.organisation_id, seat.site_id):
        raise HasSeat
    end_seat(seat=seat, on=on)
    new = Seat(
        organisation_id=seat.organisation_id,
        site_id=seat.site_id,
        person_id=person.id,
        number=seat.number,
        since=on,
    )
    put_in_seat(new, person=person, by=by, invite=invite)
    db.session.add(Handover(old_seat_id=seat.id, new_seat_id=new.id, done_by=by))
    db.session.flush()
    moved = tuple(
        Moved(
            label,
            mover(
                from_person_id=seat.person_id,
                to_person_id=person.id,
                organisation_id=seat.organisation_id,
                site_id=seat.site_id,
            ),
        )
        for label, mover in _MOVES.values()
    )
    return Outcome(new, moved, tuple(_STAYS.values()))


def _holds(person_id: int, organisation_id: int, site_id: int) -> bool:
    return bool(
        db.session.scalar(
            sa.select(
                sa.exists().where(
                    Seat.person_id == person_id,
                    Seat.organisation_id == organisation_id,
                    Seat.site_id == site_id,
                    Seat.until.is_(None),
                )
            )
        )
    )


@moves("nominations", _l("Open nominations"))
def _nominations(
    *, from_person_id: int, to_person_id: int, organisation_id: int, site_id: int
) -> int:
    """What the leaver put forward and waits for a decision becomes the successor's."""
    moved = db.session.execute(
        sa.update(Nomination)
        .where(
            Nomination.nominated_by == from_person_id,
            Nomination.organisation_id == organisation_id,
            Nomination.site_id == site_id,
            Nomination.state == "open",
        )
        .values(nominated_by=to_person_id)
    )
    return moved.rowcount
