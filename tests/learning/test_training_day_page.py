"""What a learner reads about a training day, before and after it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.editions.store import get_course, shape_of
from lms.extensions import db
from lms.grading.completion import FactKind
from lms.progress import services
from tests.factories import COURSE, enrol, make_person

SignIn = Callable[[Person], FlaskClient]
DAY = f"/training/{COURSE}/day/training-day-1"


def test_the_day_is_read_from_home_and_says_when_one_was_there(app: Flask, sign_in: SignIn) -> None:
    alice = make_person()
    enrol(alice)
    browser = sign_in(alice)
    assert f'href="{DAY}"' in browser.get("/training").get_data(as_text=True)
    page = browser.get(DAY).get_data(as_text=True)
    assert "Dag 1 samen" in page
    assert "Je coördinator vertelt" in page
    services.append(
        person_id=alice.id,
        course=shape_of(get_course(COURSE, "nl")),
        kind=FactKind.MEETING_ATTENDED,
        subject="meeting/training-day-1",
    )
    db.session.commit()
    page = browser.get(DAY).get_data(as_text=True)
    assert "Je was erbij op" in page
    assert "Je coördinator vertelt" not in page


def test_a_day_that_the_course_does_not_know_is_not_there(app: Flask, sign_in: SignIn) -> None:
    alice = make_person()
    enrol(alice)
    assert sign_in(alice).get(DAY.replace("day-1", "day-9")).status_code == 404
