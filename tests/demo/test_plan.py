"""Who is in the invented network."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from lms.clock import quarter_of
from lms.demo import names
from lms.demo.days import Era, era
from lms.demo.plan import NEWCOMER, OrganisationPlan, organisations
from lms.demo.sites import AALSMEER, NAALDWIJK, RIJNSBURG

TODAY = date(2026, 11, 23)


def network(as_of: date, people: int | None = None) -> list[OrganisationPlan]:
    return list(organisations(era(as_of), people))


def test_the_network_has_the_size_that_is_promised() -> None:
    plans = network(TODAY)
    assert len(plans) == 60
    assert sum(len(plan.people) for plan in plans) == 90


@pytest.mark.parametrize("as_of", [date(2025, 2, 3), TODAY, date(2031, 5, 5)])
@pytest.mark.parametrize("people", [3, 50, 700])
def test_a_number_of_people_is_met_exactly(as_of: date, people: int) -> None:
    plans = network(as_of, people)
    assert sum(len(plan.people) for plan in plans) == people
    assert len(plans) == pytest.approx(people / 1.5, rel=0.2, abs=3)


def test_the_demo_people_are_there_however_small_it_is() -> None:
    emails = {person.email for plan in network(TODAY, 1) for person in plan.people}
    assert {"poco@demo.invalid", "trainer@demo.invalid"} <= emails


def test_names_and_addresses_differ() -> None:
    people = [person for plan in network(TODAY) for person in plan.people]
    assert len({person.name for person in people}) == len(people)
    many = [person for plan in network(TODAY, 6000) for person in plan.people]
    assert len({person.email for person in many}) == len(many)
    assert all(person.email.isascii() and person.email.islower() for person in many)
    firms = [names.firm(number) for number in range(5000)]
    assert len(set(firms)) == len(firms)


def test_sites_open_one_after_the_other() -> None:
    first: dict[int, date] = {}
    for plan in network(TODAY):
        for site, since, _ in plan.sites:
            first[site] = min(since, first.get(site, since))
    quarters = [quarter_of(first[site]) for site in (AALSMEER, NAALDWIJK, RIJNSBURG)]
    assert quarters == sorted(set(quarters))


def test_it_holds_what_real_networks_hold() -> None:
    plans = network(TODAY)
    assert any(len(plan.sites) == 2 for plan in plans)
    assert any(until for plan in plans for _, _, until in plan.sites)
    ended = [place for plan in plans for place in plan.places if place.until]
    successors = [
        place
        for plan in plans
        for place in plan.places
        for other in ended
        if place.since == other.until and place.number == other.number and other in plan.places
    ]
    assert successors
    assert len(ended) > len(successors)


@pytest.mark.parametrize("as_of", [date(2025, 10, 1), date(2026, 7, 1), TODAY, date(2029, 1, 1)])
def test_periods_and_seats_are_right(as_of: date) -> None:
    for plan in network(as_of):
        assert plan.people
        for site, since, until in plan.sites:
            assert since < as_of
            assert until is None or since < until < as_of
            now = [p.number for p in plan.places if p.site == site and p.until is None]
            assert len(now) == len(set(now))
            assert set(now) <= {1, 2}
            assert until is None or not now
        for place in plan.places:
            assert place.since < as_of
            assert place.until is None or place.since < place.until < as_of
            assert place.site in [site for site, _, _ in plan.sites]


def test_a_later_date_adds_and_takes_nothing_back() -> None:
    earlier, later = _known(era(date(2026, 3, 1))), _known(era(date(2026, 12, 1)))
    assert earlier < later


def _known(told: Era) -> set[tuple[object, ...]]:
    return {
        (plan.name, place.site, place.number, place.person.key, place.person.name, place.since)
        for plan in organisations(told, None)
        for place in plan.places
        if plan.number != NEWCOMER
    }


def test_after_two_years_the_network_goes_on_growing() -> None:
    sizes = [sum(len(plan.people) for plan in network(date(year, 6, 1))) for year in (2027, 2029)]
    assert 90 < sizes[0] < sizes[1]
    for year in (2027, 2029):
        newest = max(p.named for plan in network(date(year, 6, 1)) for p in plan.people[:1])
        assert date(year, 6, 1) - newest < timedelta(days=60)


def test_seats_of_ten_organisations() -> None:
    plans = [plan for plan in network(TODAY) if plan.number != NEWCOMER]
    sizes = Counter(len({place.number for place in plan.places}) for plan in plans)
    assert sizes[2] == 24
