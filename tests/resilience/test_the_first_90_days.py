"""After the online part the plan is the next step, ticked off at one's own pace."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from lms.clock import local_date, utcnow
from lms.editions.store import get_course, shape_of
from lms.extensions import db
from lms.grading.completion import FactKind
from lms.i18n import day
from lms.progress import services as ledger
from tests.factories import COURSE, enrol, make_person
from tests.resilience.conftest import Firm, SignIn

LONG_AGO = timedelta(days=40)


@pytest.fixture
def alice(firm: Firm, sign_in: SignIn) -> FlaskClient:
    """Who did the online part forty days ago."""
    course = shape_of(get_course(COURSE, "nl"))
    for module in course.modules:
        for activity in module.activities:
            kind = FactKind.LESSON_READ if "lesson" in activity else FactKind.QUIZ_SUBMITTED
            ledger.append(
                person_id=firm.poco.id,
                course=course,
                kind=kind,
                subject=activity,
                passed=True,
                at=utcnow() - LONG_AGO,
            )
    db.session.commit()
    return sign_in(firm.poco)


def next_step(browser: FlaskClient) -> str:
    found = re.search(r'id="next-step">([^<]*)<', browser.get("/training").text)
    return found.group(1) if found else ""


def test_the_next_step_follows_the_plan_until_it_is_done(alice: FlaskClient) -> None:
    assert next_step(alice) == "Vertel het"
    assert alice.post("/plan/tell", data={"done": "1"}).location == "/plan#step-tell"
    assert next_step(alice) == "Doe de scan"
    alice.post("/plan/walk", data={"done": "1"})
    assert next_step(alice) == "Je hebt alles online gedaan"
    alice.post("/plan/walk", data={"done": "0"})
    assert next_step(alice) == "Doe de scan"
    assert alice.post("/plan/nothing", data={"done": "1"}).status_code == 404


def test_the_days_count_from_the_online_part_or_from_today(alice: FlaskClient) -> None:
    done = local_date(utcnow() - LONG_AGO)
    assert f"vóór {day(done + timedelta(days=30))}" in alice.get("/plan").text
    alice.post("/plan")
    assert f"vóór {day(local_date(utcnow()) + timedelta(days=30))}" in alice.get("/plan").text


def test_everybody_has_a_plan_of_their_own(alice: FlaskClient, sign_in: SignIn) -> None:
    alice.post("/plan/tell", data={"done": "1"})
    charlie = make_person("Charlie Vreemd")
    enrol(charlie)
    page = sign_in(charlie).get("/plan").text
    assert 'aria-pressed="true"' not in page
    assert "Je 90 dagen beginnen als je het onlinedeel hebt gedaan" in page
