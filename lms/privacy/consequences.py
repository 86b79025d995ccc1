"""What has to be known before a person is erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from lms.accounts.access import SignedIn
from lms.accounts.models import RoleGrant
from lms.accounts.roles import PROTECTED
from lms.clock import local_date
from lms.extensions import db
from lms.i18n import gettext as _
from lms.network.models import Organisation, Seat, Site


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A seat that ends with the erasure."""

    organisation: str
    site: str


def current_seats(person_id: int, now: datetime) -> list[HeldSeat]:
    """The seats that somebody holds today."""
    rows = db.session.execute(
        sa.select(Organisation.name, Site.name)
        .select_from(Seat)
        .join(Organisation, Organisation.id == Seat.organisation_id)
        .join(Site, Site.id == Seat.site_id)
        .where(
            Seat.person_id == person_id,
            sa.or_(Seat.until.is_(None), Seat.until > local_date(now)),
        )
        .order_by(Organisation.name)
    )
    return [HeldSeat(*row) for row in rows]


def refusal(person_id: int, by: SignedIn) -> str:
    """Why this person may not erase that one, in words; empty when they may."""
    if person_id == by.id:
        return _("This is your own account. Ask somebody else of the programme team to do it.")
    is_protected = db.session.scalar(
        sa.select(
            sa.exists().where(RoleGrant.person_id == person_id, RoleGrant.role.in_(PROTECTED))
        )
    )
    if is_protected and not by.is_admin:
        return _(
            "This person belongs to the programme team. Only an administrator may erase the"
            " account."
        )
    return ""
