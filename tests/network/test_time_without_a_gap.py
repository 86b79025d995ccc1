"""The due date counts from the day since when somebody has held a seat without a gap."""

from __future__ import annotations

import random

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.accounts.models import Person
from lms.errors import LmsError
from lms.extensions import db
from lms.grading.completion import unbroken_since
from lms.network import services
from lms.network.handover import hand_over
from lms.network.models import Seat
from lms.network.queries import seat_since
from lms.progress.queries import standing_of
from lms.progress.rebuild import rebuild
from tests.factories import COURSE, make_organisation, make_person, make_site
from tests.network.conftest import AtOnce, ago, today


def give(firm: int, site: int, person: int, days: int) -> Seat:
    return services.give_seat(
        organisation_id=firm,
        site_id=site,
        person=db.session.get_one(Person, person),
        since=ago(days),
        by=None,
    )


def test_who_comes_back_by_handover_starts_again_and_the_leaver_has_no_due_date(app: Flask) -> None:
    site = make_site()
    firm = make_organisation(site, since=ago(400))
    alice, bob = make_person("Alice"), make_person("Bob")
    hand_over(seat=give(firm.id, site.id, alice.id, 300), person=bob, on=ago(200), by=bob.id)
    assert seat_since(alice.id, day=today()) is None
    assert seat_since(alice.id, day=ago(201)) == ago(300)
    (held,) = db.session.scalars(sa.select(Seat).where(Seat.person_id == bob.id))
    hand_over(seat=held, person=alice, on=ago(5), by=bob.id)
    assert seat_since(alice.id, day=today()) == ago(5)
    named = standing_of(alice.id, COURSE).named_at
    assert named is not None
    assert named.date() <= ago(300), "the milestone keeps its first date"


@pytest.mark.parametrize(("ended", "since"), [(100, 300), (101, 100)])
def test_what_a_seat_that_ended_earlier_than_thought_leaves(
    app: Flask, ended: int, since: int
) -> None:
    site = make_site()
    first, second = (make_organisation(site, name, since=ago(400)) for name in ("A", "B"))
    alice = make_person("Alice")
    old = give(first.id, site.id, alice.id, 300)
    give(second.id, site.id, alice.id, 100)
    assert seat_since(alice.id, day=today()) == ago(300)
    services.end_seat(seat=old, on=ago(ended))
    assert seat_since(alice.id, day=today()) == ago(since)


@pytest.mark.parametrize("seed", range(2))
def test_what_is_kept_is_what_the_rule_says_whatever_happens(app: Flask, seed: int) -> None:
    chance, site = random.Random(seed), make_site()
    firms = [make_organisation(site, name, since=ago(400)).id for name in "ABCDE"]
    people = [make_person(name) for name in ("Alice", "Bob", "Charlie")]
    for _ in range(60):
        open_seats = list(db.session.scalars(sa.select(Seat).where(Seat.until.is_(None))))
        person, day = chance.choice(people), chance.randint(0, 60)
        try:
            if open_seats and chance.random() < 0.4:
                services.end_seat(seat=chance.choice(open_seats), on=ago(day))
            elif open_seats and chance.random() < 0.3:
                seat = chance.choice(open_seats)
                hand_over(seat=seat, person=person, on=ago(day), by=person.id, invite=False)
            else:
                give(chance.choice(firms), site.id, person.id, day)
            db.session.commit()
        except LmsError:
            db.session.rollback()
    kept = seats()
    assert any(first < since for _person, since, _until, first in kept)
    for person_id, since, until, first in kept:
        held = [(a, b) for one, a, b, _first in kept if one == person_id]
        if until != since:
            assert first == unbroken_since(held, day=since)
    db.session.execute(sa.update(Seat).values(unbroken_since=ago(900)))
    rebuild()
    assert seats() == kept


def seats() -> list[sa.Row[tuple[int, object, object, object]]]:
    db.session.expire_all()
    columns = Seat.person_id, Seat.since, Seat.until, Seat.unbroken_since
    return list(db.session.execute(sa.select(*columns).order_by(Seat.id)))


def test_two_organisations_at_the_same_moment(app: Flask, at_once: AtOnce) -> None:
    site = make_site()
    firms = [make_organisation(site, name, since=ago(400)).id for name in "AB"]
    alice, place = make_person("Alice").id, site.id
    giving = [lambda: give(firms[0], place, alice, 90), lambda: give(firms[1], place, alice, 30)]
    assert at_once(*giving) == ["done", "done"]
    assert {first for _person, _since, _until, first in seats()} == {ago(90)}
