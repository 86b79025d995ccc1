"""Who is in the network: organisations, their sites and seats, and who holds each seat when.

Organisation 0 has the demo account of a trained POCO; organisation 1 is new at every date and
has the one of a new POCO. The others follow from their number: per ten of them fourteen seats
and one successor, so that there are 1.5 people an organisation.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from lms.accounts.demo import DOMAIN
from lms.demo import names
from lms.demo.chance import rng
from lms.demo.days import Era, workday
from lms.demo.sites import AALSMEER, NAALDWIJK, SITES

ORGANISATIONS = 60
POCOS = ORGANISATIONS * 3 // 2

TRAINER, NEWCOMER = range(2)
NEWCOMER_DAYS = 37
"""How long ago the new POCO was named."""

CANDIDATES = {NEWCOMER: "Sevda Kandidaatsma", 4: "Otto van Voordracht"}
"""Who is put forward for the second seat of which organisation, a few days ago."""

_TWO_SEATS = {0, 2, 5, 7}
_LATER_EVERY = timedelta(days=30)


@dataclass(slots=True)
class PersonPlan:
    """`key` is the seed of the person's life; `named` the day of the seat, `left` its last."""

    key: str
    email: str
    name: str
    site: int
    named: date
    left: date | None = None


@dataclass(slots=True)
class Place:
    """A seat at a site, held by a person from a day until before another."""

    site: int
    number: int
    person: PersonPlan
    since: date
    until: date | None = None


@dataclass(slots=True)
class OrganisationPlan:
    """An organisation up to the date of the demo; `sites` are site, since and until."""

    number: int
    name: str
    sites: list[tuple[int, date, date | None]] = field(default_factory=list)
    people: list[PersonPlan] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


def organisations(era: Era, people: int | None) -> Iterator[OrganisationPlan]:
    """The organisations of the network, with exactly `people` POCOs when that is given.

    The two with demo accounts are always there.
    """
    number = count = 0
    while people is None or count < people or number <= NEWCOMER:
        if people is None and number >= ORGANISATIONS and _later(era, number) >= era.as_of:
            break
        plan = _organisation(era, number, growing=people is None)
        if people is not None and number > NEWCOMER:
            _keep(plan, people - count)
        if plan.people:
            count += len(plan.people)
            yield plan
        number += 1


def _organisation(era: Era, number: int, *, growing: bool) -> OrganisationPlan:
    chance = rng("organisation", number)
    plan = OrganisationPlan(number, names.firm(number))
    if number == NEWCOMER:
        return _new_organisation(era, plan)
    home = _home(number, chance)
    joined = _joined(era, number, home, chance)
    last = era.grown - timedelta(days=4)
    if growing and number >= ORGANISATIONS:
        joined, last = _later(era, number), date.max
    leaves = joined + timedelta(days=chance.randint(240, 480)) if number % 15 == 7 else None
    plan.sites.append((home, joined, leaves))
    first = workday(min(joined + timedelta(days=chance.randint(0, 20)), last))
    _seat(plan, home, 1, _person(number, 0, home, first))
    if number % 10 in _TWO_SEATS:
        wait = 0 if chance.random() < 0.6 else chance.randint(20, 140)
        second = workday(min(first + timedelta(days=wait), last))
        _seat(plan, home, 2, _person(number, 1, home, second))
    _change_holder(plan, chance)
    if number % 12 == 8:
        _second_site(era, plan, chance)
    return _until(plan, era, leaves)


def _new_organisation(era: Era, plan: OrganisationPlan) -> OrganisationPlan:
    """The one that joined a few weeks ago, whatever the date of the demo."""
    named = era.as_of - timedelta(days=NEWCOMER_DAYS)
    plan.sites.append((NAALDWIJK, named - timedelta(days=4), None))
    _seat(plan, NAALDWIJK, 1, _person(plan.number, 0, NAALDWIJK, named))
    return plan


def _home(number: int, chance: random.Random) -> int:
    drawn = chance.choices(range(len(SITES)), [site.share for site in SITES])[0]
    if number == TRAINER:
        return AALSMEER
    return number % 20 // 10 if _has_successor(number) else drawn


def _has_successor(number: int) -> bool:
    return number % 10 == 3


def _joined(era: Era, number: int, home: int, chance: random.Random) -> date:
    """The day on which an organisation joins: many when the site opens, then ever more."""
    opens = era.quarter_start(SITES[home].opens)
    place = 0.1 if number == TRAINER or _has_successor(number) else chance.random()
    if place < 0.4:
        return workday(opens + timedelta(days=6 + place * 110))
    room = (era.grown - opens).days - 80
    return workday(opens + timedelta(days=50 + (place - 0.4) / 0.6 * room))


def _later(era: Era, number: int) -> date:
    """When the first network is complete, one organisation joins every month."""
    return workday(era.quarter_start(9) + (number - ORGANISATIONS) * _LATER_EVERY)


def _change_holder(plan: OrganisationPlan, chance: random.Random) -> None:
    """Some seats change hands, some stay empty."""
    place = plan.places[0]
    if _has_successor(plan.number):
        place.until = workday(place.since + timedelta(days=chance.randint(250, 370)))
        _seat(plan, place.site, 1, _person(plan.number, 2, place.site, place.until))
    elif plan.number % 20 == 14:
        place.until = workday(place.since + timedelta(days=chance.randint(150, 300)))
    place.person.left = place.until


def _second_site(era: Era, plan: OrganisationPlan, chance: random.Random) -> None:
    """The firm takes part at the next site too, where its last POCO holds a seat as well."""
    home, joined, _ = plan.sites[0]
    site = (home + 1) % len(SITES)
    person = plan.people[-1]
    opens = era.quarter_start(SITES[site].opens)
    since = max(opens, person.named, joined) + timedelta(days=chance.randint(20, 90))
    plan.sites.append((site, workday(since), None))
    plan.places.append(Place(site, 1, person, workday(since)))


def _seat(plan: OrganisationPlan, site: int, number: int, person: PersonPlan) -> None:
    plan.people.append(person)
    plan.places.append(Place(site, number, person, person.named))


def _person(organisation: int, number: int, site: int, named: date) -> PersonPlan:
    key = f"{organisation}/{number}"
    if organisation == TRAINER and number == 0:
        return PersonPlan(key, f"trainer@{DOMAIN}", "Youssef Voorbeeld", site, named)
    if organisation == NEWCOMER:
        return PersonPlan(key, f"poco@{DOMAIN}", "Noor Halverwege", site, named)
    place = organisation * 3 + number
    name = names.person(place)
    return PersonPlan(key, f"{names.address(name, place)}@{DOMAIN}", name, site, named)


def _until(plan: OrganisationPlan, era: Era, leaves: date | None) -> OrganisationPlan:
    """The plan as far as it is known on the date of the demo: what comes later is left out."""
    for place in plan.places:
        if leaves is not None and (place.until is None or place.until > leaves):
            place.until = place.person.left = leaves
        if place.until is not None and place.until >= era.as_of:
            place.until = None
    for person in plan.people:
        if person.left is not None and person.left >= era.as_of:
            person.left = None
    plan.sites = [
        (site, since, until if until is not None and until < era.as_of else None)
        for site, since, until in plan.sites
        if since < era.as_of
    ]
    plan.people = [person for person in plan.people if person.named < era.as_of]
    _drop_others(plan)
    plan.places = [place for place in plan.places if place.since < era.as_of]
    return plan


def _keep(plan: OrganisationPlan, count: int) -> None:
    """Keep the first `count` people."""
    del plan.people[max(count, 0) :]
    _drop_others(plan)


def _drop_others(plan: OrganisationPlan) -> None:
    known = {person.key for person in plan.people}
    plan.places = [place for place in plan.places if place.person.key in known]
