"""The sentence above a dashboard is true and about what matters most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from lms.editions.store import get_course
from lms.grading.completion import Status
from lms.grading.selfcheck import Moment
from lms.insight import findings
from lms.insight.figures import Network, Organisations, Overview, People, QuarterShare, Said, Site
from lms.insight.period import Period
from tests.factories import COURSE

PAST = Period(8105, date(2026, 6, 30), running=False)
NOW = replace(PAST, running=True)


@pytest.fixture(autouse=True)
def english(app: Flask) -> Iterator[None]:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


def network(
    name: str,
    *,
    covered: int = 5,
    of: int = 10,
    overdue: int = 0,
    people: int = 10,
    shares: tuple[int, int] = (5, 5),
    modules: dict[str, int] | None = None,
) -> Network:
    return Network(
        Site(1, name.lower(), name),
        People({Status.STARTED: people}, overdue, shares[1], modules or {}),
        Organisations(of, covered),
        tuple(QuarterShare(8104 + n, 10, active) for n, active in enumerate(shares)),
    )


def say(*networks: Network, period: Period = PAST) -> str:
    covered = sum(n.organisations.covered for n in networks)
    total = sum(n.organisations.total for n in networks)
    people = People({Status.STARTED: sum(n.people.total for n in networks)})
    return findings.of_networks(Overview(networks, people, Organisations(total, covered)), period)


def test_a_fall_in_participation_comes_first() -> None:
    falling = network("Rijnsburg", shares=(9, 4), overdue=5)
    assert say(network("Aalsmeer"), falling) == "Participation in Rijnsburg fell from 90% to 40%"


def test_a_quarter_that_runs_cannot_have_fallen() -> None:
    falling = network("Rijnsburg", shares=(9, 4))
    assert say(network("Aalsmeer"), falling, period=NOW) == "10 of 20 organisations are covered"


def test_then_who_is_overdue() -> None:
    late = network("Naaldwijk", overdue=4)
    assert say(network("Aalsmeer", overdue=3), late) == "4 of 10 POCOs in Naaldwijk are overdue"
    one = network("Naaldwijk", overdue=1, people=3)
    assert say(network("Aalsmeer"), one) == "1 of 3 POCOs in Naaldwijk is overdue"


def test_then_who_stays_behind() -> None:
    assert say(network("Aalsmeer", covered=8), network("Naaldwijk", covered=4)) == (
        "Naaldwijk stays behind: 40% of its organisations are covered, in Aalsmeer 80%"
    )


def test_good_news_is_news_too() -> None:
    full = [network(name, covered=10) for name in ("Aalsmeer", "Naaldwijk")]
    assert say(*full) == "Every organisation is covered"
    assert say(full[0]) == "Every organisation in Aalsmeer is covered"


def test_nothing_yet() -> None:
    empty = network("Aalsmeer", covered=0, of=0, people=0)
    assert say() == say(empty) == "No POCOs have a seat yet"
    nobody = network("Aalsmeer", covered=0, people=0)
    assert findings.of_network(empty, NOW) == "No organisations take part in Aalsmeer yet"
    assert findings.of_network(nobody, NOW) == "No organisation in Aalsmeer has a POCO yet"


def test_the_module_that_stops_people() -> None:
    modules = get_course(COURSE, "en").modules
    stuck = network("Aalsmeer", modules={"eerste": 9, "tweede": 5})
    assert findings.of_network(stuck, NOW, modules) == (
        f"In Aalsmeer 9 POCOs did “{modules[0].title}” and 5 did “{modules[1].title}”"
    )
    fine = network("Aalsmeer", modules={"eerste": 9, "tweede": 8})
    assert findings.of_network(fine, NOW, modules) == (
        "5 of 10 organisations in Aalsmeer are covered"
    )


def test_of_the_three_questions_the_one_that_changed_most_speaks() -> None:
    found = findings.of_answers(
        {
            ("recognise", Moment.BEFORE): Said(20, 10),
            ("recognise", Moment.AFTER): Said(20, 15),
            ("route", Moment.BEFORE): Said(20, 5),
            ("route", Moment.AFTER): Said(20, 20),
            ("act", Moment.BEFORE): Said(20, None),
            ("act", Moment.AFTER): Said(20, 20),
        }
    )
    assert found == "At the start 25% knew where to report, after the online part 100%"
