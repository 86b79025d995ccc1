"""Names behind random ids, for the few pages that may show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from lms.accounts.models import Person
from lms.extensions import db


@dataclass(frozen=True, slots=True)
class Named:
    """A person as a page names them; an erased one has no name."""

    name: str
    erased: bool


def names_of(public_ids: Iterable[str]) -> dict[str, Named]:
    """Random id → who that is; ids of other things, and unknown ones, are left out."""
    rows = db.session.execute(
        sa.select(Person.public_id, Person.name, Person.erased_at).where(
            Person.public_id.in_(sorted({one for one in public_ids if one}))
        )
    )
    return {public_id: Named(name, erased is not None) for public_id, name, erased in rows}
