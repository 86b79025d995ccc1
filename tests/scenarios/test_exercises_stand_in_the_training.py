"""An exercise in the basic training: the next step, its neighbours, and what staff see of it."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.content.exercises import KINDS
from lms.editions.store import get_course, shape_of
from lms.extensions import db
from lms.grading.completion import FactKind
from lms.learning.kinds import exercise_name
from lms.progress import services as ledger
from lms.progress.queries import standing_of
from tests.conftest import SAMPLE, reload_content
from tests.factories import COURSE, give_role, give_seat, make_person, make_site

SignIn = Callable[[Person], FlaskClient]
STORY = f"/training/{COURSE}/scenario/de-doos"


@pytest.fixture
def alice(app: Flask, content: Path) -> Person:
    """Alice has read the first lesson; between it and the second stands a story."""
    stories = SAMPLE / "courses/verhalen/10-keuzes"
    for ending in ("md", "en.md"):
        place = content / f"courses/{COURSE}/10-eerste/15-de-doos.scenario.{ending}"
        shutil.copy(stories / f"10-de-doos.scenario.{ending}", place)
    reload_content()
    person = make_person()
    give_seat(person, make_site())
    ledger.append(
        person_id=person.id,
        course=shape_of(get_course(COURSE, "nl")),
        kind=FactKind.LESSON_READ,
        subject="lesson/begin",
    )
    db.session.commit()
    return person


def words_of(browser: FlaskClient, address: str) -> str:
    page = browser.get(address)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page.text)))


def test_every_kind_has_a_page_and_a_name(app: Flask) -> None:
    with app.test_request_context():
        for kind in KINDS:
            assert f"{kind}.exercise" in app.view_functions
            assert exercise_name(kind)
        assert not exercise_name("lesson")


def test_it_is_the_next_step_with_its_neighbours(alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    page = words_of(browser, "/")
    assert "De doos bij de deur Er staat een doos die niemand kent. Ga verder" in page
    assert "De doos bij de deur · scenario 5 min" in page
    assert f'href="{STORY}"' in browser.get(f"/training/{COURSE}/lesson/begin").text
    browser.post(f"{STORY}/choose", data={"step": 0, "choice": "openmaken"})
    assert f'href="/training/{COURSE}/lesson/verder"' in browser.get(STORY).text
    assert "scenario/de-doos" in standing_of(alice.id, COURSE).done


def test_staff_see_that_it_was_done_and_nothing_of_the_way(alice: Person, sign_in: SignIn) -> None:
    sign_in(alice).post(f"{STORY}/choose", data={"step": 0, "choice": "openmaken"})
    bob = make_person("Bob Staf")
    give_role(bob, "staff")
    browser = sign_in(bob)
    for address in (f"/people/{alice.public_id}", "/networks/aalsmeer/matrix.csv", STORY):
        page = browser.get(address).text
        assert "De doos bij de deur" in page
        assert "Te dichtbij" not in page
        assert "Je vingers" not in page
