"""Alice and Bob are the POCOs of one organisation, Charlie is one of another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.accounts.models import Person
from lms.clock import local_date, utcnow
from lms.content.kits.types import Round
from lms.extensions import db
from lms.grading.completion import FactKind
from lms.network.models import Seat, Site
from lms.progress.models import LedgerFact
from lms.training import services
from lms.training.models import TrainingSession
from lms.training.services import Count, Plan
from tests.factories import enrol, give_seat, make_person, make_site

KIT, ASKED_TWICE, ASKED_ONCE = "perron", "wegkijken", "bewijs-nodig"
TODAY = local_date(utcnow())


@dataclass
class Firm:
    """Two POCOs of one organisation, and one of another."""

    site: Site
    seat: Seat
    alice: Person
    bob: Person
    charlie: Person

    def plan(self, **values: object) -> TrainingSession:
        facts = {"kit": KIT, "language": "nl", "day": TODAY, **values}
        session = services.plan(
            organisation_id=self.seat.organisation_id,
            site_id=self.site.id,
            given_by=self.alice.id,
            plan=Plan(**facts),  # type: ignore[arg-type]
        )
        db.session.commit()
        return session

    def hold(
        self,
        people: int = 12,
        counts: Iterable[Count] = (),
        *,
        day: date | None = None,
        seat: Seat | None = None,
    ) -> TrainingSession:
        """A session that was held on paper."""
        seat = seat or self.seat
        session = services.record_paper(
            organisation_id=seat.organisation_id,
            site_id=seat.site_id,
            given_by=seat.person_id,
            kit=KIT,
            language="nl",
            day=day or TODAY - timedelta(days=3),
            headcount=people,
            tallies=counts,
        )
        db.session.commit()
        return session


@pytest.fixture
def firm(app: Flask) -> Firm:
    site = make_site()
    alice, bob, charlie = (
        make_person(name) for name in ("Alice Proef", "Bob Regel", "Charlie Weg")
    )
    seat = give_seat(alice, site)
    second = Seat(
        organisation_id=seat.organisation_id,
        site_id=site.id,
        person_id=bob.id,
        number=2,
        since=seat.since,
    )
    db.session.add(second)
    enrol(bob)
    give_seat(charlie, site, "Transport Elders")
    return Firm(site, seat, alice, bob, charlie)


def answers(item: str, round_: Round, **counts: int) -> list[Count]:
    """How many chose each answer of a question."""
    return [Count(item, round_, answer, count) for answer, count in counts.items()]


def given(person: Person) -> list[str]:
    """The facts about trainings of a person, in order."""
    kinds = FactKind.TRAINING_GIVEN, FactKind.TRAINING_WITHDRAWN
    return list(
        db.session.scalars(
            sa.select(LedgerFact.kind)
            .where(LedgerFact.person_id == person.id, LedgerFact.kind.in_(kinds))
            .order_by(LedgerFact.id)
        )
    )
