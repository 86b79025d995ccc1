"""Sure or not sure with each answer: kept, shown to the person alone, counted without names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.assessment import sureness
from lms.assessment.models import Attempt, Response, SurenessTotal
from lms.editions.store import get_course
from lms.extensions import db
from lms.insight.sureness import of_course
from tests.factories import enrol, give_role, make_person

QUIZ = "/training/plekken/quiz/zoek"
ANSWERS: dict[str, dict[str, object]] = {
    "zoek": {"answer": ["zegel", "folie"], "sure": "yes"},
    "haast": {"answer": "niet", "sure": "yes"},
    "moederdag": {"answer": "niet", "sure": "no"},
}
RIGHT = {"sure_right": 15, "unsure_right": 4, "unsure_wrong": 1}
SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def alice(app: Flask) -> Person:
    person = make_person()
    enrol(person)
    return person


@pytest.fixture
def browser(alice: Person, sign_in: SignIn) -> FlaskClient:
    return sign_in(alice)


def start(browser: FlaskClient, quiz: str = QUIZ) -> Attempt:
    assert browser.post(quiz).status_code == 302
    return db.session.scalars(sa.select(Attempt).where(Attempt.submitted_at.is_(None))).one()


def say(browser: FlaskClient, attempt: Attempt, item: str, **fields: object) -> None:
    number = [entry["item"] for entry in attempt.drawn].index(item) + 1
    url = f"/attempt/{attempt.public_id}/{number}"
    saved = db.session.get(Response, (attempt.id, number))
    values = {"revision": saved.revision if saved else 0, "key": f"{item:-<12}", **fields}
    assert browser.post(url, data=values).status_code == 302


def finished(browser: FlaskClient, answers: dict[str, dict[str, object]] = ANSWERS) -> str:
    attempt = start(browser)
    public_id = attempt.public_id
    for item, fields in answers.items():
        say(browser, attempt, item, **fields)
    browser.post(f"/attempt/{public_id}/submit")
    return public_id


def test_it_is_kept_with_the_answer_and_comes_back(browser: FlaskClient) -> None:
    attempt = start(browser)
    number = [entry["item"] for entry in attempt.drawn].index("haast") + 1
    url = f"/attempt/{attempt.public_id}/{number}"
    page = browser.get(url).get_data(as_text=True)
    assert 'name="sure"' in page
    assert 'name="sure" value="yes" checked' not in page
    say(browser, attempt, "haast", answer="wel", sure="no")
    assert 'name="sure" value="no" checked' in browser.get(url).get_data(as_text=True)
    say(browser, attempt, "haast", answer="wel", sure="maybe", key="k" * 12)
    assert "checked><span>" not in browser.get(url).get_data(as_text=True)


def test_a_quiz_that_does_not_ask_keeps_nothing(browser: FlaskClient) -> None:
    attempt = start(browser, "/training/proef/quiz/eerste")
    assert 'name="sure"' not in browser.get(f"/attempt/{attempt.public_id}/1").get_data(
        as_text=True
    )
    say(browser, attempt, "juist", answer="wel", sure="yes")
    assert db.session.scalars(sa.select(Response.sure)).all() == [None]


def test_the_result_begins_with_what_one_was_sure_of_and_wrong(browser: FlaskClient) -> None:
    page = browser.get(f"/attempt/{finished(browser)}/result").get_data(as_text=True)
    sure_and_wrong = page.index('id="sure-and-wrong"')
    assert sure_and_wrong < page.index('id="went-well"') < page.index('id="calibration"')
    warning = page[sure_and_wrong : page.index('id="went-well"')]
    assert "Een vreemde order met haast" in warning
    assert "/training/plekken/lesson/kijk#kijk" in warning
    assert "Moederdag" not in warning
    assert page.count("Gevonden") == 2
    assert "1 van 2 goed" in page
    assert "0 van 1 goed" in page
    assert "1 van 1 voor een signaal aangezien" in page


def test_who_did_not_say_sees_no_calibration(browser: FlaskClient) -> None:
    page = browser.get(
        f"/attempt/{finished(browser, {'haast': {'answer': 'niet'}})}/result"
    ).get_data(as_text=True)
    assert 'id="calibration"' not in page
    assert 'id="sure-and-wrong"' not in page


def test_totals_name_nobody_and_stay_hidden_while_they_are_few(browser: FlaskClient) -> None:
    public_id = finished(browser)
    browser.post(f"/attempt/{public_id}/submit")
    row = db.session.get(SurenessTotal, ("plekken", "zoek", "haast"))
    assert row is not None
    assert (row.sure_right, row.sure_wrong, row.unsure_right, row.unsure_wrong) == (0, 1, 0, 0)
    assert sureness.totals("plekken", "zoek") == []
    for _ in range(sureness.FEWEST - 1):
        finished(browser, {"haast": {"answer": "wel", "sure": "no"}})
    (shown,) = sureness.totals("plekken", "zoek")
    assert (shown.item, shown.sure_wrong, shown.unsure_right) == ("haast", 1, sureness.FEWEST - 1)


def test_staff_see_where_people_are_sure_and_wrong(browser: FlaskClient, sign_in: SignIn) -> None:
    db.session.add_all(
        SurenessTotal(course="plekken", quiz="zoek", item=item, sure_wrong=wrong, **RIGHT)
        for item, wrong in {"haast": 6, "zoek": 2, "moederdag": 30, "weg": 9}.items()
    )
    db.session.commit()
    found = of_course(get_course("plekken", "nl"))
    assert [(asked.answers, asked.wrong) for asked in found] == [(50, 30), (25, 5)]
    assert found[0].share == pytest.approx(0.6)
    assert browser.get("/networks/sure-and-wrong").status_code == 404
    staff = make_person("Sam Staf")
    give_role(staff, "staff")
    answer = sign_in(staff).get("/networks/sure-and-wrong")
    assert "/networks/chart/" not in answer.get_data(as_text=True), "another course is taught first"
