"""A POCO leaves: the successor takes the same seat, history and cover stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.accounts.models import Invitation, Person
from lms.editions.store import basic_training
from lms.errors import HasSeat, SeatEnded, WrongDay
from lms.extensions import db
from lms.grading.completion import FactKind
from lms.insight.holders import holders
from lms.network import handover, nominations, services
from lms.network.handover import hand_over
from lms.network.models import Handover, Nomination, Organisation, Seat, Site
from lms.progress.models import LedgerFact
from lms.progress.queries import standing_of
from tests.factories import COURSE, make_organisation, make_person, make_site
from tests.network.conftest import AtOnce, ago, today


@pytest.fixture
def site(app: Flask) -> Site:
    return make_site()


@pytest.fixture
def firm(site: Site) -> Organisation:
    return make_organisation(site, since=ago(300))


@pytest.fixture
def seat(firm: Organisation, site: Site) -> Seat:
    """The seat of Alice."""
    return give(firm, site, make_person(), ago(200))


def give(firm: Organisation, site: Site, person: Person, since: date) -> Seat:
    given = services.give_seat(
        organisation_id=firm.id, site_id=site.id, person=person, since=since, by=None
    )
    db.session.commit()
    return given


@pytest.fixture
def registry() -> Iterator[Callable[..., object]]:
    """Registrations of a test go again."""
    known = dict(handover._MOVES)
    yield handover.moves
    handover._MOVES.clear()
    handover._MOVES.update(known)


def test_the_successor_takes_the_same_seat_from_that_day(
    seat: Seat, firm: Organisation, site: Site
) -> None:
    give(firm, site, make_person("Charlie"), ago(100))
    bob, staff = make_person("Bob"), make_person("Mira")
    outcome = hand_over(seat=seat, person=bob, on=ago(2), by=staff.id)
    db.session.commit()
    assert (outcome.seat.number, outcome.seat.since, seat.until) == (1, ago(2), ago(2))
    row = db.session.scalars(sa.select(Handover)).one()
    assert (row.old_seat_id, row.new_seat_id, row.done_by) == (seat.id, outcome.seat.id, staff.id)
    assert db.session.scalar(sa.select(Invitation.person_id)) == bob.id
    assert standing_of(bob.id, COURSE).invited_at is not None


def test_the_history_keeps_both_and_what_the_leaver_reached(seat: Seat, firm: Organisation) -> None:
    alice = seat.person_id
    hand_over(seat=seat, person=make_person("Bob"), on=today(), by=alice, invite=False)
    db.session.commit()
    found = holders(firm.id, basic_training("nl"), sites=None, today=today())
    assert [(h.name, h.handed_over, h.is_current) for h in found] == [
        ("Bob", False, True),
        ("Alice Proef", True, False),
    ]
    assert standing_of(alice, COURSE).named_at is not None


def test_everything_registered_moves_in_the_same_transaction(
    seat: Seat, registry: Callable[..., object]
) -> None:
    bob = make_person("Bob")
    seen = []

    @handover.moves("measures", "Maatregelen")
    def move(**who: int) -> int:
        seen.append(who)
        return 3

    outcome = hand_over(seat=seat, person=bob, on=today(), by=bob.id, invite=False)
    assert [(entry.label, entry.count) for entry in outcome.moved][-1] == ("Maatregelen", 3)
    assert seen == [
        {
            "from_person_id": seat.person_id,
            "to_person_id": bob.id,
            "organisation_id": seat.organisation_id,
            "site_id": seat.site_id,
        }
    ]


def test_when_moving_fails_nothing_was_handed_over(
    seat: Seat, registry: Callable[..., object]
) -> None:
    bob = make_person("Bob")

    @handover.moves("broken", "Kapot")
    def move(**_who: int) -> int:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        hand_over(seat=seat, person=bob, on=today(), by=bob.id)
    db.session.rollback()
    assert db.session.scalar(sa.select(Seat.until)) is None
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Seat)) == 1


def test_open_nominations_of_the_leaver_move_along(seat: Seat) -> None:
    nominations.nominate(
        organisation_id=seat.organisation_id,
        site_id=seat.site_id,
        name="Dewi",
        email="dewi@example.invalid",
        language="nl",
        by=seat.person_id,
    )
    bob = make_person("Bob")
    outcome = hand_over(seat=seat, person=bob, on=today(), by=bob.id)
    assert outcome.moved[0].count == 1
    assert db.session.scalar(sa.select(Nomination.nominated_by)) == bob.id


def test_the_other_poco_and_the_leaver_cannot_be_the_successor(
    seat: Seat, firm: Organisation, site: Site
) -> None:
    bob = make_person("Bob")
    give(firm, site, bob, ago(100))
    for person in (bob, db.session.get_one(Person, seat.person_id)):
        with pytest.raises(HasSeat):
            hand_over(seat=seat, person=person, on=today(), by=bob.id)


def test_the_day_lies_between_the_first_day_and_today(seat: Seat) -> None:
    bob = make_person("Bob")
    for on in (ago(201), ago(-1)):
        with pytest.raises(WrongDay):
            hand_over(seat=seat, person=bob, on=on, by=bob.id)


def test_one_of_two_handovers_at_once_wins(seat: Seat, at_once: AtOnce) -> None:
    key, people = seat.id, [make_person(name).id for name in ("Bob", "Charlie")]

    def handing(person_id: int) -> None:
        hand_over(
            seat=db.session.get_one(Seat, key),
            person=db.session.get_one(Person, person_id),
            on=today(),
            by=person_id,
        )

    ends = at_once(lambda: handing(people[0]), lambda: handing(people[1]))
    assert ends == ["done", "seat-ended"]
    assert db.session.scalar(sa.select(sa.func.count()).where(Seat.until.is_(None))) == 1


def test_an_ended_seat_is_not_handed_over(seat: Seat) -> None:
    services.end_seat(seat=seat, on=today())
    with pytest.raises(SeatEnded):
        hand_over(seat=seat, person=make_person("Bob"), on=today(), by=seat.person_id)


def test_the_facts_of_the_ledger_know_who_recorded_them(seat: Seat) -> None:
    staff = make_person("Mira")
    bob = make_person("Bob")
    hand_over(seat=seat, person=bob, on=ago(1), by=staff.id)
    kinds = dict(
        db.session.execute(
            sa.select(LedgerFact.kind, LedgerFact.recorded_by).where(LedgerFact.person_id == bob.id)
        ).all()
    )
    assert kinds == {FactKind.NAMED.value: staff.id, FactKind.INVITED.value: staff.id}
