"""Whether this database is a demo network, and the invented people one may enter it as."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app

from lms.accounts.models import Person
from lms.extensions import db
from lms.i18n import lazy_gettext as _l

DOMAIN = "demo.invalid"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A door into the demo."""

    email: str
    label: object
    description: object


_PEOPLE = (
    DemoPerson(f"poco@{DOMAIN}", _l("New POCO"), _l("Half-way through the basic training")),
    DemoPerson(f"trainer@{DOMAIN}", _l("Trained POCO"), _l("Has completed the basic training")),
    DemoPerson(f"coordinator@{DOMAIN}", _l("Site coordinator"), _l("Sees one site network")),
    DemoPerson(f"staff@{DOMAIN}", _l("Programme team"), _l("Sees every site network")),
    DemoPerson(f"partner@{DOMAIN}", _l("Partner"), _l("Sees the totals of one site, no names")),
    DemoPerson(f"admin@{DOMAIN}", _l("Administrator"), _l("Sees every site network")),
)


def is_demo() -> bool:
    """A database is a demo when it holds people and all of them have invented addresses.

    Never in production, whatever the database holds. Each worker asks once: it only decides
    whether pages say that this is a demo.
    """
    if current_app.config["PRODUCTION"]:
        return False
    known = current_app.extensions.get("is_demo")
    if known is None:
        known = holds_demo_people()
        current_app.extensions["is_demo"] = known
    return bool(known)


def people() -> tuple[DemoPerson, ...]:
    """The demo people, or nobody outside a demo.

    Asks the database each time: the doors shut with the first real person.
    """
    return _PEOPLE if not current_app.config["PRODUCTION"] and holds_demo_people() else ()


def holds_demo_people() -> bool:
    """Whether there are people, and every one of them has an invented address."""
    anybody = db.session.scalar(sa.select(sa.exists().where(Person.id.is_not(None))))
    stranger = sa.exists().where(Person.email.not_like(f"%@{DOMAIN}"))
    return bool(anybody) and not db.session.scalar(sa.select(stranger))
