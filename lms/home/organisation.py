"""A POCO's own organisation: the other POCO with the steps reached, and who is put forward.

The two POCOs of one organisation see each other's name and milestones, never scores or answers.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.accounts.access import Rule, access
from lms.audit.services import note
from lms.clock import local_date, utcnow
from lms.editions.store import basic_training
from lms.errors import NotFound
from lms.grading.completion import Status
from lms.home.blueprint import bp
from lms.insight import words
from lms.insight.holders import Holder, holders
from lms.network import queries
from lms.network.models import SEATS, Nomination
from lms.network.queries import OwnSeat


@dataclass(frozen=True, slots=True)
class Own:
    """One of the own seats, with who else holds one of the organisation there."""

    seat: OwnSeat
    others: tuple[Holder, ...]
    waiting: tuple[Nomination, ...]
    covered: bool

    @property
    def free(self) -> int:
        """How many seats nobody holds."""
        return SEATS - 1 - len(self.others)


@bp.get("/organisation", endpoint="organisation")
@access(Rule.SIGNED_IN)
def organisation() -> ResponseReturnValue:
    seats = queries.own_seats(current_user.id)
    if not seats:
        raise NotFound
    waiting = queries.nominations_by(current_user.id)
    return render_template(
        "home/organisation.html",
        organisations=[_own(seat, waiting) for seat in seats],
        milestones=[(status, words.status_name(status)) for status in Status],
        words=words,
    )


def _own(seat: OwnSeat, waiting: list[Nomination]) -> Own:
    note("organisation.seen", subject=seat.organisation_key)
    people = [
        person
        for person in holders(
            seat.organisation_id,
            basic_training(),
            sites={seat.site_id},
            today=local_date(utcnow()),
        )
        if person.is_current
    ]
    return Own(
        seat,
        tuple(person for person in people if person.person_id != current_user.id),
        tuple(
            entry
            for entry in waiting
            if (entry.organisation_id, entry.site_id) == (seat.organisation_id, seat.site_id)
        ),
        any(person.status is Status.COMPLETE for person in people),
    )
