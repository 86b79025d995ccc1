"""A site with POCOs, its coordinator, and the coordinator of another site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.accounts.models import Person
from lms.clock import local_date, utcnow
from lms.extensions import db
from lms.grading.completion import FactKind
from lms.meetings import services
from lms.meetings.models import Meeting, Presence
from lms.network.models import Site
from lms.progress.models import LedgerFact
from tests.factories import give_role, give_seat, make_person, make_site

DAY = local_date(utcnow()) - timedelta(days=40)
FIRST, SECOND = "training-day-1", "training-day-2"


@dataclass
class Network:
    """Alice and others hold seats at the site, Bob coordinates it, Charlie the other one."""

    site: Site
    other: Site
    alice: Person
    bob: Person
    charlie: Person

    def record(
        self,
        *people: Person,
        kind: str = FIRST,
        day: date = DAY,
        place: str = "Zaal 2",
        presence: Presence = Presence.PRESENT,
    ) -> services.Recorded:
        recorded = services.record(
            kind=kind,
            site_id=self.site.id,
            day=day,
            place=place,
            people=[person.id for person in people or (self.alice,)],
            presence=presence,
            recorded_by=self.bob.id,
        )
        db.session.commit()
        return recorded

    def correct(
        self, meeting: Meeting, presence: Presence, *people: Person, reason: str = "Vergissing"
    ) -> int:
        changed = services.correct(
            meeting=meeting,
            people=[person.id for person in people or (self.alice,)],
            presence=presence,
            reason=reason,
            corrected_by=self.bob.id,
        )
        db.session.commit()
        return changed


@pytest.fixture
def network(app: Flask) -> Network:
    site, other = make_site("aalsmeer"), make_site("naaldwijk")
    alice, bob, charlie = (
        make_person(name) for name in ("Alice Proef", "Bob Regel", "Charlie Weg")
    )
    give_seat(alice, site)
    give_role(bob, "coordinator", site)
    give_role(charlie, "coordinator", other)
    return Network(site, other, alice, bob, charlie)


@pytest.fixture
def more(network: Network) -> Callable[[int], list[Person]]:
    """More people with a seat at the site."""

    def make(count: int) -> list[Person]:
        people = [make_person(f"Dirk{number:03} Plek") for number in range(count)]
        for number, person in enumerate(people):
            give_seat(person, network.site, f"Firma {number:03}")
        return people

    return make


def attended(person: Person) -> list[tuple[str, str]]:
    """Kind and reference of the facts about meetings, in order."""
    rows = db.session.execute(
        sa.select(LedgerFact.kind, LedgerFact.reference)
        .where(
            LedgerFact.person_id == person.id,
            LedgerFact.kind.in_([FactKind.MEETING_ATTENDED, FactKind.MEETING_WITHDRAWN]),
        )
        .order_by(LedgerFact.id)
    )
    return [(kind, reference) for kind, reference in rows]
