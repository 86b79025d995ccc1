"""Between the first and the second factor: a note in the signed cookie, and no session yet."""

from __future__ import annotations

import time
from dataclasses import dataclass

from flask import session

from lms.accounts import vault
from lms.accounts.models import Person
from lms.accounts.second_factor import First
from lms.extensions import db

MINUTES = 10
KEY = "half_way"


@dataclass(frozen=True, slots=True)
class HalfWay:
    """Who has shown one of two factors, and where they wanted to go."""

    person: Person
    first: First
    next_page: str


def begin(*, person: Person, first: First, next_page: str) -> None:
    """Remember that this browser has shown the first factor of this person."""
    session[KEY] = {
        "person": person.id,
        "first": first.value,
        "proof": _proof(person),
        "at": int(time.time()),
        "next": next_page[:500],
    }


def current() -> HalfWay | None:
    """Who is half-way in this browser; None when nobody is, or it took too long."""
    note = session.get(KEY)
    if not note or not 0 <= time.time() - note["at"] <= MINUTES * 60:
        return None
    person = db.session.get(Person, note["person"])
    if person is None or person.blocked_at is not None or note["proof"] != _proof(person):
        return None
    return HalfWay(person, First(note["first"]), note["next"])


def _proof(person: Person) -> str:
    """Changes with the password: who knew the old one is not half-way any more."""
    return vault.keyed_hash(f"{person.id} {person.password_hash}", purpose="half-way")[:32]
