"""Three questions about oneself: gently asked, one's own, and totals for the programme team."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.extensions import db
from lms.grading.selfcheck import Moment
from lms.insight import queries as insight
from lms.insight.figures import Said
from lms.insight.selfcheck import published
from lms.network.models import Site
from lms.selfcheck import services
from lms.selfcheck.models import SelfCheck
from tests.factories import COURSE, enrol, give_role, give_seat, make_person, make_site
from tests.insight import pages

PAGE = f"/training/{COURSE}/three-questions"
SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def alice(app: Flask) -> Person:
    person = make_person()
    enrol(person)
    return person


def rows() -> list[tuple[object, ...]]:
    return [
        tuple(row)
        for row in db.session.execute(
            sa.select(SelfCheck.moment, SelfCheck.recognise, SelfCheck.route, SelfCheck.act)
        )
    ]


def test_home_asks_once_and_keeps_the_first_answer(alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    assert PAGE in browser.get("/training").get_data(as_text=True)
    given = {"moment": "before", "recognise": "4", "act": "9"}
    browser.post(PAGE, data=given)
    browser.post(PAGE, data={**given, "recognise": "1"})
    assert rows() == [("before", 4, None, None)]
    assert PAGE not in browser.get("/training").get_data(as_text=True)
    assert "Waarschijnlijk wel" in browser.get(PAGE).get_data(as_text=True)


def test_who_skips_is_not_asked_again(alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    browser.post(PAGE, data={"moment": "before", "skip": "1", "recognise": "2"})
    assert rows() == [("before", None, None, None)]
    assert PAGE not in browser.get("/training").get_data(as_text=True)


def test_a_page_of_another_moment_changes_nothing(alice: Person, sign_in: SignIn) -> None:
    sign_in(alice).post(PAGE, data={"moment": "later", "recognise": "5"})
    assert rows() == []


def say(person: Person, moment: Moment, **answers: int) -> None:
    services.keep(person_id=person.id, course=COURSE, moment=moment, answers=answers)
    db.session.commit()


def poco_who_answered(number: int, site: Site, recognise: int) -> Person:
    person = make_person(f"Poco Nummer{number}")
    give_seat(person, site, organisation=f"Kwekerij {number}")
    say(person, Moment.AFTER, recognise=recognise)
    return person


def test_fewer_than_five_people_of_a_site_are_hidden(app: Flask) -> None:
    site = make_site()
    for number in range(4):
        poco_who_answered(number, site, recognise=5)
    key = ("recognise", Moment.AFTER)
    assert key not in published(COURSE, insight.sites())[site.id]
    poco_who_answered(4, site, recognise=5)
    poco_who_answered(5, site, recognise=1)
    assert published(COURSE, insight.sites())[site.id][key] == Said(5, 5)


def test_who_has_a_seat_at_two_sites_counts_once_in_all(app: Flask) -> None:
    here, there = make_site(), make_site("naaldwijk")
    for number in range(12):
        give_seat(poco_who_answered(number, here, recognise=3), there, organisation="Tweede")
    db.session.commit()
    found = published(COURSE, insight.sites())
    key = ("recognise", Moment.AFTER)
    assert found[here.id][key] == found[there.id][key] == found[None][key] == Said(10, None)


def test_staff_see_a_chart_with_its_finding_and_the_file_says_the_same(
    app: Flask, sign_in: SignIn
) -> None:
    site = make_site()
    for number in range(10):
        poco = poco_who_answered(number, site, recognise=4)
        say(poco, Moment.BEFORE, recognise=1 if number < 5 else 5)
    staff = make_person("Sam Staf")
    give_role(staff, "staff")
    browser = sign_in(staff)
    answer = browser.get("/networks/three-questions")
    page = answer.get_data(as_text=True)
    assert "Nummer" not in page
    assert '"/networks/chart/' in page
    assert "Aan het begin zou 50\xa0% een signaal herkennen" in page
    [table] = pages.tables(answer)
    assert pages.as_exported(table) == pages.lines(browser.get("/networks/three-questions.csv"))
