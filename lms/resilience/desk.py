"""What every page of the scan begins with: the organisation, the scan as it is taught now, and a
note in the audit trail that somebody opened it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_login import current_user

from lms.audit.services import note
from lms.content.tools import Scan
from lms.editions.store import basic_training
from lms.errors import NotFound
from lms.resilience import queries
from lms.resilience.queries import OwnOrganisation


@dataclass(frozen=True, slots=True)
class Desk:
    """An own organisation, with the statements in the language of the reader."""

    own: OwnOrganisation
    scan: Scan


def open_desk(organisation: str, action: str = "resilience.seen", lang: str | None = None) -> Desk:
    """Raises NotFound for who holds no seat of this organisation now, and without a scan."""
    own = queries.own_organisation(current_user.id, organisation)
    scan = basic_training(lang).scan
    if scan is None:
        raise NotFound
    note(action, subject=own.public_id)
    return Desk(own, scan)
