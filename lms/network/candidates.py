"""Who gets a seat: somebody known by an address, or a new person."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from lms.accounts.models import Person
from lms.accounts.services import normalise_email
from lms.errors import AccountBlocked
from lms.extensions import db
from lms.search import fold


def person_for(*, email: str, name: str, language: str = "nl") -> Person:
    """The person with this address, made when nobody has it.

    Who is known keeps the name and language they have. Raises AccountBlocked.
    """
    email, name = normalise_email(email), " ".join(name.split())
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    # Two people may enter the same new address at the same moment.
    db.session.execute(
        dialect.insert(Person)
        .values(email=email, name=name, search_key=fold(name)[:240], language=language)
        .on_conflict_do_nothing(index_elements=["email"])
    )
    person = db.session.scalars(sa.select(Person).where(Person.email == email)).one()
    return usable(person)


def usable(person: Person) -> Person:
    """The person, unless the account is blocked or erased. Raises AccountBlocked."""
    if person.blocked_at is not None or person.erased_at is not None:
        raise AccountBlocked
    return person
