"""Coverage, status, overdue and participation, as the product defines them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from lms.clock import last_day, parse_quarter
from lms.editions.store import get_course
from lms.extensions import db
from lms.grading.completion import Standing, Status, due_on, is_overdue, status, unbroken_since
from lms.insight import queries
from lms.insight.figures import Network, Overview
from lms.insight.holders import holders
from lms.insight.people import People, Wanted
from lms.insight.period import period_of
from lms.insight.sql import held_on
from lms.network.models import Seat
from lms.progress.queries import standing_of
from tests.factories import COURSE, make_person, make_site
from tests.insight.conftest import (
    STEPS,
    TODAY,
    do,
    make_organisation,
    make_poco,
    noon,
    seat,
    take_part,
)

NOW, BEFORE = "2026-Q3", "2026-Q2"


def overview(label: str = NOW) -> Overview:
    return queries.overview(
        sites=queries.sites(),
        period=period_of(parse_quarter(label), today=TODAY),
        course=get_course(COURSE, "nl"),
        with_modules=True,
    )


def network(slug: str = "aalsmeer", label: str = NOW) -> Network:
    return next(n for n in overview(label).networks if n.site.slug == slug)


def test_an_organisation_is_covered_by_one_current_poco_who_is_complete(app: Flask) -> None:
    site = make_site()
    covered, one_left, halfway = (make_organisation(name, site) for name in ("A", "B", "C"))
    make_poco("Alice Een", covered, site, done=6)
    make_poco("Alice Twee", covered, site, number=2)
    make_poco("Alice Drie", one_left, site, done=6, until=date(2026, 7, 1))
    make_poco("Alice Vier", halfway, site, done=4)
    make_organisation("D", site)
    figures = network().organisations
    assert (figures.covered, figures.total) == (1, 4)
    assert figures.coverage == 0.25
    # In June the third person still had the seat.
    assert network(label=BEFORE).organisations.covered == 2


def test_only_who_takes_part_on_the_day_counts(app: Flask) -> None:
    site = make_site()
    make_organisation("Nieuw", site, since=TODAY)
    make_organisation("Morgen", site, since=TODAY + timedelta(days=1))
    make_organisation("Vandaag weg", site, until=TODAY)
    make_organisation("Morgen weg", site, until=TODAY + timedelta(days=1))
    assert network().organisations.total == 2


def test_a_person_is_counted_under_the_furthest_milestone(app: Flask) -> None:
    site = make_site()
    firms = [make_organisation(f"Firma {number}", site) for number in range(4)]
    make_poco("Alice Niets", firms[0], site)
    make_poco("Alice Bezig", firms[1], site, done=1)
    make_poco("Alice Online", firms[2], site, done=4)
    make_poco("Alice Klaar", firms[3], site, done=6)
    people = network().people
    assert people.statuses == {
        Status.NAMED: 1,
        Status.STARTED: 1,
        Status.ONLINE_DONE: 1,
        Status.COMPLETE: 1,
    }
    assert (people.not_started, people.started, people.online_done, people.complete) == (1,) * 4
    assert people.modules == {"eerste": 2, "tweede": 2}


def test_somebody_without_a_projection_is_counted_too(app: Flask) -> None:
    site = make_site()
    firm = make_organisation("Firma", site)
    person = make_person()
    db.session.add(
        Seat(person_id=person.id, organisation_id=firm.id, site_id=site.id, number=1, since=TODAY)
    )
    db.session.commit()
    people = network().people
    assert (people.total, people.overdue, people.active) == (1, 0, 0)
    assert people.statuses == {Status.NAMED: 1}


@pytest.mark.parametrize(("days", "overdue"), [(90, 0), (91, 1)])
def test_overdue_begins_the_day_after_the_due_date(app: Flask, days: int, overdue: int) -> None:
    site = make_site()
    make_poco("Alice", make_organisation("A", site), site, since=TODAY - timedelta(days=days))
    assert network().people.overdue == overdue


def test_who_comes_back_has_the_whole_time_again(app: Flask) -> None:
    site = make_site()
    before, now = make_organisation("A", site), make_organisation("B", site)
    alice = make_poco("Alice", before, site, until=date(2026, 7, 1))
    bob = make_poco("Bob", before, site, number=2, until=date(2026, 7, 1))
    seat(alice, now, site, since=date(2026, 7, 2))
    seat(bob, now, site, since=date(2026, 7, 1), number=2)
    assert network(label=BEFORE).people.overdue == 2
    assert network().people.overdue == 1, "one day without a seat, or none"
    course = get_course(COURSE, "nl")
    found = People(queries.sites()[0], period_of(parse_quarter(NOW), today=TODAY), course, TODAY)
    rows = {row.name: row for row in found.page(sort="due", offset=0, limit=9)}
    assert list(rows) == ["Bob", "Alice"]
    assert rows["Alice"].due == date(2026, 9, 30)
    assert standing_of(alice.id, COURSE).named_at == noon(date(2025, 7, 1)), "the milestone stays"
    assert [
        (row.name, row.overdue) for row in holders(now.id, course, sites=None, today=TODAY)
    ] == [
        ("Alice", False),
        ("Bob", True),
    ]
    assert not any(row.overdue for row in holders(before.id, course, sites=None, today=TODAY))


def test_whoever_is_complete_is_never_overdue(app: Flask) -> None:
    site = make_site()
    make_poco("Alice", make_organisation("A", site), site, done=6, on=date(2026, 7, 1))
    assert network().people.overdue == 0
    assert network(label=BEFORE).people.overdue == 1


def test_a_past_quarter_shows_what_was_known_on_its_last_day(app: Flask) -> None:
    site = make_site()
    firm = make_organisation("A", site)
    make_poco("Alice", firm, site, done=3, on=last_day(parse_quarter(BEFORE)))
    make_poco("Bob", firm, site, number=2, done=3, on=date(2026, 7, 1))
    people = network(label=BEFORE).people
    assert people.statuses == {Status.STARTED: 1, Status.NAMED: 1}
    assert people.modules == {"eerste": 1, "tweede": 0}
    assert (people.active, network().people.active) == (1, 1)


def test_participation_is_of_those_with_a_seat_on_the_last_day(app: Flask) -> None:
    site = make_site()
    firm = make_organisation("A", site)
    make_poco("Alice", firm, site, done=1, on=date(2026, 5, 4))
    make_poco("Bob", firm, site, number=2)
    make_poco(
        "Weg",
        make_organisation("B", site),
        site,
        until=date(2026, 6, 30),
        done=1,
        on=date(2026, 5, 4),
    )
    late = make_poco("Later", make_organisation("C", site), site, since=date(2026, 7, 2))
    do(late, date(2026, 7, 3), ["lesson/begin", "lesson/verder"])
    shares = {entry.quarter: entry for entry in network().history}
    spring, summer = shares[parse_quarter(BEFORE)], shares[parse_quarter(NOW)]
    assert (spring.holders, spring.active, spring.share) == (2, 1, 0.5)
    assert (summer.holders, summer.active) == (3, 1)
    assert network().people.participation == summer.share
    assert len(shares) == queries.HISTORY
    assert shares[parse_quarter("2024-Q4")].share is None


def test_two_seats_at_one_site_are_one_person(app: Flask) -> None:
    site = make_site()
    alice = make_person()
    for name in ("A", "B"):
        seat(alice, make_organisation(name, site), site)
    do(alice, date(2026, 7, 3))
    figures = network()
    assert (figures.people.total, figures.people.active) == (1, 1)
    assert figures.history[-1].holders == figures.history[-1].active == 1
    assert figures.organisations.covered == 2


def test_totals_of_all_sites_count_everybody_once(app: Flask) -> None:
    first, second = make_site("aalsmeer"), make_site("naaldwijk")
    firm = make_organisation("A", first)
    take_part(firm, second, date(2025, 7, 1))
    alice = make_person()
    seat(alice, firm, first)
    seat(alice, firm, second)
    make_poco("Bob", firm, second, number=2, done=6, on=date(2026, 7, 3))
    total = overview()
    assert [n.people.total for n in total.networks] == [1, 2]
    assert (total.people.total, total.people.active, total.people.overdue) == (2, 1, 1)
    # Covered at one of its sites is covered.
    assert (total.organisations.total, total.organisations.covered) == (1, 1)
    assert [n.organisations.covered for n in total.networks] == [0, 1]


def test_sql_agrees_with_the_pure_rules(app: Flask) -> None:
    """Any network on any day: the grouped figures are those of each standing, added up."""
    chance = random.Random(7)
    site = make_site()
    people = []
    for number in range(12):
        firm = make_organisation(f"Firma {number}", site)
        since = TODAY - timedelta(days=chance.randint(0, 500))
        until = since + timedelta(days=chance.randint(10, 200)) if number % 2 else None
        people.append(make_poco(f"Alice {number}", firm, site, since=since, until=until))
        if until is not None and until < TODAY:
            back = until + timedelta(days=chance.choice((0, 0, 1, 60)))
            seat(people[-1], firm, site, since=back)
        for step in range(chance.randint(0, 6)):
            day = since + timedelta(days=chance.randint(0, 300))
            do(people[-1], min(day, TODAY), STEPS[step : step + 1])
    for label in ("2025-Q3", "2025-Q4", "2026-Q1", BEFORE, NOW):
        _compare(label, [person.id for person in people])


def _compare(label: str, ids: list[int]) -> None:
    period = period_of(parse_quarter(label), today=TODAY)
    held = set(db.session.scalars(sa.select(Seat.person_id).where(held_on(period.day))))
    standings = [_known(standing_of(i, COURSE), period.cutoff) for i in ids if i in held]
    since = [_since(i, period.day) for i in ids if i in held]
    figures = network(label=label).people
    for each in Status:
        assert figures.count(each) == sum(status(s) is each for s in standings), (label, each)
    assert figures.overdue == sum(
        is_overdue(standing, since=first, due_days=90, today=period.day)
        for standing, first in zip(standings, since, strict=True)
    )
    for slug in ("eerste", "tweede"):
        assert figures.modules.get(slug, 0) == sum(slug in s.modules for s in standings)
    course = get_course(COURSE, "nl")
    found = People(queries.sites()[0], period, course, TODAY)
    assert found.count() == figures.total == len(standings)
    for each in Status:
        chosen = replace(found, wanted=Wanted(statuses=(each,)))
        assert chosen.count() == figures.count(each)
    rows = found.page(sort="name", offset=0, limit=50)
    assert sum(row.overdue for row in rows) == figures.overdue
    assert sorted(row.due for row in rows) == sorted(due_on(first, due_days=90) for first in since)
    assert sorted(row.modules_done for row in rows) == sorted(len(s.modules) for s in standings)


def _since(person_id: int, day: date) -> date:
    seats = sa.select(Seat.since, Seat.until).where(Seat.person_id == person_id)
    found = unbroken_since([tuple(row) for row in db.session.execute(seats)], day=day)
    assert found is not None
    return found


def _known(standing: Standing, cutoff: object) -> Standing:
    """What was known before a moment."""
    dates = {
        name: value if value is not None and value < cutoff else None
        for name in (
            "named_at",
            "invited_at",
            "signed_in_at",
            "started_at",
            "online_done_at",
            "complete_at",
        )
        for value in [getattr(standing, name)]
    }
    modules = {slug: at for slug, at in standing.modules.items() if at < cutoff}
    return replace(standing, **dates, modules=modules)
