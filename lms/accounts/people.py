"""Adding a person and changing what an account says. Services flush, never commit."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from lms.accounts.invitations import withdraw
from lms.accounts.models import Person
from lms.accounts.services import end_links, normalise_email
from lms.audit.services import note
from lms.errors import EmailTaken
from lms.extensions import db


def add_person(*, name: str, email: str, language: str) -> Person:
    """A new account. Raises EmailTaken."""
    email = normalise_email(email)
    _refuse_taken(email, None)
    person = Person(name=_tidy(name), email=email, language=language)
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError as error:  # somebody was just before us
        raise EmailTaken from error
    note("person.added", subject=person.public_id)
    db.session.flush()
    return person


def change_person(*, person: Person, name: str, email: str, language: str) -> bool:
    """Change name, address or language; whether the address is another one now.

    What was sent to the old address opens nothing any more. Raises EmailTaken.
    """
    email = normalise_email(email)
    moved = email != person.email
    if moved:
        _refuse_taken(email, person.id)
    fields = {"name": _tidy(name), "email": email, "language": language}
    changed = [field for field, value in fields.items() if getattr(person, field) != value]
    try:
        with db.session.begin_nested():
            for field in changed:
                setattr(person, field, fields[field])
    except IntegrityError as error:
        raise EmailTaken from error
    if moved:
        end_links(person_id=person.id)
        withdraw(person_id=person.id)
    if changed:
        note("person.changed", subject=person.public_id, fields=changed)
    db.session.flush()
    return moved


def _refuse_taken(email: str, but: int | None) -> None:
    other = db.session.scalar(sa.select(Person.id).where(Person.email == email))
    if other is not None and other != but:
        raise EmailTaken


def _tidy(name: str) -> str:
    return " ".join(name.split())
