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
from lms.insight.selfcheck import published
from lms.network.models import Site
from lms.selfcheck import services
from lms.selfcheck.models import SelfCheck
from tests.factories import COURSE, enrol, give_role, give_seat, make_person, make_site

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


def poco_who_answered(number: int, site: Site, recognise: int) -> None:
    person = make_person(f"Poco Nummer{number}")
    give_seat(person, site, organisation=f"Kwekerij {number}")
    services.keep(
        person_id=person.id, course=COURSE, moment=Moment.AFTER, answers={"recognise": recognise}
    )
    db.session.commit()


def test_fewer_than_five_people_of_a_site_are_hidden(app: Flask, sign_in: SignIn) -> None:
    site = make_site()
    for number in range(4):
        poco_who_answered(number, site, recognise=5)
    key = (site.id, Moment.AFTER, "recognise")
    assert published(COURSE, insight.sites())[key] is None
    poco_who_answered(4, site, recognise=5)
    poco_who_answered(5, site, recognise=1)
    assert published(COURSE, insight.sites())[key] == (None, None, None, None, 5)
    staff = make_person("Sam Staf")
    give_role(staff, "staff")
    page = sign_in(staff).get("/networks/three-questions").get_data(as_text=True)
    assert site.name in page
    assert "Nummer" not in page
