"""PURE: what becomes of a row: its fate, why, and what is to be written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lms.imports.notes import Note
from lms.imports.rows import Row


class Fate(StrEnum):
    """What becomes of a row. The value is stored."""

    CREATE = "create"
    CHANGE = "change"
    SAME = "same"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """Ids below zero, here and in what follows, are of things that are not there yet."""

    id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class SetKind:
    organisation_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class NewParticipation:
    organisation_id: int
    site_id: int
    since: date


@dataclass(frozen=True, slots=True)
class SetSince:
    organisation_id: int
    site_id: int
    since: date


@dataclass(frozen=True, slots=True)
class NewPerson:
    id: int
    email: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class NewSeat:
    organisation_id: int
    site_id: int
    person_id: int
    number: int
    since: date


Action = NewOrganisation | SetKind | NewParticipation | SetSince | NewPerson | NewSeat
CREATES = (NewOrganisation, NewParticipation, NewPerson, NewSeat)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a row, why, and what is to be written for it."""

    row: Row
    fate: Fate
    notes: tuple[Note, ...]
    actions: tuple[Action, ...]


class Digest:
    """One hash over outcomes in their order: two plans with the same hash do the same."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, outcome: Outcome) -> None:
        told = (outcome.row.number, outcome.fate.value, outcome.notes, outcome.actions)
        self._hash.update(repr(told).encode())

    @property
    def text(self) -> str:
        return self._hash.hexdigest()
