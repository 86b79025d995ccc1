"""An organisation has one or two POCO seats at a site, whoever is quick."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import Invitation, Person
from lms.errors import (
    AccountBlocked,
    HasSeat,
    NotTakingPart,
    SeatEnded,
    SeatsTaken,
    WrongDay,
)
from lms.extensions import db
from lms.mail.models import OutboxMail
from lms.network import services, words
from lms.network.candidates import person_for
from lms.network.models import Organisation, Seat, Site
from lms.progress.queries import standing_of
from tests.factories import COURSE, make_organisation, make_person, make_site
from tests.network.conftest import AtOnce, ago, today


@pytest.fixture
def site(app: Flask) -> Site:
    return make_site()


@pytest.fixture
def firm(site: Site) -> Organisation:
    return make_organisation(site, since=ago(300))


def give(
    firm: Organisation, site: Site, person: Person, since: date | None = None, **more: bool
) -> Seat:
    seat = services.give_seat(
        organisation_id=firm.id,
        site_id=site.id,
        person=person,
        since=since or today(),
        by=None,
        **more,
    )
    db.session.commit()
    return seat


def test_two_seats_and_no_third(firm: Organisation, site: Site) -> None:
    numbers = [give(firm, site, make_person(name)).number for name in ("Alice", "Bob")]
    assert numbers == [1, 2]
    with pytest.raises(SeatsTaken):
        give(firm, site, make_person("Charlie"))


def test_the_database_refuses_a_third_too(firm: Organisation, site: Site) -> None:
    for name in ("Alice", "Bob"):
        give(firm, site, make_person(name))
    charlie = make_person("Charlie")
    for number in (1, 3):
        db.session.add(
            Seat(
                organisation_id=firm.id,
                site_id=site.id,
                person_id=charlie.id,
                number=number,
                since=today(),
            )
        )
        with pytest.raises(IntegrityError):
            db.session.commit()
        db.session.rollback()


def test_what_the_database_refuses_is_a_named_error(
    firm: Organisation, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(firm, site, make_person("Alice"))
    monkeypatch.setattr(services, "_free_number", lambda *_args: 1)
    with pytest.raises(SeatsTaken):
        give(firm, site, make_person("Bob"))


def test_two_people_who_give_the_last_seat_at_once(
    firm: Organisation, site: Site, at_once: AtOnce
) -> None:
    give(firm, site, make_person("Alice"))
    bob, charlie = make_person("Bob").id, make_person("Charlie").id
    organisation_id, site_id = firm.id, site.id

    def giving(person_id: int) -> None:
        services.give_seat(
            organisation_id=organisation_id,
            site_id=site_id,
            person=db.session.get_one(Person, person_id),
            since=today(),
            by=None,
        )

    ends = at_once(lambda: giving(bob), lambda: giving(charlie))
    assert ends == ["done", "seats-taken"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Seat)) == 2


def test_the_same_new_address_at_once_makes_one_person_with_one_seat(
    firm: Organisation, site: Site, at_once: AtOnce
) -> None:
    organisation_id, site_id = firm.id, site.id

    def giving(email: str) -> None:
        services.give_seat(
            organisation_id=organisation_id,
            site_id=site_id,
            person=person_for(email=email, name="Dewi Nieuw"),
            since=today(),
            by=None,
        )

    ends = at_once(lambda: giving("Dewi@example.invalid"), lambda: giving(" dewi@EXAMPLE.invalid"))
    assert ends == ["done", "has-seat"]
    assert list(db.session.scalars(sa.select(Person.email))) == ["dewi@example.invalid"]


def test_nobody_holds_both_seats(firm: Organisation, site: Site) -> None:
    alice = make_person()
    give(firm, site, alice)
    with pytest.raises(HasSeat):
        give(firm, site, alice)


def test_somebody_may_hold_seats_elsewhere_too(firm: Organisation, site: Site) -> None:
    alice, other = make_person(), make_site("naaldwijk")
    services.take_part(organisation_id=firm.id, site_id=other.id, since=ago(10))
    give(firm, site, alice)
    give(firm, other, alice)
    give(make_organisation(site, "Handel Proef"), site, alice)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Seat)) == 3


def test_a_seat_needs_an_organisation_that_takes_part(firm: Organisation) -> None:
    with pytest.raises(NotTakingPart):
        give(firm, make_site("naaldwijk"), make_person())


@pytest.mark.parametrize("since", [ago(-1), ago(301)])
def test_a_seat_begins_while_the_organisation_takes_part_and_not_in_the_future(
    firm: Organisation, site: Site, since: date
) -> None:
    with pytest.raises(WrongDay):
        give(firm, site, make_person(), since)


def test_a_seat_in_the_past_does_not_overlap_another(firm: Organisation, site: Site) -> None:
    for name in ("Alice", "Bob"):
        seat = give(firm, site, make_person(name), ago(100))
    services.end_seat(seat=seat, on=ago(20))
    charlie = make_person("Charlie")
    with pytest.raises(WrongDay) as refused:
        give(firm, site, charlie, ago(21))
    assert refused.value.earliest == ago(20)
    assert give(firm, site, charlie, ago(20)).number == 2


def test_giving_a_seat_starts_the_basic_training(firm: Organisation, site: Site) -> None:
    alice = make_person()
    give(firm, site, alice, ago(3), invite=True)
    standing = standing_of(alice.id, COURSE)
    assert standing.named_at is not None
    assert standing.invited_at is not None
    assert db.session.scalar(sa.select(Invitation.person_id)) == alice.id


def test_a_blocked_person_gets_nothing(firm: Organisation, site: Site) -> None:
    alice = make_person()
    alice.blocked_at = alice.created_at
    db.session.commit()
    with pytest.raises(AccountBlocked):
        give(firm, site, alice)


def test_a_seat_given_by_mistake_ends_on_its_first_day(firm: Organisation, site: Site) -> None:
    alice = make_person()
    seat = give(firm, site, alice, ago(5), invite=True)
    services.end_seat(seat=seat, on=ago(5))
    db.session.commit()
    assert db.session.scalar(sa.select(Invitation.withdrawn_at)) is not None
    assert give(firm, site, make_person("Bob"), ago(5)).number == 1


@pytest.mark.parametrize("on", [ago(-1), ago(6)])
def test_a_seat_does_not_end_before_it_began_or_later_than_today(
    firm: Organisation, site: Site, on: date
) -> None:
    seat = give(firm, site, make_person(), ago(5))
    with pytest.raises(WrongDay):
        services.end_seat(seat=seat, on=on)


def test_a_seat_ends_once(firm: Organisation, site: Site, at_once: AtOnce) -> None:
    key = give(firm, site, make_person(), ago(5)).id

    def ending() -> None:
        services.end_seat(seat=db.session.get_one(Seat, key), on=today())

    assert at_once(ending, ending) == ["done", "seat-ended"]
    with pytest.raises(SeatEnded):
        ending()


def test_an_invitation_stays_while_another_seat_is_held(firm: Organisation, site: Site) -> None:
    alice = make_person()
    seat = give(firm, site, alice, invite=True)
    give(make_organisation(site, "Handel Proef"), site, alice)
    services.end_seat(seat=seat, on=today())
    assert db.session.scalar(sa.select(Invitation.withdrawn_at)) is None


def test_who_can_sign_in_already_gets_the_seat_and_no_letter(
    firm: Organisation, site: Site
) -> None:
    alice = make_person(password=True)
    seat = give(firm, site, alice, invite=True)
    assert seat.person_id == alice.id
    assert db.session.scalar(sa.select(sa.func.count()).select_from(OutboxMail)) == 0
    assert "kan al inloggen" in words.with_invitation("Gegeven.", alice, asked=True)
