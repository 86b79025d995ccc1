"""Load and authorise in one step: staff reach everything, coordinators their own sites.

What somebody may not see gets the answer of what is not there.
"""

from __future__ import annotations

from datetime import date

from flask_login import current_user

from lms.clock import local_date, utcnow
from lms.errors import NotFound, SeatEnded
from lms.network import queries
from lms.network.models import Nomination, Organisation, Seat, Site


def own_sites() -> frozenset[int] | None:
    """The ids of the sites in reach; None means all of them."""
    return None if current_user.is_staff else current_user.sites


def today() -> date:
    """The Dutch calendar day."""
    return local_date(utcnow())


def load_organisation(public_id: str) -> Organisation:
    """An organisation; for coordinators one that takes part at a site of theirs."""
    organisation = queries.organisation_by(public_id, own_sites())
    if organisation is None:
        raise NotFound
    return organisation


def load_site(slug: str) -> Site:
    """A site in reach."""
    site = queries.site_by(slug)
    if site is None or not current_user.may_see_site(site.id):
        raise NotFound
    return site


def load_seat(organisation: Organisation, site: Site, number: str, holder: str = "") -> Seat:
    """The seat with this number that is held now.

    Raises NotFound, and SeatEnded when somebody else than `holder`, whom the page showed, has it.
    """
    for seat, person in queries.current_seats(organisation.id, site.id):
        if str(seat.number) == number:
            if holder and person.public_id != holder:
                raise SeatEnded
            return seat
    if holder:
        raise SeatEnded
    raise NotFound


def load_nomination(public_id: str) -> Nomination:
    """A nomination for a site in reach, also one that was decided about."""
    nomination = queries.nomination_by(public_id)
    if nomination is None or not current_user.may_see_site(nomination.site_id):
        raise NotFound
    return nomination
