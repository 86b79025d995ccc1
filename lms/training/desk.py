"""Load and authorise in one step: the own session, the own seat."""

from __future__ import annotations

from flask_login import current_user

from lms.errors import NotFound
from lms.network.queries import OwnSeat, own_seats
from lms.training import queries
from lms.training.models import TrainingSession


def get_own_session(public_id: str) -> TrainingSession:
    """A session of an organisation of which who is signed in holds a seat now: both POCOs may see
    it and give it. Raises NotFound."""
    session = queries.own_session(current_user.id, public_id)
    if session is None:
        raise NotFound
    return session


def get_own_seats() -> list[OwnSeat]:
    """The seats of who is signed in. Raises NotFound for somebody who is no POCO now."""
    seats = own_seats(current_user.id)
    if not seats:
        raise NotFound
    return seats
